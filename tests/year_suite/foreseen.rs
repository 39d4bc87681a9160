//! What a request's clocks must come to, from the plan and the calendars' own lines: no code of Loket's.
//! `seen` is when a daemon that was away gets to know of something.
use super::super::reckoning::Slow;
use super::{BAGUS, DEWI, KEPALA, Path, Plan, address};

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use loket::workflow::case::Case;
use std::collections::{BTreeMap, BTreeSet};

/// When the people of a request wrote.
#[derive(Clone, Debug, Default)]
pub struct Times {
    pub opened: Option<Timestamp>,
    pub checked: Option<Timestamp>,
    pub judged: Option<Timestamp>,
    pub resulted: Option<Timestamp>,
}

/// The world around the requests.
pub struct Facts {
    /// Calendars, each from when it is in force.
    pub eras: Vec<(Timestamp, Slow)>,
    pub aways: Vec<(Timestamp, Timestamp)>,
    pub end: Timestamp,
}

/// One deviation: step, minutes allowed, minutes taken.
type Missed = (u8, u32, Option<u32>);
type Alarm = (String, String, Timestamp);

#[derive(Debug, Default)]
pub struct Expected {
    effective: Option<Timestamp>,
    open_due: Option<Timestamp>,
    /// Step, start, end of its time.
    dues: BTreeSet<(u8, Timestamp, Timestamp)>,
    missed: BTreeSet<Missed>,
    alarms: BTreeSet<Alarm>,
    unmade: usize,
}

/// A step of somebody's: when it began and ended, both by mail or by the daemon's own doing.
struct Span {
    step: u8,
    minutes: u32,
    start: Timestamp,
    stop: Option<Timestamp>,
}

const WORDS: [(u8, &str); 4] = [
    (4, "pembukaan surel"),
    (5, "pemeriksaan kelengkapan"),
    (9, "verifikasi Admin PPE"),
    (10, "reset/pencarian User ID"),
];

impl Facts {
    fn seen(&self, t: Timestamp) -> Timestamp {
        let away = self.aways.iter().find(|(from, until)| *from <= t && t < *until);
        away.map_or(t, |(_, until)| *until)
    }

    /// Whether something that ended at `stop` is known to have ended when an alarm rings at `ring`. After a
    /// time away the mailbox is emptied first.
    fn over(&self, stop: Option<Timestamp>, ring: Timestamp) -> bool {
        let back = self.aways.iter().any(|(_, until)| *until == ring);
        stop.is_some_and(|stop| stop < ring || back && stop == ring)
    }

    fn last(&self) -> &Slow {
        &self.eras.last().unwrap().1
    }

    /// When the daemon first reckons with a calendar.
    fn eras(&self) -> Vec<(Timestamp, Timestamp, &Slow)> {
        let from = |index: usize| self.seen(self.eras[index].0);
        let until = |index: usize| {
            if index + 1 < self.eras.len() { from(index + 1) } else { self.end + HOUR }
        };
        self.eras.iter().enumerate().map(|(i, (_, slow))| (from(i), until(i), slow)).collect()
    }

    /// When an alarm that is due at `due(calendar)` is heard of: by the calendar of the day, when somebody
    /// is there, in working time, unless it is void by then. Nothing rings before `since`.
    fn rings(
        &self,
        since: Timestamp,
        due: &dyn Fn(&Slow) -> Option<Timestamp>,
        void: &dyn Fn(&Slow, Timestamp) -> bool,
    ) -> Option<(Timestamp, usize)> {
        for (index, (from, until, slow)) in self.eras().into_iter().enumerate() {
            let Some(due) = due(slow) else { continue };
            let mut ring = self.seen(due.max(from).max(self.seen(since)));
            while ring < until {
                if void(slow, ring) {
                    break;
                }
                // A ring at the very moment of a correction belongs to the calendar before it.
                let work = slow.next_work(ring);
                if work == ring {
                    return Some((ring, index));
                }
                ring = self.seen(work);
            }
        }
        None
    }

