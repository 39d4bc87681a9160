# A letter of November sent in January, with a decree that has ended meanwhile.
given start 2027-01-11T09:41
mail ratna "Permohonan reset password Admin Agency"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect state verifying
expect letter bagus "Penyerahan"
  "! Surat sudah berumur 63 hari (bertanggal 9 November 2026)"
  "! Masa berlaku SK sudah berakhir, yaitu sampai dengan 31 Desember 2026"
