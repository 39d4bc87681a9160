//! From settings to rooms. Each room has its own small settings; here they are filled.
use super::correction::{Stamp, calendar};
use super::{Daemon, Mailbox, backends, papers};
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::{self, MailboxKind, Settings, SmtpKind, Tls, load_people};
use crate::dispatch::{Dispatch, House};
use crate::intake::{Intake, IntakeSettings};
use crate::reader::Workers;
use crate::secret::Key;
use crate::sink::{MaildirSink, Sink, SmtpSettings, SmtpSink};
use crate::source::{ImapSettings, ImapSource, Limits, MaildirSettings, MaildirSource, Source};
use crate::store::Store;
use crate::template::{Language, Site, Templates};
use crate::verify::{Verifier, VerifySettings};
use crate::wire::{Endpoint, Security};
use crate::workflow::policy::{Caps, Completeness, Rules, SecondFactor};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::Duration;
use zeroize::Zeroizing;

/// Name of the anchor in `data_dir`: the log's head outside the database.
pub const ANCHOR: &str = "jangkar";

/// Papers that go along with a hand-over, at most: most mail servers stop at 25 MB of base64.
const ATTACH_LIMIT_BYTES: u64 = 15 * 1024 * 1024;

/// Why Loket cannot be put together: one sentence with the file or key it is about.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("{0}")]
    Settings(String),
    #[error("{0}")]
    Unavailable(String),
    /// A rule says no: the database is not the one that ran last.
    #[error("{0}")]
    Refused(String),
}

pub(super) fn bad(text: impl std::fmt::Display) -> BuildError {
    BuildError::Settings(text.to_string())
}

impl Daemon {
    /// Opens everything the settings name. No connection is made yet but the database's.
    pub async fn open(
        settings: Settings,
        settings_file: Option<PathBuf>,
        clock: Arc<dyn Clock>,
    ) -> Result<Daemon, BuildError> {
        make_private_dir(&settings.data_dir)?;
        let key = Arc::new(load_key(&settings)?);
        let days = i64::from(settings.policy.token_days);
        let store = Store::open(&settings.database_url(), key, days)
            .await
            .map_err(|e| BuildError::Unavailable(e.to_string()))?
            .anchored_at(&settings.data_dir.join(ANCHOR));
        trusted(&store).await?;
        let house = house(&settings, may_reset(&store, &settings).await)?;
        let workers = Arc::new(Workers::new(papers::reader(&settings, clock.clone())?));
        let intake = Intake {
            store: store.clone(),
            workers: workers.clone(),
            verifier: verifier(&settings)?,
            settings: IntakeSettings {
                trust: settings.trust.settings(),
                own_address: settings.office.address.clone(),
                delimiter: settings.trust.reply_delimiter,
                simulated: settings.clock == config::ClockKind::Simulated,
                codes_in_body: settings.trust.reply_carrier == config::ReplyCarrier::Body,
                attempts: settings.limits.mail_attempts,
                requests_per_day: settings.limits.requests_per_sender_per_day,
                mails_per_hour: settings.limits.mails_per_sender_per_hour,
                queue_prefix: settings.policy.queue_prefix.clone(),
            },
        };
        let archive = Archive::open(settings.data_dir.join("arsip")).map_err(bad)?;
        let dispatch = Dispatch {
            store: store.clone(),
            workers: workers.clone(),
            archive,
            backends: Arc::new(backends(&settings)?),
            scanner: papers::scanner(&settings),
            mail_digest: settings.mail_digest(),
        };
        let mut mailboxes = Vec::new();
        for mailbox in &settings.mailbox {
            mailboxes.push(Mailbox {
                name: mailbox.name.clone(),
                source: source(mailbox)?,
                poll: Duration::from_secs(mailbox.poll_seconds),
                pending: HashMap::new(),
            });
        }
        Ok(Daemon {
            store,
            intake,
            dispatch,
            workers,
            house: RwLock::new(Arc::new(house)),
            clock,
            mailboxes,
            sink: sink(&settings)?,
            reset_sink: sink(&settings)?,
            limits: Limits {
                max_mails: usize::try_from(settings.limits.batch_mails).unwrap_or(50),
                max_batch_bytes: settings.limits.batch_bytes,
                max_mail_bytes: settings.limits.max_mail_bytes,
            },
            stamp: Stamp::of(&settings),
            corrected: None,
            digest: super::digest(&settings),
            settings,
            settings_file,
        })
    }
}

