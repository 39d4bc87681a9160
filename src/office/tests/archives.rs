//! What is not opened, archives made to deceive, and an ODT.
use super::super::{Fault, Opened, open};
use super::{DOCX, docx_with, read, types, zip};

#[test]
fn office_files_that_are_not_opened() {
    let of = |kind: &str| {
        zip(&[("[Content_Types].xml", types(kind).as_bytes()), ("word/document.xml", b"<x/>")])
    };
    let sheet = types("openxmlformats-officedocument.spreadsheetml.sheet.main");
    let odf = |kind: &str, name: &str, text: &str| {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        zip(&[("mimetype", kind.as_bytes()), (name, text.as_bytes()), ("content.xml", b"<a/>")])
    };
    for (bytes, wanted) in [
        (of("ms-word.document.macroEnabled.main"), Fault::Macros),
        (
            zip(&[("[Content_Types].xml", types(DOCX).as_bytes()), ("word/vbaProject.bin", b"x")]),
            Fault::Macros,
        ),
        (zip(&[("[Content_Types].xml", sheet.as_bytes())]), Fault::Spreadsheet),
        (odf("spreadsheet", "a", ""), Fault::Spreadsheet),
        (odf("presentation", "a", ""), Fault::Slides),
        (odf("graphics", "a", ""), Fault::OtherOffice),
        (odf("text", "Basic/Standard/Modul.xml", "<a/>"), Fault::Macros),
        (odf("text", "Scripts/python/a.py", "x"), Fault::Macros),
        (odf("text", "META-INF/manifest.xml", "<m><encryption-data/></m>"), Fault::Encrypted),
        (zip(&[("META-INF/MANIFEST.MF", b"x"), ("a/B.class", b"x")]), Fault::Program),
        (b"Rar!\x1a\x07\0".to_vec(), Fault::Archive("RAR")),
        (b"{\\rtf1}".to_vec(), Fault::Rtf),
        (Vec::new(), Fault::Empty),
        (b"surat".to_vec(), Fault::UnknownKind),
    ] {
        let found = open(&bytes);
        assert_eq!(found, Err(wanted), "{wanted:?}");
        let sentence = wanted.sentence();
        assert!(sentence.contains("kirim") && sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn entities_and_depth() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;\">]><w:document><w:body><w:p>&b;</w:p></w:body></w:document>";
    let with = |document: &str| {
        zip(&[
            ("[Content_Types].xml", types(DOCX).as_bytes()),
            ("word/document.xml", document.as_bytes()),
        ])
    };
    assert_eq!(open(&with(bomb)), Err(Fault::Bomb));
    let deep = "<w:document><w:body>".to_string() + &"<w:tbl><w:tr><w:tc>".repeat(20_000);
    assert_eq!(open(&with(&deep)), Err(Fault::Bomb));
    assert_eq!(open(&with("<w:document><w:body><w:p>")), Err(Fault::Broken));
    assert_eq!(open(&with("")), Err(Fault::Broken));
}

#[test]
fn files_of_a_zip() {
    let bytes = zip(&[
        ("berkas/Surat.pdf", b"%PDF-1.4 surat"),
        ("berkas/.DS_Store", b"x"),
        ("__MACOSX/berkas/._Surat.pdf", b"x"),
        ("lain/Surat.pdf", b"%PDF-1.4 lain"),
        ("Thumbs.db", b"x"),
        ("../../naik.jpg", b"jpg"),
    ]);
    let Ok(Opened::Files(files)) = open(&bytes) else { panic!() };
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Surat.pdf", "Surat (2).pdf", "naik.jpg"]);
    let inner = zip(&[("a.txt", b"x")]);
    assert_eq!(
        open(&zip(&[("a.zip", &inner), ("b.rar", b"Rar!\x1a\x07\0")])),
        Err(Fault::NestedArchive)
    );
    assert!(open(&zip(&[("a.zip", &inner), ("b.pdf", b"%PDF-")])).is_ok());
    // A document is no archive, though it is packed like one.
    assert!(open(&zip(&[("surat.docx", &docx_with("", &[], &[]))])).is_ok());
    assert_eq!(open(&zip(&[(".DS_Store", b"x")])), Err(Fault::Empty));
    let many: Vec<(String, &[u8])> =
        (0..60).map(|n| (format!("{n}.jpg"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    assert_eq!(open(&zip(&many)), Err(Fault::TooLarge));
}

#[test]
fn archives_that_swell_overlap_or_lie() {
    let zeros = vec![0u8; 8 << 20];
    assert_eq!(open(&zip(&[("a.pdf", &zeros)])), Err(Fault::Bomb));
    let whole = zip(&[("a.pdf", b"%PDF-1.4 satu dua tiga"), ("b.pdf", b"%PDF-1.4 dua")]);
    for cut in [10, whole.len() / 2, whole.len() - 1] {
        assert_eq!(open(&whole[..cut]), Err(Fault::Broken), "{cut}");
    }
    // The directory's second entry points at the first one's bytes.
    let mut both = whole.clone();
    let at = both.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    both[at + 42..at + 46].copy_from_slice(&[0; 4]);
    assert!(open(&both).is_err());
    // The directory says the entry is encrypted.
    let mut locked = whole.clone();
    for (at, window) in whole.windows(4).enumerate() {
        match window {
            b"PK\x01\x02" => locked[at + 8] |= 1,
            b"PK\x03\x04" => locked[at + 6] |= 1,
            _ => {}
        }
    }
    assert_eq!(open(&locked), Err(Fault::Encrypted));
    // Two archives in one file: which one would the reader see?
    let two = [whole.clone(), whole.clone()].concat();
    assert_eq!(open(&two), Err(Fault::Disguised));
    // It unpacks to more than it says.
    let text = b"a".repeat(4_000);
    let mut lying = zip(&[("a.txt", &text)]);
    let at = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    lying[at + 24..at + 28].copy_from_slice(&100u32.to_le_bytes());
    assert!(open(&lying).is_err());
}

#[test]
fn an_open_document() {
    let ns =
        "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:table=\"b\" xmlns:draw=\"d\"";
    let content = format!(
        "<office:document-content {ns}><office:automatic-styles><style:style style:name=\"T1\" style:family=\"text\">\
         <style:text-properties text:display=\"none\"/></style:style><style:style style:name=\"P9\" style:family=\"paragraph\">\
         <style:paragraph-properties fo:break-before=\"page\"/></style:style><text:list-style style:name=\"L1\">\
         <text:list-level-style-number text:level=\"1\" style:num-format=\"a\" style:num-suffix=\".\">\
         <style:list-level-properties><style:list-level-label-alignment text:label-followed-by=\"space\"/>\
         </style:list-level-properties></text:list-level-style-number></text:list-style></office:automatic-styles>\
         <office:body><office:text><text:tracked-changes><text:p>dihapus</text:p></text:tracked-changes>\
         <text:p>Nama<text:tab/>:<text:s text:c=\"2\"/>Ratna\n   Kusuma<text:span text:style-name=\"T1\">rahasia</text:span></text:p>\
         <text:list text:style-name=\"L1\"><text:list-item><text:p>satu</text:p><text:p>lanjut</text:p></text:list-item>\
         <text:list-item><text:p>dua</text:p></text:list-item></text:list>\
         <table:table><table:table-column table:number-columns-repeated=\"3\"/><table:table-row><table:table-cell><text:p>NIP</text:p>\
         </table:table-cell><table:table-cell><text:p>:</text:p></table:table-cell><table:table-cell><text:p>1987</text:p>\
         </table:table-cell></table:table-row></table:table><text:p text:style-name=\"P9\">Halaman<text:line-break/>dua</text:p>\
         </office:text></office:body></office:document-content>"
    );
    let styles = format!(
        "<office:document-styles {ns}><office:master-styles><style:master-page style:name=\"Standard\"><style:header>\
         <text:p>KOP SURAT</text:p></style:header></style:master-page></office:master-styles></office:document-styles>"
    );
    let bytes = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ]);
    let (text, remarks) = read(&bytes);
    assert_eq!(
        text,
        "KOP SURAT\nNama  :  Ratna Kusuma\na. satu\nlanjut\nb. dua\nNIP : 1987\n\u{c}Halaman\ndua\n"
    );
    assert!(remarks.iter().any(|r| r.contains("tersembunyi")), "{remarks:?}");
}
