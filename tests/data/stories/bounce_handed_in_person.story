# The user-ID letter comes back, is sent again, comes back, is handed over in person.
mail yohanes "Permohonan Informasi User ID Admin Agency"
  | Terlampir surat permohonan informasi User ID dan SK pengangkatan. Terima kasih.
  + yohanes-permohonan.pdf
  + yohanes-sk.pdf
reply bagus "Penyerahan"
  | Setuju
  | User ID: AA.CONTOHBARAT
expect state delivered
bounce yohanes "Penyampaian Informasi User ID" 5.2.2
expect state delivery_failed
reply dewi "Surel kepada Pemohon Tidak Terkirim"
  | KIRIM ULANG
expect state delivered
expect count yohanes "Penyampaian Informasi User ID" 2
wait 5m
bounce yohanes "Penyampaian Informasi User ID" 5.2.2
expect state delivery_failed
reply dewi "Surel kepada Pemohon Tidak Terkirim"
  | DISAMPAIKAN LANGSUNG Yohanes Tangkuman
expect state delivered
expect letter bagus "Hasil Telah Disampaikan"
  "Yohanes Tangkuman"
expect count yohanes "Penyampaian Informasi User ID" 2
