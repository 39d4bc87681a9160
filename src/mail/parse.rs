//! One mail's bytes to one [`Message`]. Total: whatever cannot be read becomes a defect sentence.
//! Knows the order of the readings; each reading is another file's.
use super::header::{self, Block};
use super::html::{self, View};
use super::mime::{self, Leaf, Tree};
use super::{Attachment, MailKind, Mailbox, Message, TrustSettings};
use super::{attachment, authentication, automatic, bounce, charset, keep, reply, tag};
use crate::secret::label;
use sha2::{Digest, Sha256};

/// Most bytes of a mail that are looked at.
pub const MAIL_LIMIT: usize = 64 * 1024 * 1024;
/// Most bytes of the text that is kept.
const TEXT_LIMIT: usize = 1024 * 1024;
/// Most attachments that are listed.
const ATTACHMENT_LIMIT: usize = 200;

/// Reads a mail. Never fails and never panics: what was cut or repaired stands in `defects`.
pub fn parse(raw: &[u8], trust: &TrustSettings) -> Message {
    let mut defects: Vec<String> = Vec::new();
    let raw = bounded(raw, &mut defects);
    let block = Block::scan(raw);
    let mut message = head(&block, &mut defects);
    message.authentication = authentication::judge_block(&block, trust);
    let tree = mime::walk(raw, &block);
    tree.defects.iter().for_each(|d| note(&mut defects, d));
    let body = body(&tree, &mut defects);
    message.bounce = bounce::read(&block, &tree, &message.subject, &body.text);
    words(&mut message, &body, &mut defects);
    message.kind = kind(&block, &message);
    message.text = body.text;
    message.attachments = attachments(&tree, &body.html, &mut defects);
    if label::holds_password(&message.text)
        || label::holds_password(&body.html_text)
        || label::holds_password(&message.subject)
        || message.bounce.is_some() && returns_password(&tree)
    {
        let shown = if message.text.trim().is_empty() { &body.html_text } else { &message.text };
        message.redacted = Some(keep::redacted(&block, shown, &tree, &message.attachments));
    }
    message.defects = defects;
    message
}

/// Whether the letter that a delivery report brings back holds a password (`security.md` A4-66).
fn returns_password(tree: &Tree<'_>) -> bool {
    let told = |leaf: &&Leaf<'_>| {
        leaf.declared.starts_with("text/") || leaf.declared.starts_with("message/")
    };
    let holds = |leaf: &Leaf<'_>| label::holds_password(&String::from_utf8_lossy(&leaf.body));
    let within = |leaf: &Leaf<'_>| {
        let inner = mime::walk(&leaf.body, &Block::scan(&leaf.body));
        leaf.declared.starts_with("message/") && inner.leaves.iter().any(holds)
    };
    tree.leaves.iter().filter(told).any(|leaf| holds(leaf) || within(leaf))
}

/// The decoded bytes of the attachment with this hash, also from within attached mails.
pub fn attachment_bytes(raw: &[u8], sha256: &str) -> Option<Vec<u8>> {
    attachments_bytes(raw, &[sha256]).into_iter().next().flatten()
}

/// The same for several, in the order asked for: the mail is walked once, each part hashed once.
pub fn attachments_bytes(raw: &[u8], wanted: &[&str]) -> Vec<Option<Vec<u8>>> {
    let raw = bounded(raw, &mut Vec::new());
    let block = Block::scan(raw);
    let tree = mime::walk(raw, &block);
    let mut found: Vec<Option<Vec<u8>>> = vec![None; wanted.len()];
    for leaf in tree.leaves {
        if found.iter().all(Option::is_some) {
            break;
        }
        let hash = hash(&leaf.body);
        for (slot, _) in found
            .iter_mut()
            .zip(wanted)
            .filter(|(slot, sha256)| slot.is_none() && hash.eq_ignore_ascii_case(sha256))
        {
            *slot = Some(leaf.body.to_vec());
        }
    }
    found
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn bounded<'a>(raw: &'a [u8], defects: &mut Vec<String>) -> &'a [u8] {
    if raw.len() <= MAIL_LIMIT {
        return raw;
    }
    note(defects, "Surat terlalu besar; hanya bagian pertamanya yang dibaca.");
    raw.get(..MAIL_LIMIT).unwrap_or(raw)
}

