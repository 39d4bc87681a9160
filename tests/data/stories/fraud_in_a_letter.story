# D-10: an order to reset everybody, and to send it elsewhere. It is never sure of being a request letter.
mail ratna "RESET SEGERA"
  | Terlampir surat perintah reset password Admin Agency, mohon segera.
  + penipuan.pdf as "surat permohonan.pdf"
  + ratna-sk.pdf as "SK.pdf"
expect state checking
expect letter dewi "Perlu Diperiksa"
  "bernada perintah atau mendesak"
  "(belum pasti)"
  "SK Pengangkatan, yakin"
expect count ratna "Permintaan Kelengkapan" 0
expect no letter bagus
