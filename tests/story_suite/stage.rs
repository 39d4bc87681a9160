//! The people of a story on the stage: who they are, and what each line makes them do.
use super::letter::{changed, paper};
use super::script::{self, Line};
use super::{bounce, folder};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use loket::demo::{PersonMail, Seen, Stage, StageSettings};
use loket::reader::{ReaderSettings, Workers};
use loket::store::NewAccount;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const OFFICE: &str = "helpdesk-lpse@kkp.example";

/// Everybody's mailbox at one moment: address and letters in it.
pub type Mailboxes = BTreeMap<String, usize>;

/// A story being played.
pub struct Play {
    pub stage: Stage,
    /// Short name → (name, address).
    pub people: BTreeMap<String, (String, String)>,
    /// (password, where it may be).
    pub secrets: Vec<(String, String)>,
    pub delivered: u64,
    pub case: Option<String>,
    pub letter: Option<Seen>,
    /// Before the last thing done.
    pub before: Mailboxes,
    pub outcomes_before: BTreeMap<String, u64>,
    kept: BTreeMap<String, Seen>,
    cases: BTreeMap<String, String>,
    last_raw: Vec<u8>,
}

fn account(words: [&str; 5]) -> NewAccount {
    let [user_id, name, nip, unit, address] = words.map(str::to_owned);
    NewAccount {
        user_id,
        name,
        nip: Some(nip),
        unit: Some(unit),
        address,
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    }
}

/// Short name, name, address.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("dewi", "Dewi Anjani", "dewi.helpdesk@kkp.example"),
    ("bagus", "Bagus Prakoso", "bagus.ppe@kkp.example"),
    ("ratna", "Ratna Kusumawardani", "ratna.k@kkp.example"),
    ("yohanes", "Yohanes Tangkuman", "y.tangkuman@contohbarat.example"),
    ("made", "made surya", "made.ardika@kkp.example"),
    ("sari", "Sari Wulandari Putri", "sari.wulandari@kkp.example"),
];

fn accounts() -> Vec<NewAccount> {
    let unit = "Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh";
    let (ratna, yohanes) = ("198703142011012901", "197908222003121904");
    let (made, sari) = ("199301112019031907", "199107052023212902");
    let dinas = "Dinas Perikanan Kabupaten Contoh Barat";
    let loka = "Loka Contoh Pengelolaan Pesisir";
    vec![
        account(["AA.TELUKCONTOH", "Ratna Kusumawardani", ratna, unit, PEOPLE[2].2]),
        account(["AA.CONTOHBARAT", "Yohanes Tangkuman", yohanes, dinas, PEOPLE[3].2]),
        account(["AA.LOKAPESISIR", "Made Surya Ardika", made, loka, PEOPLE[4].2]),
        account(["AA.SARI", "Sari Wulandari Putri", sari, "Politeknik Bahari Contoh", PEOPLE[5].2]),
    ]
}

fn person(id: &str, name: &str, address: &str, roles: &str, user_id: &str) -> String {
    let roles: Vec<String> = roles.split(',').map(|r| format!("{r:?}")).collect();
    let own =
        if user_id.is_empty() { String::new() } else { format!("user_ids = [{user_id:?}]\n") };
    let roles = roles.join(", ");
    format!(
        "[[person]]\nid = {id:?}\nname = {name:?}\naddresses = [{address:?}]\nroles = [{roles}]\n{own}\n"
    )
}

/// Office time as the stories write it.
fn at(text: &str) -> Timestamp {
    let civil: DateTime = text.parse().expect("a time such as 2026-11-09T09:41");
    let zone = TimeZone::get("Asia/Jakarta").expect("the zone of the office");
    civil.to_zoned(zone).expect("an unambiguous time").timestamp()
}

impl Play {
    /// Sets the stage as the `given` lines say.
    pub async fn begin(dir: &Path, lines: &[Line]) -> Play {
        let mut people: BTreeMap<String, (String, String)> = PEOPLE
            .iter()
            .map(|(id, name, address)| ((*id).into(), ((*name).into(), (*address).into())))
            .collect();
        let mut staff = person("dewi", PEOPLE[0].1, PEOPLE[0].2, "helpdesk", "");
        staff += &person("bagus", PEOPLE[1].1, PEOPLE[1].2, "admin_ppe", "");
        let mut settings = StageSettings {
            more: String::new(),
            people: String::new(),
            accounts: accounts(),
            start: at("2026-11-09T09:41"),
        };
        let mut secrets = Vec::new();
        for line in lines {
            let w = |at| line.word(at);
            match (w(0), w(1)) {
                ("secret", value) => secrets.push((value.to_owned(), w(2).to_owned())),
                ("given", "start") => settings.start = at(w(2)),
                ("given", "person") => {
                    staff += &person(w(2), w(3), w(4), w(5), w(6));
                    people.insert(w(2).into(), (w(3).into(), w(4).into()));
                }
                ("given", "sender") => drop(people.insert(w(2).into(), (w(3).into(), w(4).into()))),
                ("given", "account") => {
                    let mut new = account([w(2), w(3), w(4), w(5), w(6)]);
                    new.care.contact = Some(w(7).to_owned()).filter(|c| !c.is_empty());
                    settings.accounts.push(new);
                }
                ("given", section) => {
                    settings.more += &format!("\n[{section}]\n{}\n", line.rest(2));
                }
                _ => {}
            }
        }
        settings.people = staff;
        let mut stage = Stage::set(dir, settings).await.expect("a stage");
        // The reader is a verb of the program, and this is not the program.
        let program = PathBuf::from(env!("CARGO_BIN_EXE_loket"));
        let workers =
            Arc::new(Workers::new(ReaderSettings { program, ..ReaderSettings::default() }));
        stage.daemon.intake.workers = workers.clone();
        stage.daemon.dispatch.workers = workers.clone();
        stage.daemon.workers = workers;
        // The digest of the first morning goes before the story begins.
        stage.tick().await.expect("a first tick");
        Play {
            stage,
            people,
            secrets,
            delivered: 0,
            case: None,
            letter: None,
            before: Mailboxes::new(),
            outcomes_before: BTreeMap::new(),
            kept: BTreeMap::new(),
            cases: BTreeMap::new(),
            last_raw: Vec::new(),
        }
    }

