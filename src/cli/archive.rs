//! The verb `loket archive`: are the dossiers what they were, a copy of one, and the end of those whose
//! time has come (UU 43/2009, UU 27/2022). Knows the words; the shelf and the store do the work.
use super::args::{Archive as What, ArchiveArgs};
use super::{CliError, Context, Exit, open, output};
use crate::archive::{Archive, ArchiveError, Problem};
use crate::config::{Final, Settings};
use crate::daemon::rules;
use crate::store::Expired;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub async fn run(args: &ArchiveArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let shelf = Archive::open(settings.data_dir.join("arsip")).map_err(told)?;
    match &args.what {
        What::Verify { form } => verify(&shelf, &settings, form.json).await,
        What::Export { id, to } => {
            let id = id.trim().to_ascii_uppercase();
            let to = to.clone().unwrap_or_else(|| Path::new(".").join(&id));
            let manifest = shelf.export(&id, &to).map_err(told)?;
            output::tell(&format!(
                "{} berkas dan manifest.json disalin ke {}",
                manifest.files.len(),
                to.display()
            ));
            Ok(Exit::Done)
        }
        What::Purge { dry_run, reason, form } => {
            let reason = reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
            if !dry_run && reason.is_none() {
                return Err(CliError::Input(
                    "pemusnahan memerlukan dasar: --reason \"nomor berita acara\" (atau lihat dahulu dengan --dry-run)".into(),
                ));
            }
            purge(&shelf, settings, reason.filter(|_| !dry_run), form.json).await
        }
    }
}

fn told(error: ArchiveError) -> CliError {
    let text = error.to_string();
    match error {
        ArchiveError::NotFound(_) | ArchiveError::BadName(_) | ArchiveError::Occupied(_) => {
            CliError::Input(text)
        }
        ArchiveError::Io { .. } => CliError::Unavailable(text),
        ArchiveError::Refused { .. } | ArchiveError::Damaged { .. } => CliError::Refused(text),
    }
}

/// What the files say, and what the log says of them: whoever changes a file and its manifest alike is
/// found by the second (INV-16).
async fn verify(shelf: &Archive, settings: &Settings, json: bool) -> Result<Exit, CliError> {
    let store = open::store(settings).await?;
    let logged = store.archived().await?;
    let purged: BTreeSet<String> = store.purged().await?.into_iter().collect();
    store.close().await;
    let mut findings: Vec<(String, Option<String>, &'static str)> = shelf
        .verify()
        .map_err(told)?
        .into_iter()
        .map(|f| (f.dossier, f.file, problem(f.problem)))
        .collect();
    let shelved = shelf.list().map_err(told)?;
    let whose = |dossier: &str| {
        let name = dossier.rsplit('/').next().unwrap_or(dossier);
        name.split('.').next().unwrap_or(name).to_owned()
    };
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for dossier in &shelved {
        let Some(sha256) = &dossier.manifest_sha256 else { continue };
        let case = whose(&dossier.dossier);
        if !logged.get(&case).is_some_and(|known| known.contains(sha256)) {
            findings.push((dossier.dossier.clone(), None, "tidak pernah dicatat di riwayat"));
        }
        found.entry(case).or_default().insert(sha256.clone());
    }
    for (case, known) in &logged {
        let here = found.get(case);
        // The newest must be there; an earlier state may have been the same folder.
        let newest = known.last();
        let missing = newest.is_some_and(|sha256| !here.is_some_and(|h| h.contains(sha256)));
        if missing && !purged.contains(case) {
            findings.push((case.clone(), None, "dicatat di riwayat, tetapi tidak ada di arsip"));
        }
    }
    if json {
        let rows: Vec<_> = findings
            .iter()
            .map(|(dossier, file, what)| json!({"dossier": dossier, "file": file, "problem": what}))
            .collect();
        output::print_json(&json!({ "dossiers": shelved.len(), "findings": rows }))?;
    } else {
        for (dossier, file, what) in &findings {
            let file = file.as_ref().map(|f| format!("/{}", output::harmless(f)));
            let file = file.unwrap_or_default();
            output::print(&format!("{}{file}: {what}\n", output::harmless(dossier)))?;
        }
        output::tell(&format!("{} berkas diperiksa, {} temuan", shelved.len(), findings.len()));
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Findings })
}

fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::BadManifest => "manifest tidak ada atau tidak terbaca",
        Problem::Missing => "tidak ada",
        Problem::Changed => "isinya berubah",
        Problem::Unknown => "tidak dikenal manifest",
        Problem::Unreadable => "tidak dapat dibaca",
    }
}

/// Destroys what is due, one case after the other: the shelf first, then the database, so that a stop
/// in between is taken up by the next call.
async fn purge(
    shelf: &Archive,
    settings: Settings,
    reason: Option<&str>,
    json: bool,
) -> Result<Exit, CliError> {
    if settings.archive.end == Final::Permanent {
        return Err(CliError::Refused(
            "archive.final = \"permanent\": berkas disimpan selamanya, tidak ada yang dimusnahkan"
                .into(),
        ));
    }
    let rules = rules(&settings)?;
    let store = open::store(&settings).await?;
    let now = open::now(&settings, &store).await?;
    let zone = rules.calendar.zone();
    let years = i16::try_from(settings.archive.years()).unwrap_or(i16::MAX);
    let today = zone.to_datetime(now).date();
    // A year counts from its end: what ended in 2026 and is kept for five years goes in 2032.
    let limit = Date::new(today.year().saturating_sub(years), 1, 1)
        .and_then(|day| day.to_zoned(zone.clone()))
        .map_or(Timestamp::MIN, |at| at.timestamp());
    let due = store.expired(limit).await?;
    if let Some(reason) = reason {
        for case in &due {
            shelf.destroy(&case.id).map_err(told)?;
            let what = format!("berkas dimusnahkan: {}", output::harmless(reason));
            let mut tx = store.begin().await?;
            tx.purge(&case.id, now).await?;
            tx.operator(Some(&case.id), &what, &rules, now).await?;
            tx.commit().await?;
        }
    }
    store.close().await;
    listing(&due, reason.is_some(), &settings, zone, json)?;
    Ok(Exit::Done)
}

fn listing(
    due: &[Expired],
    done: bool,
    settings: &Settings,
    zone: &jiff::tz::TimeZone,
    json: bool,
) -> Result<(), CliError> {
    if json {
        return output::print_json(&json!({
            "destroyed": done,
            "classification_code": settings.archive.classification_code,
            "cases": due,
        }));
    }
    let mut table =
        output::Table::new(&["NOMOR", "SELESAI", "DIARSIPKAN", "SURAT", "SIDIK MANIFEST"]);
    for case in due {
        table.row([
            case.id.clone(),
            output::local(case.ended_at, zone),
            case.archived_at.map_or_else(|| "-".to_owned(), |at| output::local(at, zone)),
            case.mails.to_string(),
            case.manifest_sha256.clone().unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    if !table.is_empty() {
        table.print()?;
    }
    output::tell(&match (done, due.len()) {
        (_, 0) => format!(
            "tidak ada berkas yang masa simpannya ({} tahun sejak akhir tahun selesainya) telah lewat",
            settings.archive.years()
        ),
        (true, n) => {
            format!("{n} berkas dimusnahkan; daftar di atas dapat dilampirkan pada berita acara")
        }
        (false, n) => format!("{n} berkas akan dimusnahkan; belum ada yang diubah"),
    });
    Ok(())
}
