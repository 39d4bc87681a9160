# A mail over the size limit: the applicant hears why his papers were not taken, and goes on.
given limits max_mail_bytes = 65536
mail made "Permohonan Reset Password Admin Agency"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + hasil-pindai.pdf as "surat.pdf"
  + hasil-pindai.pdf as "sk.pdf"
expect outcome case
expect state waiting_applicant
expect papers 0
expect letter made "Permintaan Kelengkapan"
  "melebihi batas ukuran"
reply made "Permintaan Kelengkapan"
  | Ini suratnya lagi
  + hasil-pindai.pdf as "surat.pdf"
  + hasil-pindai.pdf as "sk.pdf"
expect state waiting_applicant
expect letter made "Permintaan Kelengkapan"
  "melebihi batas ukuran"
reply made "Permintaan Kelengkapan"
  | Sudah dikecilkan
  + made-permohonan.pdf
  + made-sk.pdf
expect state verifying
