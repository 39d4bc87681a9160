# Helpdesk says "tolak": only Admin PPE rejects; nothing done.
given policy completeness = "helpdesk"
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
reply dewi "Perlu Diperiksa"
  | BUKA
unclear dewi "Perlu Diperiksa"
  | tolak
  | TOLAK SK tidak berlaku
  | setuju
  | KURANG
expect state checking
expect count ratna "Penolakan" 0
