//! A1-02: the sender writes `Authentication-Results` in our MX's name himself.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::{MX, Stamp, border};

const PASS: &str =
    "mx.kkp.example; dkim=pass header.d=kkp.example; dmarc=pass header.from=kkp.example";

#[tokio::test]
async fn below_our_received_line_nothing_is_believed() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let forged = |office: &Office| {
        office.reply(BAGUS, &letter, "SETUJU").field("Authentication-Results", PASS)
    };
    // (a) The real one is absent; also with lines of our MX's shape forged around it.
    let now = office.stage.now;
    let alone = forged(&office).stamp(Stamp::Unchecked);
    let hop = border("kkp.example", now);
    let hop = hop.strip_prefix("Received: ").unwrap().trim_end().to_owned();
    let under = forged(&office).field("Received", &hop).stamp(Stamp::Unchecked);
    let over = office.reply(BAGUS, &letter, "SETUJU").field("Received", &hop);
    let over = over.field("Authentication-Results", PASS).stamp(Stamp::Unchecked);
    let lmtp = hop.replace("ESMTPS", "LMTP");
    let inner = forged(&office).field("Received", &lmtp).stamp(Stamp::Unchecked);
    office.attack_all(vec![alone, under, over, inner]).await;
    office.unmoved("auth_missing").await;
    // (b) The real one says fail: fail wins.
    let real = forged(&office).stamp(Stamp::Fail);
    office.attack(real).await;
    office.silent();
    office.unmoved("auth_fail").await;
    // The honest twin carries the forged field too, and passes by the real one alone.
    let honest = forged(&office).stamp(Stamp::Pass);
    office.send(honest).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn an_id_that_is_not_ours_to_the_letter_is_nobodys() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let ids = [
        "mx.kkp.example.evil",
        "\"mx.kkp.example \"",
        "\" mx.kkp.example\"",
        "mx.kkp.examp1e",
        "mx.kkp.exampl\u{435}",
        "\u{43c}x.kkp.example",
        "ｍx.kkp.example",
        "mx.kkp.example.",
        "evil.mx.kkp.example",
        "kkp.example",
        "mx-kkp.example",
        "mx.kkp.example\u{ad}",
        "mx.kkp.example\u{200b}",
        "",
        "mx.kkp.example/1",
        "mx.kkp.example@evil.example",
        "(mx.kkp.example) evil.example",
    ];
    // (c) Even where the real ones stand.
    let rest = PASS.strip_prefix(MX).unwrap();
    let posts = ids.iter().map(|id| {
        let lines = format!("Authentication-Results: {id}{rest}\r\n");
        office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Lines(lines))
    });
    let posts = posts.collect();
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("auth_missing").await;
    office.close().await;
}

#[tokio::test]
async fn without_an_id_of_ours_the_header_is_no_way_to_pass() {
    // Everything else of the office as usual; the id is what has no default.
    use super::super::office::{PEOPLE, accounts};
    use loket::demo::StageSettings;
    let mut office = Office::set(StageSettings {
        more: String::new(),
        people: PEOPLE.into(),
        accounts: accounts(),
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    })
    .await;
    let case = office.handed_over(RATNA).await;
    let post = office.mail(BAGUS, &format!("Re: [{case}] Penyerahan"), "SETUJU", &[]);
    let fate = office.attack(post).await;
    assert_eq!(fate.verdict, "none", "no verdict without an id");
    office.unmoved("no_token").await;
    office.close().await;
}
