# Closed by helpdesk with a reason; late papers re-open it all the same.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
reply dewi "Permintaan Kelengkapan"
  | TUTUP
expect state waiting_applicant
expect letter dewi "Perintah Belum Dapat Dijalankan"
reply dewi "Permintaan Kelengkapan"
  | TUTUP pemohon tidak dapat dihubungi
expect state closed_no_followup
reply made "Tidak Ditindaklanjuti"
  | Maaf baru sempat, ini SK nya
  + made-sk.pdf
expect state verifying
expect rounds 2
