//! The fields of a delivery report (RFC 3464 §2), also where they stand in the wrong kind of part, in
//! broken groups or in plain text. Knows fields; no words.
use super::{BouncedRecipient, RECIPIENT_LIMIT, address, status};
use crate::mail::address::canonical;
use crate::mail::charset;
use crate::mail::header::{self, Block};
use crate::mail::mime::Tree;

/// Most bytes of one status part that are read.
const PART_LIMIT: usize = 256 * 1024;
/// Actions of RFC 3464 §2.3.3.
const ACTIONS: [&str; 5] = ["failed", "delayed", "delivered", "relayed", "expanded"];

/// What the fields say.
#[derive(Default)]
pub(super) struct Fields {
    /// There are such fields at all.
    pub found: bool,
    pub recipients: Vec<BouncedRecipient>,
    /// `Original-Message-ID` and its like.
    pub message_id: Option<String>,
    /// Groups that name no usable address.
    nameless: Vec<Group>,
}

/// One recipient's fields.
#[derive(Clone, Default)]
struct Group {
    last: Option<String>,
    first: Option<String>,
    actual: Option<String>,
    action: Option<&'static str>,
    status: Option<String>,
    diagnostic: Option<String>,
}

impl Fields {
    /// The action where a nameless group tells one.
    pub fn action(&self) -> Option<&'static str> {
        self.nameless.iter().find_map(|g| g.action)
    }

    /// The status where a nameless group tells one.
    pub fn status(&self) -> Option<String> {
        self.nameless.iter().find_map(Group::best_status)
    }
}

/// Reads the status parts of the mail; without one the fields that stand in its words.
pub(super) fn read(tree: &Tree<'_>, words: &str) -> Fields {
    let mut fields = Fields::default();
    let mut open = Group::default();
    for leaf in
        tree.leaves.iter().filter(|l| l.level == 0 && l.declared.contains("delivery-status"))
    {
        groups(leaf.body.get(..PART_LIMIT).unwrap_or(&leaf.body), &mut fields, &mut open);
    }
    fields.close(&mut open);
    if fields.found {
        return fields;
    }
    // Some gateways send the fields as an ordinary file, or let them run into their words.
    let files = tree.leaves.iter().filter(|l| {
        l.level == 0
            && !l.alone
            && matches!(l.declared.as_str(), "text/plain" | "application/octet-stream")
            && (l.name.is_some() || l.disposition.as_deref() == Some("attachment"))
    });
    let mut texts = files.map(|l| charset::guess(l.body.get(..PART_LIMIT).unwrap_or(&l.body)));
    texts
        .find_map(|text| Some(of_text(&text)).filter(|f| f.found))
        .unwrap_or_else(|| of_text(words))
}

/// Reads the fields that stand in any text, for instance in a report within a report.
pub(super) fn of_text(text: &str) -> Fields {
    let mut fields = Fields::default();
    let mut open = Group::default();
    if let Some(start) = in_words(text) {
        groups(text.get(start..).unwrap_or_default().as_bytes(), &mut fields, &mut open);
    }
    fields.close(&mut open);
    fields
}

