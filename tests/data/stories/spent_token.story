# A second SETUJU and a second HASIL change nothing.
secret Kp7#mRwt4=Qz ratna
secret Lain8?qWert=1 nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply bagus "Penyerahan"
  | SETUJU
expect outcome command
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Penyerahan"
  | TOLAK salah pencet
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Lain8?qWert=1
expect outcome command
expect state delivered
expect letter bagus "Perintah Belum Dapat Dijalankan"
  not "Lain8?qWert=1"
expect count ratna "Penyampaian Password Baru" 1
