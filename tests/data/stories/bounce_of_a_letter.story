# A letter of ours comes back: helpdesk hears of it (M11).
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
bounce made "Permintaan Kelengkapan" 5.1.1
expect outcome bounce
expect state waiting_applicant
expect letter dewi "Surel kepada Pemohon Tidak Terkirim"
  "made.ardika@kkp.example"
  "5.1.1"
expect no letter made
expect no letter bagus
# The same report once more tells nothing new.
again
expect outcome duplicate
expect quiet
# A letter to staff that comes back makes no noise of letters.
bounce dewi "Permohonan Baru" 5.2.2
expect outcome bounce
expect state waiting_applicant
expect no letter made
# A report with a forged mark is only a mail.
raw dsn_postfix.eml
expect outcome bounce
expect quiet
expect cases 1
