//! Tests: layouts of letters and decrees as other offices write them.
use super::*;

fn read(text: &str) -> Reading {
    recognise(text, "scan0001.pdf", 1, Method::Text)
}

fn sure(text: &str, kind: PaperKind) -> Reading {
    let reading = read(text);
    assert_eq!(reading.kind, kind, "{reading:?}");
    assert!(reading.confidence >= Reading::SURE, "{reading:?}");
    reading
}

fn fits(found: &Option<String>, expected: &str) {
    assert_eq!(found.as_deref(), Some(expected));
}

#[test]
fn signer_first_applicant_second() {
    let p = sure(
        "PEMERINTAH KOTA CONTOH\nSURAT PERMOHONAN RESET PASSWORD\nNomor : 555/12/Diskan/XI/2026\n\n\
         Saya yang bertandatangan di bawah ini :\nNama : Drs. Amir Contoh\nNIP : 196804151994031908\nJabatan : Kepala Dinas\n\
         Dengan ini mengajukan permohonan reset password akun Admin Agency untuk :\n\
         Nama : Siti Contoh Rahma, A.Md.\nNIP : 199301112019032931\nJabatan : Pengelola Keuangan\n\
         User ID : SITI.RAHMA\n\nContoh, 20 November 2026\nKepala Dinas,\n\n\nDrs. Amir Contoh\nNIP. 196804151994031908\n",
        PaperKind::RequestLetter,
    );
    fits(&p.fields.name, "Siti Contoh Rahma, A.Md.");
    fits(&p.fields.nip, "199301112019032931");
    fits(&p.fields.position, "Pengelola Keuangan");
    fits(&p.fields.signatory, "Drs. Amir Contoh");
    fits(&p.fields.letter_date, "2026-11-20");
    fits(&p.fields.institution, "PEMERINTAH KOTA CONTOH");
    assert_eq!(p.request, Some(Requested::ResetPassword));
}

#[test]
fn applicant_in_a_sentence() {
    let p = sure(
        "Nomor : 7/BTC/2026\nHal : Permohonan Reset Password\nYth. Kepala LPSE\n\nDengan hormat, kami mohon reset password \
         akun Admin Agency atas nama Ratna Kusumawardani, S.St.Pi. (NIP. 19870314 201101 2 901) karena lupa.\n\
         Hormat kami,\nKepala Balai\n\nBambang Suryalaga\nNIP. 197403091999031905\n",
        PaperKind::RequestLetter,
    );
    fits(&p.fields.name, "Ratna Kusumawardani, S.St.Pi.");
    fits(&p.fields.nip, "198703142011012901");
    fits(&p.fields.signatory, "Bambang Suryalaga");
}

#[test]
fn numbered_labels_and_table_gaps() {
    let p = sure(
        "Perihal : Permohonan Informasi User ID\nKepada Yth. Helpdesk LPSE\n\nMohon informasi User ID dengan data:\n\
         1. Nama Lengkap     : I Wayan Contoh Sudana, S.E.\n2. NIP/NI PPPK      : 19910705 202321 1 902\n\
         3. Satuan Kerja     : Stasiun Contoh Pengawasan Laut\n4. Surel (aktif)    : wayan.s@kkp.example\n\
         5. No. Telp/HP      : 081255509999\n6. Alasan           : Pergantian pejabat\n\nTerima kasih.\n",
        PaperKind::RequestLetter,
    );
    fits(&p.fields.name, "I Wayan Contoh Sudana, S.E.");
    fits(&p.fields.nip, "199107052023211902");
    fits(&p.fields.work_unit, "Stasiun Contoh Pengawasan Laut");
    fits(&p.fields.email, "wayan.s@kkp.example");
    fits(&p.fields.phone, "081255509999");
    fits(&p.fields.reason, "Pergantian pejabat");
    assert_eq!(p.request, Some(Requested::UserIdInformation));
    assert_eq!(p.fields.user_id, None);
    assert_eq!(p.fields.letter_date, None);
}

