//! The verb `loket queue`: what will be done, when, and what failed; once more, or never.
use super::args::{Queue, QueueArgs};
use super::{CliError, Context, Exit, open, output};
use crate::clock::{Clock, SystemClock};
use crate::store::OrderRow;

pub async fn run(args: &QueueArgs, context: &Context) -> Result<Exit, CliError> {
    let store = open::store(&context.settings()?).await?;
    match &args.what {
        Queue::List { form } => {
            let orders = store.queue().await?;
            if form.json { output::print_json(&orders)? } else { table(&orders).print()? }
        }
        Queue::Show { id, form } => {
            let order = store.order(*id).await?.ok_or_else(|| missing(*id))?;
            if form.json { output::print_json(&order)? } else { table(&[order]).print()? }
        }
        Queue::Retry { id } => {
            let mut tx = store.begin().await?;
            if !tx.retry_order(*id, SystemClock.now()).await? {
                return Err(missing(*id));
            }
            tx.commit().await?;
            output::tell(&format!("pekerjaan {id} dicoba lagi"));
        }
        Queue::Drop { id, reason } => {
            let reason = reason.as_deref().unwrap_or("dibatalkan operator");
            let mut tx = store.begin().await?;
            if !tx.drop_order(*id, reason, SystemClock.now()).await? {
                return Err(missing(*id));
            }
            tx.commit().await?;
            output::tell(&format!("pekerjaan {id} dibatalkan"));
        }
    }
    store.close().await;
    Ok(Exit::Done)
}

fn missing(id: i64) -> CliError {
    CliError::Refused(format!("pekerjaan {id} tidak ada, atau tidak sedang menunggu"))
}

fn table(orders: &[OrderRow]) -> output::Table {
    let heading = ["NOMOR", "PERMOHONAN", "SURAT", "KEPADA", "KEADAAN", "WAKTU", "COBA", "GALAT"];
    let mut table = output::Table::new(&heading);
    for order in orders {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        table.row([
            order.id.to_string(),
            order.case.clone(),
            order.letter.clone().unwrap_or_else(|| order.lane.clone()),
            or_dash(&order.recipient),
            order.state.clone(),
            order.due_at.to_string(),
            order.attempts.to_string(),
            or_dash(&order.last_error),
        ]);
    }
    table
}
