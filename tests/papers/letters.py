"""What the papers say: each maker gives (truth, blocks). Blocks know no layout; typeset.py and word.py draw them."""
from people import Office, person, rank_written, day_near, iso, long_date, ROMAN, REASONS

FIELDS = ("name nip rank position work_unit institution user_id email phone reason letter_number letter_date decree_number "
          "decree_date valid_from valid_until signatory").split()
WISH = {"reset_password": ["Permohonan Reset Password Admin Agency", "Permohonan Reset Kata Sandi Akun Admin Agency",
                           "Permohonan Penggantian Password Admin Agency SPSE", "Reset Password Admin Agency",
                           "Permohonan Atur Ulang Kata Sandi Admin Agency"],
        "user_id_information": ["Permohonan Informasi User ID Admin Agency", "Permohonan Pemberian Informasi User ID",
                                "Permintaan Informasi User ID Admin Agency SPSE", "Informasi User ID Admin Agency"],
        "both": ["Permohonan Informasi User ID dan Reset Password Admin Agency", "Permohonan Reset Password dan Informasi User ID"]}
LABELS = {"name": ["Nama", "Nama", "Nama Lengkap", "Nama Pemohon"], "nip": ["NIP", "NIP", "NIP", "NIP/NI PPPK"],
          "rank": ["Pangkat/Gol.", "Pangkat/Golongan", "Pangkat / Gol. Ruang", "Pangkat, Golongan"], "position": ["Jabatan"],
          "work_unit": ["Unit Kerja", "Satuan Kerja", "Satker", "Unit Organisasi"], "institution": ["Instansi", "K/L/D/I", "K/L/PD"],
          "user_id": ["User ID", "User ID SPSE", "Username"], "email": ["Email", "Alamat Email", "E-mail", "Surel", "Pos-el"],
          "phone": ["No. HP", "No. HP/WA", "Nomor HP", "No. Telepon", "Telepon/HP", "No. WhatsApp"], "reason": ["Alasan", "Alasan Permohonan"]}


def blank(**known):
    fields = dict.fromkeys(FIELDS)
    fields.update(known)
    return fields


def truth(kind, request, fields):
    return {"kind": kind, "request": request, "fields": fields}


def kop(office, rng):
    small = [office.address, rng.choice([office.phone_line, office.phone_line + ", " + office.web_line])]
    if len(small[1]) < 90:
        small.append(office.web_line)
    return ("kop", [t.upper() for t in office.top], small)


def rows(rng, who, fields, chosen, labels=None):
    """Label rows for the fields `chosen`; writes what stands there into `fields`."""
    made = []
    for field in chosen:
        label = rng.choice(LABELS[field])
        if field == "nip" and who["pppk"]:
            label = rng.choice(["NI PPPK", "NIP/NI PPPK", "NIP"])
        value = who["nip_written"] if field == "nip" else who[field]
        made.append((label, value))
        fields[field] = who["nip"] if field == "nip" else value
    return made


def complete(rng, office, who, reason=True):
    who = dict(who, rank=rank_written(rng, who["rank"]), work_unit=office.unit, institution=office.institution,
               reason=rng.choice(REASONS))
    if rng.random() < 0.3:
        who["position"] += rng.choice([" / Admin Agency", " selaku Admin Agency"])
    return who


def signing(rng, office, boss, place=None, capital=False):
    role = office.head
    how = rng.random()
    if how < 0.15:
        role = "Plt. " + role
    elif how < 0.3:
        role = f"a.n. {role}\n" + rng.choice(["Kepala Subbagian Tata Usaha", "Sekretaris", "Kepala Bagian Umum"])
    name = boss["bare"].upper() if capital else boss["name"]
    return role + ",", name


