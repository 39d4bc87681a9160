# The guest book kept by helpdesk: one letter with the number, and the visitor may be called from it.
mail dewi "BUKU TAMU"
  | Nama: Ratna Kusumawardani
  | Instansi: Balai Contoh Teluk Contoh
  | Keperluan: reset password
  | Jam: 09.40
expect outcome case
expect state queued
expect count dewi "Nomor Antrian A-001" 1
reply dewi "Nomor Antrian A-001"
  | PANGGIL
expect state checking
reply dewi "Giliran Antrian A-001"
  | TUTUP datang lagi besok
expect state closed_no_followup
