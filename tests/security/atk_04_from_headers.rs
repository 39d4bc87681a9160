//! A1-04: two From headers, `From :`, ` From:`, folds and NUL: espoofer's server cases (Composition
//! Kills), each with Admin PPE's true token. `mail_identity` proves the parse level with the files.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Stamp;

/// What stands where `From: Bagus Prakoso <bagus.ppe@kkp.example>` should, and the reason expected.
/// The verdict is the border's pass for kkp.example wherever a border might give it.
const LINES: [(&[u8], &str); 19] = [
    (b"From: bagus.ppe@kkp.example\r\nFrom: x@evil.example\r\n", "malformed_identity"),
    (b"From: x@evil.example\r\nFrom: bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From : bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From : bagus.ppe@kkp.example\r\nFrom: x@evil.example\r\n", "malformed_identity"),
    (b"From: x@evil.example\r\nFrom : bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From\t: bagus.ppe@kkp.example\r\n", "malformed_identity"),
    // Below the border this continues its Received line: the mail is x's, whom nothing proves.
    (b" From: bagus.ppe@kkp.example\r\nFrom: x@evil.example\r\n", "auth_missing"),
    (b"From\r\n : bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From\r\n : bagus.ppe@kkp.example\r\nFrom: x@evil.example\r\n", "malformed_identity"),
    (b"From: bagus.ppe@kkp.example\0@evil.example\r\n", "malformed_identity"),
    (b"From: bagus.ppe\0@kkp.example\r\n", "malformed_identity"),
    (b"From: bagus.ppe@kkp.example\rFrom: x@evil.example\r\n", "malformed_identity"),
    (b"From: Bagus\r <bagus.ppe@kkp.example>\r\n", "malformed_identity"),
    (b"Sender: bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"Resent-From: bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From:\r\n", "malformed_identity"),
    (b"fROM: bagus.ppe@kkp.example\r\nFROM: bagus.ppe@kkp.example\r\n", "malformed_identity"),
    (b"From: bagus.ppe@kkp.example\r\nThis line is no header\r\n", "malformed_identity"),
    (b"From; bagus.ppe@kkp.example\r\n", "malformed_identity"),
];

#[tokio::test]
async fn only_one_plain_from_is_somebody() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let mut posts: Vec<_> = LINES
        .iter()
        .map(|(lines, _)| office.reply(BAGUS, &letter, "SETUJU").with_from_lines(lines))
        .collect();
    let mut reasons: Vec<&str> = LINES.iter().map(|(_, reason)| *reason).collect();
    // A line over 998 bytes (RFC 5322 §2.1.1).
    let long = format!("From: {} <bagus.ppe@kkp.example>\r\n", "x".repeat(1_000));
    posts.push(office.reply(BAGUS, &letter, "SETUJU").with_from_lines(long.as_bytes()));
    reasons.push("malformed_identity");
    // A subdomain that is not there, and a null envelope sender: the border proves nothing.
    let absent = "From: bagus.ppe@tiada.kkp.example\r\n".as_bytes();
    let absent = office.reply(BAGUS, &letter, "SETUJU").with_from_lines(absent);
    posts.push(absent.stamp(Stamp::Results("dmarc=none header.from=tiada.kkp.example".into())));
    reasons.push("auth_missing");
    let null = Stamp::Results(
        "spf=pass smtp.helo=evil.example; dmarc=none header.from=kkp.example".into(),
    );
    posts.push(office.reply(BAGUS, &letter, "SETUJU").stamp(null));
    reasons.push("auth_missing");
    office.attack_all(posts).await;
    office.silent();
    office.unmoved_each(&reasons).await;
    // The well-formed twin.
    let twin = office.reply(BAGUS, &letter, "SETUJU");
    let twin = twin.with_from_lines(b"From: Bagus Prakoso\r\n\t<bagus.ppe@kkp.example>\r\n");
    office.send(twin).await;
    office.approved(&case).await;
    office.close().await;
}