#[test]
fn labels_without_colons() {
    let p = sure(
        "Perihal : Permohonan Reset Password Admin Agency\nDengan hormat, mohon reset password:\n\
         Nama            Dewi Contoh Lestari\nNIP             198502022010012941\nUnit Kerja      Balai Contoh Satu\n",
        PaperKind::RequestLetter,
    );
    fits(&p.fields.name, "Dewi Contoh Lestari");
    fits(&p.fields.nip, "198502022010012941");
    fits(&p.fields.work_unit, "Balai Contoh Satu");
}

#[test]
fn letterhead_addresses_are_nobodys_contact() {
    let p = read(
        "DINAS CONTOH\nTelp : (0999) 555123   Email : dinas@contoh.example\nNomor : 5/X/2026\nHal : Permohonan Reset Password\n\
         Mohon reset password admin agency.\nNama : Rini Contoh\nNIP : 198502022010012941\n",
    );
    assert_eq!((p.fields.email, p.fields.phone), (None, None));
}

#[test]
fn a_wrapped_value_without_indent() {
    let p = read(
        "Hal : Permohonan Reset Password\nMohon reset password:\nNama : Rini Contoh\n\
         Unit Kerja : Direktorat Pengelolaan Sumber Daya Ikan Contoh\nSekretariat Jenderal\nNIP : 198502022010012941\n",
    );
    fits(
        &p.fields.work_unit,
        "Direktorat Pengelolaan Sumber Daya Ikan Contoh Sekretariat Jenderal",
    );
}

#[test]
fn empty_user_id_stays_empty() {
    for value in ["-", "(lupa)", "..........", "tidak ingat lagi", ""] {
        let p = read(&format!(
            "Hal : Permohonan Informasi User ID\nMohon informasi user id\nNama : Rini Contoh\nUser ID : {value}\nEmail : r@kkp.example\n"
        ));
        assert_eq!(p.fields.user_id, None, "{value}");
        fits(&p.fields.email, "r@kkp.example");
    }
}

#[test]
fn two_user_ids_for_one_name() {
    let p = read(
        "Hal : Permohonan Reset Password\nMohon reset password\nNama : Rini Contoh\nUser ID : AA.SATU dan AA.DUA\n",
    );
    assert_eq!(p.fields.user_id, None);
    fits(&p.fields.name, "Rini Contoh");
    assert!(p.confidence < Reading::SURE);
}

#[test]
fn a_form_with_boxes() {
    let p = sure(
        "FORMULIR PERMOHONAN LAYANAN ADMIN AGENCY\nJenis : [ ] Reset Password  [x] Informasi User ID\n\
         Nama : Rini Contoh\nNIP : 198502022010012941\nPassword lama : ...........\n",
        PaperKind::Form,
    );
    assert_eq!(p.request, Some(Requested::UserIdInformation));
    assert_eq!(p.warnings, Vec::<String>::new());
}

#[test]
fn an_internal_memo() {
    let p = sure(
        "NOTA DINAS\nNomor : ND.12/BPK/2026\nYth. : Kepala Biro\nDari : Kepala Bagian\nHal : Permohonan Reset Password\n\
         Tanggal : 3 Nopember 2026\nMohon reset password Admin Agency.\nNama : Rini Contoh\n",
        PaperKind::InternalMemo,
    );
    fits(&p.fields.letter_date, "2026-11-03");
    fits(&p.fields.letter_number, "ND.12/BPK/2026");
}

