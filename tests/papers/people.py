"""Invented people, offices and numbers. Nothing here belongs to anybody: places are made up, hosts end in .example,
serials of a NIP begin with 9, telephone numbers have 5550 or 5551 in them."""

MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
ROMAN = ("I II III IV V VI VII VIII IX X XI XII").split()

FIRST_M = ("Bambang Yohanes Made Agus Lukman Hendra Wahyu Ridwan Fajar Imam Teguh Arif Dedi Rizal Samuel Markus Ferdinan "
           "Iwan Zulkifli Eko Surya Bayu Galih Nanda Taufik Hasan Andi Petrus Rahmat Joko").split()
FIRST_F = ("Ratna Sari Nurhayati Siti Dewi Maria Fitri Indah Wulan Kartika Ayu Yuliana Rina Lestari Mega Hesti Marlina "
           "Theresia Novita Puspa Intan Rosmala Endang Sulastri Dian Laila Citra Retno Veronika Asmara").split()
MIDDLE = ("Surya Nur Putri Wira Adi Kusuma Sri Daeng Tri Dwi Eka Budi Sekar Jaya Rizki Bagus Cahya Purnama Mulia").split()
LAST = ("Kusumawardani Suryalaga Tangkuman Ardika Macora Prihatmoko Wibisono Hutapea Simanungkal Lasabuda Rumengan Pattikawa "
        "Nasirun Lubisari Ginantra Saputrawan Handayanto Marpaungan Siregarta Tuasikala Wenaspati Halimun Basalamah "
        "Ponggawa Kaluku Wijayanto Mahendratta Anggraeni Rahmawati Setianingsih Maulanasari Permatasari Utamiwati "
        "Situmeangga Lerebulan Gobayan Pramudita Hidayatullah Firmansyahdi Zainuri Mokodompita Batubarani").split()
FRONT = ["Ir. ", "Dr. ", "Drs. ", "Dra. ", "H. ", "Hj. ", "Dr. Ir. "]
BACK = ["S.Pi.", "S.St.Pi.", "S.E.", "S.Kom.", "S.H.", "S.T.", "A.Md.", "S.Sos.", "S.Si.", "S.Pi., M.Si.", "S.E., M.M.",
        "S.Kom., M.T.", "S.St.Pi., M.P.", "S.Pi., M.P.", "S.H., M.H.", "S.A.P.", "S.Tr.Pi.", "A.Md.Pi.", "S.I.P., M.A.P."]

RANKS = [("Pengatur Muda", "II/a"), ("Pengatur Muda Tingkat I", "II/b"), ("Pengatur", "II/c"), ("Pengatur Tingkat I", "II/d"),
         ("Penata Muda", "III/a"), ("Penata Muda Tingkat I", "III/b"), ("Penata", "III/c"), ("Penata Tingkat I", "III/d"),
         ("Pembina", "IV/a"), ("Pembina Tingkat I", "IV/b")]
POSITIONS = ["Analis Pengelola Keuangan", "Pengelola Pengadaan Barang/Jasa Ahli Pertama", "Pengelola Barang Milik Negara",
             "Kepala Subbagian Tata Usaha", "Pranata Komputer Ahli Muda", "Bendahara Pengeluaran", "Staf Tata Usaha",
             "Pengelola Pengadaan Barang/Jasa Ahli Muda", "Analis Sumber Daya Manusia Aparatur", "Penyusun Program dan Anggaran",
             "Penata Kelola Perikanan", "Pengawas Perikanan Ahli Pertama", "Pengadministrasi Umum", "Sekretaris",
             "Arsiparis Ahli Pertama", "Statistisi Ahli Muda"]
PLACES = ("Contoh Jaya|Teluk Contoh|Tanjung Andai|Pulau Misal|Muara Tiruan|Sungai Rekaan|Kota Andalas Baru|Lembah Karang|"
          "Pantai Wira|Ujung Senja|Bukit Samar|Laguna Biru|Selat Panca|Gunung Rekacipta|Batu Ibarat|Kuala Umpama").split("|")
KKP = "Kementerian Kelautan dan Perikanan"
ECHELON = ["Direktorat Jenderal Perikanan Budi Daya", "Direktorat Jenderal Perikanan Tangkap",
           "Direktorat Jenderal Pengelolaan Kelautan", "Badan Penyuluhan dan Pengembangan Sumber Daya Manusia",
           "Badan Pengendalian dan Pengawasan Mutu Hasil Perikanan", "Direktorat Jenderal Pengawasan Sumber Daya Perikanan"]
