# A photo nobody can read is a question to helpdesk, never a refusal to the applicant.
mail ratna "Permohonan reset password Admin Agency"
  | Mohon reset password Admin Agency, surat dan foto SK terlampir.
  + ratna-permohonan.pdf as "surat permohonan.pdf"
  + foto-kosong.png as "IMG-20261109-WA0007.png"
expect state checking
expect letter dewi "Perlu Diperiksa"
  "Ada berkas yang tidak dapat dibaca"
  "SK Pengangkatan tidak ditemukan"
  "Surat Permohonan, yakin"
expect count ratna "Permintaan Kelengkapan" 0
reply dewi "Perlu Diperiksa"
  | KURANG SK tidak terbaca
expect state waiting_applicant
expect letter ratna "Permintaan Kelengkapan"
  "SK Pengangkatan"
  not "IMG-20261109"
