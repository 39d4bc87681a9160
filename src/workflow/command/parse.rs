//! From typed words to one [`Command`]: total, pure, and careful – what is not plainly a command is
//! asked back or kept as a note. Knows no case: whether the command is possible now is judged later.
use super::hit::{Hit, is_sign_off};
use super::tidy::{self, Line};
use super::verbs::{self, Family};
use super::words::{self, Word};
use super::{
    Command, Unclear, Verdict, applicant, code, completeness, counter, decision, guard,
    housekeeping, mask, opening, result, unclear,
};
use crate::workflow::actor::Role;
use zeroize::Zeroizing;

/// What a person typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// The new words of the text part.
    pub text: &'a str,
    /// The new words of the HTML part where they differ.
    pub other: Option<&'a str>,
    pub subject: &'a str,
}

/// The meaning of it. No `Debug`: the password must not be printed by accident.
pub struct Parsed {
    pub command: Command,
    /// The password typed, exactly; only with `Approve` and `Result`.
    pub password: Option<Zeroizing<String>>,
    /// The time-based code typed with SETUJU (`security.md` D.2); never kept.
    pub code: Option<Zeroizing<String>>,
    /// First significant line, passwords masked, at most 120 characters.
    pub echo: String,
}

const ECHO: usize = 120;
/// Text longer than this is not looked at: a command stands at the top.
const MAX_TEXT: usize = 200_000;

/// Reads what was typed in the light of who typed it. Never fails.
pub fn parse(typed: &Typed, role: Role) -> Parsed {
    let main = read(typed.text, typed.subject, role);
    let Some(other) = typed.other else { return main };
    let second = read(other, typed.subject, role);
    if same(&main, &second) {
        return main;
    }
    let idle = |p: &Parsed| matches!(p.command.verdict, Verdict::Ask | Verdict::None);
    if idle(&main) && idle(&second) {
        return if main.command.verdict == Verdict::Ask { main } else { second };
    }
    let command = if role == Role::Applicant {
        Command::nothing(Unclear::PartsDiffer)
    } else {
        Command::ask(Unclear::PartsDiffer)
    };
    Parsed {
        command,
        password: None,
        code: None,
        echo: if main.echo.is_empty() { second.echo } else { main.echo },
    }
}

