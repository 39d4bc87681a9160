//! By which marks mail programs tell old mail, signatures and their borders. Knows attributes, no text.
use super::style::squeezed;
use super::tokens::Tag;

/// What an element's content is, as far as its mail program says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Plain,
    /// The old mail, wholly.
    History,
    /// Holds the old mail as its first quote; what follows that quote may be an answer.
    Container,
    /// A quote that may also be the writer's own emphasis: nothing marks it.
    Indent,
    Signature,
}

/// Where an element stands between the new words and the old mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// All that follows is the old mail.
    Sure,
    /// All that follows is the old mail, if that begins like a header.
    Likely,
}

/// Class words of elements that are the old mail. Compared after [`plain_name`].
const HISTORY_CLASSES: [&str; 20] = [
    "gmail_attr",              // Gmail: the line before the quote
    "moz-cite-prefix",         // Thunderbird: the same
    "moz-email-headers-table", // Thunderbird: header of a forwarded mail
    "yahoo_quoted",            // Yahoo
    "yahooquotedtext",         // Yahoo, older
    "zmail_extra",             // Zoho
    "zmail_extra_hr",          // Zoho
    "cite_prefix",             // Mailspring and kin
    "history_container",       // Mailbird
    "mailru-blockquote",       // Mail.ru
    "email-quote",             // Outlook, from plain text
    "emailquote",              // the same, older
    "front-blockquote",        // Front
    "freshdesk_quote",         // Freshdesk
    "missive_quote",           // Missive
    "hs_reply",                // HubSpot
    "sh-quoted-content",       // Superhuman
    "outlook_quote",           // several relays
    "quoted-text",             // generic
    "gmail_quote_attribution", // Gmail, older
];

/// Identifiers, names and markers of elements that are the old mail.
const HISTORY_IDS: [&str; 18] = [
    "mail-editor-reference-message-container", // Outlook for telephones
    "ms-outlook-mobile-reference-message",     // the same
    "composer_referenced_message",             // Samsung
    "olk_src_body_section",                    // Outlook for Mac
    "mac_outlook_attribution_blockquote",      // the same, older
    "isreplycontent",                          // 163, QQ
    "original-content",                        // QQ
    "originalcontent",                         // several
    "messagereplysection",                     // Spark
    "messageforwardsection",                   // Spark
    "reply-intro",                             // Roundcube
    "forwardbody1",                            // Roundcube
    "_origcontent",                            // BlackBerry
    "bb10_response_div",                       // BlackBerry 10
    "__quoted_text__",                         // Zimbra
    "__headers__",                             // Zimbra
    "yahoo_quoted",                            // Yahoo
    "x_yahoo_quoted",                          // Yahoo through Outlook
];

/// Whatever begins so is the old mail: Yahoo numbers it, Newton names its parts.
const HISTORY_BEGINNINGS: [&str; 2] = ["yahoo_quoted", "cm_replymail"];

/// Class words of wrappers around the line before the quote, the quote, and answers between quotes.
const CONTAINER_CLASSES: [&str; 6] = [
    "gmail_quote",
    "gmail_quote_container",
    "protonmail_quote",
    "tutanota_quote",
    "moz-forward-container",
    "cm_quote",
];

const SURE_BORDERS: [&str; 4] = ["divrplyfwdmsg", "zwchr", "replysplit", "_replyforwardedmessage"];
const LIKELY_BORDERS: [&str; 3] = ["appendonsend", "stopspelling", "lineseparator"];

const SIGNATURE_IDS: [&str; 8] = [
    "ms-outlook-mobile-body-separator-line",
    "applemailsignature",
    "applemailsignaturesinitialfocus",
    "messagesignaturesection",
    "signature",
    "_rc_sig",
    "signaturecontainer",
    "replysignature",
];
const SIGNATURE_CLASSES: [&str; 7] = [
    "signature",
    "gmail_signature_prefix",
    "moz-txt-sig",
    "protonmail_signature_block",
    "protonmail_signature_block-user",
    "-x-evo-signature-wrapper",
    "-x-evo-signature",
];
/// Whatever ends so is one: `gmail_signature`, `moz-signature`, `ms-outlook-mobile-signature` …
const SIGNATURE_ENDINGS: [&str; 3] = ["_signature", "-signature", "mobilesignature"];

/// The colour and the room of the line that Outlook draws above the old mail's header.
const OUTLOOK_LINES: [&str; 4] = [
    "border-top:solid#e1e1e11.0pt",
    "border-top:solid#b5c4df1.0pt",
    "border-top:1ptsolid#b5c4df",
    "border-top:1ptsolid#e1e1e1",
];

