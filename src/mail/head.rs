//! The outer facts of a mail from its header block: ids, people, subject, date. Knows no body.
use super::header::{self, Block};
use super::parse::{limited, note};
use super::{Mailbox, Message};

/// Longest subject that is kept, in bytes.
const SUBJECT_LIMIT: usize = 4_000;
/// Longest display name that is kept, in bytes.
const NAME_LIMIT: usize = 300;

/// Reads the header block into the mail's outer facts.
pub(crate) fn read(block: &Block<'_>, defects: &mut Vec<String>) -> Message {
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
        message_id: block.all("message-id").find_map(|f| header::own_id(f.value)),
        subject: limited(block.text_of("subject").unwrap_or_default(), SUBJECT_LIMIT),
        in_reply_to: ids(block, "in-reply-to"),
        references: ids(block, "references"),
        ..Message::default()
    };
    let from: Vec<Mailbox> = mailboxes(block, "from", defects);
    message.from = from.into_iter().next().unwrap_or_default();
    message.to = mailboxes(block, "to", defects);
    message.cc = mailboxes(block, "cc", defects);
    let reply_to = mailboxes(block, "reply-to", defects);
    message.reply_to = reply_to.into_iter().filter_map(|m| m.address).take(20).collect();
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
        let (found, cut) = header::mailboxes(field.value, field.hint);
        if cut {
            note(
                defects,
                &format!("Kepala surat {name} memuat terlalu banyak alamat; sisanya tidak dibaca."),
            );
        }
        for (display, address) in found {
            if all.len() < header::ADDRESS_LIMIT {
                all.push(Mailbox { name: display.map(|n| limited(n, NAME_LIMIT)), address });
            }
        }
    }
    all
}
