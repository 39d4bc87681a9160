//! The JSON of `loket explain mail` (contract.md). Knows the outside's names of fields, nothing more.
use super::{Attachment, Mailbox, Message};
use serde_json::{Value, json};

/// Exactly the contract's document.
pub fn explain(message: &Message) -> Value {
    json!({
        "message_id": message.message_id,
        "from": mailbox(&message.from),
        "to": message.to.iter().map(mailbox).collect::<Vec<_>>(),
        "subject": message.subject,
        "date": message.date.map(|d| d.to_string()),
        "in_reply_to": message.in_reply_to,
        "references": message.references,
        "text": message.text,
        "reply": message.reply,
        "kind": message.kind,
        "bounce": message.bounce,
        "authentication": {
            "identity": message.authentication.identity,
            "verdict": message.authentication.verdict,
            "reasons": message.authentication.reasons,
        },
        "attachments": message.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "defects": message.defects,
    })
}

fn mailbox(mailbox: &Mailbox) -> Value {
    json!({ "name": mailbox.name, "address": mailbox.address })
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "name": file.name,
        "media_type": file.media_type,
        "declared_type": file.declared_type,
        "size": file.size,
        "sha256": file.sha256,
        "inline": file.inline,
    })
}
