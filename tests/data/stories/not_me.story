# "Bukan saya": before the result, after it, by the second contact, by the approver; and thawing.
secret Kp7#mRwt4=Qz nobody
secret Xh4+vbnT9?sd gita
given person rina "Rina Lestari" rina.ppe@kkp.example admin_ppe
given person hendra "Hendra Saputra" hendra.kasubag@kkp.example supervisor
given account AA.GITA "Gita Larasati" 198801012012012001 "Balai Contoh Gita" gita@kkp.example kepala.gita@kkp.example
given sender gita "Gita Larasati" gita@kkp.example
given sender kepala "Kepala Balai" kepala.gita@kkp.example
mail gita "Permohonan Reset Password Admin Agency"
  | Mohon reset password Admin Agency AA.GITA, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
expect state executing
# A stolen mailbox of the approver is visible to somebody else; the second contact hears before the result.
expect letter bagus "Persetujuan Tercatat"
  "BATAL"
expect letter hendra "Persetujuan Tercatat"
  "Bagus Prakoso"
  "Tembusan"
expect letter kepala "Pemberitahuan Perubahan Akun"
  "Gita Larasati"
  "BUKAN SAYA"
expect no letter gita
keep approval bagus "Persetujuan Tercatat"
reply kepala "Pemberitahuan Perubahan Akun"
  | Bukan dari kami, itu bukan permintaan kami.
expect outcome command
expect letter dewi "PERLU DIPERIKSA SEGERA"
  "k***@kkp.example"
  not "TOLAK"
expect letter hendra "PERLU DIPERIKSA SEGERA"
expect letter rina "PERLU DIPERIKSA SEGERA"
  "KONFIRMASI sudah"
expect letter kepala "Permohonan Dibekukan"
expect no letter gita
# Nothing acts: no result, no approval, no helpdesk, no withdrawal.
reply bagus $approval
  | HASIL
  | USER ID: AA.GITA
  | PASSWORD: Kp7#mRwt4=Qz
expect letter bagus "Perintah Belum Dapat Dijalankan"
  "dibekukan"
expect state executing
reply dewi "PERLU DIPERIKSA"
  | DISAMPAIKAN LANGSUNG Gita
expect state executing
expect letter dewi "Perintah Belum Dapat Dijalankan"
reply gita "Tanda Terima"
  | BATAL
expect state executing
wait 2d
expect state executing
# A call that was only intended lifts nothing; a recorded one begins a new round.
reply rina "PERLU DIPERIKSA"
  | KONFIRMASI akan ditelepon besok
expect letter rina "Perintah Belum Dapat Dijalankan"
expect state executing
reply rina "Perintah Belum Dapat Dijalankan"
  | KONFIRMASI sudah ditelepon ke kepala balai, ternyata benar
expect state verifying
expect letter rina "Penyerahan"
reply rina "Penyerahan"
  | SETUJU
expect state executing
# The approver himself: it was not he.
reply rina "Persetujuan Tercatat"
  | BATAL
expect letter dewi "PERLU DIPERIKSA SEGERA"
  "Rina Lestari"
expect letter rina "Permohonan Dibekukan"
# Whoever holds her mailbox does not lift it again; somebody else may.
reply rina "PERLU DIPERIKSA"
  | KONFIRMASI sudah ditelepon
expect letter rina "Perintah Belum Dapat Dijalankan"
expect state executing
reply bagus "PERLU DIPERIKSA"
  | KONFIRMASI sudah bicara langsung dengan Bu Rina dan pemilik akun
expect state verifying
reply bagus "Penyerahan"
  | SETUJU
  | USER ID: AA.GITA
  | PASSWORD: Xh4+vbnT9?sd
expect state delivered
expect letter gita "Penyampaian Password Baru"
  "berlaku sampai"
  "BUKAN SAYA"
# After the result the holder denies it: the account must be locked by hand, at once.
reply gita "Penyampaian Password Baru"
  | saya tdk pernah minta reset pak!
expect outcome command
expect state delivered
expect letter hendra "PERLU DIPERIKSA SEGERA"
  "KUNCI AKUN INI DI SPSE SEKARANG"
expect letter bagus "PERLU DIPERIKSA SEGERA"
expect letter gita "Permohonan Dibekukan"
reply bagus "PERLU DIPERIKSA"
  | TOLAK pemilik akun menyangkal, akun sudah dikunci
expect state delivered
