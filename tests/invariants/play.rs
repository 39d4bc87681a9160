//! One seed's story: dice decide who does what, and where the process stops.
use crate::office::{DESK, JUDGE, LIMITS, Letter, Office, applicant, header};
use jiff::{SignedDuration, Timestamp};
use loket::daemon::Daemon;
use loket::demo::Paper;
use loket::sink::{MaildirSink, Sink};
use loket::store::Lane;
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use std::collections::HashMap;
use std::sync::Arc;

pub const APPLICANTS: usize = 3;
const STEPS: usize = 36;
/// Due times looked at after the last step.
const DUE_MAX: usize = 150;
const LANES: [Lane; 4] = [Lane::Send, Lane::Send, Lane::Read, Lane::Clerk];

const JUDGE_SAYS: [&str; 12] = [
    "SETUJU",
    "SETUJU",
    "SETUJU\r\nUSER ID: {user}\r\nPASSWORD: {password}",
    "HASIL\r\nUSER ID: {user}\r\nPASSWORD: {password}",
    "HASIL\r\nUSER ID: {user}\r\nPASSWORD: {password}",
    "HASIL\r\nUSER ID: AA.LAIN\r\nPASSWORD: {password}",
    "TOLAK SK sudah tidak berlaku\r\nPASSWORD: {password}",
    "TOLAK",
    "STATUS\r\nPASSWORD: {password}",
    "KONFIRMASI",
    "ok pak, nanti saya lihat. password: {password}",
    "TUNDA",
];
const DESK_SAYS: [&str; 8] = [
    "LENGKAP",
    "KURANG SK",
    "STATUS",
    "KIRIM ULANG",
    "TUTUP pemohon tidak dapat dihubungi",
    "BUKA",
    "terima kasih",
    "DISAMPAIKAN LANGSUNG Ratna",
];
const APPLICANT_SAYS: [&str; 4] = ["STATUS", "BATAL", "Terima kasih banyak.", "Mohon dibantu ya."];

/// A small generator, so that a failing seed can be played again.
pub struct Dice(u64);

impl Dice {
    pub fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| &of[self.next(of.len())])
    }
}

pub struct Play {
    pub seed: u64,
    pub office: Office,
    pub now: Timestamp,
    pub passwords: Vec<String>,
    /// What happened, for the message of a failure.
    pub told: Vec<String>,
    daemon: Option<Daemon>,
    sink: Sink,
    dice: Dice,
    written: usize,
    sent: Vec<Vec<u8>>,
    letters: HashMap<String, Arc<Vec<u8>>>,
}

impl Play {
    pub async fn new(office: Office, seed: u64) -> Play {
        let sink = Sink::Maildir(MaildirSink::new(office.path().join("keluar")));
        let now = Timestamp::now();
        let daemon = Some(office.open(now).await);
        Play {
            seed,
            office,
            now,
            passwords: Vec::new(),
            told: Vec::new(),
            daemon,
            sink,
            dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            written: 0,
            sent: Vec::new(),
            letters: HashMap::new(),
        }
    }

    pub async fn go(&mut self) {
        for _ in 0..STEPS {
            self.somebody_writes();
            match self.dice.next(6) {
                0 => self.stumble_over_mail().await,
                1 | 2 => self.stumble_over_orders().await,
                3 => self.jump(),
                _ => self.tick().await,
            }
            self.remember();
        }
        for _ in 0..DUE_MAX {
            let next = self.daemon.as_mut().unwrap().tick(self.now).await.unwrap();
            let Some(next) = next else { break };
            self.now = self.now.max(next);
        }
        self.remember();
        self.daemon.take().unwrap().close().await;
    }

    async fn tick(&mut self) {
        self.told.push("tick".into());
        self.daemon.as_mut().unwrap().tick(self.now).await.unwrap();
    }

    fn jump(&mut self) {
        let minutes = [1, 7, 45, 60 * 5, 60 * 26, 60 * 24 * 4][self.dice.next(6)];
        self.told.push(format!("{minutes} minutes pass"));
        self.now += SignedDuration::from_mins(minutes);
    }

    async fn stop(&mut self) {
        self.told.push("stop".into());
        self.daemon = None;
        self.now += SignedDuration::from_secs(1);
        let daemon = self.office.open(self.now).await;
        daemon.recover(self.now).await.unwrap();
        self.daemon = Some(daemon);
    }

    /// Fetch, perhaps commit, then stop without an acknowledgement.
    async fn stumble_over_mail(&mut self) {
        let none = |_: &loket::source::Place| false;
        let mut items = self.office.source().next(&LIMITS, &none).await.unwrap();
        items.truncate(1 + self.dice.next(3));
        self.told.push(format!("{} mails half taken", items.len()));
        if self.dice.next(3) > 0 {
            let daemon = self.daemon.as_ref().unwrap();
            let rules = daemon.house().rules.clone();
            daemon.intake.take(items, &rules, self.now).await.unwrap();
        }
        self.stop().await;
    }

