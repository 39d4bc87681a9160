# The same mail twice; the same Message-ID with other content; mail without Message-ID.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
  = Message-ID: <tetap.1@kkp.example>
expect outcome case
again
expect outcome duplicate
expect quiet
expect cases 1
wait 1d
again
expect outcome duplicate
mail made "SK admin agency"
  | Berikut SK yang diminta
  + made-sk.pdf
  = Message-ID: <tetap.1@kkp.example>
expect outcome added
expect state verifying
expect cases 1
mail yohanes "Permohonan Informasi User ID Admin Agency"
  | Terlampir surat permohonan informasi User ID dan SK pengangkatan. Terima kasih.
  + yohanes-permohonan.pdf
  + yohanes-sk.pdf
  - Message-ID
expect outcome case
expect state verifying
again
expect outcome duplicate
expect quiet
expect cases 2
