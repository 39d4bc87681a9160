//! Two kinds of file in one, names that lie, and the innocent oddities beside them.
use super::packed::stored;
use super::pictures::{jpeg, real_png};
use super::{LETTER, Trap, answered, noise, office, pdfs, read, refused};

const TWOFOLD: &[&str] = &["disguised"];

pub const TRAPS: &[Trap] = &[
    refused("gifar", "foto.gif", TWOFOLD, || {
        [b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), parcel()].concat()
    }),
    refused("jpeg_with_a_zip_behind", "foto.jpg", TWOFOLD, || [jpeg(), parcel()].concat()),
    refused("png_with_a_zip_behind", "foto.png", TWOFOLD, || [real_png(), parcel()].concat()),
    refused("jpeg_with_a_rar_behind", "foto.jpg", TWOFOLD, || {
        [jpeg(), b"Rar!\x1a\x07\0isi".to_vec()].concat()
    }),
    refused("pdf_with_a_zip_behind", "surat.pdf", TWOFOLD, || [pdfs::letter(), parcel()].concat()),
    refused("pdf_with_a_page_behind", "surat.pdf", TWOFOLD, || {
        [pdfs::letter(), b"<html><script>alert(1)</script></html>".to_vec()].concat()
    }),
    refused("page_before_a_pdf", "surat.pdf", TWOFOLD, || {
        [b"<html><script>alert(1)</script><!--".to_vec(), pdfs::letter()].concat()
    }),
    refused("page_in_the_head_of_a_pdf", "surat.pdf", TWOFOLD, || {
        let whole = pdfs::letter();
        [b"%PDF-1.4\n%<html><script>alert(1)</script>\n".as_slice(), &whole[9..]].concat()
    }),
    refused("gif_and_pdf", "foto.gif", TWOFOLD, || [b"GIF89a".to_vec(), pdfs::letter()].concat()),
    refused("jpeg_and_pdf", "foto.jpg", TWOFOLD, || {
        let whole = jpeg();
        let pdf = pdfs::letter();
        let size = u16::try_from(pdf.len() + 2).unwrap().to_be_bytes();
        [&whole[..2], b"\xff\xfe", &size, &pdf, &whole[2..]].concat()
    }),
    refused("program_as_pdf", "Surat Permohonan.pdf", TWOFOLD, || {
        [b"MZ\x90\0".to_vec(), noise(5_000)].concat()
    }),
    refused("page_as_pdf", "surat.pdf", TWOFOLD, || {
        b"<!DOCTYPE html><html><body>Surat</body></html>".to_vec()
    }),
    refused("pdf_as_program", "surat.pdf.exe", TWOFOLD, pdfs::letter),
    refused("turned_name", "surat\u{202e}fdp.exe", TWOFOLD, pdfs::letter),
    refused("program", "pasang.exe", &["program"], || {
        [b"MZ\x90\0".to_vec(), noise(5_000)].concat()
    }),
    refused("script", "baca.sh", &["program"], || b"#!/bin/sh\nrm -rf /\n".to_vec()),
    refused("a_page", "surat.html", &["markup"], || b"<html><body>Surat</body></html>".to_vec()),
    refused("a_drawing", "surat.svg", &["markup"], || {
        b"<svg xmlns='x'><script>1</script></svg>".to_vec()
    }),
    refused("short_cut", "surat.lnk", &["program", "disguised"], || {
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0".to_vec()
    }),
    refused("nothing", "surat.pdf", &["empty"], Vec::new),
    refused("noise", "surat.pdf", &["unknown_kind"], || noise(40_000)),
    // Innocent.
    read("bytes_before_a_pdf", "surat.pdf", || {
        [b"\xef\xbb\xbf\r\n\0\0 ".to_vec(), pdfs::letter()].concat()
    }),
    read("head_of_a_gateway_before_a_pdf", "surat.pdf", || {
        [b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".to_vec(), pdfs::letter()]
            .concat()
    }),
    read("garbage_behind_a_pdf", "surat.pdf", || {
        [pdfs::letter(), vec![0; 3_000], noise(500)].concat()
    }),
    read("docx_called_pdf", "surat.pdf", office::letter),
    read("pdf_called_jpg", "surat.jpg", pdfs::letter),
    read("plain_text", "surat.txt", || LETTER.join("\r\n").into_bytes()),
    innocent("film_behind_a_jpeg", "20261109_094112.jpg", || {
        [
            jpeg(),
            b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec(),
            noise(100_000),
            b"MotionPhoto_DataSEFT".to_vec(),
        ]
        .concat()
    }),
    innocent("second_jpeg_behind_a_jpeg", "foto.jpg", || [jpeg(), jpeg()].concat()),
    innocent("png_called_jpg", "foto.jpg", real_png),
    innocent("jpeg_called_pdf", "surat.pdf", jpeg),
];

/// A picture without words: whatever is made of it, it is not refused for what it is.
const fn innocent(name: &'static str, file: &'static str, make: fn() -> Vec<u8>) -> Trap {
    Trap { wanted: super::Wanted::Admitted, ..answered(name, file, make) }
}

fn parcel() -> Vec<u8> {
    stored(&[("Jahat.class".into(), noise(400))])
}
