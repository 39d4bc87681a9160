//! The named slots of a request (SOP, Peralatan/Perlengkapan): which paper fills which, over all mails
//! of the case, and why what came does not. Judges no content (`domain.md` A6).
use crate::document::{PaperKind, Reading, Refusal, by_name};
use crate::workflow::case::{Case, Missing, MissingNote, Paper, Unfit};
use crate::workflow::policy::{PapersWanted, Rules, Slot};
use crate::workflow::scan::Scan;

/// What the papers show.
pub(super) struct Slots {
    /// Each wanted paper, and whether it is there.
    wanted: Vec<(Slot, bool)>,
    assignment: bool,
    form: bool,
    /// A paper of no known kind, or of one that is not sure.
    pub unknown: bool,
    /// A paper nobody could read, and no plain fault of its file says why.
    pub unreadable: bool,
    /// A scanner is configured and gave no verdict on a file.
    pub not_scanned: bool,
}

impl Slots {
    pub fn of(case: &Case, rules: &Rules) -> Slots {
        let wanted = rules.papers.of(case.kind).iter().map(|slot| (*slot, false)).collect();
        let mut slots = Slots {
            wanted,
            assignment: false,
            form: false,
            unknown: false,
            unreadable: false,
            not_scanned: false,
        };
        for paper in &case.papers {
            slots.not_scanned |= matches!(paper.scan, Some(Scan::NotScanned { .. }));
            match &paper.reading {
                // A sure fact about the file: the applicant hears of it, helpdesk is not asked.
                Some(_) if refusal_of(paper).is_some() => {}
                None => slots.unreadable = true,
                Some(_) if goes_on(case, paper) => {}
                Some(reading) => {
                    reading.each().for_each(|part| slots.count(part, &rules.papers));
                }
            }
        }
        slots
    }

    fn count(&mut self, part: &Reading, rules: &PapersWanted) {
        if part.refusal.is_some() {
            return;
        }
        let sure = part.confidence >= Reading::SURE;
        let mut filled = false;
        for (slot, there) in &mut self.wanted {
            if sure && rules.fills(*slot, part.kind) {
                *there = true;
                filled = true;
            }
        }
        match part.kind {
            _ if filled => return,
            PaperKind::AssignmentLetter => self.assignment = true,
            PaperKind::Form | PaperKind::InternalMemo => self.form = true,
            PaperKind::Unreadable => self.unreadable = true,
            PaperKind::RequestLetter | PaperKind::AppointmentDecree | PaperKind::Other => {}
        }
        let other = part.kind == PaperKind::Other;
        self.unknown |= other || (!sure && part.kind != PaperKind::Unreadable);
    }

    pub fn complete(&self) -> bool {
        self.open().next().is_none()
    }

    /// Wanted and not there.
    pub fn open(&self) -> impl Iterator<Item = Slot> {
        self.wanted.iter().filter(|(_, there)| !there).map(|(slot, _)| *slot)
    }

    /// Helpdesk decides whether an assignment letter does for the decree (D-7).
    pub fn assignment_for_decree(&self) -> bool {
        self.assignment && self.open().any(|slot| slot == Slot::AppointmentDecree)
    }

    /// Helpdesk decides whether a form or a memo does for the letter.
    pub fn form_for_letter(&self) -> bool {
        self.form && self.open().any(|slot| slot == Slot::RequestLetter)
    }
}

/// Whether a file only goes on with the paper of another file of its mail, and so counts with that.
pub(super) fn goes_on(case: &Case, paper: &Paper) -> bool {
    let first = paper.reading.as_ref().and_then(|reading| reading.continues.as_deref());
    first.is_some_and(|first| {
        let other = |p: &&Paper| p.mail == paper.mail && p.sha256 != paper.sha256;
        case.papers.iter().filter(other).any(|p| p.name == first)
    })
}

/// Files of this round that cannot be used, whatever is in them.
fn unfit(case: &Case) -> Vec<Unfit> {
    let mut found: Vec<Unfit> = Vec::new();
    for paper in case.papers.iter().skip(case.papers_before) {
        let inside = paper.reading.iter().flat_map(Reading::each).find_map(|part| part.refusal);
        if let Some(refusal) = refusal_of(paper).or(inside) {
            found.push(Unfit { name: paper.name.clone(), refusal });
        }
    }
    found
}

/// What the applicant is asked for, and the files that came in vain: a slot that one of them may have
/// been meant for says so.
pub(super) fn explained(case: &Case, mut missing: Vec<Missing>) -> (Vec<Missing>, Vec<Unfit>) {
    let unfit = unfit(case);
    let mut owes_papers = false;
    for item in &mut missing {
        let (kind, note) = match item {
            Missing::RequestLetter { note } => (PaperKind::RequestLetter, note),
            Missing::AppointmentDecree { note } => (PaperKind::AppointmentDecree, note),
            Missing::OneAccount | Missing::Other { .. } => continue,
        };
        owes_papers = true;
        let meant = |file: &Unfit| by_name(&file.name).is_none_or(|(named, _)| named == kind);
        if *note == MissingNote::NotAttached && unfit.iter().any(meant) {
            *note = MissingNote::Unfit;
        }
    }
    if owes_papers { (missing, unfit) } else { (missing, Vec::new()) }
}

/// Why a file as a whole is not read.
pub(super) fn refusal_of(paper: &Paper) -> Option<Refusal> {
    let infected = matches!(paper.scan, Some(Scan::Infected { .. })).then_some(Refusal::Infected);
    let reading = paper.reading.as_ref();
    infected.or_else(|| reading.filter(|r| r.papers.is_empty()).and_then(|r| r.refusal))
}

/// Files nobody is handed: they harm whoever opens them, and prove nothing.
pub(super) fn is_harmful(paper: &Paper) -> bool {
    let inside = paper.reading.iter().flat_map(Reading::each).filter_map(|part| part.refusal);
    refusal_of(paper).into_iter().chain(inside).any(|refusal| {
        matches!(
            refusal,
            Refusal::Infected
                | Refusal::Program
                | Refusal::Bomb
                | Refusal::Disguised
                | Refusal::Macros
                | Refusal::Markup
        )
    })
}
