# A holder asks for another holder's account: helpdesk looks, and a bare password goes nowhere.
secret Rq7+tmBv3?Lz nobody
mail made "Permohonan reset password"
  | Mohon reset password akun dengan User ID: AA.TELUKCONTOH, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect state checking
expect letter dewi "Perlu Diperiksa"
  "pemegang akun lain"
reply dewi "Perlu Diperiksa"
  | LENGKAP
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
expect state executing
reply bagus "Persetujuan Tercatat"
  | HASIL
  | PASSWORD: Rq7+tmBv3?Lz
expect state executing
expect letter bagus "Belum Dapat Dijalankan"
  "User ID belum tertulis"
expect no letter made
expect no letter ratna
