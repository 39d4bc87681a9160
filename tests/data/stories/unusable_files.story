# A file that cannot be used is named with what is wrong and what to send instead; slots are filled
# over several mails, and only what is missing is asked for.
mail ratna "Permohonan reset password Admin Agency"
  | Mohon reset password Admin Agency, surat dan SK terlampir.
  + ratna-permohonan.pdf as "surat permohonan.pdf"
  + berkas.rar as "SK Admin Agency.rar"
expect state waiting_applicant
expect letter ratna "Permintaan Kelengkapan"
  "SK Pengangkatan"
  not "Surat Permohonan"
  "SK Admin Agency.rar: berupa arsip"
  "Mohon mengirimkan isinya langsung"
expect letter dewi "Permintaan Kelengkapan"
  "SK Admin Agency.rar"
expect no letter bagus
wait until 2026-11-11T16:00
expect letter ratna "Pengingat"
  "SK Admin Agency.rar: berupa arsip"
# The next try is locked: that is what the next letter says, and the archive is history.
reply ratna "Permintaan Kelengkapan"
  | Ini SK nya pak
  + ratna-sk-terkunci.pdf as "SK terkunci.pdf"
expect state waiting_applicant
expect letter ratna "Permintaan Kelengkapan"
  "SK terkunci.pdf: terkunci"
  not ".rar"
reply ratna "Permintaan Kelengkapan"
  | Mohon maaf, ini yang tidak terkunci
  + ratna-sk.pdf as "SK.pdf"
expect state verifying
expect rounds 3
expect letter bagus "Penyerahan"
  "SK terkunci.pdf tidak terbaca"
  "[sama] Nomor SK"
