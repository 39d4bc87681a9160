# DAFTAR, STATUS, AMBIL, CATAT and PENJELASAN in mails of their own, without a letter to answer.
given policy completeness = "helpdesk"
given person rina "Rina Lestari" rina.helpdesk@kkp.example helpdesk
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
mail made "lupa password"
  | Mohon reset password admin agency kami, surat dan SK terlampir.
  + made-permohonan.pdf
  + made-sk.pdf
mail bagus "daftar"
  | DAFTAR
expect outcome command
expect letter bagus "Permohonan yang"
  "Tidak ada permohonan yang menunggu Anda"
mail rina "ambil"
  | AMBIL LKT-2026-00002
expect outcome command
expect letter dewi "Permohonan Diambil"
  "Rina Lestari"
mail dewi "daftar"
  | Daftar
expect letter dewi "Permohonan yang"
  "LKT-2026-00001"
  "diambil Rina Lestari"
mail dewi "status"
  | STATUS LKT-2026-00001
expect letter dewi "Perkembangan Permohonan"
  "LKT-2026-00001"
mail dewi "ambil"
  | AMBIL
expect outcome command
expect letter dewi "Belum Dapat Dijalankan"
  "Nomor permohonan"
mail dewi "catatan"
  | CATAT LKT-2026-00001 pemohon sudah menelepon
expect outcome command
mail dewi "ambil"
  | AMBIL LKT-2026-09999
expect letter dewi "Belum Dapat Dijalankan"
# A decision without its letter is never taken.
mail dewi "lengkap"
  | LENGKAP LKT-2026-00001
expect outcome held
expect held no_token
expect letter dewi "Belum Dapat Dijalankan"
  "DAFTAR"
# Nobody else may ask.
mail made "daftar"
  | DAFTAR
expect no letter made "Permohonan yang Terbuka"
