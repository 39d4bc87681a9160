//! Mails taken in: each row one mail, each mail exactly one outcome (INV-01, INV-02).
use super::{Store, StoreError, Tx, sql, time};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Begins the bytes of a mail that is kept sealed.
const SEALED: &[u8] = b"loket-sealed-mail-1\n";

/// What binds a sealed mail to its row.
fn shelved(mail: i64) -> String {
    format!("mail {mail} on the shelf")
}

/// What became of a mail. Every mail ends in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It opened a case.
    Case,
    /// It joined one.
    Added,
    /// A command of staff or applicant, done or echoed back.
    Command,
    /// A note without effect, such as a thank-you.
    Note,
    Bounce,
    AutoReply,
    /// Mailing list or other bulk.
    Bulk,
    /// Parked for a person.
    Held,
    /// The same mail once more.
    Duplicate,
    /// Could not be handled in any try, or is too large.
    SetAside,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Case => "case",
            Outcome::Added => "added",
            Outcome::Command => "command",
            Outcome::Note => "note",
            Outcome::Bounce => "bounce",
            Outcome::AutoReply => "auto_reply",
            Outcome::Bulk => "bulk",
            Outcome::Held => "held",
            Outcome::Duplicate => "duplicate",
            Outcome::SetAside => "set_aside",
        }
    }
}

/// A mail about to be recorded.
#[derive(Clone, Debug)]
pub struct NewMail<'a> {
    pub id: i64,
    /// Configured name of the mailbox, and the place in it (UIDVALIDITY and UID, or file name).
    pub mailbox: &'a str,
    pub place: &'a str,
    /// Hash over Message-ID, Date, From, Subject and content; `None` without Message-ID.
    pub content_key: Option<&'a str>,
    pub verdict: &'a str,
    pub message_id: Option<&'a str>,
    pub sender: Option<&'a str>,
    pub subject: &'a str,
    pub received_at: Timestamp,
    pub fetched_at: Timestamp,
    pub size_bytes: u64,
    pub outcome: Outcome,
    pub reason: Option<&'a str>,
    pub case_id: Option<&'a str>,
    /// JSON: how the sender was checked, for people who must judge (INV-20).
    pub evidence: Option<&'a str>,
    /// The bytes as they may be kept.
    pub bytes: &'a [u8],
}

/// A mail of the same content that was taken in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: i64,
    pub verdict: String,
    pub outcome: String,
}

/// A parked mail, as `loket held` shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HeldRow {
    pub id: i64,
    pub from: String,
    pub subject: String,
    pub received_at: Timestamp,
    pub reason: String,
}

impl HeldRow {
    fn read(row: &AnyRow) -> Result<HeldRow, StoreError> {
        Ok(HeldRow {
            id: row.try_get(0)?,
            from: row.try_get::<Option<String>, _>(1)?.unwrap_or_default(),
            subject: row.try_get(2)?,
            received_at: time(row.try_get(3)?)?,
            reason: row.try_get::<Option<String>, _>(4)?.unwrap_or_default(),
        })
    }
}

impl Tx {
    /// Whether the mail at this place was taken in before (its move did not succeed).
    pub async fn taken(&mut self, mailbox: &str, place: &str) -> Result<Option<Seen>, StoreError> {
        let row = sqlx::query(sql::MAIL_AT)
            .bind(mailbox)
            .bind(place)
            .fetch_optional(&mut *self.inner)
            .await?;
        row.map(|row| {
            Ok(Seen { id: row.try_get(0)?, verdict: String::new(), outcome: row.try_get(1)? })
        })
        .transpose()
    }

    /// Mails of the same content, whatever their place (`security.md` A2-32).
    pub async fn same_content(&mut self, key: &str) -> Result<Vec<Seen>, StoreError> {
        let rows = sqlx::query(sql::MAIL_SAME).bind(key).fetch_all(&mut *self.inner).await?;
        rows.iter()
            .map(|row| {
                Ok(Seen { id: row.try_get(0)?, verdict: row.try_get(1)?, outcome: row.try_get(2)? })
            })
            .collect()
    }

    pub async fn put_mail(&mut self, mail: &NewMail<'_>) -> Result<(), StoreError> {
        sqlx::query(sql::MAIL_PUT)
            .bind(mail.id)
            .bind(mail.mailbox)
            .bind(mail.place)
            .bind(mail.content_key)
            .bind(mail.verdict)
            .bind(mail.message_id)
            .bind(mail.sender.map(str::to_ascii_lowercase))
            .bind(mail.subject)
            .bind(mail.received_at.as_millisecond())
            .bind(mail.fetched_at.as_millisecond())
            .bind(i64::try_from(mail.size_bytes).unwrap_or(i64::MAX))
            .bind(mail.outcome.as_str())
            .bind(mail.reason)
            .bind(mail.case_id)
            .bind(mail.evidence)
            .execute(&mut *self.inner)
            .await?;
        sqlx::query(sql::SHELF_PUT)
            .bind(mail.id)
            .bind(data_encoding::HEXLOWER.encode(&Sha256::digest(mail.bytes)))
            .bind(mail.bytes)
            .execute(&mut *self.inner)
            .await?;
        if self.any_tries().await? {
            sqlx::query(sql::TRY_DEL)
                .bind(mail.mailbox)
                .bind(mail.place)
                .execute(&mut *self.inner)
                .await?;
        }
        Ok(())
    }

