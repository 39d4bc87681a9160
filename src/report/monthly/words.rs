//! The Indonesian words of the report, and numbers, times and lengths as Indonesian readers write
//! them. The words for states are those of the letters. Knows no figure.
use crate::report::passages::FailureKind;
use crate::workflow::case::{Channel, Holder, Kind, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

pub fn state(state: State) -> &'static str {
    match state {
        State::Received => "Diterima",
        State::GuestLogged => "Tercatat di buku tamu",
        State::Queued => "Menunggu giliran",
        State::Checking => "Pemeriksaan kelengkapan",
        State::WaitingApplicant => "Menunggu kelengkapan",
        State::Verifying => "Verifikasi kebenaran",
        State::Confirming => "Menunggu konfirmasi pemohon",
        State::Executing => "Reset/pencarian User ID",
        State::Delivering => "Penyampaian hasil",
        State::Delivered => "Selesai – hasil disampaikan",
        State::DeliveryFailed => "Gagal kirim",
        State::Rejected => "Ditolak",
        State::ClosedNoFollowup => "Tidak ditindaklanjuti",
        State::Withdrawn => "Dicabut pemohon",
        State::OutOfScope => "Di luar ruang lingkup SOP",
    }
}

/// The label of a state by its stable name.
pub fn state_named(name: &str) -> &'static str {
    let found = State::ALL.into_iter().find(|s| s.as_str() == name);
    found.map_or("", state)
}

pub fn kind(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::ResetPassword) => "reset password",
        Some(Kind::UserIdInformation) => "informasi User ID",
        Some(Kind::Both) => "reset password dan informasi User ID",
        None => "belum jelas",
    }
}

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::InPerson => "datang langsung",
    }
}

/// The SOP's activities, short.
pub fn step(step: u8) -> &'static str {
    match step {
        3 => "Pemberian nomor antrian",
        4 => "Pembukaan email",
        5 => "Pemeriksaan kelengkapan",
        6 => "Permintaan kelengkapan",
        7 => "Menunggu pemohon",
        8 => "Penyerahan ke Admin PPE",
        9 => "Verifikasi Admin PPE",
        10 => "Reset/pencarian User ID",
        11 => "Pemberitahuan penolakan",
        12 => "Hasil ke helpdesk",
        13 => "Pengarsipan",
        14 => "Penyampaian hasil",
        _ => "",
    }
}

pub fn holder(holder: Holder) -> &'static str {
    match holder {
        Holder::FrontOffice => "Front Office",
        Holder::Helpdesk => "Helpdesk",
        Holder::AdminPpe => "Admin PPE",
    }
}

/// What was missing, by its stable name in the figures.
pub fn missing(name: &str) -> &'static str {
    match name {
        "letter_not_attached" => "surat permohonan belum dilampirkan",
        "letter_not_signed" => "surat permohonan belum ditandatangani",
        "letter_unreadable" => "surat permohonan tidak terbaca",
        "decree_not_attached" => "SK pengangkatan belum dilampirkan",
        "decree_not_signed" => "SK pengangkatan belum ditandatangani",
        "decree_unreadable" => "SK pengangkatan tidak terbaca",
        "one_account" => "lebih dari satu akun dalam satu permohonan",
        "link_only" => "lampiran berupa tautan",
        "file_unfit" => "berkas tidak dapat dibuka atau bukan jenis yang diterima",
        "mail_too_large" => "surel melebihi batas ukuran",
        "not_recorded" => "tidak tercatat pada log",
        _ => "lainnya, menurut helpdesk",
    }
}

pub fn failure(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Refused => "ditolak server atau tidak terkirim",
        FailureKind::Bounced => "kembali (bounce)",
        FailureKind::Unknown => "nasibnya tidak diketahui; password dihanguskan",
        FailureKind::ResetStopped => "penggantian password otomatis berhenti",
    }
}

/// A letter by the name of its template.
pub fn letter(template: &str) -> &str {
    match template {
        "receipt" => "tanda terima",
        "papers_received" => "tanda terima kelengkapan",
        "missing_papers" => "permintaan kelengkapan",
        "reminder" => "pengingat kelengkapan",
        "closed_no_followup" => "tidak ditindaklanjuti",
        "hand_over" => "penyerahan berkas",
        "rejection" => "penolakan",
        "credentials" => "password baru",
        "user_id_information" => "informasi User ID",
        "result_delivered" => "hasil telah disampaikan",
        "new_request" => "permohonan baru",
        "papers_added" => "berkas tambahan",
        "status_reply" => "jawaban status",
        "withdrawn" => "pencabutan",
        "out_of_scope" => "di luar layanan",
        "security_notice" | "reset_notice" => "pemberitahuan keamanan",
        "time_warning" => "peringatan mutu baku",
        "standard_breached" => "mutu baku terlampaui",
        "" => "penggantian password",
        other => other,
    }
}

/// `2.000`.
pub fn number(value: u32) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `95 %`, cut so that a single miss never reads 100 %; a dash of nothing.
pub fn percent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = u64::from(part) * 1000 / u64::from(whole);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} %"),
        (whole, tenth) => format!("{whole},{tenth} %"),
    }
}

/// Working minutes for a reader: `4,5 menit`, `3 jam 20 menit`.
pub fn minutes(value: Option<f64>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    let whole = value.floor().clamp(0.0, f64::from(u32::MAX)) as u32;
    if whole < 120 {
        let half = if value > f64::from(whole) { ",5" } else { "" };
        return format!("{whole}{half} menit");
    }
    match (whole / 60, whole % 60) {
        (hours, 0) => format!("{} jam", number(hours)),
        (hours, rest) => format!("{} jam {rest} menit", number(hours)),
    }
}

/// The same of whole minutes.
pub fn whole_minutes(value: Option<u32>) -> String {
    minutes(value.map(f64::from))
}

/// `09/11/2026 09.41`.
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%d/%m/%Y %H.%M").to_string()
}

/// WIB, WITA, WIT; elsewhere the offset.
pub fn zone_name(at: Timestamp, zone: &TimeZone) -> String {
    match zone.to_offset(at).seconds() {
        25_200 => "WIB".to_owned(),
        28_800 => "WITA".to_owned(),
        32_400 => "WIT".to_owned(),
        _ => zone.to_offset(at).to_string(),
    }
}
