//! Takes finished mails out of the watched folder, by UID and only by UID.
//! Never CLOSE, never a plain EXPUNGE: both would take what others have flagged.
use super::response::{Status, Verdict};
use super::session::{Session, quoted, refusal};
use super::{ImapSettings, KEYWORD};
use crate::source::{Ack, Place, SourceError};

/// UIDs in one command.
const SET: usize = 200;

/// Acknowledges all; places of another UIDVALIDITY name other mails by now and are left alone.
pub async fn all(
    session: &mut Session,
    settings: &ImapSettings,
    acks: &[(Place, Ack)],
) -> Result<(), SourceError> {
    for wanted in [Ack::Done, Ack::Aside, Ack::Erase] {
        let uids: Vec<String> = acks
            .iter()
            .filter(|(place, ack)| {
                *ack == wanted
                    && place.uidvalidity == session.uidvalidity
                    && place.mailbox == settings.name
            })
            .filter(|(place, _)| (1..=u64::from(u32::MAX)).contains(&place.uid))
            .map(|(place, _)| place.uid.to_string())
            .collect();
        for part in uids.chunks(SET) {
            let set = part.join(",");
            match wanted {
                Ack::Done => put_away(session, &set, &settings.done_folder).await?,
                Ack::Aside => put_away(session, &set, &settings.aside_folder).await?,
                Ack::Erase => erase(session, &set).await?,
            }
        }
    }
    Ok(())
}

/// Makes sure that a folder is there; says whether it is.
pub async fn ensure_folder(session: &mut Session, folder: &str) -> Result<bool, SourceError> {
    let status = format!("STATUS {} (MESSAGES)", quoted(folder).as_str());
    if session.command(&status).await?.status == Status::Ok {
        return Ok(true);
    }
    create(session, folder).await?;
    Ok(session.command(&status).await?.status == Status::Ok)
}

async fn create(session: &mut Session, folder: &str) -> Result<(), SourceError> {
    let name = quoted(folder);
    // NO means that it is there already, or that we may not: the next command tells.
    session.command(&format!("CREATE {}", name.as_str())).await?;
    session.command(&format!("SUBSCRIBE {}", name.as_str())).await?;
    Ok(())
}

async fn put_away(session: &mut Session, set: &str, folder: &str) -> Result<(), SourceError> {
    let verb = match (session.abilities.moving, session.abilities.uidplus) {
        (true, _) => "MOVE",
        (false, true) => "COPY",
        (false, false) => return mark(session, set).await,
    };
    let line = format!("UID {verb} {set} {}", quoted(folder).as_str());
    let mut verdict = session.command(&line).await?;
    if verdict.status == Status::No {
        create(session, folder).await?;
        verdict = session.command(&line).await?;
    }
    match verdict.status {
        Status::Ok if verb == "MOVE" => Ok(()),
        Status::Ok => remove(session, set).await,
        _ => {
            warn(&verdict, "could not be put away, marked with $Loket instead");
            mark(session, set).await
        }
    }
}

async fn erase(session: &mut Session, set: &str) -> Result<(), SourceError> {
    if session.abilities.uidplus {
        return remove(session, set).await;
    }
    let line = format!("UID STORE {set} +FLAGS.SILENT (\\Deleted {KEYWORD})");
    let verdict = session.command(&line).await?;
    if verdict.status != Status::Ok {
        return Err(refusal(&line, &verdict));
    }
    warn(&verdict, "could only be flagged for deletion: the server has no UIDPLUS");
    Ok(())
}

/// `\Deleted`, then UID EXPUNGE (RFC 4315) of exactly these.
async fn remove(session: &mut Session, set: &str) -> Result<(), SourceError> {
    session.expect(&format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)")).await?;
    session.expect(&format!("UID EXPUNGE {set}")).await
}

/// The mails stay, marked as done.
async fn mark(session: &mut Session, set: &str) -> Result<(), SourceError> {
    session.expect(&format!("UID STORE {set} +FLAGS.SILENT ({KEYWORD})")).await
}

fn warn(verdict: &Verdict, what: &str) {
    tracing::warn!(code = verdict.code.as_deref(), text = %verdict.text, "mails {what}");
}
