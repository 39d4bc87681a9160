//! A3-50: signature wrapping. Whoever holds Admin PPE's mailbox, with its links and its genuinely signed
//! mails, makes no signed approval of them: S/MIME is the second factor here, asked for always.
use super::super::office::{BAGUS, CITRA, MADE, Office, PEOPLE, Person, RATNA, accounts};
use super::super::post::{MX, Post};
use crate::rig::signed::{SIGNED, multipart, part, signature_part, signed};
use crate::rig::signer::Card;
use loket::demo::{Paper, Seen, StageSettings};
use loket::workflow::case::State;
use std::sync::LazyLock;

static HIS: LazyLock<Card> = LazyLock::new(|| Card::of(BAGUS.address));

/// An office where every approval needs a second factor, at the signer's own time: a signature tells when
/// it was made.
async fn strict() -> Office {
    let line = format!("addresses = [\"{}\"]\n", BAGUS.address);
    let pinned = format!("{line}certificates = [\"sha256:{}\"]\n", HIS.fingerprint());
    let people = PEOPLE.replacen(&line, &pinned, 1);
    assert_ne!(people, PEOPLE);
    Office::set(StageSettings {
        more: format!("[trust]\nauthserv_id = \"{MX}\"\nsecond_factor = \"always\"\n"),
        people,
        accounts: accounts(),
        start: jiff::Timestamp::now(),
    })
    .await
}

