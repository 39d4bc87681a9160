# Two approvers answer opposite: the first counts, the second hears that it is too late.
given person rina "Rina Lestari" rina.ppe@kkp.example admin_ppe
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect letter rina "Penyerahan"
expect letter bagus "Penyerahan"
reply rina "Penyerahan"
  | TOLAK SK sudah tidak berlaku
expect state rejected
reply bagus "Penyerahan"
  | SETUJU
expect state rejected
expect letter bagus "Perintah Belum Dapat Dijalankan"
expect count ratna "Pemberitahuan Penolakan" 1
mail sari "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply rina "Penyerahan"
  | TOLAK berkas tidak benar
expect state executing
expect letter rina "Perintah Belum Dapat Dijalankan"
expect count sari "Penolakan" 0
