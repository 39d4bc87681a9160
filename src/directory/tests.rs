//! Tests of the register: files as offices export them, and the one door to an address.
use super::*;

const GOOD: &[u8] = include_bytes!("../../tests/data/accounts/good.csv");
const SEMICOLONS: &[u8] = include_bytes!("../../tests/data/accounts/semicolons.csv");
const BAD: &[u8] = include_bytes!("../../tests/data/accounts/bad.csv");

fn error_lines(found: &Imported) -> Vec<u64> {
    found.errors.iter().map(|error| error.line).collect()
}

#[test]
fn a_good_file_is_read_whole() {
    let found = read_accounts(GOOD).unwrap();
    assert_eq!((found.errors.len(), found.warnings.len()), (0, 0));
    assert_eq!(found.rows.len(), 3);
    assert_eq!(
        found.rows[0],
        AccountRow {
            user_id: "RINA.AA".into(),
            name: "Rina Kartika, S.Pi.".into(),
            nip: Some("198704122010122001".into()),
            unit: Some("Balai Riset Perikanan".into()),
            address: "Rina.Kartika@kkp.example".into(),
            backend: "manual".into(),
            care: Care::default(),
        }
    );
    assert_eq!(found.rows[2].backend, "inaproc");
}

#[test]
fn semicolons_bom_windows_and_utf16_mean_the_same() {
    let plain = read_accounts(SEMICOLONS).unwrap();
    assert_eq!(plain.rows.len(), 2, "{plain:?}");
    assert_eq!(plain.rows[1].name, "André Wijaya");
    let text = std::str::from_utf8(SEMICOLONS).unwrap();
    let with_bom = [b"\xef\xbb\xbf".as_slice(), SEMICOLONS].concat();
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let tabs = text.replace(';', "\t").into_bytes();
    let crlf = text.replace('\n', "\r\n").into_bytes();
    for other in [with_bom, windows, utf16, tabs, crlf] {
        assert_eq!(read_accounts(&other).unwrap(), plain);
    }
}

#[test]
fn every_bad_row_is_told_with_its_line() {
    let found = read_accounts(BAD).unwrap();
    assert_eq!(error_lines(&found), [3, 4, 5, 6, 7, 9, 11], "{found:#?}");
    let text = |line: u64| &found.errors.iter().find(|e| e.line == line).unwrap().text;
    assert!(text(3).contains("user_id kosong"));
    assert!(text(4).contains("bukan alamat surel"));
    assert!(text(5).contains("alamat terdaftar"));
    assert!(text(6).contains("sudah ada di baris 2"));
    assert!(text(7).contains("rumus"));
    assert!(text(9).contains("hanya boleh"));
    assert_eq!(found.warnings.len(), 1);
    assert_eq!(found.warnings[0].line, 8);
    let kept: Vec<&str> = found.rows.iter().map(|row| row.user_id.as_str()).collect();
    assert_eq!(kept, ["BUDI.AA", "SITI.AA"]);
    assert_eq!(found.rows[1].nip, None);
}

#[test]
fn a_file_that_is_no_table_is_one_sentence() {
    assert_eq!(read_accounts(b" \n\n"), Err(ImportError::Empty));
    assert!(matches!(read_accounts(b"PK\x03\x04rest"), Err(ImportError::Xlsx(_))));
    assert_eq!(read_accounts(b"nama,nip\na,b\n"), Err(ImportError::ColumnMissing("user_id")));
    assert_eq!(read_accounts(b"user_id,nama\na,b\n"), Err(ImportError::ColumnMissing("email")));
    let twice = read_accounts(b"user_id,email,surel\na,b,c\n");
    assert_eq!(twice, Err(ImportError::ColumnTwice("email")));
    assert_eq!(read_accounts(&vec![b'a'; 17 * 1024 * 1024]), Err(ImportError::TooLarge));
}

#[test]
fn errors_are_bounded_and_counted() {
    let mut file = String::from("user_id,email\n");
    for _ in 0..1500 {
        file.push_str(",x@kkp.example\n");
    }
    let found = read_accounts(file.as_bytes()).unwrap();
    assert_eq!((found.errors.len(), found.more_errors), (1000, 500));
}

#[test]
fn an_unclosed_quote_loses_no_row_silently() {
    let file = "user_id,email,nama\nA,a@kkp.example,\"Tak tertutup\nB,b@kkp.example,Budi\n";
    let found = read_accounts(file.as_bytes()).unwrap();
    assert_eq!(found.rows.len() + found.errors.len(), 1);
    assert_eq!(
        error_lines(&found),
        [2],
        "the swallowed lines are refused, not imported: {found:?}"
    );
}

#[test]
fn strict_addresses() {
    for good in
        ["a@b.example", "a.b+c@sub.kkp.example", "o'neil@kkp.example", "x@xn--bcher-kva.example"]
    {
        assert!(is_strict_address(good), "{good}");
    }
    let long = format!("{}@kkp.example", "a".repeat(65));
    for bad in [
        "",
        "a",
        "@b.example",
        "a@",
        "a@b",
        "a@@b.example",
        "a b@c.example",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "\"a\"@b.example",
        "a@[192.0.2.1]",
        "a@-b.example",
        "a@b-.example",
        "a@b..example",
        "mıke@b.example",
        "a@bücher.example",
        "a@b.example\n",
        "Rina <a@b.example>",
        "a@b.example,c@d.example",
        "a@b.example\0",
        long.as_str(),
    ] {
        assert!(!is_strict_address(bad), "{bad:?}");
    }
}

#[test]
fn user_ids_are_a_closed_alphabet() {
    assert!(is_user_id("RINA.AA_1@x-y"));
    for bad in ["", "a b", "*)(uid=*", "' or 1=1--", "a\0", "é", "$(id)", &"a".repeat(65)] {
        assert!(!is_user_id(bad), "{bad:?}");
    }
}

fn record(address: &str) -> AccountRecord {
    AccountRecord {
        id: 7,
        user_id: "RINA.AA".into(),
        name: "Rina Kartika".into(),
        nip: None,
        unit: None,
        address: address.into(),
        backend: "manual".into(),
        care: Care::default(),
        address_changed_ms: None,
    }
}

#[test]
fn only_a_sound_row_becomes_an_account() {
    let account = Account::from_row(record("rina@kkp.example")).unwrap();
    assert_eq!(account.registered_address().as_str(), "rina@kkp.example");
    assert!(account.is_registered_to("Rina@KKP.example"));
    assert!(!account.is_registered_to("r\u{0131}na@kkp.example"));
    assert_eq!(
        format!("{:?}", account.registered_address()),
        "RegisteredAddress(r***@kkp.example)"
    );
    for bad in ["", "rina", "rina@kkp.example\r\nBcc: x@y.example", "a@b.example, c@d.example"] {
        assert_eq!(Account::from_row(record(bad)), Err(BadRecord { id: 7 }));
    }
}

/// The type is only as good as the rule that nobody else makes a row of the register.
#[test]
fn only_the_store_makes_rows_of_the_register() {
    fn walk(folder: &std::path::Path, into: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, into) } else { into.push(path) }
        }
    }
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    assert!(files.len() > 10);
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let test = inside.file_name().is_some_and(|name| name == "tests.rs");
        let allowed = test || inside.starts_with("directory") || inside.starts_with("store");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(allowed || !text.contains("AccountRecord"), "{}", inside.display());
    }
}