def request_letter(rng, office, who, boss, day, decree=None, wish=None, name_kop=True):
    request = wish or rng.choice(["reset_password"] * 3 + ["user_id_information"] * 2 + ["both"])
    fields = blank(letter_date=iso(day), letter_number=office.number(rng, day).replace("B. ", "B."))
    who = complete(rng, office, who)
    blocks = [kop(office, rng)]
    fields["institution"] = office.top[0]
    subject = rng.choice(WISH[request])
    layout = rng.choice(["nomor-left", "nomor-left", "date-top", "date-top", "titled", "prose", "boxed", "stacked"])
    date = long_date(rng, day)
    number = fields["letter_number"]
    if rng.random() < 0.15:
        number = number.replace("/", " / ", 2)
    head = [(rng.choice(["Nomor", "Nomor", "No."]), number)]
    if rng.random() < 0.7:
        head.append(("Sifat", rng.choice(["Biasa", "Segera", "Penting"])))
    if rng.random() < 0.8:
        head.append(("Lampiran", rng.choice(["1 (satu) berkas", "1 (satu) lembar", "-", "Satu berkas"])))
    head.append((rng.choice(["Hal", "Perihal"]), subject))
    city = office.city
    if layout == "titled":
        blocks.append(("title", ["SURAT " + subject.upper() if not subject.startswith("Permohonan") else "SURAT " + subject.upper(),
                                 "Nomor: " + number]))
    else:
        if layout in ("date-top", "stacked"):
            blocks.append(("right", f"{city}, {date}"))
            blocks.append(("head", head, None))
        else:
            blocks.append(("head", head, date if rng.random() < 0.5 else f"{city}, {date}"))
        blocks.append(("lines", rng.choice([["Yth. Kepala Biro Umum dan Pengadaan Barang/Jasa", "u.p. Helpdesk LPSE Kementerian Kelautan dan Perikanan",
                                             "di Jakarta"], ["Kepada", "Yth. Kepala LPSE Kementerian Kelautan dan Perikanan", "di - Tempat"],
                                            ["Yth. Admin PPE LPSE KKP", "di", "Jakarta"]])))
    opening = rng.choice(["Dengan hormat,", "", "Sehubungan dengan pelaksanaan pengadaan barang/jasa pada satuan kerja kami, "])
    asking = {"reset_password": "reset password akun Admin Agency pada aplikasi SPSE",
              "user_id_information": "pemberian informasi User ID Admin Agency pada aplikasi SPSE",
              "both": "informasi User ID sekaligus reset password Admin Agency pada aplikasi SPSE"}[request]
    chosen = ["name", "nip"] + [f for f in ("rank", "position", "work_unit", "institution") if rng.random() < 0.8]
    if request == "reset_password" and rng.random() < 0.8:
        chosen.append("user_id")
    chosen += [f for f in ("email", "phone") if rng.random() < 0.85]
    if rng.random() < 0.5:
        chosen.append("reason")
    signatory_role, signatory = signing(rng, office, boss)
    if layout == "prose":
        rank = ""
        if rng.random() < 0.5:
            rank = f", pangkat {who['rank']}"
            fields["rank"] = who["rank"]
        fields.update(name=who["name"], nip=who["nip"])
        blocks.append(("para", f"Dengan hormat, bersama ini kami mengajukan permohonan {asking} atas nama {who['name']}, "
                               f"NIP {who['nip_written']}{rank}, karena {who['reason'].split(';')[0].lower()}."))
        fields["reason"] = "?"
        extra = rows(rng, who, fields, [f for f in ("user_id", "email", "phone") if rng.random() < 0.7 and not (f == "user_id" and request != "reset_password")])
        if extra:
            blocks.append(("para", "Adapun data akun yang bersangkutan adalah sebagai berikut:"))
            blocks.append(("labels", extra, "plain"))
    else:
        intro = rng.choice([f"dengan ini kami mengajukan permohonan {asking} atas nama:", f"bersama ini kami mohon {asking} dengan data sebagai berikut:",
                            "Yang bertanda tangan di bawah ini:"])
        own = intro.startswith("Yang")
        blocks.append(("para", (opening + " " + intro if opening and not own else intro[0].upper() + intro[1:]).strip()))
        style = {"boxed": "boxed", "stacked": rng.choice(["numbered", "tight"])}.get(layout, rng.choice(["plain", "plain", "tight", "dotless"]))
        blocks.append(("labels", rows(rng, who, fields, chosen), style))
        if own:
            blocks.append(("para", f"Dengan ini mengajukan permohonan {asking}, karena yang bersangkutan tidak dapat mengakses akun."))
            fields["reason"] = fields["reason"] or "?"
            if rng.random() < 0.6:
                signatory_role, signatory = rng.choice(["Hormat kami,", "Pemohon,", "Hormat saya,"]), who["name"]
    if decree and rng.random() < 0.75:
        title = rng.choice([f"Keputusan {office.head}", "Surat Keputusan"])
        blocks.append(("para", f"Sebagai bahan pertimbangan, terlampir kami sampaikan {title} Nomor {decree['number']} tanggal "
                               f"{long_date(rng, decree['day'], True)} tentang Penunjukan Admin Agency."))
        fields.update(decree_number=decree["number"], decree_date=iso(decree["day"]))
    blocks.append(("para", rng.choice(["Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima kasih.",
                                       "Demikian permohonan ini kami sampaikan, atas bantuannya diucapkan terima kasih."])))
    fields["signatory"] = signatory
    me = signatory == who["name"]
    lines = ([f"{city}, {date}"] if layout == "titled" else []) + signatory_role.split("\n")
    nip = who["nip_written"] if me else boss["nip_written"]
    blocks.append(("sign", lines, signatory, "NIP. " + nip, rng.choice(["stamp", "stamp", "stamp", "tte"])))
    if rng.random() < 0.4:
        blocks.append(("foot", ["Tembusan:", f"{office.top[1]} (sebagai laporan)"]))
    return truth("request_letter", request, fields), blocks


