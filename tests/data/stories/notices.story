# Handed over at the desk, the result is told of at the registered address and to the second contact.
given account AA.GITA "Gita Larasati" 198801012012012001 "Balai Contoh Gita" gita@kkp.example kepala.gita@kkp.example
given sender gita "Gita Larasati" gita@kkp.example
given sender kepala "Kepala Balai" kepala.gita@kkp.example
mail gita "Permohonan Reset Password Admin Agency"
  | Mohon reset password Admin Agency AA.GITA, surat dan SK terlampir.
  + ratna-permohonan.pdf
  + ratna-sk.pdf
reply bagus "Penyerahan"
  | SETUJU
expect count kepala "Pemberitahuan Perubahan Akun" 1
reply dewi "Penyerahan"
  | DISAMPAIKAN LANGSUNG Gita Larasati
expect state delivered
expect letter gita "Pemberitahuan Perubahan Akun"
  "disampaikan langsung"
expect letter kepala "Pemberitahuan Perubahan Akun"
# A contact has no other say: no status, no papers, no withdrawal.
reply kepala "Pemberitahuan Perubahan Akun"
  | BATAL
expect outcome held
expect held foreign_followup
