//! Dates as mail programs of forty years wrote them (RFC 822, 850, 2822, 5322, ctime, ISO 8601) to one
//! moment. Knows no clock: a date that names no zone is read as UTC, never as "here".
use super::super::charset;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// Longest value looked at, in bytes.
const LENGTH_LIMIT: usize = 500;
/// Farthest zones of the earth, in minutes (RFC 5322 §3.3 allows more; they mean nothing).
const ZONE_LIMIT: i32 = 14 * 60;

/// Beginnings of month names, January first; one line for each month, several languages in it
/// (English, Indonesian and Malay, German, French, Spanish, Italian, Dutch, Portuguese).
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "peb", "fév", "fev"],
    &["mar", "mrt", "mär", "mac", "maa"],
    &["apr", "avr", "abr"],
    &["may", "mei", "mai", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "agu", "agt", "ago", "aoû", "aou", "ogo", "ogs"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov", "nop"],
    &["dec", "des", "dez", "déc", "dic", "dis"],
];

/// Zone names and their minutes east of Greenwich (RFC 822 §5.1, obs-zone of RFC 5322 §4.3, and the
/// zones of Indonesia and its neighbours). Names that mean several zones stand with their commonest.
const ZONES: [(&str, i32); 40] = [
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("z", 0),
    ("wet", 0),
    ("wib", 420),
    ("wita", 480),
    ("wit", 540),
    ("sgt", 480),
    ("myt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("acst", 570),
    ("nzst", 720),
    ("nzdt", 780),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("cet", 60),
    ("mez", 60),
    ("met", 60),
    ("west", 60),
    ("bst", 60),
    ("cest", 120),
    ("mesz", 120),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
];

/// What was found so far.
#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    clock: Option<(i8, i8, i8)>,
    /// Minutes east of Greenwich.
    zone: Option<i32>,
    afternoon: Option<bool>,
}

/// The time a `Date` field claims, or `None` when no day can be made out.
pub(crate) fn date(value: &[u8]) -> Option<Timestamp> {
    let text = charset::guess(value.get(..value.len().min(LENGTH_LIMIT)).unwrap_or(value));
    let text = without_comments(&text).to_lowercase();
    let mut found = Found::default();
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == ';' || c == '"') {
        found.word(word.trim_matches(['<', '>', '\'']));
    }
    found.moment()
}

/// The text outside parentheses; an unclosed one runs to the end.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                out.push(' ');
            }
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

impl Found {
    fn word(&mut self, word: &str) {
        let Some(first) = word.chars().next() else { return };
        if matches!(first, '+' | '-') {
            self.zone = self.zone.or_else(|| zone_number(word));
        } else if first.is_ascii_digit() {
            self.number(word);
        } else {
            self.name(word);
        }
    }