def thin_letter(rng, office, who, boss, day):
    """No letterhead, no number, few labels: what people type themselves."""
    fields = blank()
    who = complete(rng, office, who)
    blocks = [("lines", ["Kepada Yth Admin LPSE KKP", "Di tempat"]), ("para", "Dengan hormat,"),
              ("para", "Saya yang bertanda tangan di bawah ini :"),
              ("labels", rows(rng, who, fields, ["name", "nip", "position", "work_unit"] + [f for f in ("email", "phone") if rng.random() < 0.5]), "plain"),
              ("para", "Mohon untuk direset password Admin Agency kami karena lupa. Demikian kami sampaikan, atas bantuannya diucapkan banyak terima kasih.")]
    lines = ["Hormat saya,"]
    if rng.random() < 0.6:
        lines.insert(0, f"{office.city}, {long_date(rng, day)}")
        fields["letter_date"] = iso(day)
    fields["signatory"] = who["name"]
    fields["reason"] = "?"
    blocks.append(("sign", lines, who["name"], None, "plain"))
    return truth("request_letter", "reset_password", fields), blocks


def form(rng, office, who, boss, day):
    request = rng.choice(["reset_password", "user_id_information"])
    fields = blank(letter_date=iso(day))
    who = complete(rng, office, who)
    ticked = {"reset_password": "[X] Reset Password    [ ] Informasi User ID", "user_id_information": "[ ] Reset Password    [X] Informasi User ID"}
    chosen = ["name", "nip", "rank", "position", "work_unit", "institution", "email", "phone"] + (["user_id"] if request == "reset_password" else []) + ["reason"]
    title = rng.choice(["FORMULIR PERMOHONAN LAYANAN ADMIN AGENCY", "FORMULIR RESET PASSWORD DAN INFORMASI USER ID", "FORMULIR LAYANAN AKUN SPSE"])
    if request == "user_id_information" and "RESET" in title:
        title = "FORMULIR LAYANAN AKUN SPSE"
    blocks = [("title", [title]), ("labels", [("Jenis Permohonan", ticked[request])] + rows(rng, who, fields, chosen), rng.choice(["boxed", "numbered", "plain"])),
              ("para", "Data di atas diisi dengan sebenarnya."),
              ("sign", [f"{office.city}, {long_date(rng, day)}", "Pemohon,"], who["name"], "NIP. " + who["nip_written"], "plain")]
    fields["signatory"] = who["name"]
    return truth("form", request, fields), blocks


def memo(rng, office, who, boss, day):
    request = rng.choice(["reset_password", "user_id_information"])
    fields = blank(letter_date=iso(day), institution=office.top[0])
    who = complete(rng, office, who)
    number = f"{rng.randint(1, 900)}/ND/{office.code}/{ROMAN[day[1] - 1]}/{day[0]}"
    fields["letter_number"] = number
    subject = rng.choice(WISH[request])
    blocks = [kop(office, rng), ("title", ["NOTA DINAS", "NOMOR " + number]),
              ("labels", [("Yth.", "Kepala LPSE KKP"), ("Dari", office.head), ("Hal", subject), ("Tanggal", long_date(rng, day))], "plain"),
              ("para", "Bersama ini kami mengajukan permohonan " + {"reset_password": "reset password", "user_id_information": "informasi User ID"}[request] +
               " akun Admin Agency atas nama:"),
              ("labels", rows(rng, who, fields, ["name", "nip", "position", "work_unit"] + (["user_id"] if request == "reset_password" else []) + ["email"]), "plain"),
              ("para", "Demikian disampaikan, terima kasih.")]
    role, signatory = signing(rng, office, boss)
    fields["signatory"] = signatory
    blocks.append(("sign", role.split("\n"), signatory, rng.choice([None, "NIP. " + boss["nip_written"]]), "stamp"))
    return truth("internal_memo", request, fields), blocks


