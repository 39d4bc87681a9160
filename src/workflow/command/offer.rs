//! The words that would work now, for letters that ask back. Knows states and roles, no wording beyond
//! the commands themselves.
use crate::workflow::actor::Role;
use crate::workflow::case::State;

/// The exact words a person of `role` may type while the case is in `state`, the most likely first.
pub fn words_for(role: Role, state: State) -> Vec<String> {
    let words: &[&str] = match role {
        Role::AdminPpe => admin_ppe(state),
        Role::Helpdesk => helpdesk(state),
        Role::FrontOffice => front_office(state),
        Role::Supervisor => &["STATUS", "PENJELASAN <uraian>", "CATAT <teks>"],
        Role::Applicant => applicant(state),
    };
    words.iter().map(|w| (*w).to_string()).collect()
}

fn admin_ppe(state: State) -> &'static [&'static str] {
    match state {
        State::Verifying => {
            &["SETUJU", "TOLAK <alasan>", "KONFIRMASI <catatan>", "TUNDA <catatan>"]
        }
        State::Confirming => &["SETUJU", "TOLAK <alasan>", "TUNDA <catatan>"],
        State::Executing => &["HASIL", "USER ID: …", "PASSWORD: …"],
        _ => &["STATUS", "CATAT <teks>"],
    }
}

fn helpdesk(state: State) -> &'static [&'static str] {
    match state {
        State::Received => &["BUKA", "LENGKAP", "KURANG <daftar>", "TUTUP <alasan>"],
        State::Checking => &["LENGKAP", "KURANG <daftar>", "TUTUP <alasan>"],
        State::WaitingApplicant => &["LENGKAP", "KURANG <daftar>", "TUTUP <alasan>", "STATUS"],
        State::GuestLogged | State::Queued => {
            &["PANGGIL", "PANGGIL <nomor antrian>", "TIDAK HADIR <nomor antrian>"]
        }
        State::DeliveryFailed => &["KIRIM ULANG", "DISAMPAIKAN LANGSUNG <nama penerima>"],
        State::ClosedNoFollowup | State::Withdrawn => &["BUKA KEMBALI", "STATUS"],
        State::Verifying | State::Confirming | State::Executing | State::Delivering => {
            &["STATUS", "CATAT <teks>"]
        }
        State::Delivered | State::Rejected | State::OutOfScope => &["STATUS", "CATAT <teks>"],
    }
}

fn front_office(state: State) -> &'static [&'static str] {
    match state {
        State::GuestLogged | State::Queued => {
            &["PANGGIL", "TIDAK HADIR <nomor antrian>", "BUKU TAMU"]
        }
        State::DeliveryFailed => &["DISAMPAIKAN LANGSUNG <nama penerima>", "STATUS"],
        _ => &["BUKU TAMU", "STATUS"],
    }
}

fn applicant(state: State) -> &'static [&'static str] {
    if state.is_closed() { &["STATUS"] } else { &["STATUS", "BATAL"] }
}
