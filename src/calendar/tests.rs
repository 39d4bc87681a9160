//! Vectors of `domain.md` §5.6 and properties of working time.
use super::*;
use proptest::prelude::*;

/// Hours and three days off, for cases the shipped calendar does not have.
const SMALL: &str = r#"
zone = "Asia/Jakarta"
cutoff_minutes = 30
[hours]
monday = ["07:30-12:00", "13:00-16:00"]
tuesday = ["07:30-12:00", "13:00-16:00"]
wednesday = ["07:30-12:00", "13:00-16:00"]
[holidays]
2026-11-17 = { name = "Hari Contoh", kind = "cuti-bersama", certainty = "sedang" }
"#;

fn shipped() -> Calendar {
    Calendar::builtin().unwrap()
}

/// `2026-11-16 07:00`, optionally with an offset such as `+09:00`; WIB without one.
fn at(text: &str) -> Timestamp {
    let (date, rest) = text.split_once(' ').unwrap();
    let (time, offset) = rest.split_at(5);
    let offset = if offset.is_empty() { "+07:00" } else { offset };
    format!("{date}T{time}:00{offset}").parse().unwrap()
}

/// Arrival, effective arrival, to be opened by, five working minutes after the effective arrival.
const ARRIVALS: &[[&str; 4]] = &[
    ["2026-11-16 07:00", "2026-11-16 07:30", "2026-11-16 16:00", "2026-11-16 07:35"],
    ["2026-11-16 12:15", "2026-11-16 12:15", "2026-11-16 16:00", "2026-11-16 13:05"],
    ["2026-11-16 15:59", "2026-11-16 15:59", "2026-11-16 16:00", "2026-11-17 07:34"],
    ["2026-11-16 16:00", "2026-11-17 07:30", "2026-11-17 16:00", "2026-11-17 07:35"],
    ["2026-11-16 16:30", "2026-11-17 07:30", "2026-11-17 16:00", "2026-11-17 07:35"],
    ["2026-11-20 15:59", "2026-11-20 15:59", "2026-11-20 16:30", "2026-11-20 16:04"],
    ["2026-11-20 16:29", "2026-11-20 16:29", "2026-11-20 16:30", "2026-11-23 07:34"],
    ["2026-11-20 16:30", "2026-11-23 07:30", "2026-11-23 16:00", "2026-11-23 07:35"],
    ["2026-11-20 19:45", "2026-11-23 07:30", "2026-11-23 16:00", "2026-11-23 07:35"],
    ["2026-11-21 10:00", "2026-11-23 07:30", "2026-11-23 16:00", "2026-11-23 07:35"],
    ["2026-08-16 22:00", "2026-08-18 07:30", "2026-08-18 16:00", "2026-08-18 07:35"],
    ["2026-12-23 15:30", "2026-12-23 15:30", "2026-12-23 16:00", "2026-12-23 15:35"],
    ["2026-12-23 16:30", "2026-12-28 07:30", "2026-12-28 16:00", "2026-12-28 07:35"],
    ["2026-12-31 16:05", "2027-01-04 07:30", "2027-01-04 16:00", "2027-01-04 07:35"],
    ["2026-02-26 14:59", "2026-02-26 14:59", "2026-02-26 15:00", "2026-02-27 08:04"],
    ["2026-02-26 15:10", "2026-02-27 08:00", "2026-02-27 15:30", "2026-02-27 08:05"],
    ["2026-03-17 15:10", "2026-03-25 07:30", "2026-03-25 16:00", "2026-03-25 07:35"],
    ["2025-03-27 15:05", "2025-04-08 07:30", "2025-04-08 16:00", "2025-04-08 07:35"],
    ["2025-08-15 17:00", "2025-08-19 07:30", "2025-08-19 16:00", "2025-08-19 07:35"],
    ["2018-06-08 16:00", "2018-06-21 07:30", "2018-06-21 16:00", "2018-06-21 07:35"],
    ["2026-11-16 08:00+09:00", "2026-11-16 07:30", "2026-11-16 16:00", "2026-11-16 07:35"],
    ["2026-11-16 15:30+08:00", "2026-11-16 14:30", "2026-11-16 16:00", "2026-11-16 14:35"],
];

