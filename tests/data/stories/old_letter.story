# A token older than a week: nothing is done, and the hand-over goes out again with a fresh one.
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
expect count bagus "Penyerahan" 2
reply bagus "Penyerahan"
  | SETUJU
expect state executing
expect deviation 9
