//! Delegation: for a time, a colleague named beforehand may judge in an approver's place (`security.md`
//! D.2). Reads the words of DELEGASI and says who acts for whom; knows no IO and no clock.
use super::actor::{Person, PersonRef, Role};
use super::command::Unclear;
use super::policy::Rules;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// The longest delegation a mail may ask for, in days.
pub const LONGEST_DAYS: i32 = 31;

/// One delegation in force or to come to an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    pub from: PersonRef,
    pub to: PersonRef,
    /// First moment at which it does not count any more.
    pub until: Timestamp,
}

/// `DELEGASI <nama> SAMPAI <tanggal>`: whom, and the last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub to: PersonRef,
    pub last_day: Date,
}

/// Reads the words behind DELEGASI, typed by `person` on `today`.
///
/// # Errors
/// What is missing: a name among his deputies, or an end within [`LONGEST_DAYS`].
pub fn read(words: &str, person: &Person, rules: &Rules, today: Date) -> Result<Wish, Unclear> {
    let plain = words.to_lowercase();
    let (name, end) = ["sampai dengan", "sampai", "hingga", "s.d.", "s/d", "sd", "selama"]
        .iter()
        .find_map(|mark| split_at_word(&plain, mark))
        .unwrap_or((&plain, ""));
    let deputies = || {
        let known = rules.people.iter();
        known.filter(|p| p.id != person.id && person.deputies.contains(&p.id))
    };
    let mut named = deputies().filter(|p| is_named(p, name));
    // Two of one name: nobody is meant for certain.
    let (Some(to), None) = (named.next(), named.next()) else { return Err(Unclear::DeputyUnknown) };
    let last_day = last_day(end, today).ok_or(Unclear::EndMissing)?;
    let longest = today.checked_add(LONGEST_DAYS.days()).unwrap_or(today);
    if last_day < today || last_day > longest {
        return Err(Unclear::EndMissing);
    }
    Ok(Wish { to: to.reference(), last_day })
}

/// What could be typed by somebody with these deputies.
pub fn words_for(person: &Person, rules: &Rules) -> Vec<String> {
    let known = rules.people.iter().filter(|p| person.deputies.contains(&p.id));
    known.map(|p| format!("DELEGASI {} SAMPAI <tanggal> kode <kode>", p.name)).collect()
}

fn split_at_word<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = text.match_indices(mark).find(|(at, found)| {
        let bare = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|t| t.chars().next());
        bare(before) && bare(after)
    })?;
    Some((text.get(..at.0)?, text.get(at.0 + mark.len()..)?))
}

/// Whether the words name him: his id, an address, or his whole name without degrees; courtesies beside
/// it do no harm.
fn is_named(person: &Person, words: &str) -> bool {
    let bare = |text: &str| -> Vec<String> {
        const BESIDE: [&str; 9] =
            ["ke", "kepada", "pak", "bu", "bapak", "ibu", "sdr", "saudara", "saudari"];
        text.to_lowercase()
            .split(|c: char| !(c.is_alphanumeric() || "@.-_+".contains(c)))
            .map(|word| word.trim_matches('.').to_owned())
            .filter(|word| !word.is_empty() && !BESIDE.contains(&word.as_str()))
            .collect()
    };
    let typed = bare(words);
    let name = bare(person.name.split(',').next().unwrap_or(&person.name));
    let one = |known: &str| matches!(typed.as_slice(), [word] if word == known);
    !typed.is_empty()
        && (typed == name
            || one(&person.id)
            || person.addresses.iter().any(|a| one(&a.to_lowercase())))
}

/// The last day, in figures, in words, as a weekday, or as a number of days that begins today.
fn last_day(words: &str, today: Date) -> Option<Date> {
    let clean = words.trim().trim_end_matches(['.', '!', ',']).trim();
    let clean = clean.strip_prefix("tanggal").or(clean.strip_prefix("tgl")).unwrap_or(clean).trim();
    let parts: Vec<&str> = clean
        .split(|c: char| c.is_whitespace() || "-/.,".contains(c))
        .filter(|p| !p.is_empty())
        .collect();
    match parts.as_slice() {
        ["hari", "ini"] => Some(today),
        ["besok"] => today.tomorrow().ok(),
        ["lusa"] => today.checked_add(2.days()).ok(),
        [count, "hari", ..] => {
            let count: i32 = count.parse().ok().filter(|n| (1..=LONGEST_DAYS).contains(n))?;
            today.checked_add((count - 1).days()).ok()
        }
        [count, "minggu", ..] => {
            let count: i32 = count.parse().ok().filter(|n| (1..=4).contains(n))?;
            today.checked_add((count * 7 - 1).days()).ok()
        }
        ["hari", rest @ ..] | rest => match rest {
            // On a Friday, "sampai Jumat" is today.
            [day] if today.weekday() == weekday(day)? => Some(today),
            [day] => today.nth_weekday(1, weekday(day)?).ok(),
            // A weekday beside a date only helps the reader.
            [day, rest @ ..] if weekday(day).is_some() => dated(rest, today),
            parts => dated(parts, today),
        },
    }
}

