# The same files sent again do not void a hand-over.
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
keep handed bagus "Penyerahan"
wait 2m
reply ratna "Tanda Terima"
  | Kami kirim ulang berkasnya.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome added
expect papers 2
expect state verifying
expect no letter bagus
reply bagus $handed
  | SETUJU
expect state executing
