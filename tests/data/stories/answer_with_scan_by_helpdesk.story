# The applicant brings the missing decree to the desk: helpdesk mails the scan as a reply (A16).
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
reply dewi "Permintaan Kelengkapan"
  | Pemohon datang membawa SK, pindaian terlampir.
  + made-sk.pdf as "scan.pdf"
expect papers 2
expect state verifying
expect letter bagus "Penyerahan"
expect attached 2
