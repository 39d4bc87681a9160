# A walk-in whose result goes by mail to the registered address; the owner's account is named.
given person fitri "Fitri Amalia" fitri.fo@kkp.example front_office
secret Kp7#mRwt4=Qz ratna
mail fitri "Buku Tamu"
  | Nama: Ratna Kusumawardani
  | Instansi: Balai Contoh Teluk Contoh
  | Keperluan: reset password, User ID AA.TELUKCONTOH
  | Jam: 09.40
  | Asli SK: ya
expect outcome case
expect state queued
mail dewi "PANGGIL"
  | PANGGIL
expect state checking
reply dewi "Giliran Antrian A-001"
  | LENGKAP (asli SK dilihat)
  + ratna-permohonan.pdf as "scan1.pdf"
  + ratna-sk.pdf as "scan2.pdf"
expect state verifying
expect original_seen
expect account AA.TELUKCONTOH
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: Kp7#mRwt4=Qz
expect state delivered
expect letter ratna "Penyampaian Password Baru"
