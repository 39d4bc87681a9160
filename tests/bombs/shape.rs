//! Trees of parts: too deep, too wide, with delimiters that lie. Knows MIME structure only.
use super::{Bomb, base64_lines, cut, mail, mixed, numbered, whole};

pub const BOMBS: &[Bomb] = &[
    cut("multipart_tower", 200_000, 3_000, tower),
    cut("multipart_tower_closed", 50_000, 2_000, closed_tower),
    cut("multipart_tower_one_boundary", 200_000, 3_000, same_boundary),
    cut("multipart_tower_of_prefixes", 2_000, 200, prefixes),
    cut("multipart_tower_of_suffixes", 2_000, 200, suffixes),
    cut("alternative_tower", 100_000, 2_000, |n| nested(n, "alternative")),
    cut("related_tower", 100_000, 2_000, |n| nested(n, "related")),
    cut("signed_tower", 100_000, 2_000, |n| nested(n, "signed; protocol=x/y")),
    cut("report_tower", 100_000, 2_000, |n| nested(n, "report; report-type=delivery-status")),
    cut("digest_tower", 100_000, 2_000, |n| nested(n, "digest")),
    cut("digest_of_bare_mails", 200_000, 3_000, bare_digest),
    cut("mail_tower", 200_000, 5_000, mail_tower),
    cut("mail_tower_global", 200_000, 5_000, |n| b"Content-Type: message/global\r\n\r\n".repeat(n)),
    cut("mail_tower_base64_rows", 200_000, 5_000, mail_tower_in_base64),
    cut("mail_tower_base64_each", 24, 12, |n| encoded_tower(n, "base64")),
    cut("mail_tower_qp_each", 24, 10, |n| encoded_tower(n, "quoted-printable")),
    cut("mail_tower_in_multiparts", 20_000, 1_000, mail_in_multipart),
    cut("mails_beside_each_other", 100_000, 2_000, many_mails),
    cut("mails_full_of_parts", 2_000, 60, mails_full_of_parts),
    cut("parts", 2_000_000, 20_000, |n| mixed("--b\r\n\r\nx\r\n".repeat(n))),
    cut("parts_empty", 2_000_000, 20_000, |n| mixed("--b\r\n".repeat(n))),
    whole("parts_closed_at_once", 500_000, 5_000, |n| mixed("--b\r\n--b--\r\n".repeat(n))),
    cut("parts_of_text_and_html", 200_000, 3_000, |n| {
        mixed("--b\r\n\r\nhalo\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>halo\r\n".repeat(n))
    }),
    cut("parts_each_an_alternative", 50_000, 1_500, many_alternatives),
    cut("parts_each_with_a_long_head", 200, 30, long_heads),
    cut("attachments", 200_000, 2_000, attachments),
    cut("attachments_of_one_name", 200_000, 2_000, |n| {
        let part = "--b\r\nContent-Type: application/pdf; name=surat.pdf\r\n\r\n%PDF-1.4\r\n";
        mixed(part.repeat(n))
    }),
    cut("attachments_reversed_names", 300, 60, reversed_names),
    cut("pictures_asked_for_by_the_page", 60_000_000, 200_000, pictures),
    whole("boundary_long", 200_000, 20_000, long_boundary),
    cut("boundary_empty", 500_000, 20_000, |n| {
        mail("Content-Type: multipart/mixed; boundary=\"\"\r\n", "--\r\n\r\nx\r\n".repeat(n))
    }),
    cut("boundary_missing", 500_000, 10_000, |n| {
        mail("Content-Type: multipart/mixed\r\n", numbered(n, |k| format!("--batas{k}\r\n\r\n")))
    }),
    cut("boundary_of_dashes", 2_000_000, 50_000, |n| {
        let dashes = "-".repeat(60);
        let field = format!("Content-Type: multipart/mixed; boundary=\"{dashes}\"\r\n");
        mail(field, "-".repeat(n))
    }),
    cut("boundary_almost", 2_000_000, 50_000, |n| {
        mixed("--bb\r\n--b x\r\n -- b\r\n".repeat(n / 4))
    }),
    cut("boundaries_declared", 100_000, 3_000, |n| {
        let fields = numbered(n, |k| format!("Content-Type: multipart/mixed; boundary=b{k}\r\n"));
        mail(fields, "--b0\r\n\r\nx\r\n--b0--\r\n")
    }),
    cut("external_bodies", 100_000, 2_000, |n| {
        mixed("--b\r\nContent-Type: message/external-body; access-type=URL\r\n\r\n\r\n".repeat(n))
    }),
    cut("partial_messages", 100_000, 2_000, |n| {
        mixed("--b\r\nContent-Type: message/partial; id=a; number=1\r\n\r\nx\r\n".repeat(n))
    }),
    cut("report_without_end", 1_000_000, 20_000, report),
    cut("report_in_report", 20_000, 1_000, report_in_report),
    whole("report_returns_all", 30_000_000, 100_000, report_returns),
    whole("mailbox_of_many", 10_000, 1_000, |n| {
        let one = "From a@b.example Mon Nov 16 09:00:00 2026\r\nFrom: a@b.example\r\n\
                   Subject: satu\r\n\r\nisi surat\r\n\r\n";
        one.repeat(n).into_bytes()
    }),
];

