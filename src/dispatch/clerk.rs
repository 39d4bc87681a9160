//! Orders that need no outside world, or only the shelf: alarms, dossiers, wiping.
use super::{Dispatch, House, misplaced};
use crate::store::{Claimed, Settled, StoreError};
use crate::workflow::effect::Effect;
use crate::workflow::event::Event;
use jiff::{SignedDuration, Timestamp};

/// How long a dossier that could not be written waits.
const ARCHIVE_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// How long a dossier waits for the last letters of its case, once they had their turn.
const LETTERS_AGAIN: SignedDuration = SignedDuration::from_secs(2);
/// So often it lets them pass at once.
const LETTERS_TURNS: u32 = 3;

impl Dispatch {
    pub(super) async fn clerk(
        &self,
        order: &Claimed,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        match &order.effect {
            Effect::Wake { why, .. } => {
                let event = Event::Woke { wake: *why };
                Ok(Settled::Done { recipient: None, event: Some(event) })
            }
            Effect::Wipe { .. } => Ok(Settled::Done { recipient: None, event: None }),
            Effect::Archive => self.archive_case(order, house, now).await,
            _ => Ok(misplaced()),
        }
    }

    async fn archive_case(
        &self,
        order: &Claimed,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        // Re-opened meanwhile: its next end brings another order.
        let Some(case) = self.store.case(&order.case_id).await? else { return Ok(misplaced()) };
        if case.ended_at.is_none() {
            return Ok(Settled::Done { recipient: None, event: None });
        }
        let letters = self.store.letters_of(&order.case_id).await?;
        if letters.iter().any(|letter| matches!(letter.state.as_str(), "due" | "claimed")) {
            // Each of them ends, in five days at the latest; the dossier holds them all (INV-16).
            let pause =
                if order.attempts < LETTERS_TURNS { SignedDuration::ZERO } else { LETTERS_AGAIN };
            let at = now.checked_add(pause).unwrap_or(now);
            let error = "surat terakhir permohonan ini belum terkirim".to_owned();
            return Ok(Settled::Retry { at, error, rendered: None, recipient: None });
        }
        let dossier = self.dossier(&case, house).await?;
        let archive = self.archive.clone();
        let stored = tokio::task::spawn_blocking(move || archive.store(&dossier)).await;
        let error = match stored {
            Ok(Ok(manifest)) => {
                let manifest_sha256 = manifest.sha256();
                let event = Event::Archived { manifest_sha256 };
                return Ok(Settled::Done { recipient: None, event: Some(event) });
            }
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        tracing::error!(case = %order.case_id, %error, "dossier not written");
        let at = now.checked_add(ARCHIVE_AGAIN).unwrap_or(now);
        Ok(Settled::Retry { at, error, rendered: None, recipient: None })
    }
}
