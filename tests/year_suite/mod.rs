//! The year: the people's plans, the stage they are played on, and the comparison at its end.
mod foreseen;
mod post;

use super::reckoning::{MINUTE, Slow};
use foreseen::{Facts, Times};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use loket::demo::{PersonMail, Stage, StageSettings};
use loket::store::NewAccount;
use post::Post;
use std::collections::{BTreeMap, BTreeSet};

pub const DEWI: &str = "dewi.helpdesk@kkp.example";
pub const BAGUS: &str = "bagus.ppe@kkp.example";
pub const KEPALA: &str = "kepala@kkp.example";

const SETTINGS: &str = r#"
[policy]
completeness = "helpdesk"
[limits]
requests_per_sender_per_day = 1000
mails_per_sender_per_hour = 1000
approvals_per_unit_per_hour = 1000
"#;

/// Office time, WIB.
pub fn at(text: &str) -> Timestamp {
    let civil: DateTime = text.parse().unwrap();
    civil.to_zoned(TimeZone::get("Asia/Jakarta").unwrap()).unwrap().timestamp()
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    Accepted,
    Rejected,
    /// Helpdesk asks for papers that never come.
    NeverCompleted,
    /// Nobody but the alarms ever looks at it.
    Forgotten,
}

/// What its people do, each so many minutes after they could.
#[derive(Clone, Debug)]
pub struct Plan {
    pub number: usize,
    pub path: Path,
    pub arrival: Timestamp,
    open: i64,
    check: i64,
    judge: i64,
    result: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Away,
    Back,
    Correct(usize),
    Request(usize),
    Open(usize),
    Check(usize),
    Judge(usize),
    Result(usize),
}

/// A small generator of its own: the same year every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % u64::try_from(limit).unwrap()).unwrap()
    }

    /// Mostly a few minutes, sometimes hours, now and then days.
    fn delay(&mut self, standard: i64) -> i64 {
        match self.below(10) {
            0..6 => self.below(standard + 1),
            6..8 => standard + self.below(90),
            8 => 60 * self.below(20),
            _ => 60 * 24 * self.below(4) + self.below(600),
        }
    }
}

pub struct Year {
    dir: tempfile::TempDir,
    stage: Stage,
    start: Timestamp,
    plans: Vec<Plan>,
    times: Vec<Times>,
    aways: Vec<(Timestamp, Timestamp)>,
    /// From when, and the file's text from then on.
    calendars: Vec<(Timestamp, String)>,
    queue: BTreeSet<(Timestamp, Act)>,
    post: Post,
}

fn address(number: usize) -> String {
    format!("pemohon{number:03}@kkp.example")
}

fn user(number: usize) -> String {
    format!("AA.UJI{number:03}")
}

fn accounts() -> Vec<NewAccount> {
    let account = |number: usize| NewAccount {
        user_id: user(number),
        name: format!("Pemohon Nomor {number}"),
        nip: None,
        unit: Some(format!("Balai Contoh {number}")),
        address: address(number),
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    };
    (0..150).map(account).collect()
}

fn people() -> String {
    let one = |id: &str, address: &str, role: &str| {
        format!(
            "[[person]]\nid = {id:?}\nname = {id:?}\naddresses = [{address:?}]\nroles = [{role:?}]\n\n"
        )
    };
    one("dewi", DEWI, "helpdesk")
        + &one("bagus", BAGUS, "admin_ppe")
        + &one("kepala", KEPALA, "supervisor")
}

impl Year {
    pub async fn begin(start: &str) -> Year {
        let dir = tempfile::tempdir().unwrap();
        let text = include_str!("../../config/calendar.toml").to_owned();
        std::fs::create_dir_all(dir.path().join("config")).unwrap();
        std::fs::write(dir.path().join("config/calendar.toml"), &text).unwrap();
        let start = at(start);
        let settings =
            StageSettings { more: SETTINGS.into(), people: people(), accounts: accounts(), start };
        let mut stage = Stage::set(dir.path(), settings).await.unwrap();
        // The reader is a verb of the program, and this is not the program.
        let program = env!("CARGO_BIN_EXE_loket").into();
        let reader = loket::reader::ReaderSettings { program, ..Default::default() };
        let workers = std::sync::Arc::new(loket::reader::Workers::new(reader));
        stage.daemon.intake.workers = workers.clone();
        stage.daemon.dispatch.workers = workers.clone();
        stage.daemon.workers = workers;
        let post = Post::new(dir.path());
        Year {
            dir,
            stage,
            start,
            plans: Vec::new(),
            times: Vec::new(),
            aways: Vec::new(),
            calendars: vec![(start, text)],
            queue: BTreeSet::new(),
            post,
        }
    }

