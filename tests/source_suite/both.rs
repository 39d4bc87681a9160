//! Promises of every source.
use super::{LIMITS, Mailbox, mail, never, places, raw};
use crate::rig::wait_until;
use loket::source::{Ack, Item, Limits, Wake};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// One test for each kind of mailbox.
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod maildir { $(#[tokio::test] async fn $name() {
            super::$name(super::Mailbox::maildir()).await;
        })* }
        mod dovecot { $(#[tokio::test] async fn $name() {
            super::$name(super::Mailbox::dovecot()).await;
        })* }
    };
}

both!(
    mails_come_oldest_first_whole_and_dated,
    nothing_moves_before_it_is_acknowledged,
    batches_are_bounded_in_number_and_bytes,
    a_mail_too_large_comes_as_its_head,
    acknowledged_mails_move_and_repeats_are_harmless,
    erased_mails_are_gone_and_only_those,
    skipped_places_do_not_block_those_behind,
    a_stolen_mail_is_no_error,
    places_are_the_same_after_a_restart,
    new_mail_wakes_the_sleeper,
    mail_between_listing_and_sleeping_is_not_missed,
    a_quiet_turn_ends_as_poll_and_a_stop_as_stop,
    a_big_mail_arrives_whole,
    strange_bytes_arrive_as_they_are,
    check_says_what_is_there,
);

async fn mails_come_oldest_first_whole_and_dated(mut mailbox: Mailbox) {
    let sent: Vec<Vec<u8>> = (0..12).map(|n| mail(&format!("nomor {n}"), 900 + n)).collect();
    for (n, one) in sent.iter().enumerate() {
        mailbox.deliver(n as u32 * 5, one).await;
    }
    let items = mailbox.source().next(&LIMITS, &never).await.unwrap();
    assert_eq!(items.len(), 12);
    for (n, (item, one)) in items.iter().zip(&sent).enumerate() {
        let Item::Mail(mail) = item else { panic!("{item:?}") };
        assert_eq!(&mail.raw, one, "mail {n}");
        assert_eq!(mail.size, one.len() as u64);
        assert_eq!(mail.received_at.as_second(), 1_767_574_800 + n as i64 * 5);
        assert_eq!(mail.place.mailbox, "utama");
    }
    let mut uids: Vec<u64> = items.iter().map(|item| item.place().uid).collect();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), 12, "places are unique");
}

async fn nothing_moves_before_it_is_acknowledged(mut mailbox: Mailbox) {
    mailbox.deliver(1, &mail("tetap", 500)).await;
    let mut source = mailbox.source();
    let first = source.next(&LIMITS, &never).await.unwrap();
    let second = source.next(&LIMITS, &never).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(mailbox.folder("INBOX").await.len(), 1);
    if let Mailbox::Dovecot(dovecot) = &mailbox {
        let mut client = dovecot.client(super::USER).await;
        client.run("SELECT INBOX").await;
        let flags = client.run("FETCH 1 (FLAGS)").await.lines.join(" ");
        assert!(!flags.contains("Seen"), "reading leaves no trace: {flags}");
    }
}

async fn batches_are_bounded_in_number_and_bytes(mut mailbox: Mailbox) {
    for n in 0..9 {
        mailbox.deliver(n, &mail("isi", 10_000)).await;
    }
    let mut source = mailbox.source();
    let few = Limits { max_mails: 4, ..LIMITS };
    assert_eq!(source.next(&few, &never).await.unwrap().len(), 4);
    let small = Limits { max_batch_bytes: 25_000, ..LIMITS };
    assert_eq!(source.next(&small, &never).await.unwrap().len(), 2);
    let tiny = Limits { max_batch_bytes: 10, ..LIMITS };
    assert_eq!(source.next(&tiny, &never).await.unwrap().len(), 1, "never stuck");
}

async fn a_mail_too_large_comes_as_its_head(mut mailbox: Mailbox) {
    let big = mail("terlalu besar", 3_000_000);
    mailbox.deliver(1, &big).await;
    mailbox.deliver(2, &mail("kecil", 700)).await;
    let limits = Limits { max_mail_bytes: 1_000_000, ..LIMITS };
    let items = mailbox.source().next(&limits, &never).await.unwrap();
    let Item::TooLarge { size, head, received_at, .. } = &items[0] else { panic!() };
    assert_eq!((*size, head.len()), (3_000_000, 256 * 1024));
    assert_eq!(head[..], big[..256 * 1024]);
    assert_eq!(received_at.as_second(), 1_767_574_801);
    assert_eq!(raw(&items[1]).len(), 700);
}

