# A forged From of Admin PPE without a token is held; so is a made-up token.
secret punyaSaya123 nobody
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
keep own ratna "Tanda Terima"
mail bagus "Re: [LKT-2026-00001] Penyerahan Berkas Permohonan"
  | SETUJU
  | USER ID: AA.TELUKCONTOH
  | PASSWORD: punyaSaya123
expect outcome held
expect held no_token
expect state verifying
# He hears of it, so that he can say that it was not he.
expect letter bagus "Belum Dapat Dijalankan"
  "balasan atas surat permohonan"
  not "punyaSaya123"
mail bagus "Re: [LKT-2026-00001] Penyerahan Berkas Permohonan"
  | SETUJU
  = To: helpdesk-lpse+abcdefghijklmnopqrstuvwxyz@kkp.example
  @ Delivered-To: helpdesk-lpse+abcdefghijklmnopqrstuvwxyz@kkp.example
expect outcome held
expect held token_unknown
expect state verifying
# The approver from a private address, with the true token: not him.
reply bagus "Penyerahan"
  | OK setuju
  = From: Bagus Prakoso <bagus@suratgratis.example>
expect outcome held
expect held token_foreign
expect state verifying
expect undecided
expect letter bagus "Tautan Balasan Anda Dipakai Orang Lain" "bagus@suratgratis.example"