    /// The daemon does nothing in between; mails pile up in its mailbox.
    pub fn away(&mut self, from: Timestamp, until: Timestamp) {
        self.aways.push((from, until));
        self.queue.insert((from, Act::Away));
        self.queue.insert((until, Act::Back));
    }

    /// The operator corrects the file.
    pub fn correct(&mut self, when: Timestamp, changes: &[(&str, &str)]) {
        let mut text = self.calendars.last().unwrap().1.clone();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        self.queue.insert((when, Act::Correct(self.calendars.len())));
        self.calendars.push((when, text));
    }

    /// Requests all over the year; a third of them near closing, near a holiday or near a time away.
    pub fn requests(&mut self, count: usize) {
        let mut dice = Dice(20_260_102);
        let near = ["2026-02-26T13:30", "2026-03-17T14:50", "2026-04-14T15:30", "2026-05-27T10:00"]
            .into_iter()
            .chain(["2026-06-12T15:55", "2026-06-16T10:40", "2026-07-09T11:30", "2026-10-09T16:20"])
            .chain([
                "2026-10-12T10:20",
                "2026-12-23T15:50",
                "2026-02-18T15:30",
                "2026-11-20T16:30",
            ]);
        let near: Vec<Timestamp> = near.map(at).collect();
        let minutes = 60 * 24 * 355;
        for number in 0..count {
            let arrival = match number % 3 {
                0 => {
                    near[(number / 3) % near.len()]
                        + MINUTE * i32::try_from(dice.below(90)).unwrap()
                }
                _ => {
                    let day = self.start + SignedDuration::from_mins(dice.below(minutes));
                    // Most people write in the daytime.
                    let local = day.to_zoned(TimeZone::get("Asia/Jakarta").unwrap());
                    let hour = local.hour();
                    let shift = if number % 3 == 1 && !(7..17).contains(&hour) { 9 } else { 0 };
                    day + SignedDuration::from_hours(shift)
                }
            };
            let path = match dice.below(12) {
                0..7 => Path::Accepted,
                7..9 => Path::Rejected,
                9..11 => Path::NeverCompleted,
                _ => Path::Forgotten,
            };
            let (open, check) = (dice.delay(200), dice.delay(5));
            let (judge, result) = (dice.delay(15), dice.delay(10));
            self.plan(path, arrival, [open, check, judge, result]);
        }
    }

    /// One request: the delays are those of BUKA, of LENGKAP or KURANG, of SETUJU or TOLAK, of HASIL.
    pub fn plan(&mut self, path: Path, arrival: Timestamp, delays: [i64; 4]) {
        let [open, check, judge, result] = delays;
        let number = self.plans.len();
        self.queue.insert((arrival, Act::Request(number)));
        self.plans.push(Plan { number, path, arrival, open, check, judge, result });
        self.times.push(Times::default());
    }

    /// When the daemon sees what happened then.
    fn seen(&self, t: Timestamp) -> Timestamp {
        let away = self.aways.iter().find(|(from, until)| *from <= t && t < *until);
        away.map_or(t, |(_, until)| *until)
    }

    pub async fn play(&mut self, end: Timestamp) {
        let mut away = false;
        while let Some((time, act)) = self.queue.pop_first() {
            if time >= end {
                break;
            }
            match (away, act) {
                (true, Act::Back) => {
                    away = false;
                    self.stage.now = time;
                    self.stage.tick().await.unwrap();
                }
                (true, _) => self.stage.now = time,
                (false, _) => self.stage.pass_to(time).await.unwrap(),
            }
            match act {
                Act::Away => away = true,
                Act::Back => {}
                Act::Correct(index) => {
                    let file = self.dir.path().join("config/calendar.toml");
                    std::fs::write(file, &self.calendars[index].1).unwrap();
                }
                act => self.act(time, act),
            }
            if !away {
                self.stage.tick().await.unwrap();
            }
        }
        self.stage.pass_to(end).await.unwrap();
    }

