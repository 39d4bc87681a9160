//! Loket's own check of a sender (DKIM, SPF, DMARC) as values, and what it is worth. Knows no DNS:
//! the adapter `verify` fills [`OwnCheck`]. Any doubt gives a weaker verdict, never a stronger one.
use super::super::header::Block;
use super::super::{Authentication, Verdict, address};
use serde::{Deserialize, Serialize};

/// Fields that a signature must cover to speak for the whole mail (`security.md` A1-10).
const COVERED: [&str; 5] = ["from", "to", "subject", "date", "message-id"];
/// Fields that a reader shows once; a second one may have been added after signing.
const SINGLE: [&str; 7] = ["from", "to", "cc", "subject", "date", "message-id", "content-type"];

/// How one check ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    Pass,
    Fail,
    /// Nothing to check, or a signature that counts as none (`l=`, SHA-1, a key under test).
    #[default]
    None,
    /// DNS did not answer: it must be asked again.
    Temperror,
}

/// One DKIM signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureCheck {
    /// `d=`, ASCII lower case.
    pub domain: String,
    pub selector: String,
    pub result: Checked,
    /// Names of the signed fields (`h=`), lower case.
    pub signed: Vec<String>,
    /// `t=`: when it was signed, Unix seconds; 0 when it does not say.
    pub signed_at: u64,
    /// Why it does not count, in words for people.
    pub why: Option<String>,
}

/// What Loket found out by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCheck {
    pub signatures: Vec<SignatureCheck>,
    /// Result and domain of the envelope sender; `None` where the border's line tells no address.
    pub spf: Option<(Checked, String)>,
    /// RFC 9989: whether the author's domain has a policy, and how the mail stands to it.
    pub dmarc: Checked,
    /// A valid signature is aligned by the author's policy (a subdomain's, if it is relaxed).
    pub dkim_aligned: bool,
}

/// The verdict of Loket's own check on a mail whose strict identity is known.
pub fn judge_own(raw: &[u8], identity: Option<&str>, check: &OwnCheck) -> Authentication {
    let block = Block::scan(raw);
    let mut reasons = Vec::new();
    let verdict = match identity.and_then(address::domain_of) {
        Some(domain) => verdict(&block, domain, check, &mut reasons),
        None => Verdict::None,
    };
    let identity = identity.map(str::to_owned);
    Authentication { identity, verdict, reasons, ..Authentication::default() }
}

fn verdict(
    block: &Block<'_>,
    domain: &str,
    check: &OwnCheck,
    reasons: &mut Vec<String>,
) -> Verdict {
    let ours = |s: &&SignatureCheck| {
        super::aligned(&s.domain, domain) || super::aligned(domain, &s.domain)
    };
    let passed: Vec<&SignatureCheck> =
        check.signatures.iter().filter(ours).filter(|s| s.result == Checked::Pass).collect();
    if let Some(best) = passed.iter().find(|s| weakness(block, s).is_none()) {
        // A signature of a subdomain speaks for the author's only where his policy lets it.
        let direct = super::aligned(&best.domain, domain) || check.dkim_aligned;
        if direct {
            reasons.push(format!(
                "Diperiksa Loket sendiri: tanda tangan DKIM {} sah untuk {domain}.",
                best.domain
            ));
            return Verdict::Pass;
        }
    }
    if let Some(weak) = passed.first() {
        let why = weakness(block, weak).unwrap_or_else(|| "domainnya hanya sejajar".into());
        reasons.push(format!("Tanda tangan DKIM {} sah tetapi lemah: {why}.", weak.domain));
        return Verdict::Weak;
    }
    for signature in check.signatures.iter().filter(|s| s.result != Checked::Pass).take(5) {
        let why = signature.why.as_deref().unwrap_or("tidak sah");
        reasons.push(format!("Tanda tangan DKIM {} tidak dihitung: {why}.", signature.domain));
    }
    let waits = check.signatures.iter().filter(ours).any(|s| s.result == Checked::Temperror)
        || check.dmarc == Checked::Temperror;
    let spf = check.spf.as_ref();
    let spf_waits = spf.is_some_and(|(result, _)| *result == Checked::Temperror);
    if waits || spf_waits && check.dmarc != Checked::Pass {
        reasons.push("DNS tidak menjawab; pemeriksaan pengirim perlu dicoba lagi.".into());
        return Verdict::Temperror;
    }
    if check.dmarc == Checked::Fail {
        reasons.push(format!("DMARC gagal: surat ini tidak dibuktikan berasal dari {domain}."));
        return Verdict::Fail;
    }
    let spf_passed = spf
        .is_some_and(|(result, sender)| *result == Checked::Pass && super::aligned(sender, domain));
    if spf_passed {
        reasons.push(format!("Hanya SPF yang cocok untuk {domain}; tanpa tanda tangan DKIM."));
        return Verdict::Weak;
    }
    reasons.push(format!("Tidak ada tanda tangan yang membuktikan domain {domain}."));
    Verdict::None
}

