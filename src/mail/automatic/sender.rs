//! Mailboxes that no person writes from. Knows local parts and nothing of domains.
use crate::mail::Message;

/// Local parts of machines, without separators; a longer local part may begin or end with one
/// (`lpse-noreply`, `noreply.sistem`).
const ROBOTS: [&str; 24] = [
    // English.
    "noreply",
    "noreplies",
    "donotreply",
    "dontreply",
    "notreply",
    "mailerdaemon",
    "maildeliverysystem",
    "maildeliverysubsystem",
    "autoreply",
    "autoreplies",
    "autorespond",
    "autoresponder",
    "autoresponse",
    "autoconfirm",
    "autonotify",
    // Indonesian and Malay.
    "jangandibalas",
    "janganbalas",
    "tidakdibalas",
    "tidakuntukdibalas",
    // Spanish and Portuguese, French, German, Italian.
    "noresponder",
    "naoresponda",
    "nepasrepondre",
    "nichtantworten",
    "nonrispondere",
];

/// Exchange's own mailbox: its name goes on with an identifier of the organisation.
const EXCHANGE: &str = "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e";

/// Local parts that programs and teams share.
const SHARED: [&str; 17] = [
    "admin",
    "alert",
    "alerts",
    "bot",
    "cron",
    "daemon",
    "info",
    "mailer",
    "monitoring",
    "nobody",
    "notifikasi",
    "notification",
    "notifications",
    "postmaster",
    "robot",
    "sistem",
    "system",
];

/// A sender that says no answer will be read.
pub(super) fn is_robot(message: &Message) -> bool {
    let Some(local) = local(message) else { return false };
    let head = local.split('+').next().unwrap_or_default();
    let bare: String = head.chars().filter(char::is_ascii_alphanumeric).collect();
    ROBOTS.iter().any(|robot| bare.starts_with(robot) || bare.ends_with(robot))
        || bare.starts_with(EXCHANGE)
}

/// The mailer itself: what it writes is never list mail, though it may copy a list's fields.
pub(super) fn is_mailer(message: &Message) -> bool {
    local(message).is_some_and(|local| matches!(local.as_str(), "mailer-daemon" | "mailerdaemon"))
}

/// RFC 2142's mailbox of the mail server; a person may answer from there, machines begin.
pub(super) fn is_postmaster(message: &Message) -> bool {
    local(message).is_some_and(|local| local == "postmaster")
}

/// A sender that may be a program or a person at a shared mailbox.
pub(super) fn is_hint(message: &Message) -> bool {
    local(message)
        .is_some_and(|local| local.split(['-', '_', '.', '+']).any(|w| SHARED.contains(&w)))
}

fn local(message: &Message) -> Option<String> {
    let address = message.from.address.as_deref()?;
    address.rsplit_once('@').map(|(local, _)| local.to_lowercase())
}