/// A mail cut into what is signed (the fields of its content, its body) and the fields above it.
fn cut(post: &Post) -> (String, String) {
    let text = String::from_utf8(post.bytes().to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let (mut above, mut inner) = (String::new(), String::new());
    let mut content = false;
    for line in head.split_inclusive("\r\n") {
        if !line.starts_with([' ', '\t']) {
            let name = line.to_ascii_lowercase();
            content = name.starts_with("content-") || name.starts_with("mime-version");
        }
        let to = if content { &mut inner } else { &mut above };
        to.push_str(line.trim_end_matches("\r\n"));
        to.push_str("\r\n");
    }
    (above, format!("{inner}\r\n{body}"))
}

/// The same mail with another body under its own fields.
fn carrying(post: &Post, entity: &str) -> Post {
    let (above, _) = cut(post);
    Post::raw(format!("{above}MIME-Version: 1.0\r\n{entity}"), "kkp.example")
}

/// The same mail, signed.
fn signed_by(card: &Card, post: &Post) -> (Post, String) {
    let entity = signed(card, &cut(post).1, &[]);
    (carrying(post, &entity), entity)
}

fn answer(office: &Office, from: Person, letter: &Seen, text: &str) -> Post {
    office.reply(from, letter, text)
}

#[tokio::test]
async fn only_the_signature_over_the_approval_itself_approves() {
    let mut office = strict().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let evil = answer(&office, BAGUS, &letter, "SETUJU");
    let evil_words = cut(&evil).1;
    // What the mailbox holds: a question of his to a colleague, signed, about this very case.
    let asked = part("text/plain; charset=utf-8", &format!("Apakah {case} sudah lengkap?\r\n"));
    let genuine = signed(&HIS, &asked, &[]);
    let opaque = HIS.entity(asked.as_bytes(), &["-nodetach"]);
    let its = signature_part(&HIS.container(asked.as_bytes(), &[]));
    let attacker = Card::of(BAGUS.address);
    let embedded = signature_part(&HIS.container(asked.as_bytes(), &["-nodetach"]));
    // What the log keeps about the signature beside the reason.
    let (unsigned, built) = ("", "tidak disusun menurut aturan");
    let mut codes = Vec::new();
    for (entity, code, told) in [
        (evil_words.clone(), "code_needed", unsigned),
        (multipart("multipart/mixed", "luar", &[&evil_words, &genuine]), "code_needed", unsigned),
        (multipart("multipart/mixed", "luar", &[&evil_words, &opaque]), "code_needed", unsigned),
        (multipart("multipart/related", "luar", &[&evil_words, &genuine]), "code_needed", unsigned),
        (
            multipart("multipart/alternative", "luar", &[&genuine, &evil_words]),
            "question",
            unsigned,
        ),
        (
            multipart("multipart/mixed", "luar", &[&evil_words, &part("message/rfc822", &genuine)]),
            "code_needed",
            unsigned,
        ),
        (
            multipart(SIGNED, "tanda", &[&evil_words, &its]),
            "code_needed",
            "bukan yang ditandatangani",
        ),
        (multipart(SIGNED, "tanda", &[&evil_words, &embedded]), "code_needed", "isi tersendiri"),
        (multipart(SIGNED, "tanda", &[&evil_words, &asked, &its]), "code_needed", built),
        (multipart(SIGNED, "tanda", &[&asked, &its, &evil_words]), "question", unsigned),
        (signed(&attacker, &evil_words, &[]), "code_needed", "tidak terdaftar untuk orang ini"),
        (
            signed(&attacker, &genuine, &[]).replace(&asked, &evil_words),
            "code_needed",
            "Tanda tangan S/MIME tidak diterima",
        ),
        (signed(&HIS, &evil_words, &["-md", "sha1"]), "code_needed", "SHA-1"),
        (signed(&HIS, &evil_words, &["-noattr"]), "code_needed", "tidak lengkap"),
    ] {
        // Every attempt has the true link of the newest letter in hand.
        let letter = office.letter(BAGUS, &case);
        let post = answer(&office, BAGUS, &letter, "SETUJU");
        office.attack(carrying(&post, &entity)).await;
        codes.push(code);
        assert_eq!(office.state(&case).await, State::Verifying, "{entity}");
        let log = office
            .rows("SELECT body FROM log WHERE event = 'staff_command' ORDER BY seq DESC")
            .await;
        assert!(log[0][0].contains(told), "{told} in {}", log[0][0]);
    }
    office.unmoved_each(&codes).await;

    let letter = office.letter(BAGUS, &case);
    let (post, _) = signed_by(&HIS, &answer(&office, BAGUS, &letter, "SETUJU"));
    office.send(post).await;
    assert_eq!(office.state(&case).await, State::Executing);
    let rows = office.rows("SELECT person, COALESCE(proof, ''), evidence FROM acts").await;
    assert_eq!(rows[0][..2], ["bagus", "\"signature\""]);
    assert!(rows[0][2].contains(&HIS.fingerprint()), "{rows:?}");
    office.close().await;
}

/// S/MIME signs no header: an old signed approval under a new link is well signed all the same.
#[tokio::test]
async fn a_signed_approval_counts_for_its_own_request_and_once() {
    let mut office = strict().await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let letter = office.letter(BAGUS, &one);
    let (post, entity) = signed_by(&HIS, &answer(&office, BAGUS, &letter, "SETUJU"));
    // In the other case's mail, before and after it was used for its own.
    let other = answer(&office, BAGUS, &office.letter(BAGUS, &two), "SETUJU");
    office.attack(carrying(&other, &entity)).await;
    office.unmoved("code_needed").await;
    // The file changes, so that his approval comes too late for it; a new letter goes out.
    let note = office.letter(RATNA, &one);
    let more = office.compose(&loket::demo::PersonMail {
        from_name: RATNA.name,
        from: RATNA.address,
        text: "Bersama ini SK yang lain.".into(),
        answers: Some(&note),
        papers: &[Paper::SARI_DECREE],
        ..loket::demo::PersonMail::default()
    });
    office.send(more).await;
    office.send(post).await;
    assert_eq!(office.state(&one).await, State::Verifying);
    let renewed = office.letter(BAGUS, &one);
    assert_ne!(renewed.message.message_id, letter.message.message_id);
    let replayed = answer(&office, BAGUS, &renewed, "SETUJU");
    office.attack(carrying(&replayed, &entity)).await;
    office.unmoved("code_needed").await;
    let rows = office.rows("SELECT case_id, person FROM signatures").await;
    assert_eq!(rows, [[one.clone(), "bagus".to_owned()]]);

    let (post, _) = signed_by(&HIS, &answer(&office, BAGUS, &office.letter(BAGUS, &one), "SETUJU"));
    office.send(post).await;
    assert_eq!(office.state(&one).await, State::Executing);
    office.close().await;
}

/// His signature is his: it lends no weight to a colleague's link.
#[tokio::test]
async fn a_colleague_cannot_use_it() {
    let mut office = strict().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(CITRA, &case);
    let (post, _) = signed_by(&HIS, &answer(&office, CITRA, &letter, "SETUJU"));
    office.attack(post).await;
    office.unmoved("not_enrolled").await;
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}
