# A command in the subject with an empty body is asked back; one in the signature is none.
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply bagus "Penyerahan"
  = Subject: [LKT-2026-00001] SETUJU
  | 
expect outcome command
expect state verifying
expect undecided
reply bagus "Penyerahan"
  | Mohon waktu, berkas sedang saya pelajari.
  | 
  | -- 
  | Bagus Prakoso
  | SETUJU
expect state verifying
expect undecided
reply bagus "Penyerahan"
  | Yth. Helpdesk,
  | 
  | Setuju, silakan diproses.
  | 
  | Salam,
  | Bagus
expect state executing
