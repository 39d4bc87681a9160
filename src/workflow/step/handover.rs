//! Hand-over to Admin PPE (SOP step 8): the summary, the papers, and a token for each approver.
use super::Turn;
use super::papers::{masked, paper_lines};
use super::slots::{goes_on, is_harmful};
use crate::document::{self, Fields, PaperKind, Reading};
use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::case::{Paper, State};
use crate::workflow::effect::{Attach, Effect, Recipient};
use crate::workflow::letter::{HandOver, Letter, PaperLine, RegisteredFacts};
use crate::workflow::policy::Slot;
use crate::workflow::risk;

impl Turn<'_> {
    /// Steps 8 and 9 begin. Each hand-over is a new round: answers to an older one are void.
    pub(super) fn hand_over(&mut self, by: Option<&PersonRef>) {
        self.pass_step(5);
        self.case.state = State::Verifying;
        self.case.judging = false;
        self.case.missing = Vec::new();
        self.case.unfit = Vec::new();
        self.case.answer_due = None;
        self.case.decision = None;
        self.case.first_approval = None;
        self.wipe_secret();
        self.case.outcome = None;
        self.case.approval_round += 1;
        // Another desk: who did the check does not do what follows.
        self.case.taken_by = None;
        // Step 8 ends, and step 9 begins anew, when a mail server has the letter.
        self.stop_clock(9);
        self.stop_clock(10);
        self.start_clock(8);
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

    /// What waits for a decision goes to the deputy too; a result that is owed he can look up there.
    pub(super) fn deputised(&mut self, deputy: &PersonRef) {
        let waits = matches!(self.case.state, State::Verifying | State::Confirming);
        if waits
            && self.judges().contains(deputy)
            && !self.case.judging
            && self.case.frozen.is_none()
        {
            self.hand_over_again(deputy);
        }
    }

    /// The papers that go along: as many as fit the limit, and none that harms who opens it.
    fn attachments(&self) -> Vec<Attach> {
        let sent = |paper: &&Paper| self.goes_along(&paper.sha256);
        let attach = |paper: &Paper| Attach {
            mail: paper.mail,
            sha256: paper.sha256.clone(),
            name: paper.name.clone(),
            media_type: paper.media_type.clone(),
        };
        self.case.papers.iter().filter(sent).map(attach).collect()
    }

    fn goes_along(&self, sha256: &str) -> bool {
        let mut room = self.rules.attach_limit_bytes;
        self.case.papers.iter().any(|paper| {
            let fits = !is_harmful(paper)
                && paper.may_leave(self.rules.scanner)
                && paper.size_bytes <= room;
            room -= if fits { paper.size_bytes } else { 0 };
            fits && paper.sha256 == sha256
        })
    }

    fn summary(&self) -> HandOver {
        let case = &self.case;
        let (letter, decree) =
            (self.newest(Slot::RequestLetter), self.newest(Slot::AppointmentDecree));
        let fields = |found: &Option<Found<'_>>| found.as_ref().map(Found::fields);
        let file = |found: &Option<Found<'_>>| found.as_ref().map(|f| f.paper.name.clone());
        let faint =
            |found: &Option<Found<'_>>| found.as_ref().map(Found::faint).unwrap_or_default();
        let stand_ins = [(Slot::RequestLetter, &letter), (Slot::AppointmentDecree, &decree)];
        let stand_ins = stand_ins.into_iter().filter_map(|(slot, found)| {
            found.as_ref().map(|f| f.reading.kind).filter(|kind| *kind != slot.kind())
        });
        let minutes = self.rules.standards.step9;
        let foreseen = || self.rules.calendar.add_minutes(self.now, minutes);
        let due = case.running(9).map_or_else(foreseen, |clock| clock.due_at);
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
            letter: fields(&letter),
            decree: fields(&decree),
            letter_file: file(&letter),
            decree_file: file(&decree),
            letter_faint: faint(&letter),
            decree_faint: faint(&decree),
            letters: self.count(PaperKind::RequestLetter),
            decrees: self.count(PaperKind::AppointmentDecree),
            stand_ins: stand_ins.collect(),
            papers: self.papers(),
            remarks: case.remarks.clone(),
            words: case.words.clone(),
            // Each stands with its paper.
            warnings: Vec::new(),
            check: case.sender.clone(),
            risks: risk::foreseen(case, self.now),
            two_approvers: case.account.as_ref().is_some_and(|a| a.two_approvers),
            destination: case.account.as_ref().map(|a| a.masked_address.clone()),
            due,
            standard_minutes: minutes,
            history_90_days: case.history_90_days,
            earlier: case.earlier.clone(),
            round: case.approval_round,
            copy: false,
        }
    }

    fn papers(&self) -> Vec<PaperLine> {
        let mut lines = paper_lines(&self.case.papers);
        for line in &mut lines {
            line.withheld = !self.goes_along(&line.sha256);
        }
        lines
    }

    fn readings(&self) -> impl DoubleEndedIterator<Item = Found<'_>> {
        let own = |paper: &&Paper| !goes_on(&self.case, paper);
        self.case.papers.iter().filter(own).flat_map(|paper| {
            let parts: Vec<&Reading> = paper.reading.iter().flat_map(Reading::each).collect();
            parts.into_iter().map(move |reading| Found { paper, reading })
        })
    }

    /// The paper whose words count for a slot: the newest that is surely of the kind, else what stands
    /// in for it, else the newest that may be.
    fn newest(&self, slot: Slot) -> Option<Found<'_>> {
        let of = |found: &Found<'_>| found.reading.kind == slot.kind();
        let sure = |found: &Found<'_>| found.reading.confidence >= Reading::SURE;
        let stand_in = |found: &Found<'_>| match slot {
            Slot::RequestLetter => {
                matches!(found.reading.kind, PaperKind::Form | PaperKind::InternalMemo)
            }
            Slot::AppointmentDecree => found.reading.kind == PaperKind::AssignmentLetter,
        };
        let newest = |fits: &dyn Fn(&Found<'_>) -> bool| self.readings().rev().find(|f| fits(f));
        newest(&|f| of(f) && sure(f)).or_else(|| newest(&stand_in)).or_else(|| newest(&of))
    }

    fn count(&self, kind: PaperKind) -> u32 {
        let count = self.readings().filter(|found| found.reading.kind == kind).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// A paper and the file it stands in.
struct Found<'c> {
    paper: &'c Paper,
    reading: &'c Reading,
}

impl Found<'_> {
    /// Its fields, masked. An assignment letter in the decree's place has its number where a decree
    /// has it.
    fn fields(&self) -> Fields {
        let mut fields = masked(&self.reading.fields);
        if self.reading.kind == PaperKind::AssignmentLetter {
            fields.decree_number = fields.letter_number.take();
            fields.decree_date = fields.letter_date.take();
        }
        fields
    }

    /// Names of the fields that were not read surely.
    fn faint(&self) -> Vec<String> {
        let unsure = |(_, found): &(&String, &document::Found)| found.confidence < Reading::SURE;
        self.reading.found.iter().filter(unsure).map(|(name, _)| name.clone()).collect()
    }
}
