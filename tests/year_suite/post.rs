//! What arrived in the mailboxes of the year: read once, found by case. Knows letters by their subjects.
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use loket::demo::Seen;
use loket::mail::{self, TrustSettings};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Letter {
    case: Option<String>,
    written: Timestamp,
    seen: Seen,
}

/// Mailboxes, each with the names already read.
pub struct Post {
    dir: PathBuf,
    read: BTreeMap<String, (BTreeSet<String>, Vec<Letter>)>,
}

fn header(raw: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))?;
    Some(line.trim().to_owned())
}

fn letter(raw: Vec<u8>) -> Letter {
    let message = mail::parse(&raw, &TrustSettings::default());
    let subject = message.subject.clone();
    let case = subject.split_once("[LKT-").map(|(_, rest)| format!("LKT-{}", &rest[..10]));
    let date = header(&raw, "Date").unwrap();
    let written = jiff::fmt::rfc2822::parse(&date).unwrap().timestamp();
    let reply = header(&raw, "Reply-To").unwrap_or_default();
    let reply_to = reply.rsplit('<').next().unwrap_or_default().trim_matches('>').to_owned();
    Letter { case, written, seen: Seen { raw, message, reply_to } }
}

impl Post {
    pub fn new(dir: &Path) -> Post {
        Post { dir: dir.join("surat/keluar"), read: BTreeMap::new() }
    }

    fn fetch(&mut self, address: &str) -> &[Letter] {
        let (names, letters) = self.read.entry(address.to_owned()).or_default();
        let Ok(entries) = std::fs::read_dir(self.dir.join(address).join("new")) else {
            return letters;
        };
        let mut fresh: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| names.insert(path.file_name().unwrap().to_string_lossy().into_owned()))
            .collect();
        fresh.sort();
        letters.extend(fresh.into_iter().map(|path| letter(std::fs::read(path).unwrap())));
        letters
    }

    /// The newest letter to a member of staff about somebody's request that he may answer.
    pub fn newest(&mut self, who: &str, applicant: &str) -> Seen {
        let receipt = self.fetch(applicant).first().expect("a receipt");
        let case = receipt.case.clone().unwrap();
        let letters = self.fetch(who).iter();
        let mut own: Vec<&Letter> = letters
            .filter(|l| l.case.as_ref() == Some(&case) && l.seen.reply_to.contains('+'))
            .collect();
        own.sort_by_key(|l| l.written);
        own.last().unwrap_or_else(|| panic!("{who} has no letter about {case}")).seen.clone()
    }

    /// Every warning, breach and reminder of a case: to whom, words of its subject, when.
    pub fn alarms(&mut self, case: &str, applicant: &str) -> BTreeSet<(String, String, Timestamp)> {
        let mut alarms = BTreeSet::new();
        for to in [super::DEWI, super::BAGUS, super::KEPALA, applicant] {
            for letter in self.fetch(to).iter().filter(|l| l.case.as_deref() == Some(case)) {
                let subject = letter.seen.message.subject.split_once("] ").unwrap().1;
                let subject = subject.trim_start_matches("SIMULASI: ").to_owned();
                let words = ["Peringatan Mutu Baku", "MELEWATI MUTU BAKU", "Pengingat"];
                let closed = to == applicant && subject.contains("Tidak Ditindaklanjuti");
                if closed || words.iter().any(|w| subject.starts_with(w)) {
                    let fresh = alarms.insert((to.to_owned(), subject.clone(), letter.written));
                    assert!(fresh, "twice: {case} {to} {subject}");
                }
            }
        }
        alarms
    }

    /// The days on which a digest came.
    pub fn digests(&mut self, who: &str) -> BTreeSet<Date> {
        let zone = TimeZone::get("Asia/Jakarta").unwrap();
        let letters = self.fetch(who).iter();
        let digests = letters.filter(|l| l.seen.message.subject.contains("Rekap Harian"));
        let mut days = BTreeSet::new();
        for digest in digests {
            let day = zone.to_datetime(digest.written).date();
            assert!(days.insert(day), "two digests on {day}");
        }
        days
    }
}
