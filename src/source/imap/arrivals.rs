//! What came into the selected folder after a moment, by UID: every server gives a new mail a higher
//! one (RFC 3501 section 2.3.1.1), so nothing is searched and no old mail is listed.
use super::ImapSettings;
use super::response::{FetchData, Status};
use super::session::{Allowance, Session, refusal};
use crate::source::{Fetched, Place, SourceError};
use jiff::Timestamp;

/// Most mails that are looked at in one turn; the rest comes with the next.
const TURN: usize = 200;

/// The highest UID there is; 0 in an empty folder.
pub async fn last_uid(session: &mut Session, settings: &ImapSettings) -> Result<u32, SourceError> {
    if session.exists == 0 {
        return Ok(0);
    }
    let mut last = 0;
    let mut on = |data: FetchData| last = last.max(data.uid.unwrap_or(0));
    let allowance = Allowance { literal_bytes: 64 * 1024, time: settings.step_timeout };
    let verdict = session.fetch("UID FETCH * (UID)", allowance, &mut on).await?;
    match verdict.status {
        Status::Ok => Ok(last),
        _ => Err(refusal("UID FETCH", &verdict)),
    }
}

/// The beginnings of the mails after UID `last`, oldest first.
pub async fn after(
    session: &mut Session,
    settings: &ImapSettings,
    last: u32,
    head_bytes: usize,
) -> Result<Vec<Fetched>, SourceError> {
    let mut found: Vec<(u32, Timestamp)> = Vec::new();
    let line = format!("UID FETCH {}:* (UID INTERNALDATE)", last.saturating_add(1));
    let mut on = |data: FetchData| {
        // `n:*` always names the last mail, also where it is older than `n`.
        if let (Some(uid), Some(at)) = (data.uid.filter(|uid| *uid > last), data.received_at) {
            found.push((uid, at));
        }
    };
    let allowance = Allowance { literal_bytes: 64 * 1024, time: settings.step_timeout };
    let verdict = session.fetch(&line, allowance, &mut on).await?;
    if verdict.status != Status::Ok {
        return Err(refusal(&line, &verdict));
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(TURN);
    let mut mails = Vec::with_capacity(found.len());
    for (uid, received_at) in found {
        let raw = head(session, settings, uid, head_bytes).await?;
        let uidvalidity = session.uidvalidity;
        let key = format!("{uidvalidity}.{uid}");
        let place = Place { mailbox: settings.name.clone(), uidvalidity, uid: u64::from(uid), key };
        mails.push(Fetched { place, received_at, size: raw.len() as u64, raw });
    }
    Ok(mails)
}

/// Empty for a mail that is gone by now.
async fn head(
    session: &mut Session,
    settings: &ImapSettings,
    uid: u32,
    head_bytes: usize,
) -> Result<Vec<u8>, SourceError> {
    let line = format!("UID FETCH {uid} (UID BODY.PEEK[]<0.{head_bytes}>)");
    let mut body = None;
    let mut on = |data: FetchData| {
        if data.uid == Some(uid) {
            body = data.body.or(body.take());
        }
    };
    let allowance = Allowance { literal_bytes: head_bytes, time: settings.step_timeout };
    session.fetch(&line, allowance, &mut on).await?;
    Ok(body.unwrap_or_default())
}