/// Equal in everything that acts; free words may differ in blanks and punctuation.
fn same(a: &Parsed, b: &Parsed) -> bool {
    let letters = |s: &Option<String>| -> String {
        s.iter()
            .flat_map(|s| s.chars())
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    a.command.verdict == b.command.verdict
        && a.command.items == b.command.items
        && a.command.user_id == b.command.user_id
        && a.command.number == b.command.number
        && letters(&a.command.reason) == letters(&b.command.reason)
        && a.password.as_ref().map(|p| p.as_str()) == b.password.as_ref().map(|p| p.as_str())
        && a.code.as_ref().map(|c| c.as_str()) == b.code.as_ref().map(|c| c.as_str())
}

fn read(text: &str, subject: &str, role: Role) -> Parsed {
    let end = text.char_indices().nth(MAX_TEXT).map_or(text.len(), |(i, _)| i);
    let lines = tidy::new_lines(text.get(..end).unwrap_or(""));
    let start = opening::first_line(&lines);
    let first = start.as_ref().and_then(|s| lines.get(s.at)).map_or("", |l| l.text.as_str());
    if role == Role::Applicant {
        let command = applicant::read(&lines);
        return Parsed { command, password: None, code: None, echo: mask::echo(first, None, ECHO) };
    }
    let code = start.as_ref().and_then(|start| code::typed(start, &lines));
    let (mut command, password) = match &start {
        Some(start) => staff(start, &lines, role, code.as_ref()),
        None => (Command::nothing(Unclear::NoCommand), None),
    };
    let idle = matches!(command.verdict, Verdict::Ask | Verdict::None);
    if idle && let Some(from_subject) = subject_says(subject, start.is_none(), &lines, role) {
        command = from_subject;
    }
    number(&mut command, &lines, subject);
    let acts = matches!(command.verdict, Verdict::Approve | Verdict::Result);
    let mut echo = mask::echo(first, password.as_ref().map(|p| p.as_str()), ECHO);
    if let Some(code) = &code {
        echo = echo.replace(&code.text, code::HIDDEN);
    }
    let approves = matches!(command.verdict, Verdict::Approve | Verdict::Delegate);
    let code = code.filter(|_| approves).map(|c| c.digits);
    Parsed { command, password: password.filter(|_| acts), code, echo }
}

/// Puts the case number typed into the command; several make it unclear which case is meant.
fn number(command: &mut Command, lines: &[Line], subject: &str) {
    if command.verdict == Verdict::None {
        return;
    }
    let mut typed: Vec<String> =
        lines.iter().flat_map(|l| opening::without_numbers(&l.text).1).collect();
    typed.sort();
    typed.dedup();
    let in_subject = opening::without_numbers(subject).1;
    let reads_only = matches!(
        command.verdict,
        Verdict::Status | Verdict::List | Verdict::Ask | Verdict::ExplainDeviation
    );
    let differs = typed.first().is_some_and(|t| !in_subject.is_empty() && !in_subject.contains(t))
        && !reads_only;
    if typed.len() > 1 || differs {
        *command = Command::ask(Unclear::SeveralCases);
    } else if command.number.is_none() {
        command.number = typed.pop();
    }
}

/// Only BUKU TAMU may act from the subject; another command there is asked back, and only when the
/// body says nothing.
fn subject_says(subject: &str, body_empty: bool, lines: &[Line], role: Role) -> Option<Command> {
    let (bare, answered) = without_prefixes(&tidy::put_right(subject));
    let words = words::split(&bare);
    let verb = verbs::opening(&words)?;
    if verb.verdict == Verdict::Guestbook && verb.roles.contains(&role) {
        let filled =
            lines.iter().any(|l| words::split(&l.text).first().is_some_and(|w| w.plain == "nama"));
        return (!answered || filled).then(|| Command::of(Verdict::Guestbook));
    }
    let short = words.len() <= 12 && verb.family != Family::Housekeeping
        || words.len() <= verb.phrase.len() + 1;
    (body_empty && short).then(|| Command::ask(Unclear::SubjectOnly))
}

/// Takes `Re:`, `Fwd:`, `Bls:`, … and the case number off a subject; `true` if it was an answer.
fn without_prefixes(subject: &str) -> (String, bool) {
    const PREFIXES: [&str; 9] = ["re", "fwd", "fw", "bls", "trs", "balasan", "terusan", "tr", "aw"];
    let mut rest = opening::without_numbers(subject).0;
    let mut answered = false;
    for _ in 0..8 {
        let Some((head, tail)) = rest.split_once(':') else { break };
        if !PREFIXES.contains(&head.trim().to_lowercase().as_str()) {
            break;
        }
        answered = true;
        rest = opening::without_numbers(tail.trim()).0;
    }
    (rest.trim().to_string(), answered)
}

fn staff(
    start: &opening::Start,
    lines: &[Line],
    role: Role,
    code: Option<&code::Code>,
) -> (Command, Option<Zeroizing<String>>) {
    let skip = start.at + 1 + code.map_or(0, |c| c.lines_below);
    let below = lines.get(skip..).unwrap_or(&[]);
    let words = words::split(&start.text);
    let raw = lines.get(start.at).map_or("", |l| l.raw.as_str());
    let Some(verb) = verbs::opening(&words) else {
        return no_keyword(&start.text, raw, &words, below, role);
    };
    let after =
        words.get(verb.phrase.len() - 1).and_then(|w| start.text.get(w.end..)).unwrap_or("");
    // The password must be read from the line as typed; the tidied rest serves only where both agree.
    let label_line = if raw.ends_with(after) { after } else { raw };
    let found = result::read(
        std::iter::once(label_line.trim_start_matches([',', ':', '.', '-', ' ']))
            .chain(values(below)),
    );
    let lead = result::first_label(after).and_then(|i| after.get(..i)).unwrap_or(after);
    let carries = matches!(verb.verdict, Verdict::Approve | Verdict::Result);
    let rest = if carries { lead } else { after };
    let rest = &code.map_or_else(|| rest.to_owned(), |c| rest.replacen(&c.text, "", 1));
    let mut hit = Hit { verb, rest: rest.trim_start_matches(['!', ' ']).to_string(), below, found };
    let command = if glued_question(&hit.rest) {
        Command::ask(Unclear::Question)
    } else if !verb.roles.contains(&role) && takes_back(&hit) {
        Command::ask(Unclear::Negated)
    } else if !verb.roles.contains(&role) {
        Command::ask(Unclear::NotYourRole)
    } else {
        family(&hit)
    };
    (command, hit.found.password.take())
}

/// "kurang setuju" by Admin PPE is a negation, not helpdesk's KURANG.
fn takes_back(hit: &Hit) -> bool {
    let next = verbs::opening(&words::split(&hit.rest));
    hit.verb.verdict == Verdict::Incomplete && next.is_some_and(|v| v.family == Family::Decision)
}

fn glued_question(rest: &str) -> bool {
    rest.starts_with(['?', '？'])
}

fn family(hit: &Hit) -> Command {
    match hit.verb.family {
        Family::Decision => decision::read(hit),
        Family::Result => decision::result(hit),
        Family::Completeness => completeness::read(hit),
        Family::Housekeeping => housekeeping::read(hit),
        Family::Counter => counter::read(hit),
    }
}

/// The raw lines where a result may stand: up to the closing words of the letter.
fn values(below: &[Line]) -> impl Iterator<Item = &str> {
    below.iter().take(60).take_while(|l| !is_sign_off(&l.text)).map(|l| l.raw.as_str())
}

/// No row of the table opens the line: it acts only if it is plainly a result, else it is asked back
/// or kept.
fn no_keyword(
    text: &str,
    raw: &str,
    w: &[Word],
    below: &[Line],
    role: Role,
) -> (Command, Option<Zeroizing<String>>) {
    let found = result::read(std::iter::once(raw).chain(values(below)));
    let lead = result::first_label(text).and_then(|i| text.get(..i)).unwrap_or(text);
    let lead_words = words::split(lead);
    if found.labelled
        && lead_words.iter().all(|x| words::is_lead_in(&x.plain))
        && !guard::has_question_mark(lead)
    {
        let command = if role == Role::AdminPpe {
            let verb = verbs::VERBS.iter().find(|v| v.verdict == Verdict::Result);
            let hit = verb.map(|verb| Hit { verb, rest: String::new(), below, found });
            let command =
                hit.as_ref().map_or_else(|| Command::ask(Unclear::NoCommand), decision::result);
            return (command, hit.and_then(|h| h.found.password));
        } else {
            Command::ask(Unclear::NotYourRole)
        };
        return (command, found.password);
    }
    let judged = unclear::judge(text, w, role, found.labelled || found.doubt.is_some())
        .or_else(|| stands_below(below, role));
    let command = match judged {
        Some(unclear) => Command::ask(unclear),
        None => Command {
            note: note(text, found.password.as_ref().map(|p| p.as_str())),
            ..Command::nothing(Unclear::NoCommand)
        },
    };
    (command, found.password)
}

/// A decision on a line of its own below other words: the first line is the command, so ask.
fn stands_below(below: &[Line], role: Role) -> Option<Unclear> {
    let lines =
        below.iter().filter(|l| !l.text.is_empty()).take(3).take_while(|l| !is_sign_off(&l.text));
    let verb = lines.map(|l| words::split(&opening::without_numbers(&l.text).0)).find_map(|w| {
        let verb = verbs::opening(&w).filter(|v| v.roles.contains(&role))?;
        let decides = matches!(verb.family, Family::Decision | Family::Completeness);
        (decides && w.len() <= 3).then_some(verb)
    })?;
    let assent = matches!(verb.verdict, Verdict::Approve | Verdict::Complete);
    Some(if assent { Unclear::BareAssent } else { Unclear::Typo })
}

fn note(text: &str, password: Option<&str>) -> Option<String> {
    let lead = result::first_label(text).and_then(|i| text.get(..i)).unwrap_or(text);
    let clean = lead.trim_matches([' ', ',', ':', '-', ';', '.', '!']);
    let told = words::split(clean).iter().any(|x| !words::is_courtesy(&x.plain));
    told.then(|| mask::free(clean, password, 300))
}
