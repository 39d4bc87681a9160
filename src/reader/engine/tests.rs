//! Tests: content, not names.
use super::*;
use crate::reader::sniff::sniff;
use crate::reader::tests::NoTools;

#[test]
fn content_counts_not_the_name() {
    for (bytes, content) in [
        (b"%PDF-1.7".as_slice(), Content::Pdf),
        (b"\xff\xd8\xff\xe0JFIF", Content::Image),
        (b"PK\x03\x04....[Content_Types].xml", Content::Word),
        (b"PK\x03\x04aaaaaaaaaaaaaaaaa", Content::Archive),
        (b"MZ\x90\0", Content::Program),
        (b"  <!DOCTYPE html>", Content::Markup),
        (b"GIF89a%PDF-1.4", Content::Image),
        (b"Surat permohonan", Content::Text),
        (b"", Content::Empty),
        (b"\0\x01\x02", Content::Unknown),
    ] {
        assert_eq!(sniff(bytes), content, "{bytes:?}");
    }
    let reading = read(b"MZ\x90\0\x03", "Surat Permohonan.pdf", &mut NoTools);
    assert_eq!(reading.kind, crate::document::PaperKind::Unreadable);
}
