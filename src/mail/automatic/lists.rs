//! Mail that went through a list or to a list of subscribers. Knows field names of list managers.
use crate::mail::header::Block;

/// Fields that list managers and senders of newsletters add.
const FIELDS: [&str; 36] = [
    // RFC 2919 and 2369.
    "list-id",
    "list-post",
    "list-help",
    "list-subscribe",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-archive",
    "list-owner",
    // Mailman.
    "x-beenthere",
    "x-mailman-version",
    "x-mailman-rule-misses",
    // ezmlm, Yahoo and Google groups.
    "mailing-list",
    "x-google-group-id",
    "x-yahoo-group-post",
    "x-yahoo-newman-property",
    "x-egroups-return",
    "x-egroups-edited-by",
    // Majordomo, Listserv, ListProc, Sympa, mlmmj, fml.
    "x-mailing-list",
    "x-list-id",
    "x-list",
    "x-list-host",
    "x-list-unsubscribe",
    "x-listname",
    "x-listserver",
    "x-listprocessor-version",
    "x-sympa-to",
    "x-mlmmj",
    "x-ml-name",
    "x-ml-count",
    "x-ml-info",
    "x-mlserver",
    // Newsletters.
    "x-campaign",
    "x-campaignid",
    "x-campaign-id",
    "x-mc-user",
    "x-newsletter",
];

/// Whether a list passed the mail on.
pub(super) fn is_list(block: &Block<'_>) -> bool {
    FIELDS.iter().any(|name| block.has(name))
        || value(block, "precedence", |v| v == "list")
        || value(block, "x-precedence", |v| v == "list")
        // ezmlm writes the list's name into the delivery line.
        || value(block, "delivered-to", |v| v.starts_with("mailing list "))
        || value(block, "sender", is_list_robot)
        || value(block, "errors-to", is_list_robot)
}

fn value(block: &Block<'_>, name: &str, is: impl Fn(&str) -> bool) -> bool {
    block.all(name).any(|field| is(&field.plain().to_lowercase()))
}

/// `owner-name@` (Majordomo, Listserv), `name-owner@` (Sympa), `name-bounces@` (Mailman, also with a
/// plus address behind).
fn is_list_robot(address: &str) -> bool {
    let address = address.rsplit('<').next().unwrap_or(address).trim_end_matches('>');
    let Some((local, _)) = address.rsplit_once('@') else { return false };
    let local = local.split('+').next().unwrap_or(local);
    local.starts_with("owner-")
        || ["-owner", "-bounces", "-bounce"].iter().any(|end| local.ends_with(end))
}
