//! A4-65 (and 67, INV-13): a password nobody else may see, through every way a letter can end, with the log
//! at trace: afterwards it is in the one mailbox and in no other file. The real servers are in `tests/e2e`.
//! A code (TOTP) in a kept mail stays: it is spent with its first use (`security.md` D.2); its seed is sealed.
use super::super::office::{BAGUS, DEWI, MADE, Office, Person, RATNA, SARI};
use super::super::post::{Post, Stamp};
use super::super::relay::{QUOTES, Relay, loud, printed};
use super::super::search::{dressed, leaks, needles};
use crate::rig::mock::{Act, say};
use loket::demo::{Paper, Seen};
use loket::workflow::case::State;

const TYPED: &str = "KANARI-7f=Q+z.9#mR";
const OWN: &str = "KANARI-punyaku-31Tk";
const FORGED: &str = "KANARI-palsu!58Wm";
const TYPED_USER: [(Person, &str); 3] =
    [(RATNA, "AA.TELUKCONTOH"), (MADE, "AA.LOKAPESISIR"), (SARI, "AA.SARI")];

/// What Admin PPE types.
fn result(who: Person, password: &str) -> String {
    let user = TYPED_USER.iter().find(|(person, _)| *person == who).unwrap().1;
    format!("SETUJU\r\nUSER ID: {user}\r\nPASSWORD: {password}")
}

/// Types a result for a case that was handed over; the state it ends in.
async fn typed(office: &mut Office, who: Person, password: &str) -> (String, State) {
    let case = office.handed_over(who).await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, &result(who, password))).await;
    let state = office.state(&case).await;
    (case, state)
}

/// Where the texts are, but for the mailbox of the one who may have it.
fn astray(
    office: &Office,
    texts: &[&str],
    owner: Option<Person>,
) -> Vec<(String, std::path::PathBuf)> {
    let own = owner.map(|p| office.stage.dir.join("surat/keluar").join(p.address));
    let mut found = leaks(&[&office.stage.dir], texts);
    found.retain(|(_, path)| own.as_ref().is_none_or(|own| !path.starts_with(own)));
    found
}

const NOWHERE: Vec<(String, std::path::PathBuf)> = Vec::new();

/// The whole letter back, as servers of different makes send it.
fn reports(letter: &Seen) -> Vec<Vec<u8>> {
    let raw = String::from_utf8_lossy(&letter.raw).into_owned();
    let base64 = data_encoding::BASE64.encode(&letter.raw);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(76).map(|c| std::str::from_utf8(c).unwrap()).collect();
    let status = "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ratna.k@kkp.example\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    let head = "From: MAILER-DAEMON@mx.kkp.example\r\nTo: helpdesk-lpse@kkp.example\r\nSubject: Undelivered Mail Returned to Sender\r\n";
    let report = |id: u32, encoding: &str, body: &str| {
        format!(
            "{head}Message-ID: <balik-{id}@mx.kkp.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b{id}\r\n\r\n--b{id}\r\n\r\ngagal\r\n--b{id}\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n--b{id}\r\nContent-Type: message/rfc822\r\n{encoding}\r\n{body}\r\n--b{id}--\r\n"
        )
        .into_bytes()
    };
    let plain = format!(
        "{head}Message-ID: <balik-3@mx.kkp.example>\r\n\r\nHi. This is the qmail-send program at mx.kkp.example.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<ratna.k@kkp.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n{raw}"
    );
    vec![
        report(1, "", &raw),
        report(2, "Content-Transfer-Encoding: base64\r\n", &lines.join("\r\n")),
        plain.into_bytes(),
    ]
}

