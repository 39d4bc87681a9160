# A request on a Friday evening counts from Monday; nobody is late for the weekend.
given start 2026-11-13T19:12
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state verifying
expect letter ratna "Tanda Terima"
  "16 November 2026"
wait until 2026-11-16T07:44
expect deviations 0
reply bagus "Penyerahan"
  | SETUJU
expect state executing
expect deviations 0
wait until 2026-11-16T07:56
expect deviation 10
