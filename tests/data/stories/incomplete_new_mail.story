# E-7: the missing decree comes in a new mail without a number.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
wait 2d
mail made "SK admin agency"
  | Berikut SK yang diminta
  + made-sk.pdf as "scan0003.pdf"
expect outcome added
expect state verifying
expect cases 1
expect papers 2
expect letter bagus "Penyerahan Berkas"
expect attached 2
