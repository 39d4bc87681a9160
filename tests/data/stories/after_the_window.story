# Late papers after the window are a new request.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
case old
wait until 2026-11-17T09:00
expect state closed_no_followup
wait until 2026-12-28T09:00
reply made "Tidak Ditindaklanjuti"
  | Ini surat dan SK untuk permohonan reset password kami.
  + made-permohonan.pdf
  + made-sk.pdf
expect outcome case
expect cases 2
expect state verifying
case old
expect state closed_no_followup
