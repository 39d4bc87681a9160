#!/usr/bin/env python3
"""Makes mails for the load test: N requests of about 166 KB, each with two PDF papers of about 60 KB.

usage: make_mails.py FOLDER N [--senders 50] [--small] [--readable] [--to ADDRESS] [--authserv-id ID]

Writes FOLDER/000000.eml ... and FOLDER/accounts.csv, the register of the senders, for
`loket accounts import`. Message i is the same bytes in every run.

--senders S   how many people write. Loket takes a second mail of a person with an open case into
              that case, so a run that wants N cases gives N senders.
--small       no papers (about 4 KB a mail), to try long backlogs
--readable    the papers have a text layer that says what they are (a letter and a decree), so that
              Loket goes on by itself to the hand-over; otherwise they are pictures, as scans are
"""
import argparse
import base64
import os
import quopri
import random
import zlib
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

FIRST = "Ayu Bima Citra Damar Endang Farid Gita Hadi Intan Jaya Kirana Laras Mega Nanda Omar".split()
LAST = "Anggoro Baskara Cahyadi Darmawan Erlangga Firmanto Gunadi Harsono Iskandar Jatmiko".split()
SENTENCES = [
    "Dengan hormat, bersama surel ini kami mengajukan permohonan reset password akun Admin Agency.",
    "Surat permohonan dan surat keputusan penunjukan kami lampirkan dalam dua berkas PDF.",
    "Password lama tidak dapat dipakai lagi sejak pergantian perangkat di kantor kami.",
    "Akun tersebut dipakai untuk menetapkan paket pengadaan di satuan kerja kami.",
    "Mohon Bapak/Ibu berkenan memeriksa kelengkapan berkas – terima kasih sebelumnya.",
    "Apabila masih ada yang kurang, kami bersedia melengkapinya pada hari kerja berikutnya.",
    "Kegiatan kami dijadwalkan mulai bulan depan sehingga akses diperlukan sesegera mungkin.",
    "Atas perhatian dan kerja samanya kami ucapkan terima kasih.",
]
LETTER = """PUSAT CONTOH {unit}
SURAT PERMOHONAN
Nomor : B.{i}/PC/TU.210/XI/2026
Hal : Permohonan reset password Admin Agency
Yang bertanda tangan di bawah ini:
Nama : {name}
NIP : {nip}
Unit Kerja : Pusat Contoh {unit}
User ID : {user}
Alasan : Lupa kata sandi
Dengan ini mengajukan permohonan reset password akun Admin Agency SPSE.
Jakarta, 16 November 2026
Pemohon,
{name}"""
DECREE = """KEPUTUSAN KEPALA PUSAT CONTOH {unit}
NOMOR KEP.{i}/PC/KP.420/I/2026
TENTANG PENUNJUKAN ADMIN AGENCY
MENIMBANG : bahwa perlu menunjuk Admin Agency
MEMUTUSKAN
MENETAPKAN : Menunjuk Saudara sebagai Admin Agency
Nama : {name}
NIP : {nip}
Keputusan ini berlaku sejak tanggal ditetapkan sampai dengan 31 Desember 2026
Ditetapkan di Jakarta pada tanggal 5 Januari 2026"""