def assignment(rng, office, who, boss, day):
    who = complete(rng, office, who)
    fields = blank(letter_number=office.number(rng, day).replace("B. ", "B."), letter_date=iso(day), institution=office.top[0])
    start = (day[0], day[1], min(day[2] + 0, 28))
    until = (day[0] + rng.choice([0, 1]), 12, 31)
    fields.update(valid_from=iso(start), valid_until=iso(until))
    role, signatory = signing(rng, office, boss)
    fields["signatory"] = signatory
    chosen = ["name", "nip"] + [f for f in ("rank", "position") if rng.random() < 0.8]
    blocks = [kop(office, rng), ("title", ["SURAT TUGAS", "NOMOR " + fields["letter_number"]]),
              ("para", f"Yang bertanda tangan di bawah ini, {office.head}, dengan ini menugaskan:"),
              ("labels", rows(rng, who, fields, chosen), "plain"),
              ("para", f"Untuk melaksanakan tugas sebagai Admin Agency terhitung mulai tanggal {long_date(rng, start, True)} "
                       f"sampai dengan tanggal {long_date(rng, until, True)}."),
              ("sign", [f"{office.city}, {long_date(rng, day)}"] + role.split("\n"), signatory, "NIP. " + boss["nip_written"], "stamp")]
    return truth("assignment_letter", None, fields), blocks


