# A2: one letter, one account. Two in a mail are asked about; one is chosen.
given account AA.TELUKDUA "Ratna Kusumawardani" 198703142011012901 "Balai Contoh Teluk Contoh Dua" ratna.k@kkp.example
mail ratna "Permohonan reset password dua akun"
  | Mohon reset password password User ID AA.TELUKCONTOH dan User ID AA.TELUKDUA. Surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome case
expect state waiting_applicant
expect letter ratna "Permintaan Kelengkapan"
expect no letter bagus
reply ratna "Permintaan Kelengkapan"
  | Mohon User ID AA.TELUKDUA saja dulu. Terima kasih.
expect outcome added
expect state verifying
expect account AA.TELUKDUA
expect letter bagus "Penyerahan"
