//! What our own border says about the sender: `Authentication-Results` (RFC 8601), read strictly.
//! Knows nothing of DNS. Any doubt gives a weaker verdict, never a stronger one.
mod grammar;
mod hop;
mod own;
mod survey;
mod trusted;

pub use hop::{Border, border};
pub use own::{Checked, OwnCheck, SignatureCheck, both, judge_own};
pub use survey::{Claim, Survey, survey};
pub use trusted::place_of;

use super::address;
pub use super::address::domain_of;
use super::header::{Block, Field};
use super::{Authentication, Doubt, TrustSettings, Verdict};
use grammar::Outcome;
use hop::Login;
use jiff::Timestamp;
use trusted::Refused;

/// Judges a mail whose bytes begin with its header block.
pub fn judge(raw: &[u8], trust: &TrustSettings) -> Authentication {
    judge_block(&Block::scan(raw), trust)
}

pub(crate) fn judge_block(block: &Block<'_>, trust: &TrustSettings) -> Authentication {
    let mut reasons = Vec::new();
    let identity = match address::identity_of(block) {
        Ok(address) => Some(address),
        Err(reason) => {
            reasons.push(reason.to_string());
            None
        }
    };
    let mut judged = Authentication { identity, reasons, ..Authentication::default() };
    judged.border_at = hop::taken_at(block);
    judged.signed_at = signed_at(block, judged.identity.as_deref());
    if !hop::is_delivered(block, trust) {
        judged.doubt = Some(Doubt::NotDelivered);
        // Where nothing is checked, this is no news; a check of our own says it by itself.
        if trust.authserv_id.is_some() {
            judged.reasons.push(Doubt::NotDelivered.sentence().into());
        }
    }
    judged.verdict = verdict(block, trust, &mut judged);
    judged
}

fn verdict(block: &Block<'_>, trust: &TrustSettings, judged: &mut Authentication) -> Verdict {
    let Authentication { identity, reasons, doubt, .. } = judged;
    let identity = identity.as_deref();
    if let Some(identity) = identity
        && let Some(login) =
            hop::logins(block).into_iter().find(|l| hop::compare(l, identity) == Login::Other)
    {
        other_login(&login, identity, reasons, doubt);
    }
    let Some(own) = trust.authserv_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        reasons.push(
            "trust.authserv_id belum diatur; hasil pemeriksaan pengirim tidak dapat dipercaya."
                .into(),
        );
        return Verdict::None;
    };
    let Some((identity, domain)) = identity.and_then(|i| Some((i, address::domain_of(i)?))) else {
        return Verdict::None;
    };
    let in_line = doubt.is_none() && hop::author_logged_in(block, trust, identity);
    let results = match trusted::results(block, own, trust) {
        Ok(results) => results,
        // A server that checks nothing of its own users' mail still says who they are.
        Err(Refused::Absent(_)) if in_line => Vec::new(),
        Err(Refused::Absent(sentence) | Refused::Untrusted(sentence)) => {
            reasons.push(sentence);
            return Verdict::None;
        }
    };
    let stated = login(&results, identity, reasons, doubt);
    let login = if in_line && stated.is_none() { Some(Login::Same) } else { stated };
    let verdict = decide(&results, domain, login, reasons);
    if doubt.is_some() && matches!(verdict, Verdict::Pass | Verdict::Weak) {
        return Verdict::None;
    }
    // The very mailbox logged in: no signature is needed (A1-15).
    if login == Some(Login::Same) {
        return verdict;
    }
    if verdict == Verdict::Pass && signed_in_part(block, domain) {
        reasons
            .push("Tanda tangan DKIM memakai l=: isi sesudahnya dapat ditambah orang lain.".into());
        return Verdict::Weak;
    }
    verdict
}

