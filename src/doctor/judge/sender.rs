//! Whether a sender can be believed: the verdict on honest mail, who writes it, and two ways to forge it.
use super::super::findings::Line;
use super::super::probe::{Kind, Way};
use super::super::search::Seen;
use super::{Fate, Known};
use crate::mail::authentication::{Survey, judge, place_of, survey};
use crate::mail::{Doubt, ResultsPlace, TrustSettings, Verdict};

/// What an honest mail of our own domain is worth.
pub fn verdict(known: &Known<'_>) -> Option<Line> {
    const WHAT: &str = "verdict";
    let Fate::Arrived(seen) = known.fate(Kind::Plain) else {
        let why = "keaslian surat sendiri tidak diketahui: surat uji tidak tiba";
        return Some(Line::red(WHAT, "unknown", why, "perbaiki roundtrip dahulu"));
    };
    let judged = &seen.message.authentication;
    let reasons = judged.reasons.join(" ");
    let mend = "buat MX sendiri menulis Authentication-Results untuk surat internal (OpenDMARC, rspamd), atau tanda tangani surat keluar dengan DKIM dan isi trust.verify = \"self\"";
    let word = word(judged.verdict);
    let told = |how: &str| format!("surat internal yang jujur {how} ({word}): {reasons}");
    Some(match judged.verdict {
        Verdict::Pass => Line::green(WHAT, told("terbukti")),
        Verdict::Weak => {
            let mend = "tanda tangani surat keluar dengan DKIM yang mencakup From, To, Subject, Date, Message-ID (OpenDKIM: SignHeaders *,+message-id)";
            Line::red(WHAT, word, told("hanya lemah"), mend)
        }
        Verdict::Fail => Line::red(WHAT, word, told("dianggap palsu"), mend),
        Verdict::None => Line::red(WHAT, word, told("tidak terbukti"), mend),
        Verdict::Temperror => {
            let mend = "perbaiki DNS (trust.nameservers), lalu ulangi";
            Line::red(WHAT, word, told("tidak dapat diperiksa"), mend)
        }
    })
}

/// Which id our border writes, and where.
pub fn id(known: &Known<'_>) -> Option<Line> {
    const WHAT: &str = "authserv-id";
    let Fate::Arrived(seen) = known.fate(Kind::Plain) else { return None };
    let Survey { claims, crossed, .. } = survey(&seen.raw);
    let own = known.settings.trust.authserv_id.as_deref();
    let near = || claims.iter().filter(|claim| claim.above || claim.next_below);
    let needed = known.settings.header_counts;
    let wanted = known.settings.trust.results;
    if let Some((own, place)) = own.and_then(|own| Some((own, place_of(&seen.raw, own)?))) {
        let told = match place {
            ResultsPlace::Above => format!("MX menulis {own} di atas baris Received-nya"),
            ResultsPlace::Below => format!("MX menulis {own} tepat di bawah baris Received-nya"),
        };
        if place == wanted {
            return Some(Line::green(WHAT, told));
        }
        let mend = match place {
            ResultsPlace::Above => "trust.results = \"above\"",
            ResultsPlace::Below => {
                "trust.results = \"below\", setelah MX membuang hasil palsu atas namanya (lihat forged-results)"
            }
        };
        return needed.then(|| Line::yellow(WHAT, format!("{told}: di sana tidak dibaca"), mend));
    }
    let seen_id = near().find(|claim| !claim.id.is_empty()).map(|claim| claim.id.clone());
    Some(match (seen_id, own) {
        (Some(id), Some(own)) => Line::yellow(
            WHAT,
            format!("hasil teratas ditulis oleh {id}, bukan oleh {own}"),
            format!("bila {id} memang MX sendiri: trust.authserv_id = \"{id}\""),
        ),
        (Some(id), None) if needed => Line::yellow(
            WHAT,
            format!("belum diisi, padahal MX menulis hasil sebagai {id}"),
            format!("bila {id} memang MX sendiri: trust.authserv_id = \"{id}\""),
        ),
        (None, _) if needed && !crossed => Line::yellow(
            WHAT,
            "surat uji tidak melewati MX (tidak ada baris Received), jadi tidak ada yang dapat dipercaya",
            "kirim surat sendiri lewat MX juga, atau isi trust.verify = \"self\"",
        ),
        (None, _) if needed => Line::yellow(
            WHAT,
            "MX tidak menulis Authentication-Results untuk surat internal",
            "pasang OpenDMARC atau rspamd pada jalur itu, atau isi trust.verify = \"self\"",
        ),
        _ => return None,
    })
}

/// Judges the mail twice: as it is, and with `pass` turned into `fail` from byte `from` on.
fn is_swayed(raw: &[u8], trust: &TrustSettings, pass: &str, fail: &str, from: usize) -> bool {
    let rest = raw.get(from..).unwrap_or_default();
    let Some(at) = memchr::memmem::find(rest, pass.as_bytes()).map(|at| at + from) else {
        return false;
    };
    let (before, after) = raw.split_at(at);
    let after = after.get(pass.len()..).unwrap_or_default();
    let changed = [before, fail.as_bytes(), after].concat();
    judge(raw, trust).verdict != judge(&changed, trust).verdict
}

