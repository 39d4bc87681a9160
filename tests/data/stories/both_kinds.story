# Both at once: user ID and new password in one letter.
secret Vt6?pxKd8+Lm sari
mail sari "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
expect state verifying
expect kind both
reply bagus "Penyerahan"
  | SETUJU
expect state executing
# A result without the password is asked back.
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.SARI
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Perintah Belum Dapat Dijalankan"
  | HASIL
  | USER ID: AA.SARI
  | PASSWORD: Vt6?pxKd8+Lm
expect state delivered
expect letter sari "Penyampaian Password Baru"
  "AA.SARI"
  "Vt6?pxKd8+Lm"
