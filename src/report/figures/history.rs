//! What of a case lies before the period, and the stable names of what was missing. Pure.
use super::{RepeatLine, Repeats};
use crate::report::passages::{Course, Ended};
use crate::workflow::case::{Missing, MissingNote};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const LINES_MAX: usize = 100;

/// A request for a reset, received in the period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reset {
    pub at: Timestamp,
    pub case: String,
    pub unit: Option<String>,
}

/// Whether a request of an earlier period was open at `at`.
pub(super) fn was_open(course: &Course, at: Timestamp) -> bool {
    let closed = course.ends.iter().rev().find(|end| end.at < at);
    let reopened = |end: &Ended| {
        course.passages.iter().any(|p| p.started_at > end.at && p.started_at < at && p.step != 13)
    };
    closed.is_none_or(reopened)
}

pub(super) fn repeats(
    resets: &mut BTreeMap<i64, Vec<Reset>>,
    earlier: &BTreeMap<i64, Vec<Timestamp>>,
) -> Repeats {
    let mut repeats = Repeats::default();
    for (account, lines) in resets {
        lines.sort();
        let mut before: Vec<Timestamp> = earlier.get(account).cloned().unwrap_or_default();
        before.sort();
        before.dedup();
        let mut most = 0u32;
        for Reset { at, .. } in lines.iter() {
            let within =
                |days: i32| before.iter().filter(|b| b.duration_until(*at) <= DAY * days).count();
            repeats.within_30_days += u32::from(within(30) > 0);
            let many = within(90);
            repeats.within_90_days += u32::from(many > 0);
            most = most.max(u32::try_from(many).unwrap_or(u32::MAX).saturating_add(1));
            before.push(*at);
        }
        if let (true, Some(Reset { case, unit, .. })) = (most > 1, lines.last()) {
            let line = RepeatLine { case: case.clone(), unit: unit.clone(), resets_90_days: most };
            repeats.accounts.push(line);
        }
    }
    repeats
        .accounts
        .sort_by(|a, b| b.resets_90_days.cmp(&a.resets_90_days).then_with(|| a.case.cmp(&b.case)));
    repeats.accounts.truncate(LINES_MAX);
    repeats
}

/// The stable name of what was missing.
pub(super) fn missing_name(missing: &Missing) -> &'static str {
    match missing {
        Missing::RequestLetter { note } => match note {
            MissingNote::NotAttached => "letter_not_attached",
            MissingNote::NotSigned => "letter_not_signed",
            MissingNote::Unreadable => "letter_unreadable",
            _ => paper_note(note),
        },
        Missing::AppointmentDecree { note } => match note {
            MissingNote::NotAttached => "decree_not_attached",
            MissingNote::NotSigned => "decree_not_signed",
            MissingNote::Unreadable => "decree_unreadable",
            _ => paper_note(note),
        },
        Missing::OneAccount => "one_account",
        Missing::Other { .. } => "other",
    }
}

fn paper_note(note: &MissingNote) -> &'static str {
    match note {
        MissingNote::LinkOnly => "link_only",
        MissingNote::Unfit => "file_unfit",
        MissingNote::TooLarge => "mail_too_large",
        _ => "other",
    }
}
