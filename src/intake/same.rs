//! Whether two deliveries are the same mail, and whether the second adds anything. Knows no store.
use crate::mail::{self, Message};
use crate::store::{Outcome, Seen};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

pub(super) fn verdict_name(message: &Message) -> &'static str {
    use crate::mail::Verdict as V;
    match message.authentication.verdict {
        V::Pass => "pass",
        V::Weak => "weak",
        V::Fail => "fail",
        V::None => "none",
        V::Temperror => "temperror",
    }
}

fn rank(verdict: &str) -> u8 {
    match verdict {
        "pass" => 4,
        "weak" => 3,
        "none" => 2,
        "temperror" => 1,
        _ => 0,
    }
}

/// Of what was taken from one delivery of a content, whether another is a repeat. A better-authenticated
/// copy supersedes a parked worse one (`security.md` A2-32).
pub(super) fn is_repeat(before: &[Seen], verdict: &str) -> bool {
    before
        .iter()
        .any(|seen| seen.outcome != Outcome::Held.as_str() || rank(&seen.verdict) >= rank(verdict))
}

/// Everything of a mail that somebody on its way may change without changing its words, and that changes
/// what it does: a copy with another code, or dressed up as a machine's, must not stand for the true
/// one (`security.md` A2-32).
pub(super) fn door_marks(message: &Message, own: &str, delimiter: char) -> String {
    let token = |to| mail::reply_token(to, own, delimiter).map(str::to_ascii_lowercase);
    let mut tokens: Vec<String> =
        message.delivered_to.iter().filter_map(|to| token(to.as_str())).collect();
    tokens.sort();
    tokens.dedup();
    format!("{:?} {}", message.kind, tokens.join(" "))
}

/// What makes two deliveries the same mail: never the Message-ID alone, which a sender chooses,
/// and without one only the very same bytes (INV-02).
pub(super) fn content_key(message: &Message, raw: &[u8], marks: &str) -> String {
    let Some(message_id) = message.message_id.as_deref() else {
        return format!("raw-{}", HEXLOWER.encode(&Sha256::digest(raw)));
    };
    let mut hasher = Sha256::new();
    let date = message.date.map(|d| d.to_string()).unwrap_or_default();
    let from = message.from.address.as_deref().unwrap_or_default();
    for field in [message_id, &date, from, &message.subject, &message.text, marks] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    for attachment in &message.attachments {
        hasher.update(attachment.sha256.as_bytes());
    }
    HEXLOWER.encode(&hasher.finalize())
}
