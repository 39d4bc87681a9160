# New papers after the hand-over void it: the old token is refused, a new hand-over is made (A3-46).
secret Kp7#mRwt4=Qz ratna
secret Lama5!duluan=2 nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
keep old bagus "Penyerahan"
wait 2m
reply ratna "Tanda Terima"
  | Mohon maaf, SK yang benar kami kirim ulang.
  + ratna-sk-salah.pdf as "SK revisi.pdf"
expect outcome added
expect state verifying
expect papers 3
expect letter bagus "Penyerahan Berkas"
expect attached 3
reply bagus $old
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Lama5!duluan=2
expect state verifying
expect undecided
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Penyerahan"
  | SETUJU
expect state executing
# Even an approval is void when papers come before the result.
keep approved bagus "Persetujuan Tercatat"
reply ratna "Tanda Terima"
  | Sekali lagi, ini surat yang lain.
  + made-permohonan.pdf as "surat lain.pdf"
expect state verifying
expect undecided
reply bagus $approved
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Lama5!duluan=2
expect state verifying
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
# The same file twice is no new paper.
