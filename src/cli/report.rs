//! The verb `loket report`: reads the log case by case, counts, and writes one of four documents. The
//! register is never in memory as a whole.
use super::args::{ReportArgs, ReportFormat};
use super::report_file::Target;
use super::report_sheets::Sheets;
use super::{CliError, Context, Exit, open, output};
use crate::calendar::Calendar;
use crate::config::{ClockKind, Settings};
use crate::daemon::rules;
use crate::report::figures::{Figures, Measures, Period, Tally};
use crate::report::monthly::{Frame, Signatory, csv, html, json};
use crate::report::passages::{Course, Row, course};
use crate::report::register;
use crate::store::{CASES_AT_ONCE, LogRow, Store};
use jiff::Timestamp;

/// How many cases there are is found first; nobody waits in silence for longer than so many.
const TELL_FROM: usize = 20_000;

pub async fn run(args: &ReportArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let rules = rules(&settings)?;
    let store = open::store(&settings).await?;
    let now = open::now(&settings, &store).await?;
    let zone = rules.calendar.zone().clone();
    let first = store.first_case_at().await?;
    let period = Period::parse(&args.month, &zone, now, first)
        .map_err(|error| CliError::Input(error.to_string()))?;
    let measures = Measures::of_rules(&rules.standards, &rules.holders, rules.confirm_pauses_clock);
    let work = Work {
        frame: frame(&settings, &measures, now, &rules.calendar),
        calendar: rules.calendar,
        measures,
        period,
    };
    let target = Target::of(args.out.as_deref(), args.format)?;
    let told = write(&store, &work, args.format, target).await;
    store.close().await;
    if let Some(file) = told? {
        output::tell(&format!("{} ditulis ke {file}", work.period.title()));
    }
    Ok(Exit::Done)
}

/// What every format needs.
pub(super) struct Work {
    pub frame: Frame,
    pub calendar: Calendar,
    pub measures: Measures,
    pub period: Period,
}

fn frame(settings: &Settings, measures: &Measures, now: Timestamp, calendar: &Calendar) -> Frame {
    let report = settings.report.clone();
    Frame {
        unit: settings.office.name.clone(),
        organisation: settings.office.organisation.clone(),
        place: report.place,
        legal_basis: report.legal_basis,
        known_by: Signatory { title: report.known_by_title, name: report.known_by_name },
        prepared_by: Signatory { title: report.prepared_by_title, name: report.prepared_by_name },
        simulated: settings.clock == ClockKind::Simulated,
        written_at: now,
        zone: calendar.zone().clone(),
        confirm_pauses: measures.confirm_pauses,
    }
}

/// Returns the name of the file that was written, if it is one.
async fn write(
    store: &Store,
    work: &Work,
    format: ReportFormat,
    mut target: Target,
) -> Result<Option<String>, CliError> {
    match format {
        ReportFormat::Html => {
            let figures = tally(store, work, |_| Ok(())).await?;
            target.put(&html::page(&figures, &work.frame))?;
        }
        ReportFormat::Csv => {
            target.put(&csv::head())?;
            tally(store, work, |course| {
                target.put(&csv::line(&cells(work, course), &work.frame.zone))
            })
            .await?;
        }
        ReportFormat::Json => {
            target.put(&json::head(&work.period, &work.frame))?;
            let mut first = true;
            let each =
                |course: &Course| target.put(&json::case(course, std::mem::take(&mut first)));
            let figures = tally(store, work, each).await?;
            let tail = json::tail(&figures);
            target.put(&tail.map_err(|e| CliError::Unavailable(format!("JSON: {e}")))?)?;
        }
        ReportFormat::Xlsx => {
            let mut sheets = Sheets::begin(work, target.folder())?;
            let figures =
                tally(store, work, |course| sheets.register(&cells(work, course))).await?;
            target.book(sheets.end(&figures)?)?;
        }
    }
    target.finish()
}

fn cells(work: &Work, course: &Course) -> Vec<register::Cell> {
    register::cells(course, &work.period, &work.calendar, &work.measures)
}

/// Counts every case the period concerns, and hands each over, in the order of their numbers.
async fn tally(
    store: &Store,
    work: &Work,
    mut each: impl FnMut(&Course) -> Result<(), CliError>,
) -> Result<Figures, CliError> {
    let period = &work.period;
    let ids = store.case_ids_between(period.from, period.until).await?;
    if ids.len() >= TELL_FROM {
        output::tell(&format!("{} permohonan dihitung", ids.len()));
    }
    let mut tally = Tally::new(period.clone(), &work.calendar, &work.measures);
    for some in ids.chunks(CASES_AT_ONCE) {
        let rows = store.log_of_cases(some).await?;
        for of_case in rows.chunk_by(|a, b| a.case_id == b.case_id) {
            let Some(id) = of_case.first().map(|row| row.case_id.as_str()) else { continue };
            let Some(course) = course(id, of_case.iter().map(row), period.until) else { continue };
            if Tally::concerns(period, &course) {
                tally.add(&course);
                each(&course)?;
            }
        }
    }
    Ok(tally.finish_all())
}

fn row(row: &LogRow) -> Row<'_> {
    let logged = &row.logged;
    Row {
        at: logged.at,
        event: &row.event,
        before: &logged.state_before,
        after: &logged.state_after,
        body: &logged.body,
    }
}