class Sender:
    def __init__(self, number):
        first, last = FIRST[number % 15], LAST[number // 15 % 10]
        self.name = f"{first} {last}"
        self.address = f"{first}.{last}.{number:05d}@satker.example".lower()
        self.user = f"AA.CONTOH{number:05d}"
        self.nip = f"19850312201012{1 + number % 2}{number % 1000:03d}"
        self.unit = f"WILAYAH {number:05d}"


def pdf(rng, lines, side):
    """A valid PDF of one page: text lines, and a grey picture that does not shrink."""
    escaped = [t.replace("\\", "").replace("(", "").replace(")", "") for t in lines]
    words = " T* ".join(f"({line}) Tj" for line in escaped)
    content = zlib.compress(
        f"BT /F1 11 Tf 14 TL 60 800 Td {words} ET\nq 300 0 0 300 90 80 cm /I0 Do Q".encode())
    picture = rng.randbytes(side * side)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</I0 6 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length %d>>stream\n%s\nendstream"
        % (side, side, len(picture), picture),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def mail(i, sender, options):
    rng = random.Random(20260101 + i)
    when = datetime(2026, 11, 16, 8, 0, tzinfo=timezone(timedelta(hours=7))) + timedelta(seconds=i)
    date, domain = format_datetime(when), "satker.example"
    paragraphs = [" ".join(rng.choice(SENTENCES) for _ in range(4)) for _ in range(5)]
    body = f"Yth. Helpdesk LPSE\n\n{SENTENCES[0]}\n\n" + "\n\n".join(paragraphs)
    body += f"\n\nHormat kami,\n{sender.name}\nNIP {sender.nip}\n"
    boundary = f"=_{rng.getrandbits(96):024x}"
    signature = base64.b64encode(rng.randbytes(192)).decode()
    folded = "\n\t ".join(signature[at:at + 68] for at in range(0, len(signature), 68))
    head = [
        f"Return-Path: <{sender.address}>",
        f"Authentication-Results: {options.authserv_id}; dkim=pass header.d={domain};\n"
        f"\tspf=pass smtp.mailfrom={sender.address}; dmarc=pass header.from={domain}",
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.{1 + i % 250}])\n"
        f"\tby mx.loket.example with ESMTPS id {rng.getrandbits(40):010X}\n"
        f"\tfor <{options.to}>; {date}",
        f"Received: from [10.0.0.{1 + i % 250}] (unknown [10.0.0.{1 + i % 250}])\n"
        f"\tby mail.{domain} with ESMTPSA id {rng.getrandbits(40):010X};\n\t{date}",
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=mail;\n"
        f"\th=Date:From:To:Subject;\n\tb={folded}",
        f"Date: {date}",
        f"From: {sender.name} <{sender.address}>",
        f"To: Helpdesk LPSE <{options.to}>",
        f"Subject: Permohonan reset password Admin Agency, berkas {i:06d}",
        f"Message-ID: <{rng.getrandbits(64):016x}.{i}@mail.{domain}>",
        "MIME-Version: 1.0",
        "User-Agent: Mozilla Thunderbird",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
    ]
    text = quopri.encodestring(body.encode()).decode()
    out = "\n".join(head) + "\n\nThis is a multi-part message in MIME format.\n"
    out += f"--{boundary}\nContent-Type: text/plain; charset=UTF-8\n"
    out += f"Content-Transfer-Encoding: quoted-printable\n\n{text}\n"
    papers = [("Surat Permohonan", LETTER), ("SK Admin Agency", DECREE)]
    for title, template in [] if options.small else papers:
        filled = template.format(i=i, name=sender.name, nip=sender.nip, user=sender.user,
                                 unit=sender.unit)
        lines = filled.split("\n") if options.readable else []
        name = f"{title} {i:06d}.pdf"
        data = pdf(rng, lines, 240 + rng.randrange(-6, 13))
        coded = base64.encodebytes(data).decode()
        out += f'--{boundary}\nContent-Type: application/pdf; name="{name}"\n'
        out += "Content-Transfer-Encoding: base64\n"
        out += f'Content-Disposition: attachment; filename="{name}"\n\n{coded}'
    return (out + f"--{boundary}--\n").encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("count", type=int)
    parser.add_argument("--senders", type=int, default=50)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--readable", action="store_true")
    parser.add_argument("--to", default="loket@loket.example")
    parser.add_argument("--authserv-id", default="mx.loket.example")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    senders = [Sender(number) for number in range(options.senders)]
    with open(os.path.join(options.folder, "accounts.csv"), "w", encoding="utf-8") as table:
        table.write("user_id,nama,nip,unit,email\n")
        for one in senders:
            table.write(f"{one.user},{one.name},{one.nip},Pusat Contoh {one.unit},{one.address}\n")
    total = 0
    for i in range(options.count):
        data = mail(i, senders[i % len(senders)], options)
        total += len(data)
        with open(os.path.join(options.folder, f"{i:06d}.eml"), "wb") as file:
            file.write(data)
    print(f"{options.count} mails, {total} bytes, {total // max(options.count, 1)} bytes each")


main()