    /// One line that does something.
    pub async fn act(&mut self, line: &Line) -> Result<(), String> {
        match line.word(0) {
            "case" => return self.name_case(line.word(1)),
            "keep" => {
                let seen = self.newest(line.word(2), line.word(3))?;
                self.kept.insert(line.word(1).to_owned(), seen);
                return Ok(());
            }
            _ => self.remember().await?,
        }
        match line.word(0) {
            "mail" | "reply" => {
                let answers = match line.word(0) {
                    "reply" => Some(self.answered(line.word(1), line.word(2))?),
                    _ => None,
                };
                let raw = self.written(line, answers.as_ref())?;
                self.deliver(raw).await
            }
            "raw" if line.word(1).is_empty() => {
                let text: Vec<&str> =
                    line.block.iter().map(|l| l.strip_prefix("| ").unwrap_or("")).collect();
                self.deliver((text.join("\r\n") + "\r\n").into_bytes()).await
            }
            "raw" => {
                let file = folder("mail").join(line.word(1));
                self.deliver(std::fs::read(file).map_err(|e| e.to_string())?).await
            }
            "again" => self.deliver(self.last_raw.clone()).await,
            "bounce" => {
                let letter = self.newest(line.word(1), line.word(2))?;
                let to = self.address(line.word(1))?;
                let raw = bounce::report(&letter, &to, OFFICE, line.word(3));
                self.deliver(raw).await
            }
            "release" | "discard" => self.held(line.word(0), line.word(1)).await,
            "unclear" => self.unclear(line).await,
            "wait" => self.wait(line).await,
            other => Err(format!("{other:?} is no word of the stories")),
        }
    }

    fn name_case(&mut self, name: &str) -> Result<(), String> {
        match self.cases.get(name) {
            Some(case) => self.case = Some(case.clone()),
            None => {
                let case = self.case.clone().ok_or("no case is in hand")?;
                self.cases.insert(name.to_owned(), case);
            }
        }
        Ok(())
    }

    /// Notes how things stand before the next thing is done.
    async fn remember(&mut self) -> Result<(), String> {
        self.before = self.counts();
        self.outcomes_before = self.outcomes().await?;
        Ok(())
    }

    pub fn counts(&self) -> Mailboxes {
        let addresses = self.stage.addresses();
        addresses.into_iter().map(|a| (a.clone(), self.stage.mailbox(&a).len())).collect()
    }

    pub async fn outcomes(&self) -> Result<BTreeMap<String, u64>, String> {
        let rows = self.stage.daemon.store.outcomes().await.map_err(|e| e.to_string())?;
        Ok(rows.into_iter().collect())
    }

    pub fn address(&self, who: &str) -> Result<String, String> {
        let found = self.people.get(who).map(|(_, address)| address.clone());
        found.ok_or_else(|| format!("nobody is called {who:?}"))
    }

    /// Letters to somebody since the last thing done.
    pub fn since(&self, who: &str) -> Result<Vec<Seen>, String> {
        let address = self.address(who)?;
        let before = self.before.get(&address).copied().unwrap_or(0);
        Ok(self.stage.mailbox(&address).into_iter().skip(before).collect())
    }

    /// The newest letter with these words, of the case in hand if there is one of it.
    pub fn newest(&self, who: &str, words: &str) -> Result<Seen, String> {
        let mut letters = self.stage.mailbox(&self.address(who)?);
        letters.retain(|seen| seen.message.subject.contains(words));
        let tag = self.case.clone().unwrap_or_default();
        let own = letters.iter().rposition(|seen| seen.message.subject.contains(&tag));
        let at = own.or(letters.len().checked_sub(1));
        at.map(|at| letters.swap_remove(at))
            .ok_or_else(|| format!("{who} has no letter with {words:?}"))
    }

