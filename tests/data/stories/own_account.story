# Four eyes: an approver who is the subject gets no hand-over and cannot decide (A18).
given person rina "Rina Lestari" rina.ppe@kkp.example admin_ppe AA.RINA
given account AA.RINA "Rina Lestari" 198001012005012001 "Biro Pengadaan" rina.ppe@kkp.example
mail rina "Permohonan reset password Admin Agency"
  | Mohon reset password akun saya, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome case
expect account AA.RINA
expect state verifying
expect letter bagus "Penyerahan"
expect letter rina "Tanda Terima"
expect no letter rina "Penyerahan"
reply rina "Tanda Terima"
  | SETUJU
expect state verifying
expect undecided
keep handed bagus "Penyerahan"
reply rina $handed
  | SETUJU
expect outcome held
expect held token_foreign
expect undecided