/// SIGHUP: calendar, people, templates anew. A bad file leaves the old ones in force.
pub(super) async fn fresh_house(
    settings: &Settings,
    file: Option<&Path>,
    store: &Store,
    now: Timestamp,
) -> Result<House, BuildError> {
    let fresh = file.map(Settings::load).transpose().map_err(bad)?;
    let mut house = house(fresh.as_ref().unwrap_or(settings), may_reset(store, settings).await)?;
    // Nobody who stands in loses a case that is handed over just now.
    let delegations =
        store.delegations(now).await.map_err(|e| BuildError::Unavailable(e.to_string()))?;
    house.rules.deputise(&delegations, now);
    Ok(house)
}

/// Whether account systems may be asked at all: the world outside was looked at with the settings in
/// force, and will do. What cannot be known is no.
async fn may_reset(store: &Store, settings: &Settings) -> bool {
    let state = store.approval_state(&settings.mail_digest()).await;
    state.is_ok_and(|state| state.allows_automatic())
}

/// A database put back from a backup would do things twice (`security.md` A2-31): a person says first
/// that it may go on.
async fn trusted(store: &Store) -> Result<(), BuildError> {
    let unavailable = |e: crate::store::StoreError| BuildError::Unavailable(e.to_string());
    if let Some(why) = store.distrusted().await.map_err(unavailable)? {
        return Err(BuildError::Refused(format!(
            "basis data tampaknya dipulihkan dari cadangan ({why}); tidak ada yang dikerjakan sampai: loket reconcile --reason \"...\""
        )));
    }
    store.anchor().await.map_err(unavailable)
}

/// Loket's own check of senders, where `trust.verify` asks for it.
pub fn verifier(settings: &Settings) -> Result<Option<Arc<Verifier>>, BuildError> {
    let trust = &settings.trust;
    if trust.verify == config::Verify::Header {
        return Ok(None);
    }
    let host = trust.authserv_id.as_deref().unwrap_or(settings.own_domain());
    let verifier = Verifier::new(VerifySettings {
        nameservers: trust.nameservers.clone(),
        question_timeout: Duration::from_secs(3),
        mail_timeout: Duration::from_secs(15),
        host: host.to_owned(),
        with_header: trust.verify == config::Verify::Both,
    });
    verifier.map(|v| Some(Arc::new(v))).map_err(|e| bad(format!("trust.nameservers: {e}")))
}

/// A folder only we may enter.
pub fn make_private_dir(dir: &Path) -> Result<(), BuildError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|e| bad(format!("data_dir {} tidak dapat dibuat: {e}", dir.display())))
}

/// The installation's key. Made at the first start, when there is no database yet; a missing key
/// beside an existing database is an error, for nothing sealed could be opened any more.
pub fn load_key(settings: &Settings) -> Result<Key, BuildError> {
    use std::os::unix::fs::PermissionsExt;
    let file = settings.secret_key_file();
    let name = file.display();
    match std::fs::read(&file) {
        Ok(bytes) => {
            let bytes = Zeroizing::new(bytes);
            let mode = std::fs::metadata(&file).map_err(bad)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(bad(format!(
                    "{name} dapat dibaca orang lain; jalankan: chmod 600 {name}"
                )));
            }
            Key::from_bytes(&bytes).map_err(|e| bad(format!("{name}: {e}")))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if settings.data_dir.join("loket.db").exists() {
                return Err(bad(format!(
                    "{name} tidak ada, padahal basis data sudah ada; kembalikan berkas kunci dari cadangan"
                )));
            }
            make_key(&file).map_err(|e| bad(format!("{name} tidak dapat dibuat: {e}")))?;
            load_key(settings)
        }
        Err(error) => Err(bad(format!("{name} tidak dapat dibaca: {error}"))),
    }
}

