//! How far the calendar is known, and which of its days may still move: what `loket check` and the daily
//! digest warn of. Knows days only.
use super::explain::date_words;
use super::{Calendar, Certainty};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// So many days ahead somebody is told: the decree for a year comes out in the autumn before.
const WARN_DAYS: i32 = 60;
/// Days ahead for which an unsure date is worth a look: a Ramadan is decided on its eve.
const UNSURE_DAYS: i32 = 30;

/// What is known of the days ahead of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Last day whose holidays are known; `None` where the file does not say.
    pub until: Option<Date>,
    /// Days until then; negative when it has passed.
    pub days_left: Option<i32>,
    /// One sentence for the operator when it is time to act.
    pub warning: Option<String>,
    /// Days soon to come whose date is not sure.
    pub unsure: Vec<UncertainDay>,
    /// Years inside the coverage without a single holiday: nobody wrote them down.
    pub gaps: Vec<i16>,
}

/// A day that may still move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncertainDay {
    pub date: Date,
    pub name: String,
    pub certainty: Certainty,
}

impl Calendar {
    /// What is known of the days from `today` on.
    pub fn coverage(&self, today: Date) -> Coverage {
        let left = |until| today.until(until).map_or(i32::MAX, |span| span.get_days());
        let days_left = self.covered_until.map(left);
        let warning = self.covered_until.zip(days_left).and_then(|(until, left)| {
            let what = "tambahkan hari libur tahun berikutnya pada kalender";
            let day = date_words(until);
            match left {
                ..0 => {
                    Some(format!("Hari libur hanya diketahui sampai {day}, sudah lewat; {what}"))
                }
                0..WARN_DAYS => Some(format!(
                    "Hari libur hanya diketahui sampai {day}, {left} hari lagi; {what}"
                )),
                _ => None,
            }
        });
        let unsure = self.unsure(today);
        Coverage { until: self.covered_until, days_left, warning, unsure, gaps: self.gaps() }
    }

    fn unsure(&self, today: Date) -> Vec<UncertainDay> {
        let end = today.checked_add(UNSURE_DAYS.days()).unwrap_or(today);
        let soon = |date: Date| today <= date && date <= end;
        let ramadans = self.ramadans.iter().flat_map(|r| {
            [(r.first, "hari pertama Ramadan"), (r.last, "hari terakhir Ramadan")]
                .map(|(date, name)| (date, name.to_owned(), r.certainty))
        });
        let holidays = self.holidays.iter().map(|(date, h)| (*date, h.name.clone(), h.certainty));
        let mut unsure: Vec<UncertainDay> = holidays
            .chain(ramadans)
            .filter(|(date, _, certainty)| soon(*date) && *certainty == Certainty::Rendah)
            .map(|(date, name, certainty)| UncertainDay { date, name, certainty })
            .collect();
        unsure.sort_by_key(|day| day.date);
        unsure
    }

    /// Years between the first and the last known one that have no holiday at all.
    fn gaps(&self) -> Vec<i16> {
        let years: BTreeSet<i16> = self.holidays.keys().map(|date| date.year()).collect();
        let (Some(first), Some(last)) = (years.first(), years.last()) else { return Vec::new() };
        (*first..*last).filter(|year| !years.contains(year)).collect()
    }

    /// Why nothing is known of a day's holidays, for the trace.
    pub(super) fn not_covered(&self, day: Date) -> Option<String> {
        if let Some(until) = self.covered_until.filter(|until| day > *until) {
            return Some(format!("setelah {}", date_words(until)));
        }
        let known = self.covered_until.is_some();
        let first = self.holidays.keys().next();
        let early = first.is_some_and(|first| day.year() < first.year());
        let gap = self.gaps().contains(&day.year());
        (known && (early || gap)).then(|| format!("tahun {}", day.year()))
    }
}
