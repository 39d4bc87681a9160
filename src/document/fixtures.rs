//! Tests: the fixtures of the domain study as text.
use super::*;

fn read(text: &str, name: &str) -> Reading {
    recognise(text, name, 1, Method::Text)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

#[test]
fn d1_complete_letter_with_an_electronic_signature() {
    let paper = read(include_str!("../../tests/data/papers/text/d1.txt"), "scan0001.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.request, Some(Requested::ResetPassword));
    let expected = Fields {
        name: some("Ratna Kusumawardani, S.St.Pi."),
        nip: some("198703142011012901"),
        rank: some("Penata Tingkat I (III/d)"),
        position: some("Analis Pengelola Keuangan / Admin Agency"),
        work_unit: some("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh"),
        institution: some("Kementerian Kelautan dan Perikanan"),
        user_id: some("AA.TELUKCONTOH"),
        email: some("ratna.k@kkp.example"),
        phone: some("0812-5550-1234"),
        reason: some(
            "Lupa kata sandi; fitur Lupa Password tidak mengirimkan tautan ke surel terdaftar",
        ),
        letter_number: some("B.412/BCPBAP/TU.210/XI/2026"),
        letter_date: some("2026-11-09"),
        decree_number: some("KEP.15/BCPBAP/PL.420/I/2026"),
        decree_date: some("2026-01-05"),
        signatory: some("Ir. Bambang Suryalaga, M.Si."),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
    // Its foot speaks of a signature that a text cannot carry.
    assert_eq!(paper.warnings, vec![SIGNATURE_LOST.to_string()]);
    assert_eq!(paper.signature, None);
}

#[test]
fn d2_letter_from_outside_with_ink() {
    let paper = read(include_str!("../../tests/data/papers/text/d2.txt"), "srt.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.request, Some(Requested::UserIdInformation));
    let expected = Fields {
        name: some("Yohanes Tangkuman, S.Pi."),
        nip: some("197908222003121904"),
        rank: some("Pembina / IV a"),
        position: some("Sekretaris Dinas selaku Admin Agency"),
        work_unit: some("Dinas Perikanan Kabupaten Contoh Barat"),
        institution: some("PEMERINTAH KABUPATEN CONTOH BARAT"),
        email: some("y.tangkuman@contohbarat.example"),
        phone: some("+62 813 5550 7788"),
        letter_number: some("523/187/DISKAN/2026"),
        letter_date: some("2026-11-16"),
        reason: some(
            "yang bersangkutan tidak lagi mengetahui User ID yang telah diberikan pada saat registrasi awal Tahun 2023",
        ),
        signatory: some("YOHANES TANGKUMAN, S.Pi."),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
}

#[test]
fn d4_decree_that_fits() {
    let paper =
        read(include_str!("../../tests/data/papers/text/d4.txt"), "SK Admin Agency 2026.pdf");
    assert_eq!(paper.kind, PaperKind::AppointmentDecree);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.request, None);
    let expected = Fields {
        name: some("Ratna Kusumawardani, S.St.Pi."),
        nip: some("198703142011012901"),
        rank: some("Penata Tingkat I (III/d)"),
        work_unit: some("BALAI CONTOH PERIKANAN BUDIDAYA AIR PAYAU TELUK CONTOH"),
        institution: some("KEMENTERIAN KELAUTAN DAN PERIKANAN"),
        decree_number: some("KEP.15/BCPBAP/PL.420/I/2026"),
        decree_date: some("2026-01-05"),
        valid_from: some("2026-01-01"),
        valid_until: some("2026-12-31"),
        signatory: some("BAMBANG SURYALAGA"),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
    assert_eq!(paper.warnings, Vec::<String>::new());
}

#[test]
fn d5_old_decree_of_another_person() {
    let paper = read(include_str!("../../tests/data/papers/text/d5.txt"), "SK.pdf");
    assert_eq!(paper.kind, PaperKind::AppointmentDecree);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.fields.name, some("Agus Prihatmoko, A.Md."));
    assert_eq!(paper.fields.nip, some("198807222010121909"));
    assert_eq!(paper.fields.rank, some("Pengatur (II/c)"));
    assert_eq!(paper.fields.decree_number, some("KEP.09/BCPBAP/PL.420/I/2024"));
    assert_eq!(paper.fields.decree_date, some("2024-01-08"));
    assert_eq!(paper.fields.valid_from, some("2024-01-08"));
    assert_eq!(paper.fields.valid_until, some("2024-12-31"));
    assert_eq!(paper.fields.signatory, some("BAMBANG SURYALAGA"));
}

#[test]
fn d6_thin_letter() {
    let paper = read(include_str!("../../tests/data/papers/text/d6.txt"), "surat.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.request, Some(Requested::ResetPassword));
    let expected = Fields {
        name: some("Made Surya Ardika"),
        nip: some("19930111201903197"),
        position: some("Staf Pengadaan"),
        work_unit: some("Loka Contoh Pengelolaan Pesisir"),
        reason: some("lupa"),
        signatory: some("Made Surya Ardika"),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
    assert_eq!(paper.warnings, vec!["NIP terdiri dari 17 angka, seharusnya 18.".to_string()]);
}

#[test]
fn d7_assignment_letter_is_no_decree() {
    let paper = read(include_str!("../../tests/data/papers/text/d7.txt"), "SK Made.pdf");
    assert_eq!(paper.kind, PaperKind::AssignmentLetter);
    assert_eq!(paper.request, None);
    let expected = Fields {
        name: some("Made Surya Ardika, S.T."),
        nip: some("199301112019031907"),
        position: some("Pengelola Pengadaan Barang/Jasa Ahli Pertama"),
        letter_number: some("208/LCPP/KP.440/X/2026"),
        letter_date: some("2026-09-30"),
        valid_from: some("2026-10-01"),
        signatory: some("Nurhayati Daeng Macora, S.Pi., M.P."),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
}

#[test]
fn d9_letter_that_says_too_much() {
    let paper = read(include_str!("../../tests/data/papers/text/d9.txt"), "surat.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert_eq!(paper.request, Some(Requested::ResetPassword));
    assert_eq!(paper.fields.user_id, some("AA.TELUKCONTOH"));
    assert_eq!(paper.fields.nip, some("198703142011012901"));
    assert_eq!(paper.fields.email, None);
    let all = paper.warnings.join("\n");
    assert!(all.contains("password") && all.contains("NIK") && all.contains("email"), "{all}");
    for secret in ["teluk2019!", "9901010303870001", "suratgratis"] {
        assert!(!serde_json::to_string(&paper).unwrap().contains(secret), "{secret}");
    }
}

#[test]
fn d10_fraud_is_never_sure() {
    let paper = read(include_str!("../../tests/data/papers/text/d10.txt"), "surat permohonan.pdf");
    assert!(paper.confidence < Reading::SURE);
    assert!(!paper.warnings.is_empty());
    assert_eq!(paper.fields.email, None);
}

#[test]
fn letter_and_decree_in_one_file() {
    let merged = format!(
        "{}\u{c}{}",
        include_str!("../../tests/data/papers/text/d1.txt"),
        include_str!("../../tests/data/papers/text/d4.txt")
    );
    let file = recognise(&merged, "srt prmhonan + SK.pdf", 2, Method::Text);
    let kinds: Vec<PaperKind> = file.each().map(|p| p.kind).collect();
    assert_eq!(kinds, vec![PaperKind::RequestLetter, PaperKind::AppointmentDecree]);
    assert!(file.each().all(|p| p.confidence >= Reading::SURE));
    assert_eq!((file.pages, file.papers[0].pages, file.papers[1].pages), (2, 1, 1));
    assert_eq!(file.papers[1].fields.valid_until, some("2026-12-31"));
    // The same without page marks, the decree first.
    let merged = merged.replace('\u{c}', "\n\n\n");
    let file = recognise(&merged, "scan.pdf", 2, Method::Text);
    let kinds: Vec<PaperKind> = file.each().map(|p| p.kind).collect();
    assert_eq!(kinds, vec![PaperKind::RequestLetter, PaperKind::AppointmentDecree]);
}
