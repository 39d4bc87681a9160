//! Delivery reports: RFC 3464 by structure, and the common texts of servers that do not follow it.
//! Knows who could not be reached and which mail of ours it was; decides nothing. An embedded original
//! is read for its Message-ID alone (security.md A3, 43).
use super::header::{self, Block};
use super::mime::{Leaf, Tree};
use super::{Bounce, BouncedRecipient, address};
use regex::Regex;
use std::sync::LazyLock;

/// Most recipients of one report.
const RECIPIENT_LIMIT: usize = 50;

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.?$|\.\s)").ok());
static REPLY_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d.])([45]\d\d)[ \-]").ok());
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+'=\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+").ok());
static ORIGINAL_ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?im)^>?[ \t]*Message-ID:\s*<([^<>\s]{3,500})>").ok());

/// Phrases with which servers begin a report of failure, lower case.
const FAILED: [&str; 24] = [
    "undelivered mail returned to sender",
    "undeliverable",
    "delivery status notification (failure)",
    "mail delivery failed",
    "mail delivery failure",
    "delivery failure",
    "failure notice",
    "returned mail",
    "message not delivered",
    "tidak terkirim",
    "tidak dapat dikirim",
    "gagal terkirim",
    "pengiriman gagal",
    "delivery has failed to these recipients",
    "message wasn't delivered to",
    "pesan tidak terkirim",
    "tidak dapat menyampaikan",
    "could not be delivered to one or more",
    "a message that you sent could not be delivered",
    "i wasn't able to deliver your message",
    "the following addresses had permanent fatal errors",
    "address not found",
    "alamat tidak ditemukan",
    "non remis",
];
const DELAYED: [&str; 7] = [
    "delivery status notification (delay)",
    "delayed mail (still being retried)",
    "warning: message",
    "delivery delayed",
    "still being retried",
    "has been delayed",
    "penundaan pengiriman",
];

/// Whether the mail is a delivery report, and what it says.
pub(crate) fn read(
    block: &Block<'_>,
    tree: &Tree<'_>,
    subject: &str,
    text: &str,
) -> Option<Bounce> {
    let report = tree.root == "multipart/report"
        && tree.report_type.as_deref().is_none_or(|t| t == "delivery-status");
    let status = tree.leaves.iter().find(|l| {
        l.level == 0
            && matches!(
                l.declared.as_str(),
                "message/delivery-status" | "message/global-delivery-status"
            )
    });
    if let Some(status) = status.filter(|_| report || is_robot(block)) {
        let mut bounce = Bounce {
            recipients: recipients(status.body.as_ref()),
            original_message_id: original_id(tree, text),
        };
        if bounce.recipients.is_empty() {
            bounce.recipients = from_text(block, subject, text);
        }
        return Some(bounce);
    }
    if !is_robot(block) {
        return None;
    }
    let says = spoken(subject, text)?;
    let mut recipients = from_text(block, subject, text);
    for recipient in &mut recipients {
        recipient.action.get_or_insert_with(|| says.to_owned());
    }
    Some(Bounce { recipients, original_message_id: original_id(tree, text) })
}

/// From a mailer: null Return-Path, a mailer's name, or `X-Failed-Recipients`.
fn is_robot(block: &Block<'_>) -> bool {
    let null = block.all("return-path").any(|f| f.plain() == "<>");
    let from = block.plain_of("from").unwrap_or_default().to_ascii_lowercase();
    let named =
        ["mailer-daemon", "postmaster", "mail delivery s", "microsoft outlook", "mailerdaemon"]
            .iter()
            .any(|n| from.contains(n));
    null || named || block.has("x-failed-recipients")
}

fn spoken(subject: &str, text: &str) -> Option<&'static str> {
    let head: String = text.chars().take(3_000).collect();
    let all = format!("{subject}\n{head}").to_lowercase().replace('\u{2019}', "'");
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    if DELAYED.iter().any(|p| all.contains(p)) {
        Some("delayed")
    } else if FAILED.iter().any(|p| all.contains(p)) {
        Some("failed")
    } else {
        None
    }
}

