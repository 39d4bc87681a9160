//! Machines that write: vacation answers, receipts, notices, lists. Knows headers, subjects and the
//! shape of a mail, no case. An automatic mail is never a command and never gets an answer
//! (security.md A3, 42); so a person's mail must not be taken for one either.
//!
//! Three strengths of sign. A *certain* one makes the mail automatic whatever else it says. A *list*
//! sign makes it list mail. A *likely* one (bulk, null return path, a no-reply sender) counts only
//! where no list explains it. Words of a body count only beside a hint that a machine sent them.
mod headers;
mod lists;
mod phrases;
mod sender;
mod subjects;
#[cfg(test)]
mod tests;

use super::header::Block;
use super::mime::Tree;
use super::{MailKind, Message};

/// Which machine sent the mail, if any: [`MailKind::AutoReply`] or [`MailKind::MailingList`].
/// `message` must hold its people, subject, ids and new words already.
pub(crate) fn machine(block: &Block<'_>, tree: &Tree<'_>, message: &Message) -> Option<MailKind> {
    let answers = !message.in_reply_to.is_empty() || !message.references.is_empty();
    if headers::certain(block)
        || sender::is_mailer(message)
        || is_report(tree)
        || is_calendar_answer(tree)
        || subjects::says_automatic(&message.subject, answers)
    {
        return Some(MailKind::AutoReply);
    }
    if lists::is_list(block) {
        return Some(MailKind::MailingList);
    }
    let likely = headers::likely(block)
        || headers::own_loop(block, message)
        || sender::is_robot(message)
        || !answers && sender::is_postmaster(message);
    let hinted = || headers::hint(block) || sender::is_hint(message);
    if likely || hinted() && phrases::says_automatic(&message.reply) {
        return Some(MailKind::AutoReply);
    }
    None
}

/// Reports that are no delivery reports (RFC 6522): read receipts (RFC 8098; a person may have
/// clicked, a machine wrote), complaints (RFC 5965). Delivery reports are told before.
fn is_report(tree: &Tree<'_>) -> bool {
    const PARTS: [&str; 2] = ["message/disposition-notification", "message/feedback-report"];
    let typed = tree.root == "multipart/report" && tree.report_type.is_some();
    typed || tree.leaves.iter().any(|l| l.level == 0 && PARTS.contains(&l.declared.as_str()))
}

/// An answer to an invitation (RFC 5546 §3.2.3): `METHOD:REPLY` within the calendar object.
fn is_calendar_answer(tree: &Tree<'_>) -> bool {
    tree.leaves.iter().any(|leaf| {
        let told = leaf.level == 0 && matches!(leaf.declared.as_str(), "text/calendar");
        let head = leaf.body.get(..2_000).unwrap_or(&leaf.body);
        told && String::from_utf8_lossy(head).lines().any(|line| {
            let line = line.trim().to_ascii_uppercase();
            matches!(line.as_str(), "METHOD:REPLY" | "METHOD:COUNTER")
        })
    })
}
