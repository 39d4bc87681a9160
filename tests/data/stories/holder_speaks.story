# Released from a stranger, warned owner answers: his words join the case; the stranger cannot steer it.
given sender agus "Agus P" agus.p@suratgratis.example
mail agus "Permohonan reset password User ID AA.TELUKCONTOH"
  | Mohon reset password User ID AA.TELUKCONTOH, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect held unknown_sender
release "ditelepon"
expect state verifying
expect letter ratna "Pemberitahuan Keamanan"
reply ratna "Pemberitahuan Keamanan"
  | Selamat pagi, saya sedang dinas luar. Permohonan apa ini?
expect outcome added
expect letter dewi "Surel Lanjutan"
  "sedang dinas luar"
expect state verifying
# Denied, the case freezes at once: everybody who must act hears of it.
reply ratna "Pemberitahuan Keamanan"
  | Saya tidak pernah mengajukan permohonan ini, mohon dihentikan.
expect outcome command
expect letter dewi "PERLU DIPERIKSA SEGERA"
  "BUKAN SAYA"
  "r***@kkp.example"
expect letter bagus "PERLU DIPERIKSA SEGERA"
  "TOLAK"
expect letter ratna "Permohonan Dibekukan"
expect no letter agus
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
expect outcome command
expect letter bagus "Perintah Belum Dapat Dijalankan"
  "dibekukan"
expect state verifying
expect undecided
reply bagus "PERLU DIPERIKSA SEGERA"
  | TOLAK pemilik akun menyangkal
expect state rejected
expect count agus "Penolakan" 1
expect count ratna "Penyampaian" 0
