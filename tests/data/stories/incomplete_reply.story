# Incomplete, reminded after two working days, completed by a reply (SOP steps 5-7).
secret Xh4+vbnT9?sd made
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
expect outcome case
expect state waiting_applicant
expect letter made "Permintaan Kelengkapan"
  "SK Pengangkatan"
expect letter dewi "Permintaan Kelengkapan"
expect no letter bagus
wait until 2026-11-11T07:29
expect count made "Pengingat" 0
wait until 2026-11-11T16:00
expect count made "Pengingat" 1
expect letter made "Pengingat Kelengkapan"
  "SK Pengangkatan"
wait until 2026-11-12T09:00
reply made "Permintaan Kelengkapan"
  | Siap min, ini SK nya menyusul. Suratnya sudah yang kemarin ya.
  + made-sk.pdf as "scan0003.pdf"
expect outcome added
expect state verifying
expect rounds 2
expect letter made "Kelengkapan Berkas Telah Diterima"
expect letter bagus "Penyerahan Berkas"
expect attached 2
reply bagus "Penyerahan"
  | SETUJU
  | uid AA.LOKAPESISIR
  | pw = Xh4+vbnT9?sd
expect state delivered
expect letter made "Penyampaian Password Baru"
wait 10d
expect count made "Tidak Ditindaklanjuti" 0
expect count made "Pengingat" 1
expect state delivered