    /// One mail of one person, and when the next one comes.
    fn act(&mut self, time: Timestamp, act: Act) {
        let after = |minutes: i64| self.seen(time) + SignedDuration::from_mins(minutes);
        let (Act::Request(n) | Act::Open(n) | Act::Check(n) | Act::Judge(n) | Act::Result(n)) = act
        else {
            return;
        };
        let plan = self.plans[n].clone();
        let (who, text, next) = match act {
            Act::Request(_) => {
                let next = (plan.path != Path::Forgotten).then(|| (after(plan.open), Act::Open(n)));
                self.queue.extend(next);
                return self.request(n);
            }
            Act::Open(_) => (DEWI, "BUKA".to_owned(), Some((after(plan.check), Act::Check(n)))),
            Act::Check(_) if plan.path == Path::NeverCompleted => {
                (DEWI, "KURANG SK".to_owned(), None)
            }
            Act::Check(_) => {
                let next = Some((after(plan.judge), Act::Judge(n)));
                (DEWI, "LENGKAP (asli dilihat)".to_owned(), next)
            }
            Act::Judge(_) if plan.path == Path::Rejected => {
                (BAGUS, "TOLAK data tidak sesuai arsip".to_owned(), None)
            }
            Act::Judge(_) => {
                (BAGUS, "SETUJU".to_owned(), Some((after(plan.result), Act::Result(n))))
            }
            _ => (BAGUS, format!("HASIL\r\nUSER ID: {}", user(n)), None),
        };
        self.queue.extend(next);
        let times = &mut self.times[n];
        match act {
            Act::Open(_) => times.opened = Some(time),
            Act::Check(_) => times.checked = Some(time),
            Act::Judge(_) => times.judged = Some(time),
            _ => times.resulted = Some(time),
        }
        let letter = self.post.newest(who, &address(n));
        let mail = PersonMail {
            from_name: "Petugas",
            from: who,
            text,
            answers: Some(&letter),
            ..PersonMail::default()
        };
        self.stage.deliver(&mail).unwrap();
    }

    fn request(&mut self, n: usize) {
        let from = address(n);
        let mail = PersonMail {
            from_name: "Pemohon",
            from: &from,
            subject: "Permohonan Informasi User ID Admin Agency".into(),
            text: "Yth. Helpdesk, mohon informasi User ID Admin Agency. Berkas asli saya bawa."
                .into(),
            ..PersonMail::default()
        };
        self.stage.deliver(&mail).unwrap();
    }

    /// Everything at once, so that one run shows all that differs.
    pub async fn compare(mut self) {
        let eras: Vec<(Timestamp, Slow)> =
            self.calendars.iter().map(|(from, text)| (*from, Slow::of(text))).collect();
        let facts = Facts { eras, aways: self.aways.clone(), end: self.stage.now };
        let cases = self.stage.daemon.store.cases().await.unwrap();
        let by_address: BTreeMap<String, &loket::workflow::case::Case> =
            cases.iter().map(|c| (c.applicant.address.clone().unwrap(), c)).collect();
        let mut wrong = Vec::new();
        let mut seen = foreseen::Sum::default();
        for plan in &self.plans {
            let Some(case) = by_address.get(&address(plan.number)) else {
                wrong.push(format!("request {} of {} has no case", plan.number, plan.arrival));
                continue;
            };
            let expected = facts.foresee(plan, &self.times[plan.number]);
            let letters = self.post.alarms(&case.id, &address(plan.number));
            let differs = expected.differs(case, &letters);
            if !differs.is_empty() {
                wrong.push(format!(
                    "{} {plan:?} {:?}\n   {}",
                    case.id,
                    self.times[plan.number],
                    differs.join("\n   ")
                ));
            }
            seen.add(&expected);
        }
        let digests = self.post.digests(DEWI);
        if digests != facts.digests(self.start) {
            let own: BTreeSet<_> = facts.digests(self.start);
            let more: Vec<_> = digests.difference(&own).collect();
            let less: Vec<_> = own.difference(&digests).collect();
            wrong.push(format!("digests: too many {more:?}, missing {less:?}"));
        }
        assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
        // The year must have had something of everything, or the comparison says nothing.
        seen.is_rich();
        assert!(self.stage.daemon.store.verify_log().await.unwrap().is_none());
        self.stage.daemon.close().await;
    }
}