def decree(rng, office, who, boss, day, number=None):
    """A decree in one of several forms, one or two pages."""
    number = number or office.number(rng, day, "decree")
    who = complete(rng, office, who)
    who["position"] = who["position"].split(" / ")[0].split(" selaku ")[0]
    unit = office.unit
    word = rng.choice(["Penunjukan", "Pengangkatan", "Penetapan"])
    fields = blank(decree_number=number, decree_date=iso(day), institution=office.top[0], name=who["name"], nip=who["nip"], work_unit=unit)
    head = office.head.upper()
    verb = {"Penunjukan": "Menunjuk", "Pengangkatan": "Mengangkat", "Penetapan": "Menetapkan"}[word]
    year = f" Tahun Anggaran {day[0]}" if rng.random() < 0.7 else ""
    blocks = [kop(office, rng) if rng.random() < 0.85 else ("title", [t.upper() for t in office.top]),
              ("title", [rng.choice(["KEPUTUSAN ", "SURAT KEPUTUSAN ", "KEPUTUSAN "]) + head, rng.choice(["NOMOR ", "NOMOR : ", "Nomor: "]) + number]),
              ("title", ["TENTANG", f"{word.upper()} ADMIN AGENCY", "PADA " + unit.upper()] + ([year.strip().upper()] if year else [])),
              ("title", [head + ","])]
    because = [f"bahwa untuk kelancaran pelaksanaan pengadaan barang/jasa secara elektronik perlu {verb.lower()} Admin Agency;",
               "bahwa pegawai yang namanya tercantum dalam Keputusan ini dipandang mampu dan memenuhi syarat;"]
    basis = ["Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah sebagaimana telah beberapa kali diubah, "
             "terakhir dengan Peraturan Presiden Nomor 46 Tahun 2025;", "Peraturan LKPP Nomor 14 Tahun 2018 tentang Layanan Pengadaan Secara Elektronik;",
             "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;"][:rng.randint(1, 3)]
    long = rng.random() < 0.35
    if long:
        because.append("bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan ini;")
        basis += ["Peraturan Pemerintah Nomor 71 Tahun 2019 tentang Penyelenggaraan Sistem dan Transaksi Elektronik;",
                  "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik;",
                  "Peraturan Menteri Kelautan dan Perikanan Nomor 48 Tahun 2020 tentang Organisasi dan Tata Kerja;"]
    blocks += [("clause", "Menimbang", [f"{chr(97 + i)}. {t}" for i, t in enumerate(because)]),
               ("clause", "Mengingat", [f"{i + 1}. {t}" for i, t in enumerate(basis)]), ("title", [rng.choice(["MEMUTUSKAN:", "MEMUTUSKAN :", "M E M U T U S K A N :"])])]
    ordinals = rng.choice([["KESATU", "KEDUA", "KETIGA", "KEEMPAT"], ["PERTAMA", "KEDUA", "KETIGA", "KEEMPAT"], ["Kesatu", "Kedua", "Ketiga", "Keempat"]])
    blocks.append(("clause", "Menetapkan", [f"KEPUTUSAN {head} TENTANG {word.upper()} ADMIN AGENCY."]))
    form_of = rng.choice(["prose", "prose", "labels", "annex"])
    if form_of == "prose":
        sdr = rng.choice(["Sdr. ", "Saudara ", ""]) if not who["female"] else rng.choice(["Sdri. ", "Saudari ", ""])
        rank = ""
        if rng.random() < 0.7:
            written = who["rank"] if " - " not in who["rank"] else who["rank"].replace(" - ", " (") + ")"
            fields["rank"] = written
            rank = f", {written}"
        position = ""
        if rng.random() < 0.4:
            position = f", jabatan {who['position']}"
            fields["position"] = who["position"]
        blocks.append(("clause", ordinals[0], [f"{verb} {sdr}{who['name']}, NIP {who['nip_written']}{rank}{position}, sebagai Admin Agency pada {unit}."]))
    elif form_of == "labels":
        made = rows(rng, who, fields, ["name", "nip"] + [f for f in ("rank", "position") if rng.random() < 0.8])
        blocks.append(("clause", ordinals[0], [f"{verb} pegawai yang tersebut di bawah ini:"] + [f"{a}\t: {b}" for a, b in made] +
                       ["sebagai Admin Agency."]))
    else:
        blocks.append(("clause", ordinals[0], [f"{verb} pegawai yang namanya tercantum dalam Lampiran Keputusan ini sebagai Admin Agency."]))
    blocks.append(("clause", ordinals[1], ["Admin Agency sebagaimana dimaksud pada Diktum " + ordinals[0] + " bertugas mengelola data satuan kerja "
                                           "dan pegawai pada SPSE serta menjaga kerahasiaan User ID dan password."]))
    until = (day[0] + rng.choice([0, 0, 1]), 12, 31)
    since = rng.choice(["day", "date", "none"])
    if since == "date":
        start = rng.choice([(day[0], 1, 2), (day[0], day[1], 1)])
        fields.update(valid_from=iso(start), valid_until=iso(until))
        text = f"Keputusan ini berlaku sejak tanggal {long_date(rng, start, True)} sampai dengan tanggal {long_date(rng, until, True)}."
    elif since == "day":
        fields["valid_from"] = iso(day)
        text = "Keputusan ini mulai berlaku pada tanggal ditetapkan"
        if rng.random() < 0.6:
            fields["valid_until"] = iso(until)
            text += f" sampai dengan tanggal {long_date(rng, until, True)}"
        text += "."
    else:
        fields["valid_from"] = iso(day)
        text = "Keputusan ini berlaku sejak tanggal ditetapkan, dengan ketentuan apabila terdapat kekeliruan akan diperbaiki sebagaimana mestinya."
    blocks.append(("clause", ordinals[2], [text]))
    role, signatory = signing(rng, office, boss, capital=rng.random() < 0.5)
    fields["signatory"] = signatory
    nip = rng.choice([None, "NIP. " + boss["nip_written"]])
    dated = long_date(rng, day, True)
    blocks.append(("sign", [f"Ditetapkan di {office.city}", f"pada tanggal {dated}"] + [r.upper() for r in role.split("\n")], signatory, nip,
                   rng.choice(["stamp", "stamp", "ttd"])))
    if form_of == "annex":
        blocks += [("page",), ("lines", ["LAMPIRAN", f"KEPUTUSAN {head}", f"NOMOR {number}", f"TANGGAL {dated.upper()}"]),
                   ("title", ["DAFTAR ADMIN AGENCY"]),
                   ("table", ["No.", "Nama", "NIP", "Jabatan", "Tugas"], [["1.", who["name"], who["nip_written"], who["position"], "Admin Agency"]])]
        fields["position"] = who["position"]
    return truth("appointment_decree", None, fields), blocks, {"number": number, "day": day}