    /// A word that begins with a digit: year, day, clock, several of them, or a zone without sign.
    fn number(&mut self, word: &str) {
        if let Some((day, clock)) =
            word.split_once('t').filter(|(d, _)| d.contains('-') || d.len() == 8)
        {
            self.number(day);
            return self.clock_with_zone(clock);
        }
        if word.contains(':') {
            return self.clock_with_zone(word);
        }
        let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|p| !p.is_empty()).collect();
        match parts.as_slice() {
            [only] => self.lone(only),
            [a, b, c] if word.contains('.') && self.day.is_some() => {
                self.clock = self.clock.or_else(|| clock(a, b, c));
            }
            [a, b, c] => self.three(a, b, c),
            [a, b] if word.contains('.') && self.day.is_some() => {
                self.clock = self.clock.or_else(|| clock(a, b, "0"));
            }
            _ => {}
        }
    }

    /// `17-6-2008`, `8-dec-91`, `2008/06/17`; where only one order is a date, that one.
    fn three(&mut self, a: &str, b: &str, c: &str) {
        let (day, month, year) = if a.len() == 4 { (c, b, a) } else { (a, b, c) };
        let (mut day, mut month) = (day.parse::<i8>().ok(), month_number(month));
        if month.is_none_or(|m| m > 12) && day.is_some_and(|d| d <= 12) {
            std::mem::swap(&mut day, &mut month);
        }
        if let (Some(day), Some(month), Some(year)) = (day, month, year_number(year))
            && self.day.is_none()
        {
            (self.day, self.month, self.year) = (Some(day), Some(month), Some(year));
        }
    }

    /// A number by itself: the first small one is the day, then the year, then a zone.
    fn lone(&mut self, word: &str) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let rest = word.get(digits.len()..).unwrap_or_default();
        match rest {
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            "" | "st" | "nd" | "rd" | "th" | "h" => {}
            _ => return self.name(rest),
        }
        let Ok(number) = digits.parse::<i32>() else { return };
        let small = digits.len() <= 2;
        if small && self.day.is_none() && (1..=31).contains(&number) {
            self.day = i8::try_from(number).ok();
        } else if digits.len() == 8 && self.day.is_none() {
            let cut = |a: usize, b: usize| digits.get(a..b).unwrap_or_default();
            self.three(cut(0, 4), cut(4, 6), cut(6, 8));
        } else if digits.len() <= 4 && self.year.is_none() {
            self.year = year_number(digits);
        } else if matches!(digits.len(), 3 | 4) && self.clock.is_some() {
            self.zone = self.zone.or_else(|| zone_number(&format!("+{digits}")));
        }
    }

    fn clock_with_zone(&mut self, word: &str) {
        let end = word
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
            .unwrap_or(word.len());
        let (time, rest) = word.split_at_checked(end).unwrap_or((word, ""));
        // ISO 8601 without colons: `094112`.
        let tight: Vec<&str> = (0..3).filter_map(|n| time.get(2 * n..2 * n + 2)).collect();
        let mut pieces: Vec<&str> =
            if time.contains(':') { time.split(':').collect() } else { tight };
        pieces.retain(|piece| !piece.is_empty());
        let mut pieces = pieces.into_iter();
        let (hour, minute) = (pieces.next().unwrap_or_default(), pieces.next().unwrap_or("0"));
        let second = pieces.next().unwrap_or("0").split('.').next().unwrap_or("0");
        if self.clock.is_none() && !hour.is_empty() {
            self.clock = clock(hour, minute, second);
        }
        match rest {
            "" => {}
            _ if rest.starts_with(['+', '-']) => {
                self.zone = self.zone.or_else(|| zone_number(rest))
            }
            _ => self.name(rest),
        }
    }

    /// A word that begins with a letter: month, zone, half of the day, or `gmt+0700`.
    fn name(&mut self, word: &str) {
        let (name, rest) = match word.find(['+', '-']) {
            Some(at) => word.split_at_checked(at).unwrap_or((word, "")),
            None => (word, ""),
        };
        if matches!(name, "am" | "a.m." | "pm" | "p.m.") {
            self.afternoon = Some(name.starts_with('p'));
            return;
        }
        if let Some((_, minutes)) = ZONES.iter().find(|(known, _)| *known == name) {
            let shown = if rest.is_empty() { None } else { zone_number(rest) };
            self.zone = self.zone.or(shown).or(Some(*minutes));
        } else if rest.is_empty() && (self.month.is_none() || self.clock.is_none()) {
            // `mar, 24 nov`: an abbreviated Tuesday looks like March; the later word is the month.
            self.month = month_name(name).or(self.month);
        } else if let Some((month, year)) =
            rest.strip_prefix('-').and_then(|r| Some((month_name(name)?, r)))
        {
            // `dec-8-1991` and the like.
            self.month = self.month.or(Some(month));
            year.split('-').for_each(|piece| self.lone(piece));
        }
    }

    fn moment(self) -> Option<Timestamp> {
        let date = Date::new(self.year?, self.month?, self.day?).ok()?;
        let (hour, minute, second) = self.clock.unwrap_or_default();
        let hour = match (self.afternoon, hour) {
            (Some(false), 12) => 0,
            (Some(true), 1..=11) => hour + 12,
            _ => hour,
        };
        let time = Time::new(hour, minute, second, 0).ok()?;
        let offset = Offset::from_seconds(self.zone.unwrap_or(0) * 60).ok()?;
        offset.to_timestamp(date.to_datetime(time)).ok()
    }
}

