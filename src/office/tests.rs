//! Documents made by hand, feature by feature.
mod archives;

use super::{Opened, open};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn types(main: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Types><Override PartName=\"/word/document.xml\" ContentType=\
         \"application/vnd.{main}+xml\"/></Types>"
    )
}

const DOCX: &str = "openxmlformats-officedocument.wordprocessingml.document.main";

/// A DOCX with this body, more parts, and relations as (id, kind, target, external).
fn docx_with(
    body: &str,
    parts: &[(&str, &str)],
    relations: &[(&str, &str, &str, bool)],
) -> Vec<u8> {
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let list: String = relations
        .iter()
        .map(|(id, kind, target, external)| {
            let mode = if *external { " TargetMode=\"External\"" } else { "" };
            format!(
                "<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"{mode}/>"
            )
        })
        .collect();
    let list = format!("<Relationships>{list}</Relationships>");
    let types = types(DOCX);
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", list.as_bytes()),
    ];
    entries.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    zip(&entries)
}

/// The text and remarks of a DOCX with this body.
fn docx(body: &str) -> (String, Vec<String>) {
    read(&docx_with(body, &[], &[]))
}

fn read(bytes: &[u8]) -> (String, Vec<String>) {
    match open(bytes) {
        Ok(Opened::Text { text, remarks, .. }) => (text, remarks),
        other => panic!("{other:?}"),
    }
}

fn p(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn runs_tabs_breaks_and_fields() {
    let cases = [
        (
            p(&(r("Na") + &r("ma") + "<w:r><w:tab/><w:t>: Ratna &amp; Co</w:t></w:r>")),
            "Nama  : Ratna & Co\n",
        ),
        (p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>"), "a\nb\nc\n"),
        (
            p("<w:r><w:t>a\u{ad}b</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>c</w:t></w:r>"),
            "ab-c\n",
        ),
        (
            p("<w:r><w:t>a</w:t></w:r><w:r><w:br w:type=\"page\"/></w:r>") + &p(&r("b")),
            "a\n\u{c}b\n",
        ),
        (
            p(&r("a")) + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr>" + &r("b") + "</w:p>",
            "a\n\u{c}b\n",
        ),
        (
            p(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
               <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>9 Mei</w:t></w:r>\
               <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t> 1</w:t></w:r></w:fldSimple>",
            ),
            "9 Mei 1\n",
        ),
        (
            p(
                "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>\
               </w:fldChar></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t> Reset</w:t></w:r>\
               <w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/><w:t> User ID</w:t></w:r>",
            ),
            "☒ Reset☐ User ID\n",
        ),
        (
            p(
                "<w:hyperlink><w:r><w:t>a@b.example</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t> x</w:t></w:r></w:smartTag>",
            ),
            "a@b.example x\n",
        ),
        (p("<w:r><w:rPr><w:caps/></w:rPr><w:t>dinas perikanan</w:t></w:r>"), "DINAS PERIKANAN\n"),
    ];
    for (body, wanted) in cases {
        assert_eq!(docx(&body).0, wanted, "{body}");
    }
}

#[test]
fn content_controls_without_their_hints() {
    let body = "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>".to_string()
        + &p(&r("Isi"))
        + "</w:sdtContent></w:sdt>"
        + &p(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Klik di sini</w:t></w:r>\
              </w:sdtContent></w:sdt><w:r><w:t>NIP :</w:t></w:r>",
        );
    assert_eq!(docx(&body).0, "Isi\nNIP :\n");
}

#[test]
fn tracked_changes_and_hidden_words() {
    let body = p(
        "<w:r><w:t>Nama : </w:t></w:r><w:del><w:r><w:delText>Joko</w:delText></w:r></w:del>\
                  <w:ins><w:r><w:t>Ratna</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>X</w:t></w:r></w:moveFrom>",
    );
    let (text, remarks) = docx(&body);
    assert_eq!(text, "Nama : Ratna\n");
    assert!(remarks.iter().any(|r| r.contains("dihapus")), "{remarks:?}");
    // The end of a paragraph can be deleted too.
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>".to_string()
        + &r("satu ")
        + "</w:p>"
        + &p(&r("dua"));
    assert_eq!(docx(&joined).0, "satu dua\n");
    for look in ["<w:vanish/>", "<w:color w:val=\"FFFFFF\"/>", "<w:sz w:val=\"2\"/>"] {
        let body =
            p(&(r("tampak") + &format!("<w:r><w:rPr>{look}</w:rPr><w:t>rahasia</w:t></w:r>")));
        let (text, remarks) = docx(&body);
        assert_eq!(text, "tampak\n", "{look}");
        assert!(remarks.iter().any(|r| r.contains("tersembunyi")), "{look} {remarks:?}");
    }
    // White letters on a dark ground are seen.
    let dark = "<w:p><w:pPr><w:shd w:fill=\"000000\"/></w:pPr><w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr>\
                <w:t>KEPUTUSAN</w:t></w:r></w:p>";
    assert_eq!(docx(dark).0, "KEPUTUSAN\n");
}

#[test]
fn numbers_that_word_makes() {
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
         <w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/>\
         <w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%2)\"/><w:suff w:val=\"space\"/></w:lvl></w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"ordinalText\"/>\
         <w:lvlText w:val=\"%1\"/><w:suff w:val=\"space\"/><w:rPr><w:caps/></w:rPr></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>"
    );
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
            r(text)
        )
    };
    let body = item(1, 0, "satu")
        + &item(1, 1, "sub")
        + &item(1, 1, "sub")
        + &item(1, 0, "dua")
        + &item(1, 1, "sub")
        + &item(2, 0, "lagi")
        + &item(3, 0, ": Menunjuk")
        + &item(3, 0, ": Tugas");
    let bytes = docx_with(
        &body,
        &[("word/numbering.xml", &numbering)],
        &[("n", "numbering", "numbering.xml", false)],
    );
    assert_eq!(
        read(&bytes).0,
        "1.    satu\na) sub\nb) sub\n2.    dua\na) sub\n1.    lagi\nPERTAMA : Menunjuk\nKEDUA : Tugas\n"
    );
}