UPT = [("Balai Perikanan Budidaya Air Payau {}", "BPBAP"), ("Balai Perikanan Budidaya Air Tawar {}", "BPBAT"),
       ("Loka Pengelolaan Sumber Daya Pesisir {}", "LPSPL"), ("Pelabuhan Perikanan Nusantara {}", "PPN"),
       ("Pelabuhan Perikanan Samudera {}", "PPS"), ("Pangkalan Pengawasan Sumber Daya Kelautan {}", "PSDKP"),
       ("Politeknik Kelautan dan Perikanan {}", "POLTEK"), ("Balai Riset Perikanan Laut {}", "BRPL"),
       ("Stasiun Karantina Ikan {}", "SKIPM"), ("Balai Pelatihan dan Penyuluhan Perikanan {}", "BPPP")]
DINAS = [("Dinas Perikanan", "DISKAN"), ("Dinas Kelautan dan Perikanan", "DKP"), ("Dinas Ketahanan Pangan dan Perikanan", "DKPP"),
         ("Badan Pengelola Keuangan dan Aset Daerah", "BPKAD"), ("Sekretariat Daerah", "SETDA")]
OTHER = [("Badan Riset Samudra Contoh", "BRSC"), ("Lembaga Pengelola Data Pesisir", "LPDP"),
         ("Kementerian Perhubungan Contoh", "KPC")]
REASONS = ["Lupa kata sandi", "Lupa password", "Pergantian pejabat Admin Agency", "Akun terkunci karena salah memasukkan password",
           "Email terdaftar sudah tidak aktif", "Handphone hilang", "Laptop rusak sehingga data login hilang",
           "Tidak dapat login ke aplikasi SPSE", "Lupa kata sandi; tautan reset tidak terkirim ke surel terdaftar",
           "Admin Agency lama telah pindah tugas"]


class Office:
    """One office with its letterhead and codes."""

    def __init__(self, rng):
        self.place = rng.choice(PLACES)
        self.city = rng.choice(PLACES)
        kind = rng.random()
        if kind < 0.6:
            name, self.code = rng.choice(UPT)
            self.unit = name.format(self.place)
            self.institution = KKP
            self.top = [KKP, rng.choice(ECHELON), self.unit]
            self.domain = f"{self.code.lower()}{self.place.split()[0].lower()}.example"
            self.head = "Kepala " + self.unit.split()[0]
        elif kind < 0.92:
            name, self.code = rng.choice(DINAS)
            region = rng.choice(["Kabupaten", "Kota", "Provinsi"]) + " " + self.place.replace("Kota ", "")
            self.unit = f"{name} {region}"
            self.institution = "Pemerintah " + region
            self.top = [self.institution, name]
            self.domain = f"{self.code.lower()}.{self.place.replace(' ', '').lower()}.example"
            self.head = "Sekretaris Daerah" if "Sekretariat" in name else "Kepala " + name.split()[0]
        else:
            name, self.code = rng.choice(OTHER)
            self.unit = "Biro Umum " + name
            self.institution = name
            self.top = [name, "Biro Umum"]
            self.domain = f"{self.code.lower()}.example"
            self.head = "Kepala Biro Umum"
        self.address = f"Jalan {rng.choice(['Pantai', 'Nelayan', 'Bahari', 'Samudra', 'Dermaga'])} Nomor {rng.randint(1, 180)}, " \
                       f"{self.city} {rng.randint(90000, 99999)}"
        area = rng.randint(901, 999)
        self.phone_line = f"Telepon (0{area}) 555{rng.randint(100, 999)}, Faksimile (0{area}) 555{rng.randint(100, 999)}"
        mail = rng.choice(["Surel", "Pos-el", "Email", "E-mail"])
        self.web_line = f"Laman www.{self.domain}, {mail} {rng.choice(['tu', 'kantor', 'info', 'sekretariat'])}@{self.domain}"
        self.classification = rng.choice(["TU.210", "PL.420", "KP.440", "PL.02", "ST.310", "HM.310", "KU.120"])

    def number(self, rng, day, kind="letter"):
        roman = ROMAN[day[1] - 1]
        n = rng.randint(1, 1900)
        if kind == "decree":
            return rng.choice([f"KEP.{n % 300 + 1}/{self.code}/{self.classification}/{roman}/{day[0]}",
                               f"KEP.{n % 300 + 1}/{self.code}/{day[0]}", f"{n} TAHUN {day[0]}", f"{n % 90 + 1}/KEP/{self.code}/{day[0]}",
                               f"SK-{n % 200 + 1}/{self.code}/{roman}/{day[0]}", f"188.4/{n}/KEP/{day[0]}",
                               f"{n % 900 + 1:03d}/{self.classification}/{roman}/{day[0]}"])
        return rng.choice([f"B.{n}/{self.code}/{self.classification}/{roman}/{day[0]}", f"523/{n}/{self.code}/{day[0]}",
                           f"B-{n}/{self.code}/{roman}/{day[0]}", f"T/{n % 900:03d}/{self.classification}/{roman}/{day[0]}/SPSE",
                           f"{n}/{self.code}.{rng.randint(1, 6)}/{self.classification}/{roman}/{day[0]}",
                           f"B. {n}/{self.code}.{rng.randint(1, 9)}/{self.classification}/{roman}/{rng.randint(1, 3)}/{day[0]}",
                           f"050/{n}/{self.code}-LPSE/{day[0]}", f"{n % 900 + 1:03d}/{self.code}/{roman}/{day[0]}"])


