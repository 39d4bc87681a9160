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