fn tower(n: usize) -> Vec<u8> {
    let open = |k| format!("Content-Type: multipart/mixed; boundary=b{k}\r\n\r\n--b{k}\r\n");
    numbered(n, open).into_bytes()
}

fn closed_tower(n: usize) -> Vec<u8> {
    let close: String = (0..n).rev().map(|k| format!("\r\n--b{k}--\r\n")).collect();
    [tower(n), b"\r\ninti".to_vec(), close.into_bytes()].concat()
}

fn same_boundary(n: usize) -> Vec<u8> {
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(n)
}

fn prefixes(n: usize) -> Vec<u8> {
    let open = |k| {
        let name = "x".repeat(k + 1);
        format!("Content-Type: multipart/mixed; boundary={name}\r\n\r\n--{name}\r\n")
    };
    numbered(n, open).into_bytes()
}

fn suffixes(n: usize) -> Vec<u8> {
    let open = |k| {
        let name = "x".repeat(n - k);
        format!("Content-Type: multipart/mixed; boundary={name}\r\n\r\n--{name}\r\n")
    };
    numbered(n, open).into_bytes()
}

fn nested(n: usize, kind: &str) -> Vec<u8> {
    let open = |k| format!("Content-Type: multipart/{kind}; boundary=\"=_{k}\"\r\n\r\n--=_{k}\r\n");
    numbered(n, open).into_bytes()
}

fn bare_digest(n: usize) -> Vec<u8> {
    let open = |k| format!("\r\nContent-Type: multipart/digest; boundary=d{k}\r\n\r\n--d{k}\r\n");
    mail("Content-Type: multipart/digest; boundary=d\r\n", ["--d\r\n", &numbered(n, open)].concat())
}

fn mail_tower(n: usize) -> Vec<u8> {
    let mut raw = b"Content-Type: message/rfc822\r\n\r\n".repeat(n);
    raw.extend_from_slice(b"Subject: inti\r\n\r\ninti\r\n");
    raw
}

fn mail_tower_in_base64(n: usize) -> Vec<u8> {
    let fields = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n";
    mail(fields, base64_lines(&mail_tower(n)))
}

fn encoded_tower(n: usize, encoding: &str) -> Vec<u8> {
    let mut inner = b"Subject: inti\r\n\r\ninti = inti\r\n".to_vec();
    for _ in 0..n {
        let body = match encoding {
            "base64" => base64_lines(&inner),
            _ => String::from_utf8_lossy(&inner).replace('=', "=3D"),
        };
        let field = format!("Content-Transfer-Encoding: {encoding}\r\n");
        inner = format!("Content-Type: message/rfc822\r\n{field}\r\n{body}").into_bytes();
    }
    inner
}