async fn acknowledged_mails_move_and_repeats_are_harmless(mut mailbox: Mailbox) {
    let sent: Vec<Vec<u8>> = (0..3).map(|n| mail(&format!("geser {n}"), 600)).collect();
    for (n, one) in sent.iter().enumerate() {
        mailbox.deliver(n as u32, one).await;
    }
    let mut source = mailbox.source();
    let items = source.next(&LIMITS, &never).await.unwrap();
    let at = places(&items);
    let acks = [(at[0].clone(), Ack::Done), (at[1].clone(), Ack::Aside)];
    source.acknowledge(&acks).await.unwrap();
    source.acknowledge(&acks).await.unwrap();
    assert_eq!(mailbox.folder("Selesai").await, [sent[0].clone()]);
    assert_eq!(mailbox.folder("Karantina").await, [sent[1].clone()]);
    assert_eq!(mailbox.folder("INBOX").await, [sent[2].clone()]);
    let rest = source.next(&LIMITS, &never).await.unwrap();
    assert_eq!(places(&rest), [at[2].clone()]);
    mailbox.source().acknowledge(&acks).await.unwrap();
    assert_eq!(mailbox.folder("INBOX").await.len(), 1);
}

async fn erased_mails_are_gone_and_only_those(mut mailbox: Mailbox) {
    mailbox.deliver(1, &mail("rahasia", 500)).await;
    mailbox.deliver(2, &mail("biasa", 500)).await;
    if let Mailbox::Dovecot(dovecot) = &mailbox {
        // Someone flagged the other one: a plain EXPUNGE would take it along.
        let mut client = dovecot.client(super::USER).await;
        client.run("SELECT INBOX").await;
        client.run("STORE 2 +FLAGS (\\Deleted)").await;
    }
    let mut source = mailbox.source();
    let at = places(&source.next(&LIMITS, &never).await.unwrap());
    assert_eq!(at.len(), 2, "a flag of someone else hides nothing");
    source.acknowledge(&[(at[0].clone(), Ack::Erase)]).await.unwrap();
    assert_eq!(mailbox.folder("INBOX").await, [mail("biasa", 500)]);
    assert!(mailbox.folder("Selesai").await.is_empty());
    assert!(mailbox.folder("Karantina").await.is_empty());
}

async fn skipped_places_do_not_block_those_behind(mut mailbox: Mailbox) {
    for n in 0..6 {
        mailbox.deliver(n, &mail(&format!("urut {n}"), 400)).await;
    }
    let mut source = mailbox.source();
    let all = places(&source.next(&LIMITS, &never).await.unwrap());
    let committed = all[..4].to_vec();
    let limits = Limits { max_mails: 2, ..LIMITS };
    let skip = move |place: &loket::source::Place| committed.contains(place);
    let next = source.next(&limits, &skip).await.unwrap();
    assert_eq!(places(&next), all[4..]);
}

async fn a_stolen_mail_is_no_error(mut mailbox: Mailbox) {
    mailbox.deliver(1, &mail("hilang", 500)).await;
    let mut source = mailbox.source();
    let limits = Limits { max_mails: 1, ..LIMITS };
    let at = places(&source.next(&limits, &never).await.unwrap());
    mailbox.steal_all().await;
    source.acknowledge(&[(at[0].clone(), Ack::Done)]).await.unwrap();
    let items = source.next(&limits, &never).await.unwrap();
    assert!(items.is_empty() || matches!(items[..], [Item::Vanished { .. }]), "{items:?}");
    mailbox.deliver(9, &mail("baru", 300)).await;
    let items = source.next(&LIMITS, &never).await.unwrap();
    assert_eq!(raw(items.last().unwrap()), mail("baru", 300));
}