/// A name without what mail programs put before it when they carry it on: `x_x_`, `m_-123`, `ydp1f…`, `yiv123`.
fn plain_name(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(inner) = rest.strip_prefix("x_") {
        rest = inner;
    }
    if let Some(inner) = rest.strip_prefix("m_") {
        rest = inner.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit());
    }
    if let Some(inner) = rest.strip_prefix("yiv") {
        let bare = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        rest = if bare.len() < inner.len() { bare } else { rest };
    }
    if rest.starts_with("ydp") {
        let known = ["yahoo_quoted", "signature", "gmail_quote", "gmail_signature"];
        if let Some(word) = known.iter().find(|word| rest.contains(**word)) {
            rest = word;
        }
    }
    rest.to_owned()
}

fn names(tag: &Tag) -> (Vec<String>, Vec<String>) {
    let classes = tag.get("class").split_whitespace().take(20).map(plain_name).collect();
    let ids = ["id", "name", "data-marker", "data-smartmail"]
        .iter()
        .map(|key| plain_name(&tag.get(key)))
        .filter(|id| !id.is_empty())
        .collect();
    (classes, ids)
}

/// The role of an element that is no link; `quote`: it is a `blockquote`.
pub(super) fn role(tag: &Tag, quote: bool) -> Role {
    if tag.bare() {
        return if quote { Role::Indent } else { Role::Plain };
    }
    let (classes, ids) = names(tag);
    let class = |words: &[&str]| classes.iter().any(|c| words.contains(&c.as_str()));
    let id = |words: &[&str]| ids.iter().any(|i| words.contains(&i.as_str()));
    if quote {
        return quote_role(tag, &classes, &ids);
    }
    if is_signature(&classes, &ids) {
        return Role::Signature;
    }
    if class(&HISTORY_CLASSES)
        || id(&HISTORY_IDS)
        || ids.iter().chain(&classes).any(|i| HISTORY_BEGINNINGS.iter().any(|b| i.starts_with(b)))
    {
        return Role::History;
    }
    if class(&CONTAINER_CLASSES) {
        return Role::Container;
    }
    Role::Plain
}

/// A `blockquote`: cited, marked as someone's, or only set in.
fn quote_role(tag: &Tag, classes: &[String], ids: &[String]) -> Role {
    let style = squeezed(&tag.get("style"));
    let told = tag.get("type").eq_ignore_ascii_case("cite")
        || tag.has("cite")
        || classes
            .iter()
            .any(|c| c.contains("quote") || c.contains("cite") || c.contains("history"))
        || ids.iter().any(|i| i.contains("quote") || HISTORY_IDS.contains(&i.as_str()));
    if told {
        return Role::History;
    }
    // Gmail and Outlook set in a paragraph this way; no line beside it, so nobody's quote.
    if style.contains("border:none") || style.contains("border:0") {
        return Role::Plain;
    }
    Role::Indent
}

fn is_signature(classes: &[String], ids: &[String]) -> bool {
    let ends = |name: &String| SIGNATURE_ENDINGS.iter().any(|end| name.ends_with(end));
    classes.iter().any(|c| SIGNATURE_CLASSES.contains(&c.as_str()) || ends(c))
        || ids
            .iter()
            .any(|i| SIGNATURE_IDS.contains(&i.as_str()) || i.starts_with("__sig_") || ends(i))
}

/// Whether an element marks where the old mail begins.
pub(super) fn border(tag: &Tag) -> Option<Border> {
    if tag.bare() {
        return None;
    }
    let (classes, ids) = names(tag);
    if ids.iter().any(|i| SURE_BORDERS.contains(&i.as_str())) {
        return Some(Border::Sure);
    }
    if ids.iter().any(|i| LIKELY_BORDERS.contains(&i.as_str()))
        || classes.iter().any(|c| c == "outlookmessageheader")
    {
        return Some(Border::Likely);
    }
    let style = tag.get("style");
    if !style.contains("border-top") && !style.contains("BORDER-TOP") {
        return None;
    }
    let style = squeezed(&style);
    let outlook = OUTLOOK_LINES.iter().any(|line| style.contains(line));
    let windows_mail = style.contains("border-top-color:rgb(229,229,229)")
        && style.contains("border-top-width:1px");
    (outlook || windows_mail).then_some(Border::Likely)
}
