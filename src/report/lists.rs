//! What waits for one person: his own first, then by when it is due. Pure; knows cases and roles, no
//! wording.
use super::{LINES_MAX, case_line};
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::case::{Case, State};
use crate::workflow::letter::CaseLine;

/// The open cases that wait for somebody with these roles, the most urgent first: what he took himself,
/// what nobody took, what a colleague took. A supervisor, who holds no step, sees all.
pub fn waiting_for(cases: &[Case], person: &PersonRef, roles: &[Role]) -> Vec<CaseLine> {
    let his = |case: &&Case| {
        let takes_part = roles.contains(&Role::Supervisor)
            || desk_of(case.state).iter().any(|role| roles.contains(role));
        !case.state.is_closed() && (takes_part || is_taken_by(case, person))
    };
    let mut open: Vec<&Case> = cases.iter().filter(his).collect();
    open.sort_by_cached_key(|case| {
        let due = case.next_due();
        let colleague = case.taken_by.is_some() && !is_taken_by(case, person);
        let rank = if is_taken_by(case, person) { 0 } else { 1 + u8::from(colleague) };
        (rank, due.is_none(), due, case.received_at, case.id.clone())
    });
    open.into_iter().map(case_line).take(LINES_MAX).collect()
}

fn is_taken_by(case: &Case, person: &PersonRef) -> bool {
    case.taken_by.as_ref().is_some_and(|by| by.id == person.id)
}

/// Whose turn it is (`domain.md` §1.5, column holder). While the applicant's papers are awaited, or the
/// result is on its way, helpdesk keeps the case.
fn desk_of(state: State) -> &'static [Role] {
    match state {
        State::GuestLogged | State::Queued => &[Role::FrontOffice, Role::Helpdesk],
        State::Received | State::Checking | State::WaitingApplicant | State::DeliveryFailed => {
            &[Role::Helpdesk]
        }
        State::Verifying | State::Confirming | State::Executing => &[Role::AdminPpe],
        State::Delivering => &[Role::Helpdesk, Role::AdminPpe],
        State::Delivered
        | State::Rejected
        | State::ClosedNoFollowup
        | State::Withdrawn
        | State::OutOfScope => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn case(id: &str, state: State, taken: Option<&str>, due_s: Option<i64>) -> Case {
        let at = |s| Timestamp::from_second(1_790_000_000 + s).unwrap();
        Case {
            state,
            taken_by: taken.map(|id| PersonRef { id: id.into(), name: id.to_uppercase() }),
            answer_due: due_s.map(at),
            opened_at: Some(at(0)),
            ..Case::blank(id.to_owned(), at(0))
        }
    }

    #[test]
    fn each_sees_what_waits_for_him_by_urgency() {
        let cases = [
            case("LKT-2026-00001", State::WaitingApplicant, None, Some(900)),
            case("LKT-2026-00002", State::WaitingApplicant, Some("rina"), Some(100)),
            case("LKT-2026-00003", State::WaitingApplicant, None, Some(300)),
            case("LKT-2026-00004", State::WaitingApplicant, Some("sari"), Some(999)),
            case("LKT-2026-00005", State::Verifying, None, None),
            case("LKT-2026-00006", State::Delivered, None, None),
        ];
        let sari = PersonRef { id: "sari".into(), name: "Sari".into() };
        let numbers = |roles: &[Role]| -> Vec<String> {
            let lines = waiting_for(&cases, &sari, roles);
            lines.into_iter().map(|line| line.id[9..].to_owned()).collect()
        };
        assert_eq!(numbers(&[Role::Helpdesk]), ["00004", "00003", "00001", "00002"]);
        assert_eq!(numbers(&[Role::AdminPpe]), ["00004", "00005"]);
        assert_eq!(numbers(&[Role::FrontOffice]), ["00004"]);
        assert_eq!(numbers(&[Role::Supervisor]), ["00004", "00003", "00001", "00005", "00002"]);
    }
}