#[tokio::test]
async fn accepted_quoted_sent_back_and_archived() {
    let relay = Relay::start().await;
    let mut office = relay.office("").await;
    let _log = loud(&office);
    let (case, state) = typed(&mut office, RATNA, TYPED).await;
    assert_eq!(state, State::Delivered, "{case}");
    let letter = office.letter(RATNA, "Password Baru");
    assert_eq!(astray(&office, &[TYPED], Some(RATNA)), NOWHERE, "accepted");
    assert_eq!(astray(&office, &[TYPED], None).len(), 1, "her one mail");
    // She answers with everything quoted below; then the letter comes back, in three makes.
    let thanks = office.reply(RATNA, &letter, "Terima kasih, sudah bisa masuk.");
    office.send(thanks).await;
    for report in reports(&letter) {
        let fate = office.send(Post::raw(report, "mx.kkp.example").stamp(Stamp::Unchecked)).await;
        assert_eq!(fate.outcome, "bounce", "{fate:?}");
        assert_eq!(astray(&office, &[TYPED], Some(RATNA)), NOWHERE, "sent back");
    }
    assert_eq!(office.state(&case).await, State::DeliveryFailed, "helpdesk and PPE must act");
    let told = office.letter(DEWI, &case);
    office.send(office.reply(DEWI, &told, "DISAMPAIKAN LANGSUNG kepada Ratna")).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    office.pass(60 * 24).await;
    assert!(office.case(&case).await.archived_at.is_some(), "{case} is archived");
    assert!(office.stage.letter(DEWI.address, "Rekap Harian").is_some(), "the digest went out");
    assert_eq!(astray(&office, &[TYPED], Some(RATNA)), NOWHERE, "archive and digest");
    for verb in [
        &["case", "list"][..],
        &["case", "show", &case],
        &["case", "timeline", &case],
        &["case", "show", &case, "--json"],
        &["queue", "list"],
        &["held", "list", "--json"],
        &["digest", "--print"],
    ] {
        let said = printed(&office, verb);
        assert!(said.contains("exit status: 0"), "{said}");
        assert_eq!(dressed(said.as_bytes(), &needles(TYPED)), None, "{said}");
    }
    office.close().await;
}

/// One way for a credential letter to end; and whether the password has been out by then.
struct End {
    who: Person,
    word: &'static str,
    acts: fn() -> Vec<Act>,
    state: State,
}

