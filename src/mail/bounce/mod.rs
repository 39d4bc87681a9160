//! Delivery reports: RFC 3464 by structure, and the texts of servers that do not follow it.
//! Knows who could not be reached and which mail of ours it was; decides nothing. An embedded original
//! is read for its Message-ID and, where the report names nobody, for its To (security.md A3, 43).
mod address;
mod fields;
mod original;
mod phrase;
mod robot;
mod service;
mod status;
mod words;

use super::header::Block;
use super::mime::Tree;
use super::{Bounce, BouncedRecipient};
use fields::Fields;
use original::Original;
use robot::Sender;

/// Most recipients of one report.
pub(crate) const RECIPIENT_LIMIT: usize = 50;
/// Most bytes of a report's words that are read.
const WORDS_LIMIT: usize = 64 * 1024;

/// Whether the mail is a delivery report, and what it says.
pub(crate) fn read(
    block: &Block<'_>,
    tree: &Tree<'_>,
    subject: &str,
    text: &str,
) -> Option<Bounce> {
    let told = service::read(text).or_else(|| complaint(block, tree, subject, text));
    if told.is_some() {
        return told;
    }
    let sender = robot::sender(block, tree);
    let first = robot::speaks_first(text);
    if sender == Sender::Person && !first {
        return None;
    }
    let (words, original) = original::split(tree, text);
    let proven = first || original.found;
    let unproven = sender == Sender::Unsigned && !phrase::subject_tells(subject);
    if !proven && (unproven || sender == Sender::Doubtful) {
        return None;
    }
    let fields = fields::read(tree, &words);
    let structured = sender == Sender::Report || sender.is_server() && fields.found;
    if sender != Sender::Report && robot::is_receipt(tree) {
        return None;
    }
    let mut recipients = if structured { fields.recipients.clone() } else { Vec::new() };
    if recipients.is_empty() {
        recipients = spoken(block, subject, &words, &original, &fields, sender)?;
    }
    recipients.truncate(RECIPIENT_LIMIT);
    refine(&mut recipients, subject, &words);
    let original_message_id =
        original.message_id(&fields, &words).or_else(|| original::referred(block));
    Some(Bounce { recipients, original_message_id })
}

/// Recipients by the report's words. `None` where the words are no report of a delivery at all.
fn spoken(
    block: &Block<'_>,
    subject: &str,
    words: &str,
    original: &Original,
    fields: &Fields,
    sender: Sender,
) -> Option<Vec<BouncedRecipient>> {
    let lines = words::Lines::of(words);
    let says = fields.action().or_else(|| lines.verdict(subject));
    if says.is_none() && !fields.found && sender != Sender::Report {
        return None;
    }
    if sender.is_doubtful() && !phrase::subject_tells(subject) {
        return None;
    }
    let mut named = lines.named();
    if named.is_empty() {
        named = robot::failed_header(block);
    }
    if sender.is_doubtful() && named.is_empty() {
        return None;
    }
    let nested = if named.is_empty() { original.nested() } else { Vec::new() };
    if !nested.is_empty() {
        return Some(nested);
    }
    if named.is_empty() {
        named = lines.local_names(robot::host(block).as_deref());
    }
    if named.is_empty() {
        named = lines.first_stranger(&robot::own_addresses(block));
    }
    if named.is_empty() {
        named = original.recipients();
    }
    if named.is_empty() {
        named = lines.addressed();
    }
    let alone = named.len() == 1;
    let told = named.into_iter().take(RECIPIENT_LIMIT).map(|address| {
        let about = lines.about(&address, alone);
        let action = about.action.or(says).map(str::to_owned);
        let status = fields
            .status()
            .or_else(|| status::of_words(&about.text, action.as_deref()))
            .or_else(|| alone.then(|| status::of_words(subject, action.as_deref())).flatten());
        BouncedRecipient { address, status, action }
    });
    Some(told.collect())
}

/// Where the fields tell no action, or of the status no more than its class, the words may.
fn refine(recipients: &mut [BouncedRecipient], subject: &str, words: &str) {
    let vague = |r: &BouncedRecipient| r.status.as_deref().is_none_or(|s| s.ends_with(".0.0"));
    if !recipients.iter().any(|r| vague(r) || r.action.is_none()) {
        return;
    }
    let lines = words::Lines::of(words);
    let says = lines.verdict(subject);
    for recipient in recipients.iter_mut().filter(|r| r.action.is_none()) {
        recipient.action = says.map(str::to_owned);
    }
    let alone = recipients.len() == 1;
    for recipient in recipients.iter_mut().filter(|r| vague(r)) {
        let about = lines.about(&recipient.address, alone);
        let told = status::of_words(&about.text, recipient.action.as_deref());
        let class = recipient.status.as_deref().and_then(|s| s.get(..1));
        let written = status::exact_in(&about.text).filter(|t| t.get(..1) == class);
        let arrived =
            matches!(recipient.action.as_deref(), Some("delivered" | "relayed" | "expanded"));
        match class {
            None if !arrived => recipient.status = told,
            _ => recipient.status = written.or(recipient.status.take()),
        }
    }
}

/// A complaint (RFC 5965): the letter arrived, and its reader called it unwanted. Told like a report,
/// because it too speaks of a letter of ours; nothing failed, so the action is `delivered`.
fn complaint(block: &Block<'_>, tree: &Tree<'_>, subject: &str, text: &str) -> Option<Bounce> {
    let leaf = tree.leaves.iter().find(|l| l.level == 0 && l.declared == "message/feedback-report");
    let (words, original) = original::split(tree, text);
    let plain = subject.trim().to_ascii_lowercase().starts_with("complaint about message from");
    let declared = tree.report_type.as_deref() == Some("feedback-report");
    if leaf.is_none() && !declared && !(plain && original.found) {
        return None;
    }
    let body = leaf.map_or(&[][..], |l| l.body.as_ref());
    let mut named = fields::complained(body);
    if named.is_empty() {
        named = original.recipients();
    }
    let told =
        |address| BouncedRecipient { address, status: None, action: Some("delivered".to_owned()) };
    Some(Bounce {
        recipients: named.into_iter().take(RECIPIENT_LIMIT).map(told).collect(),
        original_message_id: original
            .message_id(&Fields::default(), &words)
            .or_else(|| original::referred(block)),
    })
}

#[cfg(test)]
mod tests;
