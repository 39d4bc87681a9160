//! The words of a mail: which parts are its body, and their best reading as text. Knows no quote.
use super::attachment;
use super::charset;
use super::html;
use super::mime::{Leaf, Tree};
use super::parse::{limited, note};
use super::reply::CUT_LINE;
use super::unwrap;

/// Most bytes of the text that is kept.
pub(crate) const TEXT_LIMIT: usize = 1024 * 1024;

/// Most bytes of markup that are read, over all parts.
const MARKUP_LIMIT: usize = 12 * 1024 * 1024;

/// The body in its forms.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Body {
    /// The best reading of everything a person sees.
    pub text: String,
    /// The same from the HTML parts alone; empty without HTML.
    pub html_text: String,
    /// HTML for finding the new words.
    pub html_reply: String,
    /// The raw HTML, for `cid:` references.
    pub html: String,
    pub has_plain: bool,
}

/// Puts the body together from its pieces.
pub(crate) fn read(tree: &Tree<'_>, defects: &mut Vec<String>) -> Body {
    let mut body = Body::default();
    let mut done: Vec<usize> = Vec::new();
    for leaf in tree.leaves.iter().filter(|l| is_body(l)) {
        if body.text.len() > TEXT_LIMIT || body.html.len() > MARKUP_LIMIT {
            note(defects, "Teks surat terlalu panjang; sisanya tidak dibaca.");
            break;
        }
        let group: Vec<&Leaf<'_>> = match leaf.alternative {
            Some(number) if done.contains(&number) => continue,
            Some(number) => {
                done.push(number);
                tree.leaves.iter().filter(|l| is_body(l) && l.alternative == Some(number)).collect()
            }
            None => vec![leaf],
        };
        piece(&group, &mut body, defects);
    }
    let long = body.text.len() > TEXT_LIMIT;
    if long {
        note(defects, "Teks surat terlalu panjang; sisanya tidak dibaca.");
        body.text = limited(std::mem::take(&mut body.text), TEXT_LIMIT);
    }
    body.text = body.text.trim_matches(['\n', ' ']).to_owned();
    body
}

/// One piece of the body: a lone text, or both forms of an alternative.
fn piece(group: &[&Leaf<'_>], body: &mut Body, defects: &mut Vec<String>) {
    let mut plain = String::new();
    let mut shown = String::new();
    let mut answered = String::new();
    let has_html = group.iter().any(|l| l.declared == "text/html");
    // Enriched text is the second best of alternatives (RFC 1896 §1), and none beside a better one.
    let better = |l: &&&Leaf<'_>| l.alternative.is_none() || l.declared != "text/enriched";
    let only_enriched = group.iter().all(|l| l.declared == "text/enriched");
    for leaf in group.iter().filter(|l| only_enriched || better(l)) {
        let text = decoded(leaf, defects);
        if leaf.declared == "text/html" {
            let page = html::read(&text);
            append(&mut shown, &page.whole());
            append(&mut answered, &page.answer(CUT_LINE));
            body.html.push_str(&text);
        } else {
            let text = plain_text(&text);
            let whole = leaf.flowed.map(|delsp| unwrap::unfolded(&text, delsp));
            append(&mut plain, whole.as_deref().unwrap_or(&text));
        }
    }
    body.has_plain |= !plain.trim().is_empty();
    let best = if plain.trim().is_empty() { &shown } else { &plain };
    append(&mut body.text, best);
    append(&mut body.html_text, if has_html { &shown } else { &plain });
    append(&mut body.html_reply, if has_html { &answered } else { &plain });
}

fn append(text: &mut String, more: &str) {
    if more.trim().is_empty() || text.len() > TEXT_LIMIT {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more.trim_end());
}

fn decoded(leaf: &Leaf<'_>, defects: &mut Vec<String>) -> String {
    let limit = charset::TEXT_LIMIT.min(leaf.body.len());
    let bytes = leaf.body.get(..limit).unwrap_or_default();
    let unsaid = leaf.charset.as_deref().is_none_or(|name| name.eq_ignore_ascii_case("us-ascii"));
    let within = (unsaid && leaf.declared == "text/html").then(|| html::named_charset(bytes));
    let named = within.flatten().or_else(|| leaf.charset.clone());
    let (text, defect) = charset::decode(bytes, named.as_deref());
    if let Some(sentence) = defect {
        note(defects, &sentence);
    }
    text
}

fn plain_text(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect()
}

/// Text that is the mail itself, not a file. A text with a name is a file, except where it can be
/// nothing else than the letter: alone, one of alternatives, or the first of its siblings.
/// What is no text by its first bytes is a file whatever it calls itself.
pub(crate) fn is_body(leaf: &Leaf<'_>) -> bool {
    let placed = leaf.name.is_none() || leaf.alternative.is_some() || leaf.alone || leaf.first;
    leaf.level == 0
        && !leaf.aside
        && placed
        && matches!(leaf.declared.as_str(), "text/plain" | "text/html" | "text/enriched")
        && leaf.disposition.as_deref() != Some("attachment")
        && !attachment::is_binary(&leaf.body)
}
