//! The timeline of a case out of its log rows: when, who, which SOP step, what. Pure; short phrases
//! for lists, no letters. Knows no SQL.
use crate::calendar::Calendar;
use crate::workflow::case::Case;
use crate::workflow::command::Verdict;
use crate::workflow::effect::Wake;
use crate::workflow::event::{Correction, Event, Limit, Logged, Order};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of a timeline (`contract.md`, `case show`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub time: Timestamp,
    pub actor: String,
    /// SOP step, 1 to 14, where the event belongs to one.
    pub step: Option<u8>,
    pub what: String,
    pub state: String,
}

#[derive(Deserialize)]
struct Body {
    actor: String,
    event: Event,
}

/// The timeline, oldest first. A row that cannot be read is shown as such, never left out.
pub fn entries<'a>(rows: impl IntoIterator<Item = &'a Logged>) -> Vec<Entry> {
    rows.into_iter().map(entry).collect()
}

/// The same with the deadlines of the case, each with the rules that made it.
pub fn with_deadlines(events: Vec<Entry>, case: &Case, calendar: &Calendar) -> Vec<Entry> {
    super::deadlines::woven(events, case, calendar)
}

fn entry(row: &Logged) -> Entry {
    let state = row.state_after.clone();
    match serde_json::from_str::<Body>(&row.body) {
        Ok(body) => {
            let (step, what) = describe(&body.event, &row.state_before, &row.state_after);
            Entry { time: row.at, actor: body.actor, step, what, state }
        }
        Err(error) => Entry {
            time: row.at,
            actor: "?".into(),
            step: None,
            what: format!("baris log tidak terbaca: {error}"),
            state,
        },
    }
}

fn describe(event: &Event, before: &str, after: &str) -> (Option<u8>, String) {
    match event {
        Event::RequestArrived(request) => {
            (Some(1), format!("permohonan masuk melalui surel, {} berkas", request.papers.len()))
        }
        Event::GuestLogged(guest) => {
            (Some(3), format!("buku tamu diisi, nomor antrian {}", guest.number))
        }
        Event::MailAdded(added) if added.papers.is_empty() => {
            (None, "surel pemohon dicatat".to_owned())
        }
        Event::MailAdded(added) => {
            (Some(7), format!("berkas tambahan diterima, {} berkas", added.papers.len()))
        }
        Event::ApplicantCommand { command, .. } => match command.verdict {
            Verdict::Close => (None, "pemohon meminta pembatalan".to_owned()),
            _ => (None, "pemohon menanyakan status".to_owned()),
        },
        Event::StaffCommand(order) => staff(order, before, after),
        Event::PaperRead { reading, .. } => {
            let kinds: Vec<&str> = reading.each().map(|r| kind(r.kind)).collect();
            (Some(5), format!("berkas dibaca: {}{}", kinds.join(", "), moved(before, after)))
        }
        Event::LetterSent { to, template, .. } => match template.as_str() {
            "hand_over" => (Some(8), format!("berkas diserahkan, surat diterima server {to}")),
            "missing_papers" => (Some(6), format!("permintaan kelengkapan terkirim ke {to}")),
            "rejection" => (Some(11), format!("penolakan terkirim ke {to}")),
            _ => (Some(14), format!("hasil disampaikan ke {to}")),
        },
        Event::LetterFailed { to, text, template, .. } => {
            (None, format!("surat {template} kepada {to} tidak terkirim: {text}"))
        }
        Event::LetterUnknown { to, .. } => {
            (Some(14), format!("nasib surat hasil kepada {to} tidak diketahui; password hangus"))
        }
        Event::Bounced { to, status, template, .. } => {
            (None, format!("surat {template} kepada {to} kembali ({status})"))
        }
        Event::AccountReset { to, .. } => {
            (Some(14), format!("password diganti oleh sistem akun dan disampaikan ke {to}"))
        }
        Event::ResetAgain { to, .. } => (
            Some(14),
            format!("nasib surat hasil kepada {to} tidak diketahui; password hangus, diganti lagi"),
        ),
        Event::ResetFailed { text, .. } => {
            (Some(10), format!("penggantian password otomatis berhenti: {text}"))
        }
        Event::ResetVoided { .. } => {
            (None, "password pada surat yang kembali sudah dihanguskan".to_owned())
        }
        Event::Woke { wake } => woke(*wake, before, after),
        Event::LinkMisused { owner, by, .. } => {
            (None, format!("tautan balasan milik {owner} dipakai {by}; tautan dicabut"))
        }
        Event::Disowned { by, .. } => {
            (None, format!("{} menyatakan BUKAN SAYA; permohonan dibekukan", by.shown()))
        }
        Event::Deputised { delegation } => {
            (None, format!("{} mendelegasikan kepada {}", delegation.from.name, delegation.to.name))
        }
        Event::CalendarCorrected { corrections, .. } => (None, corrected(corrections)),
        Event::Limited { limit, template } => match limit {
            Limit::Muted => (None, format!("surat {template} terlalu sering; sisanya dibisukan")),
            Limit::Waiting => (None, "surat kepada pemohon menunggu giliran".to_owned()),
        },
        Event::Archived { .. } => (Some(13), "berkas diarsipkan".to_owned()),
        Event::Operator { what } => (None, format!("operator: {what}")),
    }
}

