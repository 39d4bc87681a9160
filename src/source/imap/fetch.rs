//! From a selected folder to a batch of mails: sizes first, then bodies within bounds.
//! Knows windows and partial fetches; decides nothing about a mail.
use super::response::{FetchData, Status};
use super::session::{Allowance, Session, refusal};
use super::{ImapSettings, KEYWORD};
use crate::source::{Fetched, HEAD_BYTES, Item, Limits, Place, Skip, SourceError};
use jiff::Timestamp;
use std::collections::HashMap;

/// Most messages listed by one command: memory does not grow with the backlog.
const WINDOW: u32 = 500;
/// Most mails in one batch: their UIDs must fit into one command line.
const BATCH: usize = 500;
/// Most windows in one call. A longer row of mails that are done goes on with the next call.
const WINDOWS: usize = 1000;
/// A mail up to this size comes with others in one command, a larger one in pieces of this size.
const PIECE_BYTES: usize = 1024 * 1024;

/// One line of a listing.
struct Entry {
    uid: u32,
    size: u64,
    received_at: Option<Timestamp>,
    marked: bool,
}

impl Entry {
    fn place(&self, name: &str, uidvalidity: u64) -> Place {
        Place {
            mailbox: name.to_owned(),
            uidvalidity,
            uid: u64::from(self.uid),
            key: format!("{uidvalidity}.{}", self.uid),
        }
    }
}

/// The oldest mails not marked and not skipped, within the limits, in the order of their UIDs.
pub async fn batch(
    session: &mut Session,
    settings: &ImapSettings,
    limits: &Limits,
    skip: Skip<'_>,
) -> Result<Vec<Item>, SourceError> {
    session.grown = false;
    let chosen = choose(session, settings, limits, skip).await?;
    let small = |entry: &&Entry| entry.size <= PIECE_BYTES as u64;
    let together: Vec<u32> = chosen
        .iter()
        .filter(|entry| entry.size <= limits.max_mail_bytes)
        .filter(small)
        .map(|entry| entry.uid)
        .collect();
    let mut bodies = together_bodies(session, settings, &together, limits).await?;
    let mut items = Vec::with_capacity(chosen.len());
    for entry in chosen {
        let body = match bodies.remove(&entry.uid) {
            Some(Body::Whole(raw)) if raw.len() as u64 <= limits.max_mail_bytes => Body::Whole(raw),
            // Larger than announced, or larger than a piece, or held back by the first command.
            _ => single_body(session, settings, &entry, limits.max_mail_bytes).await?,
        };
        let place = entry.place(&settings.name, session.uidvalidity);
        items.push(item(&entry, place, body));
    }
    Ok(items)
}

/// What the server gave for one UID.
enum Body {
    Whole(Vec<u8>),
    TooLarge(Vec<u8>),
    Vanished,
    Refused(String),
}

fn item(entry: &Entry, place: Place, body: Body) -> Item {
    let size = entry.size;
    let Some(received_at) = entry.received_at else {
        let why = "the server gives no INTERNALDATE for it".to_owned();
        return Item::Unreadable { place, received_at: Timestamp::UNIX_EPOCH, size, why };
    };
    match body {
        Body::Whole(raw) => Item::Mail(Fetched { place, received_at, size: raw.len() as u64, raw }),
        Body::TooLarge(head) => {
            Item::TooLarge { place, received_at, size: size.max(head.len() as u64), head }
        }
        Body::Vanished => Item::Vanished { place },
        Body::Refused(why) => Item::Unreadable { place, received_at, size, why },
    }
}

async fn choose(
    session: &mut Session,
    settings: &ImapSettings,
    limits: &Limits,
    skip: Skip<'_>,
) -> Result<Vec<Entry>, SourceError> {
    let mut chosen = Vec::new();
    let mut bytes = 0u64;
    let mut low = session.front.saturating_add(1);
    let max_mails = limits.max_mails.min(BATCH);
    let mut span = u32::try_from(max_mails).unwrap_or(WINDOW).clamp(16, WINDOW);
    for _ in 0..WINDOWS {
        if low > session.exists || chosen.len() >= max_mails {
            break;
        }
        let high = session.exists.min(low.saturating_add(span - 1));
        let listed = window(session, settings, low, high).await?;
        if listed.is_empty() {
            tracing::warn!(low, high, "the IMAP server counts mails that it does not list");
            break;
        }
        for (seq, entry) in listed {
            if entry.marked {
                if seq == session.front.saturating_add(1) {
                    session.front = seq;
                }
                continue;
            }
            if skip(&entry.place(&settings.name, session.uidvalidity)) {
                continue;
            }
            let weight = match entry.size > limits.max_mail_bytes {
                true => HEAD_BYTES as u64,
                false => entry.size,
            };
            bytes = bytes.saturating_add(weight);
            let full = bytes > limits.max_batch_bytes && !chosen.is_empty();
            if full || chosen.len() >= max_mails {
                return Ok(chosen);
            }
            chosen.push(entry);
        }
        low = high.saturating_add(1);
        span = span.saturating_mul(2).min(WINDOW);
    }
    Ok(chosen)
}

