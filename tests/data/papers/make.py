#!/usr/bin/env python3
"""Makes the papers of this folder anew (invented people and offices only).

Needs reportlab (Debian: python3-reportlab) and, for the scan, pdftoppm and Pillow.
The PDFs are kept in the repository; run this only to change them:  python3 make.py
"""
import io
import os
import re
import subprocess
import tempfile

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen import canvas
from reportlab.platypus import (HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table,
                                TableStyle)

rl_config.invariant = 1
HERE = os.path.dirname(os.path.abspath(__file__))


class Style:
    def __init__(self, plain, bold, size):
        self.size = size
        self.text = ParagraphStyle("t", fontName=plain, fontSize=size, leading=size * 1.35)
        self.just = ParagraphStyle("j", parent=self.text, alignment=TA_JUSTIFY, spaceAfter=6)
        self.head = ParagraphStyle("h", parent=self.text, fontName=bold, alignment=TA_CENTER)
        self.small = ParagraphStyle("s", parent=self.text, fontSize=size - 2, leading=size, alignment=TA_CENTER)


TIMES = Style("Times-Roman", "Times-Bold", 11)
HELV = Style("Helvetica", "Helvetica-Bold", 10)


def table(style, rows, widths, left=0.0):
    cells = [[Paragraph(c, style.text) if isinstance(c, str) else c for c in row] for row in rows]
    made = Table(cells, colWidths=[w * cm for w in widths], hAlign="LEFT")
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), left * cm),
                              ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))
    return made


def labels(style, rows, left=1.0):
    return table(style, [(a, ":", b) for a, b in rows], (4.6 + left, 0.5, 10.4), left)


def kop(style, lines, small):
    flow = [Paragraph(line, style.head) for line in lines]
    flow += [Paragraph(line, style.small) for line in small]
    return flow + [Spacer(1, 4), HRFlowable(width="100%", thickness=1.5, color="black"), Spacer(1, 8)]