#[test]
fn arrivals_of_the_domain_table() {
    let calendar = shipped();
    for [arrival, effective, open_due, step_due] in ARRIVALS {
        let t = at(arrival);
        assert_eq!(calendar.effective(t), at(effective), "effective arrival of {arrival}");
        assert_eq!(calendar.open_due(t), at(open_due), "to be opened, {arrival}");
        assert_eq!(calendar.add_minutes(t, 5), at(step_due), "5 minutes after {arrival}");
        let told = calendar.explain(t, 5);
        assert_eq!(told.effective.parse::<Timestamp>().unwrap(), at(effective));
        assert_eq!(told.step_due.parse::<Timestamp>().unwrap(), at(step_due));
    }
}

#[test]
fn additions_of_the_domain_table() {
    let calendar = shipped();
    for (from, minutes, to) in [
        ("2026-11-16 11:58", 5, "2026-11-16 13:03"),
        ("2026-11-16 15:58", 5, "2026-11-17 07:33"),
        ("2026-11-20 11:20", 15, "2026-11-20 13:05"),
        ("2026-11-20 16:25", 15, "2026-11-23 07:40"),
        ("2026-12-23 15:50", 15, "2026-12-28 07:35"),
        ("2026-11-16 09:00", 50, "2026-11-16 09:50"),
        ("2026-11-16 11:55", 5, "2026-11-16 12:00"),
        ("2026-11-16 15:55", 5, "2026-11-16 16:00"),
        ("2026-11-16 09:00", 0, "2026-11-16 09:00"),
    ] {
        assert_eq!(calendar.add_minutes(at(from), minutes), at(to), "{from} + {minutes}");
        assert_eq!(calendar.minutes_between(at(from), at(to)), minutes, "{from} to {to}");
    }
}

#[test]
fn seconds_are_kept_when_adding_and_cut_when_counting() {
    let calendar = shipped();
    let from = "2026-11-16T15:59:30+07:00".parse::<Timestamp>().unwrap();
    let due = "2026-11-17T07:34:30+07:00".parse::<Timestamp>().unwrap();
    assert_eq!(calendar.add_minutes(from, 5), due);
    assert_eq!(calendar.minutes_between(from, at("2026-11-17 07:34")), 4);
    assert_eq!(calendar.minutes_between(due, from), 0);
}

#[test]
fn the_year_has_the_working_days_the_domain_counts() {
    let calendar = shipped();
    for (year, expected) in [(2026, 240), (2027, 242)] {
        let first = jiff::civil::date(year, 1, 1);
        let days = first.series(jiff::Span::new().days(1)).take_while(|d| d.year() == year);
        assert_eq!(days.filter(|d| calendar.is_working_day(*d)).count(), expected, "{year}");
    }
}

#[test]
fn working_days_are_counted_by_closing_times() {
    let calendar = shipped();
    for (from, days, to) in [
        ("2026-11-16 10:00", 0, "2026-11-16 16:00"),
        ("2026-11-16 10:00", 2, "2026-11-18 16:00"),
        ("2026-11-16 10:00", 5, "2026-11-23 16:00"),
        ("2026-11-20 16:30", 1, "2026-11-24 16:00"),
        ("2026-12-22 10:00", 2, "2026-12-28 16:00"),
    ] {
        assert_eq!(calendar.add_working_days(at(from), days), at(to), "{from} + {days} days");
    }
}

