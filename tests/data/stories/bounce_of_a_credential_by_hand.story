# The credential letter comes back; helpdesk hands the result over in person. The secret is void.
secret Kp7#mRwt4=Qz ratna
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
bounce ratna "Penyampaian Password Baru" 5.1.1
expect state delivery_failed
unclear dewi "Surel kepada Pemohon Tidak Terkirim"
  | DISAMPAIKAN LANGSUNG
  | sudah
expect state delivery_failed
reply dewi "Surel kepada Pemohon Tidak Terkirim"
  | DISAMPAIKAN LANGSUNG Ratna Kusumawardani
expect state delivered
expect letter dewi "Hasil Telah Disampaikan"
  "Ratna Kusumawardani"
expect count ratna "Penyampaian Password Baru" 1
expect archived
# A late second report for the same letter changes nothing.
wait 1d
bounce ratna "Penyampaian Password Baru" 5.4.7
expect outcome bounce
expect state delivered
expect quiet
