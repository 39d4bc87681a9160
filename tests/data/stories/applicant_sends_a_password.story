# The applicant writes his own password: masked everywhere, and he is warned.
secret teluk2019!Rahasia nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  | Password lama: teluk2019!Rahasia
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome case
expect state verifying
expect letter ratna "Tanda Terima"
  not "teluk2019!Rahasia"
  "password"
expect letter bagus "Penyerahan"
  not "teluk2019!Rahasia"
