//! Texts that make a reader of answers, bounces or passwords walk in circles. Knows plain text only.
use super::{Bomb, cut, mail, numbered, plain, whole};

/// `n` bytes of lines.
fn lines(line: &str, n: usize) -> Vec<u8> {
    plain(line.repeat(n / line.len().max(1)))
}

pub const BOMBS: &[Bomb] = &[
    cut("line_endless", 30_000_000, 2_000_000, |n| plain("a".repeat(n))),
    cut("line_endless_words", 30_000_000, 2_000_000, |n| plain("kata ".repeat(n / 5))),
    cut("quote_marks", 30_000_000, 2_000_000, |n| plain(">".repeat(n))),
    cut("quote_marks_spaced", 30_000_000, 2_000_000, |n| plain("> ".repeat(n / 2))),
    whole("quote_rising", 1_000_000, 20_000, |n| {
        plain(numbered(n, |k| format!("{} x\r\n", ">".repeat(k % 60))))
    }),
    cut("quote_lines", 30_000_000, 1_200_000, |n| lines("> kata lama\r\n", n)),
    cut("attributions", 30_000_000, 1_200_000, |n| {
        lines("On Mon, Nov 9, 2026 at 9:00 A <a@b.example> wrote:\r\n", n)
    }),
    cut("attributions_of_many", 30_000_000, 1_200_000, |n| {
        lines(
            "Pada Sen, 9 Nov 2026 pukul 09.00 A <a@b.example> menulis:\r\nLe lun. 9 nov. 2026 à 09:00, A <a@b.example> a écrit :\r\nAm 09.11.26 schrieb A:\r\n",
            n,
        )
    }),
    cut("attributions_open", 30_000_000, 1_200_000, |n| {
        lines("On Mon, Nov 9, 2026 at 9:00\r\n", n)
    }),
    cut("attributions_in_one_line", 5_000_000, 1_200_000, |n| {
        plain("On Mon, Nov 9 <a@b.example> wrote ".repeat(n / 34))
    }),
    whole("attributions_short_lines", 8_000_000, 200_000, |n| lines("on\r\n", n)),
    whole("attributions_dated", 8_000_000, 200_000, |n| {
        lines("2026-11-09 09:00 <a@b.example>\r\n", n)
    }),
    whole("wrote_lines", 8_000_000, 200_000, |n| lines("wrote\r\n", n)),
    whole("from_lines", 8_000_000, 200_000, |n| lines("From: A\r\n", n)),
    whole("from_lines_local", 8_000_000, 200_000, |n| lines("Dari: A\r\nDari : *B*\r\n", n)),
    whole("header_blocks", 8_000_000, 200_000, |n| {
        lines("From: a@b.example\r\nTo: c\r\nCc: d\r\n\r\n", n)
    }),
    whole("header_blocks_quoted", 8_000_000, 200_000, |n| {
        lines("> From: a@b.example\r\n> Sent: x\r\n", n)
    }),
    whole("original_lines", 8_000_000, 200_000, |n| lines("-----Original Message-----\r\n", n)),
    whole("forward_lines", 8_000_000, 200_000, |n| {
        lines("---------- Forwarded message ---------\r\n", n)
    }),
    whole("rules_of_underscores", 8_000_000, 200_000, |n| {
        lines("________________________________\r\n", n)
    }),
    whole("underscores", 8_000_000, 200_000, |n| plain("_".repeat(n))),
    whole("dashes", 8_000_000, 200_000, |n| plain("-".repeat(n))),
    whole("signature_lines", 8_000_000, 200_000, |n| lines("-- \r\n", n)),
    whole("telephone_tails", 8_000_000, 200_000, |n| lines("Dikirim dari iPhone saya\r\n", n)),
    whole("disclaimers", 8_000_000, 200_000, |n| {
        lines("This message is confidential and intended\r\n\r\n", n)
    }),
    whole("regards", 8_000_000, 200_000, |n| lines("Hormat kami,\r\n\r\n", n)),
    whole("blank_lines", 30_000_000, 1_100_000, |n| plain("\r\n".repeat(n / 2))),
    whole("blanks", 30_000_000, 1_100_000, |n| plain(" ".repeat(n))),
    whole("tabs", 30_000_000, 1_100_000, |n| plain("\t".repeat(n))),
    whole("letters_with_blank_tails", 8_000_000, 200_000, |n| {
        plain(format!("a{}", " ".repeat(200)).repeat(n / 201))
    }),
    whole("passwords", 8_000_000, 200_000, |n| lines("password: a1b2c3 ", n)),
    whole("password_labels", 8_000_000, 200_000, |n| lines("pw\r\n", n)),
    whole("password_labels_in_one_line", 8_000_000, 200_000, |n| plain("pass: ".repeat(n / 6))),
    whole("digits", 8_000_000, 200_000, |n| plain(format!("NIK {}", "1".repeat(n)))),
    whole("id_labels", 8_000_000, 200_000, |n| lines("NIK NIK: 1 2 3\r\n", n)),
    whole("links_in_text", 8_000_000, 200_000, |n| lines("https://a.example/x?y=z ", n)),
    whole("addresses_in_text", 8_000_000, 200_000, |n| lines("<a@b.example> ", n)),
    whole("at_signs_in_text", 8_000_000, 200_000, |n| plain("@".repeat(n))),
    whole("failures_in_text", 8_000_000, 200_000, |n| {
        bounce("<a@b.example>: 550 5.1.1 user unknown\r\n", n)
    }),
    whole("failures_open", 8_000_000, 200_000, |n| bounce("<a@b.example> ", n)),
    whole("failures_of_one_word", 8_000_000, 200_000, |n| bounce("5.1.1 ", n)),
    whole("failures_indented", 8_000_000, 200_000, |n| {
        bounce("  a@b.example\r\n    host mx [192.0.2.1]\r\n", n)
    }),
    whole("failures_of_a_known_sort", 8_000_000, 200_000, |n| {
        bounce(
            "Hi. This is the qmail-send program at d.example.\r\n<a@b.example>:\r\nSorry\r\n--- Below this line is a copy of the message.\r\n",
            n,
        )
    }),
    whole("failed_headers_in_text", 8_000_000, 200_000, |n| {
        bounce("Message-ID: <a@b.example>\r\nFinal-Recipient: rfc822; a@b.example\r\n", n)
    }),
    whole("flowed", 8_000_000, 200_000, |n| flowed("a \r\n".repeat(n / 4))),
    whole("flowed_quotes", 8_000_000, 200_000, |n| flowed(">> a \r\n".repeat(n / 7))),
    whole("flowed_rising", 8_000_000, 200_000, |n| {
        flowed(numbered(n / 30, |k| format!("{} a \r\n", ">".repeat(k % 50))))
    }),
    whole("uuencoded", 500_000, 10_000, |n| {
        plain("begin 644 a.bin\r\n#86)C\r\n`\r\nend\r\n".repeat(n / 8))
    }),
    whole("uuencoded_begun", 500_000, 10_000, |n| plain("begin 644 a.bin\r\n".repeat(n / 4))),
    whole("uuencoded_long", 30_000_000, 400_000, |n| {
        let line = format!("M{}\r\n", "1".repeat(60));
        plain(format!("begin 644 a.bin\r\n{}", line.repeat(n / 63)))
    }),
    whole("yencoded", 500_000, 10_000, |n| {
        plain("=ybegin line=128 size=3 name=a.bin\r\nabc\r\n=yend size=3\r\n".repeat(n / 8))
    }),
    whole("armoured", 500_000, 10_000, |n| {
        plain("-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n- a\r\n".repeat(n / 8))
    }),
    whole("armoured_begun", 500_000, 10_000, |n| {
        plain("-----BEGIN PGP MESSAGE-----\r\n".repeat(n / 8))
    }),
    whole("letters_combining", 8_000_000, 200_000, |n| {
        plain(format!("a{}", "\u{301}".repeat(n / 2)))
    }),
    whole("letters_turning", 8_000_000, 200_000, |n| plain("\u{202e}a\u{2066}".repeat(n / 7))),
    whole("letters_invisible", 8_000_000, 200_000, |n| plain("\u{200b}".repeat(n / 3))),
    whole("letters_growing", 8_000_000, 200_000, |n| plain("İŉΐ".repeat(n / 6))),
    whole("lines_of_other_sorts", 8_000_000, 200_000, |n| {
        plain("a\u{2028}b\u{85}c\u{b}d\u{c}".repeat(n / 11))
    }),
    whole("pictures", 8_000_000, 200_000, |n| plain("🙏".repeat(n / 4))),
];

fn flowed(body: String) -> Vec<u8> {
    mail("Content-Type: text/plain; format=flowed; delsp=yes\r\n", body)
}

/// A mail that claims to be a delivery report, in words only.
fn bounce(line: &str, n: usize) -> Vec<u8> {
    let head = "From: MAILER-DAEMON@d.example\r\nTo: loket@lpse.example\r\nReturn-Path: <>\r\n\
                Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@d.example>\r\n\r\n";
    [head, &line.repeat(n / line.len())].concat().into_bytes()
}
