//! Counts courses one by one. What it keeps grows with numbers (four bytes a step) and with the lines
//! a report lists, never with courses.
use super::deviations::found;
use super::history::{Reset, missing_name, repeats, was_open};
use super::numbers::{Times, step_figures};
use super::{
    Day, DeviationLine, FailureLine, Failures, Figures, Finished, Measure, Measures, Open,
    OpenLine, Opening, Period, Reason, Received, Spread, Whole,
};
use crate::calendar::Calendar;
use crate::report::passages::{Course, Ended, FailureKind, Passage, begun_minutes};
use crate::workflow::case::{Channel, Earlier, Kind, State};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Lines of one list; the counts are always of all.
const LINES_MAX: usize = 100;
/// Different reasons told apart; more than so many are counted together.
const REASONS_MAX: usize = 500;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The collector.
pub struct Tally<'c> {
    period: Period,
    calendar: &'c Calendar,
    measures: &'c Measures,
    received: Received,
    finished: Finished,
    received_now: BTreeMap<&'static str, u32>,
    days: BTreeMap<Date, (u32, u32)>,
    opening: Opening,
    opening_minutes: Vec<u32>,
    steps: BTreeMap<u8, Times>,
    whole: (Vec<u32>, Vec<u32>),
    rounds: BTreeMap<u32, u32>,
    missing: BTreeMap<String, u32>,
    rejections: BTreeMap<String, Reason>,
    /// Resets by account, and when earlier ones came, before the period.
    resets: BTreeMap<i64, Vec<Reset>>,
    earlier: BTreeMap<i64, Vec<Timestamp>>,
    open: Open,
    failures: Failures,
    deviations: Vec<DeviationLine>,
    unreadable: u32,
}

impl<'c> Tally<'c> {
    pub fn new(period: Period, calendar: &'c Calendar, measures: &'c Measures) -> Tally<'c> {
        let mut days = BTreeMap::new();
        let mut day = period.first_day;
        while day <= period.last_day {
            days.insert(day, (0, 0));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Tally {
            period,
            calendar,
            measures,
            received: Received::default(),
            finished: Finished::default(),
            received_now: BTreeMap::new(),
            days,
            opening: Opening::default(),
            opening_minutes: Vec::new(),
            steps: measures.steps.iter().map(|m| (m.step, Times::default())).collect(),
            whole: (Vec::new(), Vec::new()),
            rounds: BTreeMap::new(),
            missing: BTreeMap::new(),
            rejections: BTreeMap::new(),
            resets: BTreeMap::new(),
            earlier: BTreeMap::new(),
            open: Open::default(),
            failures: Failures::default(),
            deviations: Vec::new(),
            unreadable: 0,
        }
    }

    /// Whether a course has any part in the period.
    pub fn concerns(period: &Period, course: &Course) -> bool {
        let open = !course.state.is_closed();
        let ended = course.ends.iter().any(|end| period.holds(end.at));
        let touched = period.holds(course.changed_at);
        course.received_at < period.until
            && (open || ended || touched || period.holds(course.received_at))
    }

    /// Counts one course, as the log had it at the period's `until`.
    pub fn add(&mut self, course: &Course) {
        self.unreadable = self.unreadable.saturating_add(course.unreadable);
        if !Tally::concerns(&self.period, course) {
            return;
        }
        if self.period.holds(course.received_at) {
            self.receive(course);
        } else if was_open(course, self.period.from) {
            self.received.carried_over += 1;
        }
        if let Some(end) = course.end().filter(|end| self.period.holds(end.at)) {
            self.finish(course, end);
        }
        if !course.state.is_closed() {
            self.stays_open(course);
        }
        self.open_first(course);
        for passage in &course.passages {
            self.pass(passage);
        }
        for asked in course.asked.iter().filter(|asked| self.period.holds(asked.at)) {
            if asked.missing.is_empty() {
                count(&mut self.missing, "not_recorded");
            }
            for missing in &asked.missing {
                count(&mut self.missing, missing_name(missing));
            }
        }
        self.fail(course);
        self.deviate(course);
    }

