//! People and their mail: writing by SMTP, reading by IMAP, pressing Reply. Reads letters with a
//! parser of its own, so that Loket is not checked by itself.
use crate::office::{OFFICE, Office, ask};
use crate::rig::smtp;
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use mail_parser::{MessageParser, MimeHeaders};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A file to attach: name and bytes.
pub type Paper = (&'static str, &'static [u8]);

macro_rules! papers {
    ($($name:ident = $file:literal as $shown:literal;)*) => {
        $(pub const $name: Paper =
            ($shown, include_bytes!(concat!("../data/papers/", $file)));)*
    };
}

papers! {
    LETTER_RESET = "ratna-permohonan.pdf" as "B.412 Permohonan Reset Password.pdf";
    DECREE = "ratna-sk.pdf" as "SK Admin Agency 2026.pdf";
    WRONG_DECREE = "ratna-sk-salah.pdf" as "SK Admin Agency.pdf";
    LETTER_USER_ID = "yohanes-permohonan.pdf" as "Permohonan Informasi User ID.pdf";
    DECREE_YOHANES = "yohanes-sk.pdf" as "SK Pengangkatan.pdf";
    LETTER_MADE = "made-permohonan.pdf" as "surat permohonan.pdf";
    DECREE_MADE = "made-sk.pdf" as "scan0003.pdf";
    LETTER_BOTH = "sari-permohonan.pdf" as "Permohonan Sari.pdf";
    DECREE_SARI = "sari-sk.pdf" as "SK Sari.pdf";
    ALL_IN_ONE = "lukman-permohonan-dan-sk.pdf" as "permohonan dan SK.pdf";
    TWO_ACCOUNTS = "dua-akun.pdf" as "Permohonan dua akun.pdf";
    SCAN = "foto-kosong.png" as "scan0007.png";
}

/// A person at a keyboard.
#[derive(Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub address: &'static str,
}

/// A mail being written.
pub struct Mail<'a> {
    from: Person,
    to: String,
    subject: String,
    text: String,
    papers: Vec<Paper>,
    answers: Option<&'a Letter>,
    head: String,
    /// Hand it in at the door for mail that fails DMARC.
    forged: bool,
    /// The envelope sender; empty for machines.
    envelope: String,
}

/// A letter found in somebody's mailbox.
#[derive(Clone, Debug)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: bool,
    pub id: String,
    pub references: Vec<String>,
    pub from: String,
    pub to: Vec<String>,
    pub reply_to: String,
    pub attachments: Vec<(String, Vec<u8>)>,
    raw: Vec<u8>,
}

impl Letter {
    pub fn read(raw: &[u8]) -> Letter {
        let mail = MessageParser::default().parse(raw).expect("a mail");
        let first = |address: Option<&mail_parser::Address<'_>>| {
            let address = address.and_then(|a| a.first()).and_then(|a| a.address());
            address.unwrap_or_default().to_owned()
        };
        let list = |value: &mail_parser::HeaderValue<'_>| -> Vec<String> {
            value.as_text_list().unwrap_or_default().iter().map(|id| id.to_string()).collect()
        };
        let from = first(mail.from());
        let attachments = mail.attachments().map(|part| {
            (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec())
        });
        let to = mail.to().into_iter().flat_map(|to| to.iter());
        Letter {
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).map(String::from).unwrap_or_default(),
            html: mail.parts.iter().any(|part| part.is_text_html()),
            id: mail.message_id().unwrap_or_default().to_owned(),
            references: list(mail.references()),
            to: to.filter_map(|a| a.address()).map(String::from).collect(),
            reply_to: Some(first(mail.reply_to()))
                .filter(|a| !a.is_empty())
                .unwrap_or(from.clone()),
            from,
            attachments: attachments.collect(),
            raw: raw.to_vec(),
        }
    }

    /// The whole mail as it lies in the mailbox.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// A one-line header field, as it stands.
    pub fn head(&self, name: &str) -> String {
        let text = String::from_utf8_lossy(&self.raw);
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// The case number in the subject.
    pub fn case(&self) -> String {
        let tag = self.subject.split(['[', ']']).find(|part| part.starts_with("LKT-"));
        tag.unwrap_or_else(|| panic!("no number in {:?}", self.subject)).to_owned()
    }
}

static WRITTEN: AtomicU32 = AtomicU32::new(0);

