# One person, two accounts, two cases: a mail that names one joins that one.
given account AA.TELUKDUA "Ratna Kusumawardani" 198703142011012901 "Balai Contoh Teluk Contoh Dua" ratna.k@kkp.example
mail ratna "Permohonan reset password"
  | Mohon reset password User ID: AA.TELUKCONTOH. SK menyusul.
  + ratna-permohonan.pdf
expect outcome case
expect state waiting_applicant
expect account AA.TELUKCONTOH
case one
wait 1h
mail ratna "Permohonan reset password akun kedua"
  | Mohon reset password User ID: AA.TELUKDUA, surat dan SK menyusul.
expect outcome case
expect cases 2
expect account AA.TELUKDUA
case two
reply ratna "Tanda Terima"
  | SK untuk yang kedua
  + ratna-sk.pdf
expect outcome added
case two
expect papers 1
case one
expect papers 1
reply ratna "Permintaan Kelengkapan"
  | SK untuk yang pertama
  + ratna-sk.pdf
expect outcome added
case one
expect state verifying
expect account AA.TELUKCONTOH
case two
expect state waiting_applicant
