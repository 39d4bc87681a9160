# BATAL after delivery: he hears where it stands, nothing more.
secret Kp7#mRwt4=Qz ratna
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  | Mohon dapat diproses. Terima kasih.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
reply ratna "Tanda Terima"
  | BATAL
expect outcome command
expect state delivered
expect letter ratna "Perkembangan Permohonan"
expect no letter dewi