#[test]
fn a_break_is_open_and_closing_is_not() {
    let calendar = shipped();
    for (t, open) in [
        ("2026-11-16 07:29", false),
        ("2026-11-16 07:30", true),
        ("2026-11-16 12:30", true),
        ("2026-11-16 15:59", true),
        ("2026-11-16 16:00", false),
        ("2026-11-21 10:00", false),
        ("2026-12-25 10:00", false),
    ] {
        assert_eq!(calendar.is_open(at(t)), open, "{t}");
    }
}

#[test]
fn the_cut_off_moves_late_mail_to_the_next_day_but_not_the_work_before_it() {
    let calendar = Calendar::from_toml(SMALL).unwrap();
    assert_eq!(calendar.effective(at("2026-11-16 15:29")), at("2026-11-16 15:29"));
    assert_eq!(calendar.effective(at("2026-11-16 15:30")), at("2026-11-18 07:30"));
    // A step that begins at 15.40 is no arrival: its minutes run.
    for from in ["2026-11-16 15:20", "2026-11-16 15:40"] {
        let due = calendar.add_minutes(at(from), 30);
        assert_eq!(calendar.minutes_between(at(from), due), 30);
    }
    assert_eq!(calendar.add_minutes(at("2026-11-16 15:20"), 30), at("2026-11-16 15:50"));
    assert_eq!(calendar.add_minutes(at("2026-11-16 15:40"), 30), at("2026-11-18 07:40"));
    assert_eq!(calendar.minutes_between(at("2026-11-16 15:40"), at("2026-11-18 07:40")), 30);
    assert_eq!(calendar.explain(at("2026-11-16 15:40"), 5).step_due, "2026-11-18T07:35:00+07:00");
}

#[test]
fn a_special_day_goes_before_the_week_and_the_holidays() {
    let text = format!(
        "{SMALL}[special_days]\n2026-11-16 = {{ name = \"Tutup awal\", windows = [\"07:30-11:00\"] }}\n\
         2026-11-17 = {{ name = \"Masuk pengganti\", windows = [\"09:00-10:00\"] }}\n"
    );
    let calendar = Calendar::from_toml(&text).unwrap();
    assert_eq!(calendar.open_due(at("2026-11-16 08:00")), at("2026-11-16 11:00"));
    assert_eq!(calendar.effective(at("2026-11-16 11:00")), at("2026-11-17 09:00"));
    assert_eq!(calendar.add_minutes(at("2026-11-16 10:20"), 70), at("2026-11-17 09:30"));
    assert_eq!(
        calendar.explain(at("2026-11-17 09:05"), 5).trace,
        ["Selasa, 17 November 2026: jam kerja 09.00-10.00 WIB (Masuk pengganti)"]
    );
}

#[test]
fn the_trace_names_every_rule_that_moved_the_time() {
    let trace = |calendar: &Calendar, t, minutes| calendar.explain(at(t), minutes).trace;
    let calendar = shipped();
    assert_eq!(trace(&calendar, "2026-11-16 09:00", 50), Vec::<String>::new());
    assert_eq!(
        trace(&calendar, "2026-11-16 07:00", 5),
        ["Senin, 16 November 2026 07.00 WIB: sebelum jam buka, dihitung mulai pukul 07.30 WIB"]
    );
    assert_eq!(
        trace(&calendar, "2026-11-16 11:58", 5),
        ["Senin, 16 November 2026: waktu istirahat sampai pukul 13.00 WIB tidak dihitung"]
    );
    assert_eq!(
        trace(&calendar, "2026-12-23 16:30", 5),
        [
            "Rabu, 23 Desember 2026 16.30 WIB: setelah jam tutup pukul 16.00 WIB, dihitung mulai \
             hari kerja berikutnya",
            "Kamis, 24 Desember 2026: cuti bersama (Cuti Bersama Hari Raya Natal; sumber: SKB tiga \
             menteri 1497/2025, 2/2025, 5/2025)",
            "Jumat, 25 Desember 2026: hari libur (Hari Raya Natal; sumber: SKB tiga menteri \
             1497/2025, 2/2025, 5/2025)",
            "Sabtu, 26 Desember 2026: akhir pekan",
            "Minggu, 27 Desember 2026: akhir pekan",
        ]
    );
    assert_eq!(
        trace(&calendar, "2026-02-26 14:59", 5),
        [
            "Kamis, 26 Februari 2026 15.00 WIB: jam kerja berakhir, sisa 4 menit dilanjutkan \
             Jumat, 27 Februari 2026 08.00 WIB",
            "Kamis, 26 Februari 2026: jam kerja Ramadan 08.00-15.00 WIB; sumber: sidang isbat 2026",
            "Jumat, 27 Februari 2026: jam kerja Ramadan 08.00-15.30 WIB; sumber: sidang isbat 2026",
        ]
    );
    assert_eq!(
        trace(&Calendar::from_toml(SMALL).unwrap(), "2026-11-16 15:40", 5),
        [
            "Senin, 16 November 2026 15.40 WIB: masuk menjelang tutup, 30 menit terakhir sebelum \
             pukul 16.00 WIB dihitung mulai hari kerja berikutnya",
            "Selasa, 17 November 2026: cuti bersama (Hari Contoh, kepastian tanggal sedang)",
        ]
    );
    let late = trace(&calendar, "2028-03-01 10:00", 5);
    assert!(late.iter().any(|l| l.contains("31 Desember 2027 belum diketahui")), "{late:?}");
}

