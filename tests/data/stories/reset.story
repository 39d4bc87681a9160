# A reset, from the request to the archive (SOP steps 1, 4, 5, 8-10, 12-14).
secret Kp7#mRwt4=Qz ratna
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  | Mohon dapat diproses. Terima kasih.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect outcome case
expect state verifying
expect kind reset_password
expect account AA.TELUKCONTOH
expect letter ratna "Tanda Terima"
expect letter dewi "Permohonan Baru"
expect letter dewi "Tembusan Penyerahan"
expect attached 0
expect letter bagus "Penyerahan Berkas"
  "SETUJU"
  "AA.TELUKCONTOH"
expect attached 2
wait 6m
reply bagus "Penyerahan"
  | SETUJU
expect outcome command
expect state executing
expect letter bagus "Persetujuan Tercatat"
expect no letter ratna
wait 4m
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
expect letter ratna "Penyampaian Password Baru"
  "Kp7#mRwt4=Qz"
  "AA.TELUKCONTOH"
  "WAJIB"
expect letter dewi "Hasil Telah Disampaikan"
  not "Kp7#mRwt4=Qz"
expect letter bagus "Hasil Telah Disampaikan"
  not "Kp7#mRwt4=Qz"
expect archived
expect deviations 0
expect count ratna "Penyampaian Password Baru" 1
# Thanks re-open nothing.
wait 30m
reply ratna "Penyampaian Password Baru"
  | Sudah bisa login dan password sudah saya ganti. Terima kasih banyak atas bantuannya 🙏
expect outcome note
expect state delivered
expect quiet
wait 2d
expect state delivered
expect cases 1
