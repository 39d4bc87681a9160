//! One mail's bytes to one [`Message`]. Total: whatever cannot be read becomes a defect sentence.
//! Knows the order of the readings; each reading is another file's.
use super::body::{self, Body, TEXT_LIMIT};
use super::header::Block;
use super::mime::{self, Tree};
use super::{MailKind, Message, Newness, TrustSettings, Verdict};
use super::{authentication, automatic, bounce, files, head, keep, reply, signature, tag};
use crate::secret::label;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Most bytes of a mail that are looked at.
pub const MAIL_LIMIT: usize = 64 * 1024 * 1024;

/// Reads a mail. Never fails and never panics: what was cut or repaired stands in `defects`.
pub fn parse(raw: &[u8], trust: &TrustSettings) -> Message {
    read(raw, trust, true)
}

/// The same without `redacted`, the copy to keep: for a person who only looks, at half the memory.
pub fn understand(raw: &[u8], trust: &TrustSettings) -> Message {
    read(raw, trust, false)
}

fn read(raw: &[u8], trust: &TrustSettings, kept: bool) -> Message {
    let mut defects: Vec<String> = Vec::new();
    let raw = bounded(raw, &mut defects);
    odd_line_ends(raw, &mut defects);
    let lines = line_ends(raw);
    let raw = lines.as_ref();
    let mut block = Block::scan_mail(raw);
    if matches!(lines, Cow::Owned(_)) {
        // Read like other mails, but nobody is believed by it.
        block.oddities.bare_cr = true;
    }
    let mut message = head::read(&block, &mut defects);
    message.authentication = authentication::judge_block(&block, trust);
    agree(&mut message);
    let tree = mime::walk(raw, &block);
    tree.defects.iter().for_each(|d| note(&mut defects, d));
    let mut body = body::read(&tree, &mut defects);
    message.signature = signature::examine(raw, &block, &message, &body, &mut defects);
    [&mut body.text, &mut body.html_text, &mut body.html_reply].into_iter().for_each(tame);
    message.bounce = bounce::read(&block, &tree, &message.subject, &body.text);
    if message.bounce.as_ref().is_some_and(|b| b.recipients.len() >= bounce::RECIPIENT_LIMIT) {
        note(&mut defects, "Laporan memuat sangat banyak penerima; hanya yang pertama dicatat.");
    }
    words(&mut message, &body, &mut defects);
    message.kind = kind(&block, &tree, &message);
    message.text = body.text;
    message.attachments = files::list(&tree, &body.html, &mut defects);
    if kept
        && (label::holds_password(&message.text)
            || label::holds_password(&body.html_text)
            || label::holds_password(&message.subject)
            || keep::tells_password(&tree))
    {
        let shown = if message.text.trim().is_empty() { &body.html_text } else { &message.text };
        message.redacted = Some(keep::redacted(&block, shown, &tree, &message));
    }
    message.defects = defects;
    message
}

/// The decoded bytes of the attachment with this hash, also from within attached mails.
pub fn attachment_bytes(raw: &[u8], sha256: &str) -> Option<Vec<u8>> {
    attachments_bytes(raw, &[sha256]).into_iter().next().flatten()
}

/// The same for several, in the order asked for: the mail is walked once, each part hashed once.
pub fn attachments_bytes(raw: &[u8], wanted: &[&str]) -> Vec<Option<Vec<u8>>> {
    let lines = line_ends(bounded(raw, &mut Vec::new()));
    let raw = lines.as_ref();
    let block = Block::scan_mail(raw);
    let tree = mime::walk(raw, &block);
    let mut found: Vec<Option<Vec<u8>>> = vec![None; wanted.len()];
    for leaf in tree.leaves {
        if found.iter().all(Option::is_some) {
            break;
        }
        let hash = hash(&leaf.body);
        let asked = |(at, sha256): (usize, &&str)| hash.eq_ignore_ascii_case(sha256).then_some(at);
        let mut slots: Vec<usize> = wanted.iter().enumerate().filter_map(asked).collect();
        let Some(last) = slots.pop() else { continue };
        for slot in slots {
            fill(&mut found, slot, || leaf.body.to_vec());
        }
        fill(&mut found, last, || leaf.body.into_owned());
    }
    found
}

fn fill(found: &mut [Option<Vec<u8>>], slot: usize, bytes: impl FnOnce() -> Vec<u8>) {
    if let Some(slot) = found.get_mut(slot).filter(|slot| slot.is_none()) {
        *slot = Some(bytes());
    }
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// What SMTP forbids within a mail and smugglers need (`security.md` A1-11): CR alone, and LF alone
/// among lines that end in CRLF. A file that keeps all lines with LF is none of it.
fn odd_line_ends(raw: &[u8], defects: &mut Vec<String>) {
    let before = |at: usize| at.checked_sub(1).and_then(|b| raw.get(b)) == Some(&b'\r');
    let bare_cr = memchr::memchr_iter(b'\r', raw).any(|at| raw.get(at + 1) != Some(&b'\n'));
    let crlf = memchr::memmem::find(raw, b"\r\n").is_some();
    let bare_lf = crlf && memchr::memchr_iter(b'\n', raw).any(|at| !before(at));
    if bare_cr {
        note(defects, "Surat memuat CR tanpa LF.");
    }
    if bare_lf {
        note(defects, "Surat memuat LF tanpa CR di antara baris CRLF.");
    }
}

/// A mail whose lines end in CR alone (old Macintosh programs) gets LF instead.
fn line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\n', raw).is_some() || memchr::memchr(b'\r', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.iter().map(|&b| if b == b'\r' { b'\n' } else { b }).collect())
}

