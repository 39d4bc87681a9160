//! PDFs: bombs, circles, depth, floods, locks, things that act.
use super::{LETTER, Trap, answered, noise, read, refused, zlibbed};

pub const TRAPS: &[Trap] = &[
    refused("stream_of_one_and_a_half_gigabytes", "surat.pdf", &["bomb"], || {
        with_content("/Filter /FlateDecode", &zlibbed(b' ', 1_536), "")
    }),
    refused("stream_packed_twice", "surat.pdf", &["bomb"], || {
        let inner = zlibbed(b' ', 200);
        let outer = miniz_oxide::deflate::compress_to_vec_zlib(&inner, 6);
        with_content("/Filter [/FlateDecode /FlateDecode]", &outer, "")
    }),
    answered("pages_in_a_circle", "surat.pdf", || {
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 9/Kids[3 0 R]>>",
            "<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>",
        ])
    }),
    answered("nested_arrays", "surat.pdf", || {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        file(&[
            "<</Type/Catalog/Pages 2 0 R/X 4 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            PAGE,
            &deep,
        ])
    }),
    answered("nested_dictionaries", "surat.pdf", || {
        let deep = format!("{}1{}", "<</A ".repeat(100_000), ">>".repeat(100_000));
        file(&[
            "<</Type/Catalog/Pages 2 0 R/X 4 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            PAGE,
            &deep,
        ])
    }),
    answered("a_form_within_itself", "surat.pdf", || {
        let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream";
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>>",
            form,
            "<</Length 5>>stream\n/F Do\nendstream",
        ])
    }),
    answered("two_thousand_pages", "surat.pdf", || {
        let kids: String = (0..2_000).map(|n| format!("{} 0 R ", n + 4)).collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_string(),
            format!("<</Type/Pages/Count 2000/Kids[{kids}]>>"),
            content_object(LETTER),
        ];
        objects.extend((0..2_000).map(|_| page_object(3)));
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        file(&objects)
    }),
    answered("claims_two_billion_pages", "surat.pdf", || {
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 2000000000/Kids[3 0 R]>>",
            PAGE,
            "<</Length 0>>stream\n\nendstream",
        ])
    }),
    answered("tables_in_a_circle", "surat.pdf", || {
        let whole = letter();
        let at = String::from_utf8_lossy(&whole).rfind("xref\n").unwrap();
        let text = String::from_utf8_lossy(&whole)
            .replace("/Root 1 0 R", &format!("/Root 1 0 R/Prev {at}"));
        text.into_bytes()
    }),
    answered("objects_that_are_each_other", "surat.pdf", || {
        file(&["<</Type/Catalog/Pages 2 0 R>>", "3 0 R", "2 0 R"])
    }),
    answered("a_length_that_is_itself", "surat.pdf", || {
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            PAGE,
            "<</Length 4 0 R>>stream\nBT ET\nendstream",
        ])
    }),
    answered("stream_of_objects_that_swells", "surat.pdf", || {
        let packed = zlibbed(b' ', 1_024);
        let head = format!(
            "<</Type/ObjStm/N 2000000000/First 2000000000/Filter/FlateDecode/Length {}>>stream\n",
            packed.len()
        );
        let mut out =
            file(&["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE]);
        let at = out.windows(5).rposition(|w| w == b"xref\n").unwrap();
        let stream =
            [b"9 0 obj ".to_vec(), head.into_bytes(), packed, b"\nendstream endobj\n".to_vec()]
                .concat();
        out.splice(at..at, stream);
        out
    }),
    refused("a_picture_of_four_billion_points", "surat.pdf", &["too_large"], || {
        let packed = zlibbed(0, 300);
        let head = format!(
            "<</Type/XObject/Subtype/Image/Width 65535/Height 65535/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode/Length {}>>stream\n",
            packed.len()
        );
        let picture = [head.into_bytes(), packed, b"\nendstream".to_vec()].concat();
        scan(&picture)
    }),
    answered("a_page_of_a_square_kilometre", "surat.pdf", || {
        let wide = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000000 2000000000]/Contents 4 0 R>>";
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            wide,
            "<</Length 21>>stream\n0 0 900 900 re f 1 0 m\nendstream",
        ])
    }),
    answered("a_million_strokes", "surat.pdf", || {
        let strokes = "0 0 m 9 9 l S\n".repeat(400_000);
        with_content("", strokes.as_bytes(), "")
    }),
    refused("noise", "surat.pdf", &["broken"], || {
        [b"%PDF-1.7\n".to_vec(), noise(200_000)].concat()
    }),
    refused("only_a_mark", "surat.pdf", &["broken"], || b"%PDF-1.7".to_vec()),
    refused("locked", "surat.pdf", &["encrypted"], || {
        let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        let lock = format!(
            "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<{key}>/U<{key}>>>/ID[<aa><aa>]"
        );
        with_content("", b"BT ET", &lock)
    }),
    read("javascript", "surat.pdf", || acting("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")),
    read("a_program_to_start", "surat.pdf", || acting("/OpenAction<</S/Launch/F(cmd.exe)>>")),
    read("files_within", "surat.pdf", || {
        acting("/Names<</EmbeddedFiles<</Names[(a.exe) 1 0 R]>>>>")
    }),
    read("an_ordinary_one", "surat.pdf", letter),
    answered("a_cut_one", "surat.pdf", || {
        let whole = letter();
        whole[..whole.len() * 2 / 3].to_vec()
    }),
];

const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>";

fn page_object(content: usize) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F <</Type/Font/Subtype/Type1\
         /BaseFont/Helvetica>>>>>>/Contents {content} 0 R>>"
    )
}

fn content_object(lines: &[&str]) -> String {
    let shown: String = lines.iter().map(|line| format!("({line}) ' ")).collect();
    let content = format!("BT /F 11 Tf 16 TL 60 780 Td {shown}ET");
    format!("<</Length {}>>stream\n{content}\nendstream", content.len())
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[&str]) -> Vec<u8> {
    let objects: Vec<&[u8]> = objects.iter().map(|o| o.as_bytes()).collect();
    of_bytes(&objects, "")
}

fn of_bytes(objects: &[&[u8]], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend(*object);
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = places.len() + 1;
    out.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n").bytes(),
    );
    out
}

fn with_content(filter: &str, content: &[u8], trailer: &str) -> Vec<u8> {
    let head = format!("<</Length {}{filter}>>stream\n", content.len());
    let stream = [head.as_bytes(), content, b"\nendstream"].concat();
    let page = page_object(4);
    let objects: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page.as_bytes(),
        &stream,
    ];
    of_bytes(&objects, trailer)
}

fn scan(picture: &[u8]) -> Vec<u8> {
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length 28>>stream\n595 0 0 842 0 0 cm /I Do     \nendstream",
        picture,
    ];
    of_bytes(&objects, "")
}

/// A letter of one page.
pub fn letter() -> Vec<u8> {
    acting("")
}

/// The letter with something more in its catalogue.
fn acting(catalogue: &str) -> Vec<u8> {
    let page = page_object(4);
    let content = content_object(LETTER);
    file(&[
        &format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        &page,
        &content,
    ])
}
