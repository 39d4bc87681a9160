//! A2-21: guessed and forged reply codes. The code is an HMAC of the letter's number under the
//! installation's key, so its 128 bits are as good as random; the database has SHA-256 of it only.
use super::super::office::{BAGUS, CITRA, DEWI, HENDRA, INSIDER, Office, RATNA};
use super::super::post::Post;
use loket::demo::Seen;
use loket::secret::token_hash;
use std::collections::HashSet;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

pub fn token_of(letter: &Seen) -> String {
    letter.reply_to.split(['+', '@']).nth(1).unwrap().to_owned()
}

/// Presses Reply, to another code.
fn aimed(office: &Office, letter: &Seen, token: &str) -> Post {
    let to = letter.reply_to.replace(&token_of(letter), token);
    office.reply(BAGUS, letter, "SETUJU").set("To", &format!("<{to}>"))
}

/// A small generator: the same guesses each time.
fn guess(state: &mut u64) -> String {
    let mut letter = || {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(ALPHABET[usize::try_from(*state >> 59).unwrap()])
    };
    (0..26).map(|_| letter()).collect()
}

#[tokio::test]
async fn no_guess_and_no_flipped_bit_opens_anything() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let token = token_of(&letter);
    assert_eq!(token.len(), 26, "128 bits in base32");

    let rows = office.rows("SELECT hash FROM tokens").await;
    let hashes: HashSet<String> = rows.into_iter().flatten().collect();
    assert!(hashes.contains(&token_hash(&token)), "the control");
    let mut state = 42;
    let hits = (0..1_000_000).filter(|_| hashes.contains(&token_hash(&guess(&mut state)))).count();
    assert_eq!(hits, 0, "of a million guesses");

    let mut tx = office.stage.daemon.store.begin().await.unwrap();
    assert!(tx.token(&token.to_uppercase()).await.unwrap().is_some(), "clients change case");
    for flipped in (0..130).map(|bit| {
        let mut letters = token.clone().into_bytes();
        let at = ALPHABET.iter().position(|l| *l == letters[bit / 5]).unwrap();
        letters[bit / 5] = ALPHABET[at ^ (1 << (bit % 5))];
        String::from_utf8(letters).unwrap()
    }) {
        assert!(tx.token(&flipped).await.unwrap().is_none(), "{flipped}");
    }
    for wrong in ["", "' OR 1=1 --", "%", &token[1..], &format!("{token}a")] {
        assert!(tx.token(wrong).await.unwrap().is_none(), "{wrong}");
    }
    drop(tx);
    office.close().await;
}

#[tokio::test]
async fn guesses_by_mail_are_held_and_ring_the_bell_once() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let mut state = 7;
    for _ in 0..6 {
        let post = aimed(&office, &letter, &guess(&mut state));
        office.attack(post).await;
    }
    // The fifth alarms supervisor and helpdesk; the guesser himself hears nothing.
    assert_eq!(office.since(HENDRA.address).len(), 1, "{:?}", office.since(HENDRA.address));
    assert_eq!(office.since(DEWI.address).len(), 1);
    for quiet in [BAGUS, CITRA, RATNA, INSIDER] {
        assert_eq!(office.since(quiet.address), Vec::<String>::new(), "{}", quiet.name);
    }
    office.unmoved("token_unknown").await;

    let twin = office.reply(BAGUS, &letter, "SETUJU");
    office.send(twin.set("To", &letter.reply_to.to_uppercase())).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn a_wave_from_many_senders_rings_too() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let mut state = 9;
    for n in 0..21 {
        let post =
            aimed(&office, &letter, &guess(&mut state)).from(&format!("<a{n}@luar.example>"));
        office.attack(post.domain("luar.example")).await;
    }
    assert_eq!(office.since(HENDRA.address).len(), 1);
    assert!(office.stage.addresses().iter().all(|a| !a.ends_with("luar.example")));
    office.unmoved("token_unknown").await;
    office.close().await;
}
