# Not opened on its day (SOP step 4): a deviation of helpdesk.
given policy completeness = "helpdesk"
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state checking
wait until 2026-11-09T15:59
expect deviations 0
wait until 2026-11-09T16:05
expect deviation 4
expect no letter dewi "MELEWATI MUTU BAKU"
wait until 2026-11-10T08:00
expect letter dewi "MELEWATI MUTU BAKU"
reply dewi "Perlu Diperiksa"
  | BUKA
expect state checking
expect deviations 1
reply dewi "Perlu Diperiksa"
  | PENJELASAN rapat seharian
expect explained 4 "rapat seharian"
wait 6m
expect deviation 5
