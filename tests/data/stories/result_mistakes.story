# HASIL without password, with a wrong user ID, with a password nobody asked for.
secret Kp7#mRwt4=Qz ratna
secret Salah4?orang=9 nobody
secret TakDiminta5!a nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  | SETUJU
unclear bagus "Persetujuan Tercatat"
  | HASIL
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKCONTOH
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.LOKAPESISIR
  | PASSWORD: Salah4?orang=9
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
  not "Salah4?orang=9"
reply bagus "Persetujuan Tercatat"
  | Siap sdh sy reset, passwordnya Salah4?orang=9 ya
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
  not "Salah4?orang=9"
reply bagus "Persetujuan Tercatat"
  | sudah direset, pass baru: Kp7#mRwt4=Qz
expect state delivered
mail yohanes "Permohonan Informasi User ID Admin Agency"
  | Terlampir surat permohonan informasi User ID dan SK pengangkatan. Terima kasih.
  + yohanes-permohonan.pdf
  + yohanes-sk.pdf
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.CONTOHBARAT
  | PASSWORD: TakDiminta5!a
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
  not "TakDiminta5!a"
reply bagus "Perintah Belum Dapat Dijalankan"
  | HASIL
  | USER ID: AA.CONTOHBARAT
expect state delivered