fn note(defects: &mut Vec<String>, sentence: &str) {
    if !defects.iter().any(|d| d == sentence) && defects.len() < 50 {
        defects.push(sentence.to_owned());
    }
}

fn head(block: &Block<'_>, defects: &mut Vec<String>) -> Message {
    let odd = block.oddities;
    let told = [
        (block.fields.is_empty(), "Surat tidak mempunyai kepala surat."),
        (odd.mbox_line, "Baris mbox \"From \" di awal surat dilewati."),
        (odd.nul, "Kepala surat memuat karakter NUL."),
        (odd.bare_cr, "Kepala surat memuat CR tanpa LF."),
        (odd.junk_line, "Kepala surat memuat baris yang bukan kepala surat; baris itu dilewati."),
        (odd.leading_fold, "Surat dimulai dengan baris lanjutan; baris itu dilewati."),
        (odd.long_line, "Kepala surat memuat baris yang terlalu panjang."),
        (odd.cut, "Kepala surat terlalu besar; sebagian tidak dibaca."),
    ];
    told.iter().filter(|(is, _)| *is).for_each(|(_, sentence)| note(defects, sentence));
    let mut message = Message {
        message_id: block.first("message-id").and_then(|f| header::ids(f.value).into_iter().next()),
        subject: limited(block.text_of("subject").unwrap_or_default(), 1_000),
        in_reply_to: ids(block, "in-reply-to"),
        references: ids(block, "references"),
        ..Message::default()
    };
    let from: Vec<Mailbox> = mailboxes(block, "from", defects);
    message.from = from.into_iter().next().unwrap_or_default();
    message.to = mailboxes(block, "to", defects);
    message.cc = mailboxes(block, "cc", defects);
    if let Some(field) = block.first("date") {
        message.date = header::date(field.value);
        if message.date.is_none() {
            note(defects, "Tanggal surat (Date) tidak dapat dibaca.");
        }
    }
    if message.message_id.is_none() && !block.fields.is_empty() {
        note(defects, "Surat tidak mempunyai Message-ID.");
    }
    let mut delivered: Vec<String> = Vec::new();
    for name in ["to", "cc", "delivered-to", "x-original-to", "envelope-to"] {
        for mailbox in mailboxes(block, name, defects) {
            if let Some(address) = mailbox.address
                && !delivered.contains(&address)
                && delivered.len() < 300
            {
                delivered.push(address);
            }
        }
    }
    message.delivered_to = delivered;
    if message.from.name.as_deref().is_some_and(|n| n.contains('@'))
        && message.from.name != message.from.address
    {
        note(defects, "Nama pengirim memuat alamat; yang dipakai hanyalah alamat sebenarnya.");
    }
    message
}

fn ids(block: &Block<'_>, name: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in block.all(name).flat_map(|f| header::ids(f.value)) {
        if !all.contains(&id) && all.len() < 100 {
            all.push(id);
        }
    }
    all
}

fn mailboxes(block: &Block<'_>, name: &str, defects: &mut Vec<String>) -> Vec<Mailbox> {
    let mut all: Vec<Mailbox> = Vec::new();
    for field in block.all(name).take(20) {
        let (found, cut) = header::addresses(field.value);
        if cut {
            note(
                defects,
                &format!("Kepala surat {name} memuat terlalu banyak alamat; sisanya tidak dibaca."),
            );
        }
        for (display, address) in found {
            if all.len() < 200 {
                all.push(Mailbox { name: display.map(|n| limited(n, 200)), address });
            }
        }
    }
    all
}

