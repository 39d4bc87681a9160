//! Whom the signatures of papers are believed by, on its way from the daemon to the child. Knows no
//! configuration and asks no clock.
use crate::signature::Roots;
use jiff::Timestamp;

/// Goes with every job for papers.
#[derive(Clone, Debug, Default)]
pub(super) struct Trust {
    pub(super) roots: Roots,
    pub(super) now: Timestamp,
}

impl Trust {
    /// Seconds, then the certificates.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [&self.now.as_second().to_be_bytes()[..], &self.roots.to_der()].concat()
    }

    /// What [`Trust::to_bytes`] wrote.
    pub(super) fn read(bytes: &[u8]) -> Option<Trust> {
        let (seconds, roots) = bytes.split_first_chunk::<8>()?;
        let now = Timestamp::from_second(i64::from_be_bytes(*seconds)).ok()?;
        Some(Trust { roots: Roots::of_der(roots).ok()?, now })
    }
}
