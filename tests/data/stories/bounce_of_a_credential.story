# The credential letter comes back: the secret is void, Admin PPE sets a new one (INV-05).
secret Kp7#mRwt4=Qz ratna
secret Zz9!newSecret ratna
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
bounce ratna "Penyampaian Password Baru" 5.1.1
expect outcome bounce
expect state delivery_failed
expect letter dewi "Surel kepada Pemohon Tidak Terkirim"
  "KIRIM ULANG"
  "DISAMPAIKAN LANGSUNG"
  not "Kp7#mRwt4=Qz"
reply dewi "Surel kepada Pemohon Tidak Terkirim"
  | KIRIM ULANG
expect state executing
expect letter bagus "Password Baru Diperlukan"
expect count ratna "Penyampaian Password Baru" 1
reply bagus "Password Baru Diperlukan"
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Zz9!newSecret
expect state delivered
expect count ratna "Penyampaian Password Baru" 2
