//! What an applicant's words mean: which kind of request, whether it is one at all, and what to warn
//! about. Pure; knows no case, no register and no wording.
mod facts;
mod kind;
mod scope;
#[cfg(test)]
mod tests;

use crate::workflow::case::Kind;
use crate::workflow::command::words::{self, Word};
use crate::workflow::event::{Remark, Scope};

/// A reading of words, never a proof: it only chooses which letter and which queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intent {
    pub kind: Option<Kind>,
    /// Set when what is asked lies outside this SOP (letter M14).
    pub scope: Option<Scope>,
    pub looks_like_request: bool,
    /// Thanks or receipt, nothing asked: must not re-open anything (E-12).
    pub thanks_only: bool,
    /// Papers are offered as a link and none came as files (E-5).
    pub link_only: bool,
    /// More than one account is meant (`domain.md` A2).
    pub several_accounts: bool,
    pub remarks: Vec<Remark>,
    /// User IDs named with a label, as typed, each once.
    pub user_ids: Vec<String>,
}

/// Characters of a mail's words that are looked at.
const MAX_TEXT: usize = 20_000;

/// Reads subject, new words and the names of real attachments. Never fails.
pub fn read(subject: &str, words: &str, attachment_names: &[String]) -> Intent {
    let subject = without_prefixes(subject);
    let body: String = words.chars().take(MAX_TEXT).collect();
    let names: Vec<String> = attachment_names.iter().take(40).map(|n| spaced(n)).collect();
    if attachment_names.is_empty() && facts::is_thanks_only(&body) {
        return Intent { thanks_only: true, ..Intent::default() };
    }
    let text = Text::of(&format!("{subject}.\n{body}"));
    let outside = scope::read(&text);
    let said = kind::read(&text);
    let kind = said.or_else(|| kind::read(&Text::of(&names.join(".\n"))));
    let holder_change = scope::holder_changes(&text);
    let scope = match outside {
        // "Reset TOTP dan password": the password part is ours.
        Some(Scope::Totp) if said.is_some() && kind::names_password(&text) => None,
        Some(found) => Some(found),
        None if kind.is_none() && holder_change => Some(Scope::HolderChange),
        None => None,
    };
    let user_ids = facts::user_ids(&body);
    let several_accounts = user_ids.len() > 1 || facts::several(&text, &body);
    let link_only = attachment_names.is_empty() && facts::offers_link(&text, &body);
    let mut remarks = Vec::new();
    for (holds, remark) in [
        (link_only, Remark::LinkOnly),
        (several_accounts, Remark::SeveralAccounts),
        (crate::workflow::command::gives_password(&body), Remark::OwnPassword),
        (holder_change, Remark::HolderChange),
    ] {
        if holds {
            remarks.push(remark);
        }
    }
    let looks_like_request = kind.is_some()
        || scope.is_some()
        || link_only
        || facts::asks_about_account(&text, !attachment_names.is_empty());
    Intent {
        kind,
        scope,
        looks_like_request,
        thanks_only: false,
        link_only,
        several_accounts,
        remarks,
        user_ids,
    }
}

/// Words of a text in sentences, so that what belongs together is judged together.
struct Text {
    sentences: Vec<Sentence>,
}

struct Sentence {
    raw: String,
    words: Vec<Word>,
}

impl Text {
    fn of(text: &str) -> Text {
        let mut sentences = Vec::new();
        for paragraph in text.replace('\r', "").split("\n\n").take(200) {
            // A line that begins with a capital or a bullet after a label line is its own sentence.
            for piece in cut_sentences(paragraph) {
                let raw = crate::workflow::command::tidied(&piece);
                let words = words::split(&raw);
                if !words.is_empty() {
                    sentences.push(Sentence { raw, words });
                }
            }
        }
        Text { sentences }
    }

    fn has(&self, list: &[&str]) -> bool {
        self.sentences.iter().any(|s| s.has(list))
    }

    /// Whether `phrase` stands somewhere, word for word.
    fn has_phrase(&self, phrase: &[&str]) -> bool {
        self.sentences.iter().any(|s| s.places_of(phrase).next().is_some())
    }
}

impl Sentence {
    fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|w| list.contains(&w.plain.as_str()))
    }

    fn places_of<'a>(&'a self, phrase: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.words.len()).filter(move |at| {
            phrase
                .iter()
                .enumerate()
                .all(|(i, p)| self.words.get(at + i).is_some_and(|w| w.plain == *p))
        })
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.plain.as_str())
    }

    /// Whether one of `list` stands within `reach` words of `at`.
    fn near(&self, at: usize, reach: usize, list: &[&str]) -> bool {
        let from = at.saturating_sub(reach);
        self.words
            .iter()
            .skip(from)
            .take(at - from + reach + 1)
            .any(|w| list.contains(&w.plain.as_str()))
    }
}

/// Cuts at sentence ends (a full stop inside "AA.LCPP" or "a.n." is none) and at lines that hold a label.
fn cut_sentences(paragraph: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in paragraph.split('\n') {
        let label =
            line.split_once(':').is_some_and(|(head, _)| head.split_whitespace().count() <= 4);
        if label {
            pieces.push(String::new());
        }
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let Some(open) = pieces.last_mut() else { break };
            open.push(c);
            let ends = matches!(c, '.' | '!' | '?' | ';')
                && chars.peek().is_none_or(|n| n.is_whitespace());
            if ends {
                pieces.push(String::new());
            }
        }
        if label {
            pieces.push(String::new());
        } else if let Some(open) = pieces.last_mut() {
            open.push(' ');
        }
    }
    pieces
}

/// `B.412 Permohonan_Reset-Password.pdf` → words.
fn spaced(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.replace(['_', '-', '.', '+'], " ")
}

fn without_prefixes(subject: &str) -> String {
    let mut rest = subject.trim();
    for _ in 0..8 {
        let Some((head, tail)) = rest.split_once(':') else { break };
        if !matches!(
            head.trim().to_lowercase().as_str(),
            "re" | "fwd" | "fw" | "bls" | "trs" | "balasan" | "terusan"
        ) {
            break;
        }
        rest = tail.trim();
    }
    // A subject with our number is our own sentence sent back, not the applicant's.
    if rest.to_ascii_uppercase().contains("[LKT-") { String::new() } else { rest.to_string() }
}
