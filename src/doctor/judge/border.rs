//! The servers themselves: where they see the end of a text, delivery reports, clocks.
use super::super::findings::Line;
use super::super::post::Given;
use super::super::probe::Kind;
use super::super::smuggle::Variant;
use super::{Fate, Known};
use crate::mail::authentication::survey;
use jiff::{SignedDuration, Timestamp};

/// A code of TOTP lives so long, in seconds.
const TOTP_STEP: i64 = 30;

/// No second mail may come of one text.
pub fn smuggling(known: &Known<'_>) -> Line {
    const WHAT: &str = "smuggling";
    let mend = "Postfix: smtpd_forbid_bare_newline = normalize; mesin dalam mynetworks baru terlindungi dengan smtpd_forbid_bare_newline_exclusions kosong";
    let shown = |variants: &[Variant]| {
        variants.iter().map(|variant| variant.shown()).collect::<Vec<_>>().join(", ")
    };
    let smuggled: Vec<Variant> =
        Variant::ALL.into_iter().filter(|v| is_smuggled(known, *v)).collect();
    if !smuggled.is_empty() {
        let mark = shown(&smuggled);
        let why = format!(
            "satu surat menjadi dua (SMTP smuggling) dengan akhir {mark}: isi surat orang luar dapat menyamar sebagai surat lain"
        );
        return Line::red(WHAT, mark, why, mend);
    }
    let unknown: Vec<(Variant, String)> = Variant::ALL
        .into_iter()
        .filter_map(|variant| match known.fate(Kind::Carrier(variant)) {
            Fate::Lost(how) => Some((variant, how)),
            Fate::Arrived(_) | Fate::Refused(_) => None,
        })
        .collect();
    let Some((_, how)) = unknown.first() else {
        return Line::green(WHAT, "tidak satu pun dari lima akhir surat palsu memecah surat");
    };
    let variants: Vec<Variant> = unknown.iter().map(|(variant, _)| *variant).collect();
    let mark = format!("unknown {}", shown(&variants));
    let why = format!("tidak diketahui untuk akhir {}: surat uji {how}", shown(&variants));
    Line::red(
        WHAT,
        mark,
        why,
        "perpanjang --wait, atau beri --mx HOST[:PORT] yang menerima surat uji",
    )
}

fn is_smuggled(known: &Known<'_>, variant: Variant) -> bool {
    known.found.probes.contains_key(&Kind::Smuggled(variant))
        || known.found.returned.contains_key(&Kind::Smuggled(variant))
        || known.sent(Kind::Carrier(variant)).is_some_and(|sent| sent.given == Given::Obeyed)
}

/// Without DSN a report about the password letter may bring the whole letter back.
pub fn dsn(has_dsn: Result<Option<bool>, String>) -> Option<Line> {
    const WHAT: &str = "dsn";
    match has_dsn {
        Ok(Some(true)) => {
            Some(Line::green(WHAT, "server pengirim mengenal DSN (RET=HDRS, NOTIFY, ENVID)"))
        }
        Ok(None) => None,
        Ok(Some(false)) => {
            let why = "server pengirim tidak mengenal DSN: surat kata sandi yang terpental dapat kembali dengan isinya, dan surat yang gagal sulit dikenali";
            let mend = "Postfix: hapus dsn dari smtpd_discard_ehlo_keywords; server lain: aktifkan DSN (RFC 3461)";
            Some(Line::yellow(WHAT, why, mend))
        }
        Err(text) => Some(Line::yellow(WHAT, format!("tidak diketahui: {text}"), "periksa smtp.*")),
    }
}

/// The border's clock and the mailbox's against ours.
pub fn clock(known: &Known<'_>) -> Option<Line> {
    const WHAT: &str = "clock";
    let seen = known.found.probes.get(&Kind::Plain)?;
    let sent = known.sent(Kind::Plain)?;
    let border = survey(&seen.raw).crossed_at.map(|at| off(at, sent.began, sent.ended));
    let mailbox = off(seen.received_at, sent.began, seen.seen_at);
    let worst = [border, Some(mailbox)].into_iter().flatten().max_by_key(|off| off.abs())?;
    let seconds = worst.as_secs();
    if seconds.abs() < TOTP_STEP {
        let why = format!("jam server surat dan jam mesin ini berselisih {} detik", seconds.abs());
        return Some(Line::green(WHAT, why));
    }
    let direction = if seconds > 0 { "mendahului" } else { "tertinggal dari" };
    let why = format!(
        "jam server surat {direction} jam mesin ini {} detik; kode TOTP dihitung dari waktu tiba surat dan hanya berlaku {TOTP_STEP} detik",
        seconds.abs()
    );
    Some(Line::yellow(
        WHAT,
        why,
        "samakan kedua jam: pasang NTP (chrony atau systemd-timesyncd) di keduanya",
    ))
}

/// How far a stamp lies outside the time in which it must have been made. Stamps tell whole seconds.
fn off(stamp: Timestamp, from: Timestamp, to: Timestamp) -> SignedDuration {
    let (early, late) = (stamp.duration_since(from), stamp.duration_since(to));
    let second = SignedDuration::from_secs(1);
    if early < -second {
        early + second
    } else if late > second {
        late - second
    } else {
        SignedDuration::ZERO
    }
}
