//! Loket's own check of a sender: DKIM, SPF and DMARC through mail-auth, keys and policies through DNS.
//! Knows how to ask; what the answers are worth is `mail::authentication`'s.
mod signature;

use crate::mail::Authentication;
use crate::mail::authentication::{Checked, OwnCheck, border, both, domain_of, judge_own};
use hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::system_conf::read_system_conf;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DmarcOutput, DmarcResult, MessageAuthenticator, SpfOutput,
    SpfResult,
};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Most signatures of one mail that are checked; the author's own come first.
const SIGNATURE_LIMIT: usize = 5;

/// What the check needs.
#[derive(Clone, Debug)]
pub struct VerifySettings {
    /// `IP` or `IP:port`; empty means the system's.
    pub nameservers: Vec<String>,
    /// For one question to DNS.
    pub question_timeout: Duration,
    /// For one mail.
    pub mail_timeout: Duration,
    /// Our own name, for SPF macros.
    pub host: String,
    /// Our border's `Authentication-Results` must agree (`trust.verify = "both"`).
    pub with_header: bool,
}

/// Why no check can be made.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("{0} bukan IP atau IP:port")]
    BadNameserver(String),
    #[error("DNS sistem tidak dapat dibaca: {0}")]
    System(String),
}

/// Asks DNS and checks. Cheap to keep, answers are cached by their time to live.
pub struct Verifier {
    authenticator: MessageAuthenticator,
    settings: VerifySettings,
}

impl Verifier {
    /// Opens the resolver; nothing is asked yet.
    pub fn new(settings: VerifySettings) -> Result<Verifier, VerifyError> {
        let (config, mut options) = if settings.nameservers.is_empty() {
            read_system_conf().map_err(|e| VerifyError::System(e.to_string()))?
        } else {
            let servers: Result<Vec<_>, _> =
                settings.nameservers.iter().map(|s| server(s)).collect();
            (ResolverConfig::from_parts(None, vec![], servers?), ResolverOpts::default())
        };
        options.timeout = settings.question_timeout;
        options.attempts = 2;
        options.cache_size = 2048;
        // An outage must be noticed again, not remembered.
        options.negative_max_ttl = Some(Duration::from_secs(300));
        let authenticator = MessageAuthenticator::new(config, options)
            .map_err(|e| VerifyError::System(e.to_string()))?;
        Ok(Verifier { authenticator, settings })
    }

    /// The verdict on a mail whose header was read already: ours alone, or the weaker of both.
    pub async fn judge(&self, raw: &[u8], header: Authentication) -> Authentication {
        let Some(identity) = header.identity.clone() else { return header };
        let Some(domain) = domain_of(&identity) else { return header };
        let check = self.check(raw, domain).await;
        let own = judge_own(raw, Some(&identity), &check);
        if self.settings.with_header { both(header, own) } else { own.with_way_of(&header) }
    }

    /// Checks one mail for the author's `domain`. Total: what DNS does not answer in time is
    /// [`Checked::Temperror`].
    pub async fn check(&self, raw: &[u8], domain: &str) -> OwnCheck {
        let asked = self.ask(raw, domain);
        match tokio::time::timeout(self.settings.mail_timeout, asked).await {
            Ok(check) => check,
            Err(_) => OwnCheck { dmarc: Checked::Temperror, ..OwnCheck::default() },
        }
    }

    async fn ask(&self, raw: &[u8], domain: &str) -> OwnCheck {
        let Some(mut message) = AuthenticatedMessage::parse_with_opts(raw, None, true) else {
            return OwnCheck::default();
        };
        // A flood of signatures must not become a flood of questions.
        message.dkim_headers.sort_by_key(|h| !h.header.d.eq_ignore_ascii_case(domain));
        message.dkim_headers.truncate(SIGNATURE_LIMIT);
        message.errors.truncate(SIGNATURE_LIMIT);
        let outputs = self.authenticator.verify_dkim(&message).await;
        let mut check = OwnCheck::default();
        for output in &outputs {
            check.signatures.push(signature::checked(&self.authenticator, &message, output).await);
        }
        let spf = self.spf(raw).await;
        check.spf = spf.as_ref().map(|(output, sender)| (spf_result(output), sender.clone()));
        let none = SpfOutput::new(String::new());
        let (output, sender) = spf.as_ref().map_or((&none, ""), |(o, s)| (o, s.as_str()));
        // Only what counts as a signature here may carry a policy.
        let counted: Vec<DkimOutput<'_>> = outputs
            .iter()
            .zip(&check.signatures)
            .filter(|(_, s)| matches!(s.result, Checked::Pass | Checked::Temperror))
            .map(|(output, _)| output.clone())
            .collect();
        let parameters = DmarcParameters::new(&message, &counted, sender, output);
        let dmarc = self.authenticator.verify_dmarc(parameters).await;
        check.dmarc = dmarc_result(&dmarc);
        check.dkim_aligned = *dmarc.dkim_result() == DmarcResult::Pass;
        check
    }

    /// SPF needs the client's address, which only our border's `Received` line tells.
    async fn spf(&self, raw: &[u8]) -> Option<(SpfOutput, String)> {
        let border = border(raw)?;
        let sender = border.mail_from.as_deref().unwrap_or_default();
        let parameters = if sender.contains('@') {
            SpfParameters::verify_mail_from(
                border.client,
                &border.helo,
                &self.settings.host,
                sender,
            )
        } else {
            SpfParameters::verify_ehlo(border.client, &border.helo, &self.settings.host)
        };
        let domain = sender.rsplit_once('@').map_or(border.helo.as_str(), |(_, d)| d);
        let output = self.authenticator.verify_spf(parameters).await;
        Some((output, domain.trim_end_matches('.').to_ascii_lowercase()))
    }
}

fn server(text: &str) -> Result<NameServerConfig, VerifyError> {
    let bad = || VerifyError::BadNameserver(text.to_owned());
    let address = match text.parse::<IpAddr>() {
        Ok(ip) => SocketAddr::new(ip, 53),
        Err(_) => text.parse::<SocketAddr>().map_err(|_| bad())?,
    };
    let mut config = NameServerConfig::udp_and_tcp(address.ip());
    for connection in &mut config.connections {
        connection.port = address.port();
    }
    Ok(config)
}

fn spf_result(output: &SpfOutput) -> Checked {
    match output.result() {
        SpfResult::Pass => Checked::Pass,
        SpfResult::Fail | SpfResult::SoftFail => Checked::Fail,
        SpfResult::TempError => Checked::Temperror,
        SpfResult::Neutral | SpfResult::PermError | SpfResult::None => Checked::None,
    }
}

/// A pass of either way is a pass; without one an unanswered question comes before a failure, which
/// comes before "no policy" (`crates.md` §5: SERVFAIL must not look like no policy).
fn dmarc_result(output: &DmarcOutput) -> Checked {
    let ways = [output.dkim_result(), output.spf_result()];
    if ways.iter().any(|r| **r == DmarcResult::Pass) {
        return Checked::Pass;
    }
    if ways.iter().any(|r| matches!(r, DmarcResult::TempError(_))) {
        return Checked::Temperror;
    }
    if output.dmarc_record().is_some() {
        return Checked::Fail;
    }
    Checked::None
}
