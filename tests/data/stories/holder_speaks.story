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
  | Saya tidak pernah mengajukan permohonan ini, mohon dihentikan.
expect outcome added
expect letter dewi "Surel Lanjutan"
  "tidak pernah mengajukan"
expect state verifying
reply bagus "Penyerahan"
  | TOLAK pemilik akun menyangkal
expect state rejected
