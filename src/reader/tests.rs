//! Tests: the papers of `tests/data/papers` read from their real PDF bytes.
use super::engine;
use super::tools::{Program, Ran, Tool, ToolError, Tools};
use crate::document::{Fields, Method, PaperKind, Reading, Requested};
use std::path::Path;
use std::time::Duration;

/// A machine without poppler and tesseract.
pub(super) struct NoTools;

impl Tools for NoTools {
    fn run(&mut self, runs: &[(Tool, &[u8])]) -> Vec<Ran> {
        runs.iter().map(|_| Err(ToolError::Missing)).collect()
    }

    fn has(&self, _: Program) -> bool {
        false
    }

    fn abreast(&self) -> usize {
        2
    }

    fn time_left(&self) -> Duration {
        Duration::from_secs(60)
    }
}

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/papers");
    std::fs::read(folder.join(name)).unwrap()
}

fn read(name: &str) -> Reading {
    engine::read(&file(name), "scan0001.pdf", &mut NoTools)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

#[test]
fn the_pdf_of_a_letter_says_what_its_text_says() {
    for (pdf, text) in [
        ("ratna-permohonan.pdf", include_str!("../../tests/data/papers/text/d1.txt")),
        ("ratna-sk.pdf", include_str!("../../tests/data/papers/text/d4.txt")),
        ("ratna-sk-salah.pdf", include_str!("../../tests/data/papers/text/d5.txt")),
        ("yohanes-permohonan.pdf", include_str!("../../tests/data/papers/text/d2.txt")),
        ("made-permohonan-kurang.pdf", include_str!("../../tests/data/papers/text/d6.txt")),
        ("other/word-by-word.pdf", include_str!("../../tests/data/papers/text/d4.txt")),
        ("made-surat-tugas.pdf", include_str!("../../tests/data/papers/text/d7.txt")),
    ] {
        let expected = crate::document::recognise(text, "scan0001.pdf", 1, Method::Text);
        let mut found = read(pdf);
        // The decree's long office name stands in one line here and in two there.
        assert_eq!(found.kind, expected.kind, "{pdf}");
        assert_eq!(found.request, expected.request, "{pdf}");
        assert!(found.confidence >= Reading::SURE, "{pdf} {}", found.confidence);
        found.fields.work_unit = found.fields.work_unit.map(|u| u.replace("\n", " "));
        assert_eq!(found.fields, expected.fields, "{pdf}");
        assert_eq!(found.warnings, expected.warnings, "{pdf}");
        assert_eq!((found.pages, found.method), (1, Method::Text), "{pdf}");
    }
}

#[test]
fn the_decree_of_yohanes() {
    let paper = read("yohanes-sk.pdf");
    assert_eq!(paper.kind, PaperKind::AppointmentDecree);
    assert!(paper.confidence >= Reading::SURE);
    let expected = Fields {
        name: some("Yohanes Tangkuman, S.Pi."),
        nip: some("197908222003121904"),
        rank: some("Pembina (IV/a)"),
        work_unit: some("DINAS PERIKANAN KABUPATEN CONTOH BARAT"),
        institution: some("PEMERINTAH KABUPATEN CONTOH BARAT"),
        decree_number: some("523/14/KEP/DISKAN/2026"),
        decree_date: some("2026-01-12"),
        valid_from: some("2026-01-12"),
        valid_until: some("2026-12-31"),
        signatory: some("MARTHA LUMENTA"),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
}

#[test]
fn a_letter_for_both_names_the_applicant_not_the_director() {
    let paper = read("sari-permohonan.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert!(paper.confidence >= Reading::SURE);
    assert_eq!(paper.request, Some(Requested::Both));
    let expected = Fields {
        name: some("Sari Wulandari Putri, S.E."),
        nip: some("199107052023211902"),
        rank: some("IX"),
        position: some("Penata Layanan Operasional"),
        work_unit: some("Politeknik Bahari Contoh"),
        institution: some("KEMENTERIAN KELAUTAN DAN PERIKANAN"),
        email: some("sari.wulandari@kkp.example"),
        phone: some("0821-5550-9081"),
        reason: some("Pergantian pejabat; User ID dan kata sandi lama tidak diserahterimakan"),
        letter_number: some("1204/PBC/TU.210/XI/2026"),
        letter_date: some("2026-11-17"),
        decree_number: some("KEP.88/PBC/PL.420/X/2026"),
        decree_date: some("2026-10-26"),
        signatory: some("Dr. Hasan Basri Contoh, S.St.Pi., M.M."),
        ..Fields::default()
    };
    assert_eq!(paper.fields, expected);
    assert_eq!(paper.warnings, Vec::<String>::new());
    let decree = read("sari-sk.pdf");
    assert_eq!(decree.kind, PaperKind::AppointmentDecree);
    assert!(decree.confidence >= Reading::SURE);
    assert_eq!(decree.fields.name, some("Sari Wulandari Putri, S.E."));
    assert_eq!(decree.fields.nip, some("199107052023211902"));
    assert_eq!(decree.fields.valid_from, some("2026-10-26"));
    assert_eq!(decree.fields.valid_until, some("2027-12-31"));
}

#[test]
fn made_comes_back_with_the_right_papers() {
    let letter = read("made-permohonan.pdf");
    assert_eq!(
        (letter.kind, letter.request),
        (PaperKind::RequestLetter, Some(Requested::ResetPassword))
    );
    assert_eq!(letter.fields.name, some("Made Surya Ardika, S.T."));
    assert_eq!(letter.fields.user_id, some("AA.LOKAPESISIR"));
    assert_eq!(letter.fields.letter_date, some("2026-11-18"));
    let decree = read("made-sk.pdf");
    assert_eq!(decree.kind, PaperKind::AppointmentDecree);
    assert_eq!(decree.fields.nip, letter.fields.nip);
    assert_eq!(decree.fields.decree_number, some("KEP.31/LCPP/PL.420/XI/2026"));
    assert!(letter.confidence >= Reading::SURE && decree.confidence >= Reading::SURE);
}

#[test]
fn two_accounts_in_one_letter_are_a_matter_for_a_person() {
    let paper = read("dua-akun.pdf");
    assert_eq!(paper.kind, PaperKind::RequestLetter);
    assert!(paper.confidence < Reading::SURE);
    assert_eq!((paper.fields.name, paper.fields.nip, paper.fields.user_id), (None, None, None));
    assert!(paper.warnings.iter().any(|w| w.contains("lebih dari satu")), "{:?}", paper.warnings);
    assert_eq!(paper.fields.signatory, some("Ir. Teguh Prakosa Contoh, M.T."));
}

#[test]
fn letter_and_decree_merged() {
    let file = read("lukman-permohonan-dan-sk.pdf");
    assert_eq!(file.pages, 2);
    let [letter, decree] = file.papers.as_slice() else { panic!("{file:?}") };
    assert_eq!(
        (letter.kind, decree.kind),
        (PaperKind::RequestLetter, PaperKind::AppointmentDecree)
    );
    assert_eq!(letter.request, Some(Requested::ResetPassword));
    assert_eq!(letter.fields.name, some("Lukman Hakim Contoh, S.Kom."));
    assert_eq!(letter.fields.nip, some("198105172006041914"));
    assert_eq!(letter.fields.user_id, some("aa_rumputlaut"));
    assert_eq!(letter.fields.phone, some("085255501177"));
    assert_eq!(decree.fields.name, some("Lukman Hakim Contoh, S.Kom."));
    assert_eq!(decree.fields.valid_from, some("2026-01-06"));
    assert_eq!(decree.fields.valid_until, None);
    assert!(file.each().all(|p| p.confidence >= Reading::SURE));
}

#[test]
fn a_scan_is_left_to_a_person() {
    let bytes = file("hasil-pindai.pdf");
    let reading = engine::read(&bytes, "Surat Permohonan Reset Password.pdf", &mut NoTools);
    assert_eq!((reading.method, reading.pages), (Method::None, 1));
    assert_eq!(reading.kind, PaperKind::RequestLetter);
    assert!(reading.confidence < Reading::SURE);
    assert!(reading.warnings.iter().any(|w| w.contains("hasil pindai")));
    assert_eq!(engine::read(&bytes, "scan0001.pdf", &mut NoTools).kind, PaperKind::Unreadable);
}

#[test]
fn a_scanned_page_behind_a_letter_is_a_paper_of_its_own() {
    let file = read("surat-dan-sk-pindai.pdf");
    assert_eq!((file.kind, file.pages), (PaperKind::RequestLetter, 2));
    let kinds: Vec<PaperKind> = file.each().map(|p| p.kind).collect();
    assert_eq!(kinds, vec![PaperKind::RequestLetter, PaperKind::Unreadable]);
    assert_eq!(file.papers[0].fields.nip, some("197908222003121904"));
    assert!(file.warnings.iter().any(|w| w.starts_with("Halaman 2 ")), "{:?}", file.warnings);
}

#[test]
fn papers_of_other_programs() {
    for name in ["other/chromium.pdf", "other/libreoffice-web.pdf"] {
        let paper = read(name);
        assert_eq!(paper.kind, PaperKind::RequestLetter, "{name}");
        assert!(paper.confidence >= Reading::SURE, "{name}");
        assert_eq!(paper.request, Some(Requested::ResetPassword), "{name}");
        let fields = paper.fields;
        assert_eq!(fields.name, some("Fitri Handayani Contoh, S.Pi., M.Si."), "{name}");
        assert_eq!(fields.nip, some("198811222010122921"), "{name}");
        assert_eq!(fields.rank, some("Penata / III/c"), "{name}");
        let unit = "Pelabuhan Perikanan Contoh, Direktorat Jenderal Perikanan Tangkap, \
                    Kementerian Kelautan dan Perikanan Republik";
        assert_eq!(fields.work_unit, some(unit), "{name}");
        assert_eq!(fields.user_id, some("AA-PPCONTOH"), "{name}");
        assert_eq!(fields.email, some("fitri.h@kkp.example"), "{name}");
        assert_eq!(fields.letter_number, some("B.511/PPC/TU.210/XI/2026"), "{name}");
        assert_eq!(fields.letter_date, some("2026-11-10"), "{name}");
        assert_eq!(fields.signatory, some("Ir. Joko Contoh Santoso, M.M."), "{name}");
    }
    let typed = read("other/libreoffice.pdf");
    assert_eq!(typed.request, Some(Requested::Both));
    assert_eq!(typed.fields.name, some("Nurul Contoh Azizah, S.Sos."));
    assert_eq!(typed.fields.letter_date, some("2026-11-10"));
    assert_eq!(typed.fields.decree_number, some("12/BBC/KPTS/2026"));
    assert_eq!(typed.fields.phone, some("0857-5550-3344"));
    let decree = read("other/typst.pdf");
    assert_eq!((decree.kind, decree.pages), (PaperKind::AppointmentDecree, 2));
    assert_eq!(decree.fields.name, some("Fitri Handayani Contoh, S.Pi."));
    assert_eq!(decree.fields.decree_number, some("44 TAHUN 2026"));
    assert_eq!(decree.fields.valid_until, some("2026-12-31"));
}
