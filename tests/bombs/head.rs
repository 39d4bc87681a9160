//! Header blocks without end and fields that ask for too much. Knows header syntax only.
use super::{Bomb, cut, mail, numbered, whole};

const TEXT: &str = "isi\r\n";

/// A mail whose field `name` holds `value`.
fn field(name: &str, value: &str) -> Vec<u8> {
    mail(format!("{name}: {value}\r\n"), TEXT)
}

/// A mail of one field, in place of the usual head.
fn only(name: &str, value: &str) -> Vec<u8> {
    format!("{name}: {value}\r\nMessage-ID: <a@dinas.example>\r\n\r\n{TEXT}").into_bytes()
}

pub const BOMBS: &[Bomb] = &[
    cut("fields", 1_000_000, 20_000, |n| mail(numbered(n, |k| format!("X-{k}: y\r\n")), TEXT)),
    cut("fields_of_one_name", 1_000_000, 20_000, |n| mail("Subject: a\r\n".repeat(n), TEXT)),
    cut("field_long", 30_000_000, 300_000, |n| field("X-Panjang", &"a".repeat(n))),
    cut("field_long_subject", 30_000_000, 300_000, |n| only("Subject", &"a b ".repeat(n / 4))),
    cut("field_folded", 1_000_000, 20_000, |n| only("Subject", &"a\r\n ".repeat(n))),
    cut("field_folded_blank", 1_000_000, 20_000, |n| only("Subject", &"\r\n \t".repeat(n))),
    cut("field_without_end", 30_000_000, 300_000, |n| b"Subject: a".repeat(n / 10)),
    cut("lines_without_colon", 1_000_000, 20_000, |n| {
        mail("bukan kepala surat\r\n".repeat(n), TEXT)
    }),
    cut("lines_of_colons", 1_000_000, 20_000, |n| mail(":\r\n".repeat(n), TEXT)),
    cut("lines_of_blanks_first", 1_000_000, 20_000, |n| {
        [b" \r\n".repeat(n), mail("", TEXT)].concat()
    }),
    cut("names_long", 1_000, 100, |n| {
        mail(format!("{}: x\r\n", "N".repeat(1_000)).repeat(n), TEXT)
    }),
    cut("nul_in_fields", 1_000_000, 20_000, |n| only("Subject", &"\0a".repeat(n))),
    cut("bare_cr_in_fields", 1_000_000, 20_000, |n| only("Subject", &"\ra".repeat(n))),
    cut("bytes_high_in_fields", 1_000_000, 20_000, |n| {
        mail([b"X: ".as_slice(), &b"\xff\xfe".repeat(n), b"\r\n"].concat(), TEXT)
    }),
    cut("addresses", 1_000_000, 20_000, |n| {
        field("Cc", &numbered(n, |k| format!("a{k}@d.example, ")))
    }),
    cut("addresses_bare", 1_000_000, 20_000, |n| field("Cc", &"a,".repeat(n))),
    cut("addresses_in_many_fields", 100_000, 3_000, |n| {
        mail("To: a@d.example, b@d.example\r\nCc: c@d.example\r\n".repeat(n), TEXT)
    }),
    cut("groups", 1_000_000, 20_000, |n| {
        field("Cc", &numbered(n, |k| format!("g{k}: a@d.example;")))
    }),
    cut("groups_open", 1_000_000, 20_000, |n| field("Cc", &"g:".repeat(n))),
    cut("commas", 1_000_000, 20_000, |n| field("Cc", &",".repeat(n * 2))),
    cut("angles_open", 1_000_000, 20_000, |n| field("Cc", &"<".repeat(n * 2))),
    cut("angles_closed", 1_000_000, 20_000, |n| field("Cc", &"<>".repeat(n))),
    cut("angles_on_sender", 1_000_000, 20_000, |n| only("From", &"<a@b".repeat(n))),
    cut("at_signs", 1_000_000, 20_000, |n| only("From", &"@".repeat(n * 2))),
    cut("routes", 1_000_000, 20_000, |n| {
        only("From", &format!("<{}:a@b.example>", "@a,".repeat(n)))
    }),
    cut("comments_open", 1_000_000, 20_000, |n| only("From", &"(".repeat(n * 2))),
    cut("comments_nested", 1_000_000, 20_000, |n| {
        only("From", &format!("{}{} a@b.example", "(".repeat(n), ")".repeat(n)))
    }),
    cut("comments_beside", 1_000_000, 20_000, |n| only("From", &"(a)".repeat(n))),
    cut("quotes_open", 1_000_000, 20_000, |n| only("From", &"\"a".repeat(n))),
    cut("backslashes", 1_000_000, 20_000, |n| only("From", &format!("\"{}", "\\".repeat(n * 2)))),
    cut("brackets", 1_000_000, 20_000, |n| only("From", &"a@[".repeat(n))),
    cut("words_encoded", 1_000_000, 10_000, |n| only("Subject", &"=?utf-8?q?a?= ".repeat(n))),
    cut("words_encoded_folded", 1_000_000, 10_000, |n| {
        only("Subject", &"=?utf-8?b?YQ==?=\r\n ".repeat(n))
    }),
    cut("words_encoded_open", 1_000_000, 10_000, |n| only("Subject", &"=?utf-8?q?".repeat(n))),
    cut("words_encoded_begun", 1_000_000, 20_000, |n| only("Subject", &"=?".repeat(n))),
    cut("words_encoded_strange", 1_000_000, 10_000, |n| {
        only("Subject", &"=?x-tak-ada?q?=FF?= ".repeat(n))
    }),
    cut("words_encoded_in_names", 200_000, 5_000, |n| {
        field("Cc", &"=?utf-8?q?=F0=9F=99=8F?= <a@d.example>, ".repeat(n))
    }),
    cut("word_encoded_huge", 30_000_000, 100_000, |n| {
        only("Subject", &format!("=?utf-8?b?{}?=", "QUFB".repeat(n / 4)))
    }),
    cut("references", 1_000_000, 10_000, |n| {
        field("References", &numbered(n, |k| format!("<{k}@d.example> ")))
    }),
    cut("references_in_many_fields", 100_000, 5_000, |n| {
        mail(numbered(n, |k| format!("References: <{k}@d.example>\r\n")), TEXT)
    }),
    cut("references_open", 1_000_000, 20_000, |n| field("References", &"<".repeat(n * 2))),
    cut("references_bare", 1_000_000, 10_000, |n| field("References", &"a@b ".repeat(n))),
    cut("in_reply_to", 1_000_000, 10_000, |n| field("In-Reply-To", &"<a@d.example>".repeat(n))),
    cut("parameters", 1_000_000, 20_000, |n| {
        field("Content-Type", &format!("text/plain{}", numbered(n, |k| format!("; p{k}=v"))))
    }),
    cut("parameters_in_pieces", 1_000_000, 20_000, |n| {
        field(
            "Content-Type",
            &format!("application/pdf{}", numbered(n, |k| format!(";\r\n name*{k}=x"))),
        )
    }),
    cut("parameters_in_pieces_backwards", 1_000_000, 20_000, |n| {
        let pieces = numbered(n, |k| format!(";\r\n name*{}*=utf-8''%41", n - k));
        field("Content-Type", &format!("application/pdf{pieces}"))
    }),
    cut("parameters_in_far_pieces", 1_000_000, 20_000, |n| {
        field("Content-Type", &format!("application/pdf{}", "; name*4294967295=x".repeat(n)))
    }),
    cut("parameters_open", 1_000_000, 20_000, |n| {
        field("Content-Type", &format!("text/plain; a=\"{}", "a\\".repeat(n)))
    }),
    cut("parameters_percent", 1_000_000, 20_000, |n| {
        let value = format!("application/pdf; name*=utf-8''{}", "%".repeat(n * 2));
        field("Content-Type", &value)
    }),
    cut("semicolons", 1_000_000, 20_000, |n| field("Content-Type", &";".repeat(n * 2))),
    cut("slashes", 1_000_000, 20_000, |n| field("Content-Type", &"a/".repeat(n))),
    cut("received", 1_000_000, 5_000, |n| {
        mail("Received: from a (b [192.0.2.1]) by c with ESMTP id x; Mon, 16 Nov 2026 09:00:00 +0700\r\n".repeat(n), TEXT)
    }),
    cut("received_nested", 1_000_000, 20_000, |n| field("Received", &"from (".repeat(n))),
    cut("verdicts", 1_000_000, 5_000, |n| {
        mail(
            "Authentication-Results: mx.example; spf=pass smtp.mailfrom=a@b.example\r\n".repeat(n),
            TEXT,
        )
    }),
    cut("verdicts_in_one", 1_000_000, 20_000, |n| {
        field(
            "Authentication-Results",
            &format!("mx.example{}", "; dkim=pass header.d=a.example".repeat(n)),
        )
    }),
    cut("verdicts_nested", 1_000_000, 20_000, |n| {
        field("Authentication-Results", &format!("mx.example; dmarc=pass {}", "((".repeat(n)))
    }),
    cut("signatures", 100_000, 3_000, |n| {
        mail("DKIM-Signature: v=1; a=rsa-sha256; b=AAAA\r\n".repeat(n), TEXT)
    }),
    cut("date_of_junk", 1_000_000, 20_000, |n| {
        format!("From: a@b.example\r\nDate: {}\r\n\r\nisi", "Mon, 99 ".repeat(n)).into_bytes()
    }),
    cut("date_of_digits", 1_000_000, 20_000, |n| {
        format!("From: a@b.example\r\nDate: {}\r\n\r\nisi", "9".repeat(n * 2)).into_bytes()
    }),
    cut("subject_of_answers", 1_000_000, 20_000, |n| only("Subject", &"Re: ".repeat(n))),
    cut("subject_of_cases", 1_000_000, 10_000, |n| only("Subject", &"[LKT-2026-00042] ".repeat(n))),
    cut("subject_of_brackets", 1_000_000, 20_000, |n| only("Subject", &"[".repeat(n * 2))),
    cut("domain_of_labels", 1_000_000, 20_000, |n| {
        only("From", &format!("a@{}example", "xn--a.".repeat(n)))
    }),
    cut("domain_of_letters", 1_000_000, 20_000, |n| {
        only("From", &format!("a@{}.example", "ä".repeat(n)))
    }),
    cut("failed_recipients", 500_000, 10_000, |n| {
        field("X-Failed-Recipients", &numbered(n, |k| format!("a{k}@d.example,\r\n ")))
    }),
    cut("list_fields", 100_000, 5_000, |n| {
        mail("List-Id: <a.example>\r\nPrecedence: bulk\r\n".repeat(n), TEXT)
    }),
    whole("message_id_open", 30_000, 10_000, |n| {
        format!("From: a@b.example\r\nMessage-ID: {}\r\n\r\nisi", "<".repeat(n)).into_bytes()
    }),
];
