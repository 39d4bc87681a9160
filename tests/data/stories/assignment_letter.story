# D-7: an assignment letter in the decree's place is a doubt for helpdesk.
mail made "Permohonan reset password admin agency"
  | Mohon reset password admin agency kami, surat dan surat tugas terlampir.
  + made-permohonan.pdf as "surat permohonan.pdf"
  + made-surat-tugas.pdf as "surat tugas.pdf"
expect state checking
expect letter dewi "Perlu Diperiksa"
  "urat tugas"
expect count made "Permintaan Kelengkapan" 0
reply dewi "Perlu Diperiksa"
  | KURANG SK
expect state waiting_applicant
# Helpdesk takes it: Admin PPE is told what stands in the decree's place.
reply made "Permintaan Kelengkapan"
  | SK definitif belum terbit pak, mohon pakai surat tugas.
  + made-permohonan-kurang.pdf as "keterangan.pdf"
expect state checking
reply dewi "Perlu Diperiksa"
  | LENGKAP
expect state verifying
expect letter bagus "Penyerahan"
  "Berkas memuat Surat Tugas sebagai pengganti"