    fn answered(&self, who: &str, which: &str) -> Result<Seen, String> {
        match which.strip_prefix('$') {
            Some(name) => {
                self.kept.get(name).cloned().ok_or(format!("no letter is kept as {name}"))
            }
            None => self.newest(who, which),
        }
    }

    fn written(&self, line: &Line, answers: Option<&Seen>) -> Result<Vec<u8>, String> {
        let (from_name, from) = self.people.get(line.word(1)).ok_or("nobody is called so")?;
        let mut text = Vec::new();
        let mut papers = Vec::new();
        let mut changes = Vec::new();
        for part in &line.block {
            match part.split_at_checked(1) {
                Some(("|", rest)) => text.push(rest.strip_prefix(' ').unwrap_or(rest)),
                Some(("+", rest)) => papers.push(paper(rest)),
                Some((sign @ ("@" | "=" | "-"), rest)) => changes.push((sign, rest.trim())),
                _ => return Err(format!("{part:?} is no line of a mail")),
            }
        }
        let subject = if answers.is_some() { String::new() } else { line.word(2).to_owned() };
        let mail = PersonMail {
            from_name,
            from,
            subject,
            text: text.join("\r\n"),
            papers: &papers,
            answers,
            ..PersonMail::default()
        };
        let mut raw = self.stage.write_mail(&mail);
        for (sign, change) in changes {
            raw = changed(&raw, sign, change);
        }
        Ok(raw)
    }

    async fn deliver(&mut self, raw: Vec<u8>) -> Result<(), String> {
        self.stage.deliver_raw(&raw).map_err(|e| e.to_string())?;
        self.last_raw = raw;
        self.delivered += 1;
        self.run().await
    }

    async fn run(&mut self) -> Result<(), String> {
        // A mail that breaks its reader is tried again, at most three times.
        for _ in 0..3 {
            self.stage.tick().await.map_err(|e| e.to_string())?;
        }
        self.look_for_a_new_case().await
    }

    async fn look_for_a_new_case(&mut self) -> Result<(), String> {
        let cases = self.stage.daemon.store.cases().await.map_err(|e| e.to_string())?;
        let newest = cases.into_iter().map(|c| c.id).max();
        let known = self.cases.values().chain(&self.case).max().cloned();
        if newest > known {
            self.case = newest;
        }
        Ok(())
    }

    async fn held(&mut self, what: &str, reason: &str) -> Result<(), String> {
        let held = self.stage.daemon.store.held().await.map_err(|e| e.to_string())?;
        let mail = held.iter().map(|row| row.id).max().ok_or("nothing is held")?;
        let rules = self.stage.daemon.house().rules.clone();
        let (intake, now) = (&self.stage.daemon.intake, self.stage.now);
        if what == "release" {
            let done =
                intake.release(mail, reason, &rules, now).await.map_err(|e| e.to_string())?;
            if !matches!(done, loket::intake::Released::Case(_)) {
                return Err(format!("{done:?}"));
            }
        } else if !intake.discard(mail, reason, &rules, now).await.map_err(|e| e.to_string())? {
            return Err("not discarded".into());
        }
        self.run().await
    }

    /// Each phrase is answered with the words that work, and changes nothing.
    async fn unclear(&mut self, line: &Line) -> Result<(), String> {
        for phrase in &line.block {
            self.remember().await?;
            let id = self.case.clone().ok_or("no case is in hand")?;
            let store = self.stage.daemon.store.clone();
            let before = store.case(&id).await.map_err(|e| e.to_string())?.ok_or("no case")?;
            let answers = self.answered(line.word(1), line.word(2))?;
            let script = format!("reply {} x\n  {phrase}", line.word(1));
            let reply = script::read(&script).pop().ok_or("no reply")?;
            let raw = self.written(&reply, Some(&answers))?;
            self.deliver(raw).await?;
            let mut after = store.case(&id).await.map_err(|e| e.to_string())?.ok_or("no case")?;
            after.asked_back = before.asked_back;
            if after != before {
                return Err(format!("{phrase:?} changed the case"));
            }
            let new = self.since(line.word(1))?;
            match new.as_slice() {
                [one] if one.message.subject.contains("Perintah Belum Dapat Dijalankan") => {}
                other => {
                    let subjects: Vec<&str> = other.iter().map(|s| &*s.message.subject).collect();
                    return Err(format!("{phrase:?} was answered by {subjects:?}"));
                }
            }
        }
        Ok(())
    }

    async fn wait(&mut self, line: &Line) -> Result<(), String> {
        let to = if line.word(1) == "until" {
            at(line.word(2))
        } else {
            let (number, unit) = line.word(1).split_at(line.word(1).len() - 1);
            let minutes = match unit {
                "m" => 1,
                "h" => 60,
                "d" => 24 * 60,
                _ => return Err("m, h or d".into()),
            };
            let number: i64 = number.parse().map_err(|_| "a number of m, h or d")?;
            self.stage.now + SignedDuration::from_mins(number * minutes)
        };
        self.stage.pass_to(to).await.map_err(|e| e.to_string())
    }
}
