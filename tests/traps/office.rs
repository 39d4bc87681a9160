//! Office documents: entities, depth, floods, locks, macros, other people's formats.
use super::{LETTER, Trap, answered, noise, read, refused};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const TRAPS: &[Trap] = &[
    refused("billion_laughs", "surat.docx", &["bomb"], || docx(&laughs(), &[])),
    refused("quadratic_blow_up", "surat.docx", &["bomb"], || docx(&quadratic(), &[])),
    refused("entity_from_outside", "surat.docx", &["bomb"], || {
        let entity = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
        docx(&format!("{entity}<w:document><w:body><w:p>&a;</w:p></w:body></w:document>"), &[])
    }),
    refused("deep_nesting", "surat.docx", &["bomb"], || {
        docx(&format!("<w:document><w:body>{}", "<w:tbl><w:tr><w:tc>".repeat(200_000)), &[])
    }),
    refused("empty_paragraphs", "surat.docx", &["bomb"], || {
        docx(&body(&"<w:p/>".repeat(5_000_000)), &[])
    }),
    answered("a_million_attributes", "surat.docx", || {
        let flood: String = (0..200_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
        docx(&body(&format!("<w:p{flood}><w:r><w:t>isi</w:t></w:r></w:p>")), &[])
    }),
    answered("styles_in_a_circle", "surat.docx", || {
        let styles = "<w:styles><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style>\
                      <w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
        let content = "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>isi</w:t></w:r></w:p>";
        docx(&body(&content.repeat(5_000)), &[("word/styles.xml", styles.into())])
    }),
    answered("fields_without_end", "surat.docx", || {
        let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
        docx(&body(&format!("<w:p>{}</w:p>", begin.repeat(20_000))), &[])
    }),
    answered("wide_and_long_tables", "surat.docx", || {
        let cell = |n: usize| {
            format!("<w:tc><w:p><w:r><w:t>sel {}</w:t></w:r></w:p></w:tc>", n * 7919 % 9973)
        };
        let rows: String = (0..2_000)
            .map(|row| {
                format!("<w:tr>{}</w:tr>", (0..63).map(|c| cell(row * 63 + c)).collect::<String>())
            })
            .collect();
        docx(&body(&format!("<w:tbl>{rows}</w:tbl>")), &[])
    }),
    answered("a_line_of_a_megabyte", "surat.docx", || {
        let words: String = noise(700_000).iter().map(|b| char::from(b'a' + b % 26)).collect();
        docx(&body(&format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")), &[])
    }),
    answered("many_tabs", "surat.docx", || {
        docx(
            &body(&format!(
                "<w:p><w:r><w:t>{}</w:t>{}</w:r></w:p>",
                "x",
                "<w:tab/>".repeat(20_000)
            )),
            &[],
        )
    }),
    answered("repeats_of_an_open_document", "surat.odt", || {
        let row = "<table:table-row table:number-rows-repeated=\"2000000000\">\
                   <table:table-cell table:number-columns-repeated=\"2000000000\"><text:p>x\
                   <text:s text:c=\"2000000000\"/></text:p></table:table-cell></table:table-row>";
        odt(
            &format!(
                "<table:table><table:table-column table:number-columns-repeated=\"2000000000\"/>{}</table:table>",
                row.repeat(50)
            ),
            &[],
        )
    }),
    refused("laughs_of_an_open_document", "surat.odt", &["bomb"], || {
        entries(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml", laughs().into()),
        ])
    }),
    refused("cut", "surat.docx", &["broken"], || {
        let whole = letter();
        whole[..whole.len() * 2 / 3].to_vec()
    }),
    refused("no_end_of_the_xml", "surat.docx", &["broken"], || {
        docx("<w:document><w:body><w:p><w:r><w:t>isi", &[])
    }),
    refused("noise_for_a_body", "surat.docx", &["broken", "bomb"], || {
        entries(&[
            ("[Content_Types].xml", types("document.main").into()),
            ("word/document.xml", noise(100_000)),
        ])
    }),
    refused("macros", "surat.docm", &["macros", "disguised"], || {
        entries(&[
            ("[Content_Types].xml", types("document.macroEnabled.main").into()),
            ("word/document.xml", body("").into()),
        ])
    }),
    refused("macros_under_another_name", "surat.docx", &["macros"], || {
        docx(&body(""), &[("word/vbaProject.bin", b"x".to_vec())])
    }),
    refused("macros_of_an_open_document", "surat.odt", &["macros"], || {
        odt("<text:p>isi</text:p>", &[("Basic/Standard/Modul1.xml", b"<x/>".to_vec())])
    }),
    refused("locked_docx", "surat.docx", &["encrypted"], || {
        ole(&["EncryptedPackage", "EncryptionInfo"])
    }),
    refused("locked_odt", "surat.odt", &["encrypted"], || {
        odt("", &[("META-INF/manifest.xml", b"<m:m><m:encryption-data/></m:m>".to_vec())])
    }),
    refused("old_word", "surat.doc", &["old_word"], || ole(&["WordDocument", "1Table"])),
    refused("old_word_with_macros", "surat.doc", &["macros"], || {
        ole(&["WordDocument", "Macros", "VBA"])
    }),
    refused("old_excel", "surat.xls", &["other_office"], || ole(&["Workbook"])),
    refused("rtf", "surat.rtf", &["old_word"], || b"{\\rtf1 {\\object\\objdata 0105}}".to_vec()),
    refused("excel", "surat.xlsx", &["other_office"], || {
        let types = "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
        entries(&[("[Content_Types].xml", types.into()), ("xl/workbook.xml", b"<x/>".to_vec())])
    }),
    read("template_from_outside", "surat.docx", || {
        let rels = "<Relationships><Relationship Id=\"r\" Type=\"x/attachedTemplate\" Target=\"https://jahat.example/a.dotm\" TargetMode=\"External\"/></Relationships>";
        let main = "<Relationships><Relationship Id=\"s\" Type=\"x/settings\" Target=\"settings.xml\"/></Relationships>";
        docx(
            &body(&paragraphs()),
            &[
                ("word/_rels/document.xml.rels", main.into()),
                ("word/settings.xml", b"<w:settings/>".to_vec()),
                ("word/_rels/settings.xml.rels", rels.into()),
            ],
        )
    }),
    read("an_ordinary_one", "surat.docx", letter),
    read("an_ordinary_open_document", "surat.odt", || {
        let lines: String = LETTER.iter().map(|line| format!("<text:p>{line}</text:p>")).collect();
        odt(&lines, &[])
    }),
];

fn entries(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn types(kind: &str) -> String {
    let family = if kind.contains("macro") {
        "ms-word"
    } else {
        "openxmlformats-officedocument.wordprocessingml"
    };
    format!(
        "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.{family}.{kind}+xml\"/></Types>"
    )
}

fn docx(document: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", types("document.main").into_bytes()),
        ("word/document.xml", document.into()),
    ];
    parts.extend(more.iter().cloned());
    entries(&parts)
}

fn odt(text: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let mut parts = vec![
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", content.into()),
    ];
    parts.extend(more.iter().cloned());
    entries(&parts)
}

fn body(content: &str) -> String {
    format!("<w:document><w:body>{content}</w:body></w:document>")
}

fn paragraphs() -> String {
    LETTER.iter().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect()
}

pub fn letter() -> Vec<u8> {
    docx(&body(&paragraphs()), &[])
}

fn laughs() -> String {
    let mut out = "<!DOCTYPE x [<!ENTITY a0 \"hahahahahaha\">".to_string();
    for n in 1..30 {
        out += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    out + "]>" + &body("<w:p><w:r><w:t>&a29;</w:t></w:r></w:p>")
}

fn quadratic() -> String {
    let entity: String = noise(60_000).iter().map(|b| char::from(b'a' + b % 26)).collect();
    format!("<!DOCTYPE x [<!ENTITY a \"{entity}\">]>")
        + &body(&format!("<w:p>{}</w:p>", "&a;".repeat(60_000)))
}

/// A container of Microsoft's with these streams in its directory.
fn ole(names: &[&str]) -> Vec<u8> {
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(512, 0);
    for name in names {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).unwrap();
        entry.resize(128, 0);
        entry[64] = length;
        entry[66] = 2;
        out.extend(entry);
    }
    out
}
