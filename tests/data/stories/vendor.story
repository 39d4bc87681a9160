# E-9: a vendor is told where to turn, once a day.
given sender samudra "PT Samudra Contoh Jaya" admin@samudracontoh.example
mail samudra "LUPA PASSWORD SPSE PENYEDIA"
  | Selamat pagi, kami penyedia mohon reset password akun perusahaan kami.
  | Terlampir KTP direktur, NPWP dan akta.
expect outcome case
expect state out_of_scope
expect letter samudra "di Luar Layanan"
wait 1h
mail samudra "Lupa password penyedia lagi"
  | Kami penyedia mohon reset password akun perusahaan kami segera.
expect outcome held
expect held repeated
expect quiet
wait 2d
mail samudra "Lupa password penyedia"
  | Kami penyedia mohon reset password akun perusahaan kami.
expect outcome case
expect letter samudra "di Luar Layanan"
