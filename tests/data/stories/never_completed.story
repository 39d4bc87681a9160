# Never completed: closed after five working days, re-opened within the window, a new case after it.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect state waiting_applicant
wait until 2026-11-16T07:00
expect state waiting_applicant
wait until 2026-11-16T16:30
expect state closed_no_followup
expect letter made "Tidak Ditindaklanjuti"
expect letter dewi "Tidak Ditindaklanjuti"
expect count made "Pengingat" 1
expect archived
wait 5d
expect state closed_no_followup
# Words alone open nothing.
reply made "Tidak Ditindaklanjuti"
  | Mohon maaf, SK masih kami cari ya.
expect outcome note
expect state closed_no_followup
expect letter dewi "Surel Lanjutan"
  "SK masih kami cari"
expect no letter made
wait until 2026-11-24T09:00
reply made "Tidak Ditindaklanjuti"
  | Ini SK nya, mohon maaf terlambat.
  + made-sk.pdf
expect outcome added
expect state verifying
expect cases 1
expect letter made "Kelengkapan Berkas Telah Diterima"
expect letter bagus "Penyerahan Berkas"