/// Why a valid signature does not speak for the whole mail.
fn weakness(block: &Block<'_>, signature: &SignatureCheck) -> Option<String> {
    let covers = |name: &str| signature.signed.iter().any(|s| s == name);
    let open: Vec<&str> =
        COVERED.iter().copied().filter(|name| block.has(name) && !covers(name)).collect();
    if !open.is_empty() {
        return Some(format!("tidak mencakup {}", open.join(", ")));
    }
    let doubled = SINGLE.iter().find(|name| block.all(name).count() > 1);
    doubled.map(|name| format!("kepala {name} ada lebih dari satu"))
}

/// Both checks must agree: the weaker one counts, and both give their reasons.
pub fn both(header: Authentication, own: Authentication) -> Authentication {
    let verdict =
        if rank(header.verdict) <= rank(own.verdict) { header.verdict } else { own.verdict };
    let reasons = [header.reasons.clone(), own.reasons].concat();
    Authentication { verdict, reasons, ..header }
}

/// From worst to best. A check that must be repeated comes before one that found nothing, so that a
/// DNS outage never settles a mail.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Temperror => 1,
        Verdict::None => 2,
        Verdict::Weak => 3,
        Verdict::Pass => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Return-Path: <made@kkp.example>\r\nReceived: from mx.kkp.example (mx.kkp.example [192.0.2.9])\r\n\tby mail.lpse.example (Postfix) with ESMTPS id X; Mon, 9 Nov 2026 09:41:12 +0700\r\nFrom: made@kkp.example\r\nTo: a@b.example\r\nSubject: x\r\nDate: Mon, 9 Nov 2026 09:41:12 +0700\r\nMessage-ID: <1@kkp.example>\r\n\r\nx\r\n";

    fn signed(domain: &str, result: Checked) -> SignatureCheck {
        SignatureCheck {
            domain: domain.into(),
            selector: "s".into(),
            result,
            signed: COVERED.map(str::to_owned).to_vec(),
            ..SignatureCheck::default()
        }
    }

    fn judged(check: &OwnCheck) -> Verdict {
        judge_own(MAIL, Some("made@kkp.example"), check).verdict
    }

    #[test]
    fn an_aligned_whole_signature_passes_and_nothing_else() {
        let with = |signatures: Vec<SignatureCheck>| OwnCheck { signatures, ..OwnCheck::default() };
        assert_eq!(judged(&with(vec![signed("kkp.example", Checked::Pass)])), Verdict::Pass);
        assert_eq!(judged(&with(vec![signed("evil.example", Checked::Pass)])), Verdict::None);
        assert_eq!(judged(&with(vec![signed("kkp.example", Checked::None)])), Verdict::None);
        assert_eq!(
            judged(&with(vec![signed("kkp.example", Checked::Temperror)])),
            Verdict::Temperror
        );
        assert_eq!(judged(&with(vec![signed("mail.kkp.example", Checked::Pass)])), Verdict::Weak);
        let mut open = signed("kkp.example", Checked::Pass);
        open.signed.retain(|s| s != "to");
        assert_eq!(judged(&with(vec![open])), Verdict::Weak);
        let relaxed = OwnCheck {
            signatures: vec![signed("mail.kkp.example", Checked::Pass)],
            dmarc: Checked::Pass,
            dkim_aligned: true,
            spf: None,
        };
        assert_eq!(judged(&relaxed), Verdict::Pass);
    }

    #[test]
    fn dmarc_fails_closed_and_spf_alone_is_weak() {
        let fail = OwnCheck { dmarc: Checked::Fail, ..OwnCheck::default() };
        assert_eq!(judged(&fail), Verdict::Fail);
        let spf = |result| OwnCheck {
            spf: Some((result, "kkp.example".into())),
            dmarc: Checked::Pass,
            ..OwnCheck::default()
        };
        assert_eq!(judged(&spf(Checked::Pass)), Verdict::Weak);
        let outage = OwnCheck { dmarc: Checked::Temperror, ..OwnCheck::default() };
        assert_eq!(judged(&outage), Verdict::Temperror);
    }

    #[test]
    fn a_field_doubled_after_signing_weakens() {
        let text = String::from_utf8(MAIL.to_vec()).unwrap();
        let doubled = text.replace("Subject: x", "Subject: y\r\nSubject: x");
        let check = OwnCheck {
            signatures: vec![signed("kkp.example", Checked::Pass)],
            ..OwnCheck::default()
        };
        let judged = judge_own(doubled.as_bytes(), Some("made@kkp.example"), &check);
        assert_eq!(judged.verdict, Verdict::Weak);
    }

    #[test]
    fn the_weaker_of_two_counts() {
        let of = |verdict| Authentication { verdict, ..Authentication::default() };
        assert_eq!(both(of(Verdict::Pass), of(Verdict::Fail)).verdict, Verdict::Fail);
        assert_eq!(both(of(Verdict::Weak), of(Verdict::Pass)).verdict, Verdict::Weak);
        assert_eq!(both(of(Verdict::None), of(Verdict::Temperror)).verdict, Verdict::Temperror);
    }
}
