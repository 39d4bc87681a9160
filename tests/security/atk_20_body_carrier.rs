//! A2-20, 21 and D.1 where addresses carry no code: the letter's mark and its quoted code must both be
//! there and agree, and the sender be proven.
use super::super::office::{BAGUS, CITRA, MADE, MALLORY, Office, RATNA};
use super::super::post::Post;

const BODY: &str = "reply_carrier = \"body\"\n";

#[tokio::test]
async fn a_quoted_code_and_its_letter_carry_an_approval() {
    let mut office = Office::trusting(BODY, "").await;
    let case = office.handed_over(RATNA).await;
    let other = office.handed_over(MADE).await;
    let letter = office.letter(BAGUS, &case);
    assert!(!letter.reply_to.contains('+'), "{}", letter.reply_to);
    let code = code(&letter.message.text);
    let foreign = office.letter(BAGUS, &other);
    let reply = |office: &Office| office.reply(BAGUS, &letter, "SETUJU");
    let wrong = if code.starts_with('A') { "BBBB-2222" } else { "AAAA-2222" };
    let attacks: Vec<Post> = vec![
        // No code quoted; a guessed one; that of another letter; the letter not named.
        reply(&office).swap(&code, "----"),
        reply(&office).swap(&code, wrong),
        reply(&office).swap(&code, &self::code(&foreign.message.text)),
        reply(&office).set("In-Reply-To", "<1@kkp.example>"),
        reply(&office)
            .set("In-Reply-To", &format!("<{}>", foreign.message.message_id.clone().unwrap())),
    ];
    office.attack_all(attacks).await;
    office.unmoved("no_token").await;
    // Seen by a colleague, and by a stranger: the link is void, and its owner gets a new one.
    office.attack(office.reply(CITRA, &letter, "SETUJU")).await;
    office.unmoved("token_foreign").await;
    office.attack(office.reply(MALLORY, &letter, "SETUJU")).await;
    office.unmoved("token_foreign").await;
    let renewed = office.letter(BAGUS, &case);
    assert_ne!(renewed.message.message_id, letter.message.message_id);
    office.send(office.reply(BAGUS, &renewed, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

/// The code a letter shows.
fn code(text: &str) -> String {
    let found = loket::mail::reply_codes(text);
    assert_eq!(found.len(), 1, "{text}");
    found[0].clone()
}
