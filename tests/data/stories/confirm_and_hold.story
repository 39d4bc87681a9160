# KONFIRMASI asks the applicant to expect a call (M15); TUNDA is a note.
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | TUNDA menunggu jaringan SPSE
expect outcome command
expect state verifying
expect undecided
reply bagus "Penyerahan"
  | KONFIRMASI dulu ke ybs
expect state confirming
expect letter ratna "Konfirmasi Permohonan"
wait 5m
reply bagus "Penyerahan"
  | SETUJU
expect state executing
mail sari "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
reply bagus "Penyerahan"
  | KONFIRMASI sudah ditelepon 0812-5550-1234 jam 10.15, betul ybs
expect state confirming
expect no letter sari
reply bagus "Penyerahan"
  | TOLAK ternyata bukan pegawai yang bersangkutan
expect state rejected
