# Rejected with its reason; a thank-you after it changes nothing (SOP step 11).
mail ratna "Permohonan reset password"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk-salah.pdf
expect state verifying
wait 11m
reply bagus "Penyerahan"
  | TOLAK nama pada SK tidak sesuai dan SK sudah tidak berlaku
expect state rejected
expect letter ratna "Pemberitahuan Penolakan"
  "nama pada SK tidak sesuai dan SK sudah tidak berlaku"
expect letter dewi "Pemberitahuan Penolakan"
expect archived
reply ratna "Pemberitahuan Penolakan"
  | Baik, terima kasih atas informasinya.
expect outcome note
expect quiet
expect state rejected
# A later approval by the same token changes nothing.
reply bagus "Penyerahan"
  | SETUJU
expect state rejected
expect letter bagus "Perintah Belum Dapat Dijalankan"
expect count ratna "Penyampaian" 0
# A new request with new papers is a new case.
wait 1d
mail ratna "Permohonan reset password (perbaikan)"
  | Mohon reset password Admin Agency, surat dan SK terbaru terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect outcome case
expect cases 2
expect state verifying
