# A late step: warning, breach letter, deviation, and PENJELASAN that explains it (SOP, Peringatan 2).
given person kepala "Kepala Bagian" kepala@kkp.example supervisor
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
wait 12m
expect letter bagus "Peringatan Mutu Baku"
expect deviations 0
wait 4m
expect deviation 9
expect letter bagus "MELEWATI MUTU BAKU"
  "PENJELASAN"
expect letter kepala "MELEWATI MUTU BAKU"
# Still nobody: an hour of work later both hear of it again.
wait 60m
expect letter bagus "BELUM DIJAWAB (1)"
expect letter kepala "BELUM DIJAWAB (1)"
  "belum ada"
reply bagus "MELEWATI MUTU BAKU"
  | PENJELASAN aplikasi SPSE sedang dalam pemeliharaan
expect outcome command
expect explained 9 "aplikasi SPSE sedang dalam pemeliharaan"
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
expect state executing
expect deviations 1
wait 2h
expect deviation 10
expect letter bagus "MELEWATI MUTU BAKU"
