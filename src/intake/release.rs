//! A person releases a held mail: he vouches for the sender, so it is taken as a request or as a
//! follow-up. It never becomes a command: what moves a credential needs its token all the same.
use super::Intake;
use super::record::Door;
use crate::store::StoreError;
use crate::workflow::policy::Rules;
use jiff::Timestamp;

/// What became of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Released {
    /// It is part of this case now.
    Case(String),
    /// There is no such held mail.
    Unknown,
    /// Even so it cannot be used, for this reason; it stays held.
    Refused(String),
}

impl Intake {
    pub async fn release(
        &self,
        mail: i64,
        reason: &str,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Released, StoreError> {
        let Some(held) = self.store.held_one(mail).await? else { return Ok(Released::Unknown) };
        let Some(raw) = self.store.shelf(mail).await? else { return Ok(Released::Unknown) };
        let message = match self.parse(&raw).await {
            Ok(message) => message,
            Err(error) => return Ok(Released::Refused(error.to_string())),
        };
        let mut tx = self.store.begin().await?;
        let door = Door { received_at: held.received_at, released: true, cut: false };
        let fate = self.decide(&mut tx, mail, &message, door, rules, now).await?;
        let Some(case) = fate.case().map(str::to_owned) else {
            return Ok(Released::Refused(fate.reason().unwrap_or("bukan permohonan").to_owned()));
        };
        let note = format!("dilepas: {reason}");
        if !tx.resolve_held(mail, &note, Some(&case), now).await? {
            return Ok(Released::Unknown);
        }
        tx.operator(Some(&case), &format!("surat tertahan {mail} dilepas: {reason}"), rules, now)
            .await?;
        tx.commit().await?;
        Ok(Released::Case(case))
    }

    /// Takes a held mail off the list without using it. False if there is no such mail.
    pub async fn discard(
        &self,
        mail: i64,
        reason: &str,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let done = tx.resolve_held(mail, &format!("disingkirkan: {reason}"), None, now).await?;
        if done {
            let what = format!("surat tertahan {mail} disingkirkan: {reason}");
            tx.operator(None, &what, rules, now).await?;
            tx.commit().await?;
        }
        Ok(done)
    }
}
