//! Files that hold files: winmail.dat, signed and packed ones that lie about their size. Knows those
//! formats' outer shells only.
use super::{Bomb, base64_lines, mail, mixed, noise, whole};

const TNEF: &[u8] = &[0x78, 0x9f, 0x3e, 0x22, 1, 0];

pub const BOMBS: &[Bomb] = &[
    whole("tnef_attributes", 500_000, 10_000, |n| tnef(&attribute(1, 0x0006_8008, b"x").repeat(n))),
    whole("tnef_files", 100_000, 3_000, |n| {
        let file = [
            attribute(2, 0x0006_9002, &[0; 14]),
            attribute(2, 0x0001_8010, b"surat.pdf\0"),
            attribute(2, 0x0006_800f, b"%PDF-1.4"),
        ];
        tnef(&file.concat().repeat(n))
    }),
    whole("tnef_lies_about_its_length", 10_000, 1_000, |n| {
        let lie = [&[1], 0x0006_8008_u32.to_le_bytes().as_slice(), &[0xff; 4]].concat();
        tnef(&lie.repeat(n))
    }),
    whole("tnef_properties_without_end", 1_000_000, 50_000, |n| {
        let claims = [&u32::MAX.to_le_bytes()[..], &[0x1f, 0x10, 0, 0x10].repeat(n / 4)].concat();
        tnef(&attribute(1, 0x0006_9003, &claims))
    }),
    whole("tnef_properties", 1_000_000, 50_000, |n| {
        let one = [0x03, 0x00, 0x0b, 0x00, 1, 0, 0, 0];
        let count = u32::try_from(n / 8).unwrap_or(u32::MAX).to_le_bytes();
        tnef(&attribute(1, 0x0006_9003, &[&count[..], &one.repeat(n / 8)].concat()))
    }),
    whole("tnef_squeezed_words", 4_000_000, 200_000, |n| tnef(&squeezed(n))),
    whole("tnef_in_tnef", 60, 20, |n| {
        let mut inner = TNEF.to_vec();
        for _ in 0..n {
            let file = [
                attribute(2, 0x0006_9002, &[0; 14]),
                attribute(2, 0x0001_8010, b"winmail.dat\0"),
                attribute(2, 0x0006_800f, &inner),
            ];
            inner = [TNEF, &file.concat()].concat();
        }
        parcel("application/ms-tnef", "winmail.dat", &inner)
    }),
    whole("tnef_of_chance", 4_000_000, 200_000, |n| tnef(&noise(n))),
    whole("signed_without_end", 2_000_000, 100_000, |n| signed(&[0x30, 0x80].repeat(n / 2))),
    whole("signed_tower_of_octets", 2_000_000, 100_000, |n| signed(&[0x24, 0x80].repeat(n / 2))),
    whole("signed_lies_about_its_length", 100_000, 10_000, |n| {
        signed(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff].repeat(n / 6))
    }),
    whole("signed_in_pieces", 2_000_000, 100_000, |n| signed(&in_pieces(n))),
    whole("signed_in_signed", 20, 8, |n| {
        let mut inner = b"Content-Type: text/plain\r\n\r\ninti\r\n".to_vec();
        for _ in 0..n {
            let body = base64_lines(&sealed(&inner));
            inner = format!(
                "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{body}"
            )
            .into_bytes();
        }
        [super::HEAD.as_bytes(), &inner].concat()
    }),
    whole("signed_of_chance", 4_000_000, 200_000, |n| signed(&noise(n))),
    whole("packed_zeros", 20_000, 200, |n| parcel("application/zip", "a.zip", &zip(n))),
    whole("packed_names", 100_000, 5_000, |n| {
        let one = [b"PK\x01\x02".as_slice(), &[0; 42]].concat();
        parcel("application/zip", "a.zip", &[b"PK\x03\x04".to_vec(), one.repeat(n)].concat())
    }),
    whole("calendar", 500_000, 10_000, |n| {
        mail("Content-Type: text/calendar\r\n", "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(n / 4))
    }),
    whole("sealed_letters", 100_000, 2_000, |n| {
        let one = "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n";
        mail("Content-Type: multipart/encrypted; boundary=b\r\n", one.repeat(n.min(400)))
    }),
];

fn parcel(kind: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let body = base64_lines(bytes);
    mixed(format!(
        "--b\r\n\r\nTerlampir.\r\n--b\r\nContent-Type: {kind}; name=\"{name}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{body}--b--\r\n"
    ))
}

fn tnef(rest: &[u8]) -> Vec<u8> {
    parcel("application/ms-tnef", "winmail.dat", &[TNEF, rest].concat())
}

/// One attribute: level, tag, length, data, sum of the data.
fn attribute(level: u8, tag: u32, data: &[u8]) -> Vec<u8> {
    let sum = data.iter().fold(0u16, |sum, b| sum.wrapping_add(u16::from(*b)));
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    [&[level][..], &tag.to_le_bytes(), &length.to_le_bytes(), data, &sum.to_le_bytes()].concat()
}

/// Squeezed rich text whose references stretch `n` bytes to eight times as many.
fn squeezed(n: usize) -> Vec<u8> {
    let body = [0xff, 0, 0x0f, 0, 0x0f, 0, 0x0f, 0, 0x0f, 0, 0x0f, 0, 0x0f, 0, 0x0f, 0, 0x0f];
    let body = body.repeat(n / body.len());
    let size = u32::try_from(body.len() + 12).unwrap_or(u32::MAX);
    let head = [&size.to_le_bytes()[..], &u32::MAX.to_le_bytes(), b"LZFu", &[0; 4]].concat();
    let stream = [head, body].concat();
    let length = u32::try_from(stream.len()).unwrap_or(u32::MAX).to_le_bytes();
    let property =
        [&1u32.to_le_bytes()[..], &[0x02, 0x01, 0x09, 0x10], &1u32.to_le_bytes(), &length, &stream];
    attribute(1, 0x0006_9003, &property.concat())
}

fn signed(bytes: &[u8]) -> Vec<u8> {
    let fields = "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\
                  Content-Transfer-Encoding: base64\r\n";
    mail(fields, base64_lines(bytes))
}

/// Tag, length in four bytes, content.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&[tag, 0x84][..], &length, content].concat()
}

const SIGNED_DATA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const DATA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

/// The shell of signed data around octets that are given encoded.
fn shell(octets: &[u8]) -> Vec<u8> {
    let content = der(0x30, &[DATA, &der(0xa0, octets)].concat());
    let inner = [&[2, 1, 1][..], &der(0x31, &[]), &content, &der(0x31, &[])].concat();
    der(0x30, &[SIGNED_DATA, &der(0xa0, &der(0x30, &inner))].concat())
}

fn sealed(mail: &[u8]) -> Vec<u8> {
    shell(&der(4, mail))
}

/// The content in pieces of one byte each.
fn in_pieces(n: usize) -> Vec<u8> {
    shell(&der(0x24, &[4, 1, b'x'].repeat(n / 3)))
}

/// A packed file of `n` times 64 KiB of zeros, stored in deflate's own way of saying so.
fn zip(n: usize) -> Vec<u8> {
    let size = u32::MAX.to_le_bytes();
    let head =
        [b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0", &size[..], &size, &[1, 0, 0, 0], b"a"];
    let run = [&[0xed, 0xc1, 0x01, 0x01][..], &[0; 60]].concat();
    [head.concat(), run.repeat(n)].concat()
}
