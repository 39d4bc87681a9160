# E-5: papers behind a link are not papers; the files are asked for.
mail made "Berkas reset password admin agency"
  | Berkas surat dan SK untuk reset password bisa diunduh di link berikut ya pak:
  | https://drive.cloud.example/d/1AbCdEf/view?usp=sharing
expect outcome case
expect state waiting_applicant
expect letter made "Permintaan Kelengkapan"
  "tautan"
  "Surat Permohonan"
  "SK Pengangkatan"
reply made "Permintaan Kelengkapan"
  | Ini berkasnya
  + made-permohonan.pdf
  + made-sk.pdf
expect state verifying
