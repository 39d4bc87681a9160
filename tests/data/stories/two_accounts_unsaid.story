# A holder of two accounts who does not say which: helpdesk looks, Admin PPE's result names it.
given account AA.TELUKDUA "Ratna Kusumawardani" 198703142011012901 "Balai Contoh Teluk Contoh Dua" ratna.k@kkp.example
given account AA.TELUKTIGA "Ratna Kusumawardani" 198703142011012901 "Balai Contoh Teluk Contoh Tiga" lain@kkp.example
secret Kp7#mRwt4=Qz ratna
secret Salah4?orang=9 nobody
mail ratna "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
expect state checking
expect account none
reply dewi "Perlu Diperiksa"
  | LENGKAP
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKTIGA
  | PASSWORD: Salah4?orang=9
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKDUA
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
expect account AA.TELUKDUA