#[test]
fn explained_times_carry_the_offset() {
    let told = shipped().explain("2026-11-16T08:59:00Z".parse().unwrap(), 5);
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(json["arrival"], "2026-11-16T15:59:00+07:00");
    assert_eq!(json["open_due"], "2026-11-16T16:00:00+07:00");
    assert_eq!(json["step_due"], "2026-11-17T07:34:00+07:00");
}

#[test]
fn bad_files_are_refused_with_one_clear_line() {
    let with = |from: &str, to: &str| SMALL.replace(from, to);
    for (text, words) in [
        (with("zone =", "zona ="), "baris 2: kunci `zona` tidak dikenal; yang ada: `zone`, "),
        (with("Asia/Jakarta", "Asia/Atlantis"), "zona \"Asia/Atlantis\" tidak dikenal"),
        (with("monday =", "senin ="), "kunci `senin` tidak dikenal"),
        (with("07:30-12:00", "7.30-12"), "hours.monday: \"7.30-12\" bukan rentang waktu"),
        (with("07:30-12:00", "12:30-12:00"), "berakhir sebelum mulai"),
        (with("07:30-12:00", "07:30-13:30"), "mulai sebelum rentang sebelumnya berakhir"),
        (with("2026-11-17", "2026-11-31"), "kalender, baris 9:"),
        (with("sedang", "mungkin"), "nilai `mungkin` tidak dikenal; yang ada: `tinggi`"),
        (with("= 30", "= 510"), "menghabiskan hari kerja terpendek (510 menit)"),
        (with("= 30", "= -1"), "baris 3: "),
        ("zone = \"Asia/Jakarta\"\n[hours]\n".into(), "hours tidak memuat satu pun hari kerja"),
        (format!("{SMALL}2026-11-17 = {{}}"), "baris 10: kunci atau tanggal ini ditulis dua kali"),
        (
            format!(
                "{SMALL}[[ramadan]]\nfirst = \"2026-03-01\"\nlast = \"2026-02-01\"\n\
                 certainty = \"rendah\""
            ),
            "terbalik atau bertumpuk",
        ),
        ("zone = ".into(), "kalender, baris 1:"),
        (String::new(), "kunci `zone` belum ada"),
        (
            format!("{SMALL}[special_days]\n2026-11-16 = {{ name = \"x\", windows = [] }}"),
            "special_days.2026-11-16 tanpa jam kerja",
        ),
        (
            format!(
                "{SMALL}[special_days]\n2026-11-16 = {{ name = \"x\", windows = [\"07:30-08:00\"] }}"
            ),
            "hari kerja terpendek (30 menit)",
        ),
    ] {
        let said = Calendar::from_toml(&text).unwrap_err().to_string();
        assert!(said.contains(words), "expected {words:?}, got {said:?}");
        assert!(!said.contains('\n'), "more than one line: {said:?}");
    }
}

