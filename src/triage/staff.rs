//! Mail of staff. A command for a case counts only with the token that was mailed to that person;
//! queue commands and lists, which move no credential, count by the role list and the verdict.
use super::decision::{Decision, Held, Known, StaffMail, TokenKnown, Wanted};
use super::{Arrival, applicant};
use crate::mail::Message;
use crate::mail::signature::{self, Signatory};
use crate::workflow::actor::{Applicant, Person, Role};
use crate::workflow::command::{self, Parsed, Typed, Unclear, Verdict, guestbook};
use crate::workflow::event::Guest;
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};

fn typed<'a>(arrival: &'a Arrival<'_>) -> Typed<'a> {
    let message = arrival.message;
    Typed {
        text: super::commanded(message),
        other: message.other_reply.as_deref(),
        subject: &message.subject,
    }
}

/// The number behind PANGGIL or TIDAK HADIR, however it is written.
pub fn called(message: &Message) -> Option<String> {
    let typed = Typed {
        text: super::commanded(message),
        other: message.other_reply.as_deref(),
        subject: &message.subject,
    };
    let command = command::parse(&typed, Role::Helpdesk).command;
    let calls = matches!(command.verdict, Verdict::CallNext | Verdict::NoShow);
    command.number.filter(|_| calls)
}

/// The link of one person in the hands of another: whoever that is, it is void (A2-23).
pub fn misused(token: &TokenKnown, by: String) -> Decision {
    Decision::LinkMisused {
        case: token.case_id.clone(),
        owner: token.person.clone(),
        role: token.role,
        by,
    }
}

/// Rights are checked when they are used, not when they were granted (A2-26).
pub fn with_token(
    arrival: &Arrival<'_>,
    person: &Person,
    token: &TokenKnown,
    known: &Known,
    rules: &Rules,
) -> Decision {
    if !person.has(token.role) {
        return Decision::Held(Held::RoleLost);
    }
    let Some(case) = known.case.as_ref() else { return Decision::Held(Held::TokenUnknown) };
    let mut parsed = command::parse(&typed(arrival), token.role);
    if let Some(delegates) = delegates(person, token.role, &mut parsed) {
        return delegates;
    }
    let acts =
        matches!(parsed.command.verdict, Verdict::Approve | Verdict::Reject | Verdict::Result);
    if acts && token.role == Role::AdminPpe && is_stale(arrival, token) {
        return Decision::Held(Held::Stale);
    }
    let queue = case.queue.as_ref().map(|q| q.number.as_str());
    let number = parsed.command.number.clone();
    if matches!(parsed.command.verdict, Verdict::CallNext | Verdict::NoShow)
        && number.as_deref().is_some_and(|n| queue.is_none_or(|q| !q.eq_ignore_ascii_case(n)))
    {
        // The visitor named is another than the letter's: the number says who is meant.
        return at_counter(arrival, person, token.role, parsed, number, known);
    }
    let other = parsed.command.number.as_deref().filter(|n| n.starts_with("LKT-"));
    if other.is_some_and(|n| !n.eq_ignore_ascii_case(&case.id)) {
        refuse(&mut parsed, Unclear::SeveralCases);
    }
    let from = case.applicant.address.as_deref();
    Decision::Staff(Box::new(StaffMail {
        case: case.id.clone(),
        by: person.reference(),
        role: token.role,
        round: token.live.then_some(token.round),
        own_account: rules.is_subject(person, case.account.as_ref(), from),
        parsed,
        received_at: arrival.received_at,
        digest: token.digest.clone(),
        signed: signed(arrival, person, token),
    }))
}

/// DELEGASI and CABUT DELEGASI, answered to a letter or not. What was delegated is not passed on.
fn delegates(person: &Person, role: Role, parsed: &mut Parsed) -> Option<Decision> {
    let meant = matches!(parsed.command.verdict, Verdict::Delegate | Verdict::EndDelegation);
    if !meant || role != Role::AdminPpe {
        return None;
    }
    if !person.roles.contains(&Role::AdminPpe) {
        refuse(parsed, Unclear::NotYourRole);
        return None;
    }
    let parsed = Parsed {
        command: parsed.command.clone(),
        password: None,
        code: parsed.code.take(),
        echo: parsed.echo.clone(),
    };
    Some(Decision::Delegate { person: person.id.clone(), parsed: Box::new(parsed) })
}

