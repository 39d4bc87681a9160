//! Values that are of the right kind and still cannot be meant: empty hosts, plain text over the
//! network, limits of nothing. Knows no IO.
use super::choice::{MailboxKind, Results, SmtpKind, Tls, Verify};
use super::environment;
use super::error::SettingsError;
use super::settings::{Mailbox, Settings, Smtp};
use crate::directory::is_strict_address;
use std::net::{IpAddr, SocketAddr};

/// Keys without a sensible default, and why they must be given.
const REQUIRED: [(&str, &str); 2] = [
    ("office.address", "alamat surel layanan, misalnya \"helpdesk-lpse@kkp.example\""),
    ("mailbox", "tulis setidaknya satu bagian [[mailbox]]"),
];
const MAILBOXES_MAX: usize = 8;
const BACKENDS_MAX: usize = 16;

/// Refuses a configuration that leaves out what only the office can know.
pub(super) fn required(
    file: &str,
    table: &toml::Table,
    environment: &[(String, String)],
) -> Result<(), SettingsError> {
    let in_environment = |key: &str| {
        let given = |name: String| name == key || name.starts_with(&format!("{key}."));
        environment.iter().any(|(variable, _)| given(environment::key(variable)))
    };
    let in_file = |key: &str| {
        let mut parts = key.split('.');
        let first = parts.next().and_then(|part| table.get(part));
        parts.try_fold(first, |here, part| here.map(|here| here.get(part))).flatten().is_some()
    };
    for (key, why) in REQUIRED {
        if !in_file(key) && !in_environment(key) {
            let (file, key, why) = (file.to_owned(), key.to_owned(), why.to_owned());
            return Err(SettingsError::Missing { file, key, why });
        }
    }
    Ok(())
}

/// Every rule that looks at more than the kind of a value.
pub(super) fn settings(file: &str, settings: &Settings) -> Result<(), SettingsError> {
    let no = |key: String, why: &str| Err(SettingsError::value(file, key, why));
    if !is_strict_address(&settings.office.address) {
        return no("office.address".into(), "bukan alamat surel");
    }
    if !is_strict_address(settings.envelope_from()) {
        return no("smtp.envelope_from".into(), "bukan alamat surel");
    }
    if let Some(url) = &settings.database.url
        && !["sqlite:///", "postgres://", "postgresql://"]
            .iter()
            .any(|start| url.starts_with(start))
    {
        return no(
            "database.url".into(),
            "harus dimulai dengan sqlite:/// (jalur lengkap) atau postgres://",
        );
    }
    if settings.mailbox.is_empty() || settings.mailbox.len() > MAILBOXES_MAX {
        return no("mailbox".into(), "harus berisi satu sampai delapan kotak surat");
    }
    for (index, mailbox) in settings.mailbox.iter().enumerate() {
        let earlier = settings.mailbox.iter().take(index);
        if earlier.into_iter().any(|other| other.name == mailbox.name) {
            return no(format!("mailbox[{index}].name"), "dipakai dua kali");
        }
        self::mailbox(mailbox).or_else(|(key, why)| no(format!("mailbox[{index}].{key}"), &why))?;
    }
    smtp(&settings.smtp).or_else(|(key, why)| no(format!("smtp.{key}"), &why))?;
    if settings.backend.len() > BACKENDS_MAX {
        return no("backend".into(), "harus berisi paling banyak 16 sistem akun");
    }
    for (index, backend) in settings.backend.iter().enumerate() {
        let mut earlier = settings.backend.iter().take(index);
        if earlier.any(|other| other.name == backend.name) {
            return no(format!("backend[{index}].name"), "dipakai dua kali");
        }
        super::backend::check(backend)
            .or_else(|(key, why)| no(format!("backend[{index}].{key}"), &why))?;
    }
    super::papers::check(&settings.papers)
        .or_else(|(key, why)| no(format!("papers.{key}"), &why))?;
    trust(settings).or_else(|(key, why)| no(format!("trust.{key}"), &why))?;
    numbers(settings).or_else(|(key, why)| no(key, &why))
}

