//! A large mail costs its own size and little more; one beyond the limit next to nothing. Alone in
//! its test binary, for it reads the memory of the whole process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use loket::source::{ImapSettings, ImapSource, Item, Limits};
use loket::wire::{Endpoint, Security};
use std::time::Duration;
use zeroize::Zeroizing;

const USER: &str = "loket@loket.test";
const SIZE: usize = 34_000_000;

fn status_kb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Highest growth of resident memory while `work` runs, in bytes.
async fn growth<T>(work: impl Future<Output = T>) -> (T, u64) {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status_kb("VmRSS:");
    let done = work.await;
    (done, status_kb("VmHWM:").saturating_sub(before) * 1024)
}

#[tokio::test]
async fn memory_is_bounded_by_the_mail_and_the_limit() {
    let dovecot = rig::Dovecot::start(&[USER]);
    let raw = [b"Subject: besar\r\n\r\n".to_vec(), b"isi baris\r\n".repeat(SIZE / 11)].concat();
    let size = raw.len();
    dovecot.client(USER).await.append("INBOX", "", &raw).await;
    drop(raw);
    let settings = ImapSettings {
        name: "utama".into(),
        endpoint: Endpoint {
            host: "127.0.0.1".into(),
            port: dovecot.imaps,
            security: Security::Tls,
            ca_file: Some(dovecot.ca.clone()),
            allow_insecure_loopback: false,
            connect_timeout: Duration::from_secs(10),
        },
        user: USER.into(),
        password: Zeroizing::new(rig::PASSWORD.into()),
        folder: "INBOX".into(),
        done_folder: "Selesai".into(),
        aside_folder: "Karantina".into(),
        step_timeout: Duration::from_secs(20),
        fetch_timeout: Duration::from_secs(120),
    };
    let mut source = ImapSource::new(settings);
    let tight = Limits { max_mails: 10, max_batch_bytes: 1 << 20, max_mail_bytes: 30 << 20 };
    let (items, grown) = growth(source.next(&tight, &|_| false)).await;
    assert!(matches!(&items.unwrap()[0], Item::TooLarge { head, .. } if head.len() == 256 << 10));
    assert!(grown < 8 << 20, "a mail beyond the limit cost {grown} bytes");
    let wide = Limits { max_mail_bytes: 40 << 20, ..tight };
    let (items, grown) = growth(source.next(&wide, &|_| false)).await;
    assert!(matches!(&items.unwrap()[0], Item::Mail(mail) if mail.size == size as u64));
    assert!(grown < size as u64 + (10 << 20), "a mail of {size} bytes cost {grown}");
}