fn limited(text: String, limit: usize) -> String {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

/// The body in its forms.
#[derive(Default)]
struct Body {
    /// The best reading of everything a person sees.
    text: String,
    /// The same from the HTML parts alone; empty without HTML.
    html_text: String,
    /// HTML for finding the new words.
    html_reply: String,
    /// The raw HTML, for `cid:` references.
    html: String,
    has_plain: bool,
}

fn body(tree: &Tree<'_>, defects: &mut Vec<String>) -> Body {
    let mut body = Body::default();
    let mut done: Vec<usize> = Vec::new();
    for leaf in tree.leaves.iter().filter(|l| is_body(l)) {
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
    for leaf in group {
        let text = decoded(leaf, defects);
        if leaf.declared == "text/html" {
            append(&mut shown, &html::to_text(&text, View::Whole));
            append(&mut answered, &html::to_text(&text, View::Reply));
            body.html.push_str(&text);
        } else {
            append(&mut plain, &plain_text(&text));
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
    let (text, defect) =
        charset::decode(leaf.body.get(..limit).unwrap_or_default(), leaf.charset.as_deref());
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

/// Text that is the mail itself, not a file.
fn is_body(leaf: &Leaf<'_>) -> bool {
    leaf.level == 0
        && matches!(leaf.declared.as_str(), "text/plain" | "text/html" | "text/enriched")
        && leaf.disposition.as_deref() != Some("attachment")
        && (leaf.name.is_none() || leaf.alternative.is_some() || leaf.alone)
}

fn words(message: &mut Message, body: &Body, defects: &mut Vec<String>) {
    let answer = !message.in_reply_to.is_empty()
        || !message.references.is_empty()
        || tag::is_answer(&message.subject);
    let plain = body.has_plain.then(|| reply::new_words(&body.text, answer));
    let marked = (!body.html.is_empty())
        .then(|| reply::new_words(&limited(body.html_reply.clone(), TEXT_LIMIT), answer));
    let chosen = match (&plain, &marked) {
        (Some(plain), _) => plain.clone(),
        (None, Some(marked)) => marked.clone(),
        (None, None) => reply::NewWords::default(),
    };
    if chosen.kept_all {
        note(defects, "Kata baru tidak dapat dipisahkan dari kutipan; seluruh teks dipakai.");
    }
    if let (Some(plain), Some(marked)) = (&plain, &marked)
        && reply::essence(&plain.text) != reply::essence(&marked.text)
    {
        message.other_reply = Some(marked.text.clone());
    }
    message.reply = chosen.text;
}

fn kind(block: &Block<'_>, message: &Message) -> MailKind {
    if message.bounce.is_some() {
        return MailKind::Bounce;
    }
    if automatic::is_auto_reply(block, &message.subject) {
        return MailKind::AutoReply;
    }
    if automatic::is_mailing_list(block) {
        return MailKind::MailingList;
    }
    let answers = !message.in_reply_to.is_empty()
        || !message.references.is_empty()
        || tag::is_answer(&message.subject);
    if answers {
        return MailKind::Reply;
    }
    if block.fields.is_empty() || message.from.address.is_none() {
        return MailKind::Other;
    }
    MailKind::Request
}

fn attachments(tree: &Tree<'_>, html: &str, defects: &mut Vec<String>) -> Vec<Attachment> {
    let mut files: Vec<Attachment> = Vec::new();
    for leaf in tree.leaves.iter().filter(|l| is_file(l)) {
        if files.len() >= ATTACHMENT_LIMIT {
            note(defects, "Surat memuat terlalu banyak lampiran; sisanya tidak dicatat.");
            break;
        }
        let media_type = attachment::sniff(&leaf.body, &leaf.declared);
        let (name, mended) =
            attachment::safe_name(leaf.name.as_deref(), media_type, files.len() + 1);
        if mended {
            note(defects, &format!("Nama lampiran diperbaiki menjadi \"{name}\"."));
        }
        if leaf.body.is_empty() {
            note(defects, &format!("Lampiran \"{name}\" kosong."));
        }
        let used = leaf.content_id.as_deref().is_some_and(|id| html.contains(&format!("cid:{id}")));
        files.push(Attachment {
            inline: attachment::is_decoration(media_type, leaf.body.len(), used),
            name,
            media_type: media_type.to_owned(),
            declared_type: leaf.declared.clone(),
            size: u64::try_from(leaf.body.len()).unwrap_or(u64::MAX),
            sha256: hash(&leaf.body),
        });
    }
    files
}

/// Whether a leaf is a file that came along. The machinery of a delivery report is none.
pub(crate) fn is_file(leaf: &Leaf<'_>) -> bool {
    let machinery = matches!(
        leaf.declared.as_str(),
        "message/delivery-status"
            | "message/global-delivery-status"
            | "message/disposition-notification"
            | "message/global-headers"
            | "text/rfc822-headers"
            | "text/x-amp-html"
    );
    let text = matches!(leaf.declared.as_str(), "text/plain" | "text/html" | "text/enriched");
    if leaf.level > 0
        && text
        && leaf.disposition.as_deref() != Some("attachment")
        && leaf.name.is_none()
    {
        return false; // the words of an attached mail; the mail itself is listed
    }
    !machinery && !is_body(leaf)
}
