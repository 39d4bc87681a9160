//! Identities and their forgeries (security.md A1, 04-06 and 12).
use super::*;
use proptest::prelude::*;

fn from(value: &str) -> Result<String, Reason> {
    from_bytes(value.as_bytes())
}

fn from_bytes(value: &[u8]) -> Result<String, Reason> {
    strict_identity(&[b"From: ", value, b"\r\nTo: a@b.example\r\n\r\n"].concat())
}

#[test]
fn accepts_what_people_send() {
    for value in [
        "ratna.k@kkp.example",
        "<ratna.k@kkp.example>",
        " \t ratna.k@kkp.example ",
        "Ratna K <ratna.k@KKP.example>",
        "Ratna K<ratna.k@kkp.example>",
        "Ratna. K. <ratna.k@kkp.example>",
        "Siti Nur'aini <ratna.k@kkp.example>",
        "\"K, Ratna (Balai)\" <ratna.k@kkp.example>",
        "\"Ratna \\\"Nana\\\" K\" <ratna.k@kkp.example>",
        "\"\" <ratna.k@kkp.example>",
        "Ratna\r\n Kusumawardani\r\n <ratna.k@kkp.example>",
        "=?utf-8?Q?Ratna_=F0=9F=99=8F?= <ratna.k@kkp.example>",
        "=?UTF-8?B?UmF0bmE=?= =?UTF-8?B?IEs=?= <ratna.k@kkp.example>",
        "=?iso-8859-1?Q?Jos=E9?= <ratna.k@kkp.example>",
        "Ratna é 🙏 <ratna.k@kkp.example>",
        "\"Rátna, K\" <ratna.k@kkp.example>",
        // Titles behind a name, as Indonesian clients write them.
        "Ratna Kusumawardani, S.Pi., M.Si. <ratna.k@kkp.example>",
        "Dr. Ratna, S.Pi <ratna.k@kkp.example>",
        "=?utf-8?Q?Dr._Ratna,_S.Pi.?= <ratna.k@kkp.example>",
        "Ratna (LPSE) <ratna.k@kkp.example>",
        "[LPSE] Ratna <ratna.k@kkp.example>",
    ] {
        assert_eq!(from(value).as_deref(), Ok("ratna.k@kkp.example"), "{value}");
    }
    for (address, canonical_form) in [
        ("a@b.example", "a@b.example"),
        ("A.b-c_d@X-1.B.Example", "A.b-c_d@x-1.b.example"),
        ("a+b=c@b.example", "a+b=c@b.example"),
        ("o'brien@b.example", "o'brien@b.example"),
        ("x@XN--BCHER-KVA.example", "x@xn--bcher-kva.example"),
    ] {
        assert_eq!(from(address).as_deref(), Ok(canonical_form), "{address}");
    }
}

#[test]
fn a_name_may_be_raw_bytes_of_any_charset_an_address_may_not() {
    let names: [&[u8]; 6] = [
        b"Jos\xe9 ",
        b"\"Jos\xe9, Dr.\" ",
        b"\xc0\xeb\xe5\xea\xf1 ",
        "Ratna \u{201c}Nana\u{201d} ".as_bytes(),
        b"\x93Ratna\x94 ",
        b"\xb7\xc9\xbb\xfa ",
    ];
    for name in names {
        let value = [name, b"<ratna.k@kkp.example>"].concat();
        assert_eq!(from_bytes(&value).as_deref(), Ok("ratna.k@kkp.example"), "{name:?}");
    }
    let bad: [&[u8]; 7] = [
        b"Nama <ratn\xe1@kkp.example>",
        b"Nama <ratna@kk\xfe.example>",
        b"ratn\xe1@kkp.example",
        b"ppe@kkp.example\xa0",
        // Where a byte of a two-byte charset is `@` or `\`, readers part ways.
        b"\x88@ <ratna.k@kkp.example>",
        b"\x83\\ <ratna.k@kkp.example>",
        b"\x1b$B%+\x1b(B <ratna.k@kkp.example>",
    ];
    for value in bad {
        assert!(from_bytes(value).is_err(), "{:?}", String::from_utf8_lossy(value));
    }
}

