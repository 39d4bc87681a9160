# D-5: the decree is of another person and has ended. The file is complete, so it is handed over; what is
# wrong stands above the table, and Admin PPE decides.
mail ratna "Permohonan reset password"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk-salah.pdf
expect state verifying
expect letter bagus "Penyerahan"
  "! SK atas nama orang lain: Agus Prihatmoko"
  "mungkin pergantian pemegang akun"
  "! Masa berlaku SK sudah berakhir, yaitu sampai dengan 31 Desember 2024"
  "! Surat merujuk SK nomor KEP.15/BCPBAP/PL.420/I/2026, sedangkan yang terlampir bernomor KEP.09/BCPBAP/PL.420/I/2024"
  "[BEDA] NIP"
  "[BEDA] Nomor SK"
expect attached 2
reply bagus "Penyerahan"
  | TOLAK SK atas nama orang lain dan sudah tidak berlaku
expect state rejected
# The next request shows this one, with its day.
mail ratna "Permohonan reset password (perbaikan)"
  | Mohon reset password Admin Agency, surat dan SK terbaru terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect cases 2
expect letter bagus "Penyerahan"
  "Sudah ada 1 permohonan untuk akun ini dalam 90 hari; yang terakhir 9 November 2026"
  "(Ditolak): Reset Password"
  not "SK atas nama orang lain"
