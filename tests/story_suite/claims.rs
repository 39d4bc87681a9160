//! What must hold at the end of every story, whatever it was about.
use super::stage::Play;
use data_encoding::BASE64;
use loket::mail::{self, TrustSettings};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const RESULTS: [&str; 2] = ["Penyampaian Password Baru", "Penyampaian Informasi User ID"];

/// Checks them all; the first that fails is told.
pub async fn hold(play: &Play) -> Result<(), String> {
    mails_have_one_outcome(play).await?;
    results_go_to_registered_addresses(play).await?;
    nobody_is_forgotten(play).await?;
    passwords_are_nowhere_else(play)?;
    super::courses::agree(play).await?;
    let store = &play.stage.daemon.store;
    let fault = store.verify_log().await.map_err(|e| e.to_string())?;
    fault.map_or(Ok(()), |f| Err(format!("the log is broken: {f:?}")))?;
    let queue = store.queue().await.map_err(|e| e.to_string())?;
    let failed = queue.iter().find(|order| matches!(&*order.state, "failed" | "unknown"));
    failed.map_or(Ok(()), |order| Err(format!("an order failed: {order:?}")))
}

/// INV-01: what was put into the inbox is what was taken, and each mail ended in one way.
async fn mails_have_one_outcome(play: &Play) -> Result<(), String> {
    let arrived = play.stage.daemon.store.mails_arrived().await.map_err(|e| e.to_string())?;
    let outcomes: u64 = play.outcomes().await?.values().sum();
    let left = std::fs::read_dir(play.stage.dir.join("surat/masuk/new")).map_or(0, |d| d.count());
    if (arrived, outcomes, left) == (play.delivered, play.delivered, 0) {
        return Ok(());
    }
    let delivered = play.delivered;
    Err(format!("{delivered} mails, {arrived} taken, {outcomes} outcomes, {left} in the inbox"))
}

/// A result stands in the mailbox of a registered address only.
async fn results_go_to_registered_addresses(play: &Play) -> Result<(), String> {
    let accounts = play.stage.daemon.store.accounts().await.map_err(|e| e.to_string())?;
    for address in play.stage.addresses() {
        let letters = play.stage.mailbox(&address);
        let result = letters.iter().find(|s| RESULTS.iter().any(|r| s.message.subject.contains(r)));
        if let Some(seen) = result
            && !accounts.iter().any(|a| a.is_registered_to(&address))
        {
            return Err(format!("{address} got {:?}", seen.message.subject));
        }
    }
    Ok(())
}

/// An open case has a next date, or somebody holds a letter about it.
async fn nobody_is_forgotten(play: &Play) -> Result<(), String> {
    let store = &play.stage.daemon.store;
    for case in store.open_cases().await.map_err(|e| e.to_string())? {
        let letters = store.letters_of(&case.id).await.map_err(|e| e.to_string())?;
        let told = letters.iter().any(|l| l.letter.is_some() && l.done_at.is_some());
        if case.next_due().is_none() && !told {
            return Err(format!("{} is {} and nobody knows", case.id, case.state.as_str()));
        }
    }
    Ok(())
}

/// INV-05, INV-06: a password stands where the story says, and in no other file of the office.
fn passwords_are_nowhere_else(play: &Play) -> Result<(), String> {
    let mut files = Vec::new();
    walk(&play.stage.dir, &mut files);
    for (secret, place) in &play.secrets {
        let mut found: Vec<PathBuf> = Vec::new();
        for file in &files {
            let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
            if holds(&bytes, secret) {
                let path = file.strip_prefix(&play.stage.dir).unwrap_or(file);
                found.push(path.components().take(3).collect());
            }
        }
        let wanted: BTreeSet<PathBuf> = match place.as_str() {
            "nobody" => BTreeSet::new(),
            "inbox" => found.iter().filter(|p| p.starts_with("surat/masuk")).cloned().collect(),
            who => [Path::new("surat/keluar").join(play.address(who)?)].into(),
        };
        let places: BTreeSet<PathBuf> = found.iter().cloned().collect();
        let once = place == "inbox" || found.len() == wanted.len();
        if places != wanted || !once {
            return Err(format!("{secret} stands in {found:?}, not in {wanted:?} alone"));
        }
    }
    Ok(())
}

/// Whether a text stands in these bytes: plain, quoted-printable, base64, or in the text of a mail.
fn holds(bytes: &[u8], secret: &str) -> bool {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    let quoted = secret.replace('=', "=3D");
    // Of base64 whatever comes before shifts the letters: the part that is the same each time.
    let base64 = (0..3).any(|shift| {
        let text = BASE64.encode(&[vec![b' '; shift].as_slice(), secret.as_bytes()].concat());
        let inner: String = text.chars().skip(4).take(text.len().saturating_sub(8)).collect();
        inner.len() >= 8 && has(inner.as_bytes())
    });
    let mail = bytes.len() < 4_000_000 && has(b"\nSubject:");
    let read = || mail::parse(bytes, &TrustSettings::default()).text.contains(secret);
    has(secret.as_bytes()) || has(quoted.as_bytes()) || base64 || (mail && read())
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}
