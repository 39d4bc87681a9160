# Another approver's link in somebody's hand is void and revoked; its owner hears of it and gets a new one.
given person rina "Rina Lestari" rina.ppe@kkp.example admin_ppe
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
keep rinas rina "Penyerahan"
keep bagus_old bagus "Penyerahan"
keep dewis dewi "Tembusan Penyerahan"
reply bagus $rinas
  | SETUJU
expect outcome held
expect held token_foreign
expect state verifying
expect letter rina "Tautan Balasan Anda Dipakai Orang Lain" "bagus.ppe@kkp.example"
expect letter rina "Penyerahan"
expect letter bagus "Perintah Belum Dapat Dijalankan" "milik petugas lain"
# Once is enough: the link is void already.
reply dewi $rinas
  | SETUJU
expect outcome held
expect held token_foreign
expect count rina "Tautan Balasan Anda Dipakai Orang Lain" 1
# Helpdesk's own token does not approve.
reply dewi $dewis
  | SETUJU
expect outcome command
expect state verifying
expect letter dewi "Perintah Belum Dapat Dijalankan"
# The applicant himself with an approver's link: nothing moves.
reply ratna $bagus_old
  | SETUJU
expect outcome held
expect held token_foreign
expect state verifying
expect letter bagus "Tautan Balasan Anda Dipakai Orang Lain" "ratna.k@kkp.example"
# The owner's revoked link counts for nothing; the newest letter does.
reply bagus $bagus_old
  | SETUJU
expect state verifying
reply rina "Penyerahan"
  | SETUJU
expect state executing
