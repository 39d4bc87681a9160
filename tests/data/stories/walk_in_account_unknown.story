# F-1 as front office writes it, without a user ID: Admin PPE's result names the account, and the
# register says where it goes. An account nobody has is asked back.
given person fitri "Fitri Amalia" fitri.fo@kkp.example front_office
secret Kp7#mRwt4=Qz ratna
secret Salah4?orang=9 nobody
mail fitri "BUKU TAMU"
  | Nama: Ratna Kusumawardani
  | Instansi: Balai Contoh Teluk Contoh
  | Keperluan: reset password
  | Jam: 09.40
  | Asli SK: ya
expect state queued
mail dewi "PANGGIL"
  | PANGGIL A-001
reply dewi "Giliran Antrian A-001"
  | LENGKAP (asli SK dilihat)
  + ratna-permohonan.pdf as "scan1.pdf"
  + ratna-sk.pdf as "scan2.pdf"
expect state verifying
expect account none
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TIDAKADA
  | PASSWORD: Salah4?orang=9
expect state executing
expect letter bagus "Perintah Belum Dapat Dijalankan"
reply bagus "Persetujuan Tercatat"
  | HASIL
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
expect account AA.TELUKCONTOH
expect letter ratna "Penyampaian Password Baru"
