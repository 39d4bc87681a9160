//! Each reader's part of a digest, and what he should do now.
use super::{Desk, FETCH_STALE, desk};
use crate::workflow::case::Holder;
use crate::workflow::letter::{Audience, CaseLine, Digest, Todo, TodoKey};
use jiff::SignedDuration;

/// Cases named beside one thing to do.
const NAMED: usize = 5;

/// The part of a whole digest that is a reader's business (`domain.md` §1.6): Admin PPE sees what waits
/// for it, a supervisor the counts; held mails, failed letters and Loket's own state are helpdesk's.
pub fn part(whole: &Digest, audience: Audience) -> Digest {
    let mut digest = Digest { audience, ..whole.clone() };
    if !audience.helpdesk {
        let theirs =
            |line: &CaseLine| audience.admin_ppe && desk(line.state, true) == Some(Desk::AdminPpe);
        digest.due_today.retain(theirs);
        digest.open.retain(theirs);
        digest.overdue.retain(|line| audience.concerns(line.holder));
        digest.deviations.retain(|line| audience.concerns(line.deviation.holder));
        digest.held.clear();
        digest.frozen_orders.clear();
        digest.failed_letters.clear();
        digest.unsent = None;
        digest.lag = None;
        digest.changes.clear();
        // Frozen cases are for those who can thaw them: Admin PPE. A supervisor sees that there are some.
        if !audience.supervisor {
            digest.outcomes.clear();
            digest.steps.retain(|f| f.holder == Some(Holder::AdminPpe));
            let mine = |l: &&CaseLine| desk(l.state, true) == Some(Desk::AdminPpe);
            let lines = digest.due_today.iter().chain(&digest.open);
            digest.oldest = lines.filter(mine).min_by_key(|l| l.received_at).cloned();
        }
    }
    digest.todo = todo(&digest);
    digest
}

/// What to do now, the most urgent first, out of what the reader sees.
pub(super) fn todo(digest: &Digest) -> Vec<Todo> {
    let reader = digest.audience;
    let mut list = Vec::new();
    let mut add = |key, n: u64, cases: Vec<String>| {
        if n > 0 {
            list.push(Todo { key, n, cases });
        }
    };
    let len = |n: usize| n as u64;
    let all = reader.helpdesk || reader.supervisor;
    if all {
        add(TodoKey::MailLost, digest.mails_arrived.abs_diff(digest.mails_with_outcome), vec![]);
        add(TodoKey::FetchStale, stale_minutes(digest), vec![]);
        add(TodoKey::CalendarEnds, u64::from(digest.calendar_ends), vec![]);
    }
    let ids = |ids: &mut dyn Iterator<Item = &String>| {
        let mut named: Vec<String> = Vec::new();
        for id in ids {
            if !named.contains(id) && named.len() < NAMED {
                named.push(id.clone());
            }
        }
        named
    };
    let overdue = ids(&mut digest.overdue.iter().map(|l| &l.id));
    add(TodoKey::Overdue, len(digest.overdue.len()), overdue);
    let silent = || digest.deviations.iter().filter(|l| l.deviation.explanation.is_none());
    let unexplained = ids(&mut silent().map(|l| &l.id));
    add(TodoKey::Unexplained, len(silent().count()), unexplained);
    let frozen = ids(&mut digest.frozen.iter().map(|l| &l.id));
    add(TodoKey::Frozen, len(digest.frozen.len()), frozen);
    let at = |wanted: Desk| {
        let lines = digest.due_today.iter().chain(&digest.open);
        let there = lines.filter(move |l| desk(l.state, true) == Some(wanted));
        there.map(|l| &l.id)
    };
    if reader.admin_ppe {
        let waiting = ids(&mut at(Desk::AdminPpe));
        add(TodoKey::Verify, u64::from(digest.at_admin_ppe), waiting);
    }
    if reader.helpdesk {
        let failed = ids(&mut at(Desk::Failed));
        add(TodoKey::DeliveryFailed, u64::from(digest.failed_deliveries), failed);
        add(TodoKey::Unopened, u64::from(digest.unopened), vec![]);
        add(TodoKey::Checking, u64::from(digest.checking), vec![]);
        add(TodoKey::LetterFailed, len(digest.failed_letters.len()), vec![]);
        add(TodoKey::Unsent, digest.unsent.as_ref().map_or(0, |u| u64::from(u.count)), vec![]);
        add(TodoKey::Held, len(digest.held.len()), vec![]);
        add(TodoKey::FrozenOrders, len(digest.frozen_orders.len()), vec![]);
        let aside = digest.outcomes.iter().find(|o| o.outcome == "set_aside");
        add(TodoKey::Quarantined, aside.map_or(0, |o| o.recent), vec![]);
    }
    list.sort_by_key(|todo| todo.key);
    list
}

/// Minutes since a mailbox was read last, if that is too long ago. Before the first time there is
/// nothing to compare with: the mails themselves say whether any came.
fn stale_minutes(digest: &Digest) -> u64 {
    let silence = digest.last_fetch.map(|at| digest.at.duration_since(at));
    let silence = silence.filter(|s| *s > FETCH_STALE).unwrap_or(SignedDuration::ZERO);
    u64::try_from(silence.as_mins()).unwrap_or(0)
}
