# E-14: the applicant takes his request back, in each early state.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
reply made "Permintaan Kelengkapan"
  | BATAL
expect outcome command
expect state withdrawn
expect letter made "Pencabutan"
expect letter dewi "Pencabutan"
expect archived
wait 10d
expect state withdrawn
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  | Mohon dapat diproses. Terima kasih.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state verifying
reply ratna "Tanda Terima"
  | Mohon permohonan kami dibatalkan saja, password sudah ketemu.
expect outcome command
expect state withdrawn
expect letter bagus "Pencabutan"
reply bagus "Penyerahan"
  | SETUJU
expect state withdrawn
expect letter bagus "Perintah Belum Dapat Dijalankan"
mail sari "Permohonan reset password dan informasi User ID"
  | Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.
  + sari-permohonan.pdf
  + sari-sk.pdf
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply sari "Tanda Terima"
  | BATAL
expect state withdrawn
