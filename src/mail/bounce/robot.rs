//! Who speaks: a mail server, something that may be one, or a person. Knows headers and first words.
//! A person's words about "undeliverable" are never a report.
use super::{address, phrase};
use crate::mail::header::{self, Block};
use crate::mail::mime::Tree;

/// The sender of a mail that may be a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// The mail has the structure of RFC 3462 and RFC 3464.
    Report,
    /// A mail server by its name.
    Robot,
    /// An empty envelope under an ordinary name: a mail server, or somebody's vacation answer.
    Unsigned,
    /// An automatic sender that could be a mail server: its subject has to say so as well.
    Doubtful,
    Person,
}

impl Sender {
    pub fn is_server(self) -> bool {
        matches!(self, Sender::Report | Sender::Robot | Sender::Unsigned)
    }

    pub fn is_doubtful(self) -> bool {
        matches!(self, Sender::Doubtful | Sender::Person)
    }
}

/// Mailboxes of mail servers (RFC 2142 and custom), lower case, whole local part.
const ROBOTS: [&str; 18] = [
    "mailer-daemon",
    "mailerdaemon",
    "mailer_daemon",
    "mailer.daemon",
    "mail-daemon",
    "maildaemon",
    "daemon",
    "mdaemon",
    "postmaster",
    "post_master",
    "post-master",
    "postmast",
    "mail.delivery.system",
    "mail-delivery",
    "maildelivery",
    "mailsweeper",
    "bounce-notification",
    "mailer",
];
/// Names that mail servers give themselves, lower case, anywhere in `From`.
const NAMES: [&str; 15] = [
    "mailer-daemon",
    "mailer daemon",
    "mail delivery s",
    "mail delivery service",
    "mail administrator",
    "microsoft outlook",
    "microsoft exchange",
    "system administrator",
    "systemadministrator",
    "internet mail delivery",
    "mail system",
    "mail router",
    "delivery subsystem",
    "smtp_mail_service",
    "administrator sistem surat",
];
/// Mailboxes of automatic senders of any sort, as the beginning of the local part.
const DOUBTFUL: [&str; 6] =
    ["no-reply", "noreply", "do-not-reply", "donotreply", "imss", "complaints"];
/// Sentences that only a mail server writes, and writes first. [`phrase::plain`].
const FIRST: [&str; 19] = [
    "this message was created automatically by mail delivery software",
    "this is the qmail-send program",
    "this is the mail system at host",
    "this is the postfix program at host",
    "this is the mail delivery",
    "delivery failed to these recipients",
    "delivery has failed to these recipients",
    "non-delivery report ---",
    "message from interscan",
    "the attached message had permanent fatal delivery errors",
    "this is an automatically generated delivery status notification",
    "an error was detected while processing the enclosed message",
    "your message could not be delivered to",
    "pesan anda tidak dapat dikirim ke",
    "surat anda tidak dapat disampaikan kepada",
    "this is the dragonfly mail agent",
    "this is the mailer-daemon",
    "----- the following addresses had",
    "--- the following addresses had",
];

/// Who sent the mail.
pub(super) fn sender(block: &Block<'_>, tree: &Tree<'_>) -> Sender {
    let status = tree.leaves.iter().any(|l| l.level == 0 && l.declared.contains("delivery-status"));
    let report = tree.root == "multipart/report"
        && tree.report_type.as_deref().is_none_or(|t| t.contains("delivery-status"));
    if status && report {
        return Sender::Report;
    }
    let from = block.plain_of("from").unwrap_or_default().to_ascii_lowercase();
    let local = from_address(block).and_then(|a| a.split_once('@').map(|(l, _)| l.to_owned()));
    let local = local.unwrap_or_default().to_ascii_lowercase();
    let empty = |name: &str| {
        block.all(name).any(|f| {
            let value = f.plain().to_ascii_lowercase();
            value == "<>" || value.contains("mailer-daemon") || value.contains("double-bounce@")
        })
    };
    let named = NAMES.iter().any(|n| from.contains(n)) || ROBOTS.contains(&local.as_str());
    if named || block.has("x-failed-recipients") || from.trim() == "<>" {
        return Sender::Robot;
    }
    if empty("return-path") {
        return Sender::Unsigned;
    }
    let automatic = ["auto-submitted", "x-auto-submitted"]
        .iter()
        .any(|name| block.all(name).any(|f| !f.plain().to_ascii_lowercase().starts_with("no")));
    if automatic || from.is_empty() || DOUBTFUL.iter().any(|d| local.starts_with(d)) {
        return Sender::Doubtful;
    }
    if report { Sender::Doubtful } else { Sender::Person }
}

/// Whether the first words are a mail server's own; a person who forwards a report writes above it, or
/// the forwarding does. Only a greeting or a banner may stand before them.
pub(super) fn speaks_first(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).peekable();
    let rule = |l: &str| l.len() >= 10 && l.chars().all(|c| "*=-_#".contains(c));
    let banner = lines.peek().is_some_and(|l| rule(l));
    if lines.peek().is_none_or(|l| l.starts_with(['>', '|'])) {
        return false;
    }
    let worded = lines.filter(|l| l.chars().any(char::is_alphanumeric));
    let first = worded.take(4).map(phrase::plain).collect::<Vec<_>>().join(" ");
    FIRST.iter().any(|sentence| {
        first.find(sentence).is_some_and(|at| {
            let before = first.get(..at).unwrap_or_default();
            let before = before.trim_matches(|c: char| !c.is_alphanumeric());
            banner || matches!(before, "" | "hi" | "hello" | "halo")
        })
    })
}

/// A receipt (RFC 8098) that the mail was shown is no report of its delivery.
pub(super) fn is_receipt(tree: &Tree<'_>) -> bool {
    tree.leaves
        .iter()
        .filter(|l| l.level == 0 && l.declared.contains("disposition-notification"))
        .any(|l| {
            let block = Block::scan(l.body.as_ref());
            block.plain_of("disposition").is_some_and(|d| {
                let last = d.rsplit(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                !["deleted", "failed", "denied", "error"].iter().any(|w| last.starts_with(w))
            })
        })
}

/// Addresses of the `X-Failed-Recipients` header.
pub(super) fn failed_header(block: &Block<'_>) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for field in block.all("x-failed-recipients").take(20) {
        for address in field.plain().split([',', ' ']).filter_map(address::plausible) {
            if !named.iter().any(|n| n.eq_ignore_ascii_case(&address)) {
                named.push(address);
            }
        }
    }
    named
}

/// The addresses of the report itself: it is sent by and to them, not about them.
pub(super) fn own_addresses(block: &Block<'_>) -> Vec<String> {
    ["to", "delivered-to", "from", "reply-to", "return-path"]
        .iter()
        .flat_map(|n| block.all(n).take(10).flat_map(|f| header::addresses(f.value).0))
        .filter_map(|(_, address)| address)
        .take(100)
        .collect()
}

/// The host of the server that reports.
pub(super) fn host(block: &Block<'_>) -> Option<String> {
    from_address(block).and_then(|a| a.rsplit_once('@').map(|(_, host)| host.to_owned()))
}

fn from_address(block: &Block<'_>) -> Option<String> {
    let field = block.first("from")?;
    header::addresses(field.value).0.into_iter().find_map(|(_, address)| address)
}