#[test]
fn other_papers_are_other() {
    for text in [
        "UNDANGAN\nNomor : 1/X/2026\nHal : Undangan Rapat\nMengharap kehadiran Bapak/Ibu pada rapat koordinasi SPSE.",
        "KEPUTUSAN KEPALA DINAS\nNOMOR 5 TAHUN 2026\nTENTANG\nPEMBENTUKAN TIM KEBERSIHAN\nMEMUTUSKAN:\nKESATU : Membentuk tim.",
        "KEPUTUSAN KEPALA DINAS\nNOMOR 5 TAHUN 2026\nTENTANG\nPEMBERHENTIAN ADMIN AGENCY\nMEMUTUSKAN:\nKESATU : Memberhentikan Sdr. X sebagai Admin Agency.",
        "Laporan keuangan triwulan tiga menyebut realisasi belanja barang sebesar 1.234,56 juta rupiah.",
        "SURAT EDARAN\nNOMOR 1 TAHUN 2026\nTENTANG PENGGANTIAN PASSWORD SPSE SECARA BERKALA\nSeluruh pengguna wajib mengganti password.",
    ] {
        assert_eq!(read(text).kind, PaperKind::Other, "{text}");
    }
}

#[test]
fn a_decree_with_a_number_after_a_colon_and_a_pasal() {
    let p = sure(
        "PEMERINTAH KABUPATEN CONTOH\nSURAT KEPUTUSAN\nNomor : 800/ 45 /KEP/2026\nTentang\nPENGANGKATAN ADMIN AGENCY SPSE\n\
         KEPALA DINAS PERIKANAN,\nMenimbang : bahwa perlu;\nMEMUTUSKAN\nMenetapkan :\nPertama : Mengangkat Saudara:\n\
         Nama : Yosef Contoh Lamere\nNIP : 19790822 200312 1 904\nPangkat/Gol : Penata (III/c)\nJabatan : Kasubag Umum\n\
         sebagai Admin Agency.\nKedua : Keputusan ini berlaku terhitung mulai tanggal 02-01-2026 hingga 31-12-2026.\n\
         Ditetapkan di : Contoh\nPada tanggal : 2 Januari 2026\nKEPALA DINAS,\n\nttd\n\nSAMUEL CONTOH\nPembina Utama Muda\nNIP. 196804151994031908\n",
        PaperKind::AppointmentDecree,
    );
    fits(&p.fields.decree_number, "800/45/KEP/2026");
    fits(&p.fields.name, "Yosef Contoh Lamere");
    fits(&p.fields.nip, "197908222003121904");
    fits(&p.fields.rank, "Penata (III/c)");
    fits(&p.fields.decree_date, "2026-01-02");
    fits(&p.fields.valid_from, "2026-01-02");
    fits(&p.fields.valid_until, "2026-12-31");
    assert_eq!(p.fields.signatory.as_deref(), Some("SAMUEL CONTOH"));
}

#[test]
fn a_decree_with_an_annex_of_several_people() {
    let p = read(
        "KEPUTUSAN KEPALA BALAI CONTOH\nNOMOR 44 TAHUN 2026\nTENTANG\nPENETAPAN ADMIN AGENCY DAN PEJABAT PENGADAAN\n\n\
         MEMUTUSKAN:\nKESATU : Menetapkan nama dalam lampiran.\nKEDUA : Keputusan ini berlaku sejak tanggal ditetapkan.\n\
         Ditetapkan di Contoh\npada tanggal 5 Januari 2026\nKEPALA BALAI,\n\nJOKO CONTOH\n\u{c}LAMPIRAN\n\
         KEPUTUSAN KEPALA BALAI CONTOH\nNOMOR 44 TAHUN 2026\n\nNo   Nama   NIP   Tugas\n\
         1   Fitri Contoh, S.Pi.   198811222010122921   Admin Agency\n2   Budi Contoh   198505052010011923   Pejabat Pengadaan\n",
    );
    assert_eq!(p.kind, PaperKind::AppointmentDecree);
    assert!(p.papers.is_empty(), "the annex is no paper of its own");
    fits(&p.fields.name, "Fitri Contoh, S.Pi.");
    fits(&p.fields.nip, "198811222010122921");
    fits(&p.fields.decree_number, "44 TAHUN 2026");
    assert!(p.warnings.iter().any(|w| w.contains("lebih dari satu nama")));
}

