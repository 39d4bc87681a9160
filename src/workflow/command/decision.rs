//! SETUJU, TOLAK, KONFIRMASI, TUNDA: Admin PPE's judgement (SOP step 9). Knows the words only.
use super::hit::Hit;
use super::{Command, Unclear, Verdict, guard, mask, words};

/// Reads one of the family.
pub(super) fn read(hit: &Hit) -> Command {
    match hit.verb.verdict {
        Verdict::Approve => approve(hit),
        Verdict::Reject => reject(hit),
        _ => remark(hit),
    }
}

fn approve(hit: &Hit) -> Command {
    if let Some(unclear) = guard::after_assent(&hit.rest, Verdict::Approve)
        .or_else(|| guard::below(hit.below, Verdict::Approve))
    {
        return Command::ask(unclear);
    }
    if let Some(unclear) = hit.found.doubt {
        return Command::ask(unclear);
    }
    if hit.unread_secret() {
        return Command::ask(Unclear::ResultWithoutLabels);
    }
    Command {
        user_id: hit.found.user_id.clone(),
        password: hit.found.password.is_some(),
        note: hit.note(),
        ..Command::of(Verdict::Approve)
    }
}

fn reject(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    if hit.rest.trim_end_matches(['!', '.', ' ']).ends_with(['?', '？']) {
        return Command::ask(Unclear::Question);
    }
    if w.iter()
        .find(|x| !words::is_courtesy(&x.plain))
        .is_some_and(|x| words::is_condition(&x.plain))
    {
        return Command::ask(Unclear::Conditional);
    }
    if hit.found.password.is_some() || guard::assent_in(&w) {
        return Command::ask(Unclear::Contradiction);
    }
    if let Some(unclear) = guard::below(hit.below, Verdict::Reject) {
        return Command::ask(unclear);
    }
    match hit.reason() {
        Some(reason) => Command { reason: Some(reason), ..Command::of(Verdict::Reject) },
        None => Command::ask(Unclear::ReasonMissing),
    }
}

/// KONFIRMASI and TUNDA move nothing for good; still they must not hide a decision.
fn remark(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    if w.len() <= 4 && guard::is_question(&hit.rest, &w) {
        return Command::ask(Unclear::Question);
    }
    if guard::assent_in(&w) || guard::refusal_in(&w) || hit.found.password.is_some() {
        return Command::ask(Unclear::Contradiction);
    }
    if let Some(unclear) = guard::below(hit.below, hit.verb.verdict) {
        return Command::ask(unclear);
    }
    Command { note: hit.long_note(), ..Command::of(hit.verb.verdict) }
}

/// HASIL and its lines (SOP step 10).
pub(super) fn result(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    let lead_ok = w.iter().all(|x| words::is_lead_in(&x.plain) || x.plain == "berikut");
    if !lead_ok {
        if guard::is_question(&hit.rest, &w) {
            return Command::ask(Unclear::Question);
        }
        if let Some(unclear) = guard::after_assent(&hit.rest, Verdict::Approve) {
            return Command::ask(unclear);
        }
    }
    if let Some(unclear) = guard::below(hit.below, Verdict::Result).or(hit.found.doubt) {
        return Command::ask(unclear);
    }
    let nothing = hit.found.user_id.is_none() && hit.found.password.is_none();
    if nothing || hit.unread_secret() {
        return Command::ask(Unclear::ResultWithoutLabels);
    }
    Command {
        user_id: hit.found.user_id.clone(),
        password: hit.found.password.is_some(),
        note: hit.note().map(|n| mask::free(&n, None, 300)),
        ..Command::of(Verdict::Result)
    }
}