/// Lists the messages `low..=high` by sequence number, in the order of their UIDs.
async fn window(
    session: &mut Session,
    settings: &ImapSettings,
    low: u32,
    high: u32,
) -> Result<Vec<(u32, Entry)>, SourceError> {
    let line = format!("FETCH {low}:{high} (UID FLAGS RFC822.SIZE INTERNALDATE)");
    let mut found: HashMap<u32, (u32, Entry)> = HashMap::new();
    let mut on = |data: FetchData| {
        let (Some(uid), Some(size)) = (data.uid, data.size) else { return };
        if !(low..=high).contains(&data.seq) {
            return;
        }
        let flags = data.flags.unwrap_or_default();
        let marked = flags.iter().any(|flag| flag.eq_ignore_ascii_case(KEYWORD));
        let entry = Entry { uid, size, received_at: data.received_at, marked };
        found.insert(data.seq, (data.seq, entry));
    };
    let allowance = Allowance { literal_bytes: 64 * 1024, time: settings.fetch_timeout };
    let verdict = session.fetch(&line, allowance, &mut on).await?;
    if verdict.status != Status::Ok {
        return Err(refusal(&line, &verdict));
    }
    let mut found: Vec<(u32, Entry)> = found.into_values().collect();
    found.sort_by_key(|(_, entry)| entry.uid);
    Ok(found)
}

/// The bodies of small mails in one command. A mail that is missing in the answer is asked for
/// alone afterwards, and then it is known whether it is gone or only refused.
async fn together_bodies(
    session: &mut Session,
    settings: &ImapSettings,
    uids: &[u32],
    limits: &Limits,
) -> Result<HashMap<u32, Body>, SourceError> {
    let mut bodies = HashMap::with_capacity(uids.len());
    if uids.is_empty() {
        return Ok(bodies);
    }
    let list: Vec<String> = uids.iter().map(u32::to_string).collect();
    let asked = PIECE_BYTES + 1;
    let line = format!("UID FETCH {} (UID BODY.PEEK[]<0.{asked}>)", list.join(","));
    let most = limits.max_batch_bytes.saturating_add(PIECE_BYTES as u64);
    let mut held = 0u64;
    let mut on = |data: FetchData| {
        let (Some(uid), Some(body)) = (data.uid, data.body) else { return };
        // A server that understated its sizes does not fill our memory either.
        let fits = body.len() < asked && held.saturating_add(body.len() as u64) <= most;
        if fits && uids.contains(&uid) && !bodies.contains_key(&uid) {
            held += body.len() as u64;
            bodies.insert(uid, Body::Whole(body));
        }
    };
    let allowance = Allowance { literal_bytes: asked, time: settings.fetch_timeout };
    // A NO here ("some messages could not be fetched") is looked into mail by mail.
    session.fetch(&line, allowance, &mut on).await?;
    Ok(bodies)
}

/// One body in pieces: a piece shorter than asked is the last one, whatever size was announced.
async fn single_body(
    session: &mut Session,
    settings: &ImapSettings,
    entry: &Entry,
    max_mail_bytes: u64,
) -> Result<Body, SourceError> {
    if entry.size > max_mail_bytes {
        return Ok(match piece(session, settings, entry.uid, 0, HEAD_BYTES).await? {
            Piece::Bytes(head) => Body::TooLarge(head),
            Piece::Missing(body) => body,
        });
    }
    let expected = usize::try_from(entry.size).unwrap_or(0);
    let mut raw: Vec<u8> = Vec::with_capacity(expected);
    let started = tokio::time::Instant::now();
    loop {
        match piece(session, settings, entry.uid, raw.len(), PIECE_BYTES).await? {
            Piece::Missing(body) => return Ok(body),
            Piece::Bytes(bytes) => {
                raw.extend_from_slice(&bytes);
                if bytes.len() < PIECE_BYTES && raw.len() as u64 <= max_mail_bytes {
                    return Ok(Body::Whole(raw));
                }
            }
        }
        if raw.len() as u64 > max_mail_bytes {
            raw.truncate(HEAD_BYTES);
            raw.shrink_to_fit();
            return Ok(Body::TooLarge(raw));
        }
        if started.elapsed() > settings.fetch_timeout {
            return Err(SourceError::Temporary("IMAP: a large mail took too long".into()));
        }
    }
}

enum Piece {
    Bytes(Vec<u8>),
    Missing(Body),
}

async fn piece(
    session: &mut Session,
    settings: &ImapSettings,
    uid: u32,
    offset: usize,
    bytes: usize,
) -> Result<Piece, SourceError> {
    let line = format!("UID FETCH {uid} (UID BODY.PEEK[]<{offset}.{bytes}>)");
    let mut there = false;
    let mut body = None;
    let mut on = |data: FetchData| {
        if data.uid == Some(uid) {
            there = true;
            body = data.body.or(body.take());
        }
    };
    let allowance = Allowance { literal_bytes: bytes, time: settings.fetch_timeout };
    let verdict = session.fetch(&line, allowance, &mut on).await?;
    Ok(match body {
        Some(body) if verdict.status == Status::Ok => Piece::Bytes(body),
        _ if there || exists(session, settings, uid).await? => {
            let code = verdict.code.unwrap_or_default();
            Piece::Missing(Body::Refused(format!("{code} {}", verdict.text).trim().to_owned()))
        }
        _ => Piece::Missing(Body::Vanished),
    })
}

async fn exists(
    session: &mut Session,
    settings: &ImapSettings,
    uid: u32,
) -> Result<bool, SourceError> {
    let line = format!("UID FETCH {uid} (UID)");
    let mut there = false;
    let mut on = |data: FetchData| there |= data.uid == Some(uid);
    let allowance = Allowance { literal_bytes: 64 * 1024, time: settings.step_timeout };
    session.fetch(&line, allowance, &mut on).await?;
    Ok(there)
}