#[test]
fn a_decree_for_several_agencies_names_nobody() {
    let p = read(
        "KEPUTUSAN KEPALA DINAS\nNOMOR 9/2026\nTENTANG PENUNJUKAN ADMIN AGENCY\n\nMEMUTUSKAN:\nKESATU : Menunjuk:\n\
         1. Sdr. Adi Contoh, NIP 198505052010011923, sebagai Admin Agency Dinas; dan\n\
         2. Sdri. Eka Contoh, NIP 198811222010122921, sebagai Admin Agency UPT.\nDitetapkan di Contoh\npada tanggal 5 Januari 2026\nKEPALA DINAS,\nJOKO CONTOH\n",
    );
    assert_eq!(p.kind, PaperKind::AppointmentDecree);
    assert_eq!((p.fields.name, p.fields.nip), (None, None));
}

#[test]
fn dates_of_laws_are_no_dates_of_the_decree() {
    let p = read(
        "KEPUTUSAN KEPALA BALAI\nNOMOR 3/2026\nTENTANG PENUNJUKAN ADMIN AGENCY\n\nMengingat : Peraturan yang ditetapkan pada tanggal 16 Maret 2018;\n\
         MEMUTUSKAN:\nKESATU : Menunjuk Sdr. Adi Contoh, NIP 198505052010011923, sebagai Admin Agency.\n\
         Ditetapkan di Contoh pada tanggal 5 Januari 2026\nKEPALA BALAI,\nJOKO CONTOH\n",
    );
    fits(&p.fields.decree_date, "2026-01-05");
    assert_eq!((p.fields.valid_from, p.fields.valid_until), (None, None));
}

#[test]
fn drafts_and_blank_forms_are_doubtful() {
    let p = read(
        "DRAFT\nHal : Permohonan Reset Password\nMohon reset password\nNama : Rini Contoh\nNIP : 198502022010012941\n",
    );
    assert!(p.confidence < Reading::SURE);
    let p = read(
        "Nomor : ............\nHal : Permohonan Reset Password\nMohon reset password\nNama : ..............\nNIP : ..............\nUser ID : ...........\nEmail : ..........\n",
    );
    assert!(p.confidence < Reading::SURE);
    assert_eq!(p.fields, Fields::default());
}

#[test]
fn two_signatures_beside_each_other() {
    let p = read(
        "Hal : Permohonan Reset Password\nMohon reset password\nNama : Rini Contoh Dewi\nNIP : 198502022010012941\n\n\
         Mengetahui,                             Pemohon,\nKepala Balai Contoh,\n\n\n\
         Ir. Joko Contoh, M.M.                   Rini Contoh Dewi\nNIP. 197403091999031905                 NIP. 198502022010012941\n",
    );
    fits(&p.fields.name, "Rini Contoh Dewi");
    fits(&p.fields.signatory, "Ir. Joko Contoh, M.M.");
}

#[test]
fn a_letter_older_than_its_decree_is_said() {
    let p = read(
        "Nomor : 1/2026\nHal : Permohonan Reset Password\nContoh, 2 Januari 2026\nMohon reset password sesuai Keputusan Kepala Balai Nomor 3/2026 tanggal 5 Januari 2026.\nNama : Rini Contoh\n",
    );
    fits(&p.fields.decree_number, "3/2026");
    assert!(p.warnings.iter().any(|w| w.contains("lebih tua")), "{:?}", p.warnings);
}

#[test]
fn decree_first_letter_second() {
    let merged = format!(
        "{}\u{c}{}",
        include_str!("../../tests/data/papers/text/d4.txt"),
        include_str!("../../tests/data/papers/text/d2.txt")
    );
    let file = recognise(&merged, "scan.pdf", 2, Method::Text);
    let kinds: Vec<PaperKind> = file.each().map(|p| p.kind).collect();
    assert_eq!(kinds, vec![PaperKind::AppointmentDecree, PaperKind::RequestLetter]);
}

