//! What holds of every mail, however broken. Knows the promises of the contract, no way of reading.
use loket::mail::{
    Attachment, MailKind, Message, TrustSettings, attachments_bytes, explain, parse, understand,
};
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hash, Hasher};

const TEXT_MAX_BYTES: usize = 1 << 20;

fn trust() -> TrustSettings {
    TrustSettings { authserv_id: Some("mx.kkp.example".into()), ..TrustSettings::default() }
}

/// The sort of answer, or the promise that is broken: a word, a colon, the particulars.
pub fn judge(raw: &[u8]) -> Result<u64, String> {
    let message = parse(raw, &trust());
    again(raw, &message)?;
    bounds(&message)?;
    shape(&message)?;
    files(raw, &message)?;
    new_words(&message)?;
    identity(&message)?;
    kept(raw, &message)?;
    Ok(sort(&message))
}

fn held(is: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if is { Ok(()) } else { Err(why()) }
}

/// The same bytes, the same answer; and for someone who only looks the same without the copy.
fn again(raw: &[u8], message: &Message) -> Result<(), String> {
    held(parse(raw, &trust()) == *message, || "chance: two readings differ".into())?;
    let looked = Message { redacted: None, ..message.clone() };
    held(understand(raw, &trust()) == looked, || "looking: the reading differs".into())
}

fn bounds(message: &Message) -> Result<(), String> {
    let lengths = [
        ("text", message.text.len(), TEXT_MAX_BYTES),
        ("reply", message.reply.len(), TEXT_MAX_BYTES),
        ("subject", message.subject.len(), 4_000),
        ("attachments", message.attachments.len(), 200),
        ("defects", message.defects.len(), 50),
        ("to", message.to.len(), 200),
        ("cc", message.cc.len(), 200),
        ("delivered", message.delivered_to.len(), 300),
        ("references", message.references.len(), 100),
        ("in_reply_to", message.in_reply_to.len(), 100),
        ("recipients", message.bounce.as_ref().map_or(0, |b| b.recipients.len()), 300),
    ];
    for (what, length, most) in lengths {
        held(length <= most, || format!("bounds: {length} {what}"))?;
    }
    let tame = |text: &str| !text.chars().any(|c| c.is_control() || c == '\u{202e}');
    held(tame(&message.subject), || format!("tame: subject {:?}", message.subject))?;
    for file in &message.attachments {
        let name = &file.name;
        let harmless = tame(name) && !name.is_empty() && !name.contains(['/', '\\']);
        held(harmless && name.len() <= 200, || format!("name: {name:?}"))?;
        held(file.sha256.len() == 64, || format!("hash: {:?}", file.sha256))?;
    }
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    held(!message.text.contains(odd), || "controls: in the text".into())?;
    held(!message.reply.contains(odd), || "controls: in the reply".into())
}

/// Exactly the contract's keys, also after a way through JSON.
fn shape(message: &Message) -> Result<(), String> {
    let value = explain(message);
    let mut keys: Vec<&str> =
        value.as_object().into_iter().flatten().map(|(k, _)| k.as_str()).collect();
    keys.sort_unstable();
    let wanted = "attachments authentication bounce date defects from in_reply_to kind message_id references \
                  reply subject text to";
    held(keys == wanted.split_whitespace().collect::<Vec<_>>(), || format!("keys: {keys:?}"))?;
    let bounced = message.kind == MailKind::Bounce;
    held(bounced == message.bounce.is_some(), || format!("bounce: kind {:?}", message.kind))?;
    let wire = serde_json::to_vec(message).map_err(|e| format!("wire: {e}"))?;
    let back: Message = serde_json::from_slice(&wire).map_err(|e| format!("wire: {e}"))?;
    held(back == *message, || "wire: another mail comes back".into())
}

/// What is listed can be had, and is what was said of it.
fn files(raw: &[u8], message: &Message) -> Result<(), String> {
    let wanted: Vec<&str> = message.attachments.iter().map(|a| a.sha256.as_str()).collect();
    let found = attachments_bytes(raw, &wanted);
    held(found.len() == wanted.len(), || "files: some have no answer".into())?;
    for (file, bytes) in message.attachments.iter().zip(found) {
        let Some(bytes) = bytes else { return Err(format!("files: {:?} is missing", file.name)) };
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
        held(bytes.len() as u64 == file.size && hash == file.sha256, || {
            format!("files: {:?} is another one", file.name)
        })?;
    }
    Ok(())
}

/// Letters and digits only: white space and marks may move.
fn essence(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Nobody's words are made up: each line of the new words stands in the text.
fn new_words(message: &Message) -> Result<(), String> {
    if message.text.len() + 16 > TEXT_MAX_BYTES {
        return Ok(());
    }
    let text = essence(&message.text);
    for line in message.reply.lines() {
        held(text.contains(&essence(line)), || format!("words: {line:?} is not in the text"))?;
    }
    Ok(())
}

/// The strict identity is the sender that is shown, or there is none.
fn identity(message: &Message) -> Result<(), String> {
    let Some(identity) = &message.authentication.identity else { return Ok(()) };
    let shown = message.from.address.as_deref().unwrap_or_default();
    let local = |a: &str| a.rsplit_once('@').map(|(local, _)| local.to_lowercase());
    held(local(identity) == local(shown) && identity.matches('@').count() == 1, || {
        format!("identity: {identity:?} beside {shown:?}")
    })
}

/// The copy that is kept holds no password any more, but all the files.
fn kept(raw: &[u8], message: &Message) -> Result<(), String> {
    let Some(copy) = &message.redacted else { return Ok(()) };
    let read = parse(copy, &trust());
    held(read.redacted.is_none(), || format!("kept: a password is left in {:?}", read.text))?;
    if message.bounce.is_some() {
        return Ok(());
    }
    // Texts and attached mails that tell a password are kept masked, which makes them others.
    // What stands within a report is the letter that comes back, and none of it is kept.
    if raw_report(raw) {
        return Ok(());
    }
    let there = |hash: &str| read.attachments.iter().any(|file| file.sha256 == hash);
    let paper = |file: &&Attachment| {
        file.media_type == "application/pdf" || file.media_type.starts_with("image/")
    };
    let lost = message.attachments.iter().filter(paper).find(|file| !there(&file.sha256));
    held(lost.is_none(), || format!("files-kept: {:?} is lost", lost.map(|file| &file.name)))
}

fn raw_report(raw: &[u8]) -> bool {
    String::from_utf8_lossy(raw).to_lowercase().contains("multipart/report")
}

/// Mails that are read in the same way have the same number.
fn sort(message: &Message) -> u64 {
    let digits =
        |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).take(60).collect::<String>();
    let mut hasher = DefaultHasher::new();
    message.defects.iter().map(|d| digits(d)).for_each(|d| d.hash(&mut hasher));
    (message.kind as u8).hash(&mut hasher);
    message.attachments.iter().take(6).for_each(|a| (&a.media_type, a.inline).hash(&mut hasher));
    let bounce = message.bounce.as_ref();
    let told = bounce.map(|b| (b.recipients.len().min(4), b.original_message_id.is_some()));
    told.hash(&mut hasher);
    let log = |n: usize| usize::BITS - n.leading_zeros();
    (log(message.text.len()) / 2, log(message.reply.len()) / 2).hash(&mut hasher);
    (message.text == message.reply, message.other_reply.is_some()).hash(&mut hasher);
    (message.redacted.is_some(), message.from.address.is_some(), message.to.len().min(3))
        .hash(&mut hasher);
    message.authentication.identity.is_some().hash(&mut hasher);
    hasher.finish()
}