    /// Claim, perform a few, settle fewer, then stop.
    async fn stumble_over_orders(&mut self) {
        let lane = LANES[self.dice.next(4)];
        let (perform, settle) = (self.dice.next(4), self.dice.next(3));
        self.told.push(format!("{} stops after {perform} and {settle}", lane.as_str()));
        let daemon = self.daemon.as_ref().unwrap();
        let house = daemon.house();
        let claimed = daemon.dispatch.claim(lane, self.now).await.unwrap();
        for (index, order) in claimed.into_iter().take(perform).enumerate() {
            let sink = Some(&mut self.sink);
            let settled = daemon.dispatch.perform(&order, sink, &house, self.now).await;
            if index < settle {
                let batch = vec![(order, settled)];
                daemon.dispatch.settle(batch, &house, self.now).await.unwrap();
            }
        }
        self.stop().await;
    }

    /// A letter that is written again is the same, byte for byte (INV-04).
    fn remember(&mut self) {
        for letter in self.office.letters() {
            let before = self.letters.insert(letter.id.clone(), letter.raw.clone());
            let same = before.is_none_or(|raw| raw == letter.raw);
            assert!(same, "seed {}: {} changed", self.seed, letter.id);
        }
    }

    fn somebody_writes(&mut self) {
        let raw = match self.dice.next(8) {
            0 | 1 => self.request(),
            2 => self.applicant_answers(),
            3 => self.staff_answers(DESK, &DESK_SAYS, DESK),
            4..=6 => self.staff_answers(JUDGE, &JUDGE_SAYS, JUDGE),
            _ => match self.dice.next(3) {
                0 => self.staff_answers(JUDGE, &JUDGE_SAYS, "palsu@luar.example"),
                _ => self.dice.pick(&self.sent).cloned(),
            },
        };
        let Some(raw) = raw else { return };
        let head = String::from_utf8_lossy(&raw[..raw.len().min(300)]).into_owned();
        let subject = head.lines().find(|line| line.starts_with("Subject")).unwrap_or_default();
        self.told.push(format!("mail {subject}"));
        self.office.deliver(&raw);
        self.sent.push(raw);
    }

    fn request(&mut self) -> Option<Vec<u8>> {
        let from = applicant(1 + self.dice.next(APPLICANTS));
        let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
        let papers = &papers[..[2, 2, 2, 1, 0][self.dice.next(5)]];
        let subject = "Permohonan Reset Password Admin Agency";
        Some(self.mail(&from, subject, "Terlampir permohonan reset password.", papers, None))
    }

    fn applicant_answers(&mut self) -> Option<Vec<u8>> {
        let from = applicant(1 + self.dice.next(APPLICANTS));
        let letters = self.office.letters_to(&from);
        let letter = self.dice.pick(&letters)?.clone();
        let text = *self.dice.pick(&APPLICANT_SAYS)?;
        let papers: &[Paper] = if self.dice.next(2) == 0 { &[Paper::RATNA_DECREE] } else { &[] };
        Some(self.mail(&from, "", text, papers, Some(&letter)))
    }

    fn staff_answers(&mut self, who: &str, words: &[&str], from: &str) -> Option<Vec<u8>> {
        let mut letters = self.office.letters_to(who);
        letters.sort_by(|a, b| a.id.cmp(&b.id));
        // Mostly one of the newest letters, which are the ones that still count.
        let late = letters.len().saturating_sub(4);
        let few = if self.dice.next(4) > 0 { &letters[late..] } else { &letters[..] };
        let letter = self.dice.pick(few)?.clone();
        let text = *self.dice.pick(words)?;
        let password = format!("Kp7#mR{:04}=Qz", self.passwords.len() + 1);
        if text.contains("{password}") {
            self.passwords.push(password.clone());
        }
        let body = letter.message().text;
        let user = body.find("AA.UJI").and_then(|at| body.get(at..at + 9)).unwrap_or("AA.UJI001");
        let text = text.replace("{password}", &password).replace("{user}", user);
        Some(self.mail(from, "", &text, &[], Some(&letter)))
    }

    fn mail(
        &mut self,
        from: &str,
        subject: &str,
        text: &str,
        papers: &[Paper],
        answers: Option<&Letter>,
    ) -> Vec<u8> {
        self.written += 1;
        let office = "helpdesk-lpse@kkp.example".to_owned();
        let to = answers.and_then(|letter| header(&letter.raw, "Reply-To")).unwrap_or(office);
        let subject = match answers {
            Some(letter) => format!("Re: {}", letter.subject),
            None => subject.to_owned(),
        };
        let mut mail = MessageBuilder::new()
            .from(from.to_owned())
            .to(to)
            .subject(subject)
            .message_id(format!("surat-{}@kkp.example", self.written))
            .date(self.now.as_second())
            .text_body(text);
        if let Some(letter) = answers {
            mail = mail.in_reply_to(MessageId::new(letter.id.clone()));
        }
        for paper in papers {
            mail = mail.attachment("application/pdf", paper.name, paper.bytes);
        }
        mail.write_to_vec().unwrap()
    }
}
