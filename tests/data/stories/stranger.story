# A stranger who names an account is held; released by a person, the owner is warned (M16).
secret Kp7#mRwt4=Qz ratna
given sender agus "Agus P" agus.p@suratgratis.example
mail agus "Permohonan reset password AA.TELUKCONTOH"
  | Mohon reset password User ID AA.TELUKCONTOH, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome held
expect held unknown_sender
expect quiet
expect cases 0
release "ditelepon, benar pegawai balai"
expect held none
expect cases 1
expect state verifying
expect letter ratna "Pemberitahuan Keamanan"
expect letter agus "Tanda Terima"
expect letter bagus "Penyerahan"
reply bagus "Penyerahan"
  | SETUJU
expect state verifying
expect letter bagus "Belum Dapat Dijalankan"
reply bagus "Penyerahan"
  | KONFIRMASI sudah ditelepon, betul pemegang akun
expect state confirming
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
expect letter ratna "Penyampaian Password Baru"
expect count agus "Penyampaian" 0
mail agus "halo"
  | Apa kabar?
discard "iseng"
expect held none