/// A clock that can be; an impossible one is midnight, so that the day is not lost with it.
fn clock(hour: &str, minute: &str, second: &str) -> Option<(i8, i8, i8)> {
    let number = |text: &str| text.parse::<i8>().ok();
    let (hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    if hour > 23 || minute > 59 || second > 60 {
        return Some((0, 0, 0));
    }
    Some((hour, minute, second.min(59)))
}

/// RFC 5322 §4.3: two digits below 50 are 20xx, others and three digits are counted from 1900.
fn year_number(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match (digits.len(), year) {
        (1 | 2, 0..=49) => Some(year + 2000),
        (2 | 3, _) => Some(year + 1900),
        (4, 1..) => Some(year),
        _ => None,
    }
}

fn month_number(text: &str) -> Option<i8> {
    text.parse::<i8>().ok().filter(|m| (1..=31).contains(m)).or_else(|| month_name(text))
}

fn month_name(name: &str) -> Option<i8> {
    if name.chars().count() < 3 || !name.chars().all(|c| c.is_alphabetic() || c == '.') {
        return None;
    }
    let at = MONTHS.iter().position(|known| known.iter().any(|k| name.starts_with(k)))?;
    i8::try_from(at + 1).ok()
}

/// Minutes of `+0700`, `+07:00`, `+7`, `-330`; what lies beyond the earth counts as UTC.
fn zone_number(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String =
        rest.chars().filter(|c| *c != ':').take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }
    let number: i32 = digits.parse().unwrap_or(i32::MAX);
    let minutes = match digits.len() {
        1 | 2 => number.saturating_mul(60),
        3 | 4 => (number / 100) * 60 + number % 100,
        _ => 0,
    };
    Some(if minutes.abs() > ZONE_LIMIT { 0 } else { sign * minutes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        date(text.as_bytes()).map(|t| t.to_string())
    }

    #[test]
    fn dates_of_all_times_and_places() {
        for (text, meant) in [
            ("Sun, 22 Nov 2026 09:41:12 +0700", "2026-11-22T02:41:12Z"),
            ("22 Nov 2026 09:41 +0700 (WIB)", "2026-11-22T02:41:00Z"),
            ("Minggu, 22 November 2026 09.41.12 WIB", "2026-11-22T02:41:12Z"),
            ("Min, 22 Nop 2026 09:41:12 WITA", "2026-11-22T01:41:12Z"),
            ("5 Agustus 2026 00:10:00 WIT", "2026-08-04T15:10:00Z"),
            ("So., 22. Dezember 2024 10:00:00 +0100", "2024-12-22T09:00:00Z"),
            ("Sun Nov 22 09:41:12 2026", "2026-11-22T09:41:12Z"),
            ("Sun Nov 22 09:41:12 EST 2026", "2026-11-22T14:41:12Z"),
            ("2026-11-22T09:41:12.345+07:00", "2026-11-22T02:41:12Z"),
            ("2026-11-22 09:41:12", "2026-11-22T09:41:12Z"),
            ("20261122T094112Z", "2026-11-22T09:41:12Z"),
            ("Sunday, 22-Nov-26 09:41:12 GMT", "2026-11-22T09:41:12Z"),
            ("Sun, 22 Nov 26 09:41:12 GMT+0700", "2026-11-22T02:41:12Z"),
            ("Sun, 22 Nov 96 09:41:12 UT", "1996-11-22T09:41:12Z"),
            ("Mon, 22 Nov 2026 09:41:60 -0330", "2026-11-22T13:11:59Z"),
            ("22/11/2026 09:41", "2026-11-22T09:41:00Z"),
            ("11/22/2026 9:41:12 PM", "2026-11-22T21:41:12Z"),
            ("Sun, 22 Nov 2026 12:05:00 AM +0000", "2026-11-22T00:05:00Z"),
            ("22 Nov 2026 (Minggu) 09:41:12 0700", "2026-11-22T02:41:12Z"),
            ("Sun, 22 Nov 2026", "2026-11-22T00:00:00Z"),
            ("Sun, 22 Nov 2026 25:10:00 +0000", "2026-11-22T00:00:00Z"),
            ("Sun, 22 Nov 2026 09:41:12 -9900", "2026-11-22T09:41:12Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn what_names_no_day_is_no_date() {
        for text in
            ["", "kemarin", "Sun, Nov 2026", "31 Feb 2026 10:00:00", "10:00:00 +0700", "99 99 99"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
