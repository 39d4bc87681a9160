//! The verb `loket held`: mail that was parked for a person.
use super::args::{Held, HeldArgs};
use super::{CliError, Context, Exit, open, output};
use crate::clock::{Clock, SystemClock};
use crate::store::HeldRow;

pub async fn run(args: &HeldArgs, context: &Context) -> Result<Exit, CliError> {
    let store = open::store(&context.settings()?).await?;
    match &args.what {
        Held::List { form } => {
            let held = store.held().await?;
            if form.json { output::print_json(&held)? } else { table(&held).print()? }
        }
        Held::Show { id, form } => {
            let held = store.held_one(*id).await?.ok_or_else(|| missing(*id))?;
            if form.json { output::print_json(&held)? } else { table(&[held]).print()? }
        }
        // A released mail goes through intake once more.
        Held::Release { .. } => return Err(CliError::not_built("held release")),
        Held::Discard { id, reason } => {
            let mut tx = store.begin().await?;
            let resolution = format!("disingkirkan: {}", output::harmless(spoken(reason)?));
            if !tx.resolve_held(*id, &resolution, None, SystemClock.now()).await? {
                return Err(missing(*id));
            }
            tx.commit().await?;
            output::tell(&format!("surat {id} disingkirkan"));
        }
    }
    store.close().await;
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

fn table(held: &[HeldRow]) -> output::Table {
    let mut table = output::Table::new(&["NOMOR", "DARI", "PERIHAL", "DITERIMA", "SEBAB"]);
    for mail in held {
        let at = mail.received_at.to_string();
        table.row([&mail.id.to_string(), &mail.from, &mail.subject, &at, &mail.reason]);
    }
    table
}
