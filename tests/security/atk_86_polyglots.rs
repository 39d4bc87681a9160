//! A5-86: files that are two things, or not what they are called. The first bytes decide, at offset 0; a program,
//! markup or archive is refused in a clear sentence whatever its name and type say.
use super::super::siege::{refused, with_files};

#[tokio::test]
async fn the_first_bytes_decide() {
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
    let glue = |front: &[u8]| [front, pdf.as_slice()].concat();
    let (office, case) = with_files(&[
        ("Surat Permohonan.pdf", "application/pdf", b"MZ\x90\0\x03\0\0\0\x04\0".to_vec()),
        ("SK Admin Agency.pdf", "application/pdf", b"\x7fELF\x02\x01\x01".to_vec()),
        ("foto.pdf", "application/pdf", glue(b"GIF89a\x01\0\x01\0=1;/*")),
        ("halaman.pdf", "application/pdf", glue(b"<html><script>1</script>\n")),
        ("arsip.pdf", "application/pdf", glue(b"PK\x03\x04\x14\0\0\0\0\0")),
        ("skrip.pdf", "application/pdf", glue(b"#!/bin/sh\n")),
        ("gambar.svg.pdf", "image/svg+xml", b"<svg onload=alert(1)>".to_vec()),
    ])
    .await;
    refused(&case);
    assert!(case.papers.len() >= 5, "{:?}", case.papers.len());
    for paper in &case.papers {
        assert_ne!(paper.media_type, "application/pdf", "{}", paper.name);
    }
    office.close().await;
}
