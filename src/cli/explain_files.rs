//! The two kinds of `loket explain` that open a stranger's bytes: always through the confined child,
//! as the daemon does, and always with an answer, however broken the file is.
use super::CliError;
use super::context::read_input;
use crate::config::Settings;
use crate::document::Reading;
use crate::mail::{MAIL_LIMIT, Message, TrustSettings};
use crate::reader::{ReaderError, ReaderSettings, Workers};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is tried on a mail, one after another: so many bytes of it, in so many milliseconds. The
/// contract gives five seconds in all, the starts of the children and the reading of the file included.
const TRIES: [(usize, u64); 3] = [(MAIL_LIMIT, 3_000), (512 * 1024, 900), (16 * 1024, 400)];
/// Most of the wait for the bytes that counts against the five seconds: a writer at the other end of
/// a pipe may be slow, and the mail is then read all the same.
const OWN_WAIT: Duration = Duration::from_millis(500);
/// When no further try begins.
const LAST_TRY: Duration = Duration::from_millis(4_300);
/// A paper larger than this is not read.
const PAPER_MAX_BYTES: u64 = 48 * 1024 * 1024;

/// What Loket understands of a mail. A mail that breaks the reader is read by its beginning alone, and
/// so is a mail that is too large.
pub async fn mail(file: &Path, settings: &Settings) -> Result<Message, CliError> {
    let begun = Instant::now();
    let (mut raw, whole) = read_input(file, MAIL_LIMIT as u64)?;
    let others = begun.elapsed().saturating_sub(OWN_WAIT);
    let trust = TrustSettings { authserv_id: settings.trust.authserv_id.clone() };
    let mut notes = Vec::new();
    if !whole {
        notes.push(format!("Surat lebih besar dari {MAIL_LIMIT} bita; hanya awalnya yang dibaca."));
    }
    let mut beginning: Vec<u8> = Vec::new();
    for (at, (most, milliseconds)) in TRIES.into_iter().enumerate() {
        if begun.elapsed().saturating_sub(others) > LAST_TRY {
            break;
        }
        // The whole mail is given away with the first try; what the others need is kept.
        let bytes = if at == 0 {
            beginning.extend_from_slice(raw.get(..TRIES[1].0).unwrap_or(&raw));
            std::mem::take(&mut raw)
        } else {
            beginning.truncate(most);
            beginning.clone()
        };
        match understand(bytes, &trust, Duration::from_millis(milliseconds)).await {
            Ok(mut message) => {
                message.defects.extend(notes);
                return Ok(message);
            }
            Err(why) => {
                notes.push(format!("Pembaca surat berhenti: {why}; awal surat dibaca lagi."));
            }
        }
    }
    notes.push("Tidak satu pun bagian surat ini dapat dibaca.".into());
    Ok(Message { defects: notes, ..Message::default() })
}

async fn understand(
    raw: Vec<u8>,
    trust: &TrustSettings,
    limit: Duration,
) -> Result<Message, String> {
    let workers = Workers::new(ReaderSettings { mail_timeout: limit, ..ReaderSettings::default() });
    let read = workers.understand_mail(raw, trust).await;
    if read.is_ok() {
        workers.shutdown().await;
    }
    read.map_err(|error| in_words(&error))
}

fn in_words(error: &ReaderError) -> String {
    match error {
        ReaderError::Died { .. } => "surat ini melampaui batas ingatan atau merusaknya".into(),
        ReaderError::TimedOut { limit } => {
            format!("tidak selesai dalam {} milidetik", limit.as_millis())
        }
        ReaderError::TooLarge { .. } => "surat terlalu besar".into(),
        ReaderError::Spawn(why) => format!("tidak dapat dijalankan ({why})"),
        ReaderError::Protocol(_) => "jawabannya rusak".into(),
    }
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