#[test]
fn a_letter_without_a_heading_before_a_decree() {
    for between in ["\u{c}", "\n\n\n"] {
        let merged = [
            include_str!("../../tests/data/papers/text/d6.txt"),
            include_str!("../../tests/data/papers/text/d4.txt"),
        ]
        .join(between);
        let file = recognise(&merged, "scan.pdf", 2, Method::Text);
        let kinds: Vec<PaperKind> = file.each().map(|p| p.kind).collect();
        assert_eq!(kinds, vec![PaperKind::RequestLetter, PaperKind::AppointmentDecree]);
        assert_eq!(file.papers[1].fields.nip.as_deref(), Some("198703142011012901"));
    }
}

#[test]
fn a_date_that_ran_over() {
    let p = read(
        "Nomor       : B.221/BBC/TU.210/XI/2026               10\nNovember 2026\nHal : Permohonan Reset Password\n\
         Mohon reset password\nNama : Rini Contoh\n",
    );
    fits(&p.fields.letter_number, "B.221/BBC/TU.210/XI/2026");
    fits(&p.fields.letter_date, "2026-11-10");
}

#[test]
fn the_signatorys_number_is_not_the_applicants() {
    let p = read(
        "Hal : Permintaan Reset Akun Admin Agency\nMohon reset password\nNama : Rini Contoh\nJabatan : Bendahara\n\n\
         Contoh, 3 Maret 2026\nKepala Balai,\n\nJoko Contoh Santoso\nNIP : 197403091999031905\n",
    );
    assert_eq!(p.kind, PaperKind::RequestLetter);
    assert_eq!(p.fields.nip, None);
    fits(&p.fields.signatory, "Joko Contoh Santoso");
    let p = sure(
        "Hal : Permohonan Reset Password\nMohon reset password\nNama : Rini Contoh\nNIP : 198502022010012941\n\n\
         Hormat kami,\nNama : Joko Contoh\nNIP : 197403091999031905\nJabatan : Kepala Balai\n",
        PaperKind::RequestLetter,
    );
    fits(&p.fields.name, "Rini Contoh");
    fits(&p.fields.nip, "198502022010012941");
}

#[test]
fn appointed_with_two_verbs_or_without_a_number() {
    for (dictum, nip) in [
        (
            "Menunjuk dan menetapkan Saudari Rini Contoh, S.E. (NIP 198502022010012941) sebagai Admin Agency.",
            Some("198502022010012941"),
        ),
        ("Menunjuk Sdri. Rini Contoh, S.E., sebagai Admin Agency.", None),
    ] {
        let p = read(&format!(
            "KEPUTUSAN KEPALA BALAI\nNOMOR 3/2026\nTENTANG PENUNJUKAN ADMIN AGENCY\n\nMEMUTUSKAN:\nKESATU : {dictum}\n\
             KEDUA : Keputusan ini berlaku sejak tanggal ditetapkan dan berakhir pada tanggal 30 Juni 2026.\n\
             Ditetapkan di Contoh\npada tanggal 5 Januari 2026\nKEPALA BALAI,\nJOKO CONTOH\n"
        ));
        assert_eq!(p.kind, PaperKind::AppointmentDecree);
        fits(&p.fields.name, "Rini Contoh, S.E.");
        assert_eq!(p.fields.nip.as_deref(), nip);
        fits(&p.fields.valid_from, "2026-01-05");
        fits(&p.fields.valid_until, "2026-06-30");
    }
}

#[test]
fn any_text_gives_an_answer() {
    for text in [
        "",
        "\u{c}\u{c}\u{c}",
        ":::::",
        "NIP",
        "Nama :",
        "\u{0}\u{202e}abc",
        "KEPUTUSAN",
        "TENTANG",
    ] {
        let reading = read(text);
        assert!(reading.confidence < Reading::SURE, "{text}");
    }
    let long = "Nama : A ".repeat(100_000);
    assert!(read(&long).confidence <= 1.0);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(?s)(Nama|NIP|KEPUTUSAN|NOMOR|TENTANG|Hal|:|[0-9]{1,18}|\\PC|\n|\u{c}| ){0,120}") {
        let reading = read(&text);
        proptest::prop_assert!((0.0..=1.0).contains(&reading.confidence));
    }
}