#[test]
fn tables_headers_boxes_and_styles() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(&r(text)));
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>())
    };
    let table = format!(
        "<w:tbl><w:tblGrid/>{}{}</w:tbl>",
        row(&["Nama", ":", "Ratna"]),
        row(&["No. HP", ":", "0812"])
    );
    let boxed = "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent><w:p>\
        <w:r><w:t>Dalam kotak</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>\
        <w:txbxContent><w:p><w:r><w:t>Dalam kotak</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>\
        </mc:AlternateContent></w:r>";
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"Dasar\"><w:rPr><w:caps/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Kop\"><w:basedOn w:val=\"Dasar\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Putar\"><w:basedOn w:val=\"Putar\"/></w:style></w:styles>"
    );
    let header = format!(
        "<w:hdr {W}><w:p><w:pPr><w:pStyle w:val=\"Kop\"/></w:pPr>{}</w:p></w:hdr>",
        r("Kementerian Contoh")
    );
    let footer = format!("<w:ftr {W}>{}</w:ftr>", p(&r("Jalan Contoh 1")));
    let body = table
        + &format!("<w:p><w:pPr><w:pStyle w:val=\"Putar\"/></w:pPr>{boxed}{}</w:p>", r("Isi"))
        + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/><w:footerReference w:type=\"default\" r:id=\"f\"/></w:sectPr>";
    let bytes = docx_with(
        &body,
        &[
            ("word/styles.xml", &styles),
            ("word/header1.xml", &header),
            ("word/footer1.xml", &footer),
        ],
        &[
            ("s", "styles", "styles.xml", false),
            ("h", "header", "header1.xml", false),
            ("f", "footer", "footer1.xml", false),
        ],
    );
    assert_eq!(
        read(&bytes).0,
        "KEMENTERIAN CONTOH\nNama   : Ratna\nNo. HP : 0812\n\nDalam kotak\nIsi\nJalan Contoh 1\n"
    );
}

#[test]
fn what_points_outside_is_told() {
    let field = p(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DDEAUTO c:\\\\x \"/k\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>isi</w:t></w:r>",
    );
    let settings = "<Relationships><Relationship Id=\"t\" Type=\"http://x/attachedTemplate\" \
        Target=\"https://jahat.example/t.dotm\" TargetMode=\"External\"/></Relationships>";
    let bytes = docx_with(
        &field,
        &[
            ("word/settings.xml", "<w:settings/>"),
            ("word/_rels/settings.xml.rels", settings),
            ("word/embeddings/oleObject1.bin", "x"),
        ],
        &[
            ("i", "image", "https://jahat.example/a.png", true),
            ("l", "hyperlink", "https://kkp.example", true),
            ("s", "settings", "settings.xml", false),
        ],
    );
    let (text, remarks) = read(&bytes);
    assert_eq!(text, "isi\n");
    for word in ["DDE", "attachedTemplate", "OLE", "rujukan"] {
        assert!(remarks.iter().any(|r| r.contains(word)), "{word}: {remarks:?}");
    }
    // A link to click on is no reason for a word.
    let link = docx_with(&p(&r("isi")), &[], &[("l", "hyperlink", "https://kkp.example", true)]);
    assert_eq!(read(&link).1, Vec::<String>::new());
}

#[test]
fn pictures_as_large_as_pages() {
    let drawing = |id: &str, size: u32| {
        p(&format!(
            "<w:r><w:drawing><wp:inline><wp:extent cx=\"{size}\" cy=\"{size}\"/><a:blip r:embed=\"{id}\"/>\
                    </wp:inline></w:drawing></w:r>"
        ))
    };
    let body = drawing("a", 6_000_000)
        + &drawing("logo", 900_000)
        + &drawing("b", 6_000_000)
        + &drawing("a", 6_000_000);
    let bytes = docx_with(
        &body,
        &[("word/media/a.png", "satu"), ("word/media/b.png", "dua"), ("word/media/l.png", "logo")],
        &[
            ("a", "image", "media/a.png", false),
            ("b", "image", "media/b.png", false),
            ("logo", "image", "media/l.png", false),
        ],
    );
    let Ok(Opened::Text { pictures, .. }) = open(&bytes) else { panic!() };
    assert_eq!(pictures, [b"satu".to_vec(), b"dua".to_vec()]);
}
