# D-9: a password, a NIK and a new address in the letter. All three are kept out of every letter of ours.
secret teluk2019! nobody
secret 9901010303870001 nobody
given start 2026-11-18T09:41
mail ratna "Permohonan reset password dan penggantian email"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-terlalu-banyak.pdf as "surat permohonan.pdf"
  + ratna-sk.pdf as "SK.pdf"
expect state verifying
expect letter bagus "Penyerahan"
  "surat permohonan.pdf: Naskah memuat password"
  "surat permohonan.pdf: Naskah memuat NIK"
  "alamat email"
  not "teluk2019!"
  not "9901010303870001"
  not "suratgratis"
reply bagus "Penyerahan"
  | SETUJU
expect state executing