    fn receive(&mut self, course: &Course) {
        let received = &mut self.received;
        received.total += 1;
        match course.kind {
            Some(Kind::ResetPassword) => received.reset_password += 1,
            Some(Kind::UserIdInformation) => received.user_id_information += 1,
            Some(Kind::Both) => received.both += 1,
            None => received.kind_unknown += 1,
        }
        match course.channel {
            Channel::Email => received.email += 1,
            Channel::InPerson => received.in_person += 1,
        }
        if course.channel == Channel::Email && !course.applicant.registered {
            received.unregistered_sender += 1;
        }
        *self.received_now.entry(course.state.as_str()).or_default() += 1;
        if let Some(day) = self.days.get_mut(&date_of(self.calendar, course.received_at)) {
            day.0 += 1;
        }
        let reset = |kind: Option<Kind>| kind.is_some_and(Kind::wants_password);
        if let Some(account) = course.account.filter(|_| reset(course.kind)) {
            let (at, case, unit) = (course.received_at, course.id.clone(), course.unit.clone());
            self.resets.entry(account).or_default().push(Reset { at, case, unit });
            let before = |e: &&Earlier| reset(e.kind) && e.received_at < self.period.from;
            let times = course.earlier.iter().filter(before).map(|e| e.received_at);
            self.earlier.entry(account).or_default().extend(times);
        }
    }

    fn finish(&mut self, course: &Course, end: &Ended) {
        let finished = &mut self.finished;
        finished.total += 1;
        match end.state {
            State::Delivered => finished.delivered += 1,
            State::Rejected => finished.rejected += 1,
            State::Withdrawn => finished.withdrawn += 1,
            State::OutOfScope => finished.out_of_scope += 1,
            _ => finished.closed_no_followup += 1,
        }
        if course.received_at < self.period.from {
            finished.received_earlier += 1;
        }
        if let Some(day) = self.days.get_mut(&date_of(self.calendar, end.at)) {
            day.1 += 1;
        }
        *self.rounds.entry(course.rounds).or_default() += 1;
        if let (State::Rejected, Some(reason)) = (end.state, &end.reason) {
            self.reject(reason);
        }
        if end.state == State::Delivered {
            let effective = self.calendar.effective(course.received_at);
            let whole = self.calendar.worked(effective, end.at);
            let waits = course.passages.iter().filter(|p| p.step == 7);
            let waited: SignedDuration = waits.map(|p| p.worked(self.calendar, end.at)).sum();
            self.whole.0.push(begun_minutes(whole));
            self.whole.1.push(begun_minutes((whole - waited).max(SignedDuration::ZERO)));
        }
    }

    /// The same words in another spelling are the same reason.
    fn reject(&mut self, reason: &str) {
        let words: Vec<&str> = reason.split_whitespace().collect();
        let text = words.join(" ").trim_end_matches('.').to_owned();
        let mut key = text.to_lowercase();
        if !self.rejections.contains_key(&key) && self.rejections.len() >= REASONS_MAX {
            key = String::new();
        }
        let fresh = || Reason { text: if key.is_empty() { String::new() } else { text }, count: 0 };
        self.rejections.entry(key.clone()).or_insert_with(fresh).count += 1;
    }

    fn stays_open(&mut self, course: &Course) {
        let until = self.period.until;
        let age = course.received_at.duration_until(until);
        let open = &mut self.open;
        open.total += 1;
        open.frozen += u32::from(course.frozen);
        *open.by_state.entry(course.state.as_str()).or_default() += 1;
        let bucket = match age {
            age if age <= DAY => &mut open.age_to_1_day,
            age if age <= DAY * 7 => &mut open.age_to_7_days,
            age if age <= DAY * 30 => &mut open.age_to_30_days,
            _ => &mut open.age_over_30_days,
        };
        *bucket += 1;
        let line = OpenLine {
            case: course.id.clone(),
            state: course.state,
            kind: course.kind,
            channel: course.channel,
            received_at: course.received_at,
            age_days: u32::try_from(age.as_hours() / 24).unwrap_or(0),
            age_working_minutes: 0,
            rounds: course.rounds,
        };
        let place = open.oldest.partition_point(|other| {
            (other.received_at, &other.case) <= (line.received_at, &line.case)
        });
        if place < LINES_MAX {
            open.oldest.insert(place, line);
            open.oldest.truncate(LINES_MAX);
        }
    }

    /// Step 4.
    fn open_first(&mut self, course: &Course) {
        let Some(opened) = course.opened_at.filter(|_| course.channel == Channel::Email) else {
            return;
        };
        if !self.period.holds(opened) {
            return;
        }
        let late = opened >= self.calendar.open_due(course.received_at);
        let near = self.calendar.is_near_closing(course.received_at);
        let opening = &mut self.opening;
        opening.counted += 1;
        opening.late += u32::from(late);
        opening.near_closing += u32::from(near);
        opening.near_closing_late += u32::from(near && late);
        let effective = self.calendar.effective(course.received_at);
        let minutes = self.calendar.minutes_taken(effective, opened);
        self.opening_minutes.push(minutes);
    }

