//! The verb `loket held`: mail that was parked for a person.
use super::args::{Held, HeldArgs};
use super::{CliError, Context, Exit, open, output};
use crate::config::Settings;
use crate::intake::Released;
use crate::store::HeldRow;

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
            let held = store.held_one(*id).await?.ok_or_else(|| missing(*id))?;
            if form.json { output::print_json(&held)? } else { table(&[held], &zone).print()? }
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
    let reason = output::harmless(spoken(reason)?);
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
    let reason = output::harmless(spoken(reason)?);
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

fn table(held: &[HeldRow], zone: &jiff::tz::TimeZone) -> output::Table {
    let mut table = output::Table::new(&["NOMOR", "DARI", "PERIHAL", "DITERIMA", "SEBAB"]);
    for mail in held {
        let at = output::local(mail.received_at, zone);
        table.row([&mail.id.to_string(), &mail.from, &mail.subject, &at, &mail.reason]);
    }
    table
}
