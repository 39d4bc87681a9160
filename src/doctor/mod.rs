//! The doctor's round trip (`security.md` D.2): mails of its own go out by the configured way, are
//! looked for in the configured mailboxes, judged with the configured trust, and removed again. Knows
//! probes and what they tell; carries nothing of a case and mends nothing.
//!
//! A daemon that runs beside it may take a probe first: probes own up to being automatic mail, so that
//! it records them as such and does nothing else, and they are found in its folder of finished mails.
mod findings;
mod judge;
mod post;
mod probe;
mod search;
mod smuggle;

pub use findings::{Colour, Line, Mode, Report};

use crate::clock::Clock;
use crate::mail::TrustSettings;
use crate::reader::Workers;
use crate::sink::Sink;
use crate::source::Lookout;
use crate::verify::Verifier;
use probe::{Names, Probe};
use std::sync::Arc;
use std::time::Duration;

/// What the doctor must be told.
#[derive(Clone, Debug)]
pub struct DoctorSettings {
    /// Loket's own address: where every probe goes.
    pub own_address: String,
    /// The envelope sender of ordinary letters.
    pub envelope_from: String,
    /// Between our local part and a reply token.
    pub delimiter: char,
    pub trust: TrustSettings,
    /// `Authentication-Results` count (`trust.verify` is not `self`).
    pub header_counts: bool,
    /// An address of somebody else in our domain, in whose name a probe is handed in.
    pub colleague: String,
    /// The relay's login, if it wants one.
    pub login: Option<String>,
    /// Longest time for all probes, for the report.
    pub wait: Duration,
}

impl DoctorSettings {
    /// In whose name results are forged: our border's id, else our domain, which many borders use.
    fn border_name(&self) -> &str {
        self.trust.authserv_id.as_deref().unwrap_or_else(|| self.own_domain())
    }

    fn own_domain(&self) -> &str {
        self.own_address.rsplit('@').next().unwrap_or("localhost")
    }
}

/// The servers and rooms a round trip needs.
pub struct Doctor<'a> {
    pub settings: DoctorSettings,
    pub sink: &'a mut Sink,
    /// The border, where it is not the relay.
    pub border: Option<Sink>,
    /// Each folder where a probe may lie. Of one mailbox first the inbox, then where mails are put: a
    /// probe that is moved meanwhile is then seen in one of them.
    pub lookouts: Vec<Lookout>,
    pub workers: Arc<Workers>,
    pub verifier: Option<Arc<Verifier>>,
    pub clock: Arc<dyn Clock>,
    /// When all must be over.
    pub until: tokio::time::Instant,
}

impl Doctor<'_> {
    /// Sends, waits, reads, removes, and tells what it means. Ends soon after `until`.
    pub async fn examine(mut self) -> Result<Report, getrandom::Error> {
        let names = Names::fresh()?;
        let has_dsn = self.sink.has_dsn().await;
        let probes = Probe::all(&self.settings, &names, self.border.is_some());
        let real = matches!(self.sink, Sink::Smtp(_));
        let mut found = search::Found::default();
        let mut sent = Vec::new();
        if real {
            sent = self.post(&probes, &names).await;
            found = self.search(&sent, &names).await;
        }
        for lookout in std::mem::take(&mut self.lookouts) {
            lookout.close().await;
        }
        if let Some(border) = &mut self.border {
            border.close().await;
        }
        let known =
            judge::Known { settings: &self.settings, names: &names, sent: &sent, found, real };
        Ok(judge::report(&known, has_dsn))
    }
}
