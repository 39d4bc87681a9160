//! Hand-over to Admin PPE (SOP step 8): the summary, the papers, and a token for each approver.
use super::Turn;
use super::completeness::paper_lines;
use crate::document::{Fields, PaperKind, Reading};
use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::case::State;
use crate::workflow::effect::{Attach, Effect, Recipient};
use crate::workflow::letter::{HandOver, Letter, RegisteredFacts};
use crate::workflow::risk;

impl Turn<'_> {
    /// Steps 8 and 9 begin. Each hand-over is a new round: answers to an older one are void.
    pub(super) fn hand_over(&mut self, by: Option<&PersonRef>) {
        self.pass_step(5);
        self.case.state = State::Verifying;
        self.case.judging = false;
        self.case.missing = Vec::new();
        self.case.answer_due = None;
        self.case.decision = None;
        self.case.first_approval = None;
        self.wipe_secret();
        self.case.outcome = None;
        self.case.approval_round += 1;
        self.pass_step(8);
        self.stop_clock(10);
        self.start_clock(9);
        self.case.completed_by = by.cloned();
        let sheet = self.summary();
        let attach = self.attachments();
        let judges = self.judges();
        for judge in &judges {
            let letter = Letter::HandOver(Box::new(sheet.clone()));
            self.send_staff(letter, judge, Role::AdminPpe, attach.clone());
        }
        let copy = Letter::HandOver(Box::new(HandOver { copy: true, ..sheet }));
        let helpdesk: Vec<PersonRef> = self
            .rules
            .with_role(Role::Helpdesk)
            .map(Person::reference)
            .filter(|p| !judges.contains(p))
            .collect();
        for person in helpdesk {
            self.send_staff(copy.clone(), &person, Role::Helpdesk, Vec::new());
        }
    }

    /// Everybody who may decide: Admin PPE, but nobody about himself.
    fn judges(&self) -> Vec<PersonRef> {
        let from = self.case.applicant.address.as_deref();
        let own = |p: &&Person| self.rules.is_subject(p, self.case.account.as_ref(), from);
        self.rules.with_role(Role::AdminPpe).filter(|p| !own(p)).map(Person::reference).collect()
    }

    /// The register says something else than the hand-over did: what was answered so far, and a first
    /// of two approvals, is void, and everybody sees the file as it now is (`security.md` A3-46).
    pub(super) fn hand_over_changed(&mut self) {
        self.case.approval_round += 1;
        self.case.first_approval = None;
        for judge in self.judges() {
            self.hand_over_again(&judge);
        }
    }

    /// Whether this step hands the file to a person.
    pub(super) fn is_handed(&self, person: &PersonRef) -> bool {
        self.effects.iter().any(|effect| match effect {
            Effect::Send { letter, to: Recipient::Staff { person: to }, .. } => {
                matches!(letter.as_ref(), Letter::HandOver(_)) && to == person
            }
            _ => false,
        })
    }

    /// The same hand-over once more for one approver, whose link was used up or too old.
    pub(super) fn hand_over_again(&mut self, judge: &PersonRef) {
        let letter = Letter::HandOver(Box::new(self.summary()));
        let attach = self.attachments();
        self.send_staff(letter, judge, Role::AdminPpe, attach);
    }

    /// The papers that go along, as many as fit the limit.
    fn attachments(&self) -> Vec<Attach> {
        let mut room = self.rules.attach_limit_bytes;
        let mut attach = Vec::new();
        for paper in &self.case.papers {
            if paper.may_leave(self.rules.scanner) && paper.size_bytes <= room {
                room -= paper.size_bytes;
                attach.push(Attach {
                    mail: paper.mail,
                    sha256: paper.sha256.clone(),
                    name: paper.name.clone(),
                    media_type: paper.media_type.clone(),
                });
            }
        }
        attach
    }

    fn summary(&self) -> HandOver {
        let case = &self.case;
        let due = case.clocks.iter().rev().find(|c| c.step == 9).map_or(self.now, |c| c.due_at);
        HandOver {
            completed_by: case.completed_by.as_ref().map(|p| p.name.clone()),
            completed_at: self.now,
            kind: case.kind,
            channel: case.channel,
            original_seen: case.original_seen,
            name: case.applicant.name.clone(),
            sender: case.applicant.address.clone(),
            sender_registered: case.applicant.registered,
            registered: case.account.as_ref().map(|a| RegisteredFacts {
                user_id: a.user_id.clone(),
                name: a.name.clone(),
                nip: a.nip.clone(),
                unit: a.unit.clone(),
            }),
            letter: self.fields(PaperKind::RequestLetter),
            decree: self.fields(PaperKind::AppointmentDecree),
            papers: paper_lines(&case.papers),
            remarks: case.remarks.clone(),
            words: case.words.clone(),
            warnings: self.warnings(),
            check: case.sender.clone(),
            risks: risk::foreseen(case, self.now),
            two_approvers: case.account.as_ref().is_some_and(|a| a.two_approvers),
            destination: case.account.as_ref().map(|a| a.masked_address.clone()),
            due,
            standard_minutes: self.rules.standards.step9,
            history_90_days: case.history_90_days,
            round: case.approval_round,
            copy: false,
        }
    }

    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.case.papers.iter().filter_map(|p| p.reading.as_ref()).flat_map(Reading::each)
    }

    /// Fields of the newest paper of a kind.
    fn fields(&self, kind: PaperKind) -> Option<Fields> {
        self.readings().filter(|r| r.kind == kind).last().map(|r| r.fields.clone())
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = Vec::new();
        for warning in self.readings().flat_map(|r| r.warnings.iter()) {
            if !warnings.contains(warning) {
                warnings.push(warning.clone());
            }
        }
        warnings
    }
}
