//! Mail of applicants and strangers. A case is joined by its parties only; a subject tag or a
//! reference is a hint, never a right (`security.md` A2-20). A stranger is held, not answered.
use super::Arrival;
use super::decision::{Decision, Held, Known, Wanted, reference};
use crate::mail::Verdict as Trust;
use crate::secret::label;
use crate::workflow::actor::{Applicant, Role};
use crate::workflow::case::{AccountRef, Case, Paper, State};
use crate::workflow::command::{self, Typed, Verdict};
use crate::workflow::event::{Added, Remark, Request, Scope};
use crate::workflow::policy::Rules;

/// Longest words a case keeps of one mail, in characters; the whole mail is on the shelf.
const WORDS_MAX: usize = 2000;

pub fn decide(
    arrival: &Arrival<'_>,
    identity: &str,
    wanted: &Wanted,
    known: &Known,
    _rules: &Rules,
) -> Decision {
    if let Some(case) = &known.case {
        if !is_party(case, identity, known) && !arrival.released {
            return Decision::Held(Held::ForeignFollowup);
        }
        if let Some(decision) = join(arrival, case, wanted, known) {
            return decision;
        }
    } else if let Some(case) = unnumbered(arrival, wanted, known)
        && let Some(decision) = join(arrival, case, wanted, known)
    {
        return decision;
    }
    open(arrival, identity, wanted, known)
}

/// The applicant himself, or the holder of the account the case is about.
fn is_party(case: &Case, identity: &str, known: &Known) -> bool {
    let asked = case.applicant.address.as_deref().is_some_and(|a| a.eq_ignore_ascii_case(identity));
    let holder = case.account.as_ref().is_some_and(|a| known.accounts.iter().any(|k| k.id == a.id));
    asked || holder
}

/// A mail without a number belongs to the sender's case that waits for it (E-7).
fn unnumbered<'k>(arrival: &Arrival<'_>, wanted: &Wanted, known: &'k Known) -> Option<&'k Case> {
    let papers = has_papers(arrival);
    let command = applicants_command(arrival).is_some();
    let same_account = |case: &&Case| {
        let user_id = case.account.as_ref().map(|a| a.user_id.as_str());
        wanted.user_ids.is_empty()
            || user_id.is_none_or(|u| wanted.user_ids.iter().any(|w| w.eq_ignore_ascii_case(u)))
    };
    // Asking for the same once more, while it is open, opens nothing new (`security.md` A4-75).
    let again = |case: &Case| {
        let other = matches!((wanted.intent.kind, case.kind), (Some(a), Some(b)) if a != b);
        !other && known.accounts.len() <= 1
    };
    let mut cases = known.cases.iter().filter(same_account);
    cases.find(|case| match case.state {
        State::Received | State::Checking | State::WaitingApplicant => {
            papers || command || !wanted.intent.looks_like_request || again(case)
        }
        State::ClosedNoFollowup => {
            papers && case.reopen_until.is_some_and(|until| arrival.received_at <= until)
        }
        State::Delivered => wanted.intent.thanks_only && !papers,
        state if state.is_closed() => false,
        // Further on, papers without a number might belong to another request of the sender.
        _ => command || !wanted.intent.looks_like_request || again(case),
    })
}

fn has_papers(arrival: &Arrival<'_>) -> bool {
    arrival.message.attachments.iter().any(|a| !a.inline)
}

fn applicants_command(arrival: &Arrival<'_>) -> Option<command::Command> {
    let message = arrival.message;
    let typed = Typed {
        text: super::commanded(message),
        other: message.other_reply.as_deref(),
        subject: &message.subject,
    };
    let parsed = command::parse(&typed, Role::Applicant);
    matches!(parsed.command.verdict, Verdict::Status | Verdict::Close).then_some(parsed.command)
}

/// What a party's mail does to the case; `None` when it is a new request after the case's end.
fn join(arrival: &Arrival<'_>, case: &Case, wanted: &Wanted, known: &Known) -> Option<Decision> {
    let papers = has_papers(arrival);
    if !papers && let Some(command) = applicants_command(arrival) {
        return Some(Decision::ApplicantCommand { case: case.id.clone(), command });
    }
    let late = case.state == State::ClosedNoFollowup
        && case.reopen_until.is_some_and(|until| arrival.received_at <= until);
    let added = Box::new(added(arrival, wanted, known));
    let id = case.id.clone();
    if case.state.is_closed() && !(late && papers) {
        // Excuses about papers still owed are words about this case, not a request of their own.
        let excuse = late && wanted.intent.kind.is_none();
        let fresh =
            papers || (wanted.intent.looks_like_request && !wanted.intent.thanks_only && !excuse);
        return (!fresh).then_some(Decision::Note { case: id, added });
    }
    Some(Decision::Add { case: id, added })
}

