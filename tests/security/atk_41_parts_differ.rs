//! A3-41: the text says one thing, the HTML another. Both are read; only where they agree anything is done.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Post;
use loket::demo::Seen;
use loket::workflow::case::State;

fn both(letter: &Seen, n: usize, text: &str, html: &str) -> Post {
    let raw = format!(
        "From: Bagus Prakoso <{}>\r\nTo: <{}>\r\nSubject: Re: {}\r\nMessage-ID: <dua-{n}@kkp.example>\r\n\
         Date: Mon, 09 Nov 2026 09:41:00 +0700\r\nIn-Reply-To: <{}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         {text}\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n",
        BAGUS.address,
        letter.reply_to,
        letter.message.subject,
        letter.message.message_id.clone().unwrap()
    );
    Post::raw(raw, "kkp.example")
}

#[tokio::test]
async fn only_equal_pairs_act() {
    let (yes, no) = ("SETUJU", "TOLAK SK tidak berlaku");
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let p = |words: &str| format!("<p>{words}</p>");
    let differing = [
        (no.to_owned(), p(yes)),
        (yes.to_owned(), p(no)),
        ("Belum, masih diperiksa.".to_owned(), p(yes)),
        (yes.to_owned(), p("Belum, masih diperiksa.")),
        (yes.to_owned(), format!("<p>{yes}</p><p>PASSWORD: punyaPencuri1</p>")),
        (no.to_owned(), format!("<p style=\"display:none\">{no}</p><p>{yes}</p>")),
    ];
    for (n, (text, html)) in differing.iter().enumerate() {
        let fate = office.attack(both(&letter, n, text, html)).await;
        assert_eq!(fate.code(), "parts_differ", "{text} / {html}");
    }
    office.unmoved("parts_differ").await;

    let agreeing = both(&letter, 90, yes, &p("<b>Setuju.</b>"));
    office.send(agreeing).await;
    office.approved(&case).await;
    let other = office.handed_over(super::super::office::MADE).await;
    let letter = office.letter(BAGUS, &other);
    office.send(both(&letter, 91, no, &p(no))).await;
    assert_eq!(office.state(&other).await, State::Rejected);
    office.close().await;
}
