//! The two kinds of `loket explain` that open a stranger's bytes: always through the confined child,
//! as the daemon does, and always with an answer, however broken the file is.
use super::CliError;
use super::context::read_input;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::daemon::verifier;
use crate::document::Reading;
use crate::mail::{Authentication, MAIL_LIMIT, Message, TrustSettings, Verdict};
use crate::reader::{ReaderError, ReaderSettings, Workers};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// What is tried on a mail, one after another: so many bytes of it, until so many milliseconds after
/// the beginning. The contract gives five seconds in all, the starts of the children and the reading
/// of the file included; a try that dies early leaves its time to the next.
const TRIES: [(usize, u64); 3] = [(MAIL_LIMIT, 3_000), (512 * 1024, 3_900), (16 * 1024, 4_500)];
/// Everything together, the questions to DNS included.
const WHOLE: Duration = Duration::from_millis(4_500);
/// No try is shorter.
const SHORTEST: Duration = Duration::from_millis(300);
/// Most of the wait for the bytes that counts against the five seconds: a writer at the other end of
/// a pipe may be slow, and the mail is then read all the same.
const OWN_WAIT: Duration = Duration::from_millis(500);
/// When no further try begins.
const LAST_TRY: Duration = Duration::from_millis(4_300);
/// A paper has its answer so long after the beginning: the contract gives thirty seconds, the start of
/// the child and its end included.
const PAPER_WHOLE: Duration = Duration::from_secs(27);
/// A paper larger than this is not read.
const PAPER_MAX_BYTES: u64 = 48 * 1024 * 1024;

/// What Loket understands of a mail. A mail that breaks the reader is read by its beginning alone, and
/// so is a mail that is too large.
pub async fn mail(file: &Path, settings: &Settings) -> Result<Message, CliError> {
    let begun = Instant::now();
    let (raw, whole) = read_input(file, MAIL_LIMIT as u64)?;
    let others = begun.elapsed().saturating_sub(OWN_WAIT);
    let begun = begun + others;
    let verifier = verifier(settings).map_err(|e| CliError::Input(e.to_string()))?;
    let to_check = verifier.is_some().then(|| raw.clone());
    let mut message = tried(raw, whole, settings, begun).await;
    if let (Some(verifier), Some(raw)) = (verifier, to_check) {
        let header = std::mem::take(&mut message.authentication);
        let left = WHOLE.saturating_sub(begun.elapsed());
        message.authentication = match timeout(left, verifier.judge(&raw, header.clone())).await {
            Ok(judged) => judged,
            Err(_) => unanswered(header),
        };
    }
    Ok(message)
}

/// DNS did not answer while the person waits: the check is open, not passed.
fn unanswered(mut header: Authentication) -> Authentication {
    header.verdict = Verdict::Temperror;
    header.reasons =
        vec!["DNS tidak menjawab pada waktunya; pemeriksaan pengirim belum selesai.".into()];
    header
}

/// The mail itself, by as many tries as it needs.
async fn tried(mut raw: Vec<u8>, whole: bool, settings: &Settings, begun: Instant) -> Message {
    let trust = settings.trust.settings();
    let mut notes = Vec::new();
    if !whole {
        notes.push(format!("Surat lebih besar dari {MAIL_LIMIT} bita; hanya awalnya yang dibaca."));
    }
    let mut beginning: Vec<u8> = Vec::new();
    for (at, (most, until)) in TRIES.into_iter().enumerate() {
        if begun.elapsed() > LAST_TRY {
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
        let limit = Duration::from_millis(until).saturating_sub(begun.elapsed());
        match understand(bytes, &trust, limit.max(SHORTEST)).await {
            Ok(mut message) => {
                message.defects.extend(notes);
                return message;
            }
            Err(why) => {
                notes.push(format!("Pembaca surat berhenti: {why}; awal surat dibaca lagi."));
            }
        }
    }
    notes.push("Tidak satu pun bagian surat ini dapat dibaca.".into());
    Message { defects: notes, ..Message::default() }
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
pub async fn document(file: &Path, settings: &Settings) -> Result<Reading, CliError> {
    let begun = Instant::now();
    let (bytes, whole) = read_input(file, PAPER_MAX_BYTES)?;
    if !whole {
        return Ok(Reading::unreadable("Berkas terlalu besar untuk dibaca."));
    }
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let reader = crate::daemon::reader(settings, Arc::new(SystemClock));
    let mut reader = reader.map_err(|why| CliError::Input(why.to_string()))?;
    let waited = begun.elapsed().min(OWN_WAIT);
    reader.paper_timeout = PAPER_WHOLE.saturating_sub(waited);
    let workers = Workers::new(reader);
    // The child is killed in time; this is for one that does not even stand up.
    let reading = timeout(PAPER_WHOLE, workers.read_file(&bytes, &name)).await;
    let Ok(reading) = reading else {
        return Ok(Reading::unreadable("Berkas terlalu lama dibaca; perlu dilihat petugas."));
    };
    workers.shutdown().await;
    Ok(reading)
}
