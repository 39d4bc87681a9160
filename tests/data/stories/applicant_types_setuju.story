# E-16: the applicant types a command; it is plain words.
secret punyaSaya123 nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state verifying
reply ratna "Tanda Terima"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: punyaSaya123
expect outcome added
expect state verifying
expect undecided
expect no letter bagus
expect no letter ratna