fn dated(parts: &[&str], today: Date) -> Option<Date> {
    let (year, month, day) = match parts {
        [year, month, day] if year.len() == 4 => (year.parse().ok(), *month, *day),
        [day, month, year] => (Some(year.parse::<i16>().ok()?), *month, *day),
        [day, month] => (None, *month, *day),
        _ => return None,
    };
    let month = month.parse().ok().or_else(|| month_named(month))?;
    let day = day.parse().ok()?;
    match year {
        Some(year) => Date::new(if year < 100 { 2000 + year } else { year }, month, day).ok(),
        // Without a year the next such day is meant.
        None => [today.year(), today.year() + 1]
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok())
            .find(|date| *date >= today),
    }
}

fn month_named(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"];
    let at = MONTHS.iter().position(|m| word.starts_with(m))?;
    i8::try_from(at + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "senin" => Weekday::Monday,
        "selasa" => Weekday::Tuesday,
        "rabu" => Weekday::Wednesday,
        "kamis" => Weekday::Thursday,
        "jumat" | "jum'at" => Weekday::Friday,
        "sabtu" => Weekday::Saturday,
        "minggu" | "ahad" => Weekday::Sunday,
        _ => return None,
    })
}

impl Rules {
    /// Lets deputies judge as long as their delegation lasts, and nobody else. True if that is news.
    pub fn deputise(&mut self, delegations: &[Delegation], now: Timestamp) -> bool {
        let before: Vec<Vec<String>> = self.people.iter().map(|p| p.acting_for.clone()).collect();
        let approvers = self.people.iter().filter(|p| p.roles.contains(&Role::AdminPpe));
        let lists: Vec<(String, Vec<String>)> =
            approvers.map(|p| (p.id.clone(), p.deputies.clone())).collect();
        for person in &mut self.people {
            // Who is no approver any more has nothing to delegate, and who was taken off the list nothing
            // to do in his place.
            let listed = |d: &Delegation| {
                lists.iter().any(|(id, deputies)| *id == d.from.id && deputies.contains(&d.to.id))
            };
            let acts = |d: &&Delegation| d.to.id == person.id && d.until > now && listed(d);
            person.acting_for =
                delegations.iter().filter(acts).map(|d| d.from.id.clone()).collect();
        }
        let after = self.people.iter().map(|p| &p.acting_for);
        !before.iter().eq(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ends_are_read_as_people_type_them() {
        let today = date(2026, 11, 23); // a Monday
        for (words, expected) in [
            ("30 november 2026", date(2026, 11, 30)),
            ("tanggal 30 nov 2026.", date(2026, 11, 30)),
            ("30-11-2026", date(2026, 11, 30)),
            ("30/11/26", date(2026, 11, 30)),
            ("2026-11-30", date(2026, 11, 30)),
            ("30 nov", date(2026, 11, 30)),
            ("5 januari", date(2027, 1, 5)),
            ("jumat", date(2026, 11, 27)),
            ("hari jumat", date(2026, 11, 27)),
            ("jumat 27 november 2026", date(2026, 11, 27)),
            ("hari jumat, 27 november 2026", date(2026, 11, 27)),
            ("senin", today),
            ("besok", date(2026, 11, 24)),
            ("hari ini", today),
            ("3 hari", date(2026, 11, 25)),
            ("1 minggu", date(2026, 11, 29)),
        ] {
            assert_eq!(last_day(words, today), Some(expected), "{words}");
        }
        for words in ["", "nanti", "30 februari 2026", "selesai cuti", "0 hari", "99 hari"] {
            assert_eq!(last_day(words, today), None, "{words}");
        }
    }
}