    /// Settles the outcome of a mail that was recorded before its event was applied.
    pub async fn set_outcome(
        &mut self,
        mail: i64,
        outcome: Outcome,
        reason: Option<&str>,
        case_id: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query(sql::MAIL_OUTCOME)
            .bind(mail)
            .bind(outcome.as_str())
            .bind(reason)
            .bind(case_id)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// How many mails of this sender had this outcome since a time.
    pub async fn recent(
        &mut self,
        sender: &str,
        outcome: Outcome,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(sql::MAIL_RECENT)
            .bind(sender.to_ascii_lowercase())
            .bind(outcome.as_str())
            .bind(since.as_millisecond())
            .fetch_one(&mut *self.inner)
            .await?)
    }

    /// How many mails were held for a reason since a time, of one sender or of all.
    pub async fn held_since(
        &mut self,
        reason: &str,
        sender: Option<&str>,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let text = if sender.is_some() { sql::HELD_SINCE_BY } else { sql::HELD_SINCE };
        let mut query = sqlx::query_scalar(text).bind(reason).bind(since.as_millisecond());
        if let Some(sender) = sender {
            query = query.bind(sender.to_ascii_lowercase());
        }
        Ok(query.fetch_one(&mut *self.inner).await?)
    }

    /// How many mails of this sender, proven as well as this one, were handled since a time. Those that
    /// were held for being too many do not count, so that an hour later there is room again; nor do
    /// forged ones in his name.
    pub async fn handled(
        &mut self,
        sender: &str,
        verdict: &str,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(sql::MAIL_HANDLED)
            .bind(sender.to_ascii_lowercase())
            .bind(verdict)
            .bind(since.as_millisecond())
            .fetch_one(&mut *self.inner)
            .await?)
    }

    /// Asked once a transaction: as a rule there are none.
    async fn any_tries(&mut self) -> Result<bool, StoreError> {
        if let Some(any) = self.tries {
            return Ok(any);
        }
        let count: i64 = sqlx::query_scalar(sql::TRIES).fetch_one(&mut *self.inner).await?;
        Ok(*self.tries.insert(count > 0))
    }

    /// Counts a failed try of a mail; returns how many there were.
    pub async fn count_try(
        &mut self,
        mailbox: &str,
        place: &str,
        error: &str,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        self.tries = Some(true);
        Ok(sqlx::query_scalar(sql::TRY_ADD)
            .bind(mailbox)
            .bind(place)
            .bind(now.as_millisecond())
            .bind(error)
            .fetch_one(&mut *self.inner)
            .await?)
    }

    /// Takes a mail off the held list, for good. False if it was not on it.
    pub async fn resolve_held(
        &mut self,
        mail: i64,
        resolution: &str,
        case_id: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::HELD_RESOLVE)
            .bind(mail)
            .bind(resolution)
            .bind(now.as_millisecond())
            .bind(case_id)
            .execute(&mut *self.inner)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

impl Store {
    pub async fn held(&self) -> Result<Vec<HeldRow>, StoreError> {
        let rows = sqlx::query(sql::HELD).fetch_all(&self.pool).await?;
        rows.iter().map(HeldRow::read).collect()
    }

    pub async fn held_one(&self, id: i64) -> Result<Option<HeldRow>, StoreError> {
        let row = sqlx::query(sql::HELD_ONE).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(HeldRow::read).transpose()
    }

    /// How the sender of a mail was checked, as JSON.
    pub async fn evidence(&self, mail: i64) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(sql::MAIL_EVIDENCE).bind(mail).fetch_optional(&self.pool).await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose().map(Option::flatten)
    }

    /// The kept bytes of a mail; a sealed one is opened.
    pub async fn shelf(&self, mail: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query(sql::SHELF_GET).bind(mail).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let bytes: Vec<u8> = row.try_get(0)?;
        let sealed = bytes.strip_prefix(SEALED).map(|s| self.key.open_bytes(&shelved(mail), s));
        // A mail that happens to begin like that was never sealed.
        Ok(Some(match sealed {
            Some(Ok(mut open)) => std::mem::take(&mut *open),
            Some(Err(_)) | None => bytes,
        }))
    }

    /// The bytes of a mail as the shelf may hold them where it is not known whether a password is in
    /// them: sealed.
    pub fn sealed_mail(&self, mail: i64, raw: &[u8]) -> Result<Vec<u8>, StoreError> {
        let sealed = self.key.seal_bytes(&shelved(mail), raw);
        let sealed = sealed.map_err(|error| StoreError::Permanent(error.to_string()))?;
        Ok([SEALED, &sealed].concat())
    }

    /// A mail that was set aside, for somebody who must look at it.
    pub async fn aside_one(&self, id: i64) -> Result<Option<HeldRow>, StoreError> {
        let row = sqlx::query(sql::ASIDE_ONE).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(HeldRow::read).transpose()
    }

    /// How many mails were taken in, counted by their kept bytes and not by their outcomes.
    pub async fn mails_arrived(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(sql::SHELF_COUNT).fetch_one(&self.pool).await?;
        Ok(count.unsigned_abs())
    }

    /// How many mails ended how. Their sum is what was taken in.
    pub async fn outcomes(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let rows = sqlx::query(sql::MAIL_COUNTS).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)?.unsigned_abs())))
            .collect()
    }
}
