# What cannot be recognised goes to helpdesk, not back to the applicant.
mail made "Permohonan reset password admin agency"
  | Mohon reset password admin agency kami, berkas terlampir.
  + made-permohonan.pdf as "surat permohonan.pdf"
  + foto-kosong.png as "IMG-20261117-WA0012.png"
expect state checking
expect letter dewi "Perlu Diperiksa"
expect count made "Permintaan Kelengkapan" 0
reply dewi "Perlu Diperiksa"
  | LENGKAP, foto terbaca
expect state verifying
expect letter bagus "Penyerahan"
expect attached 2
