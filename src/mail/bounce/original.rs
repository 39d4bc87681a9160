//! The copy of the original letter in a report: where it begins, its Message-ID and, where nothing else
//! names anybody, its only To. Nothing else of it is read (security.md A3, 43).
use super::fields::Fields;
use super::{BouncedRecipient, WORDS_LIMIT, address, fields, phrase};
use crate::mail::charset;
use crate::mail::header::{self, Block};
use crate::mail::mime::{Leaf, Tree};
use regex::Regex;
use std::sync::LazyLock;

/// Most bytes of the original that are looked at.
const ORIGINAL_LIMIT: usize = 64 * 1024;

static MESSAGE_ID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?im)^[>|\s*]*(?:original-|x-original-)?message-?id[ \t]*:\s*<?([^<>\s,;]{3,500})>?",
    )
    .ok()
});

/// Fields of which a copied head has some.
const HEAD: [&str; 14] = [
    "return-path",
    "received",
    "message-id",
    "from",
    "to",
    "subject",
    "date",
    "mime-version",
    "content-type",
    "delivered-to",
    "dkim-signature",
    "x-mailer",
    "x-originating-ip",
    "reply-to",
];

/// What the report brings back.
#[derive(Default)]
pub(super) struct Original {
    /// There is a copy, or a place where one would be.
    pub found: bool,
    /// The beginning of each attached copy.
    attached: Vec<Vec<u8>>,
    /// What stands behind the server's own words.
    behind: String,
}

/// Parts the server's words from the copy.
pub(super) fn split(tree: &Tree<'_>, text: &str) -> (String, Original) {
    let mut original = Original::default();
    let mut more = String::new();
    for leaf in tree.leaves.iter().filter(|l| l.level == 0 && !l.alone) {
        let body = leaf.body.get(..ORIGINAL_LIMIT).unwrap_or(&leaf.body);
        if is_copy(leaf, body) {
            original.found = true;
            if original.attached.len() < 5 {
                original.attached.push(body.trim_ascii_start().to_vec());
            }
        } else if text.trim().is_empty() && leaf.declared.starts_with("text/") {
            more.push_str(&charset::decode(body, leaf.charset.as_deref()).0);
            more.push('\n');
        }
    }
    let text = if text.trim().is_empty() { more.as_str() } else { text };
    let end = copy_start(text).unwrap_or(text.len());
    original.found |= end < text.len();
    original.behind = cut(text.get(end..).unwrap_or_default(), ORIGINAL_LIMIT).to_owned();
    (cut(text.get(..end).unwrap_or(text), WORDS_LIMIT).to_owned(), original)
}

fn is_copy(leaf: &Leaf<'_>, body: &[u8]) -> bool {
    match leaf.declared.as_str() {
        "message/rfc822" | "message/global" | "message/global-headers" | "message/partial" => true,
        "message/delivery-status" | "message/feedback-report" => false,
        declared if declared.contains("rfc822") => true,
        "text/plain" | "application/octet-stream" if leaf.name.is_some() => {
            let block = Block::scan(body);
            HEAD.iter().filter(|name| block.has(name)).count() >= 3
        }
        _ => false,
    }
}

fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Where the copy begins in a text: at a line that announces it, or at a copied head.
fn copy_start(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut run: Option<(usize, u32, bool)> = None; // start, fields so far, one of them telling
    let mut words = false;
    for line in cut(text, WORDS_LIMIT).split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.len() < 300 && phrase::announces_copy(&phrase::plain(line)) && words {
            return Some(start);
        }
        let folded = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        run = match (run, field_name(line)) {
            (Some(run), None) if folded => Some(run),
            (Some((begin, count, telling)), Some(name)) => {
                Some((begin, count + 1, telling || tells(&name)))
            }
            (None, Some(name)) if words && HEAD.contains(&name.as_str()) => {
                Some((start, 1, tells(&name)))
            }
            _ => None,
        };
        if let Some((begin, count, true)) = run
            && count >= 2
        {
            return Some(begin);
        }
        words |= line.chars().any(char::is_alphanumeric);
    }
    None
}

/// Fields that only a mail's head has.
fn tells(name: &str) -> bool {
    matches!(name, "received" | "message-id" | "return-path" | "mime-version")
}

/// The lower-case name of a field that begins at the line's first column.
fn field_name(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let sound = !name.is_empty()
        && name.len() <= 60
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    sound.then(|| name.to_ascii_lowercase())
}

impl Original {
    /// Without angle brackets.
    pub fn message_id(&self, fields: &Fields, words: &str) -> Option<String> {
        if !fields.found
            && let Some(id) = self.inner().and_then(|(behind, _)| in_text(&behind))
        {
            return Some(id);
        }
        let attached = self.attached.iter().find_map(|bytes| {
            let block = Block::scan(bytes);
            let field =
                block.first("message-id").and_then(|f| header::ids(f.value).into_iter().next());
            field.or_else(|| in_text(&charset::guess(bytes)))
        });
        attached
            .or_else(|| fields.message_id.clone())
            .or_else(|| in_text(&self.behind))
            .or_else(|| in_text(words))
    }

    /// Whom a report is about that was brought back in another report.
    pub fn nested(&self) -> Vec<BouncedRecipient> {
        self.inner().map(|(_, fields)| fields.recipients).unwrap_or_default()
    }

    /// The report within the report, and what follows the beginning of its fields.
    fn inner(&self) -> Option<(String, Fields)> {
        let attached = self.attached.iter().map(Vec::as_slice);
        attached.chain(std::iter::once(self.behind.as_bytes())).find_map(|bytes| {
            let text = charset::guess(bytes);
            let fields = fields::of_text(&text);
            let behind = text.get(fields::in_words(&text)?..).unwrap_or_default().to_owned();
            (!fields.recipients.is_empty()).then_some((behind, fields))
        })
    }

    /// The one recipient of the original; nobody where there are several.
    pub fn recipients(&self) -> Vec<String> {
        let attached = self.attached.iter().map(Vec::as_slice);
        for bytes in attached.chain(std::iter::once(self.behind.as_bytes())) {
            let text = charset::guess(bytes);
            let start = text
                .split_inclusive('\n')
                .scan(0, |at, line| {
                    let start = *at;
                    *at += line.len();
                    Some((start, line))
                })
                .find(|(_, line)| field_name(line).is_some_and(|n| HEAD.contains(&n.as_str())))
                .map_or(0, |(start, _)| start);
            let block = Block::scan(text.get(start..).unwrap_or_default().as_bytes());
            for name in ["x-envelope-to", "envelope-to", "x-rcpt-to", "to"] {
                let named: Vec<String> = block
                    .all(name)
                    .take(5)
                    .flat_map(|f| header::addresses(f.value).0)
                    .filter_map(|(_, a)| a.as_deref().and_then(address::plausible))
                    .take(3)
                    .collect();
                if named.len() == 1 {
                    return named;
                }
            }
        }
        Vec::new()
    }
}

fn in_text(text: &str) -> Option<String> {
    let hits = MESSAGE_ID.as_ref()?.captures_iter(text).take(20);
    hits.filter_map(|c| c.get(1)).map(|m| m.as_str().to_owned()).find(|id| id.contains('@'))
}

/// Reports without a copy still answer the letter they are about.
pub(super) fn referred(block: &Block<'_>) -> Option<String> {
    ["x-original-message-id", "original-message-id", "in-reply-to", "references"].iter().find_map(
        |name| block.first(name).and_then(|f| header::ids(f.value).into_iter().next_back()),
    )
}
