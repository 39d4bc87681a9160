//! Raw bytes: no mail at all, broken transfer encodings, charsets that lie, sizes. Knows no structure.
use super::{Bomb, base64_lines, cut, mail, mixed, noise, whole};

const NAMELESS: &str =
    "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n";

fn base64(body: impl AsRef<[u8]>) -> Vec<u8> {
    mail("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n", body)
}

fn printable(body: impl AsRef<[u8]>) -> Vec<u8> {
    mail("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n", body)
}

fn charset(name: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    mail(format!("Content-Type: text/plain; charset={name}\r\n"), body)
}

pub const BOMBS: &[Bomb] = &[
    cut("empty", 0, 0, |_| Vec::new()),
    cut("one_byte", 1, 1, |_| b"x".to_vec()),
    cut("one_nul", 1, 1, |_| vec![0]),
    cut("line_feeds", 64 << 20, 100_000, |n| vec![b'\n'; n]),
    cut("carriage_returns", 64 << 20, 100_000, |n| vec![b'\r'; n]),
    cut("nul_bytes", 64 << 20, 100_000, |n| vec![0; n]),
    cut("high_bytes", 64 << 20, 100_000, |n| vec![0x80; n]),
    cut("all_ones", 64 << 20, 100_000, |n| vec![0xff; n]),
    cut("chance", 64 << 20, 200_000, noise),
    whole("chance_in_body", 64 << 20, 200_000, |n| mail("Content-Type: text/plain\r\n", noise(n))),
    whole("chance_in_page", 64 << 20, 200_000, |n| mail("Content-Type: text/html\r\n", noise(n))),
    cut("chance_in_base64", 40 << 20, 200_000, |n| base64(noise(n))),
    whole("chance_in_printable", 40 << 20, 200_000, |n| printable(noise(n))),
    cut("carriage_returns_only", 8_000_000, 100_000, |n| {
        "From: a@b.example\rSubject: a\r\rhalo\r".repeat(n / 36).into_bytes()
    }),
    cut("wide_mail", 8_000_000, 50_000, |n| {
        "From: a@b.example\r\n\r\nhalo".repeat(n / 25).bytes().flat_map(|b| [b, 0]).collect()
    }),
    whole("base64_without_breaks", 40 << 20, 300_000, |n| base64("QUFB".repeat(n / 4))),
    cut("base64_junk", 8_000_000, 100_000, |n| base64("Q!U*F-B".repeat(n / 7))),
    whole("base64_ends", 8_000_000, 100_000, |n| base64("QQ==".repeat(n / 4))),
    whole("base64_signs", 8_000_000, 100_000, |n| base64("=".repeat(n))),
    whole("base64_short_lines", 8_000_000, 100_000, |n| base64("Q\r\n".repeat(n / 3))),
    whole("printable_signs", 30_000_000, 200_000, |n| printable("=".repeat(n))),
    whole("printable_soft_breaks", 8_000_000, 100_000, |n| printable("=\r\n".repeat(n / 3))),
    whole("printable_escapes", 30_000_000, 200_000, |n| printable("=C3=A9".repeat(n / 6))),
    whole("printable_blanks", 30_000_000, 200_000, |n| printable(" ".repeat(n))),
    whole("encoding_unknown", 8_000_000, 1_200_000, |n| {
        mail("Content-Transfer-Encoding: x-uuencode\r\n", "begin 644 a\r\n".repeat(n / 13))
    }),
    whole("charset_utf7", 4_000_000, 100_000, |n| charset("utf-7", "+AGEAYg-".repeat(n / 8))),
    whole("charset_utf7_open", 4_000_000, 100_000, |n| charset("utf-7", "+".repeat(n))),
    whole("charset_utf16_odd", 4_000_001, 100_001, |n| {
        charset("utf-16", "a\0".repeat(n / 2) + "b")
    }),
    whole("charset_utf16_lone", 4_000_000, 100_000, |n| {
        charset("utf-16le", b"\0\xd8".repeat(n / 2))
    }),
    whole("charset_utf32", 4_000_000, 100_000, |n| charset("utf-32", b"a\0\0\0".repeat(n / 4))),
    whole("charset_escapes", 4_000_000, 100_000, |n| {
        charset("iso-2022-jp", b"\x1b$B\x1b(B".repeat(n / 6))
    }),
    whole("charset_escapes_open", 4_000_000, 100_000, |n| {
        charset("iso-2022-kr", b"\x1b$)C\x0e".repeat(n / 5))
    }),
    whole("charset_tildes", 4_000_000, 100_000, |n| charset("hz-gb-2312", "~{~}".repeat(n / 4))),
    whole("charset_gb18030", 4_000_000, 100_000, |n| {
        charset("gb18030", b"\x81\x30\x81\x30".repeat(n / 4))
    }),
    whole("charset_big5", 4_000_000, 100_000, |n| charset("big5", b"\xfe".repeat(n))),
    whole("charset_ebcdic", 4_000_000, 100_000, |n| charset("cp037", noise(n))),
    whole("charset_unknown", 4_000_000, 100_000, |n| charset("x-tak-ada", noise(n))),
    cut("charset_long_name", 1_000_000, 50_000, |n| charset(&"x".repeat(n), "halo")),
    whole("attachment_of_34_mb", 25 << 20, 400_000, attachment),
    whole("attachment_of_60_mb", 44 << 20, 500_000, attachment),
    cut("attachment_of_100_mb", 74 << 20, 0, attachment),
    cut("attachment_of_300_mb", 220 << 20, 0, attachment),
    cut("text_of_64_mib", 64 << 20, 1_500_000, |n| {
        mail("Content-Type: text/plain\r\n", "kata\r\n".repeat(n / 6))
    }),
    cut("text_in_many_parts", 60_000_000, 1_500_000, |n| {
        mixed(format!("--b\r\n\r\n{}\r\n", "kata lagi\r\n".repeat(n / 400 / 11)).repeat(400))
    }),
    cut("pages_in_many_parts", 60_000_000, 1_500_000, |n| {
        let page = "<p>kata <b>lagi</b></p>".repeat(n / 400 / 23);
        mixed(format!("--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n").repeat(400))
    }),
    cut("large_attachment_with_a_password", 44 << 20, 400_000, |n| {
        let file = base64_lines(&noise(n));
        let body =
            format!("--b\r\n\r\nPassword: Kanari#2026x\r\n--b\r\n{NAMELESS}\r\n{file}--b\r\n");
        mixed(body)
    }),
];

fn attachment(n: usize) -> Vec<u8> {
    let file = base64_lines(&noise(n));
    mixed(format!("--b\r\n\r\nTerlampir.\r\n--b\r\n{NAMELESS}\r\n{file}--b--\r\n"))
}
