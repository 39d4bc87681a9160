//! The two further sheets of the spreadsheet as rows of values: every deviation, and every figure with
//! its name. Knows no spreadsheet.
use super::words;
use crate::report::figures::{DeviationLine, Figures, Spread};
use jiff::Timestamp;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Time(Timestamp),
    None,
}

impl From<u32> for Value {
    fn from(value: u32) -> Value {
        Value::Number(f64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.to_owned())
    }
}

fn maybe<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or(Value::None, Into::into)
}

/// Headings of the sheet of deviations, with widths.
pub const DEVIATIONS: [(&str, u16); 12] = [
    ("No. Tiket", 16),
    ("Langkah SOP", 9),
    ("Kegiatan", 26),
    ("Pelaksana", 13),
    ("Putaran", 9),
    ("Standar (menit)", 10),
    ("Nyata (menit kerja)", 11),
    ("Tanpa konfirmasi telepon (menit)", 15),
    ("Mulai", 16),
    ("Berhenti", 16),
    ("Penjelasan", 50),
    ("Keterangan", 24),
];

/// One deviation, in the order of [`DEVIATIONS`].
pub fn deviation(line: &DeviationLine) -> Vec<Value> {
    let explanation = match (&line.explanation, &line.explained_by) {
        (Some(text), Some(by)) => format!("{text} ({by})"),
        (Some(text), None) => text.clone(),
        (None, _) => String::new(),
    };
    let mut remarks = Vec::new();
    if line.explanation.is_none() {
        remarks.push("belum dijelaskan");
    }
    if line.running {
        remarks.push("masih berjalan pada akhir periode");
    }
    if line.near_closing {
        remarks.push("masuk menjelang tutup");
    }
    vec![
        line.case.as_str().into(),
        u32::from(line.step).into(),
        words::step(line.step).into(),
        words::holder(line.holder).into(),
        line.round.into(),
        line.standard_minutes.into(),
        line.minutes.into(),
        line.minutes_without_pauses.into(),
        Value::Time(line.started_at),
        line.stopped_at.map_or(Value::None, Value::Time),
        Value::Text(explanation),
        Value::Text(remarks.join("; ")),
    ]
}

/// Headings of the sheet of figures, with widths.
pub const FIGURES: [(&str, u16); 4] =
    [("Bagian", 26), ("Angka", 58), ("Nilai", 12), ("Satuan", 14)];

