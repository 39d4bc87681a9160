//! Whose mail is this, which case, which event? Pure: what the store knows is handed in as
//! [`Known`]. Doubt about *who* never acts; doubt about *what* goes to a person.
mod applicant;
mod decision;
mod disown;
pub mod intent;
mod staff;

pub use applicant::papers;
pub use decision::{Decision, Held, Known, Mark, StaffMail, TokenKnown, Wanted, reference};

use crate::mail::{self, Doubt, MailKind, Message, Newness, Verdict};
use crate::workflow::event::{SenderCheck, Trust};
use crate::workflow::policy::Rules;
use jiff::Timestamp;

/// One mail at the door.
pub struct Arrival<'a> {
    /// The number it will have (`mails.id`).
    pub id: i64,
    pub message: &'a Message,
    /// The server's arrival time.
    pub received_at: Timestamp,
    /// A person released it from the held list: who sent it was judged by him.
    pub released: bool,
    /// Over the limit: its files were not taken.
    pub too_large: bool,
    /// Whether our own border gives verdicts at all (`trust.authserv_id` is set).
    pub verdicts: bool,
    /// The clock is for practice: times in mails, unless signed, were made by other clocks.
    pub simulated: bool,
    /// Loket's own address, to know our own mail again.
    pub own_address: &'a str,
}

/// What the sender says now; nothing where he only quotes.
fn said(message: &Message) -> &str {
    if message.newness == Newness::Old { "" } else { &message.reply }
}

/// Where a command may stand: among the sender's own new words.
fn commanded(message: &Message) -> &str {
    if message.newness == Newness::New { &message.reply } else { "" }
}

/// What a mail mentions, so that the store can be asked once.
pub fn wanted(message: &Message, own_address: &str, delimiter: char) -> Wanted {
    let own = |address| mail::reply_token(address, own_address, delimiter);
    let mut tokens: Vec<String> = message
        .delivered_to
        .iter()
        .filter_map(|address| own(address))
        .map(str::to_ascii_lowercase)
        .collect();
    tokens.sort();
    tokens.dedup();
    let names: Vec<String> = message.attachments.iter().map(|a| a.name.clone()).collect();
    let intent = intent::read(&message.subject, said(message), &names);
    let ours = |id: &String| decision::our_mark(id, own_address);
    let references = message.in_reply_to.iter().chain(&message.references);
    Wanted {
        several_tokens: tokens.len() > 1,
        token: tokens.into_iter().next(),
        codes: mail::reply_codes(&message.text),
        answered: message.in_reply_to.iter().filter_map(&ours).collect(),
        case_tag: mail::case_tag(&message.subject),
        case_in_words: mail::all_case_tags(said(message)).into_iter().next(),
        marks: references.filter_map(ours).collect(),
        bounced: message
            .bounce
            .as_ref()
            .and_then(|b| b.original_message_id.as_deref())
            .and_then(|id| decision::our_mark(id, own_address)),
        user_ids: intent.user_ids.clone(),
        // What is typed counts more than the subject of the letter it answers.
        queue_number: staff::called(message)
            .or_else(|| decision::queue_number(said(message)))
            .or_else(|| decision::queue_number(&message.subject)),
        disowns: disown::says_so(message),
        intent,
    }
}

