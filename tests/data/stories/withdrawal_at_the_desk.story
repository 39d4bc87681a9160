# BATAL while helpdesk checks.
given policy completeness = "helpdesk"
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  | Mohon dapat diproses. Terima kasih.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state checking
reply ratna "Tanda Terima"
  | Batal
expect state withdrawn
expect letter ratna "Pencabutan"
expect letter dewi "Pencabutan"
reply dewi "Permohonan Baru"
  | LENGKAP
expect state withdrawn
expect letter dewi "Perintah Belum Dapat Dijalankan"
# Helpdesk may take it up again.
reply dewi "Perintah Belum Dapat Dijalankan"
  | BUKA KEMBALI
expect state checking
