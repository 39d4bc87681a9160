# STATUS by the applicant, by number and by a new mail.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
reply made "Tanda Terima"
  | STATUS
expect outcome command
expect letter made "Perkembangan Permohonan"
  "SK Pengangkatan"
expect state waiting_applicant
mail made "Status permohonan"
  | STATUS
expect outcome command
expect letter made "Perkembangan Permohonan"
expect cases 1
# Somebody else who knows the number learns nothing.
reply made "Tanda Terima"
  | STATUS
  = From: Anton <anton@lain.example>
expect outcome held
expect held foreign_followup
expect quiet