#[test]
fn refuses_what_attackers_send() {
    use Reason::{Ambiguous, BadAddress, SeveralAddresses, TooLong};
    let long = format!("{}@kkp.example", "a".repeat(65));
    let wide = format!("a@{}example", "abcdefghi.".repeat(26));
    let line = format!("{} <ppe@kkp.example>", "a".repeat(1_000));
    let field = format!("{}<ppe@kkp.example>", "Nama panjang \r\n ".repeat(200));
    for (value, reason) in [
        ("", BadAddress),
        ("<>", BadAddress),
        ("ppe", BadAddress),
        ("ppe@", BadAddress),
        ("@kkp.example", BadAddress),
        ("Nama <>", BadAddress),
        // Several mailboxes, routes, groups.
        ("ppe@kkp.example, x@evil.example", SeveralAddresses),
        ("x@evil.example, ppe@kkp.example", SeveralAddresses),
        ("x@evil.example;ppe@kkp.example", SeveralAddresses),
        ("<x@evil.example,ppe@kkp.example>", BadAddress),
        ("<x@evil.example><ppe@kkp.example>", BadAddress),
        ("<x@evil.example> <ppe@kkp.example>", BadAddress),
        ("<x@evil.example>, <ppe@kkp.example>", BadAddress),
        ("<x@evil.example>,,,<ppe@kkp.example>", BadAddress),
        ("Nama, x@evil.example <ppe@kkp.example>", SeveralAddresses),
        ("ppe@kkp.example <x@evil.example>", BadAddress),
        ("x@evil.example ppe@kkp.example", BadAddress),
        ("<@evil.example:ppe@kkp.example>", BadAddress),
        ("<@evil.example,@x.example:ppe@kkp.example>", BadAddress),
        ("grup: ppe@kkp.example;", SeveralAddresses),
        ("grup: ppe@kkp.example", BadAddress),
        ("grup: <ppe@kkp.example>", SeveralAddresses),
        ("x: Nama <ppe@kkp.example>", SeveralAddresses),
        // Quotes, comments and literals within or around the address.
        ("\"ppe@kkp.example\"@evil.example", BadAddress),
        ("\"ppe\"@kkp.example", BadAddress),
        ("\"ppe@kkp.example", BadAddress),
        ("<\"ppe\"@kkp.example>", BadAddress),
        ("ppe(x)@kkp.example", BadAddress),
        ("ppe@kkp.example (x)", BadAddress),
        ("ppe@kkp.example(x@evil.example)", BadAddress),
        ("(x@evil.example) ppe@kkp.example", BadAddress),
        ("(x@evil.example) <ppe@kkp.example>", BadAddress),
        ("Nama (a(b)) <ppe@kkp.example>", BadAddress),
        ("Nama (\\) <ppe@kkp.example>", BadAddress),
        ("Nama ( <ppe@kkp.example>", BadAddress),
        ("Nama ) <ppe@kkp.example>", BadAddress),
        ("<(x)ppe@kkp.example>", BadAddress),
        ("< ppe@kkp.example>", BadAddress),
        ("<ppe@kkp.example >", BadAddress),
        ("ppe@[127.0.0.1]", BadAddress),
        ("ppe@127.0.0.1", BadAddress),
        ("ppe\\@evil.example@kkp.example", BadAddress),
        ("ppe@kkp.example\\", BadAddress),
        ("Nama \\<x> <ppe@kkp.example>", BadAddress),
        // Encoded words are for names.
        ("=?utf-8?q?ppe=40kkp.example?=", BadAddress),
        ("=?utf-8?b?cHBlQGtrcC5leGFtcGxl?=@evil.example", BadAddress),
        ("=?utf-8?b?cHBlQGtrcC5leGFtcGxl?==?utf-8?Q?=00?=@evil.example", BadAddress),
        ("<=?utf-8?q?ppe?=@kkp.example>", BadAddress),
        ("=?utf-8?q?=3Cx=40evil.example=3E,?= Nama, <ppe@kkp.example>", SeveralAddresses),
        // Domains and local parts.
        ("ppe@kkp", BadAddress),
        ("ppe@kkp..example", BadAddress),
        ("ppe@.kkp.example", BadAddress),
        ("ppe@kkp.example.", BadAddress),
        ("ppe@-kkp.example", BadAddress),
        ("ppe@kkp-.example", BadAddress),
        ("ppe@kkp_x.example", BadAddress),
        ("ppe@kkp%00.example", BadAddress),
        (".ppe@kkp.example", BadAddress),
        ("ppe.@kkp.example", BadAddress),
        ("p..pe@kkp.example", BadAddress),
        ("ppe @kkp.example", BadAddress),
        ("ppe@ kkp.example", BadAddress),
        ("ppe@@kkp.example", BadAddress),
        ("ppe@kkp.example@evil.example", BadAddress),
        (&long, BadAddress),
        (&wide, BadAddress),
        (&line, TooLong),
        (&field, TooLong),
        // Letters that only look alike, blanks that do not show.
        ("p\u{0440}e@kkp.example", BadAddress),
        ("ppe@kk\u{0440}.example", BadAddress),
        ("ppe\u{ff20}kkp.example", BadAddress),
        ("ppe@kkp\u{3002}example", BadAddress),
        ("ppe@kkp.example\u{200b}", BadAddress),
        ("\u{feff}ppe@kkp.example", BadAddress),
        // Ends that do not close.
        ("\"unclosed <ppe@kkp.example>", BadAddress),
        ("Nama <ppe@kkp.example> buntut", BadAddress),
        ("Nama <ppe@kkp.example", BadAddress),
        ("Nama ppe@kkp.example>", BadAddress),
        ("<<ppe@kkp.example>>", BadAddress),
        ("Nama <ppe@kkp.example>,", BadAddress),
        ("Nama \u{7} <ppe@kkp.example>", BadAddress),
    ] {
        let found = from(value);
        assert!(matches!(found, Err(r) if r == reason || r == Ambiguous), "{value:?}: {found:?}");
    }
    assert_eq!(from("ppe@kkp.example\u{0}"), Err(Reason::MalformedHeader));
}

