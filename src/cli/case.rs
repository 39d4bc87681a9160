//! The verb `loket case`: cases, one case, and its history by SOP step.
use super::args::{Case as What, CaseArgs};
use super::{CliError, Context, Exit, open, output};
use super::{case_paper, case_view};
use crate::report::timeline::Entry;
use crate::store::{MailRow, OrderRow, Store};
use crate::template::{Language, state_label};
use crate::workflow::case::Case;
use jiff::tz::TimeZone;

pub async fn run(args: &CaseArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let calendar = super::explain::calendar(&settings)?;
    let zone = calendar.zone().clone();
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
            let log = store.log_of(&case.id).await?;
            if form.json {
                let rows = case_view::timeline(&case, &log, &calendar);
                output::print_json(&case_view::whole(&case, &mails, &letters, &rows))?;
            } else {
                output::print(&sheet(&case, &zone))?;
                post(&mails, &letters, &zone).print()?;
                output::print("\n")?;
                timeline(&case_view::timeline(&case, &log, &calendar), &zone).print()?;
            }
        }
        What::Timeline { id, form } => {
            let case = find(&store, id).await?;
            let log = store.log_of(&case.id).await?;
            let rows = case_view::timeline(&case, &log, &calendar);
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

/// The facts of a case and its papers.
fn sheet(case: &Case, zone: &TimeZone) -> String {
    let dash = || "-".to_owned();
    let at = |time: Option<jiff::Timestamp>| time.map_or_else(dash, |t| output::local(t, zone));
    let account = case.account.as_ref().map(|a| format!("{} ({})", a.user_id, a.name));
    let frozen = case.frozen.as_ref().map_or_else(dash, |freeze| {
        format!("{} oleh {}", output::local(freeze.at, zone), freeze.by.shown())
    });
    let facts = [
        ("Keadaan", state_label(Language::Id, case.state)),
        ("Pemohon", case.applicant.name.clone().unwrap_or_else(dash)),
        ("Surel", case.applicant.address.clone().unwrap_or_else(dash)),
        ("Akun", account.unwrap_or_else(dash)),
        ("Diterima", at(Some(case.received_at))),
        ("Dibuka", at(case.opened_at)),
        ("Tenggat", at(case.next_due())),
        ("Diarsipkan", at(case.archived_at)),
        ("Dibekukan", frozen),
    ];
    let mut text = format!("{}\n", case.id);
    for (name, value) in facts {
        text.push_str(&format!("  {name:<10} : {}\n", output::harmless(&value)));
    }
    for paper in &case.papers {
        text.push_str(&case_paper::lines(paper));
    }
    for deviation in &case.deviations {
        let said = deviation.explanation.as_deref().unwrap_or("belum ada penjelasan");
        let taken = deviation.actual_minutes.map_or_else(dash, |m| m.to_string());
        let near = if deviation.near_closing { ", masuk menjelang tutup" } else { "" };
        text.push_str(&format!(
            "  {:<10} : langkah {}, {taken} menit (standar {}){near}; {}\n",
            "Terlambat",
            deviation.step,
            deviation.standard_minutes,
            output::harmless(said)
        ));
    }
    text.push('\n');
    text
}

/// Mails and letters of a case by time.
fn post(mails: &[MailRow], letters: &[OrderRow], zone: &TimeZone) -> output::Table {
    let dash = || "-".to_owned();
    let incoming = mails.iter().map(|mail| {
        let who = mail.sender.clone().unwrap_or_else(dash);
        (mail.received_at, "masuk", mail.subject.clone(), who, mail.outcome.clone())
    });
    let outgoing = letters.iter().map(|order| {
        let letter = order.letter.clone().unwrap_or_else(dash);
        let to = order.recipient.clone().unwrap_or_else(dash);
        (order.done_at.unwrap_or(order.due_at), "keluar", letter, to, order.state.clone())
    });
    let mut rows: Vec<_> = incoming.chain(outgoing).collect();
    rows.sort_by_key(|row| row.0);
    let mut table = output::Table::new(&["WAKTU", "ARAH", "SURAT", "DARI/KEPADA", "KEADAAN"]);
    for (time, way, letter, who, state) in rows {
        table.row([output::local(time, zone), way.to_owned(), letter, who, state]);
    }
    table
}

fn timeline(rows: &[Entry], zone: &TimeZone) -> output::Table {
    let mut table = output::Table::new(&["WAKTU", "OLEH", "LANGKAH", "KEJADIAN"]);
    for row in rows {
        let step = row.step.map_or_else(|| "-".to_owned(), |step| step.to_string());
        let mut lines = wrapped(&row.what).into_iter();
        let first = lines.next().unwrap_or_default();
        table.row([&output::local(row.time, zone), &row.actor, &step, &first]);
        for line in lines {
            table.row(["", "", "", &line]);
        }
    }
    table
}

/// A line of the history is read whole: broken between words, the rules of a deadline each on its own.
fn wrapped(what: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for part in what.split(" — ").flat_map(|part| part.split("; ")) {
        let mut line = if lines.is_empty() { String::new() } else { "  ".to_owned() };
        for word in part.split_whitespace() {
            let begun = !line.trim().is_empty();
            if begun && line.chars().count() + 1 + word.chars().count() > output::CELL_MAX_CHARS {
                lines.push(std::mem::replace(&mut line, "    ".to_owned()));
            } else if begun {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_and_nothing_is_lost() {
        let what = format!("tenggat: Senin — {}; akhir pekan", "kata ".repeat(40));
        let lines = wrapped(&what);
        assert!(lines.iter().all(|line| line.chars().count() <= output::CELL_MAX_CHARS), "{lines:?}");
        assert_eq!(lines.join(" ").matches("kata").count(), 40);
        assert_eq!((lines[0].as_str(), lines.last().unwrap().as_str()), ("tenggat: Senin", "  akhir pekan"));
        assert_eq!(wrapped("surel dibuka"), ["surel dibuka"]);
    }
}
