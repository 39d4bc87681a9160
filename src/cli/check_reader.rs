//! `loket check`, the part about reading papers: the walls around the child and around programs, and
//! whether those programs are there and work.
use super::check::{Finding, Severity};
use crate::config::Settings;
use crate::reader::{ProgramState, ReaderSettings, Workers};

const PACKAGES: &str = "apt install poppler-utils tesseract-ocr tesseract-ocr-ind";

pub async fn run(settings: &Settings) -> Vec<Finding> {
    let reader = ReaderSettings {
        tool_folders: settings.papers.program_folders.clone(),
        ..ReaderSettings::default()
    };
    let workers = Workers::new(reader);
    let mut findings: Vec<Finding> = confinement(&workers).await.into_iter().collect();
    findings.extend(programs(&workers).await);
    workers.shutdown().await;
    findings
}

/// Starts the child that reads strangers' files, and the walls around a program, and asks each what it
/// could still do.
async fn confinement(workers: &Workers) -> Option<Finding> {
    let mend = "pakai kernel dengan Landlock (5.13 ke atas) dan seccomp";
    match workers.confinement().await {
        Err(error) => Some(Finding::new(Severity::Error, "reader", error.to_string(), mend)),
        Ok(walls) if walls.contains("OFF") || walls.contains("STILL POSSIBLE") => {
            let why = format!("pembaca berkas tidak terkurung penuh ({walls})");
            Some(Finding::new(Severity::Warning, "reader", why, mend))
        }
        Ok(_) => None,
    }
}

/// Has each program do a little work behind its walls.
async fn programs(workers: &Workers) -> Option<Finding> {
    let states = workers.programs().await;
    let named = |wanted: ProgramState| {
        let names = states.iter().filter(|(_, state)| *state == wanted).map(|(name, _)| *name);
        names.collect::<Vec<_>>().join(", ")
    };
    let (missing, broken) = (named(ProgramState::Missing), named(ProgramState::Broken));
    let mut why = Vec::new();
    if !missing.is_empty() {
        why.push(format!("{missing} tidak ada"));
    }
    if !broken.is_empty() {
        why.push(format!("{broken} tidak bekerja (untuk tesseract: data bahasa ind)"));
    }
    if why.is_empty() {
        return None;
    }
    let why = format!(
        "{}; hasil pindai dan foto tidak dibaca, permohonannya diserahkan ke Helpdesk",
        why.join("; ")
    );
    Some(Finding::new(Severity::Warning, "papers", why, format!("jalankan: {PACKAGES}")))
}
