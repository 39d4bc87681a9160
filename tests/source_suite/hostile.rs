//! A server that lies, hangs, floods or hangs up; scripted.
use super::{LIMITS, imap_settings, never, raw};
use crate::rig::mock::{Act, Mock, say};
use loket::source::{Ack, ImapSource, Item, Limits, Place, SourceError, Wake};
use loket::wire::Security;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const SELECTED: &str = "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK selected\r\n";
const LISTING: &str = "* 1 FETCH (UID 11 FLAGS () RFC822.SIZE 5 INTERNALDATE \"05-Jan-2026 08:00:00 +0700\")\r\n\
* 2 FETCH (UID 12 FLAGS (\\Seen) RFC822.SIZE 5 INTERNALDATE \"05-Jan-2026 08:00:01 +0700\")\r\n{tag} OK listed\r\n";
const BOTH: &str = "* 1 FETCH (UID 11 BODY[]<0> {5}\r\nsatu.)\r\n* 2 FETCH (UID 12 BODY[]<0> {5}\r\ndua..)\r\n{tag} OK\r\n";

/// A server that behaves, except where `odd` says something.
async fn server(odd: impl Fn(&str) -> Option<Vec<Act>> + Send + Sync + 'static) -> Mock {
    Mock::imap("* OK hi\r\n", move |line| {
        odd(line).unwrap_or_else(|| {
            if line.starts_with("SELECT") {
                say(SELECTED)
            } else if line.starts_with("FETCH") {
                say(LISTING)
            } else if line.starts_with("UID FETCH") {
                say(BOTH)
            } else if line.starts_with("CAPABILITY") {
                say("* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n{tag} OK\r\n")
            } else {
                Vec::new()
            }
        })
    })
    .await
}

fn source(mock: &Mock) -> ImapSource {
    let mut settings = imap_settings(mock.port, Security::Insecure);
    settings.step_timeout = Duration::from_millis(400);
    settings.fetch_timeout = Duration::from_millis(1500);
    ImapSource::new(settings)
}

async fn next(mock: &Mock) -> Result<Vec<Item>, SourceError> {
    source(mock).next(&LIMITS, &never).await
}