impl<'a> Mail<'a> {
    /// A new mail to the office.
    pub fn new(from: Person, subject: &str, text: &str) -> Mail<'a> {
        Mail {
            from,
            to: OFFICE.to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            papers: Vec::new(),
            answers: None,
            head: String::new(),
            forged: false,
            envelope: from.address.to_owned(),
        }
    }

    /// Presses Reply on a letter: its address, subject, ids and text are taken over.
    pub fn reply(from: Person, letter: &'a Letter, text: &str) -> Mail<'a> {
        let mut quoted =
            format!("{text}\r\n\r\nPada Sen, 23 Nov 2026 pukul 09.12 {} menulis:\r\n", letter.from);
        for line in letter.text.lines() {
            quoted.push_str(&format!("> {line}\r\n"));
        }
        let mail = Mail::new(from, &format!("Re: {}", letter.subject), &quoted);
        Mail { to: letter.reply_to.clone(), answers: Some(letter), ..mail }
    }

    pub fn papers(self, papers: &[Paper]) -> Mail<'a> {
        Mail { papers: papers.to_vec(), ..self }
    }

    pub fn to(self, address: &str) -> Mail<'a> {
        Mail { to: address.to_owned(), ..self }
    }

    /// Raw header lines before all others, each ending in CRLF.
    pub fn head(self, lines: &str) -> Mail<'a> {
        Mail { head: lines.to_owned(), ..self }
    }

    pub fn forged(self) -> Mail<'a> {
        Mail { forged: true, ..self }
    }

    pub fn by_machine(self) -> Mail<'a> {
        Mail { envelope: String::new(), ..self }
    }

    fn bytes(&self, id: &str) -> Vec<u8> {
        let mut builder = MessageBuilder::new()
            .from((self.from.name, self.from.address))
            .to(self.to.as_str())
            .subject(self.subject.as_str())
            .message_id(id)
            .text_body(self.text.as_str());
        if let Some(letter) = self.answers {
            let all = letter.references.iter().cloned().chain([letter.id.clone()]);
            builder = builder
                .in_reply_to(MessageId::new(letter.id.clone()))
                .references(MessageId::new_list(all));
        }
        for (name, bytes) in &self.papers {
            builder = builder.attachment("application/pdf", *name, *bytes);
        }
        [self.head.as_bytes(), &builder.write_to_vec().expect("a mail")].concat()
    }

    /// Hands it to Postfix; its Message-ID.
    pub async fn send(self, office: &Office) -> String {
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let domain = self.from.address.rsplit('@').next().unwrap_or_default();
        let id = format!("surat-{number}.{}@{domain}", std::process::id());
        let raw = self.bytes(&id);
        let port = if self.forged { office.postfix.outside } else { office.postfix.smtp };
        let sent = smtp::inject(port, &self.envelope, &self.to, &raw).await;
        sent.unwrap_or_else(|refused| panic!("{} to {}: {refused}", self.from.address, self.to));
        id
    }

    /// The same, and waits until Loket has taken it and put it away.
    pub async fn handled(self, office: &Office) {
        let id = self.send(office).await;
        let put_away = async || {
            let count = office.count(OFFICE, "Selesai", "Message-ID", &id).await;
            (count == 1).then_some(())
        };
        assert!(ask(put_away).await.is_some(), "{id} was not put away");
    }

    /// The same for a mail that Loket erases: it was there, and is in no folder any more.
    pub async fn erased(self, office: &Office) {
        let id = self.send(office).await;
        let known = |id: &str| {
            let log = office.postfix.log();
            let queue = log.lines().find(|line| line.contains(id));
            let queue = queue.and_then(|line| line.split(": ").nth(1).map(str::to_owned));
            queue.is_some_and(|queue| log.contains(&format!("{queue}: removed")))
        };
        assert!(ask(async || known(&id).then_some(())).await.is_some(), "{id} was not delivered");
        let gone = async || {
            let count = office.count(OFFICE, "INBOX", "Message-ID", &id).await;
            (count == 0).then_some(())
        };
        assert!(ask(gone).await.is_some(), "{id} stays in the inbox");
        for folder in ["INBOX", "Selesai", "Karantina"] {
            let count = office.count(OFFICE, folder, "Message-ID", &id).await;
            assert_eq!(count, 0, "{id} is still in {folder}");
        }
    }
}

impl Person {
    /// Waits for the newest letter whose subject holds all these words.
    pub async fn letter(self, office: &Office, words: &[&str]) -> Arc<Letter> {
        self.letter_after(office, words, 0).await
    }

    /// The same, passing over the first `count` of them.
    pub async fn letter_after(self, office: &Office, words: &[&str], count: usize) -> Arc<Letter> {
        let found = ask(async || self.letters(office, words).await.into_iter().skip(count).last());
        if let Some(letter) = found.await {
            return letter;
        }
        let letters = self.letters(office, &[]).await;
        let subjects: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
        panic!("no letter {words:?} (after {count}) for {}, only {subjects:#?}", self.address)
    }

    /// The letters in this mailbox now whose subject holds all these words, oldest first.
    pub async fn letters(self, office: &Office, words: &[&str]) -> Vec<Arc<Letter>> {
        let fits = |letter: &Arc<Letter>| words.iter().all(|word| letter.subject.contains(word));
        office.inbox(self.address).await.into_iter().filter(fits).collect()
    }
}
