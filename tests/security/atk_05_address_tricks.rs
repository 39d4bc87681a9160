//! A1-05: several mailboxes, groups, routes, quoted pairs, encoded words inside the address, Mailsploit.
//! Sixty strings: each is one identity or refused with its reason, and no refused one moves anything.
use super::super::office::{BAGUS, Office, RATNA};
use loket::mail::address::Reason::{self, BadAddress, SeveralAddresses};
use loket::mail::address::strict_identity;

const GOOD: [&str; 16] = [
    "bagus.ppe@kkp.example",
    "<bagus.ppe@kkp.example>",
    "Bagus <bagus.ppe@kkp.example>",
    "\"Bagus Prakoso\" <bagus.ppe@kkp.example>",
    "\"Prakoso, Bagus\" <bagus.ppe@kkp.example>",
    "Bagus Prakoso, S.Pi. <bagus.ppe@kkp.example>",
    "Bagus (PPE) <bagus.ppe@kkp.example>",
    "=?utf-8?Q?Bagus_Prakoso?= <bagus.ppe@kkp.example>",
    "=?UTF-8?B?QmFndXM=?= <bagus.ppe@kkp.example>",
    "Bagus\r\n <bagus.ppe@kkp.example>",
    "  bagus.ppe@kkp.example  ",
    "\"\" <bagus.ppe@kkp.example>",
    "Bagus<bagus.ppe@kkp.example>",
    "\"Bagus \\\"Gus\\\" Prakoso\" <bagus.ppe@kkp.example>",
    "bagus.ppe@KKP.Example",
    "[LPSE] Bagus <bagus.ppe@kkp.example>",
];

const BAD: [(&str, Reason); 44] = [
    ("x@evil.example, bagus.ppe@kkp.example", SeveralAddresses),
    ("bagus.ppe@kkp.example, x@evil.example", SeveralAddresses),
    ("bagus.ppe@kkp.example; x@evil.example", SeveralAddresses),
    ("<x@evil.example>, <bagus.ppe@kkp.example>", BadAddress),
    ("<x@evil.example,bagus.ppe@kkp.example>", BadAddress),
    ("<bagus.ppe@kkp.example,x@evil.example>", BadAddress),
    ("PPE: bagus.ppe@kkp.example;", SeveralAddresses),
    ("PPE:;", SeveralAddresses),
    ("PPE: <bagus.ppe@kkp.example>;", BadAddress),
    ("<@evil.example:bagus.ppe@kkp.example>", BadAddress),
    ("<@evil.example,@x.example:bagus.ppe@kkp.example>", BadAddress),
    ("<bagus.ppe@kkp.example\\>@evil.example>", BadAddress),
    ("<bagus.ppe@kkp.example>@evil.example", BadAddress),
    ("bagus.ppe@kkp.example@evil.example", BadAddress),
    ("<bagus.ppe@kkp.example> <x@evil.example>", BadAddress),
    ("<x@evil.example> bagus.ppe@kkp.example", BadAddress),
    ("bagus.ppe@kkp.example <x@evil.example>", BadAddress),
    ("<<bagus.ppe@kkp.example>>", BadAddress),
    ("<bagus.ppe@kkp.example", BadAddress),
    ("bagus.ppe@kkp.example>", BadAddress),
    ("\"bagus.ppe\"@kkp.example", BadAddress),
    ("\"bagus.ppe@kkp.example\"@evil.example", BadAddress),
    ("bagus.ppe(x)@kkp.example", BadAddress),
    ("bagus.ppe@kkp.example(x)", BadAddress),
    ("bagus.ppe@(x)kkp.example", BadAddress),
    ("bagus .ppe@kkp.example", BadAddress),
    ("bagus.ppe @kkp.example", BadAddress),
    ("bagus.ppe@kkp .example", BadAddress),
    (".bagus.ppe@kkp.example", BadAddress),
    ("bagus.ppe.@kkp.example", BadAddress),
    ("bagus..ppe@kkp.example", BadAddress),
    ("bagus.ppe@kkp.example.", BadAddress),
    ("bagus.ppe@[192.0.2.1]", BadAddress),
    ("bagus.ppe@192.0.2.1", BadAddress),
    ("bagus.ppe", BadAddress),
    ("@kkp.example", BadAddress),
    ("=?utf-8?Q?bagus.ppe=40kkp.example?=", BadAddress),
    ("=?utf-8?b?YmFndXMucHBlQGtrcC5leGFtcGxl?==?utf-8?Q?=00?=@evil.example", BadAddress),
    ("=?utf-8?Q?bagus.ppe?=@kkp.example", BadAddress),
    ("bagus.ppe@=?utf-8?Q?kkp.example?=", BadAddress),
    ("\"<bagus.ppe@kkp.example>\" <x@evil.example>, bagus.ppe@kkp.example", BadAddress),
    ("bagus.ppe@kkp.ex\u{430}mple", BadAddress),
    ("b\u{430}gus.ppe@kkp.example", BadAddress),
    ("bagus.ppe@kkp.example\u{200b}", BadAddress),
];

#[test]
fn sixty_strings_are_one_address_or_none() {
    let read = |value: &str| strict_identity(format!("From: {value}\r\n\r\n").as_bytes());
    for value in GOOD {
        assert_eq!(read(value).as_deref(), Ok("bagus.ppe@kkp.example"), "{value}");
    }
    for (value, reason) in BAD {
        assert_eq!(read(value), Err(reason), "{value}");
    }
    assert_eq!(GOOD.len() + BAD.len(), 60);
}

#[tokio::test]
async fn no_doubtful_address_moves_anything() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let post = |(value, _): &(&str, Reason)| {
        let line = format!("From: {value}\r\n");
        office.reply(BAGUS, &letter, "SETUJU").with_from_lines(line.as_bytes())
    };
    let posts = BAD.iter().map(post).collect();
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("malformed_identity").await;
    // A name that shows another's address is data, and the address decides.
    let shown = b"From: \"bagus.ppe@kkp.example\" <mallory@evil.example>\r\n";
    let shown = office.reply(BAGUS, &letter, "SETUJU").with_from_lines(shown);
    office.attack(shown.domain("evil.example")).await;
    office.unmoved("token_foreign").await;
    office.close().await;
}
