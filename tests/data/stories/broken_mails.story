# Broken mails: each ends in exactly one way, and its neighbours go on.
raw rusak_base64.eml
raw rusak_boundary.eml
raw rusak_charset.eml
raw rusak_kosong.eml
raw rusak_lf_saja.eml
raw rusak_tanpa_kepala.eml
raw rusak_tanpa_penutup.eml
raw espoofer_dua_from.eml
expect outcome held
expect held malformed_identity
raw espoofer_nul.eml
raw espoofer_nama_alamat.eml
raw gambar_sisipan.eml
raw milis.eml
raw ooo_gmail.eml
expect outcome auto_reply
raw ndr_gmail.eml
expect outcome bounce
raw bounce_qmail.eml
raw hanya_kutipan.eml
raw
  | Not a mail at all
raw
mail ratna "Permohonan Reset Password Admin Agency"
  | Yth. Helpdesk, bersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK.
  + ratna-permohonan.pdf as "B.412 Permohonan Reset Password.pdf"
  + ratna-sk.pdf as "SK Admin Agency 2026.pdf"
expect state verifying