#[test]
fn refuses_malformed_blocks() {
    let blocks: [(&[u8], Reason); 14] = [
        (b"From: a@b.example\nFrom: c@d.example\n\n", Reason::SeveralFrom),
        (b"From: a@b.example\nfrom: a@b.example\n\n", Reason::SeveralFrom),
        (b"From : a@b.example\n\n", Reason::BlankBeforeColon),
        (b"From\t: a@b.example\n\n", Reason::BlankBeforeColon),
        (b" From: a@b.example\nFrom: c@d.example\n\n", Reason::MalformedHeader),
        (b"From: a@b.example\nFrom : c@d.example\n\n", Reason::SeveralFrom),
        (b"From: a@b.example\nFrom\x00: c@d.example\n\n", Reason::MalformedHeader),
        (b"From: a@b.example\nX: a\rFrom: c@d.example\n\n", Reason::MalformedHeader),
        (b"From: a@b.example\nFrom c@d.example\n\n", Reason::MalformedHeader),
        (b"From: a@b.example\nFrom\n : c@d.example\n\n", Reason::SeveralFrom),
        (b"Subject: x\n\nFrom: a@b.example\n", Reason::NoFrom),
        (
            b"Sender: a@b.example\nReply-To: a@b.example\nReturn-Path: <a@b.example>\n\n",
            Reason::NoFrom,
        ),
        (b"Resent-From: a@b.example\n\n", Reason::NoFrom),
        (b"", Reason::NoFrom),
    ];
    for (block, reason) in blocks {
        assert_eq!(strict_identity(block), Err(reason), "{}", String::from_utf8_lossy(block));
    }
}

#[test]
fn other_fields_never_give_or_change_the_identity() {
    let raw = b"Sender: x@evil.example\nReply-To: x@evil.example\nResent-From: x@evil.example\n\
        X-Original-From: x@evil.example\nReturn-Path: <x@evil.example>\nFrom: a@b.example\n\n";
    assert_eq!(strict_identity(raw).as_deref(), Ok("a@b.example"));
}