/// What a corrected calendar changed; what was explained for nothing is not lost.
fn corrected(corrections: &[Correction]) -> String {
    let mut words = vec!["kalender dikoreksi".to_owned()];
    let moved = |c: &&Correction| {
        use Correction as C;
        matches!(c, C::OpenDue { .. } | C::AnswerDue { .. } | C::Due { .. })
    };
    match corrections.iter().filter(moved).count() {
        0 => {}
        count => words.push(format!("{count} tenggat dihitung ulang")),
    }
    for correction in corrections {
        match correction {
            Correction::Unmade { deviation } => {
                let said = deviation.explanation.as_ref();
                let said = said.map(|said| format!(" (penjelasan: {said})")).unwrap_or_default();
                words.push(format!("penyimpangan langkah {} dibatalkan{said}", deviation.step));
            }
            Correction::Made { deviation } => {
                words.push(format!("penyimpangan langkah {} ternyata ada", deviation.step));
            }
            Correction::Minutes { step, to: Some(to), .. } => {
                words.push(format!("penyimpangan langkah {step} menjadi {to} menit"));
            }
            _ => {}
        }
    }
    words.join("; ")
}

/// Where an event brought the case, for events that do not always move it.
fn moved(before: &str, after: &str) -> &'static str {
    match after {
        _ if before == after => "",
        "verifying" => "; lengkap, diserahkan ke Admin PPE",
        "waiting_applicant" => "; belum lengkap, pemohon diminta melengkapi",
        "checking" => "; helpdesk diminta memeriksa",
        _ => "",
    }
}

fn kind(kind: crate::document::PaperKind) -> &'static str {
    use crate::document::PaperKind as K;
    match kind {
        K::RequestLetter => "surat permohonan",
        K::AppointmentDecree => "SK pengangkatan",
        K::AssignmentLetter => "surat tugas",
        K::Form => "formulir",
        K::InternalMemo => "nota dinas",
        K::Other => "berkas lain",
        K::Unreadable => "tidak terbaca",
    }
}

fn staff(order: &Order, before: &str, after: &str) -> (Option<u8>, String) {
    let same = before == after;
    let reason = order.command.reason.as_deref().unwrap_or("");
    // What was typed beside the word is the record of a call or a wait: it is read here.
    let noted = |what: &str| match order.command.note.as_deref().filter(|n| !n.is_empty()) {
        Some(note) => format!("{what}: {note}"),
        None => what.to_owned(),
    };
    match order.command.verdict {
        Verdict::Approve if !same => (Some(9), "berkas dinyatakan valid (SETUJU)".into()),
        Verdict::Reject if !same => (Some(11), format!("permohonan ditolak: {reason}")),
        Verdict::Result if !same => (Some(10), "hasil diserahkan (HASIL)".into()),
        Verdict::ConfirmByPhone => (Some(9), noted("konfirmasi kepada pemohon")),
        Verdict::Hold => (Some(9), noted("ditunda dengan catatan")),
        Verdict::Complete if !same => (Some(8), "berkas lengkap, diserahkan ke Admin PPE".into()),
        Verdict::Incomplete if !same => {
            (Some(6), "berkas kurang, pemohon diminta melengkapi".into())
        }
        Verdict::Open => (Some(4), "surel dibuka helpdesk".into()),
        Verdict::Close if !same => (Some(7), format!("ditutup helpdesk: {reason}")),
        Verdict::Reopen if !same => (None, "dibuka kembali".into()),
        Verdict::CallNext if !same => (Some(4), "pengunjung dipanggil".into()),
        Verdict::NoShow if !same => (None, "pengunjung tidak hadir".into()),
        Verdict::DeliverInPerson if !same => (Some(14), "hasil disampaikan langsung".into()),
        Verdict::Resend if !same => (Some(14), "dikirim ulang".into()),
        Verdict::Take => (None, "permohonan diambil".into()),
        Verdict::ExplainDeviation => (None, format!("penjelasan penyimpangan: {reason}")),
        Verdict::Status => (None, "petugas menanyakan status".into()),
        Verdict::Note | Verdict::None => (None, noted("catatan petugas")),
        _ => (None, "perintah belum dijalankan, ditanyakan kembali".into()),
    }
}

fn woke(wake: Wake, before: &str, after: &str) -> (Option<u8>, String) {
    match wake {
        Wake::Remind { .. } => (Some(7), "pengingat kelengkapan".into()),
        Wake::Expire { .. } if before != after => {
            (Some(7), "tidak dilengkapi, permohonan tidak ditindaklanjuti".into())
        }
        Wake::Expire { .. } => (None, "batas kelengkapan sudah tidak berlaku".into()),
        Wake::Warn { step, .. } => {
            (Some(step), "waktu standar hampir habis, pelaksana diingatkan".into())
        }
        Wake::Escalate { step, times, .. } => {
            (Some(step), format!("masih terlambat, eskalasi ke-{times} diperiksa"))
        }
        Wake::Breach { step, .. } => (Some(step), "waktu standar diperiksa".into()),
        Wake::OpenSoon => {
            (Some(4), "surel belum dibuka menjelang tutup, helpdesk diingatkan".into())
        }
        Wake::OpenDue => (Some(4), "batas pembukaan surel diperiksa".into()),
        Wake::ReadingLate { .. } => (Some(5), "batas pembacaan berkas diperiksa".into()),
    }
}
