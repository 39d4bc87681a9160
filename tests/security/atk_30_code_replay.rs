//! A2-30 and D.2: a time-based code counts once, for all cases together, near the time it reached our
//! border. Three wrong ones close the link and the codes.
use super::super::factor::code_at;
use super::super::office::{BAGUS, DEWI, HENDRA, MADE, Office, RATNA};
use jiff::SignedDuration;
use loket::workflow::case::State;

const ALWAYS: &str = "second_factor = \"always\"";

#[tokio::test]
async fn a_code_counts_for_one_case_only() {
    let mut office = Office::trusting(ALWAYS, "").await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let seed = office.enrol("bagus").await;
    let code = office.code(&seed, 0);
    let words = format!("SETUJU {code}");
    office.send(office.answer(BAGUS, &one, &words)).await;
    office.approved(&one).await;
    office.attack(office.answer(BAGUS, &two, &words)).await;
    // A code of an earlier step, never used, does not count behind a later one either.
    let earlier = format!("SETUJU {}", office.code(&seed, -60));
    office.attack(office.answer(BAGUS, &two, &earlier)).await;
    office.unmoved("code_reused").await;

    office.pass(1).await;
    let fresh = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.answer(BAGUS, &two, &fresh)).await;
    assert_eq!(office.state(&two).await, State::Executing);
    office.close().await;
}

#[tokio::test]
async fn without_a_code_or_with_an_old_or_early_one_nothing_happens() {
    let mut office = Office::trusting(ALWAYS, "").await;
    let case = office.handed_over(RATNA).await;
    office.attack(office.answer(BAGUS, &case, "SETUJU")).await;
    office.attack(office.answer(BAGUS, &case, "SETUJU 123456")).await;
    office.unmoved("not_enrolled").await;
    let seed = office.enrol("bagus").await;
    office.attack(office.answer(BAGUS, &case, "SETUJU")).await;
    // Six steps back and two ahead lie outside of the window.
    for seconds in [-6 * 30, 2 * 30] {
        let words = format!("SETUJU {}", office.code(&seed, seconds));
        office.attack(office.answer(BAGUS, &case, &words)).await;
    }
    office.unmoved_each(&["code_needed", "code_wrong", "code_wrong"]).await;
    let words = format!("SETUJU {}", office.code(&seed, -5 * 30));
    office.send(office.answer(BAGUS, &case, &words)).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn the_borders_clock_counts_where_it_can_be_believed() {
    let mut office = Office::trusting(ALWAYS, "").await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let seed = office.enrol("bagus").await;
    office.pass(150).await;
    // Forty minutes in a queue behind the border make no code stale.
    let at_border = office.stage.now - SignedDuration::from_mins(40);
    let late = office.answer(BAGUS, &one, &format!("SETUJU {}", code_at(&seed, at_border)));
    office.send(late.delayed(40)).await;
    office.approved(&one).await;
    // A border that says it was two hours ago, or in half an hour, is not believed.
    for minutes in [120, -30] {
        let then = office.stage.now - SignedDuration::from_mins(minutes);
        let post = office.answer(BAGUS, &two, &format!("SETUJU {}", code_at(&seed, then)));
        office.attack(post.delayed(minutes)).await;
    }
    // Nor is a Received line of the sender's own below the border's.
    let then = office.stage.now - SignedDuration::from_mins(40);
    let own = super::super::post::border("kkp.example", then);
    let post = office.answer(BAGUS, &two, &format!("SETUJU {}", code_at(&seed, then)));
    office.attack(post.field("Received", own.trim_start_matches("Received: ").trim_end())).await;
    office.unmoved_each(&["code_wrong", "code_wrong", "code_locked"]).await;
    office.close().await;
}

#[tokio::test]
async fn three_wrong_codes_close_link_and_codes() {
    let mut office = Office::open().await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let seed = office.enrol("bagus").await;
    let first = office.letter(BAGUS, &one);
    for _ in 0..3 {
        let wrong = loop_wrong(&office, &seed);
        office.attack(office.reply(BAGUS, &first, &format!("SETUJU {wrong}"))).await;
    }
    assert_eq!(office.since(HENDRA.address).len(), 1, "the supervisor hears of it");
    assert!(!office.since(DEWI.address).is_empty());
    office.unmoved_each(&["code_wrong", "code_wrong", "code_locked"]).await;

    // The link is void, a fresh one asked for by STATUS gives no way around, nor does another case.
    let right = format!("SETUJU {}", office.code(&seed, 0));
    office.attack(office.reply(BAGUS, &first, &right)).await;
    office.unmoved("link_spent").await;
    office.send(office.reply(BAGUS, &first, "STATUS")).await;
    let (status, other) = (office.letter(BAGUS, &one), office.letter(BAGUS, &two));
    for words in [right.as_str(), "SETUJU"] {
        office.attack(office.reply(BAGUS, &status, words)).await;
        office.attack(office.reply(BAGUS, &other, words)).await;
    }
    office.unmoved("code_locked").await;
    // A day later his codes count again.
    office.pass(60 * 24).await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.reply(BAGUS, &other, &words)).await;
    assert_eq!(office.state(&two).await, State::Executing);
    office.close().await;
}

/// Six figures that are no code of the whole window.
fn loop_wrong(office: &Office, seed: &loket::secret::totp::Seed) -> String {
    let near: Vec<String> = (-8..8).map(|n| office.code(seed, n * 30)).collect();
    (100_000..).map(|n: u32| n.to_string()).find(|n| !near.contains(n)).unwrap()
}

#[tokio::test]
async fn a_spent_link_costs_nobody_his_code() {
    let mut office = Office::trusting(ALWAYS, "").await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let seed = office.enrol("bagus").await;
    let used = office.letter(BAGUS, &one);
    office.send(office.reply(BAGUS, &used, &format!("SETUJU {}", office.code(&seed, 0)))).await;
    office.pass(1).await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.attack(office.reply(BAGUS, &used, &words)).await;
    for _ in 0..3 {
        office.attack(office.reply(BAGUS, &used, "SETUJU 000000")).await;
    }
    office.unmoved("link_spent").await;
    office.send(office.answer(BAGUS, &two, &words)).await;
    assert_eq!(office.state(&two).await, State::Executing, "the same code, where it counts");
    office.close().await;
}