/// Letters of one address and others that are shown, folded or normalised like them.
const ALIKE: [(char, &[&str]); 20] = [
    ('a', &["\u{0430}", "\u{ff41}", "\u{0251}", "\u{03b1}", "a\u{0301}", "\u{00e1}", "\u{1d41a}"]),
    ('b', &["\u{0184}", "\u{ff42}", "\u{0432}", "\u{1d41b}"]),
    ('c', &["\u{0441}", "\u{ff43}", "\u{03f2}", "\u{217d}", "c\u{0327}", "\u{00e7}"]),
    ('d', &["\u{0501}", "\u{ff44}", "\u{217e}"]),
    ('e', &["\u{0435}", "\u{ff45}", "\u{212f}", "e\u{0301}", "\u{00e9}", "\u{0451}"]),
    ('g', &["\u{0261}", "\u{ff47}", "\u{210a}"]),
    ('h', &["\u{04bb}", "\u{ff48}", "\u{210e}"]),
    ('i', &["\u{0131}", "\u{0456}", "\u{ff49}", "\u{2170}", "\u{0130}", "i\u{0307}", "\u{2139}"]),
    ('k', &["\u{212a}", "\u{043a}", "\u{ff4b}", "\u{03ba}"]),
    ('l', &["\u{04cf}", "\u{ff4c}", "\u{217c}", "1", "I", "|"]),
    ('m', &["\u{ff4d}", "\u{217f}", "rn"]),
    ('n', &["\u{0578}", "\u{ff4e}", "n\u{0303}", "\u{00f1}"]),
    ('o', &["\u{043e}", "\u{03bf}", "\u{ff4f}", "0", "\u{00f6}", "o\u{0308}", "\u{2134}"]),
    ('p', &["\u{0440}", "\u{03c1}", "\u{ff50}"]),
    ('r', &["\u{0433}", "\u{ff52}"]),
    ('s', &["\u{0455}", "\u{017f}", "\u{ff53}", "\u{00df}", "5"]),
    ('u', &["\u{057d}", "\u{ff55}", "\u{00fc}", "u\u{0308}"]),
    ('x', &["\u{0445}", "\u{ff58}", "\u{2179}", "\u{00d7}"]),
    ('y', &["\u{0443}", "\u{ff59}", "\u{00fd}"]),
    ('.', &["\u{3002}", "\u{ff0e}", "\u{2024}", "\u{ff61}", ".."]),
];

/// Characters that do not show, anywhere in an address.
const UNSEEN: [&str; 10] = [
    "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{00ad}", "\u{034f}", "\u{202e}",
    "\u{180e}", "\u{00a0}",
];

#[test]
fn no_pair_that_only_looks_alike_is_equal() {
    let good = "rahma.guci.sebyky.dop@lpse-dugybox.kam.example";
    assert!(same_address(good, &good.to_uppercase()));
    let mut pairs = 0;
    let mut differs = |other: &str| {
        assert!(!same_address(good, other) && !same_address(other, good), "{other}");
        assert_ne!(from(other).as_deref(), Ok(good), "{other}");
        pairs += 1;
    };
    for (letter, others) in ALIKE {
        for other in others {
            // In the local part and in the domain, each where the letter stands.
            for half in good.split('@') {
                if half.contains(letter) {
                    let changed = half.replacen(letter, other, 1);
                    differs(&good.replacen(half, &changed, 1));
                }
            }
        }
    }
    for unseen in UNSEEN {
        for at in [0, 5, 21, 22, 27, good.len()] {
            let (before, after) = good.split_at(at);
            differs(&format!("{before}{unseen}{after}"));
        }
    }
    // The two spellings of an international domain, dots, tags, quotes.
    for other in [
        "rahma.guci.sebyky.dop@lpse-dugybox.kam.example.",
        "rahma.guci.sebyky.dop+a@lpse-dugybox.kam.example",
        "rahmaguci.sebyky.dop@lpse-dugybox.kam.example",
        "\"rahma.guci.sebyky.dop\"@lpse-dugybox.kam.example",
        "rahma.guci.sebyky.dop@xn--lpse-dugybox.kam.example",
        "rahma.guci.sebyky.dop@lpse-dugybox.kam.example@evil.example",
        "rahma.guci.sebyky.dop%lpse-dugybox.kam.example",
        "rahma.guci.sebyky.dop@sub.lpse-dugybox.kam.example",
    ] {
        differs(other);
    }
    assert!(pairs >= 200, "{pairs}");
    for (a, b) in [
        ("x@b\u{fc}cher.example", "x@xn--bcher-kva.example"),
        ("x@b\u{fc}cher.example", "x@b\u{fc}cher.example"),
        ("caf\u{e9}@x.example", "cafe\u{301}@x.example"),
        ("mike@x.example", "m\u{131}ke@x.example"),
        ("stra\u{df}e@x.example", "strasse@x.example"),
        ("", ""),
        ("a", "a"),
    ] {
        assert!(!same_address(a, b), "{a} {b}");
    }
}