/// The key inside the section, and the end of the sentence.
pub(super) type Refusal = (&'static str, String);

fn mailbox(mailbox: &Mailbox) -> Result<(), Refusal> {
    let name_char = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(1..=32).contains(&mailbox.name.len()) || !mailbox.name.chars().all(name_char) {
        return Err(("name", "harus 1-32 huruf, angka, - atau _".into()));
    }
    for (key, folder) in [
        ("folder", &mailbox.folder),
        ("done_folder", &mailbox.done_folder),
        ("aside_folder", &mailbox.aside_folder),
    ] {
        if folder.is_empty() || folder.chars().any(char::is_control) {
            return Err((key, "kosong atau berisi karakter kendali".into()));
        }
    }
    if mailbox.folder == mailbox.done_folder || mailbox.folder == mailbox.aside_folder {
        return Err(("folder", "tidak boleh sama dengan done_folder atau aside_folder".into()));
    }
    match mailbox.kind {
        MailboxKind::Maildir if mailbox.path.is_none() => {
            Err(("path", "wajib diisi untuk kind = \"maildir\"".into()))
        }
        MailboxKind::Maildir => Ok(()),
        MailboxKind::Imap if mailbox.user.is_empty() => Err(("user", "kosong".into())),
        MailboxKind::Imap if mailbox.password_file.is_none() => {
            Err(("password_file", "wajib diisi untuk kind = \"imap\"".into()))
        }
        MailboxKind::Imap => {
            server(&mailbox.host, mailbox.port, mailbox.tls, mailbox.allow_insecure_loopback)
        }
    }
}

fn smtp(smtp: &Smtp) -> Result<(), Refusal> {
    match smtp.kind {
        SmtpKind::Maildir if smtp.path.is_none() => {
            Err(("path", "wajib diisi untuk kind = \"maildir\"".into()))
        }
        SmtpKind::Maildir => Ok(()),
        SmtpKind::Smtp if smtp.user.is_some() != smtp.password_file.is_some() => {
            Err(("password_file", "dan `smtp.user` harus diisi berdua atau dikosongkan".into()))
        }
        SmtpKind::Smtp => server(&smtp.host, smtp.port, smtp.tls, smtp.allow_insecure_loopback),
    }
}

pub(super) fn server(host: &str, port: u16, tls: Tls, insecure: bool) -> Result<(), Refusal> {
    let host_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
    if host.is_empty() || !host.chars().all(host_char) {
        return Err(("host", "bukan nama atau alamat server".into()));
    }
    if port == 0 {
        return Err(("port", "tidak boleh 0".into()));
    }
    if tls == Tls::None && !(insecure && is_loopback(host)) {
        let why = "\"none\" hanya untuk server di mesin ini sendiri, dengan allow_insecure_loopback = true";
        return Err(("tls", why.into()));
    }
    Ok(())
}

/// 127.0.0.0/8, `::1` or `localhost` (`security.md` A4-70).
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `HOST` or `HOST:PORT`; mail servers listen on port 25.
pub fn host_and_port(text: &str) -> Option<(String, u16)> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.starts_with('[') => {
            (host, port.parse().ok().filter(|port| *port > 0)?)
        }
        _ => (text, 25),
    };
    let host = host.trim_matches(['[', ']']);
    let host_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
    (!host.is_empty() && host.chars().all(host_char)).then(|| (host.to_owned(), port))
}

