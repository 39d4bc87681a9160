//! Answers to staff that belong to no case: what was typed did not act, and how it would. Writes to the
//! configured address of a person whose mail passed, to nobody else.
use super::Intake;
use crate::store::{StoreError, Tx};
use crate::triage::Arrival;
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::command::{self, Typed, Unclear};
use crate::workflow::letter::Letter;
use crate::workflow::policy::Rules;
use jiff::Timestamp;

/// What can be typed without a letter to answer, the case named.
const NAMED: [&str; 4] =
    ["STATUS <nomor>", "AMBIL <nomor>", "CATAT <nomor> <teks>", "PENJELASAN <nomor> <uraian>"];

impl Intake {
    /// The command needs the case's number.
    pub(super) async fn ask_back(
        &self,
        tx: &mut Tx,
        person: &PersonRef,
        unclear: Unclear,
        echo: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let words = NAMED.map(str::to_owned).to_vec();
        let letter = Letter::NotUnderstood { unclear, echo, words, state: None };
        tx.post(letter, person, now).await
    }

    /// Staff typed a command that only counts in answer to its own letter; the mail is held. Where the
    /// words are somebody else's, this is how the person hears of it (`security.md` A1-07, A3-49).
    pub(super) async fn say_how(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let message = arrival.message;
        let identity = message.authentication.identity.as_deref();
        let Some(person) = identity.and_then(|address| rules.person_at(address)) else {
            return Ok(());
        };
        let role = person.roles.first().copied().unwrap_or(Role::Supervisor);
        let typed = Typed {
            text: &message.reply,
            other: message.other_reply.as_deref(),
            subject: &message.subject,
        };
        let echo = command::parse(&typed, role).echo;
        let words = vec!["DAFTAR".to_owned(), "STATUS <nomor>".to_owned()];
        let letter = Letter::NotUnderstood { unclear: Unclear::NoLink, echo, words, state: None };
        tx.post(letter, &person.reference(), now).await
    }
}