#[test]
fn a_year_without_work_and_the_end_of_time_are_survived() {
    let mut text = "zone = \"UTC\"\n[hours]\nmonday = [\"08:00-09:00\"]\n[holidays]\n".to_owned();
    let mondays = jiff::civil::date(2026, 1, 5).series(jiff::Span::new().days(7)).take(300);
    for monday in mondays {
        text +=
            &format!("{monday} = {{ name = \"x\", kind = \"libur\", certainty = \"rendah\" }}\n");
    }
    let calendar = Calendar::from_toml(&text).unwrap();
    let t = at("2026-01-06 10:00");
    assert_eq!(calendar.next_working_day(jiff::civil::date(2026, 1, 6)), None);
    assert_eq!(calendar.effective(t), t);
    assert_eq!(calendar.open_due(t), t);
    assert_eq!(calendar.add_working_days(t, u32::MAX), t);
    assert!(calendar.explain(t, u32::MAX).trace.len() <= 101);
    for calendar in [calendar, shipped()] {
        for edge in [Timestamp::MIN, Timestamp::MAX] {
            calendar.minutes_between(Timestamp::MIN, edge);
            calendar.add_minutes(edge, u32::MAX);
            calendar.add_working_days(edge, u32::MAX);
            assert!(calendar.explain(edge, u32::MAX).trace.len() <= 103);
        }
    }
}

/// Seconds from 2018 to 2029, inside and outside the coverage.
fn some_time() -> impl Strategy<Value = Timestamp> {
    (1_514_764_800_i64..1_861_920_000).prop_map(|s| Timestamp::from_second(s).unwrap())
}

proptest! {
    #[test]
    fn adding_and_counting_are_inverse(t in some_time(), minutes in 0_u32..5_000) {
        let calendar = shipped();
        let due = calendar.add_minutes(t, minutes);
        prop_assert_eq!(calendar.minutes_between(t, due), minutes);
    }

    #[test]
    fn two_additions_make_one(t in some_time(), a in 0_u32..2_000, b in 0_u32..2_000) {
        let calendar = shipped();
        // A sum that ends at closing goes on the next morning: the same minute of work.
        let twice = calendar.add_minutes(calendar.add_minutes(t, a), b);
        prop_assert_eq!(calendar.minutes_between(t, twice), a + b);
    }

    #[test]
    fn later_arrival_or_more_minutes_is_never_due_earlier(
        t in some_time(), later in 0_i64..1_000_000, minutes in 0_u32..3_000, more in 0_u32..100,
    ) {
        let calendar = shipped();
        let u = t + SignedDuration::from_secs(later);
        prop_assert!(calendar.effective(t) <= calendar.effective(u));
        prop_assert!(calendar.open_due(t) <= calendar.open_due(u));
        prop_assert!(calendar.add_minutes(t, minutes) <= calendar.add_minutes(u, minutes));
        prop_assert!(calendar.add_minutes(t, minutes) <= calendar.add_minutes(t, minutes + more));
        prop_assert!(calendar.add_working_days(t, more) <= calendar.add_working_days(u, more));
    }

    #[test]
    fn what_counts_is_working_time(t in some_time(), minutes in 1_u32..3_000) {
        let calendar = shipped();
        let effective = calendar.effective(t);
        prop_assert!(effective >= t);
        prop_assert!(calendar.is_open(effective));
        prop_assert_eq!(calendar.effective(effective), effective);
        prop_assert!(effective < calendar.open_due(t));
        let due = calendar.add_minutes(t, minutes);
        let just_before = due - SignedDuration::from_secs(1);
        prop_assert!(calendar.is_open(just_before));
    }
}