fn mail_in_multipart(n: usize) -> Vec<u8> {
    let open = |k| {
        format!(
            "Content-Type: multipart/mixed; boundary=b{k}\r\n\r\n--b{k}\r\n\
             Content-Type: message/rfc822; name=\"surat.eml\"\r\n\r\n"
        )
    };
    numbered(n, open).into_bytes()
}

fn many_mails(n: usize) -> Vec<u8> {
    let part = "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\nisi\r\n";
    mixed(part.repeat(n))
}

fn mails_full_of_parts(n: usize) -> Vec<u8> {
    let inner = "--c\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\r\n".repeat(500);
    let part = format!(
        "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n{inner}"
    );
    mixed(part.repeat(n))
}

fn many_alternatives(n: usize) -> Vec<u8> {
    mixed(numbered(n, |k| {
        format!(
            "--b\r\nContent-Type: multipart/alternative; boundary=c{k}\r\n\r\n--c{k}\r\n\r\nhalo {k}\r\n\
             --c{k}\r\nContent-Type: text/html\r\n\r\n<b>halo {k}</b>\r\n--c{k}--\r\n"
        )
    }))
}

fn long_heads(n: usize) -> Vec<u8> {
    let head = numbered(2_000, |k| format!("X-{k}: {k}\r\n"));
    mixed(format!("--b\r\n{head}\r\nisi\r\n").repeat(n))
}

fn attachments(n: usize) -> Vec<u8> {
    mixed(numbered(n, |k| {
        format!(
            "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"surat {k}.pdf\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n"
        )
    }))
}

fn reversed_names(n: usize) -> Vec<u8> {
    let name = "\u{202e}fdp.\u{2066}a/..\\".repeat(5_000 / 17);
    mixed(numbered(n, |k| {
        format!("--b\r\nContent-Type: application/pdf; name=\"{k}{name}.exe\"\r\n\r\n%PDF-1.4\r\n")
    }))
}

/// Files whose ids are looked for in a page of `n` bytes.
fn pictures(n: usize) -> Vec<u8> {
    let page = "<img src=cid:a> cid:gambar".repeat(n / 26 / 300);
    let pages = format!("--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n").repeat(290);
    let files = numbered(200, |k| {
        format!("--b\r\nContent-Type: image/png\r\nContent-ID: <gambarx{k}>\r\n\r\nPNG\r\n")
    });
    mixed(pages + &files)
}

fn long_boundary(n: usize) -> Vec<u8> {
    let name = "x".repeat(n);
    let fields = format!("Content-Type: multipart/mixed; boundary=\"{name}\"\r\n");
    mail(fields, format!("--{name}\r\n\r\nisi\r\n").repeat(20))
}

fn report(n: usize) -> Vec<u8> {
    let fields =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n".to_owned();
    let people = numbered(n, |k| {
        format!(
            "Final-Recipient: rfc822; u{k}@d.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        )
    });
    let body = "--b\r\n\r\ngagal\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
                Reporting-MTA: dns; mx.example\r\n\r\n";
    mail(fields, [body, &people, "--b--\r\n"].concat())
}

fn report_in_report(n: usize) -> Vec<u8> {
    let open = |k| {
        format!(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=r{k}\r\n\r\n\
             --r{k}\r\nContent-Type: message/rfc822\r\n\r\n"
        )
    };
    numbered(n, open).into_bytes()
}

fn report_returns(n: usize) -> Vec<u8> {
    let fields = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";
    let letter = "Yth. Admin, kata sandi anda pass\r\n".repeat(n / 34);
    let body = format!(
        "--b\r\n\r\ngagal\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@d.example\r\n\
         Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         Subject: hasil\r\n\r\n{letter}\r\n--b--\r\n"
    );
    mail(fields, body)
}
