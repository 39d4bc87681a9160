//! The verb `loket case`: cases, one case, and its history by SOP step.
use super::args::{Case as What, CaseArgs};
use super::case_view;
use super::explain::lines;
use super::{CliError, Context, Exit, open, output};
use crate::report::timeline::Entry;
use crate::store::Store;
use crate::workflow::case::Case;
use jiff::tz::TimeZone;

pub async fn run(args: &CaseArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let zone = open::zone(&settings)?;
    let store = open::store(&settings).await?;
    match &args.what {
        What::List { form } => {
            let cases = store.cases().await?;
            if form.json {
                output::print_json(&cases.iter().map(case_view::row).collect::<Vec<_>>())?;
            } else {
                table(&cases, &zone).print()?;
            }
        }
        What::Show { id, form } => {
            let case = find(&store, id).await?;
            let (mails, letters) =
                (store.mails_of(&case.id).await?, store.letters_of(&case.id).await?);
            let value = case_view::whole(&case, &mails, &letters, &store.log_of(&case.id).await?);
            if form.json { output::print_json(&value)? } else { output::print(&lines(&value))? }
        }
        What::Timeline { id, form } => {
            let case = find(&store, id).await?;
            let rows = case_view::timeline(&store.log_of(&case.id).await?);
            if form.json { output::print_json(&rows)? } else { timeline(&rows, &zone).print()? }
        }
    }
    store.close().await;
    Ok(Exit::Done)
}

async fn find(store: &Store, id: &str) -> Result<Case, CliError> {
    let id = id.trim().to_ascii_uppercase();
    let found = store.case(&id).await?;
    let shown = output::harmless(&id);
    found.ok_or_else(|| {
        CliError::Refused(format!("permohonan {shown} tidak ada; lihat loket case list"))
    })
}

fn table(cases: &[Case], zone: &TimeZone) -> output::Table {
    let mut table =
        output::Table::new(&["NOMOR", "KEADAAN", "PEMOHON", "AKUN", "DITERIMA", "TENGGAT"]);
    for case in cases {
        let applicant = case.applicant.name.as_ref().or(case.applicant.address.as_ref());
        let account = case.account.as_ref().map(|account| account.user_id.clone());
        let due = case.next_due().map(|due| output::local(due, zone));
        let dash = || "-".to_owned();
        table.row([
            case.id.clone(),
            case.state.as_str().to_owned(),
            applicant.cloned().unwrap_or_else(dash),
            account.unwrap_or_else(dash),
            output::local(case.received_at, zone),
            due.unwrap_or_else(dash),
        ]);
    }
    table
}

fn timeline(rows: &[Entry], zone: &TimeZone) -> output::Table {
    let mut table = output::Table::new(&["WAKTU", "OLEH", "LANGKAH", "KEJADIAN"]);
    for row in rows {
        let step = row.step.map_or_else(|| "-".to_owned(), |step| step.to_string());
        table.row([&output::local(row.time, zone), &row.actor, &step, &row.what]);
    }
    table
}
