//! From what was sent and found to lines with a colour. Pure. Whatever is not known is red: only what
//! was seen to hold is green.
mod border;
mod sender;

use super::findings::{Colour, Line, Mode, Report};
use super::post::{Given, Sent};
use super::probe::{Kind, Names};
use super::search::{Found, Seen};
use super::{DoctorSettings, probe};
use crate::mail::{Verdict, reply_token};

/// All that is known of a run.
pub struct Known<'a> {
    pub settings: &'a DoctorSettings,
    pub names: &'a Names,
    pub sent: &'a [Sent],
    pub found: Found,
    /// Letters really leave by SMTP.
    pub real: bool,
}

/// Where a probe ended.
enum Fate<'a> {
    Arrived(&'a Seen),
    Refused(&'a str),
    /// Accepted, and nowhere; or its hand-over failed. In words.
    Lost(String),
}

impl Known<'_> {
    fn sent(&self, kind: Kind) -> Option<&Sent> {
        self.sent.iter().find(|sent| sent.kind == kind)
    }

    fn fate(&self, kind: Kind) -> Fate<'_> {
        if let Some(seen) = self.found.probes.get(&kind) {
            return Fate::Arrived(seen);
        }
        if let Some(status) = self.found.returned.get(&kind) {
            return Fate::Lost(format!("diterima lalu dikembalikan ({status})"));
        }
        match self.sent(kind).map(|sent| &sent.given) {
            Some(Given::Refused(text)) => Fate::Refused(text),
            Some(Given::Failed(text)) => Fate::Lost(format!("tidak dapat dikirim ({text})")),
            Some(Given::Accepted | Given::Obeyed) => Fate::Lost(format!(
                "diterima server tetapi tidak tiba di kotak surat dalam {} detik",
                self.settings.wait.as_secs()
            )),
            None => Fate::Lost("tidak diuji karena surat uji biasa tidak sampai".into()),
        }
    }
}

/// The whole report. `has_dsn` is what the relay offered.
pub fn report(known: &Known<'_>, has_dsn: Result<Option<bool>, String>) -> Report {
    let mut lines = vec![roundtrip(known), plus(known)];
    lines.extend(sender::verdict(known));
    lines.extend(sender::id(known));
    lines.push(sender::forged(known));
    lines.push(sender::login(known));
    lines.push(border::smuggling(known));
    lines.extend(border::dsn(has_dsn));
    lines.extend(border::clock(known));
    if known.found.left_behind {
        let why = "ada surat uji yang tidak dapat dihapus dari kotak surat";
        let mend = format!("hapus surat berjudul \"Uji mandiri Loket\" ({})", known.names.run);
        lines.push(Line::yellow("leftover", why, mend));
    }
    let mode = mode(known, &lines);
    Report { lines, mode }
}

fn roundtrip(known: &Known<'_>) -> Line {
    const WHAT: &str = "roundtrip";
    if !known.real {
        let why = "smtp.kind = \"maildir\": tidak ada surat yang benar-benar pergi";
        return Line::red(WHAT, "maildir", why, "isi smtp.* dengan server pengirim");
    }
    let own = &known.settings.own_address;
    match known.fate(Kind::Plain) {
        Fate::Arrived(_) => Line::green(WHAT, format!("surat uji ke {own} tiba")),
        Fate::Refused(text) => {
            let why = format!("server menolak surat uji ke {own}: {text}");
            Line::red(WHAT, "refused", why, "periksa smtp.* dan office.address")
        }
        Fate::Lost(how) => {
            let trouble = known.found.trouble.iter();
            let trouble: String = trouble.map(|text| format!(" ({text})")).collect();
            let why = format!("surat uji ke {own} {how}{trouble}");
            let mend = "arahkan alamat office.address ke [[mailbox]] (lihat juga folder spam dan log server), atau perpanjang --wait";
            Line::red(WHAT, "lost", why, mend)
        }
    }
}

/// Replies come back to our address with a token in it.
fn plus(known: &Known<'_>) -> Line {
    const WHAT: &str = "plus";
    let settings = known.settings;
    let address = probe::plus_address(settings, "kode");
    let mend = format!(
        "Postfix: recipient_delimiter = {} (server lain: sub-addressing), atau ubah trust.reply_delimiter",
        settings.delimiter
    );
    match known.fate(Kind::Plus) {
        Fate::Arrived(seen) => {
            let addresses = seen.message.delivered_to.iter();
            let token = addresses
                .filter_map(|a| reply_token(a, &settings.own_address, settings.delimiter))
                .find(|token| token.eq_ignore_ascii_case(&known.names.token));
            match token {
                Some(_) => Line::green(WHAT, format!("{address} tiba dengan kode utuh")),
                None => {
                    let why =
                        format!("surat ke {address} tiba, tetapi kodenya hilang atau terpotong");
                    Line::red(WHAT, "cut", why, mend)
                }
            }
        }
        Fate::Refused(text) => {
            let why =
                format!("balasan ke {address} ditolak, jadi SETUJU tidak pernah sampai: {text}");
            Line::red(WHAT, "refused", why, mend)
        }
        Fate::Lost(how) => Line::red(WHAT, "lost", format!("surat ke {address} {how}"), mend),
    }
}

fn mode(known: &Known<'_>, lines: &[Line]) -> Mode {
    let red = |what: &str| lines.iter().any(|line| line.what == what && line.colour == Colour::Red);
    let verdict = known.found.probes.get(&Kind::Plain).map(|s| s.message.authentication.verdict);
    match verdict {
        _ if red("roundtrip") || red("plus") => Mode::Nothing,
        Some(Verdict::Pass) if red("forged-results") || red("smuggling") => Mode::StrictOnly,
        Some(Verdict::Pass) => Mode::Standard,
        Some(Verdict::Weak) => Mode::StrictOnly,
        _ => Mode::Nothing,
    }
}

#[cfg(test)]
mod tests;
