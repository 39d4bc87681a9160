# A token older than a week: asked back with a fresh one, which works.
mail ratna "Permohonan Reset Password Admin Agency"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect state verifying
wait 8d
reply bagus "Penyerahan"
  | SETUJU
expect state verifying
expect undecided
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Perintah Belum Dapat Dijalankan"
  | SETUJU
expect state executing
expect deviation 9
