//! A request arrives (SOP steps 1 and 4), and its papers come back from being read.
use super::Turn;
use super::slots::refusal_of;
use crate::document::{Reading, Refusal, Requested};
use crate::workflow::actor::Role;
use crate::workflow::case::{AccountRef, Kind, Paper, State};
use crate::workflow::effect::{Effect, Recipient, Wake};
use crate::workflow::event::{Remark, Request, Scope};
use crate::workflow::letter::{Alarm, Letter};
use crate::workflow::scan::Scan;
use jiff::SignedDuration;

/// How long completeness waits for the reader before a person is asked.
const READING_PATIENCE: SignedDuration = SignedDuration::from_mins(10);

impl Turn<'_> {
    pub(super) fn request_arrived(&mut self, request: &Request) {
        let calendar = &self.rules.calendar;
        let case = &mut self.case;
        case.kind = request.kind;
        case.applicant = request.applicant.clone();
        case.candidates = request.accounts.clone();
        case.account = only(&request.accounts);
        case.history_90_days = request.history_90_days;
        case.earlier = request.earlier.clone();
        case.subject = request.subject.clone();
        case.words = request.words.clone();
        case.remarks = request.remarks.clone();
        case.sender = Some(request.sender.clone());
        case.thread = request.message_id.clone();
        case.received_at = request.received_at;
        case.effective_at = calendar.effective(request.received_at);
        case.open_due = calendar.open_due(request.received_at);
        if let Some(scope) = request.out_of_scope {
            return self.out_of_scope(scope);
        }
        let letter = Letter::Receipt {
            name: self.case.applicant.name.clone(),
            kind: self.case.kind,
            received_at: self.case.received_at,
            effective_at: self.case.effective_at,
            papers: request.papers.iter().map(|p| p.name.clone()).collect(),
            own_password: request.remarks.contains(&Remark::OwnPassword),
        };
        self.send_applicant(letter);
        if request.warn_owner
            && let Some(account) = self.case.account.clone()
        {
            let letter = Letter::SecurityNotice {
                name: Some(account.name),
                kind: self.case.kind,
                unit: account.unit,
            };
            self.send(letter, Recipient::Registered { account: account.id });
        }
        self.ring_opening();
        self.take_papers(request.mail, &request.papers);
        let sheet = self.check_sheet(Vec::new(), false);
        self.send_role(&Letter::NewRequest(sheet), Role::Helpdesk);
        self.judge_when_read();
    }

    fn out_of_scope(&mut self, scope: Scope) {
        self.opened();
        let name = self.case.applicant.name.clone();
        self.send_applicant(Letter::OutOfScope { name, scope });
        self.end(State::OutOfScope);
    }

    /// Puts papers into the dossier and has each read.
    pub(super) fn take_papers(&mut self, mail: i64, papers: &[Paper]) {
        for paper in papers {
            if self.case.papers.iter().any(|p| p.sha256 == paper.sha256) {
                continue;
            }
            self.case.papers.push(paper.clone());
            self.effects.push(Effect::Read {
                mail,
                sha256: paper.sha256.clone(),
                name: paper.name.clone(),
            });
        }
        self.case.judging = true;
        if self.unread() {
            let at = self.now.checked_add(READING_PATIENCE).unwrap_or(self.now);
            self.wake(at, Wake::ReadingLate { mail });
        }
    }

    pub(super) fn unread(&self) -> bool {
        self.case.papers.iter().any(|p| p.reading.is_none())
    }

    pub(super) fn paper_read(
        &mut self,
        mail: i64,
        sha256: &str,
        reading: &Reading,
        scan: Option<&Scan>,
    ) {
        let found = self.case.papers.iter_mut().find(|p| p.mail == mail && p.sha256 == sha256);
        let Some(paper) = found else { return };
        if paper.reading.is_some() {
            return;
        }
        paper.reading = Some(reading.clone());
        paper.scan = scan.cloned();
        if refusal_of(paper) == Some(Refusal::Infected) {
            let called = match scan {
                Some(Scan::Infected { name }) => format!(" ({name})"),
                _ => String::new(),
            };
            let from = self.case.applicant.address.as_deref().unwrap_or("loket");
            let by = format!("berkas {}{called} dari {from}", paper.name);
            self.alarm(Alarm::InfectedPaper, Some(by));
        } else {
            self.learn(reading);
        }
        self.judge_when_read();
    }

    /// Takes over what the request letter says where the mail did not.
    fn learn(&mut self, reading: &Reading) {
        for part in reading.each().filter(|r| r.confidence >= Reading::SURE) {
            if self.case.kind.is_none() {
                self.case.kind = part.request.map(|requested| match requested {
                    Requested::ResetPassword => Kind::ResetPassword,
                    Requested::UserIdInformation => Kind::UserIdInformation,
                    Requested::Both => Kind::Both,
                });
            }
            if self.case.applicant.phone.is_none() {
                self.case.applicant.phone = part.fields.phone.clone();
            }
            if self.case.account.is_none() {
                let named = |a: &&AccountRef| {
                    let by_id = part.fields.user_id.as_deref();
                    by_id.is_some_and(|u| u.eq_ignore_ascii_case(&a.user_id))
                        || (a.nip.is_some() && a.nip == part.fields.nip)
                };
                self.case.account = self.case.candidates.iter().find(named).cloned();
            }
        }
    }

    pub(super) fn judge_when_read(&mut self) {
        if self.case.judging && !self.unread() && self.case.frozen.is_none() {
            self.case.judging = false;
            self.judge_completeness(false);
        }
    }

    pub(super) fn reading_late(&mut self, _mail: i64) {
        if self.case.judging && self.unread() {
            self.case.judging = false;
            self.judge_completeness(true);
        }
    }
}

/// The account, if there is no choice.
fn only(accounts: &[AccountRef]) -> Option<AccountRef> {
    match accounts {
        [one] => Some(one.clone()),
        _ => None,
    }
}
