# A report that comes a day late, when everybody thought it delivered and archived.
secret Kp7#mRwt4=Qz ratna
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect archived
wait 1d
bounce ratna "Penyampaian Password Baru" 5.4.7
expect outcome bounce
expect state delivery_failed
expect letter dewi "Surel kepada Pemohon Tidak Terkirim"
# The applicant asks where it stands.
reply ratna "Tanda Terima"
  | STATUS
expect letter ratna "Perkembangan Permohonan"
reply ratna "Tanda Terima"
  | BATAL
expect state delivery_failed
expect letter ratna "Perkembangan Permohonan"
