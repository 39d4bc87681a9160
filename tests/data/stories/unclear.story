# What is unclear is echoed with the words that work; nothing is done (domain.md 4.12, class C).
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
unclear bagus "Penyerahan"
  | ok
  | siap
  | lanjut
  | TOLAK
reply bagus "Perintah Belum Dapat Dijalankan"
  | STATUS
expect letter bagus "Perkembangan Permohonan"
# The same letter to one person is muted after five within an hour.
wait 61m
unclear bagus "Penyerahan"
  | tidak setuju
  | blm bisa disetujui, konfirmasi dulu ke ybs
  | setuju, tapi SK nya minta yang asli dulu
  | setuju ditolak
reply bagus "Perintah Belum Dapat Dijalankan"
  | STATUS
wait 61m
unclear bagus "Penyerahan"
  | approved
  | Ini user id nya apa ya?
  | sudah
  | Setujuu
reply bagus "Perintah Belum Dapat Dijalankan"
  | STATUS
wait 61m
unclear bagus "Penyerahan"
  | S E T U J U
  | rejected
  | LENGKAP
  | noted
expect state verifying
expect undecided
# After five misunderstandings in a row the case is left to people.
reply bagus "Penyerahan"
  | oke
expect letter bagus "Perintah Belum Dapat Dijalankan"
  "SETUJU"
  "TOLAK"
reply bagus "Penyerahan"
  | baik
expect outcome command
expect quiet
# Only quoted words are no command at all.
reply bagus "Penyerahan"
  | > SETUJU
expect outcome command
expect state verifying
expect undecided