    pub fn foresee(&self, plan: &Plan, times: &Times) -> Expected {
        let slow = self.last();
        let mut expected = Expected {
            effective: Some(slow.effective(plan.arrival)),
            open_due: Some(slow.open_due(plan.arrival)),
            ..Expected::default()
        };
        self.opening(plan, times, &mut expected);
        let seen = |t: Option<Timestamp>| t.map(|t| self.seen(t));
        let accepted = plan.path == Path::Accepted;
        let asked = plan.path == Path::NeverCompleted;
        let spans = [
            (5, 5, times.opened, times.checked),
            (6, 5, times.checked.filter(|_| asked), seen(times.checked)),
            (8, 5, times.checked.filter(|_| !asked), seen(times.checked)),
            (9, 15, seen(times.checked).filter(|_| !asked), times.judged),
            (10, 10, times.judged.filter(|_| accepted), times.resulted),
            (11, 5, times.judged.filter(|_| !accepted), seen(times.judged)),
            (12, 5, times.resulted, seen(times.resulted)),
            (13, 10, times.resulted, seen(times.resulted)),
            (13, 10, times.judged.filter(|_| !accepted), seen(times.judged)),
            (14, 5, seen(times.resulted), seen(times.resulted)),
        ];
        for (step, minutes, start, stop) in spans {
            if let Some(start) = start.filter(|start| *start < self.end) {
                let stop = stop.filter(|stop| *stop < self.end);
                self.step(&Span { step, minutes, start, stop }, &mut expected);
            }
        }
        if let Some(asked) = times.checked.filter(|_| asked) {
            self.unanswered(plan, self.seen(asked), &mut expected);
        }
        expected
    }

    /// SOP step 4.
    fn opening(&self, plan: &Plan, times: &Times, expected: &mut Expected) {
        let slow = self.last();
        let (open_due, effective) = (slow.open_due(plan.arrival), slow.effective(plan.arrival));
        let looked = times.opened.unwrap_or(self.end);
        if looked >= open_due {
            let taken = times.opened.map(|opened| slow.between(effective, opened));
            expected.missed.insert((4, slow.between(effective, open_due), taken));
        }
        let over = |ring| self.over(times.opened, ring);
        let warning = |slow: &Slow| {
            let (effective, due) = (slow.effective(plan.arrival), slow.open_due(plan.arrival));
            let seconds = i64::from(slow.between(effective, due)) * 60 * 80 / 100;
            let early = effective + SignedDuration::from_mins(30) < due;
            let at = slow.next_work(slow.add_seconds(effective, seconds));
            (early && at < due).then_some(at)
        };
        let late = |slow: &Slow, ring| over(ring) || slow.open_due(plan.arrival) <= ring;
        if let Some((at, _)) = self.rings(plan.arrival, &warning, &late) {
            expected.warn(4, DEWI, at);
        }
        self.breaches(
            4,
            plan.arrival,
            &|slow| Some(slow.open_due(plan.arrival)),
            &|slow, ring| over(ring) || ring < slow.open_due(plan.arrival),
            expected,
        );
    }

    fn step(&self, span: &Span, expected: &mut Expected) {
        let slow = self.last();
        let standard = i64::from(span.minutes) * 60;
        expected.dues.insert((span.step, span.start, slow.add_seconds(span.start, standard)));
        let end = span.stop.unwrap_or(self.end);
        let taken = slow.between(span.start, end);
        if taken > span.minutes {
            expected.missed.insert((span.step, span.minutes, span.stop.map(|_| taken)));
        }
        let Some((_, to)) = [(5, DEWI), (9, BAGUS), (10, BAGUS)].iter().find(|s| s.0 == span.step)
        else {
            return;
        };
        let warning =
            |slow: &Slow| Some(slow.next_work(slow.add_seconds(span.start, standard * 80 / 100)));
        let late_from = |slow: &Slow| slow.add_seconds(span.start, standard + 1);
        let void = |slow: &Slow, ring| self.over(span.stop, ring) || late_from(slow) <= ring;
        if let Some((at, _)) = self.rings(span.start, &warning, &void) {
            expected.warn(span.step, to, at);
        }
        self.breaches(
            span.step,
            span.start,
            &|slow| Some(late_from(slow)),
            &|slow, ring| self.over(span.stop, ring) || ring < late_from(slow),
            expected,
        );
    }

    /// A breach is told once, and once more only if a correction unmade it and it came true again.
    fn breaches(
        &self,
        step: u8,
        since: Timestamp,
        late: &dyn Fn(&Slow) -> Option<Timestamp>,
        void: &dyn Fn(&Slow, Timestamp) -> bool,
        expected: &mut Expected,
    ) {
        let mut told = false;
        for (index, (from, until, slow)) in self.eras().into_iter().enumerate() {
            if told && void(slow, from) {
                told = false;
                // Not over: by this calendar it was no breach.
                expected.unmade += usize::from(late(slow).is_some_and(|at| from < at));
            }
            let here = |other: &Slow| if std::ptr::eq(other, slow) { late(other) } else { None };
            if let Some((at, era)) = self.rings(since.max(from), &here, void).filter(|_| !told) {
                assert_eq!(era, index);
                if at < until {
                    told = true;
                    let subject = format!("MELEWATI MUTU BAKU: {}", words(step));
                    let holder = if step < 9 { DEWI } else { BAGUS };
                    for to in [holder, KEPALA] {
                        expected.alarms.insert((to.to_owned(), subject.clone(), at));
                    }
                }
            }
        }
    }