/// How far our border's clock may be behind ours, and a person's computer behind it.
const BORDER_SLACK: SignedDuration = SignedDuration::from_mins(5);
const CLIENT_SLACK: SignedDuration = SignedDuration::from_hours(1);
/// A mail that was longer on its way is no answer any more.
const JOURNEY_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Written, signed or taken in before the letter it answers, or long before it arrived: a mail of
/// another day, replayed or put together (`security.md` A1-09, 13).
fn is_stale(arrival: &Arrival<'_>, token: &TokenKnown) -> bool {
    let message = arrival.message;
    if arrival.simulated && message.authentication.signed_at.is_none() {
        return false;
    }
    let times = [
        (message.authentication.border_at, BORDER_SLACK),
        (message.date, CLIENT_SLACK),
        (message.authentication.signed_at, CLIENT_SLACK),
    ];
    times.into_iter().filter_map(|(at, slack)| Some((at?, slack))).any(|(at, slack)| {
        token.created_at.duration_since(at) > slack
            || arrival.received_at.duration_since(at) > JOURNEY_MAX
    })
}

/// What a signature proves as his answer to the letter of this token (`security.md` D.2).
fn signed(
    arrival: &Arrival<'_>,
    person: &Person,
    token: &TokenKnown,
) -> Option<Result<signature::Proof, signature::Refusal>> {
    if person.certificates.is_empty() {
        return None;
    }
    let his = Signatory { addresses: &person.addresses, certificates: &person.certificates };
    let marks = [token.case_id.as_str()];
    let request = signature::Request { asked_at: token.created_at, marks: &marks };
    Some(signature::proof(arrival.message, &his, &request, arrival.received_at))
}

/// PANGGIL and TIDAK HADIR are about who waits, not about the letter that was answered.
fn at_counter(
    arrival: &Arrival<'_>,
    person: &Person,
    role: Role,
    parsed: Parsed,
    number: Option<String>,
    known: &Known,
) -> Decision {
    let Some(case) = known.queued.clone() else {
        return Decision::NobodyWaits { person: person.reference(), number };
    };
    Decision::Staff(Box::new(StaffMail {
        case,
        by: person.reference(),
        role,
        round: None,
        own_account: false,
        parsed,
        received_at: arrival.received_at,
        digest: None,
        signed: None,
    }))
}

fn refuse(parsed: &mut Parsed, unclear: Unclear) {
    parsed.command.verdict = Verdict::Ask;
    parsed.command.unclear = Some(unclear);
}

/// Staff writing on his own, not by replying to a letter that carries a token.
pub fn decide(
    arrival: &Arrival<'_>,
    identity: &str,
    person: &Person,
    wanted: &Wanted,
    known: &Known,
    rules: &Rules,
) -> Decision {
    // The guest book is kept by whoever sits at the counter (`domain.md` §4.12).
    let counter = [Role::FrontOffice, Role::Helpdesk].into_iter().find(|r| person.has(*r));
    if let Some(role) = counter {
        let parsed = command::parse(&typed(arrival), role);
        if parsed.command.verdict == Verdict::Guestbook {
            return guest(arrival, person, known, rules);
        }
    }
    if person.roles.contains(&Role::AdminPpe) {
        let mut parsed = command::parse(&typed(arrival), Role::AdminPpe);
        if let Some(delegates) = delegates(person, Role::AdminPpe, &mut parsed) {
            return delegates;
        }
    }
    let role = [Role::Helpdesk, Role::AdminPpe, Role::FrontOffice]
        .into_iter()
        .find(|r| person.has(*r))
        .unwrap_or(Role::Supervisor);
    let parsed = command::parse(&typed(arrival), role);
    match parsed.command.verdict {
        Verdict::CallNext | Verdict::NoShow
            if matches!(role, Role::Helpdesk | Role::FrontOffice) =>
        {
            at_counter(arrival, person, role, parsed, wanted.queue_number.clone(), known)
        }
        Verdict::List => list(person, words_say_all(&parsed)),
        // They move no credential, so the proven sender is enough (`domain.md` §4.12, housekeeping).
        Verdict::Status | Verdict::Take | Verdict::Note | Verdict::ExplainDeviation => {
            on_his_own(arrival, person, role, parsed, known, rules)
        }
        // A member of staff may hold an account himself and ask like anybody else (A18). Words that
        // only resemble a command move nothing without a token, so they may be a request's words.
        Verdict::None | Verdict::Ask
            if !known.accounts.is_empty()
                && (parsed.command.verdict == Verdict::None
                    || wanted.intent.looks_like_request) =>
        {
            applicant::decide(arrival, identity, wanted, known, rules)
        }
        _ => Decision::Held(Held::NoToken),
    }
}

