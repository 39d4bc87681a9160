#!/usr/bin/env python3
"""Makes word.docx, a letter typed with tabs as people type it (needs python-docx)."""
from docx import Document
from docx.shared import Pt, Cm
from docx.enum.text import WD_ALIGN_PARAGRAPH as A
def letter(path, font):
    d=Document(); d.core_properties.author=''; st=d.styles['Normal']; st.font.name=font; st.font.size=Pt(12)
    def p(t,al=None,bold=False,left=None):
        q=d.add_paragraph(); r=q.add_run(t); r.bold=bold; q.paragraph_format.space_after=Pt(0)
        if al: q.alignment=al
        if left: q.paragraph_format.left_indent=Cm(left)
        return q
    for t in ["KEMENTERIAN KELAUTAN DAN PERIKANAN","SEKRETARIAT JENDERAL","BALAI BESAR CONTOH PELATIHAN"]: p(t,A.CENTER,True)
    p("Jalan Raya Contoh KM 5, Telepon: (0999) 123456, email: bbc@kkp.example",A.CENTER)
    p("")
    p("Nomor\t: B.221/BBC/TU.210/XI/2026\t\t\t\t10 November 2026")
    p("Sifat\t: Segera"); p("Hal\t: Permohonan Reset Password dan Informasi User ID")
    p(""); p("Yth. Kepala Biro Umum dan PBJ"); p("di Jakarta"); p("")
    p("Sehubungan dengan pergantian Admin Agency pada satuan kerja kami, dengan hormat kami mengajukan permohonan reset password dan informasi User ID Admin Agency, dengan data sebagai berikut:",A.JUSTIFY)
    for t in ["Nama\t\t: Nurul Contoh Azizah, S.Sos.","NIP\t\t: 19930111 201903 2 951","Pangkat/Gol\t: Penata Muda Tk. I (III/b)","Jabatan\t: Pengelola Barang Milik Negara","Unit Kerja\t: Balai Besar Contoh Pelatihan","Email\t\t: nurul.azizah@kkp.example","No. HP\t: 0857-5550-3344","Alasan\t\t: Admin Agency sebelumnya pensiun"]: p(t,left=1.25)
    p("")
    p("Terlampir SK Kepala Balai Nomor 12/BBC/KPTS/2026 tanggal 3 November 2026. Atas perhatian dan kerja samanya kami ucapkan terima kasih.",A.JUSTIFY)
    p("")
    for t in ["Kepala Balai,","","","","Ir. Contoh Sulaiman, M.P.","NIP 19740309 199903 1 952"]: p(t,left=9)
    d.save(path)
letter('word.docx','Liberation Serif')