/// The address the library finds when it reads the whole mail by itself.
fn library(raw: &[u8]) -> Option<String> {
    let message = mail_parser::MessageParser::default().parse(raw)?;
    Some(message.from()?.first()?.address()?.to_owned())
}

fn field() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("ppe@kkp.example"),
        Just("x@evil.example"),
        Just("<ppe@kkp.example>"),
        Just("<x@evil.example>"),
        Just("=?utf-8?q?ppe=40kkp.example?="),
        Just("=?utf-8?b?cHBlQGtrcC5leGFtcGxl?="),
        Just("<"),
        Just(">"),
        Just("@"),
        Just("\""),
        Just("("),
        Just(")"),
        Just(","),
        Just(";"),
        Just(":"),
        Just("\\"),
        Just("["),
        Just("]"),
        Just("Nama"),
        Just("S.Pi."),
        Just(" "),
        Just("\r\n "),
        Just("\t"),
        Just("\0"),
        Just("é"),
        Just("."),
    ];
    proptest::collection::vec(
        prop_oneof![9 => piece.prop_map(|p| p.as_bytes().to_vec()), 1 => any::<u8>().prop_map(|b| vec![b])],
        0..9,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn where_both_readings_give_an_address_they_agree(value in field()) {
        let raw = [b"From: ", value.as_slice(), b"\r\nTo: a@b.example\r\n\r\nx"].concat();
        if let Ok(strict) = strict_identity(&raw) {
            prop_assert_eq!(canonical(&strict), Some(strict.clone()));
            if let Some(lenient) = library(&raw) {
                prop_assert!(lenient.eq_ignore_ascii_case(&strict), "{} {}", lenient, strict);
            }
            // And the text between the brackets is what was accepted.
            let text = String::from_utf8_lossy(&value).to_lowercase();
            prop_assert!(text.contains(&strict.to_lowercase()));
        }
    }

    #[test]
    fn any_bytes_are_borne(raw in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = strict_identity(&raw);
        let _ = from_bytes(&raw);
        let text = String::from_utf8_lossy(&raw);
        prop_assert!(!same_address(&text, "ppe@kkp.example") || text.eq_ignore_ascii_case("ppe@kkp.example"));
    }

    #[test]
    fn a_well_formed_mailbox_is_accepted(
        name in "[A-Za-z][A-Za-z .,'é-]{0,30}",
        local in "[a-z0-9]{1,10}(\\.[a-z0-9+_-]{1,10}){0,2}",
        domain in "[a-z0-9]{1,10}(-[a-z0-9]{1,5})?\\.(example|go\\.id)",
    ) {
        let address = format!("{local}@{domain}");
        prop_assert_eq!(from(&format!("{name} <{address}>")), Ok(address.clone()));
        prop_assert_eq!(from(&format!("\"{name}\" <{address}>")), Ok(address.clone()));
        prop_assert_eq!(from(&address), Ok(address));
    }
}
