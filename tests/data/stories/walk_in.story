# F-1: guest book, queue number at once, call, check with the original, approval, in person.
given person fitri "Fitri Amalia" fitri.fo@kkp.example front_office
given start 2026-11-09T09:22
mail fitri "BUKU TAMU"
  | Nama: Ratna Kusumawardani
  | Instansi: Balai Contoh Teluk Contoh
  | Jabatan: Admin Agency
  | Keperluan: reset password
  | No HP: 081255501234
  | Email: ratna.k@kkp.example
  | Jam: 09.20
  | Asli SK: ya
expect outcome case
expect state queued
expect letter fitri "Nomor Antrian A-001"
  "Ratna Kusumawardani"
expect letter dewi "Nomor Antrian A-001"
expect letter ratna "Nomor Antrian A-001"
expect deviations 0
wait 4m
reply dewi "Nomor Antrian A-001"
  | PANGGIL A-001
expect outcome command
expect state checking
expect letter dewi "Giliran Antrian A-001"
reply dewi "Giliran Antrian A-001"
  | Hasil pindai terlampir
  + ratna-permohonan.pdf as "scan1.pdf"
  + ratna-sk.pdf as "scan2.pdf"
expect papers 2
expect state checking
reply dewi "Giliran Antrian A-001"
  | LENGKAP (asli SK dilihat)
expect state verifying
expect original_seen
expect letter bagus "Penyerahan"
expect attached 2
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply dewi "Tembusan Penyerahan"
  | DISAMPAIKAN LANGSUNG Ratna Kusumawardani
expect state delivered
expect letter bagus "Hasil Telah Disampaikan"
  "Ratna Kusumawardani"
expect count ratna "Penyampaian Password" 0