def sign(style, lines, column=8.5):
    rows = [["", Paragraph(line or "&nbsp;", style.text)] for line in lines]
    made = Table(rows, colWidths=[column * cm, 8 * cm], hAlign="LEFT")
    made.setStyle(TableStyle([("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]))
    return [Spacer(1, 12), made]


def write(name, *papers):
    flow = []
    for at, paper in enumerate(papers):
        flow += ([PageBreak()] if at else []) + paper
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, leftMargin=2.2 * cm, rightMargin=2.2 * cm, topMargin=1.6 * cm,
                      bottomMargin=1.6 * cm, title=name, author="").build(flow)
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(out.getvalue())


BALAI = ["KEMENTERIAN KELAUTAN DAN PERIKANAN", "DIREKTORAT JENDERAL PERIKANAN BUDIDAYA",
         "BALAI CONTOH PERIKANAN BUDIDAYA AIR PAYAU TELUK CONTOH"]
BALAI_SMALL = ["Jalan Pantai Contoh Nomor 7, Kabupaten Contoh 99999",
               "Telepon (0999) 555012, Faksimile (0999) 555013",
               "Laman www.balaicontoh.example, Surel balai.contoh@kkp.example"]
DISKAN = ["PEMERINTAH KABUPATEN CONTOH BARAT", "DINAS PERIKANAN"]
DISKAN_SMALL = ["Jalan Nelayan Nomor 21, Contoh Barat 98888",
                "Telp: (0988) 555200, Pos-el: dinas.perikanan@contohbarat.example"]
TTE = ["- UU ITE No. 11 Tahun 2008 Pasal 5 Ayat 1",
       "- Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang "
       "diterbitkan oleh BSrE"]


def head_left(style, number, date, subject):
    return [table(style, [("Nomor", ":", number, date), ("Sifat", ":", "Biasa", ""),
                          ("Lampiran", ":", "1 (satu) berkas", ""), ("Hal", ":", subject, "")],
                  (2.2, 0.5, 9.6, 4.2)), Spacer(1, 10)]


def ratna_letter():
    s = TIMES
    return (kop(s, BALAI, BALAI_SMALL)
            + head_left(s, "B.412/BCPBAP/TU.210/XI/2026", "9 November 2026",
                        "Permohonan Reset Password Admin Agency")
            + [Paragraph("Yth. Kepala Biro Umum dan Pengadaan Barang/Jasa<br/>u.p. Helpdesk LPSE Kementerian "
                         "Kelautan dan Perikanan<br/>di Jakarta", s.text), Spacer(1, 8),
               Paragraph("Sehubungan dengan tidak dapat diaksesnya akun Admin Agency satuan kerja kami pada "
                         "aplikasi SPSE karena lupa kata sandi, dengan ini kami mengajukan permohonan reset "
                         "password atas nama:", s.just),
               labels(s, [("Nama", "Ratna Kusumawardani, S.St.Pi."), ("NIP", "19870314 201101 2 901"),
                          ("Pangkat/Gol.", "Penata Tingkat I (III/d)"),
                          ("Jabatan", "Analis Pengelola Keuangan / Admin Agency"),
                          ("Unit Kerja", "Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh"),
                          ("Instansi", "Kementerian Kelautan dan Perikanan"), ("User ID", "AA.TELUKCONTOH"),
                          ("Alamat Email", "ratna.k@kkp.example"), ("No. HP", "0812-5550-1234"),
                          ("Alasan", "Lupa kata sandi; fitur Lupa Password tidak mengirimkan tautan ke surel "
                           "terdaftar")]),
               Spacer(1, 6),
               Paragraph("Sebagai bahan pertimbangan, bersama ini kami lampirkan Keputusan Kepala Balai Nomor "
                         "KEP.15/BCPBAP/PL.420/I/2026 tanggal 5 Januari 2026 tentang Penunjukan Admin Agency.",
                         s.just),
               Paragraph("Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima "
                         "kasih.", s.just)]
            + sign(s, ["Kepala Balai,", "", "Ditandatangani", "Secara Elektronik   [QR]", "",
                       "Ir. Bambang Suryalaga, M.Si.", "NIP. 19740309 199903 1 905"])
            + [Paragraph("Tembusan:<br/>Direktur Jenderal Perikanan Budidaya (sebagai laporan)", s.text)]
            + [Paragraph(line, s.small) for line in TTE])


def decree(style, office, number, subject, authority, who, validity, place, date, signer, role):
    s = style
    rows = [("Menimbang", ":", "a. bahwa untuk kelancaran pelaksanaan pengadaan barang/jasa secara elektronik "
             "perlu menunjuk Admin Agency;<br/>b. bahwa pegawai yang namanya tercantum dalam Keputusan ini "
             "dipandang mampu dan memenuhi syarat;"),
            ("Mengingat", ":", "1. Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa "
             "Pemerintah sebagaimana telah beberapa kali diubah, terakhir dengan Peraturan Presiden Nomor 46 "
             "Tahun 2025;<br/>2. Peraturan LKPP Nomor 14 Tahun 2018 tentang Layanan Pengadaan Secara "
             "Elektronik;")]
    decided = [("Menetapkan", ":", "KEPUTUSAN " + authority + " TENTANG " + subject[0] + "."),
               ("KESATU", ":", who),
               ("KEDUA", ":", "Admin Agency sebagaimana dimaksud pada Diktum KESATU bertugas mengelola data "
                "satuan kerja dan pegawai pada SPSE dan menjaga kerahasiaan User ID dan password."),
               ("KETIGA", ":", validity)]
    return (kop(s, office, []) + [Paragraph("KEPUTUSAN " + authority, s.head), Paragraph("NOMOR " + number, s.head),
            Spacer(1, 6), Paragraph("TENTANG", s.head)] + [Paragraph(line, s.head) for line in subject]
            + [Spacer(1, 6), Paragraph(authority + ",", s.head), Spacer(1, 6), table(s, rows, (2.8, 0.5, 13)),
               Spacer(1, 6), Paragraph("MEMUTUSKAN:", s.head), Spacer(1, 4), table(s, decided, (2.8, 0.5, 13))]
            + sign(s, ["Ditetapkan di " + place, "pada tanggal " + date, role + ",", "", "ttd.", "", signer])
            + [Paragraph("Salinan sesuai dengan aslinya<br/>Kepala Subbagian Umum,", s.text)])


BALAI_CAPS = BALAI[2]


def ratna_decree():
    return decree(TIMES, BALAI, "KEP.15/BCPBAP/PL.420/I/2026",
                  ["PENUNJUKAN ADMIN AGENCY", "PADA " + BALAI_CAPS, "TAHUN ANGGARAN 2026"],
                  "KEPALA " + BALAI_CAPS,
                  "Menunjuk Sdr. Ratna Kusumawardani, S.St.Pi., NIP 19870314 201101 2 901, Penata Tingkat I "
                  "(III/d), sebagai Admin Agency.",
                  "Keputusan ini berlaku sejak tanggal 1 Januari 2026 sampai dengan tanggal 31 Desember 2026.",
                  "Teluk Contoh", "5 Januari 2026", "BAMBANG SURYALAGA", "KEPALA BALAI")


def ratna_wrong_decree():
    return decree(TIMES, BALAI, "KEP.09/BCPBAP/PL.420/I/2024", ["PENGANGKATAN ADMIN AGENCY TAHUN ANGGARAN 2024"],
                  "KEPALA BALAI",
                  "Mengangkat Sdr. Agus Prihatmoko, A.Md., NIP 19880722 201012 1 909, Pengatur (II/c), sebagai "
                  "Admin Agency.",
                  "Keputusan ini mulai berlaku pada tanggal ditetapkan sampai dengan tanggal 31 Desember 2024.",
                  "Teluk Contoh", "8 Januari 2024", "BAMBANG SURYALAGA", "KEPALA BALAI")


def yohanes_letter():
    s = HELV
    head = table(s, [("", "", "", "Contoh Barat, 16 November 2026"), ("Nomor", ":", "523/ 187 /DISKAN/2026", ""),
                     ("Lampiran", ":", "1 (satu) lembar", ""),
                     ("Perihal", ":", "Permohonan Informasi User ID Admin Agency", "Kepada"),
                     ("", "", "", "Yth. Kepala LPSE Kementerian Kelautan dan Perikanan"), ("", "", "", "di -"),
                     ("", "", "", "JAKARTA")], (2.2, 0.5, 7.4, 6.4))
    return (kop(s, DISKAN, DISKAN_SMALL)
            + [head, Spacer(1, 8), Paragraph("Yang bertanda tangan di bawah ini:", s.just),
               labels(s, [("Nama", "Yohanes Tangkuman, S.Pi."), ("NIP", "197908222003121904"),
                          ("Pangkat/Golongan", "Pembina / IV a"), ("Jabatan", "Sekretaris Dinas selaku Admin Agency"),
                          ("Satuan Kerja", "Dinas Perikanan Kabupaten Contoh Barat"),
                          ("Email", "y.tangkuman@contohbarat.example"), ("No. HP/WA", "+62 813 5550 7788")]),
               Spacer(1, 6),
               Paragraph("Dengan ini mengajukan permohonan pemberian informasi User ID Admin Agency pada aplikasi "
                         "SPSE LPSE Kementerian Kelautan dan Perikanan, dikarenakan yang bersangkutan tidak lagi "
                         "mengetahui User ID yang telah diberikan pada saat registrasi awal Tahun 2023.", s.just),
               Paragraph("Terlampir kami sampaikan Surat Keputusan pengangkatan sebagai Admin Agency. Demikian "
                         "permohonan ini kami buat dengan sebenarnya.", s.just)]
            + sign(s, ["Hormat kami,", "Sekretaris Dinas,", "", "(tanda tangan dan cap dinas)", "",
                       "YOHANES TANGKUMAN, S.Pi.", "NIP. 197908222003121904"]))


def yohanes_decree():
    return decree(HELV, DISKAN, "523/14/KEP/DISKAN/2026",
                  ["PENETAPAN ADMIN AGENCY", "PADA DINAS PERIKANAN KABUPATEN CONTOH BARAT", "TAHUN 2026"],
                  "KEPALA DINAS PERIKANAN",
                  "Menetapkan Saudara Yohanes Tangkuman, S.Pi. (NIP. 197908222003121904), Pembina (IV/a), sebagai "
                  "Admin Agency Dinas Perikanan Kabupaten Contoh Barat.",
                  "Keputusan ini mulai berlaku pada tanggal ditetapkan sampai dengan 31 Desember 2026.",
                  "Contoh Barat", "12 Januari 2026", "MARTHA LUMENTA", "KEPALA DINAS")


def made_letter():
    """Typed line by line, as with a typewriter."""
    lines = open(os.path.join(HERE, "text", "d6.txt"), encoding="utf-8").read().split("\n")
    return typed("Courier", 11, lines)


def typed(font, size, lines):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont(font, size)
    y = A4[1] - 2.5 * cm
    for line in lines:
        page.drawString(2.5 * cm, y, line)
        y -= size * 1.4
    page.save()
    return out.getvalue()


def word_by_word(name, text):
    """Each word placed by itself, from the foot of the page upwards, in a font without widths."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont("Times-Roman", 11)
    blank = page.stringWidth(" ", "Times-Roman", 11)
    lines = open(os.path.join(HERE, "text", text), encoding="utf-8").read().split("\n")
    for at, line in reversed(list(enumerate(lines))):
        x = 50 + (len(line) - len(line.lstrip())) * 5
        for gap, word in re.findall(r"(\s*)(\S+)", line.strip()):
            x += blank * len(gap)
            page.drawString(x, 820 - at * 13, word)
            x += page.stringWidth(word, "Times-Roman", 11)
    page.save()
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(out.getvalue())


def made_assignment():
    s = HELV
    return ([Paragraph("SURAT TUGAS", s.head), Paragraph("NOMOR 208/LCPP/KP.440/X/2026", s.head), Spacer(1, 10),
             Paragraph("Yang bertanda tangan di bawah ini, Kepala Loka Contoh Pengelolaan Pesisir, dengan ini "
                       "menugaskan:", s.just),
             labels(s, [("Nama", "Made Surya Ardika, S.T."), ("NIP", "19930111 201903 1 907"),
                        ("Jabatan", "Pengelola Pengadaan Barang/Jasa Ahli Pertama"),
                        ("Untuk", "Melaksanakan tugas sebagai Admin Agency terhitung mulai tanggal 1 Oktober 2026 "
                         "sampai dengan ditetapkannya Surat Keputusan definitif.")], 0)]
            + sign(s, ["Contoh Kota, 30 September 2026", "Kepala Loka,", "", "(tanda tangan dan cap)", "",
                       "Nurhayati Daeng Macora, S.Pi., M.P.", "NIP. 19680415 199403 2 908"]))


LOKA = ["KEMENTERIAN KELAUTAN DAN PERIKANAN", "DIREKTORAT JENDERAL PENGELOLAAN KELAUTAN",
        "LOKA CONTOH PENGELOLAAN PESISIR"]


def made_full_letter():
    s = HELV
    return (kop(s, LOKA, ["Jalan Mangrove Contoh 3, Contoh Kota 97777"])
            + head_left(s, "B.77/LCPP/TU.210/XI/2026", "18 November 2026", "Permohonan Reset Kata Sandi Admin Agency")
            + [Paragraph("Yth. Kepala LPSE Kementerian Kelautan dan Perikanan<br/>di Jakarta", s.text), Spacer(1, 8),
               Paragraph("Dengan hormat, kami mohon bantuan penggantian kata sandi akun Admin Agency kami:", s.just),
               labels(s, [("Nama Lengkap", "Made Surya Ardika, S.T."), ("NIP", "19930111 201903 1 907"),
                          ("Jabatan", "Pengelola Pengadaan Barang/Jasa Ahli Pertama"),
                          ("Unit Kerja", "Loka Contoh Pengelolaan Pesisir"), ("User ID", "AA.LOKAPESISIR"),
                          ("Email", "made.ardika@kkp.example"), ("No. HP", "0813 5550 4411"),
                          ("Alasan", "Lupa kata sandi")])]
            + sign(s, ["Kepala Loka,", "", "(tanda tangan dan cap)", "", "Nurhayati Daeng Macora, S.Pi., M.P.",
                       "NIP. 19680415 199403 2 908"]))


def made_decree():
    return decree(HELV, LOKA, "KEP.31/LCPP/PL.420/XI/2026",
                  ["PENUNJUKAN ADMIN AGENCY PADA LOKA CONTOH PENGELOLAAN PESISIR", "TAHUN ANGGARAN 2026"],
                  "KEPALA LOKA CONTOH PENGELOLAAN PESISIR",
                  "Menunjuk Sdr. Made Surya Ardika, S.T., NIP 19930111 201903 1 907, Penata Muda (III/a), sebagai "
                  "Admin Agency.",
                  "Keputusan ini berlaku sejak tanggal 2 November 2026 sampai dengan tanggal 31 Desember 2027.",
                  "Contoh Kota", "2 November 2026", "NURHAYATI DAENG MACORA", "KEPALA LOKA")


POLITEKNIK = ["KEMENTERIAN KELAUTAN DAN PERIKANAN", "BADAN PENYULUHAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA",
              "POLITEKNIK BAHARI CONTOH"]


def sari_letter():
    s = TIMES
    return (kop(s, POLITEKNIK, ["Jalan Samudra Contoh 12, Contoh Timur 96666"])
            + [Paragraph("SURAT PERMOHONAN", s.head),
               Paragraph("RESET PASSWORD DAN INFORMASI USER ID ADMIN AGENCY", s.head),
               Paragraph("Nomor : 1204/PBC/TU.210/XI/2026", s.head), Spacer(1, 8),
               Paragraph("Yang bertanda tangan di bawah ini:", s.just),
               labels(s, [("Nama", "Dr. Hasan Basri Contoh, S.St.Pi., M.M."), ("NIP", "19740309 199903 1 905"),
                          ("Jabatan", "Direktur Politeknik Bahari Contoh")]),
               Paragraph("dengan ini mengajukan permohonan reset password dan informasi User ID Admin Agency "
                         "atas nama:", s.just),
               labels(s, [("Nama", "Sari Wulandari Putri, S.E."), ("NI PPPK", "19910705 202321 1 902"),
                          ("Pangkat/Golongan", "IX"), ("Jabatan", "Penata Layanan Operasional"),
                          ("Unit Kerja", "Politeknik Bahari Contoh"), ("User ID", "-"),
                          ("Surel", "sari.wulandari@kkp.example"), ("Nomor HP", "0821-5550-9081"),
                          ("Alasan", "Pergantian pejabat; User ID dan kata sandi lama tidak diserahterimakan")]),
               Spacer(1, 6),
               Paragraph("Bersama ini dilampirkan Keputusan Direktur Nomor KEP.88/PBC/PL.420/X/2026 tanggal "
                         "26 Oktober 2026. Demikian permohonan ini dibuat, terima kasih.", s.just)]
            + sign(s, ["Contoh Timur, 17 November 2026", "Direktur,", "", "(tanda tangan dan cap)", "",
                       "Dr. Hasan Basri Contoh, S.St.Pi., M.M.", "NIP. 19740309 199903 1 905"]))


def sari_decree():
    return decree(TIMES, POLITEKNIK, "KEP.88/PBC/PL.420/X/2026",
                  ["PENGANGKATAN ADMINISTRATOR AGENCY", "PADA POLITEKNIK BAHARI CONTOH"],
                  "DIREKTUR POLITEKNIK BAHARI CONTOH",
                  "Mengangkat Sdri. Sari Wulandari Putri, S.E., NI PPPK 19910705 202321 1 902, sebagai "
                  "Administrator Agency.",
                  "Keputusan ini berlaku terhitung mulai tanggal 26 Oktober 2026 s.d. 31 Desember 2027.",
                  "Contoh Timur", "26 Oktober 2026", "HASAN BASRI CONTOH", "DIREKTUR")


def two_accounts():
    s = HELV
    def block(rows):
        return labels(s, rows)
    return (kop(s, ["PEMERINTAH PROVINSI CONTOH TENGAH", "DINAS KELAUTAN DAN PERIKANAN"],
                ["Jalan Bandeng Contoh 8, Contoh Raya 95555"])
            + head_left(s, "050/311/DKP/XI/2026", "19 November 2026", "Permohonan Reset Password Admin Agency")
            + [Paragraph("Yth. Kepala LPSE Kementerian Kelautan dan Perikanan<br/>di Jakarta", s.text), Spacer(1, 8),
               Paragraph("Bersama ini kami mengajukan permohonan reset password dua Admin Agency sebagai "
                         "berikut:", s.just),
               block([("1. Nama", "Dewi Anggraini Salim, S.Pi."), ("NIP", "19880722 201012 2 911"),
                      ("User ID", "AA.DKPTENGAH1")]), Spacer(1, 6),
               block([("2. Nama", "Rudi Hartanto Wijoyo, S.Kom."), ("NIP", "19810517 200604 1 912"),
                      ("User ID", "AA.DKPTENGAH2")]), Spacer(1, 6),
               Paragraph("Atas bantuannya kami ucapkan terima kasih.", s.just)]
            + sign(s, ["Kepala Dinas,", "", "(tanda tangan dan cap)", "", "Ir. Teguh Prakosa Contoh, M.T.",
                       "NIP. 19680415 199403 1 913"]))


SETBALAI = ["KEMENTERIAN KELAUTAN DAN PERIKANAN", "BADAN RISET CONTOH", "BALAI RISET RUMPUT LAUT CONTOH"]


def lukman_letter():
    s = TIMES
    return (kop(s, SETBALAI, ["Jalan Alga Contoh 5, Contoh Utara 94444"])
            + head_left(s, "B.903/BRRLC/TU.210/XI/2026", "12 November 2026",
                        "Permohonan Perubahan Password Admin Agency")
            + [Paragraph("Yth. Kepala LPSE KKP<br/>di Jakarta", s.text), Spacer(1, 8),
               Paragraph("Dengan hormat, bersama ini kami mengajukan permohonan perubahan password akun SPSE "
                         "atas nama pegawai berikut:", s.just),
               labels(s, [("Nama / NIP", "Lukman Hakim Contoh, S.Kom. / 19810517 200604 1 914"),
                          ("Jabatan", "Pranata Komputer Ahli Muda"), ("Satker", "Balai Riset Rumput Laut Contoh"),
                          ("Username SPSE", "aa_rumputlaut"), ("E-mail", "lukman.hakim@kkp.example"),
                          ("HP/WA", "085255501177"), ("Alasan", "Akun terkunci setelah beberapa kali salah sandi")])]
            + sign(s, ["Plt. Kepala Balai,", "", "(tanda tangan dan cap)", "", "Drs. Wahyu Contoh Nugroho",
                       "NIP. 19740309 199903 1 915"]))


def lukman_decree():
    return decree(TIMES, SETBALAI, "KEP.21/BRRLC/PL.420/I/2026",
                  ["PENUNJUKAN ADMIN AGENCY", "DI LINGKUNGAN BALAI RISET RUMPUT LAUT CONTOH"], "KEPALA BALAI",
                  "Menunjuk Saudara Lukman Hakim Contoh, S.Kom. / NIP 19810517 200604 1 914 sebagai Admin Agency.",
                  "Keputusan ini berlaku sejak tanggal ditetapkan.", "Contoh Utara", "6 Januari 2026",
                  "WAHYU CONTOH NUGROHO", "KEPALA BALAI")


def scan(name, source, before=None):
    """A paper as a picture: rendered small, turned a little, kept as a grey JPEG; `before` is typed on a
    page of its own in front of it."""
    from PIL import Image
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "page")
        subprocess.run(["pdftoppm", "-r", "60", "-gray", "-png", "-singlefile", os.path.join(HERE, source), page],
                       check=True)
        picture = Image.open(page + ".png").rotate(0.8, fillcolor=255, resample=Image.BICUBIC)
        jpeg = os.path.join(folder, "page.jpg")
        picture.save(jpeg, quality=28)
        out = io.BytesIO()
        sheet = canvas.Canvas(out, pagesize=A4, invariant=1)
        if before:
            sheet.setFont("Courier", 9)
            for at, line in enumerate(open(os.path.join(HERE, "text", before), encoding="utf-8")):
                sheet.drawString(60, 790 - at * 13, line.rstrip())
            sheet.showPage()
        sheet.drawImage(jpeg, 0, 0, A4[0], A4[1])
        sheet.save()
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(out.getvalue())


def main():
    write("ratna-permohonan.pdf", ratna_letter())
    write("ratna-sk.pdf", ratna_decree())
    write("ratna-sk-salah.pdf", ratna_wrong_decree())
    write("yohanes-permohonan.pdf", yohanes_letter())
    write("yohanes-sk.pdf", yohanes_decree())
    with open(os.path.join(HERE, "made-permohonan-kurang.pdf"), "wb") as file:
        file.write(made_letter())
    write("made-surat-tugas.pdf", made_assignment())
    write("made-permohonan.pdf", made_full_letter())
    write("made-sk.pdf", made_decree())
    write("sari-permohonan.pdf", sari_letter())
    write("sari-sk.pdf", sari_decree())
    write("dua-akun.pdf", two_accounts())
    write("lukman-permohonan-dan-sk.pdf", lukman_letter(), lukman_decree())
    word_by_word("other/word-by-word.pdf", "d4.txt")
    scan("hasil-pindai.pdf", "ratna-permohonan.pdf")
    scan("surat-dan-sk-pindai.pdf", "yohanes-sk.pdf", "d2.txt")


main()