def other(rng, office, who, boss, day):
    """Papers that are none of ours."""
    role, signatory = signing(rng, office, boss)
    end = ("sign", [f"{office.city}, {long_date(rng, day)}"] + role.split("\n"), signatory, "NIP. " + boss["nip_written"], "stamp")
    what = rng.choice(["invitation", "circular", "power", "statement", "commitment"])
    if what == "invitation":
        blocks = [kop(office, rng), ("head", [("Nomor", office.number(rng, day)), ("Sifat", "Penting"), ("Hal", "Undangan Rapat Koordinasi")], long_date(rng, day)),
                  ("lines", ["Yth. Para Kepala Seksi", "di Tempat"]),
                  ("para", "Mengharap kehadiran Saudara pada rapat koordinasi pelaksanaan anggaran yang akan diselenggarakan pada:"),
                  ("labels", [("Hari/Tanggal", "Senin, " + long_date(rng, day, True)), ("Pukul", "09.00 WIB"), ("Tempat", "Ruang Rapat Utama")], "plain"), end]
    elif what == "circular":
        blocks = [kop(office, rng), ("title", ["SURAT EDARAN", "NOMOR " + office.number(rng, day), "TENTANG", "PELAKSANAAN APEL PAGI"]),
                  ("para", "Dalam rangka peningkatan disiplin pegawai, seluruh pegawai wajib mengikuti apel pagi setiap hari Senin pukul 07.30."), end]
    elif what == "power":
        blocks = [kop(office, rng), ("title", ["SURAT KUASA"]), ("para", "Yang bertanda tangan di bawah ini:"),
                  ("labels", [("Nama", boss["name"]), ("NIP", boss["nip_written"])], "plain"), ("para", "memberikan kuasa kepada:"),
                  ("labels", [("Nama", who["name"]), ("NIP", who["nip_written"])], "plain"), ("para", "untuk mengambil barang inventaris pada gudang pusat."), end]
    elif what == "statement":
        blocks = [kop(office, rng), ("title", ["SURAT KETERANGAN", "NOMOR " + office.number(rng, day)]), ("para", "Menerangkan bahwa:"),
                  ("labels", [("Nama", who["name"]), ("NIP", who["nip_written"]), ("Jabatan", who["position"])], "plain"),
                  ("para", "adalah benar pegawai aktif pada kantor kami."), end]
    else:
        blocks = [kop(office, rng), ("title", ["KEPUTUSAN " + office.head.upper(), "NOMOR " + office.number(rng, day, "decree")]),
                  ("title", ["TENTANG", "PENUNJUKAN PEJABAT PEMBUAT KOMITMEN"]), ("title", ["MEMUTUSKAN:"]),
                  ("clause", "KESATU", [f"Menunjuk Sdr. {who['name']}, NIP {who['nip_written']}, sebagai Pejabat Pembuat Komitmen."]), end]
    return truth("other", None, {}), blocks


def paper_set(rng):
    """One file's papers: a list of (truth, blocks)."""
    office = Office(rng)
    who, boss = person(rng, office), person(rng, office, boss=True)
    day = day_near(rng)
    before = (day[0] - rng.choice([0, 0, 1]), max(1, day[1] - rng.randint(0, 5)), rng.randint(1, day[2]))
    what = rng.choices(["letter", "thin", "form", "memo", "assignment", "decree", "merged", "other"], [34, 4, 8, 6, 6, 28, 9, 5])[0]
    cited, stated, made = None, None, None
    if what in ("letter", "merged"):
        cited = {"number": office.number(rng, before, "decree"), "day": before}
        made = [request_letter(rng, office, who, boss, day, cited)]
        if what == "merged":
            stated, blocks, _ = decree(rng, office, who, boss, before, cited["number"])
            made.append((stated, blocks))
        return made
    if what == "decree":
        return [decree(rng, office, who, boss, before)[:2]]
    make = {"thin": thin_letter, "form": form, "memo": memo, "assignment": assignment, "other": other}[what]
    return [make(rng, office, who, boss, day)]
