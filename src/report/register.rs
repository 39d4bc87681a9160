//! The register of requests with exactly the columns in use at LPSE ("Pencatatan
//! Gangguan/Permasalahan dan Permintaan Layanan", `domain.md` §6.2), one entry for a course. Pure.
//! Free words of applicants are not in it, nor any user ID, password or NIK.
use super::figures::{Measures, Period, found};
use super::monthly::words;
use super::passages::{Course, Ended};
use crate::calendar::Calendar;
use crate::secret::label::mask;
use crate::workflow::case::{Channel, Kind, State};
use jiff::Timestamp;

/// What a cell holds, so that a spreadsheet gets real dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Time(Option<Timestamp>),
}

/// One column: its group, its heading and how wide it is in a spreadsheet.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub group: &'static str,
    pub heading: &'static str,
    pub width: u16,
}

const fn column(group: &'static str, heading: &'static str, width: u16) -> Column {
    Column { group, heading, width }
}

const REPORTED: &str = "Informasi Pelaporan";
const CLASS: &str = "Klasifikasi";
const HANDLED: &str = "Informasi Penanganan";
const SOLVED: &str = "Informasi Penyelesaian";

/// The columns in their order.
pub const COLUMNS: [Column; 20] = [
    column("", "No. Tiket", 15),
    column(REPORTED, "Nama Pengguna", 17),
    column(REPORTED, "Kontak Pengguna", 20),
    column(REPORTED, "Media Pelaporan", 9),
    column(REPORTED, "Tanggal Pelaporan", 15),
    column("", "Deskripsi", 24),
    column(CLASS, "Tipe", 4),
    column(CLASS, "Kategori", 4),
    column(CLASS, "User", 4),
    column(CLASS, "Jenis", 4),
    column(CLASS, "Urgensi", 4),
    column(CLASS, "Dampak", 4),
    column(CLASS, "Prioritas", 4),
    column(HANDLED, "Nama Petugas", 15),
    column(HANDLED, "Status", 12),
    column(HANDLED, "Keterangan", 22),
    column(HANDLED, "Tanggal Pemutakhiran", 15),
    column(SOLVED, "Solusi", 22),
    column(SOLVED, "Tanggal Penyelesaian", 15),
    column(SOLVED, "Status Konfirmasi kepada Pengguna", 15),
];

/// Permintaan Layanan, Non Teknis, Lainnya (Admin Agency), Prosedur, Tidak Mendesak, Kecil, Rendah.
const DEFAULTS: [&str; 7] = ["PL", "NT", "L", "Ps", "TM", "K", "R"];

/// The cells of one course, in the order of [`COLUMNS`].
pub fn cells(
    course: &Course,
    period: &Period,
    calendar: &Calendar,
    measures: &Measures,
) -> Vec<Cell> {
    let end = course.end();
    let applicant = &course.applicant;
    let text = |text: Option<&str>| Cell::Text(text.unwrap_or("-").to_owned());
    let contact = applicant.address.as_deref().or(applicant.phone.as_deref());
    let medium = match course.channel {
        Channel::Email => "E-Mail",
        Channel::InPerson => "Lainnya",
    };
    let officer = course.officer.as_deref().unwrap_or("Loket (otomatis)");
    let mut cells = vec![
        text(Some(&course.id)),
        text(applicant.name.as_deref()),
        text(contact),
        text(Some(medium)),
        Cell::Time(Some(course.received_at)),
        Cell::Text(description(course)),
    ];
    cells.extend(DEFAULTS.iter().map(|code| text(Some(code))));
    cells.extend([
        text(Some(officer)),
        text(Some(status(course.state))),
        Cell::Text(remarks(course, period, calendar, measures)),
        Cell::Time(Some(course.changed_at)),
        Cell::Text(solution(course).unwrap_or_default()),
        Cell::Time(end.map(|end| end.at)),
        text(Some(if is_informed(course) {
            "Telah Diinformasikan"
        } else {
            "Belum Diinformasikan"
        })),
    ]);
    cells
}

fn description(course: &Course) -> String {
    let mut text = match course.kind {
        None => "Permohonan Admin Agency, jenis belum jelas".to_owned(),
        kind => format!("Permohonan {} Admin Agency", words::kind(kind)),
    };
    if let Some(unit) = &course.unit {
        text.push_str(&format!(", {unit}"));
    }
    if course.channel == Channel::InPerson {
        text.push_str(" (datang langsung)");
    }
    text
}

/// The three states the form knows.
fn status(state: State) -> &'static str {
    match state {
        State::Received | State::GuestLogged | State::Queued => "Tercatat",
        state if state.is_closed() => "Penyelesaian",
        _ => "Penanganan",
    }
}

fn remarks(course: &Course, period: &Period, calendar: &Calendar, measures: &Measures) -> String {
    let mut parts = vec![words::state(course.state).to_owned()];
    if course.received_at < period.from {
        parts.push("diterima pada periode sebelumnya".to_owned());
    }
    if course.frozen {
        parts.push("dibekukan".to_owned());
    }
    if course.rounds > 1 {
        parts.push(format!("putaran kelengkapan ke-{}", course.rounds));
    }
    let mut late: Vec<String> = found(course, calendar, measures, period.until)
        .iter()
        .map(|deviation| deviation.step.to_string())
        .collect();
    late.dedup();
    if !late.is_empty() {
        parts.push(format!("melewati mutu baku langkah {}", late.join(", ")));
    }
    parts.join("; ")
}

fn solution(course: &Course) -> Option<String> {
    let end = course.end()?;
    let because = |words: &str| match end.reason.as_deref().map(mask) {
        Some(reason) => format!("{words}: {reason}"),
        None => words.to_owned(),
    };
    Some(match end.state {
        State::Delivered => match course.kind {
            Some(Kind::UserIdInformation) => "Informasi User ID disampaikan".to_owned(),
            Some(Kind::Both) => "Password baru dan User ID disampaikan".to_owned(),
            _ => "Password baru disampaikan".to_owned(),
        },
        State::Rejected => because("Ditolak Admin PPE"),
        State::Withdrawn => "Dicabut oleh pemohon".to_owned(),
        State::OutOfScope => "Di luar layanan ini; pemohon diarahkan".to_owned(),
        _ => because("Tidak ditindaklanjuti"),
    })
}

/// Whoever has an address was written to at the end; a visitor without one only got what was handed over.
fn is_informed(course: &Course) -> bool {
    // A visitor who did not come when he was called hears nothing.
    let no_show = |end: &Ended| {
        course.channel == Channel::InPerson
            && end.state == State::ClosedNoFollowup
            && end.reason.is_none()
    };
    if course.end().is_some_and(no_show) {
        return false;
    }
    let reached = course.applicant.address.is_some();
    course.end().is_some_and(|end| reached || end.state == State::Delivered)
}