    /// SOP step 7: four hours before the close of the second day a reminder, at the close of the fifth the
    /// end. A day the applicant has in writing is never brought forward.
    fn unanswered(&self, plan: &Plan, asked: Timestamp, expected: &mut Expected) {
        let to = address(plan.number);
        let mut reminded = false;
        let mut promised: Option<Timestamp> = None;
        for (from, until, slow) in self.eras() {
            if until <= asked {
                continue;
            }
            let remind = slow.closing_after(asked, 2) - SignedDuration::from_hours(4);
            let last = promised.max(Some(slow.closing_after(asked, 5))).unwrap();
            promised = Some(last);
            let ring = self.seen(remind.max(from));
            let end = self.seen(last.max(from));
            if !reminded && ring < until && ring < end {
                reminded = true;
                expected.alarms.insert((to.clone(), "Pengingat Kelengkapan Berkas".into(), ring));
            }
            if end < until && end <= self.end {
                let subject = "Permohonan Tidak Ditindaklanjuti".to_owned();
                expected.alarms.insert((to.clone(), subject, end));
                expected.dues.insert((13, end, self.last().add_seconds(end, 600)));
                return;
            }
        }
    }

    /// Each working day at half past seven, late if nobody was there, never for a day that is over.
    pub fn digests(&self, start: Timestamp) -> BTreeSet<Date> {
        let zone = TimeZone::get("Asia/Jakarta").unwrap();
        let mut days = BTreeSet::new();
        let first = zone.to_datetime(start).date();
        for day in first.series(jiff::Span::new().days(1)) {
            let bell = day.to_datetime(time(7, 30, 0, 0)).to_zoned(zone.clone()).unwrap();
            let bell = bell.timestamp();
            if bell >= self.end {
                return days;
            }
            let at = self.seen(bell);
            let era = self.eras.iter().rev().find(|(from, _)| self.seen(*from) <= at).unwrap();
            let works = !era.1.spans(day).is_empty();
            if works && zone.to_datetime(at).date() == day {
                days.insert(day);
            }
        }
        days
    }
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn words(step: u8) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == step).unwrap().1
}

impl Expected {
    fn warn(&mut self, step: u8, to: &str, at: Timestamp) {
        let subject = format!("Peringatan Mutu Baku: {} 80%", words(step));
        self.alarms.insert((to.to_owned(), subject, at));
    }

    /// What Loket has otherwise, line by line.
    pub fn differs(&self, case: &Case, alarms: &BTreeSet<Alarm>) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut differ = |what: &str, own: String, theirs: String| {
            if own != theirs {
                wrong.push(format!("{what}: foreseen {own}\n      found    {theirs}"));
            }
        };
        differ(
            "effective",
            format!("{:?}", self.effective),
            format!("{:?}", Some(case.effective_at)),
        );
        differ("open_due", format!("{:?}", self.open_due), format!("{:?}", Some(case.open_due)));
        let dues: BTreeSet<_> =
            case.clocks.iter().map(|c| (c.step, c.started_at, c.due_at)).collect();
        differ("dues", format!("{:?}", self.dues), format!("{dues:?}"));
        let missed: BTreeSet<Missed> = case
            .deviations
            .iter()
            .map(|d| (d.step, d.standard_minutes, d.actual_minutes))
            .collect();
        differ("missed", format!("{:?}", self.missed), format!("{missed:?}"));
        differ("alarms", format!("{:?}", self.alarms), format!("{alarms:?}"));
        wrong
    }
}

/// How much of everything the year had.
#[derive(Debug, Default)]
pub struct Sum {
    missed: BTreeMap<u8, usize>,
    alarms: BTreeMap<String, usize>,
    unmade: usize,
}

impl Sum {
    pub fn add(&mut self, expected: &Expected) {
        for (step, _, _) in &expected.missed {
            *self.missed.entry(*step).or_default() += 1;
        }
        for (_, subject, _) in &expected.alarms {
            *self.alarms.entry(subject.clone()).or_default() += 1;
        }
        self.unmade += expected.unmade;
    }

    pub fn is_rich(&self) {
        for step in [4, 5, 6, 8, 9, 10, 11, 12, 13] {
            assert!(
                self.missed.get(&step).is_some_and(|n| *n > 0),
                "no step {step} late: {self:?}"
            );
        }
        assert!(self.alarms.len() >= 9, "{self:?}");
        assert!(self.unmade > 0, "no false breach was told: {self:?}");
    }
}
