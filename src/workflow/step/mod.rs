//! The one pure function: case × event × rules × now → case' × effects. Total: it never fails and
//! never panics; what makes no sense in a state is ignored or asked back. Knows no IO, no clock,
//! no randomness, no SQL, no protocol and no wording.
mod applicant;
mod arrival;
mod automatic;
mod clocks;
mod completeness;
mod delivery;
mod desk;
mod escalation;
mod freeze;
mod guard;
mod handover;
mod judge;
mod papers;
mod queue;
mod slots;
mod staff;
mod timers;

use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::case::{Case, State};
use crate::workflow::command::Unclear;
use crate::workflow::digest;
use crate::workflow::effect::{Attach, Capability, Effect, Recipient, Wake};
use crate::workflow::event::Event;
use crate::workflow::letter::Letter;
use crate::workflow::policy::Rules;
use jiff::Timestamp;

/// What a step gives: the case as it then is, and what it wishes for.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub case: Case,
    pub effects: Vec<Effect>,
    /// Why a command of staff was not done; it was asked back, or left to the digest.
    pub refused: Option<Unclear>,
}

/// Turns one event into the next case and its wishes.
pub fn step(case: Case, event: &Event, rules: &Rules, now: Timestamp) -> Step {
    let at = event.counts_from(now);
    let mut turn = Turn { case, effects: Vec::new(), refused: None, rules, now, at };
    match event {
        Event::RequestArrived(request) => turn.request_arrived(request),
        Event::GuestLogged(guest) => turn.guest_logged(guest),
        Event::MailAdded(added) => turn.mail_added(added),
        Event::ApplicantCommand { command, .. } => turn.applicant_command(command),
        Event::StaffCommand(order) => turn.staff_command(order),
        Event::PaperRead { mail, sha256, reading, scan } => {
            turn.paper_read(*mail, sha256, reading, scan.as_ref());
        }
        Event::LetterSent { template, to, .. } => turn.letter_sent(template, to),
        Event::LetterFailed { template, to, staff, text, .. } => {
            turn.letter_failed(template, to, *staff, text)
        }
        Event::LetterUnknown { to, text, .. } => turn.letter_unknown(to, text),
        Event::Bounced { order, template, to, staff, status } => {
            if !turn.credential_came_back(*order, template) {
                turn.letter_failed(template, to, *staff, status);
            }
        }
        Event::AccountReset { order, to } => turn.account_reset(*order, to),
        Event::ResetAgain { .. } => turn.reset_again(),
        Event::ResetFailed { text, changed, void, .. } => turn.reset_failed(text, *changed, *void),
        Event::ResetVoided { .. } => turn.reset_voided(),
        Event::Woke { wake } => turn.woke(*wake),
        Event::LinkMisused { owner, role, by, .. } => turn.link_misused(owner, *role, by),
        Event::Disowned { by, .. } => turn.disowned(by),
        Event::CalendarCorrected { .. } => turn.calendar_corrected(),
        Event::Limited { limit, template } => turn.limited(*limit, template),
        Event::Archived { .. } => turn.archived(),
        Event::Deputised { delegation } => turn.deputised(&delegation.to),
        Event::Operator { .. } => {}
    }
    Step { case: turn.case, effects: turn.effects, refused: turn.refused }
}

/// One step in the making.
struct Turn<'r> {
    case: Case,
    effects: Vec<Effect>,
    refused: Option<Unclear>,
    rules: &'r Rules,
    now: Timestamp,
    /// From when what happened counts for the clocks: a mail's arrival, else `now`.
    at: Timestamp,
}

impl Turn<'_> {
    fn send(&mut self, letter: Letter, to: Recipient) {
        self.effects.push(Effect::Send {
            letter: Box::new(letter),
            to,
            attach: Vec::new(),
            reply: None,
        });
    }

    /// To the address the request came from; silently nobody for a walk-in without an address.
    fn send_applicant(&mut self, letter: Letter) {
        if let Some(address) = self.case.applicant.address.clone() {
            let name = self.case.applicant.name.clone();
            self.send(letter, Recipient::Applicant { name, address });
        }
    }

    /// To one member of staff, who may answer with a command.
    fn send_staff(&mut self, letter: Letter, person: &PersonRef, role: Role, attach: Vec<Attach>) {
        let reply = self.capability(person, role);
        self.effects.push(Effect::Send {
            letter: Box::new(letter),
            to: Recipient::Staff { person: person.clone() },
            attach,
            reply: Some(reply),
        });
    }

    /// To everybody with a role, each with his own token.
    fn send_role(&mut self, letter: &Letter, role: Role) {
        let people: Vec<PersonRef> = self.rules.with_role(role).map(Person::reference).collect();
        for person in people {
            self.send_staff(letter.clone(), &person, role, Vec::new());
        }
    }

    /// What lets a person command by replying, bound to what he sees now.
    fn capability(&self, person: &PersonRef, role: Role) -> Capability {
        let digest = (role == Role::AdminPpe).then(|| digest::of_dossier(&self.case));
        Capability { person: person.clone(), role, round: self.round_of(role), digest }
    }

    /// The round a token of this role is bound to.
    fn round_of(&self, role: Role) -> u32 {
        match role {
            Role::AdminPpe => self.case.approval_round,
            _ => self.case.rounds,
        }
    }

    fn wake(&mut self, at: Timestamp, why: Wake) {
        self.effects.push(Effect::Wake { at, why });
    }

    /// Ends the case: clocks stop, an unsent secret is destroyed, the dossier is written (A15).
    fn end(&mut self, state: State) {
        self.case.state = state;
        self.case.ended_at = Some(self.now);
        self.case.judging = false;
        self.case.answer_due = None;
        // 13 runs since the result was there, elsewhere from the end itself; 11 until its letter is out.
        self.stop_clocks_but(&[11, 13]);
        self.wipe_secret();
        self.start_clock(13);
        self.effects.push(Effect::Archive);
    }

    /// Destroys the sealed password of the outcome, if one is still kept.
    fn wipe_secret(&mut self) {
        if let Some(outcome) = self.case.outcome.as_mut()
            && let Some(secret) = outcome.secret.take()
        {
            self.effects.push(Effect::Wipe { secret });
        }
    }
}

#[cfg(test)]
mod tests;
