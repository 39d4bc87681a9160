# User-ID information, approved and answered in one mail.
mail yohanes "Permohonan Informasi User ID Admin Agency"
  | Yth. Admin LPSE, terlampir surat permohonan informasi User ID dan SK pengangkatan. Terima kasih.
  + yohanes-permohonan.pdf as "Permohonan Informasi User ID.pdf"
  + yohanes-sk.pdf as "SK Pengangkatan.pdf"
expect state verifying
expect kind user_id_information
wait 9m
reply bagus "Penyerahan"
  | Setuju
  | User ID: AA.CONTOHBARAT
expect state delivered
expect letter yohanes "Penyampaian Informasi User ID"
  "AA.CONTOHBARAT"
expect letter dewi "Hasil Telah Disampaikan"
expect count yohanes "Penyampaian Password Baru" 0
expect archived
