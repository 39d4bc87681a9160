//! The two kinds of `loket explain` that open a stranger's bytes: always through the confined child,
//! as the daemon does, and always with an answer, however broken the file is.
use super::CliError;
use super::context::read_input;
use crate::config::Settings;
use crate::daemon::verifier;
use crate::document::Reading;
use crate::mail::{Message, TrustSettings};
use crate::reader::{ReaderSettings, Workers};
use std::path::Path;
use std::time::Duration;

/// The contract gives five seconds for a mail, the start of the child and a second try included.
const MAIL_LIMIT: Duration = Duration::from_millis(3500);
const HEAD_LIMIT: Duration = Duration::from_millis(800);
/// What the second try looks at: the header, and a little of the body.
const HEAD_BYTES: usize = 32 * 1024;
/// A paper larger than this is not read.
const PAPER_MAX_BYTES: u64 = 48 * 1024 * 1024;

/// What Loket understands of a mail. A mail that breaks the reader is read by its header alone; a
/// mail that is too large, by its beginning.
pub async fn mail(file: &Path, settings: &Settings) -> Result<Message, CliError> {
    let limit = crate::mail::MAIL_LIMIT as u64;
    let (raw, whole) = read_input(file, limit)?;
    let trust = TrustSettings { authserv_id: settings.trust.authserv_id.clone() };
    let mut notes = Vec::new();
    if !whole {
        notes.push(format!("surat lebih besar dari {limit} bita; hanya awalnya yang dibaca"));
    }
    let mut message = match parse(&raw, &trust, MAIL_LIMIT).await {
        Ok(message) => message,
        Err(why) => {
            notes.push(format!("surat tidak terbaca utuh ({why}); hanya kepalanya yang dibaca"));
            let head = raw.get(..HEAD_BYTES).unwrap_or(&raw);
            parse(head, &trust, HEAD_LIMIT).await.unwrap_or_default()
        }
    };
    message.defects.extend(notes);
    let verifier = verifier(settings).map_err(|e| CliError::Input(e.to_string()))?;
    if let Some(verifier) = verifier {
        let header = std::mem::take(&mut message.authentication);
        message.authentication = verifier.judge(&raw, header).await;
    }
    Ok(message)
}

async fn parse(raw: &[u8], trust: &TrustSettings, limit: Duration) -> Result<Message, String> {
    let workers = Workers::new(ReaderSettings { mail_timeout: limit, ..ReaderSettings::default() });
    let parsed = workers.parse_mail(raw, trust).await;
    workers.shutdown().await;
    parsed.map_err(|e| e.to_string())
}

/// What a paper is and says; one that cannot be read is `unreadable` and says why.
pub async fn document(file: &Path) -> Result<Reading, CliError> {
    let (bytes, whole) = read_input(file, PAPER_MAX_BYTES)?;
    if !whole {
        return Ok(Reading::unreadable("Berkas terlalu besar untuk dibaca."));
    }
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let workers = Workers::new(ReaderSettings::default());
    let reading = workers.read_file(&bytes, &name).await;
    workers.shutdown().await;
    Ok(reading)
}