/// Writes a fresh key beside its place and links it in: a crash leaves a whole key or none, and of
/// two who start together both end up with the same.
fn make_key(path: &Path) -> std::io::Result<()> {
    use std::io::{Error, ErrorKind, Write};
    use std::os::unix::fs::OpenOptionsExt;
    let fresh = Key::fresh_bytes().map_err(Error::other)?;
    let draft = path.with_extension(format!("baru-{}", std::process::id()));
    let _ = std::fs::remove_file(&draft);
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(&draft)?;
    let linked = file.write_all(fresh.as_slice()).and_then(|()| file.sync_all()).and_then(|()| {
        match std::fs::hard_link(&draft, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
            _ => std::fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all(),
        }
    });
    std::fs::remove_file(&draft)?;
    linked
}

fn house(settings: &Settings, may_reset: bool) -> Result<House, BuildError> {
    let mut rules = rules(settings)?;
    let systems = settings.backend.iter().filter(|_| may_reset);
    rules.automatic = systems.map(|backend| backend.name.clone()).collect();
    Ok(House {
        templates: templates(settings)?,
        marks: super::marks(settings),
        site: site(settings, rules.calendar.zone().clone()),
        rules,
        from_name: settings.office.from_name.clone(),
        envelope_from: settings.envelope_from().to_owned(),
        delimiter: (settings.trust.reply_carrier == config::ReplyCarrier::Address)
            .then_some(settings.trust.reply_delimiter),
    })
}

/// What `step` may ask, from calendar, people and policy.
pub fn rules(settings: &Settings) -> Result<Rules, BuildError> {
    let policy = &settings.policy;
    Ok(Rules {
        calendar: calendar(settings)?,
        people: load_people(&settings.people).map_err(bad)?,
        completeness: match policy.completeness {
            config::Completeness::Auto => Completeness::Auto,
            config::Completeness::Helpdesk => Completeness::Helpdesk,
        },
        papers: policy.papers.clone(),
        standards: policy.standards.clone(),
        holders: policy.holders.clone(),
        warnings: policy.warnings.clone(),
        reminder_working_days: policy.reminder_working_days,
        close_working_days: policy.close_working_days,
        reopen_days: policy.reopen_days,
        confirm_pauses_clock: policy.confirm_pauses_clock,
        escalate_after_minutes: policy.escalate_after_minutes,
        attach_limit_bytes: ATTACH_LIMIT_BYTES,
        second_factor: match settings.trust.second_factor {
            config::SecondFactor::Risk => SecondFactor::Risk,
            config::SecondFactor::Always => SecondFactor::Always,
        },
        caps: Caps {
            account_day: settings.limits.approvals_per_account_per_day,
            unit_hour: settings.limits.approvals_per_unit_per_hour,
            all_hour: settings.limits.approvals_per_hour,
        },
        password_hours: policy.password_hours,
        answers_hour: settings.limits.answers_per_hour,
        // Filled once it is known whether the outside will do.
        automatic: Vec::new(),
        scanner: settings.papers.clamav.is_some(),
    })
}

/// The letters: built in, with the operator's own files over them.
pub fn templates(settings: &Settings) -> Result<Templates, BuildError> {
    let language = match settings.language {
        config::Language::Indonesian => Language::Id,
        config::Language::English => Language::En,
    };
    let own = |name: &str| {
        let dir = settings.templates_dir.as_ref()?;
        std::fs::read_to_string(dir.join(name)).ok()
    };
    Templates::from_files(language, own).map_err(bad)
}