    fn pass(&mut self, passage: &Passage) {
        let (calendar, until) = (self.calendar, self.period.until);
        let Some(Measure { minutes: standard, .. }) = self.measures.of(passage.step) else {
            return;
        };
        let standard = SignedDuration::from_mins(i64::from(standard));
        let Some(times) = self.steps.get_mut(&passage.step) else { return };
        match passage.stopped_at {
            Some(stopped) if self.period.holds(stopped) => {
                let instant = passage.is_instant();
                let zero = SignedDuration::ZERO;
                let whole = if instant { zero } else { passage.worked(calendar, until) };
                let without = match passage.paused.is_empty() {
                    true => whole,
                    false => passage.worked_without_pauses(calendar, until),
                };
                times.counted += 1;
                times.automatic += u32::from(instant);
                times.late += u32::from(whole > standard);
                times.late_without += u32::from(without > standard);
                times.minutes.push(begun_minutes(whole));
                times.without.push(begun_minutes(without));
            }
            Some(_) => {}
            None => {
                let late = passage.worked(calendar, until) > standard;
                times.running_late += u32::from(late);
            }
        }
    }

    fn fail(&mut self, course: &Course) {
        for failure in course.failures.iter().filter(|f| self.period.holds(f.at)) {
            let failures = &mut self.failures;
            match failure.kind {
                FailureKind::Refused => failures.refused += 1,
                FailureKind::Bounced => failures.bounced += 1,
                FailureKind::Unknown => failures.unknown += 1,
                FailureKind::ResetStopped => failures.reset_stopped += 1,
            }
            failures.to_staff += u32::from(failure.staff);
            if failures.lines.len() < LINES_MAX {
                failures.lines.push(FailureLine {
                    case: course.id.clone(),
                    at: failure.at,
                    kind: failure.kind,
                    letter: failure.template.clone(),
                    staff: failure.staff,
                });
            }
        }
    }

    fn deviate(&mut self, course: &Course) {
        for found in found(course, self.calendar, self.measures, self.period.until) {
            if found.stopped_at.is_some_and(|at| !self.period.holds(at)) {
                continue;
            }
            if found.step == 4 && found.stopped_at.is_none() {
                self.opening.still_unopened_late += 1;
            }
            let (explanation, explained_by) =
                found.explained.map(|said| (said.text, said.by)).unzip();
            self.deviations.push(DeviationLine {
                case: course.id.clone(),
                step: found.step,
                round: found.round,
                holder: found.holder,
                standard_minutes: found.standard_minutes,
                minutes: found.minutes,
                minutes_without_pauses: found.minutes_without_pauses,
                running: found.stopped_at.is_none(),
                near_closing: found.near_closing,
                started_at: found.started_at,
                stopped_at: found.stopped_at,
                explanation,
                explained_by,
            });
        }
    }

    /// The figures.
    pub fn finish_all(mut self) -> Figures {
        let repeats = repeats(&mut self.resets, &self.earlier);
        let (calendar, until) = (self.calendar, self.period.until);
        for line in &mut self.open.oldest {
            line.age_working_minutes =
                calendar.minutes_between(calendar.effective(line.received_at), until);
        }
        let day = |(date, (received, finished)): (Date, (u32, u32))| Day {
            date,
            working: calendar.is_working_day(date),
            received,
            finished,
        };
        let mut opening = self.opening;
        opening.same_day = opening.counted - opening.late;
        opening.minutes = Spread::of(self.opening_minutes);
        let measures = self.measures;
        let steps = self.steps.into_iter().filter_map(|(step, times)| {
            measures.of(step).map(|measure| step_figures(measure, times))
        });
        let mut rejections: Vec<Reason> = self.rejections.into_values().collect();
        rejections.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        self.deviations
            .sort_by(|a, b| (&a.case, a.started_at, a.step).cmp(&(&b.case, b.started_at, b.step)));
        Figures {
            received: self.received,
            finished: self.finished,
            received_now: self.received_now,
            days: self.days.into_iter().map(day).collect(),
            opening,
            steps: steps.collect(),
            whole: Whole {
                minutes: Spread::of(self.whole.0),
                minutes_without_applicant: Spread::of(self.whole.1),
            },
            rounds: self.rounds,
            missing: self.missing,
            rejections,
            repeats,
            open: self.open,
            failures: self.failures,
            deviations: self.deviations,
            unreadable_rows: self.unreadable,
            period: self.period,
        }
    }
}

fn count(counts: &mut BTreeMap<String, u32>, name: &str) {
    *counts.entry(name.to_owned()).or_default() += 1;
}

fn date_of(calendar: &Calendar, at: Timestamp) -> Date {
    calendar.zone().to_datetime(at).date()
}