/// Every figure by its name, in the order of [`FIGURES`].
pub fn figures(figures: &Figures) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    let mut put = |part: &str, name: &str, value: Value, unit: &str| {
        rows.push(vec![part.into(), name.into(), value, unit.into()]);
    };
    let (r, f, o) = (&figures.received, &figures.finished, &figures.open);
    let many = [
        ("Masuk", "Permohonan masuk", r.total),
        ("Masuk", "Reset password", r.reset_password),
        ("Masuk", "Informasi User ID", r.user_id_information),
        ("Masuk", "Keduanya", r.both),
        ("Masuk", "Jenis belum jelas", r.kind_unknown),
        ("Masuk", "Melalui email", r.email),
        ("Masuk", "Datang langsung", r.in_person),
        ("Masuk", "Email dari alamat tidak terdaftar", r.unregistered_sender),
        ("Masuk", "Terbawa dari periode sebelumnya", r.carried_over),
        ("Selesai", "Permohonan selesai", f.total),
        ("Selesai", "Hasil disampaikan", f.delivered),
        ("Selesai", "Ditolak", f.rejected),
        ("Selesai", "Tidak ditindaklanjuti", f.closed_no_followup),
        ("Selesai", "Dicabut pemohon", f.withdrawn),
        ("Selesai", "Di luar ruang lingkup SOP", f.out_of_scope),
        ("Selesai", "Di antaranya masuk pada periode sebelumnya", f.received_earlier),
        ("Belum selesai", "Permohonan dalam proses pada akhir periode", o.total),
        ("Belum selesai", "Umur sampai 1 hari", o.age_to_1_day),
        ("Belum selesai", "Umur sampai 7 hari", o.age_to_7_days),
        ("Belum selesai", "Umur sampai 30 hari", o.age_to_30_days),
        ("Belum selesai", "Umur lebih dari 30 hari", o.age_over_30_days),
        ("Belum selesai", "Dibekukan karena disangkal", o.frozen),
    ];
    for (part, name, value) in many {
        put(part, name, value.into(), "permohonan");
    }
    for (state, count) in &o.by_state {
        put("Belum selesai", words::state_named(state), (*count).into(), "permohonan");
    }
    let opening = &figures.opening;
    put("Langkah 4", "Email dibuka", opening.counted.into(), "email");
    put("Langkah 4", "Dibuka pada hari yang sama", opening.same_day.into(), "email");
    put("Langkah 4", "Terlambat dibuka", opening.late.into(), "email");
    put("Langkah 4", "Masuk menjelang tutup", opening.near_closing.into(), "email");
    put("Langkah 4", "Masuk menjelang tutup, terlambat", opening.near_closing_late.into(), "email");
    put("Langkah 4", "Belum dibuka dan terlambat", opening.still_unopened_late.into(), "email");
    spread("Langkah 4", &opening.minutes, &mut put);
    for s in &figures.steps {
        let part = format!("Langkah {}", s.step);
        let name = words::step(s.step);
        let assumed = if s.assumed { " (asumsi)" } else { "" };
        put(&part, &format!("{name}: standar{assumed}"), s.standard_minutes.into(), "menit");
        put(&part, "Dihitung", s.counted.into(), "kali");
        put(&part, "Tepat mutu baku", s.within.into(), "kali");
        put(&part, "Terlambat", s.late.into(), "kali");
        if s.step == 9 {
            let text = "Tepat, tanpa waktu konfirmasi telepon";
            put(&part, text, s.within_without_pauses.into(), "kali");
        }
        put(&part, "Dikerjakan Loket seketika", s.automatic.into(), "kali");
        put(&part, "Masih berjalan dan terlambat", s.running_late.into(), "kali");
        spread(&part, &s.minutes, &mut put);
    }
    spread("Seluruhnya", &figures.whole.minutes, &mut put);
    spread("Seluruhnya tanpa pemohon", &figures.whole.minutes_without_applicant, &mut put);
    for (round, count) in &figures.rounds {
        put(
            "Putaran kelengkapan",
            &format!("Selesai pada putaran {round}"),
            (*count).into(),
            "permohonan",
        );
    }
    for (name, count) in &figures.missing {
        put("Kekurangan berkas", words::missing(name), (*count).into(), "kali");
    }
    for reason in &figures.rejections {
        let text = if reason.text.is_empty() { "lain-lain" } else { &reason.text };
        put("Alasan penolakan", text, reason.count.into(), "permohonan");
    }
    let x = &figures.failures;
    put("Gagal kirim", "Ditolak server atau tidak terkirim", x.refused.into(), "surat");
    put("Gagal kirim", "Kembali (bounce)", x.bounced.into(), "surat");
    put("Gagal kirim", "Nasib tidak diketahui", x.unknown.into(), "surat");
    put("Gagal kirim", "Penggantian otomatis berhenti", x.reset_stopped.into(), "kali");
    put("Gagal kirim", "Di antaranya kepada petugas", x.to_staff.into(), "surat");
    let again = &figures.repeats;
    put("Reset berulang", "Dalam 30 hari", again.within_30_days.into(), "permohonan");
    put("Reset berulang", "Dalam 90 hari", again.within_90_days.into(), "permohonan");
    put("Kepuasan", "Survei kepuasan", "tidak ada".into(), "");
    rows
}

fn spread(part: &str, spread: &Spread, put: &mut impl FnMut(&str, &str, Value, &str)) {
    put(part, "Median", spread.median.map_or(Value::None, Value::Number), "menit kerja");
    put(part, "Persentil 90", maybe(spread.p90), "menit kerja");
    put(part, "Terlama", maybe(spread.longest), "menit kerja");
}
