# F-2: one line, labels missing: the number is given all the same. F-3: nobody there.
given person fitri "Fitri Amalia" fitri.fo@kkp.example front_office
mail fitri "buku tamu"
  | nama : bu ratna, dari teluk contoh, mau reset pasword, jam 9.20
expect outcome case
expect state queued
expect letter fitri "Nomor Antrian A-001"
expect letter dewi "Nomor Antrian A-001"
case first
mail fitri "BUKU TAMU"
  | Nama: Yohanes Tangkuman
  | Instansi: Dinas Perikanan Kabupaten Contoh Barat
  | Keperluan: informasi user id
  | Jam: 09.38
expect letter fitri "Nomor Antrian A-002"
case second
mail dewi "panggil berikutnya"
  | PANGGIL
case first
expect state checking
expect letter dewi "Giliran Antrian A-001"
  "Masih menunggu : 1"
reply dewi "Giliran Antrian A-001"
  | TIDAK HADIR A-001
expect state closed_no_followup
mail dewi "panggil"
  | PANGGIL
case second
expect state checking
mail dewi "panggil"
  | PANGGIL
expect outcome command
expect letter dewi "Perintah Antrian Tidak Dapat Dijalankan"
# The next day the numbers begin anew (A17).
wait until 2026-11-10T08:00
mail fitri "BUKU TAMU"
  | Nama: Ratna Kusumawardani
  | Instansi: Balai Contoh Teluk Contoh
  | Keperluan: reset password
  | Jam: 07.58
expect letter fitri "Nomor Antrian A-001"
# F-3: front office itself says that nobody is there.
case third
reply fitri "Nomor Antrian A-001"
  | TIDAK HADIR A-001
expect outcome command
expect state closed_no_followup
# A reply to one visitor's letter may call another by number.
mail fitri "BUKU TAMU"
  | Nama: Made Surya Ardika
  | Instansi: Loka Contoh
  | Keperluan: reset password
  | Jam: 08.00
case fourth
mail fitri "BUKU TAMU"
  | Nama: Sari Wulandari
  | Instansi: Politeknik Bahari Contoh
  | Keperluan: reset password
  | Jam: 08.00
case fifth
case fourth
reply dewi "Nomor Antrian A-002"
  | PANGGIL A-003
case fourth
expect state queued
case fifth
expect state checking
expect letter dewi "Giliran Antrian A-003"