/// The groups of a `message/delivery-status` body (RFC 3464 §2.1); the first is about the mail.
fn recipients(body: &[u8]) -> Vec<BouncedRecipient> {
    let mut found: Vec<BouncedRecipient> = Vec::new();
    let mut rest = body;
    for _ in 0..RECIPIENT_LIMIT * 2 {
        let skip = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        rest = rest.get(skip..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        let group = Block::scan(rest);
        if let Some(recipient) = recipient(&group)
            && found.len() < RECIPIENT_LIMIT
            && !found.contains(&recipient)
        {
            found.push(recipient);
        }
        rest = rest.get(group.body.max(1)..).unwrap_or_default();
    }
    found
}

fn recipient(group: &Block<'_>) -> Option<BouncedRecipient> {
    // The address we wrote to is the original one; the final one may be an alias behind it.
    let typed = |name: &str| {
        let value = group.plain_of(name)?;
        let address = value.split_once(';').map_or(value.as_str(), |(_, a)| a).trim();
        let address = address.trim_matches(['<', '>', ' ']);
        Some(address.to_owned()).filter(|a| a.contains('@'))
    };
    let address = typed("original-recipient").or_else(|| typed("final-recipient"))?;
    let status = group
        .plain_of("status")
        .and_then(|s| s.split([' ', ';', '(']).next().map(str::to_owned))
        .filter(|s| s.split('.').count() == 3);
    let action = group
        .plain_of("action")
        .and_then(|a| a.split([' ', ';', '(']).next().map(str::to_ascii_lowercase))
        .filter(|a| !a.is_empty());
    Some(BouncedRecipient { address, status, action })
}

/// Recipients named by headers or by the first lines of the text.
fn from_text(block: &Block<'_>, subject: &str, text: &str) -> Vec<BouncedRecipient> {
    let status = status_in(subject, text);
    let action = spoken(subject, text).map(str::to_owned);
    let mut addresses: Vec<String> = Vec::new();
    for field in block.all("x-failed-recipients") {
        for part in field.plain().split(',') {
            addresses.extend(address::canonical(part.trim()));
        }
    }
    if addresses.is_empty() {
        // What follows the copy of the original is not about the failure.
        let own: Vec<String> = ["to", "delivered-to", "from"]
            .iter()
            .flat_map(|n| block.all(n).flat_map(|f| header::addresses(f.value).0))
            .filter_map(|(_, address)| address)
            .collect();
        let head = before_original(text);
        let found = ADDRESS.as_ref().into_iter().flat_map(|r| r.find_iter(head)).take(200);
        for hit in found {
            let candidate = hit.as_str().trim_matches(['.', '\'', '-']);
            let robot = candidate.to_ascii_lowercase().starts_with("mailer-daemon@")
                || candidate.to_ascii_lowercase().starts_with("postmaster@");
            let ours = own.iter().any(|o| address::same_address(o, candidate));
            if let Some(address) = address::canonical(candidate)
                && !robot
                && !ours
                && !addresses.contains(&address)
            {
                addresses.push(address);
                break; // the first one is the one the text is about
            }
        }
    }
    addresses.truncate(RECIPIENT_LIMIT);
    addresses
        .into_iter()
        .map(|address| BouncedRecipient { address, status: status.clone(), action: action.clone() })
        .collect()
}

fn before_original(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let marks = [
        "--- below this line is a copy of the message",
        "------ this is a copy of the message",
        "original message headers",
        "----- original message -----",
        "original message follows",
        "message headers follow",
    ];
    let end = marks.iter().filter_map(|m| lower.find(m)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn status_in(subject: &str, text: &str) -> Option<String> {
    let all = format!("{subject}\n{}", before_original(text));
    let exact = STATUS.as_ref()?.captures(&all).and_then(|c| c.get(1));
    if let Some(status) = exact {
        return Some(status.as_str().to_owned());
    }
    let code = REPLY_CODE.as_ref()?.captures(&all).and_then(|c| c.get(1))?;
    Some(if code.as_str().starts_with('4') { "4.0.0".into() } else { "5.0.0".into() })
}

fn original_id(tree: &Tree<'_>, text: &str) -> Option<String> {
    let embedded = |leaf: &&Leaf<'_>| {
        leaf.level == 0
            && matches!(
                leaf.declared.as_str(),
                "message/rfc822"
                    | "text/rfc822-headers"
                    | "message/global"
                    | "message/global-headers"
            )
    };
    for leaf in tree.leaves.iter().filter(embedded) {
        let block = Block::scan(leaf.body.as_ref());
        if let Some(id) =
            block.first("message-id").and_then(|f| header::ids(f.value).into_iter().next())
        {
            return Some(id);
        }
    }
    ORIGINAL_ID.as_ref()?.captures(text).and_then(|c| c.get(1)).map(|m| m.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::mime;

    fn bounce(raw: &str) -> Option<Bounce> {
        let block = Block::scan(raw.as_bytes());
        let tree = mime::walk(raw.as_bytes(), &block);
        let text = raw.split_once("\n\n").map(|(_, t)| t).unwrap_or_default();
        read(&block, &tree, &block.text_of("subject").unwrap_or_default(), text)
    }

    #[test]
    fn standard_report() {
        let raw = "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
            --x\n\nfailed\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
            Final-Recipient: rfc822; made@lcpp.example\nAction: failed\nStatus: 5.1.1\n\n\
            Final-Recipient: rfc822; two@lcpp.example\nAction: delayed\nStatus: 4.4.1 (x)\n\n\
            --x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o.1@lpse.example>\n\n--x--\n";
        let bounce = bounce(raw).unwrap();
        assert_eq!(bounce.original_message_id.as_deref(), Some("o.1@lpse.example"));
        assert_eq!(bounce.recipients.len(), 2);
        assert_eq!(bounce.recipients[0].status.as_deref(), Some("5.1.1"));
        assert_eq!(bounce.recipients[1].action.as_deref(), Some("delayed"));
    }

    #[test]
    fn qmail_report() {
        let raw = "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\nTo: helpdesk@lpse.example\n\n\
            Hi. This is the qmail-send program at q.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
            <made@lcpp.example>:\n550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <o.2@lpse.example>\n";
        let bounce = bounce(raw).unwrap();
        assert_eq!(bounce.recipients[0].address, "made@lcpp.example");
        assert_eq!(bounce.recipients[0].status.as_deref(), Some("5.1.1"));
        assert_eq!(bounce.recipients[0].action.as_deref(), Some("failed"));
        assert_eq!(bounce.original_message_id.as_deref(), Some("o.2@lpse.example"));
    }

    #[test]
    fn a_person_writing_about_failure_is_no_report() {
        let raw = "Return-Path: <a@b.example>\nFrom: a@b.example\nSubject: Undeliverable\n\nemail saya tidak terkirim\n";
        assert_eq!(bounce(raw), None);
    }
}
