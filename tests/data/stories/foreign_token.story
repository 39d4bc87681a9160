# Another approver's token in somebody's hand is void; his own works.
given person rina "Rina Lestari" rina.ppe@kkp.example admin_ppe
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
keep rinas rina "Penyerahan"
keep dewis dewi "Tembusan Penyerahan"
reply bagus $rinas
  | SETUJU
expect outcome held
expect held token_foreign
expect state verifying
reply dewi $rinas
  | SETUJU
expect outcome held
expect held token_foreign
# Helpdesk's own token does not approve.
reply dewi $dewis
  | SETUJU
expect outcome command
expect state verifying
expect letter dewi "Perintah Belum Dapat Dijalankan"
reply rina $rinas
  | SETUJU
expect state executing
