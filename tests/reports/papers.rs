//! The four documents: self-contained, with every section, and deaf to what a stranger writes.
use super::log::{Case, applicant, at, figures, measures, period};
use calamine::{Data, Reader, Xlsx};
use jiff::tz::TimeZone;
use loket::calendar::Calendar;
use loket::report::monthly::{Frame, Signatory, csv, html, json};
use loket::report::register::{COLUMNS, Cell, cells};
use loket::sheet::{self, Book, Column};
use serde_json::json;
use std::io::Cursor;

const EVIL: &str = "<script src=https://x.example/a.js></script>";

fn frame() -> Frame {
    let sign = |title: &str| Signatory { title: title.into(), name: String::new() };
    Frame {
        unit: "LPSE Contoh".into(),
        organisation: "Kementerian Contoh".into(),
        place: "Jakarta".into(),
        legal_basis: vec!["UU Contoh".into()],
        known_by: sign("Koordinator LPSE"),
        prepared_by: sign("Helpdesk LPSE"),
        simulated: false,
        written_at: at("2026-12-01 08:00"),
        zone: TimeZone::get("Asia/Jakarta").unwrap(),
        confirm_pauses: false,
    }
}

/// Rejected late, with a reason and an explanation that are programs; the name is a formula.
fn hostile() -> Case {
    let applicant = json!({ "name": "=HYPERLINK(\"http://x.example\")", "registered": false,
        "address": "jahat@x.example", "phone": null });
    let mut case = Case::mail("LKT-2026-00009", "2026-11-09 09:00", applicant);
    case.read("2026-11-09 09:00", "verifying");
    case.says("2026-11-09 11:00", "admin_ppe", "reject", EVIL, "rejected");
    let words = "@SUM(1+1) password: Rahasia#123";
    case.says("2026-11-09 11:05", "admin_ppe", "explain_deviation", words, "rejected");
    case
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing() {
    let page = html::page(&figures("2026-11", &[&hostile()]), &frame());
    for foreign in ["<script", "<link", "<img", "<iframe", "@import", "url(", " src=", " href="] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("&lt;script"), "the reason is shown as words");
    assert!(!page.contains("jahat@x.example"), "the head of office needs no address");
    assert!(!page.contains("Rahasia#123"), "a password in an explanation is masked");
    for section in [
        "A. Ringkasan",
        "B. Ketepatan",
        "C. Penyimpangan",
        "D. Kekurangan",
        "E. Alasan",
        "F. Kendala",
        "G. Tindak lanjut",
        "Mengetahui,",
        "Disusun oleh,",
        "asumsi",
        "survei",
    ] {
        assert!(page.contains(section), "{section}");
    }
    assert!(page.contains("Permohonan masuk <b>1</b>"), "figures stand in the text, too");
    let again = html::page(&figures("2026-11", &[&hostile()]), &frame());
    assert_eq!(page, again, "the same log gives the same page");
}

#[test]
fn an_empty_month_is_a_report_too() {
    let page = html::page(&figures("2026-11", &[]), &frame());
    assert!(page.contains("Tidak ada permohonan yang masuk"));
    assert!(page.contains("G. Tindak lanjut") && page.contains("Mengetahui,"));
    assert!(!page.contains("NaN"));
}

#[test]
fn a_heavy_month_stays_readable() {
    let mut cases = Vec::new();
    for number in 0..600 {
        let mut case =
            Case::mail(&format!("LKT-2026-{number:05}"), "2026-11-09 09:00", applicant());
        case.read("2026-11-09 09:00", "verifying");
        case.says(
            "2026-11-09 10:00",
            "admin_ppe",
            "reject",
            &format!("alasan {number}"),
            "rejected",
        );
        cases.push(case);
    }
    let cases: Vec<&Case> = cases.iter().collect();
    let figures = figures("2026-11", &cases);
    assert_eq!(figures.deviations.iter().filter(|d| d.step == 9).count(), 600);
    let page = html::page(&figures, &frame());
    assert!(
        page.contains("600 penyimpangan") || page.contains("1.200 penyimpangan"),
        "all are counted"
    );
    assert!(page.matches("<tr>").count() < 200, "{}", page.matches("<tr>").count());
    assert!(page.contains("lainnya; selengkapnya pada berkas XLSX"));
}

fn register() -> Vec<Cell> {
    let (case, period) = (hostile(), period("2026-11", "2026-12-01 08:00"));
    let course = case.course(period.until).unwrap();
    cells(&course, &period, &Calendar::builtin().unwrap(), &measures(false))
}

