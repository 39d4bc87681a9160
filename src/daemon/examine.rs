//! The doctor put together from the settings, and what he found kept in the database.
use super::Daemon;
use super::build::imap;
use crate::clock::{Clock, SystemClock};
use crate::config::{Mailbox, MailboxKind, Verify, host_and_port};
use crate::doctor::{Colour, Doctor, DoctorSettings, Report};
use crate::sink::{Sink, SmtpSettings, SmtpSink};
use crate::source::Lookout;
use crate::store::{ApprovalState, OnlineCheck, RedLine, StoreError, Unaccepted};
use crate::wire::{Endpoint, Security};
use crate::workflow::actor::Role;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// Why there was no round trip.
#[derive(Debug, thiserror::Error)]
pub enum ExamineError {
    #[error("{0}")]
    Settings(String),
    #[error("{0}")]
    Unavailable(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Daemon {
    /// The round trip (`security.md` D.2), its report kept. `mx` takes the place of `trust.mx`.
    pub async fn examine(
        &mut self,
        wait: Duration,
        mx: Option<&str>,
    ) -> Result<Report, ExamineError> {
        let until = tokio::time::Instant::now() + wait;
        let border = mx.or(self.settings.trust.mx.as_deref()).map(|mx| self.border(mx));
        let doctor = Doctor {
            border: border.transpose()?,
            lookouts: self.lookouts().await?,
            settings: self.doctor_settings(wait),
            sink: &mut self.sink,
            workers: self.workers.clone(),
            verifier: self.intake.verifier.clone(),
            clock: Arc::new(SystemClock),
            until,
        };
        let report = doctor.examine().await;
        let report = report.map_err(|e| ExamineError::Unavailable(format!("acak: {e}")))?;
        let names = |colour: Colour| {
            let wanted = report.lines.iter().filter(move |line| line.colour == colour);
            wanted.cloned()
        };
        let check = OnlineCheck {
            at: SystemClock.now(),
            settings: self.mail_digest(),
            mode: report.mode.words().to_owned(),
            red: names(Colour::Red)
                .map(|l| RedLine { what: l.what.into(), mark: l.mark, why: l.why })
                .collect(),
            warnings: names(Colour::Yellow).map(|line| line.what.to_owned()).collect(),
        };
        let mut tx = self.store.begin().await?;
        tx.keep_online_check(&check, &self.house().rules).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// Whether the servers outside were looked at with the settings in force, and will do: what is
    /// carried out without a person's hands must ask here first.
    pub async fn approval_state(&self) -> Result<ApprovalState, StoreError> {
        self.store.approval_state(&self.mail_digest()).await
    }

    /// The digest of the mail settings in force, to which a check is bound.
    pub fn mail_digest(&self) -> String {
        self.settings.mail_digest()
    }

    /// Takes a red line of the last check upon the operator.
    pub async fn accept_red(
        &self,
        what: &str,
        reason: &str,
        now: Timestamp,
    ) -> Result<Result<RedLine, Unaccepted>, StoreError> {
        let digest = self.mail_digest();
        self.store.accept_red((&digest, what, reason), &self.house().rules, now).await
    }

    fn doctor_settings(&self, wait: Duration) -> DoctorSettings {
        DoctorSettings {
            own_address: self.settings.office.address.clone(),
            envelope_from: self.settings.envelope_from().to_owned(),
            delimiter: self.settings.trust.reply_delimiter,
            trust: self.intake.settings.trust.clone(),
            header_counts: self.settings.trust.verify != Verify::Own,
            colleague: self.colleague(),
            login: self.settings.smtp.user.clone(),
            wait,
        }
    }

    /// Somebody of our domain whose name an attacker would borrow: an approver before others.
    fn colleague(&self) -> String {
        let domain = self.settings.own_domain();
        let house = self.house();
        let ours = |address: &&String| {
            address.rsplit_once('@').is_some_and(|(_, d)| d.eq_ignore_ascii_case(domain))
        };
        let of = |approvers: bool| {
            let people = house.rules.people.iter();
            let people = people.filter(move |p| p.has(Role::AdminPpe) || !approvers);
            people.flat_map(|person| &person.addresses).find(ours).cloned()
        };
        of(true).or_else(|| of(false)).unwrap_or_else(|| format!("rekan-uji@{domain}"))
    }

    /// The border's port for mail from outside: no login, and no secret ever goes there.
    fn border(&self, mx: &str) -> Result<Sink, ExamineError> {
        let (host, port) = host_and_port(mx)
            .ok_or_else(|| ExamineError::Settings(format!("--mx {mx}: harus HOST[:PORT]")))?;
        let smtp = &self.settings.smtp;
        Ok(Sink::Smtp(SmtpSink::bare(SmtpSettings {
            endpoint: Endpoint {
                host,
                port,
                security: Security::Insecure,
                ca_file: None,
                allow_insecure_loopback: false,
                connect_timeout: Duration::from_secs(20),
            },
            helo_name: smtp.hello.clone().unwrap_or_else(|| self.settings.own_domain().to_owned()),
            user: None,
            password: None,
            step_timeout: Duration::from_secs(30),
            dot_timeout: Duration::from_secs(60),
            max_mails: 100,
            max_idle: Duration::from_secs(30),
        })))
    }

    /// Every folder where a probe may lie. The folders of finished mails are there by now: asking a
    /// mailbox what it can do makes them.
    async fn lookouts(&self) -> Result<Vec<Lookout>, ExamineError> {
        let mut lookouts = Vec::new();
        for mailbox in &self.settings.mailbox {
            let failed = |error: String| {
                ExamineError::Unavailable(format!("mailbox {}: {error}", mailbox.name))
            };
            for (at, folder) in
                [&mailbox.folder, &mailbox.done_folder, &mailbox.aside_folder].iter().enumerate()
            {
                match lookout(mailbox, folder, at == 0).await {
                    Ok(found) => lookouts.push(found),
                    Err(error) if at == 0 => return Err(failed(error)),
                    Err(error) => tracing::warn!(folder, error, "the doctor cannot look there"),
                }
            }
        }
        Ok(lookouts)
    }
}

async fn lookout(mailbox: &Mailbox, folder: &str, inbox: bool) -> Result<Lookout, String> {
    let (name, folder) = (mailbox.name.clone(), folder.to_owned());
    if mailbox.kind == MailboxKind::Imap {
        let mut settings = imap(mailbox).map_err(|error| error.to_string())?;
        settings.folder = folder;
        return Lookout::imap(settings).await.map_err(|error| error.to_string());
    }
    let path = mailbox.path.clone().ok_or("path kosong")?;
    let path = if inbox { path } else { path.join(format!(".{folder}")) };
    Lookout::maildir(name, path).map_err(|error| error.to_string())
}
