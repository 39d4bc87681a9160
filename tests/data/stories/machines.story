# Vacation answers, our own mail and lists are answered by nothing.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
reply made "Permintaan Kelengkapan"
  | Terima kasih atas email Anda. Saya sedang melaksanakan dinas luar sampai dengan 27 November 2026.
  @ Auto-Submitted: auto-replied
  = Subject: Balasan otomatis: Permintaan Kelengkapan Berkas
expect outcome auto_reply
expect quiet
expect state waiting_applicant
mail made "Out of office"
  | SETUJU. Saya sedang cuti.
expect outcome auto_reply
expect quiet
mail made "Promo"
  | Diskon besar.
  @ List-Id: <promo.toko.example>
  @ List-Unsubscribe: <mailto:keluar@toko.example>
  @ Precedence: list
expect outcome bulk
expect quiet
mail bagus "Balasan otomatis"
  | SETUJU
  @ Auto-Submitted: auto-replied
expect outcome auto_reply
expect quiet
expect cases 1
