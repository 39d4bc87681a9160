//! The part of `loket check` that goes out: the servers' own words, the round trip, and red lines that
//! an operator accepts in writing. Prints nothing but what it is doing.
use super::args::CheckArgs;
use super::check::{Finding, Severity};
use super::{CliError, Context, Exit, open, output};
use crate::config::Settings;
use crate::daemon::{Daemon, ExamineError};
use crate::doctor::{Colour, Line};
use crate::store::{ApprovalState, Store, StoreError, Unaccepted};
use jiff::tz::TimeZone;
use std::time::Duration;

/// Mail in and mail out, really asked; then mails of our own there and back. What the servers say of
/// themselves is a note.
pub(super) async fn findings(
    args: &CheckArgs,
    settings: Settings,
    context: &Context,
) -> Result<Vec<Finding>, CliError> {
    let systems = !settings.backend.is_empty();
    let mut daemon = open::daemon(settings, context).await?;
    let mut findings = Vec::new();
    for (what, answer) in daemon.ask_outside().await {
        let mend = "periksa alamat, port, tls, sandi dan ca_file pada bagian itu";
        match answer {
            Ok(lines) => findings
                .extend(lines.into_iter().map(|l| Finding::new(Severity::Note, &what, l, "baik"))),
            Err(why) => findings.push(Finding::new(Severity::Error, &what, why, mend)),
        }
    }
    if findings.iter().all(|finding| finding.severity != Severity::Error) {
        let found = round_trip(args, &mut daemon, systems).await;
        match found {
            Ok(found) => findings.extend(found),
            Err(error) => {
                daemon.close().await;
                return Err(error);
            }
        }
    }
    daemon.close().await;
    Ok(findings)
}

/// A running service asks for the check only when it starts and when it is told to read anew.
const RELOAD: &str = "bila layanan sedang berjalan: systemctl reload loket";

async fn round_trip(
    args: &CheckArgs,
    daemon: &mut Daemon,
    systems: bool,
) -> Result<Vec<Finding>, CliError> {
    output::tell(&format!("mengirim surat uji ke alamat sendiri; paling lama {} detik", args.wait));
    let report = daemon.examine(Duration::from_secs(args.wait), args.mx.as_deref()).await?;
    let state = daemon.approval_state().await?;
    let open: Vec<String> = match &state {
        ApprovalState::Red { lines, .. } => lines.iter().map(|line| line.what.clone()).collect(),
        _ => Vec::new(),
    };
    let mut findings: Vec<Finding> =
        report.lines.into_iter().map(|line| finding(line, &open)).collect();
    let automatic = match open.is_empty() {
        true => "reset otomatis boleh".to_owned(),
        false => format!("reset otomatis tetap mati karena {}", open.join(", ")),
    };
    let why = format!("yang mungkin: {}; {automatic}", report.mode.words());
    let mend = match open.is_empty() {
        true if systems => RELOAD,
        true => "baik",
        false => {
            "perbaiki garis GALAT, atau terima satu per satu: loket check --online --accept NAMA --reason \"...\""
        }
    };
    findings.push(Finding::new(Severity::Note, "mode", why, mend));
    Ok(findings)
}

/// A red line that was accepted in writing warns only.
fn finding(line: Line, open: &[String]) -> Finding {
    let (severity, why) = match line.colour {
        Colour::Red if open.iter().any(|what| what == line.what) => (Severity::Error, line.why),
        Colour::Red => (Severity::Warning, format!("{} (diterima tertulis)", line.why)),
        Colour::Yellow => (Severity::Warning, line.why),
        Colour::Green => (Severity::Note, line.why),
    };
    Finding::new(severity, line.what, why, line.mend)
}

/// `--accept NAMA --reason …`: takes a red line of the last check upon the operator.
pub(super) async fn accept(
    what: &str,
    reason: &str,
    settings: Settings,
    context: &Context,
) -> Result<Exit, CliError> {
    let reason = output::harmless(reason.trim());
    if reason.is_empty() {
        return Err(CliError::Input("--reason tidak boleh kosong".into()));
    }
    let daemon = open::daemon(settings.clone(), context).await?;
    let now = open::now(&settings, &daemon.store).await?;
    let accepted = daemon.accept_red(what, &reason, now).await;
    daemon.close().await;
    match accepted? {
        Ok(line) => {
            output::tell(&format!("garis {what} diterima dan dicatat: {}; {RELOAD}", line.why));
            Ok(Exit::Done)
        }
        Err(Unaccepted::NotChecked) => Err(CliError::Refused(
            "belum ada pemeriksaan dengan pengaturan ini; jalankan dahulu: loket check --online"
                .into(),
        )),
        Err(Unaccepted::NotRed(red)) if red.is_empty() => {
            Err(CliError::Refused("tidak ada garis merah pada pemeriksaan terakhir".into()))
        }
        Err(Unaccepted::NotRed(red)) => {
            let why = format!("{what} tidak merah; yang merah: {}", red.join(", "));
            Err(CliError::Refused(why))
        }
    }
}

/// When the last round trip was, and what it is worth now.
pub(super) async fn last(
    store: &Store,
    settings: &Settings,
    zone: &TimeZone,
) -> Result<Finding, StoreError> {
    const WHAT: &str = "online";
    const MEND: &str = "jalankan: loket check --online";
    let when = |at| output::local(at, zone);
    let names = |lines: &[crate::store::RedLine]| {
        lines.iter().map(|line| line.what.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mode = store.online_check().await?.map(|check| check.mode).unwrap_or_default();
    Ok(match store.approval_state(&settings.mail_digest()).await? {
        ApprovalState::NeverChecked => {
            let why = "surat keluar-masuk belum pernah diuji; reset otomatis tetap mati";
            // Without an account system of its own nothing waits for it.
            let idle = settings.backend.is_empty();
            let severity = if idle { Severity::Note } else { Severity::Warning };
            Finding::new(severity, WHAT, why, MEND)
        }
        ApprovalState::Changed { at } => {
            let why = format!(
                "pengaturan surat berubah sejak pemeriksaan {}; reset otomatis tetap mati",
                when(at)
            );
            Finding::new(Severity::Warning, WHAT, why, MEND)
        }
        ApprovalState::Red { at, lines } => {
            let why = format!("diperiksa {}: merah pada {}; mode {mode}", when(at), names(&lines));
            Finding::new(Severity::Warning, WHAT, why, MEND)
        }
        ApprovalState::Accepted { at, lines } => {
            let why =
                format!("diperiksa {}: {} diterima tertulis; mode {mode}", when(at), names(&lines));
            Finding::new(Severity::Note, WHAT, why, MEND)
        }
        ApprovalState::Green { at } => {
            let why = format!("diperiksa {}: baik; mode {mode}", when(at));
            Finding::new(Severity::Note, WHAT, why, "baik")
        }
    })
}

impl From<ExamineError> for CliError {
    fn from(error: ExamineError) -> CliError {
        match error {
            ExamineError::Settings(text) => CliError::Input(text),
            other => CliError::Unavailable(other.to_string()),
        }
    }
}
