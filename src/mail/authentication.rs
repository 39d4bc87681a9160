//! What our own border says about the sender: `Authentication-Results` (RFC 8601), read strictly.
//! Knows nothing of DNS. Any doubt gives a weaker verdict, never a stronger one.
mod grammar;
mod own;
mod survey;

pub use own::{Border, Checked, OwnCheck, SignatureCheck, border, both, judge_own};
pub use survey::{Claim, Survey, survey};

use super::address;
pub use super::address::domain_of;
use super::header::{Block, Field};
use super::{Authentication, TrustSettings, Verdict};
use grammar::{Outcome, Results};

/// Most own headers that are read.
const HEADER_LIMIT: usize = 10;

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
    let verdict = verdict(block, trust, identity.as_deref(), &mut reasons);
    Authentication { identity, verdict, reasons }
}

fn verdict(
    block: &Block<'_>,
    trust: &TrustSettings,
    identity: Option<&str>,
    reasons: &mut Vec<String>,
) -> Verdict {
    let Some(own) = trust.authserv_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        reasons.push(
            "trust.authserv_id belum diatur; hasil pemeriksaan pengirim tidak dapat dipercaya."
                .into(),
        );
        return Verdict::None;
    };
    let Some(domain) = identity.and_then(address::domain_of) else { return Verdict::None };
    let results = match trusted_results(block, own) {
        Ok(results) => results,
        Err(sentence) => {
            reasons.push(sentence);
            return Verdict::None;
        }
    };
    let verdict = decide(&results, domain, reasons);
    if verdict == Verdict::Pass && signed_in_part(block, domain) {
        reasons
            .push("Tanda tangan DKIM memakai l=: isi sesudahnya dapat ditambah orang lain.".into());
        return Verdict::Weak;
    }
    verdict
}

/// The author's only signatures sign a beginning of the body (`security.md` A1-08): a border that
/// passes them does not say so, but the mail shows it.
fn signed_in_part(block: &Block<'_>, domain: &str) -> bool {
    let tag = |field: &Field<'_>, name: &str| {
        let value = field.plain();
        value.split(';').find_map(|tag| {
            let (key, value) = tag.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let mut ours = block
        .all("dkim-signature")
        .filter(|f| tag(f, "d").is_some_and(|d| aligned(&d, domain) || aligned(domain, &d)))
        .peekable();
    ours.peek().is_some() && ours.all(|f| tag(f, "l").is_some())
}

/// The outcomes of our own headers above the border's `Received` line. Everything below that line
/// came with the mail and may be forged, also under our name (security.md A1, 02).
fn trusted_results(block: &Block<'_>, own: &str) -> Result<Vec<Outcome>, String> {
    let border = block.fields.iter().position(is_border);
    let Some(border) = border else {
        return Err("Surat tidak melewati server surat kami (tidak ada baris Received).".into());
    };
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut seen = 0;
    for field in block.fields.iter().take(border) {
        if !field.is("authentication-results") {
            // The block of our own headers must be contiguous.
            if seen > 0 && is_trace(field) {
                break;
            }
            continue;
        }
        let name = grammar::authserv_id(field.value);
        if !name.is_some_and(|id| id.eq_ignore_ascii_case(own)) {
            if seen > 0 { break } else { continue }
        }
        seen += 1;
        if seen > HEADER_LIMIT || field.blank_before_colon {
            return Err("Kepala Authentication-Results kami tidak wajar; tidak dipercaya.".into());
        }
        let Results { outcomes: found } = grammar::parse(field.value).map_err(|why| {
            format!("Kepala Authentication-Results rusak ({why}); tidak dipercaya.")
        })?;
        outcomes.extend(found);
    }
    if seen == 0 {
        return Err("Tidak ada Authentication-Results dari server surat kami.".into());
    }
    if grammar::contradicts(&outcomes) {
        return Err("Hasil pemeriksaan saling bertentangan; tidak dipercaya.".into());
    }
    Ok(outcomes)
}

fn is_trace(field: &Field<'_>) -> bool {
    field.is("received") || field.is("return-path")
}

/// A `Received` line that is not an inner hop. Only local delivery speaks LMTP, and nobody outside can
/// put a line above our border's.
fn is_border(field: &Field<'_>) -> bool {
    if !field.is("received") {
        return false;
    }
    let text = field.plain().to_ascii_lowercase();
    let mut words = text.split([' ', ';']);
    let with = words.by_ref().find(|w| *w == "with").and_then(|_| words.next());
    !matches!(with, Some("lmtp" | "lmtps" | "lmtpa" | "lmtpsa"))
}

fn decide(outcomes: &[Outcome], domain: &str, reasons: &mut Vec<String>) -> Verdict {
    let of = |method: &'static str| outcomes.iter().filter(move |o| o.method == method);
    if of("dmarc").any(|o| o.result == "fail") {
        reasons.push("dmarc=fail menurut server surat kami.".into());
        return Verdict::Fail;
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