async fn ends(all: [End; 3]) {
    let relay = Relay::start().await;
    let mut office = relay.office("").await;
    let _log = loud(&office);
    for (n, end) in all.into_iter().enumerate() {
        let password = format!("{TYPED}{n}");
        let case = office.handed_over(end.who).await;
        let letter = office.letter(BAGUS, &case);
        let to = if end.word == "MAIL" { "" } else { end.who.address };
        relay.odd(to, end.word, (end.acts)());
        let post = office.reply(BAGUS, &letter, &result(end.who, &password));
        office.send(post).await;
        assert!(relay.reached(), "{}", end.word);
        // A copy of the data folder, made while the letter waits.
        let data = office.stage.dir.join("data");
        let copy = office.stage.dir.join(format!("cadangan-{n}"));
        let copied = std::process::Command::new("cp").arg("-a").args([&data, &copy]).status();
        assert!(copied.unwrap().success());
        office.pass(45).await;
        relay.well();
        assert_eq!(office.state(&case).await, end.state, "{} {:?}", end.word, end.who);
        office.pass(10).await;
        assert_eq!(astray(&office, &[&password], None), NOWHERE, "{}", end.word);
        let out = usize::from(matches!(end.word, "."));
        assert_eq!(relay.texts_with(&password), out, "one secret, at most one DATA");
        let rows = office.rows("SELECT COALESCE(HEX(sealed), '') FROM secrets").await;
        assert!(rows.iter().all(|row| row[0].is_empty()), "wiped");
    }
    for who in [RATNA, MADE, SARI] {
        let result = office.stage.letter(who.address, "Password Baru");
        assert!(result.is_none(), "{} got nothing", who.address);
    }
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn refused_before_the_text() {
    let never = || say("550 5.1.1 no such user\r\n");
    let later = || say("451 4.3.0 later\r\n");
    ends([
        End { who: RATNA, word: "RCPT", acts: never, state: State::DeliveryFailed },
        End { who: MADE, word: "RCPT", acts: later, state: State::DeliveryFailed },
        End { who: SARI, word: "MAIL", acts: later, state: State::DeliveryFailed },
    ])
    .await;
}

#[tokio::test]
async fn refused_with_the_text_in_hand() {
    let quotes = || say(QUOTES);
    let broken = || say("554 5.7.1 not now\r\n");
    ends([
        End { who: RATNA, word: ".", acts: quotes, state: State::DeliveryFailed },
        End { who: MADE, word: ".", acts: || vec![Act::Cut], state: State::Executing },
        End { who: SARI, word: "DATA", acts: broken, state: State::DeliveryFailed },
    ])
    .await;
}

#[tokio::test]
async fn a_password_in_a_request_a_forgery_and_a_note() {
    let mut office = Office::open().await;
    let _log = loud(&office);
    let text = format!(
        "Yth. Helpdesk, mohon reset password Admin Agency kami.\r\nUser ID AA.TELUKCONTOH\r\nPassword lama: {OWN}\r\nSurat dan SK terlampir."
    );
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let post = office.mail(RATNA, &format!("Reset password: {OWN}"), &text, &papers);
    let case = office.send(post).await.case.expect("a case");
    assert_eq!(office.state(&case).await, State::Verifying);
    assert_eq!(astray(&office, &[OWN], None), NOWHERE, "a user's own password");
    // A forged result is held with its password; shown, discarded, and another one released.
    let letter = office.letter(BAGUS, &case);
    for _ in 0..2 {
        let forged = office.reply(BAGUS, &letter, &result(RATNA, FORGED)).stamp(Stamp::Fail);
        office.attack(forged).await;
    }
    let stranger = Person { name: "Orang Asing", address: "asing@lain.example" };
    let text = format!("Mohon reset akun AA.SARI. Kata sandi saya {OWN}");
    office.attack(office.mail(stranger, "Reset password Admin Agency", &text, &[])).await;
    let held = office.rows("SELECT CAST(id AS TEXT) FROM mails WHERE outcome = 'held'").await;
    assert_eq!(held.len(), 3);
    for row in &held {
        let said = printed(&office, &["held", "show", &row[0]]);
        assert!(said.contains("exit status: 0"), "{said}");
        for canary in [OWN, FORGED] {
            assert_eq!(dressed(said.as_bytes(), &needles(canary)), None, "{said}");
        }
    }
    let reason = format!("bukan dari Bagus, password: {FORGED}");
    for verb in ["discard", "release"] {
        let id = &held[usize::from(verb == "release") * 2][0];
        let said = printed(&office, &["held", verb, id, "--reason", &reason]);
        assert!(!said.contains(FORGED), "{said}");
    }
    office.pass(5).await;
    assert_eq!(astray(&office, &[OWN, FORGED], None), NOWHERE, "held, discarded, released");
    // A reason that tells a password does not carry it to the applicant.
    let letter = office.letter(BAGUS, &case);
    let reject = format!("TOLAK password lama {OWN} masih berlaku");
    office.send(office.reply(BAGUS, &letter, &reject)).await;
    office.pass(60 * 24).await;
    assert_eq!(astray(&office, &[OWN, FORGED], None), NOWHERE, "reasons, archive, digest");
    office.close().await;
}

#[tokio::test]
async fn a_seed_and_its_code() {
    let mut office = Office::with("").await;
    let _log = loud(&office);
    let seed = loket::secret::totp::Seed::fresh().unwrap();
    let shown = seed.base32();
    let mut tx = office.stage.daemon.store.begin().await.unwrap();
    tx.enrol("bagus", &seed, office.stage.now).await.unwrap();
    tx.commit().await.unwrap();
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let code = seed.code_at(office.stage.now).unwrap();
    let said = format!("SETUJU {}", code.as_str());
    office.send(office.reply(BAGUS, &letter, &said)).await;
    office.approved(&case).await;
    office.pass(5).await;
    let mut outside = leaks(&[office.stage.dir.join("log.txt")], &[&said]);
    outside.extend(leaks(&[office.stage.dir.join("surat/keluar")], &[&said]));
    outside.extend(leaks(&[office.stage.dir.join("data/arsip")], &[&said]));
    outside.extend(astray(&office, &[&shown], None));
    assert_eq!(outside, NOWHERE);
    let told = office.rows("SELECT body FROM log").await;
    assert!(told.iter().all(|row| !row[0].contains(&said)), "the log repeats the code");
    office.close().await;
}