fn list(person: &Person, whole: bool) -> Decision {
    Decision::List { person: person.reference(), roles: person.roles_now(), whole }
}

/// `DAFTAR SEMUA`.
fn words_say_all(parsed: &Parsed) -> bool {
    let all = |note: &String| note.to_lowercase().contains("semua");
    parsed.command.note.as_ref().is_some_and(all)
}

/// A command for the case that the mail names, without a letter it would answer.
fn on_his_own(
    arrival: &Arrival<'_>,
    person: &Person,
    role: Role,
    parsed: Parsed,
    known: &Known,
    rules: &Rules,
) -> Decision {
    let named = parsed.command.number.is_some();
    let case = if named { &known.case_in_words } else { &known.case };
    let Some(case) = case else {
        return match parsed.command.verdict {
            Verdict::Status if !named => list(person, false),
            _ => Decision::AskBack {
                person: person.reference(),
                unclear: Unclear::CaseUnnamed,
                echo: parsed.echo,
            },
        };
    };
    let from = case.applicant.address.as_deref();
    Decision::Staff(Box::new(StaffMail {
        case: case.id.clone(),
        by: person.reference(),
        role,
        round: None,
        own_account: rules.is_subject(person, case.account.as_ref(), from),
        parsed,
        received_at: arrival.received_at,
        digest: None,
        signed: None,
    }))
}

/// Steps 2 and 3: the number is owed at once, even where the form cannot be read (F-2).
fn guest(arrival: &Arrival<'_>, person: &Person, known: &Known, rules: &Rules) -> Decision {
    let message = arrival.message;
    let form = guestbook::read(super::commanded(message));
    let accounts: Vec<_> = known.named.iter().map(super::decision::reference).collect();
    let words = form.purpose.clone().unwrap_or_else(|| super::said(message).to_owned());
    let intent = super::intent::read("", &words, &[]);
    let guestbook_at = form
        .time
        .and_then(|(hour, minute)| at_time(arrival.received_at, hour, minute, rules))
        .unwrap_or(arrival.received_at);
    Decision::Guest(Box::new(Guest {
        mail: arrival.id,
        by: person.reference(),
        message_id: message.message_id.clone(),
        number: known.next_number.clone(),
        waiting: known.waiting,
        received_at: arrival.received_at,
        guestbook_at,
        applicant: Applicant {
            name: form.name.clone(),
            // The visitor's own word, good for a receipt; a credential never goes there.
            address: form.email.clone(),
            registered: !accounts.is_empty(),
            phone: form.phone.clone(),
        },
        accounts,
        institution: form.institution.clone(),
        purpose: form.purpose.clone(),
        kind: intent.kind,
        original_decree: form.original,
        unreadable: form.missing_labels.clone(),
    }))
}

/// A time of day on the day of the mail; one that lies after the mail is not believed.
fn at_time(received: Timestamp, hour: u8, minute: u8, rules: &Rules) -> Option<Timestamp> {
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    let zoned = received.to_zoned(rules.calendar.zone().clone());
    let at = zoned.date().at(hour, minute, 0, 0).to_zoned(zoned.time_zone().clone()).ok()?;
    let at = at.timestamp();
    (at <= received).then_some(at)
}