#[test]
fn the_register_has_exactly_the_columns_in_use() {
    let headings: Vec<&str> = COLUMNS.iter().map(|column| column.heading).collect();
    assert_eq!(
        headings.join("|"),
        "No. Tiket|Nama Pengguna|Kontak Pengguna|Media Pelaporan|\
        Tanggal Pelaporan|Deskripsi|Tipe|Kategori|User|Jenis|Urgensi|Dampak|Prioritas|Nama Petugas|\
        Status|Keterangan|Tanggal Pemutakhiran|Solusi|Tanggal Penyelesaian|\
        Status Konfirmasi kepada Pengguna"
    );
    let row = register();
    assert_eq!(row.len(), COLUMNS.len());
    let codes: Vec<&Cell> = row[6..13].iter().collect();
    let wanted = ["PL", "NT", "L", "Ps", "TM", "K", "R"].map(|c| Cell::Text(c.into()));
    assert_eq!(codes, wanted.iter().collect::<Vec<_>>());
    assert_eq!(row[14], Cell::Text("Penyelesaian".into()));
    assert_eq!(row[18], Cell::Time(Some(at("2026-11-09 11:00"))));
}

#[test]
fn no_field_of_the_csv_is_a_formula() {
    for (text, safe) in [
        ("=1+1", "'=1+1"),
        ("+62 812", "'+62 812"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1", "'=1"),
        ("\0=1", "'=1"),
        ("  =1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("-", "-"),
        ("a=b", "a=b"),
        ("dua\nbaris", "dua baris"),
    ] {
        assert_eq!(csv::harmless(text), safe, "{text:?}");
    }
    let file = format!("{}{}", csv::head(), csv::line(&register(), &frame().zone));
    assert!(file.starts_with('\u{feff}') && file.ends_with("\r\n"));
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.headers().unwrap().len(), 20);
    let record = reader.records().next().unwrap().unwrap();
    assert_eq!(&record[1], "'=HYPERLINK(\"http://x.example\")");
    assert_eq!(&record[4], "09/11/2026 09.00");
}

#[test]
fn a_workbook_is_read_back_with_text_and_real_dates() {
    let folder = tempfile::tempdir().unwrap();
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    let written = at("2026-12-01 08:00");
    let mut book = Book::new(folder.path(), "Laporan", "LPSE", written, zone).unwrap();
    let columns = [
        Column { group: "", heading: "No.", width: 10 },
        Column { group: "Kelompok", heading: "Nama", width: 20 },
        Column { group: "Kelompok", heading: "Tanggal", width: 20 },
    ];
    book.sheet("Register", "kaki", &columns).unwrap();
    let long = "x".repeat(40_000);
    for text in ["=1+1", "\u{1}kendali", &long] {
        let cells = [sheet::Cell::Number(1.5), sheet::Cell::Text(text), sheet::Cell::Time(written)];
        book.row(&cells).unwrap();
    }
    book.sheet("Kosong", "", &columns[..1]).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    book.write(&mut bytes).unwrap();
    let mut read: Xlsx<_> = Xlsx::new(bytes).unwrap();
    assert_eq!(read.sheet_names(), ["Register", "Kosong"]);
    let range = read.worksheet_range("Register").unwrap();
    assert_eq!(range.get_value((0, 1)), Some(&Data::String("Kelompok".into())));
    assert_eq!(range.get_value((1, 1)), Some(&Data::String("Nama".into())));
    assert_eq!(range.get_value((2, 1)), Some(&Data::String("=1+1".into())));
    assert_eq!(read.worksheet_formula("Register").unwrap().cells().count(), 0);
    match range.get_value((2, 2)) {
        // 1 December 2026, 08.00 by the wall clock of the office.
        Some(Data::DateTime(time)) => {
            assert!((time.as_f64() - 46357.333333).abs() < 1e-5, "{time:?}")
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn the_json_document_is_one_and_has_no_contact_data() {
    let case = hostile();
    let period = period("2026-11", "2026-12-01 08:00");
    let course = case.course(period.until).unwrap();
    let mut text = json::head(&period, &frame());
    text += &json::case(&course, true);
    text += &json::case(&course, false);
    text += &json::tail(&figures("2026-11", &[&case])).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["schema"], "loket-report/1");
    assert_eq!(value["cases"].as_array().unwrap().len(), 2);
    assert_eq!(value["figures"]["finished"]["rejected"], 1);
    assert_eq!(value["cases"][0]["passages"][0]["step"], 5);
    for secret in ["jahat@x.example", "HYPERLINK", "Rahasia#123"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