fn trust(settings: &Settings) -> Result<(), Refusal> {
    let trust = &settings.trust;
    if trust.verify == Verify::Both && trust.authserv_id.is_none() {
        let why = "\"both\" memerlukan trust.authserv_id (nama MX sendiri)";
        return Err(("verify", why.into()));
    }
    if trust.results == Results::Below && trust.authserv_id.is_none() {
        return Err(("results", "\"below\" memerlukan trust.authserv_id".into()));
    }
    if trust.received_login && (trust.hosts.is_empty() || trust.authserv_id.is_none()) {
        return Err(("received_login", "memerlukan trust.hosts dan trust.authserv_id".into()));
    }
    let host = |h: &String| {
        !h.is_empty()
            && h.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    if let Some(bad) = trust.hosts.iter().find(|h| !host(h)) {
        return Err(("hosts", format!("berisi `{bad}`, bukan nama server")));
    }
    let blank = |id: &String| id.chars().any(|c| c.is_whitespace() || c.is_control());
    if trust.authserv_id.as_ref().is_some_and(blank) {
        return Err(("authserv_id", "tidak boleh berisi spasi".into()));
    }
    if !matches!(trust.reply_delimiter, '+' | '-' | '=' | '_') {
        return Err(("reply_delimiter", "harus salah satu dari + - = _".into()));
    }
    if trust.mx.as_deref().is_some_and(|mx| host_and_port(mx).is_none()) {
        return Err(("mx", "harus HOST atau HOST:PORT".into()));
    }
    let address =
        |text: &String| text.parse::<IpAddr>().is_ok() || text.parse::<SocketAddr>().is_ok();
    match trust.nameservers.iter().find(|text| !address(text)) {
        Some(text) => Err(("nameservers", format!("berisi `{text}`, bukan IP atau IP:port"))),
        None => Ok(()),
    }
}

/// Numbers with their reasonable range.
fn numbers(settings: &Settings) -> Result<(), (String, String)> {
    let (policy, limits) = (&settings.policy, &settings.limits);
    let prefix = &policy.queue_prefix;
    if !(1..=3).contains(&prefix.len()) || !prefix.chars().all(|c| c.is_ascii_uppercase()) {
        return Err(("policy.queue_prefix".into(), "harus 1-3 huruf besar".into()));
    }
    if policy.close_working_days <= policy.reminder_working_days {
        let why = "harus lebih besar dari reminder_working_days";
        return Err(("policy.close_working_days".into(), why.into()));
    }
    const MIB: u64 = 1024 * 1024;
    let fixed = [
        ("smtp.data_timeout_seconds", settings.smtp.data_timeout_seconds, 10, 3600),
        ("policy.reminder_working_days", policy.reminder_working_days.into(), 1, 60),
        ("policy.close_working_days", policy.close_working_days.into(), 1, 120),
        ("policy.reopen_days", policy.reopen_days.into(), 0, 365),
        ("policy.token_days", policy.token_days.into(), 1, 30),
        ("limits.max_mail_bytes", limits.max_mail_bytes, 64 * 1024, 128 * MIB),
        ("limits.batch_mails", limits.batch_mails.into(), 1, 1000),
        ("limits.batch_bytes", limits.batch_bytes, 64 * 1024, 256 * MIB),
        (
            "limits.requests_per_sender_per_day",
            limits.requests_per_sender_per_day.into(),
            1,
            1_000_000,
        ),
        (
            "limits.approvals_per_account_per_day",
            limits.approvals_per_account_per_day.into(),
            1,
            1000,
        ),
        (
            "limits.approvals_per_unit_per_hour",
            limits.approvals_per_unit_per_hour.into(),
            1,
            100_000,
        ),
        ("limits.approvals_per_hour", limits.approvals_per_hour.into(), 1, 1_000_000),
        ("limits.mail_attempts", limits.mail_attempts.into(), 1, 10),
    ];
    let fixed = fixed.map(|(key, value, low, high)| (key.to_owned(), value, low, high));
    let standards = policy.standards.all().map(|(step, minutes)| {
        (format!("policy.standards.step{step}"), u64::from(minutes), 1, 2400)
    });
    let warnings = policy
        .warnings
        .all()
        .map(|(step, percent)| (format!("policy.warnings.step{step}"), u64::from(percent), 0, 99));
    let standards = standards.into_iter().chain(warnings);
    let polls = settings.mailbox.iter().enumerate();
    let polls = polls.map(|(i, m)| (format!("mailbox[{i}].poll_seconds"), m.poll_seconds, 1, 3600));
    for (key, value, low, high) in fixed.into_iter().chain(standards).chain(polls) {
        if !(low..=high).contains(&value) {
            return Err((key, format!("bernilai {value}; harus {low} sampai {high}")));
        }
    }
    Ok(())
}
