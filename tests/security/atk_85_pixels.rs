//! A5-85: pixel floods and PDF bombs. Pictures are not decoded at all (no OCR yet); a PDF that inflates or nests
//! without end costs its reader, not the daemon. All hostile papers are in `tests/reader.rs`.
use super::super::siege::{refused, with_files};

fn png() -> Vec<u8> {
    let size = 65_535u32.to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &size, &size, &[8, 6, 0, 0, 0, 0, 0, 0, 0]]
        .concat()
}

fn jpeg() -> Vec<u8> {
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x11\0\x02\x11\x01\x03\x11\x01".to_vec()
}

fn tiff() -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0\x02\0".to_vec();
    for tag in [256u16, 257] {
        file.extend(tag.to_le_bytes());
        file.extend(4u16.to_le_bytes());
        file.extend(1u32.to_le_bytes());
        file.extend(65_535u32.to_le_bytes());
    }
    file.extend([0; 4]);
    file
}

/// One page whose content inflates to hundreds of megabytes.
fn pdf() -> Vec<u8> {
    let zeros = vec![b' '; 64 << 20];
    let once = miniz_oxide::deflate::compress_to_vec_zlib(&zeros, 6);
    let twice = miniz_oxide::deflate::compress_to_vec_zlib(&once, 6);
    let mut file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]/Contents 4 0 R>>endobj\n".to_vec();
    file.extend(
        format!("4 0 obj<</Length {}/Filter[/FlateDecode/FlateDecode]>>stream\n", twice.len())
            .bytes(),
    );
    file.extend(twice);
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    file
}

#[tokio::test]
async fn sizes_are_not_believed() {
    let (office, case) = with_files(&[
        ("Surat Permohonan.png", "image/png", png()),
        ("SK.jpg", "image/jpeg", jpeg()),
        ("lampiran.tif", "image/tiff", tiff()),
        ("Surat.pdf", "application/pdf", pdf()),
    ])
    .await;
    refused(&case);
    // Small pictures are nobody's papers.
    assert!(case.papers.len() >= 2, "{:?}", case.papers.len());
    office.close().await;
}