/// A header in our border's name that came with the mail.
pub fn forged(known: &Known<'_>) -> Line {
    const WHAT: &str = "forged-results";
    let id = known.settings.border_name();
    let mend = format!(
        "buat MX membuang Authentication-Results atas nama {id} dari surat yang masuk (Postfix: header_checks /^Authentication-Results:\\s*{}/ IGNORE; OpenDMARC dan rspamd dapat melakukannya)",
        id.replace('.', "\\.")
    );
    let mut kept = false;
    for way in [Way::Relay, Way::Border] {
        let kind = Kind::Forged(way);
        if way == Way::Border && known.sent(kind).is_none() {
            continue;
        }
        match known.fate(kind) {
            Fate::Refused(_) => {}
            Fate::Lost(how) => {
                let why = format!("tidak diketahui: surat uji dengan hasil palsu {how}");
                return Line::red(WHAT, "unknown", why, "perpanjang --wait, atau lihat log MX");
            }
            Fate::Arrived(seen) => {
                let survived = forgery_at(known, seen);
                if survived
                    .is_some_and(|at| known.settings.header_counts && is_believed(known, seen, at))
                {
                    let why = format!(
                        "Authentication-Results palsu atas nama {id} sampai dan dipercaya: siapa pun dapat menyamar"
                    );
                    return Line::red(WHAT, "believed", why, mend);
                }
                kept |= survived.is_some();
            }
        }
    }
    match kept {
        true => {
            Line::green(WHAT, format!("hasil palsu atas nama {id} sampai, tetapi tidak dipercaya"))
        }
        false => Line::green(WHAT, format!("hasil palsu atas nama {id} tidak sampai")),
    }
}

/// Where our forgery begins, if it survived in a field that anybody would read.
fn forgery_at(known: &Known<'_>, seen: &Seen) -> Option<usize> {
    let reason = format!("reason=\"{}\"", known.names.run);
    let survived = survey(&seen.raw).claims.iter().any(|claim| claim.value.contains(&reason));
    let at = memchr::memmem::find(&seen.raw, reason.as_bytes()).filter(|_| survived)?;
    memchr::memmem::rfind(seen.raw.get(..at)?, b"dmarc=pass")
}

/// Below the border's line a forgery that survives takes the place of the real results as soon as the
/// filter that writes them is silent.
fn is_believed(known: &Known<'_>, seen: &Seen, at: usize) -> bool {
    let below = known.settings.trust.results == ResultsPlace::Below;
    if below && known.settings.trust.authserv_id.is_some() {
        return true;
    }
    is_swayed(&seen.raw, &known.settings.trust, "dmarc=pass", "dmarc=fail", at)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Weak => "weak",
        Verdict::Fail => "fail",
        Verdict::None => "none",
        Verdict::Temperror => "temperror",
    }
}

/// Whether somebody of the domain can write in the name of another.
pub fn login(known: &Known<'_>) -> Line {
    const WHAT: &str = "login";
    let colleague = &known.settings.colleague;
    let by = match &known.settings.login {
        Some(user) => format!("yang masuk sebagai {user}"),
        None => "tanpa masuk, dari mesin ini".into(),
    };
    let mend = "Postfix: smtpd_sender_login_maps dan reject_authenticated_sender_login_mismatch (tanpa masuk juga: reject_sender_login_mismatch) dalam smtpd_sender_restrictions";
    let borrowed = format!("pengirim {by} dapat menulis atas nama {colleague}");
    match known.fate(Kind::Colleague) {
        Fate::Arrived(seen) => match taken(seen, colleague) {
            Taken::Believed => {
                let why = format!("{borrowed}, dan Loket menganggapnya asli (pass)");
                return Line::red(WHAT, "envelope", why, mend);
            }
            Taken::Doubted(word) => {
                let why = format!("{borrowed}; Loket tidak menganggapnya terbukti ({word})");
                return Line::yellow(WHAT, why, mend);
            }
            Taken::SeenThrough => {}
        },
        Fate::Lost(how) => {
            let why = format!("tidak diketahui: surat uji atas nama {colleague} {how}");
            return Line::red(WHAT, "unknown", why, mend);
        }
        Fate::Refused(_) => {}
    }
    if let Fate::Arrived(seen) = known.fate(Kind::Writer)
        && matches!(taken(seen, colleague), Taken::Believed)
    {
        let why = format!(
            "amplop dijaga, tetapi pengirim {by} masih dapat menulis From: {colleague} dan dianggap asli; hanya kode balasan (dan TOTP) yang menjaga SETUJU"
        );
        let mend = "Postfix: smtpd_sasl_authenticated_header = yes, agar Loket melihat nama masuk dan membandingkannya dengan From";
        return Line::yellow(WHAT, why, mend);
    }
    Line::green(
        WHAT,
        format!("nama {colleague} tidak dapat dipinjam: ditolak server atau dikenali Loket"),
    )
}

/// What Loket made of a mail in a borrowed name.
enum Taken {
    Believed,
    /// Not proved, for another reason than that the name is borrowed; the verdict's word.
    Doubted(&'static str),
    /// Another login is named in it (`security.md` A1-07).
    SeenThrough,
}

fn taken(seen: &Seen, colleague: &str) -> Taken {
    let judged = &seen.message.authentication;
    let named = judged.identity.as_deref().is_some_and(|i| i.eq_ignore_ascii_case(colleague));
    match judged.verdict {
        Verdict::Pass if named => Taken::Believed,
        _ if judged.doubt == Some(Doubt::LoginMismatch) => Taken::SeenThrough,
        verdict => Taken::Doubted(word(verdict)),
    }
}
