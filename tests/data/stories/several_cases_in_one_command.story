# "SETUJU" with the number of another case, or with several, is asked back.
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
case one
mail sari "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
case two
case one
reply bagus "Penyerahan"
  | SETUJU LKT-2026-00002
case one
expect state verifying
expect letter bagus "Perintah Belum Dapat Dijalankan"
case two
expect state verifying
case one
reply bagus "Penyerahan"
  | SETUJU LKT-2026-00001 dan LKT-2026-00002
case one
expect state verifying
case two
expect state verifying