/// Where the first field that only a report has begins a line of the words.
pub(super) fn in_words(words: &str) -> Option<usize> {
    let mut at = 0;
    for line in words.split_inclusive('\n') {
        let lower = line.get(..24).unwrap_or(line).to_ascii_lowercase();
        if ["final-recipient:", "original-recipient:", "reporting-mta:"]
            .iter()
            .any(|name| lower.starts_with(name))
        {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Blank lines part the groups; some servers leave them out, others put them between the fields of one
/// recipient. So a group ends where a field comes that it already has.
fn groups(body: &[u8], fields: &mut Fields, open: &mut Group) {
    let mut rest = body;
    for _ in 0..RECIPIENT_LIMIT * 2 {
        let skip = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        rest = rest.get(skip..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        let block = Block::scan(rest);
        for field in &block.fields {
            let name = String::from_utf8_lossy(field.name).to_ascii_lowercase();
            fields.take(&name, &field.plain(), field.value, open);
        }
        let named = open.first.is_some() || open.last.is_some();
        if named && open.action.is_some() && open.status.is_some() {
            fields.close(open);
        }
        rest = rest.get(block.body.max(1)..).unwrap_or_default();
    }
}

impl Fields {
    fn take(&mut self, name: &str, value: &str, raw: &[u8], open: &mut Group) {
        let known = match name {
            "final-recipient" => open.last.is_some(),
            "original-recipient" => open.first.is_some(),
            "action" => open.action.is_some(),
            "status" => open.status.is_some(),
            "x-actual-recipient" | "diagnostic-code" => false,
            // A copied head may follow the fields where the parts' delimiters are broken.
            "original-message-id" | "x-original-message-id" | "message-id" => {
                self.message_id =
                    self.message_id.take().or_else(|| header::ids(raw).into_iter().next());
                return;
            }
            "reporting-mta" => {
                self.found = true;
                return;
            }
            _ => return,
        };
        self.found = true;
        if known {
            self.close(open);
        }
        match name {
            "final-recipient" => open.last = Some(value.to_owned()),
            "original-recipient" => open.first = Some(value.to_owned()),
            "x-actual-recipient" => open.actual = Some(value.to_owned()),
            "action" => open.action = action(value),
            "status" => open.status = Some(value.to_owned()),
            _ => open.diagnostic = Some(value.to_owned()),
        }
    }

    fn close(&mut self, open: &mut Group) {
        let group = std::mem::take(open);
        let empty = group.first.is_none() && group.last.is_none() && group.actual.is_none();
        if empty && group.action.is_none() && group.status.is_none() {
            return;
        }
        let Some(address) = group.address() else {
            if self.nameless.len() < RECIPIENT_LIMIT {
                self.nameless.push(group);
            }
            return;
        };
        let (status, action) = (group.best_status(), group.action.map(str::to_owned));
        let full = self.recipients.len() >= RECIPIENT_LIMIT;
        match self.recipients.iter_mut().find(|r| r.address.eq_ignore_ascii_case(&address)) {
            Some(same) => {
                same.status = same.status.take().or(status);
                same.action = same.action.take().or(action);
            }
            None if !full => {
                self.recipients.push(BouncedRecipient { address, status, action });
            }
            None => {}
        }
    }
}

impl Group {
    /// Who failed: the final recipient. Where that is no mailbox of the Internet, or only another name in
    /// the house we wrote to, the original one says better whom it is about.
    fn address(&self) -> Option<String> {
        let of = |value: &Option<String>| value.as_deref().and_then(address::typed);
        let (last, first) = (of(&self.last), of(&self.first));
        match (last, first) {
            (Some(last), Some(first)) => {
                let better = canonical(&first).is_some()
                    && (!address::is_public(&last) || address::same_house(&last, &first));
                Some(if better { first } else { last })
            }
            (last, first) => last.or(first).or_else(|| of(&self.actual)),
        }
    }

    /// The status field; where it is missing or says no more than its class (`5.0.0`), a code of the same
    /// class from the diagnostic text.
    fn best_status(&self) -> Option<String> {
        let own = self.status.as_deref().and_then(status::exact);
        let vague = own.as_deref().is_none_or(|s| s.ends_with(".0.0"));
        if !vague {
            return own;
        }
        let diagnostic = self.diagnostic.as_deref().unwrap_or_default();
        let told = status::exact_in(diagnostic)
            .filter(|t| own.as_deref().is_none_or(|o| o.get(..1) == t.get(..1)));
        told.or(own).or_else(|| {
            let words = self.status.as_deref().into_iter().chain(self.diagnostic.as_deref());
            words.filter_map(|w| status::of_words(w, self.action)).next()
        })
    }
}

fn action(value: &str) -> Option<&'static str> {
    let word = value.split([' ', ';', '(']).next().unwrap_or_default().to_ascii_lowercase();
    let word = if word == "failure" || word == "fail" { "failed" } else { word.as_str() };
    ACTIONS.iter().find(|a| **a == word).copied()
}

/// The recipients that a feedback report names (RFC 5965 §3.2).
pub(super) fn complained(body: &[u8]) -> Vec<String> {
    let block = Block::scan(body);
    let mut named: Vec<String> = Vec::new();
    for name in ["original-rcpt-to", "removal-recipient"] {
        for field in block.all(name).take(RECIPIENT_LIMIT) {
            if let Some(address) = address::typed(&field.plain())
                && !named.iter().any(|n| n.eq_ignore_ascii_case(&address))
            {
                named.push(address);
            }
        }
    }
    named
}
