//! Working time reckoned minute by minute, by wall clock, from the lines of a calendar file: slow, plain,
//! and nothing of `loket::calendar`. Knows times given to the minute.
// Each test file uses its own part of it.
#![allow(dead_code)]
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes of a day that are worked, as `(first, after the last)`.
type Spans = Vec<(i64, i64)>;

/// The file as a table of days, and nothing cleverer.
pub struct Slow {
    pub zone: TimeZone,
    week: BTreeMap<i8, Spans>,
    fasting_week: BTreeMap<i8, Spans>,
    fasting: Vec<(Date, Date)>,
    pub off: BTreeSet<Date>,
}

fn spans(list: &toml::Value) -> Spans {
    let minute = |text: &str| -> i64 {
        let (hour, minute) = text.split_once(':').unwrap();
        hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap()
    };
    let span = |value: &toml::Value| {
        let (from, until) = value.as_str().unwrap().split_once('-').unwrap();
        (minute(from), minute(until))
    };
    list.as_array().unwrap().iter().map(span).collect()
}

impl Slow {
    pub fn of(text: &str) -> Slow {
        let file: toml::Value = toml::from_str(text).unwrap();
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let week = |name: &str| -> BTreeMap<i8, Spans> {
            let table = file[name].as_table().unwrap();
            let known = (1i8..).zip(days).filter_map(|(n, d)| Some((n, spans(table.get(d)?))));
            known.collect()
        };
        let date = |value: &toml::Value| value.as_str().unwrap().parse::<Date>().unwrap();
        Slow {
            zone: TimeZone::get(file["zone"].as_str().unwrap()).unwrap(),
            week: week("hours"),
            fasting_week: week("ramadan_hours"),
            fasting: file["ramadan"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| (date(&r["first"]), date(&r["last"])))
                .collect(),
            off: file["holidays"].as_table().unwrap().keys().map(|d| d.parse().unwrap()).collect(),
        }
    }

    pub fn spans(&self, date: Date) -> &[(i64, i64)] {
        if self.off.contains(&date) {
            return &[];
        }
        let fasts = self.fasting.iter().any(|(first, last)| *first <= date && date <= *last);
        let week = if fasts { &self.fasting_week } else { &self.week };
        week.get(&date.weekday().to_monday_one_offset()).map_or(&[], Vec::as_slice)
    }

    /// Minute of the local day.
    pub fn local(&self, t: Timestamp) -> (Date, i64) {
        let local = self.zone.to_datetime(t);
        (local.date(), i64::from(local.hour()) * 60 + i64::from(local.minute()))
    }

    pub fn works(&self, t: Timestamp) -> bool {
        let (date, minute) = self.local(t);
        self.spans(date).iter().any(|(from, until)| *from <= minute && minute < *until)
    }

    pub fn open(&self, t: Timestamp) -> bool {
        let (date, minute) = self.local(t);
        let spans = self.spans(date);
        let (first, last) = (spans.first(), spans.last());
        first.is_some_and(|(from, _)| *from <= minute) && last.is_some_and(|(_, to)| minute < *to)
    }

    /// The first minute from `t` on at which the office is open.
    pub fn effective(&self, t: Timestamp) -> Timestamp {
        let mut now = t;
        while !self.open(now) {
            now += MINUTE;
        }
        now
    }

    /// The first minute after the effective arrival at which it is no longer open.
    pub fn open_due(&self, t: Timestamp) -> Timestamp {
        let mut now = self.effective(t);
        while self.open(now) {
            now += MINUTE;
        }
        now
    }

    /// Lets minutes pass, one by one, until so many of them were worked.
    pub fn add(&self, t: Timestamp, minutes: u32) -> Timestamp {
        let (mut now, mut left) = (t, minutes);
        if left == 0 {
            return self.effective(t);
        }
        loop {
            left -= u32::from(self.works(now));
            now += MINUTE;
            if left == 0 {
                return now;
            }
        }
    }

    /// The same to the second.
    pub fn add_seconds(&self, t: Timestamp, seconds: i64) -> Timestamp {
        let minutes = u32::try_from(seconds / 60).unwrap();
        let whole = if minutes == 0 { t } else { self.add(t, minutes) };
        match seconds % 60 {
            0 => whole,
            rest => self.next_work(whole) + SignedDuration::from_secs(rest),
        }
    }

    /// The first minute from `t` on at which somebody works.
    pub fn next_work(&self, t: Timestamp) -> Timestamp {
        let mut now = t;
        while !self.works(now) {
            now += MINUTE;
        }
        now
    }

    /// Closing time of the so-many-th working day after that of `t`'s effective arrival.
    pub fn closing_after(&self, t: Timestamp, days: u32) -> Timestamp {
        let mut closing = self.open_due(t);
        for _ in 0..days {
            closing = self.open_due(closing);
        }
        closing
    }

    pub fn between(&self, a: Timestamp, b: Timestamp) -> u32 {
        let (mut now, mut worked) = (a, 0);
        while now < b {
            worked += u32::from(self.works(now));
            now += MINUTE;
        }
        worked
    }
}

/// The step it walks in.
pub const MINUTE: SignedDuration = SignedDuration::from_mins(1);