/// The one recorded fate of a mail.
pub fn decide(arrival: &Arrival<'_>, wanted: &Wanted, known: &Known, rules: &Rules) -> Decision {
    let message = arrival.message;
    match message.kind {
        MailKind::Bounce => return bounce(message, known),
        MailKind::AutoReply => return Decision::AutoReply { case: known.case_id() },
        MailKind::MailingList if known.token.is_none() => return Decision::Bulk,
        // What a list sends on is a note, whatever code it carries (`security.md` A3-42).
        MailKind::MailingList => return Decision::AutoReply { case: known.case_id() },
        _ => {}
    }
    let Some(identity) = message.authentication.identity.as_deref() else {
        return Decision::Held(Held::MalformedIdentity);
    };
    if mail::address::same_address(identity, arrival.own_address) {
        return Decision::AutoReply { case: known.case_id() };
    }
    if let Some(disowned) = disown::decide(arrival, identity, wanted.several_tokens, known, rules) {
        return disowned;
    }
    let staff = rules.person_at(identity);
    if !arrival.released
        && let Some(held) = distrust(arrival, staff.is_some())
    {
        return Decision::Held(held);
    }
    // In other hands a link is void, whatever else the mail carries (A2-23).
    let foreign = |token: &&TokenKnown| staff.is_none_or(|person| person.id != token.person);
    if let Some(token) = known.token.as_ref().filter(foreign)
        && !arrival.released
    {
        return staff::misused(token, identity.to_owned());
    }
    if !arrival.released && (wanted.several_tokens || known.carriers_differ) {
        return Decision::Held(Held::TokenConflict);
    }
    if !arrival.released && known.token_unknown {
        return Decision::Held(Held::TokenUnknown);
    }
    // Staff writes as much as the counter is busy.
    if known.flooding && staff.is_none() && !arrival.released {
        return Decision::Held(Held::TooMany);
    }
    match (staff, &known.token) {
        _ if arrival.released => applicant::decide(arrival, identity, wanted, known, rules),
        (Some(person), Some(token)) => staff::with_token(arrival, person, token, known, rules),
        (Some(person), None) => staff::decide(arrival, identity, person, wanted, known, rules),
        (None, _) => applicant::decide(arrival, identity, wanted, known, rules),
    }
}

/// How a sender was checked, as a case keeps it.
pub fn sender_check(message: &Message) -> SenderCheck {
    let found = &message.authentication;
    let identity = found.identity.clone().unwrap_or_default();
    let elsewhere = message.reply_to.iter().find(|to| !to.eq_ignore_ascii_case(&identity));
    SenderCheck {
        trust: match found.verdict {
            Verdict::Pass => Trust::Pass,
            Verdict::Weak => Trust::Weak,
            Verdict::Fail => Trust::Fail,
            Verdict::None => Trust::None,
            Verdict::Temperror => Trust::Temperror,
        },
        reasons: found.reasons.clone(),
        reply_to: elsewhere.cloned(),
        identity,
    }
}

/// Fail closed on trust: what our own border says of the sender (`security.md` A1).
fn distrust(arrival: &Arrival<'_>, staff: bool) -> Option<Held> {
    let authentication = &arrival.message.authentication;
    match (authentication.verdict, authentication.doubt) {
        (Verdict::Fail, _) => return Some(Held::AuthFail),
        (Verdict::Temperror, _) => return Some(Held::AuthTemperror),
        (_, Some(Doubt::LoginMismatch)) => return Some(Held::LoginMismatch),
        (_, Some(Doubt::NotDelivered)) if arrival.verdicts => return Some(Held::NotDelivered),
        _ => {}
    }
    match authentication.verdict {
        Verdict::Pass => None,
        Verdict::Fail => Some(Held::AuthFail),
        Verdict::Temperror => Some(Held::AuthTemperror),
        Verdict::Weak => staff.then_some(Held::AuthWeak),
        Verdict::None => arrival.verdicts.then_some(Held::AuthMissing),
    }
}

/// A delivery report acts only if it names a letter of ours by its unguessable mark (A3-43).
fn bounce(message: &Message, known: &Known) -> Decision {
    let Some(order) = known.bounced_order else { return Decision::Bounce { order: None } };
    let report = message.bounce.as_ref();
    let failed = report
        .and_then(|b| b.recipients.iter().find(|r| r.action.as_deref() == Some("failed")))
        .or_else(|| report.and_then(|b| b.recipients.iter().find(|r| r.action.is_none())));
    match failed {
        Some(recipient) => {
            let status = recipient.status.clone().unwrap_or_else(|| "5.0.0".to_owned());
            Decision::Bounce { order: Some((order, status)) }
        }
        // Delayed or delivered: noted, nothing is lost yet.
        None => Decision::Bounce { order: None },
    }
}

#[cfg(test)]
mod tests;
