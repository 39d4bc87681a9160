//! The verb `loket held`: mail that was parked for a person.
use super::args::{Held, HeldArgs};
use super::{CliError, Context, Exit, open, output};
use crate::config::Settings;
use crate::intake::Released;
use crate::mail::TrustSettings;
use crate::reader::{ReaderSettings, Workers};
use crate::secret::label;
use crate::store::{HeldRow, Store};
use crate::template::{Language, held_reason};
use crate::workflow::event::SenderCheck;
use jiff::tz::TimeZone;
use serde_json::json;

/// How much of a held mail's words is shown, in characters.
const WORDS_MAX: usize = 2000;

pub async fn run(args: &HeldArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    match &args.what {
        Held::Release { id, reason } => return release(*id, reason, settings, context).await,
        Held::Discard { id, reason } => return discard(*id, reason, settings, context).await,
        Held::List { .. } | Held::Show { .. } => {}
    }
    let zone = open::zone(&settings)?;
    let store = open::store(&settings).await?;
    match &args.what {
        Held::List { form } => {
            let held = store.held().await?;
            if form.json { output::print_json(&held)? } else { table(&held, &zone).print()? }
        }
        Held::Show { id, form } => {
            let held = match store.held_one(*id).await? {
                Some(held) => held,
                // One that no reader could read is kept too, and a person must look at it.
                None => store.aside_one(*id).await?.ok_or_else(|| missing(*id))?,
            };
            let evidence = evidence(&store, *id).await?;
            if form.json {
                let mut row = serde_json::to_value(&held)
                    .map_err(|e| CliError::Unavailable(e.to_string()))?;
                if let Some(row) = row.as_object_mut() {
                    row.insert("evidence".into(), json!(evidence));
                }
                output::print_json(&row)?;
            } else {
                show(&held, evidence.as_ref(), &store, &zone).await?;
            }
        }
        Held::Release { .. } | Held::Discard { .. } => {}
    }
    store.close().await;
    Ok(Exit::Done)
}

/// A released mail goes through intake once more, with a person's word for its sender.
async fn release(
    id: i64,
    reason: &str,
    settings: Settings,
    context: &Context,
) -> Result<Exit, CliError> {
    let reason = said(reason)?;
    let daemon = open::daemon(settings.clone(), context).await?;
    let now = open::now(&settings, &daemon.store).await?;
    let released = daemon.intake.release(id, &reason, &daemon.house().rules, now).await;
    daemon.close().await;
    match released? {
        Released::Case(case) => {
            output::print(&format!("{case}\n"))?;
            Ok(Exit::Done)
        }
        Released::Unknown => Err(missing(id)),
        Released::Refused(why) => {
            Err(CliError::Refused(format!("surat {id} tetap ditahan: {why}")))
        }
    }
}

async fn discard(
    id: i64,
    reason: &str,
    settings: Settings,
    context: &Context,
) -> Result<Exit, CliError> {
    let reason = said(reason)?;
    let daemon = open::daemon(settings.clone(), context).await?;
    let now = open::now(&settings, &daemon.store).await?;
    let done = daemon.intake.discard(id, &reason, &daemon.house().rules, now).await;
    daemon.close().await;
    if !done? {
        return Err(missing(id));
    }
    output::tell(&format!("surat {id} disingkirkan"));
    Ok(Exit::Done)
}

/// One held mail with the beginning of its words, as a person needs it to judge.
async fn show(
    held: &HeldRow,
    evidence: Option<&SenderCheck>,
    store: &Store,
    zone: &TimeZone,
) -> Result<(), CliError> {
    let raw = store.shelf(held.id).await?.unwrap_or_default();
    let workers = Workers::new(ReaderSettings::default());
    let message = workers.parse_mail(&raw, &TrustSettings::default()).await;
    workers.shutdown().await;
    let (text, files) = match message {
        Ok(message) => (message.text, message.attachments),
        Err(error) => {
            let rough = String::from_utf8_lossy(&raw);
            (format!("(tidak terbaca: {error})\n{rough}"), Vec::new())
        }
    };
    let mut out = format!(
        "Nomor    : {}\nDari     : {}\nPerihal  : {}\nDiterima : {}\nSebab    : {}\n",
        held.id,
        output::harmless(&held.from),
        output::harmless(&held.subject),
        output::local(held.received_at, zone),
        held_reason(Language::Id, &held.reason),
    );
    for line in evidence.iter().flat_map(|found| proofs(found)) {
        out.push_str(&format!("Bukti    : {}\n", output::harmless(&line)));
    }
    for file in files.iter().filter(|file| !file.inline) {
        out.push_str(&format!(
            "Lampiran : {} ({} bita)\n",
            output::harmless(&file.name),
            file.size
        ));
    }
    out.push('\n');
    let words: String = label::mask(&text).chars().take(WORDS_MAX).collect();
    for line in words.lines() {
        out.push_str(&format!("  | {}\n", output::harmless(line)));
    }
    output::print(&out)
}

/// A reason as it may stand in the log for ever.
fn said(reason: &str) -> Result<String, CliError> {
    Ok(label::mask(&output::harmless(spoken(reason)?)))
}

/// How the sender was checked when the mail came.
async fn evidence(store: &Store, id: i64) -> Result<Option<SenderCheck>, CliError> {
    let kept = store.evidence(id).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

fn proofs(found: &SenderCheck) -> Vec<String> {
    let mut lines = found.reasons.clone();
    if let Some(reply_to) = &found.reply_to {
        lines.push(format!("Reply-To lain dari alamat pengirim: {reply_to}"));
    }
    lines
}

/// A reason that says something.
fn spoken(reason: &str) -> Result<&str, CliError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(CliError::Input("--reason tidak boleh kosong".into()));
    }
    Ok(reason)
}

fn missing(id: i64) -> CliError {
    CliError::Refused(format!("surat {id} tidak ada, atau tidak sedang ditahan"))
}

fn table(held: &[HeldRow], zone: &TimeZone) -> output::Table {
    let mut table = output::Table::new(&["NOMOR", "DARI", "PERIHAL", "DITERIMA", "SEBAB"]);
    for mail in held {
        let at = output::local(mail.received_at, zone);
        let reason = held_reason(Language::Id, &mail.reason);
        table.row([&mail.id.to_string(), &mail.from, &mail.subject, &at, &reason]);
    }
    table
}
