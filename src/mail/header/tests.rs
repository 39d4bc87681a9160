//! Header readings together: addresses as people write them, and agreement with the strict identity.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::mail::address::strict_identity;
use proptest::prelude::*;

fn seen(value: &str) -> Vec<(String, String)> {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    mailboxes(value.as_bytes(), None).0.iter().map(|(n, a)| (shown(n), shown(a))).collect()
}

#[test]
fn latin_subject_is_read() {
    assert_eq!(text(b" caf\xe9 =?utf-8?q?sandi_=F0=9F=99=8F?="), "café sandi 🙏");
}

#[test]
fn one_mailbox_in_many_dresses() {
    for (value, name, address) in [
        ("r@kkp.example", "-", "r@kkp.example"),
        ("<r@kkp.example>", "-", "r@kkp.example"),
        ("<<r@kkp.example>>", "-", "r@kkp.example"),
        ("Ratna K. <r@kkp.example>", "Ratna K.", "r@kkp.example"),
        ("\"Kusuma, Ratna\" <r@kkp.example>", "Kusuma, Ratna", "r@kkp.example"),
        ("Kusuma, Ratna <r@kkp.example>", "Kusuma, Ratna", "r@kkp.example"),
        ("Ratna Kusuma, S.H., M.H. <r@kkp.example>", "Ratna Kusuma, S.H., M.H.", "r@kkp.example"),
        ("r@kkp.example (Ratna (Balai) K)", "Ratna (Balai) K", "r@kkp.example"),
        ("Ratna r@kkp.example", "Ratna", "r@kkp.example"),
        ("Ratna <mailto:r@kkp.example>", "Ratna", "r@kkp.example"),
        ("Ratna <r@kkp.example", "Ratna", "r@kkp.example"),
        ("Ratna < r @ kkp . example >", "Ratna", "r@kkp.example"),
        ("r @ kkp.example", "-", "r@kkp.example"),
        ("Ratna <@relay.example,@b.example:r@kkp.example>", "Ratna", "r@kkp.example"),
        ("Ratna <r(meja 3)@kkp.(pusat)example>", "Ratna", "r@kkp.example"),
        ("\"ratna k\"@kkp.example", "-", "\"ratna k\"@kkp.example"),
        ("r@kkp.example <r@kkp.example>", "r@kkp.example", "r@kkp.example"),
        ("=?utf-8?Q?Kusuma,_Ratna?= <r@kkp.example>", "Kusuma, Ratna", "r@kkp.example"),
        ("\"=?utf-8?B?UmF0bmE=?=\" <r@kkp.example>", "Ratna", "r@kkp.example"),
        ("=?utf-8?B?UmF0?= =?utf-8?B?bmE=?= K <r@kkp.example>", "Ratna K", "r@kkp.example"),
        ("Ratna <r@kkp.example\\>@evil.example>", "Ratna", "r@kkp.example\\>@evil.example"),
        ("Ratna <>", "Ratna", "-"),
        ("\"Ratna \\\"Nana\\\" K\" <r@kkp.example>", "Ratna \"Nana\" K", "r@kkp.example"),
        ("Ratna \\\"Nana\\\" K <r@kkp.example>", "Ratna \"Nana\" K", "r@kkp.example"),
        ("'Ratna' <r@kkp.example>", "'Ratna'", "r@kkp.example"),
        ("ратна@почта.example", "-", "ратна@почта.example"),
    ] {
        assert_eq!(seen(value), [(name.into(), address.into())], "{value}");
    }
}

#[test]
fn several_mailboxes_groups_and_separators() {
    let both = [("-".into(), "a@x.example".into()), ("B".into(), "b@x.example".into())];
    for value in [
        "a@x.example, B <b@x.example>",
        "a@x.example; B <b@x.example>;",
        ",a@x.example,, B <b@x.example>,",
        "<a@x.example> B <b@x.example>",
        "Tim: a@x.example, B <b@x.example>;",
        "Tim: a@x.example;, B <b@x.example>",
        "<a@x.example, B <b@x.example>",
    ] {
        assert_eq!(seen(value), both, "{value}");
    }
    assert!(seen("undisclosed-recipients:;").is_empty());
    assert!(seen("").is_empty());
    assert_eq!(seen("kasir, loket").len(), 2);
}

#[test]
fn raw_names_of_old_sets_hold_no_brackets() {
    let line = "田中 ソ太郎 <t@mitra.example>, 表示能 <k@mitra.example>";
    let both = [(Some("田中 ソ太郎".to_owned()), Some("t@mitra.example".to_owned()))];
    for encoding in [encoding_rs::ISO_2022_JP, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
        let (found, _) = mailboxes(&encoding.encode(line).0, Some(encoding));
        assert_eq!(found.get(..1), Some(&both[..]), "{}", encoding.name());
        assert_eq!(found.len(), 2);
    }
}

#[test]
fn floods_are_cut() {
    let (found, cut) = mailboxes("a@b.example,".repeat(5_000).as_bytes(), None);
    assert!(cut && found.len() == ADDRESS_LIMIT);
}

proptest! {
    #[test]
    fn what_the_strict_reading_accepts_is_shown_as_such(
        name in "[A-Za-z .\"(),;:@<>=?_-]{0,20}", local in "[a-z.=?]{1,8}", host in "[a-z.-]{1,12}",
        tail in "[ ;,<>()\"@a-z]{0,4}",
    ) {
        for value in [format!("{name} <{local}@{host}>{tail}"), format!("{local}@{host}{tail}")] {
            let raw = format!("From: {value}\n\n");
            if let Ok(address) = strict_identity(raw.as_bytes()) {
                let (found, _) = mailboxes(value.as_bytes(), None);
                prop_assert_eq!(found.len(), 1, "{}", &value);
                prop_assert!(found[0].1.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(&address)), "{}", &value);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_within_bounds(value in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (found, _) = mailboxes(&value, None);
        prop_assert!(found.len() <= ADDRESS_LIMIT);
        let _ = (date(&value), own_id(&value), text(&value));
        let block = Block::scan_mail(&value);
        prop_assert!(block.body <= value.len());
    }

    #[test]
    fn encoded_names_come_back(name in "[a-zA-Z éüß字,.<>@()\"]{1,30}") {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(!name.is_empty());
        let word = format!("=?utf-8?B?{}?= <a@b.example>", data_encoding::BASE64.encode(name.as_bytes()));
        prop_assert_eq!(seen(&word), [(name, "a@b.example".to_owned())]);
    }
}
