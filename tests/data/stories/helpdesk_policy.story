# completeness = "helpdesk": a person looks at every file (SOP steps 4-8).
given policy completeness = "helpdesk"
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state checking
expect no letter bagus
expect letter dewi "Perlu Diperiksa"
  "LENGKAP"
  "KURANG"
wait 3m
reply dewi "Perlu Diperiksa"
  | LENGKAP
expect state verifying
expect letter bagus "Penyerahan Berkas"
  "Dewi Anjani"
expect attached 2
expect deviations 0
case ratnas
mail made "lupa password"
  | Mohon reset password admin agency kami, surat dan SK terlampir.
  + made-permohonan.pdf
  + made-sk.pdf
expect state checking
reply dewi "Perlu Diperiksa"
  | KURANG SK
expect state waiting_applicant
expect letter made "Permintaan Kelengkapan"
  "SK Pengangkatan"
reply made "Permintaan Kelengkapan"
  | Ini SK nya
  + made-sk.pdf
expect state checking
expect rounds 2
expect letter dewi "Perlu Diperiksa"
reply dewi "Perlu Diperiksa"
  | KURANG 2
expect state waiting_applicant
expect letter made "Permintaan Kelengkapan"
  "SK Pengangkatan"
  not "Surat Permohonan yang"
reply dewi "Permintaan Kelengkapan"
  | TUTUP pemohon pindah tugas
expect state closed_no_followup
expect letter made "Tidak Ditindaklanjuti"
  "pemohon pindah tugas"
reply dewi "Tidak Ditindaklanjuti"
  | BUKA KEMBALI
expect state checking
expect letter dewi "Perlu Diperiksa"
reply dewi "Perlu Diperiksa"
  | AMBIL
expect taken
expect state checking
reply dewi "Perlu Diperiksa"
  | Berkas lengkap, mohon diproses Admin PPE
expect state verifying
reply dewi "Tembusan Penyerahan"
  | STATUS
expect letter dewi "Perkembangan Permohonan"
expect state verifying
mail dewi "DAFTAR"
  | DAFTAR SEMUA
expect outcome command
expect letter dewi "Permohonan yang Terbuka"
  "LKT-2026-00001"
  "LKT-2026-00002"
