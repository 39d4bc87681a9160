//! A5-84: archives and documents that unpack to more than they are. Nothing is unpacked: they are refused by their
//! first bytes, in a sentence, whatever they are called.
use super::super::siege::{refused, with_files};

/// A stored ZIP entry, once in the file and a thousand times in the directory.
fn overlapping() -> Vec<u8> {
    let data = vec![b'0'; 100_000];
    let mut zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".to_vec();
    zip.extend([0u8; 4]);
    zip.extend((data.len() as u32).to_le_bytes());
    zip.extend((data.len() as u32).to_le_bytes());
    zip.extend([1, 0, 0, 0]);
    zip.push(b'a');
    zip.extend(&data);
    let start = zip.len() as u32;
    for _ in 0..1000 {
        zip.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0");
        zip.extend([0u8; 4]);
        zip.extend((data.len() as u32).to_le_bytes());
        zip.extend((data.len() as u32).to_le_bytes());
        zip.extend([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        zip.extend(0u32.to_le_bytes());
        zip.push(b'a');
    }
    let size = zip.len() as u32 - start;
    zip.extend(b"PK\x05\x06\0\0\0\0\xe8\x03\xe8\x03");
    zip.extend(size.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

/// A DEFLATE stream of zeros, as large as it gets for its size.
fn squeezed() -> Vec<u8> {
    let zeros = vec![0u8; 20 << 20];
    let packed = miniz_oxide::deflate::compress_to_vec(&zeros, 9);
    [b"\x1f\x8b\x08\0\0\0\0\0\0\x03".as_slice(), &packed, &[0; 8]].concat()
}

#[tokio::test]
async fn nothing_is_unpacked() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><l>&c;</l>";
    let word = [
        b"PK\x03\x04\x14\0\0\0\x08\0....[Content_Types].xmlword/document.xml".as_slice(),
        laughs.as_bytes(),
    ]
    .concat();
    let (office, case) = with_files(&[
        ("Surat Permohonan.pdf", "application/pdf", overlapping()),
        ("SK Admin Agency.zip", "application/zip", overlapping()),
        ("SK.pdf.gz", "application/gzip", squeezed()),
        (
            "Surat Permohonan.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            word,
        ),
        ("surat.xml", "text/xml", laughs.as_bytes().to_vec()),
    ])
    .await;
    refused(&case);
    assert!(case.papers.len() >= 4, "{:?}", case.papers.len());
    office.close().await;
}
