//! A2-24: after a whole run no reply code stands in the database, its journal, the archive or the log at
//! `trace`; in letters it stands in `Reply-To` alone. The mailboxes themselves are the mail server's.
use super::super::office::{BAGUS, DEWI, Office, RATNA, SARI};
use super::super::post::Post;
use loket::demo::Seen;
use loket::workflow::case::State;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// A log that can be read afterwards.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An answer whose body repeats the reply address in the way a client wraps it.
fn wrapped(letter: &Seen, words: &str, how: usize) -> Post {
    let to = &letter.reply_to;
    let text = format!(
        "{words}\r\n\r\n-----Original Message-----\r\nFrom: Helpdesk LPSE [mailto:{to}]\r\n\
         Sent: Monday\r\nTo: Bagus <{to}>\r\nSubject: x\r\n\r\nKlik {to} atau {}\r\n",
        to.to_uppercase()
    );
    let html = format!(
        "<p>{}</p><hr><b>From:</b> <a href=\"mailto:{}\">{}</a>",
        words.replace("\r\n", "<br>"),
        to.replace('+', "%2B"),
        to.replace('+', "&#43;")
    );
    let (kind, code, body) = match how {
        0 => ("text/plain; charset=utf-8", "8bit", text),
        1 => {
            let code = data_encoding::BASE64.encode(text.as_bytes());
            let lines: Vec<&str> =
                code.as_bytes().chunks(76).map(|l| std::str::from_utf8(l).unwrap()).collect();
            ("text/plain; charset=utf-8", "base64", lines.join("\r\n"))
        }
        2 => {
            let soft = text.replace("lpse+", "lp=\r\nse=2B").replace('@', "=40");
            ("text/plain; charset=utf-8", "quoted-printable", soft)
        }
        _ => ("text/html; charset=utf-8", "7bit", html),
    };
    let raw = format!(
        "From: {} <{}>\r\nTo: <{to}>\r\nSubject: Re: {}\r\nMessage-ID: <bungkus-{how}-{}@kkp.example>\r\n\
         Date: Mon, 09 Nov 2026 09:41:00 +0700\r\nIn-Reply-To: <{}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: {kind}\r\nContent-Transfer-Encoding: {code}\r\n\r\n{body}\r\n",
        BAGUS.name,
        BAGUS.address,
        letter.message.subject,
        words.len(),
        letter.message.message_id.clone().unwrap()
    );
    Post::raw(raw, "kkp.example")
}

/// Every token there ever was.
async fn tokens(office: &Office) -> Vec<String> {
    let orders = office.rows("SELECT CAST(order_id AS TEXT) FROM tokens").await;
    let key = office.stage.daemon.store.key();
    orders.iter().map(|row| key.token(row[0].parse().unwrap())).collect()
}

/// None of them is anywhere but in mailboxes.
async fn kept_nowhere(office: &Office, log: &Log) {
    let tokens = tokens(office).await;
    assert!(tokens.len() >= 4, "{} tokens", tokens.len());
    let mailboxes = office.stage.dir.join("surat");
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for token in &tokens {
        for word in [token.clone(), token.to_uppercase(), token[..20].to_owned()] {
            let mut files = office.whereabouts(&word);
            files.retain(|file| !file.starts_with(&mailboxes));
            assert!(files.is_empty(), "{word} in {files:?}");
            assert!(!log.contains(&word), "{word} in the log");
        }
    }
    for address in office.stage.addresses() {
        for seen in office.stage.mailbox(&address) {
            let raw = String::from_utf8_lossy(&seen.raw);
            let body = raw.split_once("\r\n\r\n").unwrap().1;
            for token in &tokens {
                assert!(raw.matches(token.as_str()).count() <= 1, "{}", seen.message.subject);
                assert!(!super::super::ledger::holds(body.as_bytes(), token));
            }
        }
    }
}

#[tokio::test]
async fn a_whole_run_keeps_no_code() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    for (how, words) in ["ok", "STATUS", "apakah boleh disetujui?", "SETUJU"].iter().enumerate() {
        let letter = office.letter(BAGUS, &case);
        let post = wrapped(&letter, words, how);
        let fate = office.send(post).await;
        assert_eq!(fate.outcome, "command", "{words}: {fate:?}");
    }
    assert_eq!(office.state(&case).await, State::Executing);
    let letter = office.letter(BAGUS, &case);
    let words = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    let post = wrapped(&letter, words, 1);
    office.send(post).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    // In strange hands, too: the code in a subject, in the words of a request, behind Reply-To.
    let letter = office.letter(DEWI, &case);
    let text = format!("Mohon reset password. Balas ke {}.", letter.reply_to);
    let post = office.mail(SARI, &format!("Permohonan {}", letter.reply_to), &text, &[]);
    office.send(post.set("Reply-To", &letter.reply_to)).await;
    office.pass(60 * 24).await;
    assert!(!log.0.lock().unwrap().is_empty());
    kept_nowhere(&office, &log).await;
    office.close().await;
}

#[tokio::test]
async fn a_letter_that_waits_is_kept_without_its_code_and_arrives_with_it() {
    let mut office = Office::open().await;
    // The way to this one mailbox is shut for a while.
    let shut = office.stage.dir.join("surat/keluar").join(BAGUS.address);
    let aside = office.stage.dir.join("surat/samping");
    let had = shut.exists();
    if had {
        std::fs::rename(&shut, &aside).unwrap();
    }
    std::fs::write(&shut, "bukan folder").unwrap();
    let case = office.handed_over(RATNA).await;
    let waiting = office
        .rows("SELECT CAST(COUNT(*) AS TEXT) FROM orders WHERE rendered IS NOT NULL AND letter = 'hand_over'")
        .await;
    assert_eq!(waiting[0][0], "1", "one letter waits with its bytes");
    kept_nowhere(&office, &Log::default()).await;
    std::fs::remove_file(&shut).unwrap();
    if had {
        std::fs::rename(&aside, &shut).unwrap();
    }
    office.pass(10).await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