fn added(arrival: &Arrival<'_>, wanted: &Wanted, known: &Known) -> Added {
    Added {
        mail: arrival.id,
        message_id: arrival.message.message_id.clone(),
        received_at: arrival.received_at,
        papers: papers(arrival),
        remarks: remarks(arrival, wanted, known, &[]),
        excerpt: words(super::said(arrival.message)),
        kind: wanted.intent.kind,
        user_ids: wanted.user_ids.clone(),
        by_staff: None,
    }
}

/// The files of a mail as papers, unread.
pub fn papers(arrival: &Arrival<'_>) -> Vec<Paper> {
    let paper = |a: &crate::mail::Attachment| Paper {
        mail: arrival.id,
        name: a.name.clone(),
        media_type: a.media_type.clone(),
        size_bytes: a.size,
        sha256: a.sha256.clone(),
        reading: None,
        scan: None,
    };
    arrival.message.attachments.iter().filter(|a| !a.inline).map(paper).collect()
}

/// Somebody's words as a case may keep them: masked and shortened.
pub fn words(text: &str) -> String {
    label::mask(text.trim()).chars().take(WORDS_MAX).collect()
}

/// The holder of one account names another holder's: he never gets that one, and a person looks.
fn names_anothers(known: &Known) -> bool {
    let own = |id: i64| known.accounts.iter().any(|a| a.id == id);
    !known.accounts.is_empty() && known.named.iter().any(|a| !own(a.id))
}

fn remarks(
    arrival: &Arrival<'_>,
    wanted: &Wanted,
    known: &Known,
    named: &[AccountRef],
) -> Vec<Remark> {
    let mut remarks = wanted.intent.remarks.clone();
    let message = arrival.message;
    let facts = [
        (wanted.intent.link_only && !has_papers(arrival), Remark::LinkOnly),
        (wanted.intent.several_accounts || named.len() > 1, Remark::SeveralAccounts),
        (message.redacted.is_some(), Remark::OwnPassword),
        (message.authentication.verdict == Trust::Weak || arrival.released, Remark::WeakSender),
        (names_anothers(known), Remark::OtherAccount),
        (arrival.too_large, Remark::TooLarge),
    ];
    for (holds, remark) in facts {
        if holds && !remarks.contains(&remark) {
            remarks.push(remark);
        }
        if !holds && remark == Remark::LinkOnly {
            remarks.retain(|r| *r != Remark::LinkOnly);
        }
    }
    remarks
}

fn open(arrival: &Arrival<'_>, identity: &str, wanted: &Wanted, known: &Known) -> Decision {
    if known.too_many && !arrival.released {
        return Decision::Held(Held::Repeated);
    }
    let registered = !known.accounts.is_empty();
    let scope = wanted.intent.scope;
    if !registered && !arrival.released {
        return match scope {
            // A vendor or the like is told where to turn, once a day (backscatter, A4-72).
            Some(_) if known.answered_lately => Decision::Held(Held::Repeated),
            Some(Scope::HolderChange) | None => Decision::Held(Held::UnknownSender),
            Some(scope) => {
                Decision::Open(Box::new(request(arrival, identity, wanted, known, Some(scope))))
            }
        };
    }
    let files = has_papers(arrival) || arrival.too_large;
    let asks = wanted.intent.looks_like_request || files || scope.is_some();
    if !asks && !arrival.released {
        return Decision::Held(Held::NotARequest);
    }
    // Of a holder we know, only what plainly is another service is sent elsewhere.
    let scope = scope.filter(|s| !matches!(s, Scope::Vendor | Scope::HolderChange));
    Decision::Open(Box::new(request(arrival, identity, wanted, known, scope)))
}

fn request(
    arrival: &Arrival<'_>,
    identity: &str,
    wanted: &Wanted,
    known: &Known,
    out_of_scope: Option<Scope>,
) -> Request {
    let registered = !known.accounts.is_empty();
    let pool = if registered { &known.accounts } else { &known.named };
    let all: Vec<AccountRef> = pool.iter().map(reference).collect();
    let meant: Vec<AccountRef> = all
        .iter()
        .filter(|a| wanted.user_ids.iter().any(|u| u.eq_ignore_ascii_case(&a.user_id)))
        .cloned()
        .collect();
    let remarks = remarks(arrival, wanted, known, &meant);
    let accounts = if meant.is_empty() { all } else { meant };
    Request {
        mail: arrival.id,
        applicant: Applicant {
            name: arrival.message.from.name.clone(),
            address: Some(identity.to_owned()),
            registered,
            phone: None,
        },
        warn_owner: !registered && accounts.len() == 1,
        accounts,
        history_90_days: known.history_90_days,
        earlier: known.earlier.clone(),
        kind: wanted.intent.kind,
        subject: words(&arrival.message.subject),
        words: words(super::said(arrival.message)),
        message_id: arrival.message.message_id.clone(),
        received_at: arrival.received_at,
        papers: papers(arrival),
        remarks,
        sender: super::sender_check(arrival.message),
        out_of_scope,
    }
}
