# E-4: "terlampir" without anything attached.
mail yohanes "Permohonan informasi user id"
  | Yth. Admin, terlampir surat permohonan informasi user ID. Terima kasih.
expect state waiting_applicant
expect kind user_id_information
expect letter yohanes "Permintaan Kelengkapan"
  "Surat Permohonan"
  "SK Pengangkatan"
