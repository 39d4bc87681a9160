//! Two calendar files into one: what the second one says of a day, an hour or a Ramadan goes before the
//! first. Knows the entries as they stand in the files, not yet what they mean.
use super::file::{Days, File, RamadanEntry};

/// `main` with the office's own additions.
pub(super) fn merged(mut main: File, local: File) -> File {
    let File {
        zone,
        cutoff_minutes,
        near_closing_minutes,
        covered_until,
        hours,
        ramadan_hours,
        ramadan,
        sources,
        holidays,
        special_days,
        not_holidays,
    } = local;
    main.zone = zone.or(main.zone);
    main.cutoff_minutes = cutoff_minutes.or(main.cutoff_minutes);
    main.near_closing_minutes = near_closing_minutes.or(main.near_closing_minutes);
    main.covered_until = covered_until.max(main.covered_until);
    main.hours = both(main.hours, hours);
    main.ramadan_hours = both(main.ramadan_hours, ramadan_hours);
    // A Ramadan that was moved lies over the one it was moved from.
    main.ramadan.retain(|known| !ramadan.iter().any(|new| overlap(known, new)));
    main.ramadan.extend(ramadan);
    main.sources.extend(sources);
    // A day the first file takes away may come back in the second, and the other way round.
    main.not_holidays.retain(|date| !holidays.contains_key(date));
    main.holidays.extend(holidays);
    main.special_days.extend(special_days);
    main.not_holidays.extend(not_holidays);
    main
}

fn overlap(one: &RamadanEntry, other: &RamadanEntry) -> bool {
    one.first <= other.last && other.first <= one.last
}

fn both(main: Option<Days>, local: Option<Days>) -> Option<Days> {
    match (main, local) {
        (Some(main), Some(local)) => Some(Days {
            monday: local.monday.or(main.monday),
            tuesday: local.tuesday.or(main.tuesday),
            wednesday: local.wednesday.or(main.wednesday),
            thursday: local.thursday.or(main.thursday),
            friday: local.friday.or(main.friday),
            saturday: local.saturday.or(main.saturday),
            sunday: local.sunday.or(main.sunday),
        }),
        (one, other) => other.or(one),
    }
}
