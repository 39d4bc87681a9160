//! The verb `loket queue`: what will be done, when, and what failed; once more, or never.
use super::args::{Queue, QueueArgs};
use super::{CliError, Context, Exit, open, output};
use crate::store::{Lane, OrderRow};
use crate::workflow::event::Event;

pub async fn run(args: &QueueArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let zone = open::zone(&settings)?;
    let store = open::store(&settings).await?;
    match &args.what {
        Queue::List { form } => {
            let orders = store.queue().await?;
            if form.json { output::print_json(&orders)? } else { table(&orders, &zone).print()? }
        }
        Queue::Show { id, form } => {
            let order = store.order(*id).await?.ok_or_else(|| missing(*id))?;
            if form.json { output::print_json(&order)? } else { table(&[order], &zone).print()? }
        }
        Queue::Retry { id } => {
            let now = open::now(&settings, &store).await?;
            let mut tx = store.begin().await?;
            if !tx.retry_order(*id, now).await? {
                return Err(missing(*id));
            }
            tx.commit().await?;
            output::tell(&format!("pekerjaan {id} dicoba lagi"));
        }
        Queue::Drop { id, reason } => {
            let reason = reason.as_deref().unwrap_or("dibatalkan operator");
            let reset = store.order(*id).await?.filter(|order| order.lane == Lane::Reset.as_str());
            let now = open::now(&settings, &store).await?;
            let mut tx = store.begin().await?;
            if !tx.drop_order(*id, reason, now).await? {
                return Err(missing(*id));
            }
            if let Some(order) = reset {
                // Else nobody would do it: the result is Admin PPE's to type again.
                let text = format!("dibatalkan operator: {reason}");
                let void = order.letter.is_none();
                let event = Event::ResetFailed { order: order.id, text, changed: true, void };
                let rules = crate::daemon::rules(&settings)?;
                tx.apply(&order.case, &event, "operator", &rules, now).await?;
            }
            tx.commit().await?;
            output::tell(&format!("pekerjaan {id} dibatalkan"));
        }
    }
    store.close().await;
    Ok(Exit::Done)
}

/// What an order is that sends no letter.
fn work(lane: &str) -> &'static str {
    match lane {
        "reset" => "(ganti password)",
        "read" => "(membaca berkas)",
        "clerk" => "(pengingat, arsip)",
        _ => "(surat)",
    }
}

fn missing(id: i64) -> CliError {
    CliError::Refused(format!("pekerjaan {id} tidak ada, atau tidak sedang menunggu"))
}

fn table(orders: &[OrderRow], zone: &jiff::tz::TimeZone) -> output::Table {
    let heading =
        ["NOMOR", "PERMOHONAN", "PEKERJAAN", "KEPADA", "KEADAAN", "WAKTU", "COBA", "GALAT"];
    let mut table = output::Table::new(&heading);
    for order in orders {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        table.row([
            order.id.to_string(),
            order.case.clone(),
            order.letter.clone().unwrap_or_else(|| work(&order.lane).into()),
            or_dash(&order.recipient),
            order.state.clone(),
            output::local(order.due_at, zone),
            order.attempts.to_string(),
            or_dash(&order.last_error),
        ]);
    }
    table
}