def person(rng, office, boss=False):
    """A person: name with titles, NIP, rank, position, address, telephone, user ID."""
    female = rng.random() < 0.5
    words = [rng.choice(FIRST_F if female else FIRST_M)]
    if rng.random() < 0.35:
        words.append(rng.choice(MIDDLE))
    words.append(rng.choice(LAST))
    bare = " ".join(dict.fromkeys(words))
    name = bare
    if boss and rng.random() < 0.5:
        name = rng.choice(FRONT) + name
    if rng.random() < (0.95 if boss else 0.75):
        name += ", " + rng.choice(BACK)
    born = (rng.randint(1967, 1980) if boss else rng.randint(1975, 1998), rng.randint(1, 12), rng.randint(1, 28))
    joined = min(born[0] + rng.randint(19, 30), 2022)
    pppk = not boss and rng.random() < 0.15
    month = rng.choice([21, 22]) if pppk else rng.choice([1, 2, 3, 4, 10, 12])
    joined = rng.randint(2021, 2024) if pppk else joined
    parts = [f"{born[0]}{born[1]:02d}{born[2]:02d}", f"{joined}{month:02d}", "2" if female else "1", f"9{rng.randint(1, 99):02d}"]
    nip = "".join(parts)
    rank = rng.choice(RANKS[-3:] if boss else RANKS)
    user = rng.choice([f"AA.{office.place.replace(' ', '').upper()}", f"{bare.split()[0].upper()}{rng.randint(1, 99)}",
                       f"AA.{office.code}.{rng.randint(1, 30):02d}", f"{bare.split()[0].lower()}.{bare.split()[-1].lower()}",
                       f"ADMIN_{office.code}", f"agency{rng.randint(100, 999)}{office.code.lower()}"])
    local = rng.choice([f"{bare.split()[0].lower()}.{bare.split()[-1].lower()}", f"{bare.split()[0].lower()}{rng.randint(1, 99)}",
                        f"{bare[0].lower()}.{bare.split()[-1].lower()}", f"{bare.split()[0].lower()}_{bare.split()[-1][:5].lower()}"])
    host = office.domain if rng.random() < 0.7 else rng.choice(["suratgratis.example", "posku.example", "kkp.example"])
    d = f"{rng.choice(['0812', '0813', '0852', '0821', '0857', '0896'])}{rng.choice(['5550', '5551'])}{rng.randint(0, 9999):04d}"
    phone = rng.choice([f"{d[:4]}-{d[4:8]}-{d[8:]}", d, f"{d[:4]} {d[4:8]} {d[8:]}", f"+62 {d[1:4]} {d[4:8]} {d[8:]}",
                        f"{d[:4]}.{d[4:8]}.{d[8:]}", f"+62{d[1:]}"])
    style = rng.choice(["spaced", "spaced", "plain", "dotted" if rng.random() < 0.3 else "spaced"])
    written = {"spaced": " ".join(parts), "plain": nip, "dotted": ".".join(parts)}[style]
    return {"name": name, "bare": bare, "nip": nip, "nip_written": written, "pppk": pppk, "rank": rank,
            "position": rng.choice(POSITIONS), "email": f"{local}@{host}", "phone": phone, "user_id": user, "female": female}


def rank_written(rng, rank):
    name, grade = rank
    short = name.replace("Tingkat I", "Tk. I")
    return rng.choice([f"{name} ({grade})", f"{name} / {grade}", f"{short} ({grade})", f"{name}, {grade}", f"{name} - {grade}",
                       f"{short}/{grade}"])


def day_near(rng, year=2026):
    return (year, rng.randint(1, 12), rng.randint(1, 28))


def iso(day):
    return f"{day[0]}-{day[1]:02d}-{day[2]:02d}"


def long_date(rng, day, plain=False):
    if plain or rng.random() < 0.9:
        return f"{day[2]} {MONTHS[day[1] - 1]} {day[0]}"
    if rng.random() < 0.5:
        return f"{day[2]:02d} {MONTHS[day[1] - 1].replace('Februari', 'Pebruari').replace('November', 'Nopember')} {day[0]}"
    return f"{day[2]:02d}-{day[1]:02d}-{day[0]}"
