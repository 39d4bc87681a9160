//! "Bukan saya" (`security.md` A4-73): who may say it, and of which case. The holder of the account, its
//! second contact, whoever the request is said to come from, and the approver; never a stranger.
use super::decision::{Decision, Known};
use super::{Arrival, commanded};
use crate::mail::{Doubt, Message, Verdict};
use crate::workflow::actor::Role;
use crate::workflow::case::Case;
use crate::workflow::command::{Typed, disowns, disowns_approval};
use crate::workflow::freeze::Disowner;
use crate::workflow::policy::Rules;

fn typed(message: &Message) -> Typed<'_> {
    Typed {
        text: commanded(message),
        other: message.other_reply.as_deref(),
        subject: &message.subject,
    }
}

/// Whether the words say it, of a request or of an approval.
pub fn says_so(message: &Message) -> bool {
    disowns_approval(&typed(message))
}

/// `Some` where the mail freezes a case.
pub fn decide(
    arrival: &Arrival<'_>,
    identity: &str,
    several_tokens: bool,
    known: &Known,
    rules: &Rules,
) -> Option<Decision> {
    if !says_so(arrival.message) || several_tokens || known.carriers_differ || known.token_unknown {
        return None;
    }
    let by = match &known.token {
        Some(_) => approver(arrival, identity, known, rules)?,
        None => own_people(arrival, identity, known)?,
    };
    let case = meant(known)?.id.clone();
    Some(Decision::Disowned { case, by })
}

/// The case the mail names, else the newest of the sender's account.
fn meant(known: &Known) -> Option<&Case> {
    known.case.as_ref().or(known.account_case.as_ref())
}

/// Pass or weak; where no border gives verdicts, something of ours that only the reader of the letter
/// has. A person who released the mail vouches for it.
fn believed(arrival: &Arrival<'_>, carries_ours: bool) -> bool {
    let found = &arrival.message.authentication;
    let doubtful = match found.doubt {
        Some(Doubt::LoginMismatch) => true,
        Some(Doubt::NotDelivered) => arrival.verdicts,
        _ => false,
    };
    let proven = match found.verdict {
        Verdict::Pass | Verdict::Weak => true,
        Verdict::None => !arrival.verdicts && carries_ours,
        Verdict::Fail | Verdict::Temperror => false,
    };
    arrival.released || proven && !doubtful
}

/// The member of staff in whose name the case was approved, by the link mailed to him.
fn approver(
    arrival: &Arrival<'_>,
    identity: &str,
    known: &Known,
    rules: &Rules,
) -> Option<Disowner> {
    let token = known.token.as_ref()?;
    let person = rules.person_at(identity).filter(|p| p.id == token.person)?;
    let case = known.case.as_ref()?;
    let approved = case.decision.iter().chain(&case.first_approval);
    let his = approved.filter(|d| d.approved).any(|d| d.by.id == person.id);
    let counts = his && token.role == Role::AdminPpe && believed(arrival, true);
    counts.then(|| Disowner::Approver { person: person.reference() })
}

/// The people of the account, and the applicant.
fn own_people(arrival: &Arrival<'_>, identity: &str, known: &Known) -> Option<Disowner> {
    if !disowns(&typed(arrival.message)) || !believed(arrival, known.answers_ours) {
        return None;
    }
    let case = meant(known)?;
    let account = case.account.as_ref().map(|a| a.id);
    if let Some(own) = known.accounts.iter().find(|a| Some(a.id) == account) {
        return Some(Disowner::Owner { address: own.registered_address().masked() });
    }
    if let Some(own) = known.contact_of.iter().find(|a| Some(a.id) == account) {
        let address = own.contact_address().map(|a| a.masked()).unwrap_or_default();
        return Some(Disowner::Contact { address });
    }
    let asked = case.applicant.address.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(identity));
    asked.then(|| Disowner::Applicant { address: identity.to_owned() })
}