fn temporary(result: Result<Vec<Item>, SourceError>) -> String {
    match result {
        Err(SourceError::Temporary(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_well_behaved_server_of_this_file_works() {
    let items = next(&server(|_| None).await).await.unwrap();
    assert_eq!((raw(&items[0]), raw(&items[1])), (&b"satu."[..], &b"dua.."[..]));
}

#[tokio::test]
async fn preauth_is_refused_and_nothing_is_said() {
    let mock = Mock::imap("* PREAUTH welcome\r\n", |_| Vec::new()).await;
    assert!(matches!(next(&mock).await, Err(SourceError::Permanent(_))));
    assert!(mock.heard().is_empty());
}

#[tokio::test]
async fn text_before_tls_is_refused() {
    let mock = Mock::imap("* OK hi\r\n", |line| match line {
        "STARTTLS" => say("{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n"),
        _ => Vec::new(),
    })
    .await;
    let error = ImapSource::new(imap_settings(mock.port, Security::StartTls))
        .next(&LIMITS, &never)
        .await
        .unwrap_err();
    assert!(matches!(error, SourceError::Permanent(_)), "{error:?}");
    let mock = server(|line| (line == "STARTTLS").then(|| say("{tag} BAD what\r\n"))).await;
    let error = ImapSource::new(imap_settings(mock.port, Security::StartTls))
        .next(&LIMITS, &never)
        .await
        .unwrap_err();
    assert!(matches!(error, SourceError::Temporary(_)), "{error:?}");
    assert_eq!(mock.heard().len(), 1, "no password over the plain line");
}

#[tokio::test]
async fn a_hostile_literal_size_costs_nothing() {
    for size in ["4000000000", "99999999999999999999999", "2000000"] {
        let line = format!("* 1 FETCH (UID 11 BODY[]<0> {{{size}}}\r\nabc");
        let mock = server(move |heard| heard.starts_with("UID FETCH").then(|| say(&line))).await;
        let begun = Instant::now();
        let text = temporary(next(&mock).await);
        assert!(text.contains("bytes") || text.contains("size"), "{text}");
        assert!(begun.elapsed() < Duration::from_millis(300), "refused before any byte is read");
    }
}

#[tokio::test]
async fn a_line_without_end_and_endless_parentheses_end() {
    for flood in ["a", "("] {
        let line = format!("* 1 FETCH {}", flood.repeat(200_000));
        let mock = server(move |heard| heard.starts_with("FETCH").then(|| say(&line))).await;
        assert!(temporary(next(&mock).await).contains("without end"));
    }
}

#[tokio::test]
async fn silence_and_the_slow_drip_end() {
    let mock = Mock::imap("<hang>", |_| Vec::new()).await;
    temporary(next(&mock).await);
    for word in ["LOGIN", "SELECT", "NOOP", "FETCH", "UID FETCH"] {
        let mock = server(move |line| line.starts_with(word).then(|| vec![Act::Hang])).await;
        let begun = Instant::now();
        temporary(next(&mock).await);
        assert!(begun.elapsed() < Duration::from_secs(3), "{word}");
    }
    // In the middle of a literal.
    let mock = server(|line| {
        let half = Act::Send("* 1 FETCH (UID 11 BODY[]<0> {5}\r\nsa".into());
        line.starts_with("UID FETCH").then(|| vec![half, Act::Hang])
    })
    .await;
    temporary(next(&mock).await);
    // Never silent, never done.
    let mock = server(|line| {
        let many = vec![Act::Send("* OK Still here\r\n".into()); 400_000];
        line.starts_with("UID FETCH").then_some(many)
    })
    .await;
    let begun = Instant::now();
    let _ = next(&mock).await;
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn hanging_up_anywhere_is_temporary() {
    for word in ["CAPABILITY", "LOGIN", "SELECT", "NOOP", "FETCH", "UID FETCH"] {
        let mock = server(move |line| line.starts_with(word).then(|| vec![Act::Cut])).await;
        temporary(next(&mock).await);
    }
    let mock = server(|line| {
        let half = Act::Send("* 1 FETCH (UID 11 BODY[]<0> {5}\r\nsa".into());
        line.starts_with("UID FETCH").then(|| vec![half, Act::Cut])
    })
    .await;
    temporary(next(&mock).await);
    let mock = Mock::imap("* BYE too busy\r\n", |_| Vec::new()).await;
    assert!(temporary(next(&mock).await).contains("too busy"));
}

#[tokio::test]
async fn a_no_to_the_batch_is_looked_into_mail_by_mail() {
    // The first mail cannot be read, its neighbour can.
    let mock = server(|line| {
        let answer = if line.starts_with("UID FETCH 11,12") {
            "* 2 FETCH (UID 12 BODY[]<0> {5}\r\ndua..)\r\n{tag} NO some could not be fetched\r\n"
        } else if line == "UID FETCH 11 (UID)" {
            "* 1 FETCH (UID 11)\r\n{tag} OK\r\n"
        } else if line.starts_with("UID FETCH 11 ") {
            "{tag} NO [SERVERBUG] corrupt\r\n"
        } else {
            return None;
        };
        Some(say(answer))
    })
    .await;
    let items = next(&mock).await.unwrap();
    let Item::Unreadable { place, why, .. } = &items[0] else { panic!("{items:?}") };
    assert_eq!((place.uid, why.as_str()), (11, "SERVERBUG corrupt"));
    assert_eq!(raw(&items[1]), b"dua..");
}

#[tokio::test]
async fn gone_between_listing_and_reading_is_vanished() {
    let mock = server(|line| {
        let answer = match line {
            line if line.starts_with("UID FETCH 11,12") => {
                "* 1 EXPUNGE\r\n* 1 FETCH (UID 12 BODY[]<0> {5}\r\ndua..)\r\n{tag} OK\r\n"
            }
            line if line.starts_with("UID FETCH 11 ") => "{tag} OK nothing\r\n",
            _ => return None,
        };
        Some(say(answer))
    })
    .await;
    let items = next(&mock).await.unwrap();
    assert!(matches!(&items[0], Item::Vanished { place } if place.uid == 11), "{items:?}");
    assert_eq!(raw(&items[1]), b"dua..");
}

#[tokio::test]
async fn an_understated_size_is_found_out() {
    // Listed as 5 bytes, in truth beyond the limit.
    let mock = server(|line| {
        let rest = line.strip_prefix("UID FETCH ")?;
        let asked = rest.split_once("[]<")?.1.split_once('>')?.0;
        let count: usize = asked.split_once('.')?.1.parse().unwrap();
        let mut bytes = format!("* 1 FETCH (UID 11 BODY[]<0> {{{count}}}\r\n").into_bytes();
        bytes.extend(std::iter::repeat_n(b'x', count));
        bytes.extend_from_slice(b")\r\n");
        let end = Act::Send("{tag} OK\r\n".into());
        let only_eleven = rest.starts_with("11");
        only_eleven.then(|| vec![Act::Bytes(bytes), end])
    })
    .await;
    let limits = Limits { max_mail_bytes: 3 << 20, ..LIMITS };
    let mut settings = imap_settings(mock.port, Security::Insecure);
    settings.step_timeout = Duration::from_secs(5);
    let items = ImapSource::new(settings).next(&limits, &never).await.unwrap();
    let Item::TooLarge { head, .. } = &items[0] else { panic!("{:?}", items.len()) };
    assert_eq!(head.len(), 256 * 1024);
}

#[tokio::test]
async fn odd_items_and_unasked_responses_are_stepped_over() {
    let mock = server(|line| {
        let odd = "* 2 FETCH (FLAGS (\\Seen))\r\n* SEARCH 1 2 3\r\n* OK [ALERT] K\u{00f6}ta\r\n\
                   * 9 X-WHAT (((\r\n* 1 FETCH (UID 99 BODY[] {3}\r\nbad)\r\n\
                   * 1 FETCH (UID 11 X-ODD (a (b \"c)\") NIL) BODY[]<0> {5}\r\nsatu.)\r\n\
                   * 2 FETCH (UID 12 BODY[]<0> \"dua..\")\r\n{tag} OK\r\n";
        line.starts_with("UID FETCH").then(|| say(odd))
    })
    .await;
    let items = next(&mock).await.unwrap();
    assert_eq!((raw(&items[0]), raw(&items[1])), (&b"satu."[..], &b"dua.."[..]));
}

#[tokio::test]
async fn idle_sees_mail_announced_before_its_plus_and_bye_and_no() {
    for (answer, wanted) in [
        ("* 3 EXISTS\r\n+ idling\r\n", Some(Wake::Mail)),
        ("+ idling\r\n* 3 EXISTS\r\n", Some(Wake::Mail)),
        ("+ idling\r\n* OK Still here\r\n", Some(Wake::Poll)),
        ("+ idling\r\n* 2 EXISTS\r\n* 1 RECENT\r\n", Some(Wake::Poll)),
        ("+ idling\r\n* BYE shutting down\r\n", None),
        ("{tag} NO not now\r\n", None),
    ] {
        let mock = server(move |line| match line {
            "IDLE" => Some(say(answer)),
            "DONE" => Some(say("{tag} OK done\r\n")),
            _ => None,
        })
        .await;
        let mut source = source(&mock);
        source.next(&LIMITS, &never).await.unwrap();
        let woken = source.wait(Duration::from_millis(200), &CancellationToken::new()).await;
        match wanted {
            Some(wake) => assert_eq!(woken.unwrap(), wake, "{answer}"),
            None => assert!(matches!(woken, Err(SourceError::Temporary(_))), "{answer}"),
        }
    }
}

#[tokio::test]
async fn an_idle_that_never_answers_ends() {
    for word in ["IDLE", "DONE"] {
        let mock = server(move |line| match line {
            line if line == word => Some(vec![Act::Hang]),
            "IDLE" => Some(say("+ idling\r\n")),
            _ => None,
        })
        .await;
        let mut source = source(&mock);
        source.next(&LIMITS, &never).await.unwrap();
        let woken = source.wait(Duration::from_millis(100), &CancellationToken::new()).await;
        assert!(matches!(woken, Err(SourceError::Temporary(_))), "{word}: {woken:?}");
        source.next(&LIMITS, &never).await.unwrap();
    }
}

#[tokio::test]
async fn never_a_plain_expunge_nor_close_nor_seen() {
    let mock = server(|line| {
        (line.starts_with("CAPABILITY"))
            .then(|| say("* CAPABILITY IMAP4rev1 UIDPLUS\r\n{tag} OK\r\n"))
    })
    .await;
    let mut source = source(&mock);
    let items = source.next(&LIMITS, &never).await.unwrap();
    let at: Vec<Place> = items.iter().map(|item| item.place().clone()).collect();
    source.acknowledge(&[(at[0].clone(), Ack::Done), (at[1].clone(), Ack::Erase)]).await.unwrap();
    source.close().await;
    for line in mock.heard() {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        assert!(!matches!(words[0], "EXPUNGE" | "CLOSE" | "EXAMINE"), "{line}");
        assert!(!line.contains("BODY[") && !line.contains("ENVELOPE"), "{line}");
    }
    let heard = mock.heard().join("\n");
    assert!(heard.contains("UID COPY 11 \"Selesai\""), "{heard}");
    assert!(heard.contains("UID EXPUNGE 11") && heard.contains("UID EXPUNGE 12"), "{heard}");
}

#[tokio::test]
async fn a_cancelled_call_leaves_no_half_dialogue() {
    let mock = server(|line| line.starts_with("UID FETCH").then(|| vec![Act::Hang])).await;
    let mut settings = imap_settings(mock.port, Security::Insecure);
    settings.step_timeout = Duration::from_secs(30);
    let mut source = ImapSource::new(settings);
    let cut = tokio::time::timeout(Duration::from_millis(200), source.next(&LIMITS, &never)).await;
    assert!(cut.is_err());
    let _ = tokio::time::timeout(Duration::from_millis(200), source.next(&LIMITS, &never)).await;
    assert_eq!(mock.visits(), 2, "the second call dialled anew");
}

#[tokio::test]
async fn a_move_whose_answer_is_lost_is_simply_repeated() {
    let moves = std::sync::Arc::new(std::sync::Mutex::new(0));
    let mock = server(move |line| {
        line.starts_with("UID MOVE").then(|| {
            *moves.lock().unwrap() += 1;
            if *moves.lock().unwrap() == 1 { vec![Act::Cut] } else { say("{tag} OK nothing\r\n") }
        })
    })
    .await;
    let mut source = source(&mock);
    let items = source.next(&LIMITS, &never).await.unwrap();
    let acks = [(items[0].place().clone(), Ack::Done)];
    assert!(matches!(source.acknowledge(&acks).await, Err(SourceError::Temporary(_))));
    source.acknowledge(&acks).await.unwrap();
    assert_eq!(mock.heard().iter().filter(|line| line.contains("UID MOVE 11 ")).count(), 2);
}

#[tokio::test]
async fn a_folder_without_identity_or_read_only_needs_a_person() {
    for selected in [
        "* 1 EXISTS\r\n{tag} OK selected\r\n",
        "* 1 EXISTS\r\n* OK [UIDVALIDITY 0] no\r\n{tag} OK selected\r\n",
        "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] selected\r\n",
        "{tag} NO [NONEXISTENT] no such folder\r\n",
    ] {
        let mock = server(move |line| line.starts_with("SELECT").then(|| say(selected))).await;
        let result = next(&mock).await;
        assert!(matches!(result, Err(SourceError::Permanent(_))), "{result:?}");
    }
}

#[tokio::test]
async fn a_long_row_of_done_mails_is_listed_in_windows() {
    // 3,000 mails, all but the last marked as done.
    let mock = server(|line| {
        if line.starts_with("SELECT") {
            return Some(say("* 3000 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK\r\n"));
        }
        let range = line.strip_prefix("FETCH ")?.split(' ').next()?;
        let (low, high) = range.split_once(':')?;
        let (low, high): (u32, u32) = (low.parse().unwrap(), high.parse().unwrap());
        assert!(high - low < 500, "a window too wide: {range}");
        let mut answer = String::new();
        for seq in low..=high {
            let flags = if seq < 3000 { "$loket" } else { "" };
            answer.push_str(&format!(
                "* {seq} FETCH (UID {} FLAGS ({flags}) RFC822.SIZE 5 \
                 INTERNALDATE \"05-Jan-2026 08:00:00 +0700\")\r\n",
                if seq == 3000 { 11 } else { seq + 100 }
            ));
        }
        Some(say(&(answer + "{tag} OK\r\n")))
    })
    .await;
    let mut source = source(&mock);
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 1);
    let first = mock.heard().len();
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 1);
    assert_eq!(mock.heard().len() - first, 3, "NOOP, one listing, one body: the rest is known");
}

#[tokio::test]
async fn a_server_that_counts_mails_it_does_not_have_costs_one_listing() {
    let mock = server(|line| match line {
        line if line.starts_with("SELECT") => {
            Some(say("* 4294967295 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK\r\n"))
        }
        line if line.starts_with("FETCH") => Some(say("{tag} OK nothing\r\n")),
        _ => None,
    })
    .await;
    assert!(next(&mock).await.unwrap().is_empty());
    assert_eq!(mock.heard().iter().filter(|line| line.contains(" FETCH ")).count(), 1);
}