/// What letters say about us.
pub fn site(settings: &Settings, zone: TimeZone) -> Site {
    let zone_label = match zone.iana_name() {
        Some("Asia/Makassar") => "WITA",
        Some("Asia/Jayapura") => "WIT",
        _ => "WIB",
    };
    let office = &settings.office;
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Site {
        office: office.name.clone(),
        organisation: office.organisation.clone(),
        helpdesk_phone: some(&office.phone),
        spse_url: some(&office.spse_url),
        address: office.address.clone(),
        zone,
        zone_label: zone_label.into(),
        simulated: settings.clock == config::ClockKind::Simulated,
        reply_code: None,
    }
}

pub(super) fn security(tls: Tls) -> Security {
    match tls {
        Tls::Implicit => Security::Tls,
        Tls::Starttls => Security::StartTls,
        Tls::None => Security::Insecure,
    }
}

fn path(value: &Option<PathBuf>, key: &str) -> Result<PathBuf, BuildError> {
    value.clone().ok_or_else(|| bad(format!("{key} harus diisi untuk kind = \"maildir\"")))
}

fn source(mailbox: &config::Mailbox) -> Result<Source, BuildError> {
    if mailbox.kind == MailboxKind::Maildir {
        return Ok(Source::Maildir(MaildirSource::new(MaildirSettings {
            name: mailbox.name.clone(),
            path: path(&mailbox.path, "mailbox.path")?,
            done_folder: mailbox.done_folder.clone(),
            aside_folder: mailbox.aside_folder.clone(),
        })));
    }
    Ok(Source::Imap(ImapSource::new(imap(mailbox)?)))
}

/// What an IMAP mailbox needs.
pub(super) fn imap(mailbox: &config::Mailbox) -> Result<ImapSettings, BuildError> {
    let password = match &mailbox.password_file {
        Some(source) => source.read("mailbox.password_file").map_err(bad)?,
        None => return Err(bad("mailbox.password_file harus diisi untuk kind = \"imap\"")),
    };
    Ok(ImapSettings {
        name: mailbox.name.clone(),
        endpoint: Endpoint {
            host: mailbox.host.clone(),
            port: mailbox.port,
            security: security(mailbox.tls),
            ca_file: mailbox.ca_file.clone(),
            allow_insecure_loopback: mailbox.allow_insecure_loopback,
            connect_timeout: Duration::from_secs(30),
        },
        user: mailbox.user.clone(),
        password,
        folder: mailbox.folder.clone(),
        done_folder: mailbox.done_folder.clone(),
        aside_folder: mailbox.aside_folder.clone(),
        step_timeout: Duration::from_secs(60),
        fetch_timeout: Duration::from_secs(600),
    })
}

pub(super) fn sink(settings: &Settings) -> Result<Sink, BuildError> {
    let smtp = &settings.smtp;
    if smtp.kind == SmtpKind::Maildir {
        return Ok(Sink::Maildir(MaildirSink::new(path(&smtp.path, "smtp.path")?)));
    }
    let password = match &smtp.password_file {
        Some(source) => Some(source.read("smtp.password_file").map_err(bad)?),
        None => None,
    };
    let own_domain = settings.own_domain();
    Ok(Sink::Smtp(SmtpSink::new(SmtpSettings {
        endpoint: Endpoint {
            host: smtp.host.clone(),
            port: smtp.port,
            security: security(smtp.tls),
            ca_file: smtp.ca_file.clone(),
            allow_insecure_loopback: smtp.allow_insecure_loopback,
            connect_timeout: Duration::from_secs(30),
        },
        helo_name: smtp.hello.clone().unwrap_or_else(|| own_domain.to_owned()),
        user: smtp.user.clone(),
        password,
        step_timeout: Duration::from_secs(60),
        dot_timeout: Duration::from_secs(smtp.data_timeout_seconds),
        max_mails: 100,
        max_idle: Duration::from_secs(30),
    })))
}
