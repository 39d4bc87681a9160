//! The doctor, `loket check`: looks at everything and mends nothing. Each finding is one line that
//! says how bad, what, why, and the command or key that mends it.
use super::args::CheckArgs;
use super::{
    CliError, Context, Exit, check_backends, check_border, check_factors, check_online,
    check_papers, check_reader, output,
};
use crate::clock::{Clock, SystemClock};
use crate::config::{ClockKind, MailboxKind, Settings, SettingsError, SmtpKind, Verify};
use crate::store::{Store, StoreError};
use crate::workflow::actor::{Person, Role};
use serde::Serialize;

/// How bad a finding is. A note does not change the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// One thing the doctor found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub severity: Severity,
    /// The key, file or service.
    pub what: String,
    pub why: String,
    /// The command or key that mends it.
    pub mend: String,
}

impl Finding {
    pub fn new(
        severity: Severity,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Finding {
        Finding { severity, what: what.into(), why: why.into(), mend: mend.into() }
    }

    fn line(&self) -> String {
        let word = match self.severity {
            Severity::Error => "GALAT",
            Severity::Warning => "PERINGATAN",
            Severity::Note => "CATATAN",
        };
        output::harmless(&format!("{word} {}: {}; {}", self.what, self.why, self.mend))
    }
}

pub async fn run(args: &CheckArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    if let (Some(what), Some(reason)) = (&args.accept, &args.reason) {
        return check_online::accept(what, reason, settings, context).await;
    }
    let mut findings = configuration(&settings);
    findings.extend(check_backends::configuration(&settings));
    findings.extend(check_border::configuration(&settings));
    match context.people(&settings) {
        Ok(people) => {
            findings.extend(staff(&settings, &people));
            findings.extend(check_factors::run(&settings, &people).await);
        }
        Err(error) => findings.push(broken(&error)),
    }
    findings.extend(calendar(&settings));
    findings.extend(templates(&settings));
    findings.extend(check_papers::run(&settings).await);
    findings.extend(check_reader::run(&settings).await);
    findings.extend(database(&settings, args.online).await);
    if args.online && findings.iter().all(|finding| finding.severity != Severity::Error) {
        findings.extend(check_backends::online(&settings).await);
        findings.extend(check_online::findings(args, settings, context).await?);
    }
    report(&findings, args.form.json)
}

fn calendar(settings: &Settings) -> Vec<Finding> {
    let calendar = match super::explain::calendar(settings) {
        Ok(calendar) => calendar,
        Err(error) => {
            let mend = "perbaiki berkas itu, atau hapus agar kalender bawaan dipakai";
            return vec![Finding::new(Severity::Error, "calendar", error.to_string(), mend)];
        }
    };
    let today = SystemClock.now().to_zoned(calendar.zone().clone()).date();
    let coverage = calendar.coverage(today);
    let mend = "tambahkan hari libur tahun berikut di calendar.toml lalu majukan covered_until";
    let ends = coverage.warning.map(|why| Finding::new(Severity::Warning, "calendar", why, mend));
    let mend = "cocokkan dengan penetapan pemerintah, lalu ubah certainty atau tanggalnya";
    let unsure = coverage.unsure.into_iter().map(|day| {
        let why = format!("{} ({}): tanggalnya belum pasti", day.name, day.date);
        Finding::new(Severity::Note, "calendar", why, mend)
    });
    ends.into_iter().chain(unsure).collect()
}

fn templates(settings: &Settings) -> Option<Finding> {
    let error = crate::daemon::templates(settings).err()?;
    let mend = "perbaiki templat itu, atau kosongkan templates_dir untuk templat bawaan";
    Some(Finding::new(Severity::Error, "templates_dir", error.to_string(), mend))
}

/// Opens the database that is there; the doctor makes none. With `online` the round trip comes anyway,
/// and the last one is no news.
async fn database(settings: &Settings, online: bool) -> Vec<Finding> {
    let here = settings.database.url.is_some() || settings.data_dir.join("loket.db").is_file();
    if !here || !settings.secret_key_file().is_file() {
        let why = "belum ada basis data atau kuncinya";
        return vec![Finding::new(Severity::Warning, "database", why, "jalankan: loket migrate")];
    }
    let store = match super::open::store(settings).await {
        Ok(store) => store.anchored_at(&settings.data_dir.join(crate::daemon::ANCHOR)),
        Err(error) => return vec![broken_database(error.to_string())],
    };
    let mut findings = contents(settings, &store).await;
    if !online && let Ok(zone) = super::open::zone(settings) {
        let last = check_online::last(&store, settings, &zone).await;
        findings.push(last.unwrap_or_else(|error| broken_database(error.to_string())));
    }
    store.close().await;
    findings
}

fn broken_database(why: String) -> Finding {
    let mend = "pulihkan dari cadangan atau hubungi pemelihara";
    Finding::new(Severity::Error, "database", why, mend)
}

async fn contents(settings: &Settings, store: &Store) -> Vec<Finding> {
    let broken = |why: String| vec![broken_database(why)];
    let chain = match store.distrusted().await {
        // A tail that was cut off leaves the chain whole (`security.md` A6-100).
        Ok(Some(why)) => Err(StoreError::Permanent(format!("{why}; lihat loket reconcile"))),
        Ok(None) => store.verify_log().await,
        Err(error) => Err(error),
    };
    let (accounts, failed) = (store.accounts_count().await, store.failed_orders().await);
    let systems = check_backends::register(settings, store).await;
    let border = check_border::mails(settings, store).await;
    let mut findings: Vec<Finding> = match (systems, border) {
        (Ok(findings), Ok(border)) => findings.into_iter().chain(border).collect(),
        (Err(error), _) | (_, Err(error)) => return broken(error.to_string()),
    };
    match (chain, accounts, failed) {
        (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => broken(error.to_string()),
        (Ok(Some(fault)), ..) => {
            broken(format!("catatan kejadian rusak di baris {}: {}", fault.seq, fault.text))
        }
        (_, Ok(0), _) => {
            let mend = "jalankan: loket accounts import BERKAS.csv";
            let why = "register akun masih kosong";
            findings.push(Finding::new(Severity::Warning, "register", why, mend));
            findings
        }
        (.., Ok(failed)) if failed > 0 => {
            let why = format!("{failed} pekerjaan gagal");
            findings.push(Finding::new(Severity::Warning, "queue", why, "lihat: loket queue list"));
            findings
        }
        _ => findings,
    }
}

/// Prints the findings; code 1 if one of them is more than a note.
pub fn report(findings: &[Finding], json: bool) -> Result<Exit, CliError> {
    if json {
        output::print_json(&findings)?;
    } else {
        let lines: String = findings.iter().map(|finding| finding.line() + "\n").collect();
        output::print(&lines)?;
    }
    let grave = |finding: &Finding| finding.severity != Severity::Note;
    if findings.iter().any(grave) {
        return Ok(Exit::Findings);
    }
    output::tell("semua yang diperiksa baik");
    Ok(Exit::Done)
}

fn broken(error: &SettingsError) -> Finding {
    Finding::new(Severity::Error, "people", error.to_string(), "perbaiki berkas itu")
}

/// What the settings alone tell, with the files they name.
pub fn configuration(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |severity, what: &str, why: String, mend: &str| {
        findings.push(Finding::new(severity, what, why, mend));
    };
    if settings.trust.authserv_id.is_none() && settings.trust.verify == Verify::Header {
        let why = "belum diisi: keaslian pengirim tidak diperiksa, hanya kode balasan yang menjaga SETUJU";
        let mend = "isi dengan authserv-id pada Authentication-Results dari MX sendiri, atau isi trust.verify = \"self\"";
        add(Severity::Warning, "trust.authserv_id", why.into(), mend);
    }
    if settings.clock == ClockKind::Simulated {
        let why = "jam latihan: setiap surat bertuliskan SIMULASI".into();
        add(Severity::Warning, "clock", why, "isi clock = \"system\" untuk layanan sungguhan");
    }
    if !settings.data_dir.is_dir() {
        let why = format!("{} belum ada", settings.data_dir.display());
        add(
            Severity::Warning,
            "data_dir",
            why,
            "buat folder itu dengan mode 700, milik pengguna loket",
        );
    }
    if !settings.calendar.is_file() {
        let why = format!("{} tidak ada, dipakai kalender bawaan", settings.calendar.display());
        add(Severity::Note, "calendar", why, "tulis berkas itu bila jam kerja berbeda");
    }
    if let Some(folder) = settings.templates_dir.as_ref().filter(|folder| !folder.is_dir()) {
        let why = format!("{} bukan folder", folder.display());
        add(Severity::Error, "templates_dir", why, "kosongkan untuk templat bawaan");
    }
    for mailbox in &settings.mailbox {
        let missing = mailbox.path.as_ref().filter(|path| !path.is_dir());
        if let (MailboxKind::Maildir, Some(path)) = (mailbox.kind, missing) {
            let what = format!("mailbox.{}.path", mailbox.name);
            add(
                Severity::Error,
                &what,
                format!("{} bukan folder", path.display()),
                "buat Maildir itu",
            );
        }
    }
    let certificates =
        settings.mailbox.iter().map(|m| (format!("mailbox.{}.ca_file", m.name), &m.ca_file));
    for (what, path) in certificates.chain([("smtp.ca_file".to_owned(), &settings.smtp.ca_file)]) {
        if let Some(path) = path.as_ref().filter(|path| !path.is_file()) {
            add(
                Severity::Error,
                &what,
                format!("{} tidak ada", path.display()),
                "taruh berkas PEM di sana",
            );
        }
    }
    for (key, source) in used_secrets(settings) {
        if let Err(error) = source.read(&key) {
            add(
                Severity::Error,
                &key,
                error.to_string(),
                "tulis rahasia itu dalam berkas mode 600",
            );
        }
    }
    findings
}

/// The secrets that this configuration will ask for.
fn used_secrets(settings: &Settings) -> Vec<(String, &crate::config::SecretSource)> {
    let imap = settings.mailbox.iter().filter(|m| m.kind == MailboxKind::Imap);
    let used: Vec<String> = imap
        .map(|m| format!("mailbox.{}.password_file", m.name))
        .chain((settings.smtp.kind == SmtpKind::Smtp).then(|| "smtp.password_file".to_owned()))
        .collect();
    settings.secrets().into_iter().filter(|(key, _)| used.contains(key)).collect()
}

/// Whether the staff can carry the SOP.
pub fn staff(settings: &Settings, people: &[Person]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let needed = [
        (Role::Helpdesk, "helpdesk", Severity::Error),
        (Role::AdminPpe, "admin_ppe", Severity::Error),
        (Role::FrontOffice, "front_office", Severity::Note),
        (Role::Supervisor, "supervisor", Severity::Note),
    ];
    for (role, word, severity) in needed {
        if !people.iter().any(|person| person.has(role)) {
            let why = format!("tidak ada petugas dengan peran {word}");
            findings.push(Finding::new(
                severity,
                "people",
                why,
                "tambahkan peran itu di people.toml",
            ));
        }
    }
    for person in people.iter().filter(|person| person.owns(&settings.office.address)) {
        let why = format!("alamat layanan tercatat sebagai milik {}", person.id);
        let mend = "hapus alamat itu dari people.toml: Loket tidak boleh menyurati dirinya sendiri";
        findings.push(Finding::new(Severity::Error, "people", why, mend));
    }
    for person in
        people.iter().filter(|person| person.has(Role::Helpdesk) && person.has(Role::AdminPpe))
    {
        let why = format!(
            "{} merangkap Helpdesk dan Admin PPE (dicatat sebagai peran rangkap)",
            person.id
        );
        findings.push(Finding::new(Severity::Note, "people", why, "pisahkan bila petugas cukup"));
    }
    findings
}
