//! A month or a quarter as people write it, made into days and moments of the office's zone. Pure.
use super::figures::Period;
use super::monthly::words::MONTHS;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Why there is no such period to report: one Indonesian sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    #[error(
        "periode `{0}` tidak dikenal; tulis bulan sebagai YYYY-MM (misalnya 2026-11) atau triwulan sebagai YYYY-QN (misalnya 2026-Q4)"
    )]
    Unknown(String),
    #[error("{0} belum mulai; laporan hanya untuk periode yang sudah atau sedang berjalan")]
    Future(String),
    #[error("{0} sebelum permohonan pertama, yang tercatat pada {1}; pilih periode sesudahnya")]
    BeforeFirst(String, String),
}

impl Period {
    /// `2026-11` or `2026-Q4`, looked at from `now`; `first` is when the oldest request arrived.
    pub fn parse(
        text: &str,
        zone: &TimeZone,
        now: Timestamp,
        first: Option<Timestamp>,
    ) -> Result<Period, PeriodError> {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
        let unknown = || PeriodError::Unknown(shown.clone());
        let (first_day, last_day) = days(text).ok_or_else(unknown)?;
        let start = |day: Date| day.to_zoned(zone.clone()).map(|z| z.timestamp()).ok();
        let next = last_day.tomorrow().ok();
        let (from, to) = start(first_day).zip(next.and_then(start)).ok_or_else(unknown)?;
        let name = text.to_ascii_uppercase();
        // What was recorded at this very moment counts.
        let soon = now.checked_add(SignedDuration::from_millis(1)).unwrap_or(now);
        let period = Period { name, first_day, last_day, from, to, until: to.min(soon) };
        if from > now {
            return Err(PeriodError::Future(period.title()));
        }
        if let Some(first) = first.filter(|first| *first >= to) {
            let day = zone.to_datetime(first).date();
            return Err(PeriodError::BeforeFirst(period.title(), long_date(day)));
        }
        Ok(period)
    }

    /// `November 2026`, `Triwulan IV 2026`.
    pub fn title(&self) -> String {
        let (month, year) = (self.first_day.month(), self.first_day.year());
        if self.last_day.month() == month {
            return format!("{} {year}", month_name(month));
        }
        let roman = ["I", "II", "III", "IV"];
        let quarter = usize::try_from((month - 1) / 3).unwrap_or(0);
        format!("Triwulan {} {year}", roman.get(quarter).unwrap_or(&""))
    }

    /// `1 s.d. 30 November 2026`.
    pub fn span(&self) -> String {
        let (first, last) = (self.first_day, self.last_day);
        if first.month() == last.month() {
            return format!("{} s.d. {}", first.day(), long_date(last));
        }
        let month = month_name(first.month());
        format!("{} {month} s.d. {}", first.day(), long_date(last))
    }

    /// Whether it is a month, not a quarter.
    pub fn is_month(&self) -> bool {
        self.first_day.month() == self.last_day.month()
    }
}

/// `30 November 2026`.
pub fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

fn month_name(month: i8) -> &'static str {
    let index = usize::try_from(month - 1).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or("")
}

/// First and last day.
fn days(text: &str) -> Option<(Date, Date)> {
    let (year, part) = text.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || part.len() != 2 {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|year| (2000..=2999).contains(year))?;
    let (month, months) = match part.strip_prefix(['Q', 'q']) {
        Some(quarter) => (quarter.parse::<i8>().ok().filter(|q| (1..=4).contains(q))? * 3 - 2, 3),
        None if digits(part) => (part.parse::<i8>().ok()?, 1),
        None => return None,
    };
    let first = Date::new(year, month, 1).ok()?;
    let last = Date::new(year, month + months - 1, 1).ok()?.last_of_month();
    Some((first, last))
}