async fn places_are_the_same_after_a_restart(mut mailbox: Mailbox) {
    for n in 0..3 {
        mailbox.deliver(n, &mail("sama", 400)).await;
    }
    let before = places(&mailbox.source().next(&LIMITS, &never).await.unwrap());
    let after = places(&mailbox.source().next(&LIMITS, &never).await.unwrap());
    assert_eq!(before.len(), 3);
    assert_eq!(before, after);
}

async fn new_mail_wakes_the_sleeper(mut mailbox: Mailbox) {
    let mut source = mailbox.source();
    assert!(source.next(&LIMITS, &never).await.unwrap().is_empty());
    let asleep = tokio::spawn(async move {
        let woken = source.wait(Duration::from_secs(60), &CancellationToken::new()).await;
        (woken, source)
    });
    let begun = Instant::now();
    mailbox.deliver(1, &mail("bangun", 300)).await;
    let (woken, mut source) = asleep.await.unwrap();
    assert_eq!(woken.unwrap(), Wake::Mail);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let got = wait_until(Duration::from_secs(10), async || {
        let items = source.next(&LIMITS, &never).await.unwrap();
        (!items.is_empty()).then_some(items)
    });
    assert_eq!(got.await.len(), 1);
}

async fn mail_between_listing_and_sleeping_is_not_missed(mut mailbox: Mailbox) {
    let mut source = mailbox.source();
    for round in 0..5 {
        let before = source.next(&LIMITS, &never).await.unwrap().len();
        assert_eq!(before, round as usize);
        mailbox.deliver(round, &mail("sela", 300)).await;
        let begun = Instant::now();
        let woken = source.wait(Duration::from_secs(60), &CancellationToken::new()).await;
        assert_eq!(woken.unwrap(), Wake::Mail);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
}

async fn a_quiet_turn_ends_as_poll_and_a_stop_as_stop(mailbox: Mailbox) {
    let mut source = mailbox.source();
    source.next(&LIMITS, &never).await.unwrap();
    let stop = CancellationToken::new();
    let turn = Duration::from_millis(150);
    assert_eq!(source.wait(turn, &stop).await.unwrap(), Wake::Poll);
    let asleep = tokio::spawn({
        let stop = stop.clone();
        async move { (source.wait(Duration::from_secs(60), &stop).await, source) }
    });
    tokio::task::yield_now().await;
    stop.cancel();
    let (woken, source) =
        tokio::time::timeout(Duration::from_secs(20), asleep).await.unwrap().unwrap();
    assert_eq!(woken.unwrap(), Wake::Stop);
    source.close().await;
}

async fn a_big_mail_arrives_whole(mut mailbox: Mailbox) {
    let big = mail("besar", 34_000_000);
    mailbox.deliver(1, &big).await;
    mailbox.deliver(2, &mail("sesudahnya", 1 << 20)).await;
    mailbox.deliver(3, &mail("sesudahnya", (1 << 20) + 1)).await;
    let items = mailbox.source().next(&LIMITS, &never).await.unwrap();
    assert_eq!(items.len(), 3);
    assert!(raw(&items[0]) == big, "34 MB, byte for byte");
    assert!(raw(&items[1]) == mail("sesudahnya", 1 << 20));
    assert!(raw(&items[2]) == mail("sesudahnya", (1 << 20) + 1));
}

async fn strange_bytes_arrive_as_they_are(mut mailbox: Mailbox) {
    let strange: [&[u8]; 3] = [
        b"Subject: )\r\n\r\n{5}\r\nA1 OK done\r\n* BYE\r\n+ \r\n",
        b"Subject: \xff\xfe biner\r\n\r\n\x80\x81 ) \"\\\r\n",
        b"Content-Type: multipart/mixed; boundary=((((\r\n\r\n--((((\r\n",
    ];
    for (n, one) in strange.iter().enumerate() {
        mailbox.deliver(n as u32, one).await;
    }
    let items = mailbox.source().next(&LIMITS, &never).await.unwrap();
    let got: Vec<&[u8]> = items.iter().map(raw).collect();
    assert_eq!(got, strange);
}

async fn check_says_what_is_there(mut mailbox: Mailbox) {
    mailbox.deliver(1, &mail("satu", 300)).await;
    let lines = mailbox.source().check().await.unwrap().join("\n");
    assert!(lines.contains("1 surat"), "{lines}");
    assert!(!lines.contains(crate::rig::PASSWORD));
}