/// One tag of a `DKIM-Signature` (RFC 6376 §3.2).
fn tag(field: &Field<'_>, name: &str) -> Option<String> {
    let value = field.plain();
    value.split(';').find_map(|tag| {
        let (key, value) = tag.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The author's only signatures sign a beginning of the body (`security.md` A1-08): a border that
/// passes them does not say so, but the mail shows it.
fn signed_in_part(block: &Block<'_>, domain: &str) -> bool {
    let mut ours = block
        .all("dkim-signature")
        .filter(|f| tag(f, "d").is_some_and(|d| aligned(&d, domain) || aligned(domain, &d)))
        .peekable();
    ours.peek().is_some() && ours.all(|f| tag(f, "l").is_some())
}

/// `auth=pass`: who logged in to hand the mail in. Our MX stated another mailbox than the author's:
/// a colleague writes in his name (`security.md` A1-07).
fn login(
    outcomes: &[Outcome],
    identity: &str,
    reasons: &mut Vec<String>,
    doubt: &mut Option<Doubt>,
) -> Option<Login> {
    let passed = outcomes.iter().filter(|o| o.method == "auth" && o.result == "pass");
    let stated = passed.filter_map(|o| o.value("smtp.auth").or_else(|| o.value("smtp.mailfrom")));
    let mut best = None;
    for login in stated {
        match hop::compare(login, identity) {
            Login::Other => {
                other_login(login, identity, reasons, doubt);
                return Some(Login::Other);
            }
            Login::Same => best = Some(Login::Same),
            Login::Alike => best = best.or(Some(Login::Alike)),
        }
    }
    best
}

fn other_login(login: &str, identity: &str, reasons: &mut Vec<String>, doubt: &mut Option<Doubt>) {
    // What stands in the mail is shown in letters: only what looks like a login.
    let login: String = login.chars().filter(|c| c.is_ascii_graphic()).take(100).collect();
    reasons.push(format!("Dikirim dengan login {login}, bukan {identity}."));
    *doubt = Some(Doubt::LoginMismatch);
}

/// When the author's domain signed the mail (`t=`): the newest of its signatures. A claim until DKIM is
/// checked; it is only ever used against the mail.
fn signed_at(block: &Block<'_>, identity: Option<&str>) -> Option<Timestamp> {
    let domain = identity.and_then(address::domain_of)?;
    let ours = block
        .all("dkim-signature")
        .filter(|f| tag(f, "d").is_some_and(|d| aligned(&d, domain) || aligned(domain, &d)));
    let seconds = ours.filter_map(|f| tag(f, "t")?.parse::<i64>().ok());
    seconds.filter_map(|s| Timestamp::from_second(s).ok()).max()
}

fn decide(
    outcomes: &[Outcome],
    domain: &str,
    login: Option<Login>,
    reasons: &mut Vec<String>,
) -> Verdict {
    let of = |method: &'static str| outcomes.iter().filter(move |o| o.method == method);
    if of("dmarc").any(|o| o.result == "fail") {
        reasons.push("dmarc=fail menurut server surat kami.".into());
        return Verdict::Fail;
    }
    if login == Some(Login::Same) {
        reasons.push("Dikirim dengan login pengirim itu sendiri di server surat kami.".into());
        return Verdict::Pass;
    }
    let dmarc = of("dmarc").any(|o| {
        o.result == "pass" && o.value("header.from").is_some_and(|d| d.eq_ignore_ascii_case(domain))
    });
    if dmarc {
        reasons.push(format!("dmarc=pass untuk {domain}."));
        return Verdict::Pass;
    }
    if of("dmarc").any(|o| o.result == "pass") {
        reasons.push("dmarc=pass, tetapi bukan untuk domain pengirim.".into());
        return Verdict::None;
    }
    if of("dkim").any(|o| o.result == "pass" && o.signer().is_some_and(|d| aligned(&d, domain))) {
        reasons.push(format!("dkim=pass oleh domain {domain}."));
        return Verdict::Pass;
    }
    if outcomes
        .iter()
        .any(|o| matches!(o.method.as_str(), "dmarc" | "dkim") && o.result == "temperror")
    {
        reasons.push("Pemeriksaan pengirim gagal sementara (temperror); perlu dicoba lagi.".into());
        return Verdict::Temperror;
    }
    let spf = of("spf").any(|o| {
        let mail_from = o.value("smtp.mailfrom").or_else(|| o.value("smtp.mail"));
        let sender = mail_from.map(|m| address::domain_of(m).unwrap_or(m));
        o.result == "pass" && sender.is_some_and(|d| aligned(d, domain))
    });
    if spf {
        reasons.push(format!("Hanya spf=pass untuk {domain}; tanpa DKIM."));
        return Verdict::Weak;
    }
    if of("spf").any(|o| o.result == "temperror") {
        reasons.push("Pemeriksaan SPF gagal sementara (temperror); perlu dicoba lagi.".into());
        return Verdict::Temperror;
    }
    reasons.push("Tidak ada hasil pemeriksaan yang membuktikan domain pengirim.".into());
    Verdict::None
}

/// The signing domain is the sender's or a parent of it with at least two labels.
fn aligned(signer: &str, domain: &str) -> bool {
    let signer = signer.to_ascii_lowercase();
    let domain = domain.to_ascii_lowercase();
    signer == domain
        || signer.contains('.')
            && domain.strip_suffix(&signer).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests;
