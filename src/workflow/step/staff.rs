//! A command of staff: is it this role's, this round's, this person's? Then the family's file acts.
//! What does not count changes nothing and is echoed back with the words that would work.
use super::Turn;
use crate::workflow::actor::{Person, Role};
use crate::workflow::case::{Deviation, State};
use crate::workflow::command::{Unclear, Verdict, words_for};
use crate::workflow::effect::{Capability, Effect, Recipient};
use crate::workflow::event::Order;
use crate::workflow::letter::Letter;

/// After so many misunderstandings in a row the case is left to the digest (`security.md` A3-44).
const ASK_LIMIT: u32 = 5;

impl Turn<'_> {
    pub(super) fn staff_command(&mut self, order: &Order) {
        if self.case.frozen.is_some() {
            return self.staff_while_frozen(order);
        }
        if order.role == Role::Helpdesk && order.command.verdict.opens() {
            self.helpdesk_looked();
        }
        let known = |sha256: &str| self.case.papers.iter().any(|p| p.sha256 == sha256);
        let new = order.papers.iter().any(|p| !known(&p.sha256));
        if new && order.role != Role::AdminPpe {
            if self.case.state == State::WaitingApplicant {
                // The applicant brought them to the desk (`domain.md` A16).
                self.new_round();
            }
            self.take_papers(order.mail, &order.papers);
        }
        let verdict = order.command.verdict;
        if let Some(unclear) = order.command.unclear
            && matches!(verdict, Verdict::Ask)
        {
            return self.ask(order, unclear);
        }
        let refused = match order.role {
            Role::AdminPpe => self.judge_command(order),
            Role::Helpdesk => self.desk_command(order),
            Role::FrontOffice => self.counter_command(order),
            _ => self.common_command(order),
        };
        match refused {
            Some(unclear) => self.ask(order, unclear),
            None if verdict != Verdict::None => self.case.asked_back = 0,
            None => {}
        }
        if !order.papers.is_empty() {
            self.judge_when_read();
        }
    }

    /// Commands every member of staff may use. `Some` tells why nothing was done.
    pub(super) fn common_command(&mut self, order: &Order) -> Option<Unclear> {
        match order.command.verdict {
            // The log keeps the words; no answer is owed to a note.
            Verdict::None | Verdict::Note | Verdict::Hold => None,
            Verdict::Status => {
                let letter = Box::new(self.status(true));
                let to = Recipient::Staff { person: order.by.clone() };
                let reply = Some(self.capability_after(order));
                self.effects.push(Effect::Send { letter, to, attach: Vec::new(), reply });
                None
            }
            Verdict::ExplainDeviation => self.explain(order),
            Verdict::Take => self.take(order),
            Verdict::Ask => Some(order.command.unclear.unwrap_or(Unclear::NoCommand)),
            _ => Some(Unclear::NotYourRole),
        }
    }

    /// `AMBIL`: everybody at the same desk hears who does it, so that nobody does it twice.
    fn take(&mut self, order: &Order) -> Option<Unclear> {
        let desk = match self.case.state {
            State::Verifying | State::Confirming | State::Executing => Role::AdminPpe,
            _ => Role::Helpdesk,
        };
        if !matches!(order.role, Role::Helpdesk | Role::AdminPpe) {
            return Some(Unclear::NotYourRole);
        }
        let colleague = self.rules.people.iter().any(|p| p.id == order.by.id && p.has(desk));
        if self.case.state.is_closed() || !colleague {
            return Some(Unclear::NotNow);
        }
        let before = self.case.taken_by.replace(order.by.clone());
        if before.as_ref() == Some(&order.by) {
            return None;
        }
        let letter = Letter::Taken {
            by: order.by.name.clone(),
            before: before.map(|person| person.name),
            state: self.case.state,
            next_due: self.case.next_due(),
        };
        self.send_role(&letter, desk);
        None
    }

    /// `PENJELASAN …` goes to the newest deviation that has none (SOP, Peringatan 2), `PENJELASAN 9 …`
    /// to the newest of that step.
    fn explain(&mut self, order: &Order) -> Option<Unclear> {
        let text = order.command.reason.clone().or_else(|| order.command.note.clone());
        let named = text.as_deref().and_then(step_named);
        let known = |step: u8| self.case.deviations.iter().any(|d| d.step == step);
        let named = named.filter(|(step, _)| known(*step));
        let text = named.map_or(text.clone(), |(_, rest)| Some(rest.to_owned()));
        let step = named.map(|(step, _)| step);
        let open = |d: &Deviation| d.explanation.is_none();
        let fits = |d: &Deviation| step.is_none_or(|step| step == d.step);
        let deviations = &mut self.case.deviations;
        // Everything is accounted for: the word of another, or a second one, is added.
        let at = deviations.iter().rposition(|d| fits(d) && open(d));
        let at = at.or_else(|| deviations.iter().rposition(fits));
        match (at.and_then(|at| deviations.get_mut(at)), text) {
            (Some(deviation), Some(text)) => {
                deviation.explanation = Some(match deviation.explanation.take() {
                    Some(before) => format!("{before}; {}: {text}", order.by.name),
                    None => text,
                });
                None
            }
            (_, None) => Some(Unclear::ReasonMissing),
            (None, _) => Some(Unclear::NotNow),
        }
    }

    /// The owner hears of it and gets a new link; the user of it too, if he is one of us. The case
    /// itself does not move (`security.md` A2-23).
    pub(super) fn link_misused(&mut self, owner: &str, role: Role, by: &str) {
        let people = &self.rules.people;
        let user = people.iter().find(|p| p.owns(by)).map(Person::reference);
        let owner = people.iter().find(|p| p.id == owner && p.has(role)).map(Person::reference);
        let renewed = role == Role::AdminPpe
            && self.case.frozen.is_none()
            && matches!(self.case.state, State::Verifying | State::Confirming)
            && !self.case.judging;
        let letter = Letter::LinkMisused { by: by.to_owned(), at: self.now, renewed };
        if let Some(owner) = &owner {
            let reply = self.capability(owner, role);
            self.effects.push(Effect::Send {
                letter: Box::new(letter),
                to: Recipient::Staff { person: owner.clone() },
                attach: Vec::new(),
                reply: (!renewed && !self.case.state.is_closed()).then_some(reply),
            });
            if renewed {
                self.hand_over_again(owner);
            }
        }
        if let Some(user) = user.filter(|user| Some(user) != owner.as_ref()) {
            let letter = Letter::NotUnderstood {
                unclear: Unclear::NotYourLink,
                echo: String::new(),
                words: Vec::new(),
                state: Some(self.case.state),
            };
            self.send(letter, Recipient::Staff { person: user });
        }
    }

    /// Echo back, with a fresh way to answer. Nothing is done (`domain.md` §4.12, M14b).
    pub(super) fn ask(&mut self, order: &Order, unclear: Unclear) {
        self.refused = Some(unclear);
        if let Some(secret) = order.secret {
            self.effects.push(Effect::Wipe { secret });
        }
        self.case.asked_back += 1;
        if self.case.asked_back > ASK_LIMIT {
            return;
        }
        let frozen = self.case.frozen.is_some();
        let mut words = match frozen {
            true => super::freeze::words_for(order.role, unclear),
            false => words_for(order.role, self.case.state),
        };
        if self.case.kind.is_some_and(|kind| !kind.wants_password()) {
            words.retain(|word| !word.starts_with("PASSWORD"));
        }
        if order.role == Role::AdminPpe && self.is_resetting() {
            // The account's own system is at it: no result to type.
            words = words_for(order.role, State::Delivering);
        }
        let code = matches!(
            unclear,
            Unclear::CodeNeeded | Unclear::CodeWrong | Unclear::CodeReused | Unclear::VolumeReached
        );
        for word in words.iter_mut().filter(|word| code && *word == "SETUJU") {
            *word = "SETUJU <kode>".to_owned();
        }
        if matches!(unclear, Unclear::CodeLocked | Unclear::SecondPerson) {
            words.clear();
        }
        let letter = Letter::NotUnderstood {
            unclear,
            echo: order.echo.clone(),
            words,
            state: Some(self.case.state),
        };
        // Who may not decide on this case gets no link for it, nor does anybody whose codes are closed.
        let own =
            matches!(unclear, Unclear::OwnAccount | Unclear::CodeLocked | Unclear::SecondPerson);
        // A spent or old link to judge by: the file as it now is goes out again, with a new one.
        let renew = matches!(unclear, Unclear::LinkSpent | Unclear::DossierChanged)
            && order.role == Role::AdminPpe
            && !frozen
            && matches!(self.case.state, State::Verifying | State::Confirming)
            && !self.case.judging;
        let reply = self.capability_after(order);
        let handed = self.is_handed(&order.by);
        self.effects.push(Effect::Send {
            letter: Box::new(letter),
            to: Recipient::Staff { person: order.by.clone() },
            attach: Vec::new(),
            // Nobody gets a link to decide by without the papers before him.
            reply: (!own && !renew).then_some(reply),
        });
        if renew && !handed {
            self.hand_over_again(&order.by);
        }
    }

    /// What an answer to this command may do. It shows no papers, so while a decision is open it is bound
    /// to what the letter showed that was answered, not to what has come since (`security.md` A3-46).
    fn capability_after(&self, order: &Order) -> Capability {
        let mut capability = self.capability(&order.by, order.role);
        let judges = matches!(self.case.state, State::Verifying | State::Confirming);
        if order.role == Role::AdminPpe && judges {
            capability.round = order.round.unwrap_or(capability.round);
            capability.digest = order.at_use.digest.clone();
        }
        capability
    }
}

/// The step a text begins with, and the words behind it: `9 menunggu telepon`, `langkah 9: …`.
fn step_named(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_start();
    let text =
        ["langkah ", "tahap "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits)?;
    let step: u8 = number.parse().ok().filter(|step| (3..=14).contains(step))?;
    let rest = rest.trim_start_matches([':', '.', ',', '-', ' ']);
    let apart = text.get(digits..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    (apart && !rest.is_empty()).then_some((step, rest))
}