fn bounded<'a>(raw: &'a [u8], defects: &mut Vec<String>) -> &'a [u8] {
    if raw.len() <= MAIL_LIMIT {
        return raw;
    }
    note(defects, "Surat terlalu besar; hanya bagian pertamanya yang dibaca.");
    raw.get(..MAIL_LIMIT).unwrap_or(raw)
}

pub(crate) fn limited(text: String, limit: usize) -> String {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

pub(crate) fn note(defects: &mut Vec<String>, sentence: &str) {
    if !defects.iter().any(|d| d == sentence) && defects.len() < 50 {
        defects.push(sentence.to_owned());
    }
}

/// Where the strict reading of the sender and the one that is shown differ, the mail has no identity
/// (`security.md` A1, 04-06). A domain shown in other letters than ASCII is the strict one's to judge.
/// [`super::address`] has compared the field already; this compares what came of it, whatever `head` chose.
fn agree(message: &mut Message) {
    let parts = |address: &str| {
        address.rsplit_once('@').map(|(l, d)| (l.to_lowercase(), d.to_ascii_lowercase()))
    };
    let Some((local, domain)) = message.authentication.identity.as_deref().and_then(parts) else {
        return;
    };
    let shown = message.from.address.as_deref().and_then(parts);
    if !shown.is_some_and(|(l, d)| l == local && (d == domain || !d.is_ascii())) {
        message.authentication.identity = None;
        message.authentication.verdict = Verdict::None;
        let why = "Alamat pengirim (From) dapat dibaca dengan lebih dari satu cara; surat tidak beridentitas.";
        message.authentication.reasons.push(why.into());
    }
}

/// Takes control characters out of a text; what remains of them are line breaks and tabs.
fn tame(text: &mut String) {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(odd) {
        text.retain(|c| !odd(c));
    }
}

/// The HTML reader's own line is nobody's word; it is left where all of a text was kept.
fn without_our_line(mut words: reply::NewWords) -> reply::NewWords {
    if words.text.contains(reply::CUT_LINE) {
        let lines: Vec<&str> = words.text.lines().filter(|l| l.trim() != reply::CUT_LINE).collect();
        words.text = lines.join("\n").trim().to_owned();
    }
    words
}

fn words(message: &mut Message, body: &Body, defects: &mut Vec<String>) {
    let answer = answers(message);
    let plain = body.has_plain.then(|| reply::new_words(&body.text, answer));
    let marked = (!body.html.is_empty())
        .then(|| reply::new_words(&limited(body.html_reply.clone(), TEXT_LIMIT), answer))
        .map(without_our_line);
    let better = match (&plain, &marked) {
        (Some(plain), Some(marked)) => tells_better(marked, plain, &body.html_text),
        (plain, _) => plain.is_none(),
    };
    let (chosen, other) = if better { (marked, plain) } else { (plain, marked) };
    let mut chosen = chosen.unwrap_or_default();
    message.newness = if chosen.forwarded { Newness::Forwarded } else { Newness::New };
    if chosen.text.is_empty() && chosen.cut_quote {
        // Nothing is lost, and nothing of it counts as said now.
        chosen.text = body.text.clone();
        chosen.kept_all = !chosen.text.is_empty();
        message.newness = Newness::Old;
    }
    if chosen.kept_all {
        note(defects, "Kata baru tidak dapat dipisahkan dari kutipan; seluruh teks dipakai.");
    }
    message.other_reply = other
        .filter(|other| reply::essence(&other.text) != reply::essence(&chosen.text))
        .map(|other| other.text);
    message.reply = chosen.text;
}

/// Whether the HTML form marks as old what the plain form leaves among the new words: both begin with
/// the same words, the plain one goes on with what the HTML form has too, but not as new.
fn tells_better(marked: &reply::NewWords, plain: &reply::NewWords, whole: &str) -> bool {
    let (short, long) = (reply::essence(&marked.text), reply::essence(&plain.text));
    !short.is_empty()
        && short.len() < long.len()
        && long.starts_with(&short)
        && reply::essence(whole).starts_with(&long)
}

/// Whether a mail answers another one, by what it refers to or by its subject.
fn answers(message: &Message) -> bool {
    !message.in_reply_to.is_empty()
        || !message.references.is_empty()
        || tag::is_answer(&message.subject)
}

fn kind(block: &Block<'_>, tree: &Tree<'_>, message: &Message) -> MailKind {
    if message.bounce.is_some() {
        return MailKind::Bounce;
    }
    if let Some(machine) = automatic::machine(block, tree, message) {
        return machine;
    }
    if answers(message) {
        return MailKind::Reply;
    }
    let nobody = message.from.address.is_none() && message.from.name.is_none();
    if block.fields.is_empty() || nobody {
        return MailKind::Other;
    }
    MailKind::Request
}
