//! From typed words to one [`Command`]: total, pure, and careful – what is not plainly a command is
//! asked back or kept as a note. Knows no case: whether the command is possible now is judged later.
use super::tidy::{self, Line};
use super::verbs::{self, Family, Verb};
use super::words::{self, Word};
use super::{
    Command, Unclear, Verdict, applicant, completeness, counter, decision, guard, housekeeping,
    mask, opening, result,
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
    /// First significant line, passwords masked, at most 120 characters.
    pub echo: String,
}

const ECHO: usize = 120;
const FREE: usize = 500;
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
}

fn read(text: &str, subject: &str, role: Role) -> Parsed {
    let end = text.char_indices().nth(MAX_TEXT).map_or(text.len(), |(i, _)| i);
    let lines = tidy::new_lines(text.get(..end).unwrap_or(""));
    let start = opening::first_line(&lines);
    let first = start.as_ref().and_then(|s| lines.get(s.at)).map_or("", |l| l.text.as_str());
    if role == Role::Applicant {
        let command = applicant::read(&lines);
        return Parsed { command, password: None, echo: mask::echo(first, None, ECHO) };
    }
    let (mut command, password) = match &start {
        Some(start) => staff(start, &lines, role),
        None => (Command::nothing(Unclear::NoCommand), None),
    };
    let idle = matches!(command.verdict, Verdict::Ask | Verdict::None);
    if idle && let Some(from_subject) = subject_says(subject, start.is_none(), &lines, role) {
        command = from_subject;
    }
    number(&mut command, &lines, subject);
    let acts = matches!(command.verdict, Verdict::Approve | Verdict::Result);
    let echo = mask::echo(first, password.as_ref().map(|p| p.as_str()), ECHO);
    Parsed { command, password: password.filter(|_| acts), echo }
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

/// A keyword at the head of the mail and everything its family needs to judge it.
pub(super) struct Hit<'a> {
    pub verb: &'static Verb,
    /// The words after the keyword, up to the first labelled value.
    pub rest: String,
    pub below: &'a [Line],
    pub found: result::Found,
}

fn staff(
    start: &opening::Start,
    lines: &[Line],
    role: Role,
) -> (Command, Option<Zeroizing<String>>) {
    let below = lines.get(start.at + 1..).unwrap_or(&[]);
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
    let mut hit = Hit { verb, rest: rest.trim_start_matches(['!', ' ']).to_string(), below, found };
    let command = if glued_question(&hit.rest) {
        Command::ask(Unclear::Question)
    } else if !verb.roles.contains(&role) {
        Command::ask(Unclear::NotYourRole)
    } else {
        family(&hit)
    };
    (command, hit.found.password.take())
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

/// A line that opens the end of a letter: after it stands a signature.
fn is_sign_off(line: &str) -> bool {
    let w = words::split(line);
    w.len() <= 4
        && w.first().is_some_and(|x| {
            matches!(
                x.plain.as_str(),
                "salam"
                    | "hormat"
                    | "regards"
                    | "best"
                    | "wassalam"
                    | "wassalamualaikum"
                    | "kind"
                    | "warm"
                    | "sincerely"
                    | "cheers"
            )
        })
}

fn is_closing(line: &str) -> bool {
    let w = words::split(line);
    is_sign_off(line)
        || w.first().is_some_and(|x| {
            matches!(
                x.plain.as_str(),
                "demikian"
                    | "thanks"
                    | "thx"
                    | "terima"
                    | "terimakasih"
                    | "trims"
                    | "tks"
                    | "makasih"
                    | "mksh"
            )
        })
        || (!w.is_empty() && w.iter().all(|x| words::is_courtesy(&x.plain)))
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
    let command = match unclear(text, w, role, found.labelled || found.doubt.is_some()) {
        Some(unclear) => Command::ask(unclear),
        None => Command {
            note: note(text, found.password.as_ref().map(|p| p.as_str())),
            ..Command::nothing(Unclear::NoCommand)
        },
    };
    (command, found.password)
}

/// Why a line without keyword is asked back; `None` if it is no command at all.
fn unclear(text: &str, w: &[Word], role: Role, labelled: bool) -> Option<Unclear> {
    if text.chars().any(opening::is_thumb) && w.is_empty() || is_spelt_out(w) {
        return Some(if w.is_empty() { Unclear::BareAssent } else { Unclear::Typo });
    }
    let speaks_of_password = result_words(w) && role == Role::AdminPpe;
    if let Some((at, verb)) = verbs::somewhere(w).filter(|(_, v)| w.len() <= 4 || is_weighty(v)) {
        let negated = w
            .iter()
            .take(at + verb.phrase.len() - 1)
            .rev()
            .take(3 + verb.phrase.len() - 1)
            .any(|x| words::is_negation(&x.plain));
        return Some(if negated {
            Unclear::Negated
        } else if guard::is_question(text, w) {
            Unclear::Question
        } else if w.iter().any(|x| words::is_condition(&x.plain)) {
            Unclear::Conditional
        } else if verb.verdict == Verdict::Result {
            Unclear::ResultWithoutLabels
        } else if matches!(verb.verdict, Verdict::Approve | Verdict::Complete) {
            Unclear::BareAssent
        } else {
            Unclear::Typo
        });
    }
    if guard::is_question(text, w) {
        return Some(Unclear::Question);
    }
    if speaks_of_password || labelled {
        return Some(Unclear::ResultWithoutLabels);
    }
    let first = w.first()?;
    let english = |x: &&Word| {
        matches!(x.plain.as_str(), "approved" | "approve" | "rejected" | "reject" | "agreed")
    };
    if words::is_assent(&first.plain)
        || w.iter()
            .take(4)
            .any(|x| english(&x) && !matches!(x.plain.as_str(), "reject" | "rejected"))
    {
        return Some(Unclear::BareAssent);
    }
    let shortly = w.iter().filter(|x| !words::is_courtesy(&x.plain)).count() <= 3;
    if (words::is_refusal(&first.plain) && shortly) || w.iter().take(4).any(|x| english(&x)) {
        return Some(if words::is_negation(&first.plain) {
            Unclear::Negated
        } else {
            Unclear::Typo
        });
    }
    looks_misspelt(w).then_some(Unclear::Typo)
}

/// Words that would decide something: a sentence that holds one is never passed over in silence.
fn is_weighty(verb: &Verb) -> bool {
    let common = matches!(verb.phrase, ["hasil"] | ["kurang"] | ["konfirmasi"] | ["pending"]);
    !common && matches!(verb.family, Family::Decision | Family::Result | Family::Completeness)
}

fn result_words(w: &[Word]) -> bool {
    w.iter().any(|x| {
        let bare = x.plain.strip_suffix("nya").unwrap_or(&x.plain);
        matches!(
            bare,
            "password"
                | "pasword"
                | "passwd"
                | "pass"
                | "psw"
                | "pswd"
                | "pw"
                | "sandi"
                | "direset"
                | "mereset"
                | "userid"
                | "uid"
        )
    })
}

/// "S E T U J U": single letters that join to a keyword.
fn is_spelt_out(w: &[Word]) -> bool {
    let joined: String =
        w.iter().take_while(|x| x.plain.chars().count() == 1).map(|x| x.plain.as_str()).collect();
    // `words` spells a lone "g", "u" or "y" out, so they are missing here: compare loosely.
    let letters: String = w
        .iter()
        .take_while(|x| x.end - x.start == 1)
        .map(|x| match x.plain.as_str() {
            "untuk" => "u",
            "tidak" => "g",
            "ya" => "y",
            one => one,
        })
        .collect();
    let long = |s: &str| s.len() >= 3 && verbs::VERBS.iter().any(|v| v.phrase.concat() == s);
    long(&joined) || long(&letters)
}

/// One slip of the fingers away from a keyword (fixture 34).
fn looks_misspelt(w: &[Word]) -> bool {
    const ORDINARY: [&str; 22] = [
        "bukan",
        "bulan",
        "dulu",
        "buku",
        "muka",
        "luka",
        "suka",
        "tolong",
        "selesaikan",
        "surat",
        "bisa",
        "ambisi",
        "daftarkan",
        "status",
        "kirim",
        "tamu",
        "biaya",
        "karang",
        "barang",
        "orang",
        "kirimkan",
        "hasilkan",
    ];
    let near = |word: &str| {
        let squeezed = squeeze(word);
        verbs::VERBS.iter().filter(|v| v.phrase.len() == 1).flat_map(|v| v.phrase.iter()).any(
            |key| {
                let len = key.chars().count();
                let allowed = if len >= 6 { 2 } else { 1 };
                len >= 4 && (squeezed == *key || strsim::osa_distance(word, key) <= allowed)
                    || (len == 3 && squeezed == *key)
            },
        )
    };
    let Some(first) = w.first() else { return false };
    if ORDINARY.contains(&first.plain.as_str()) {
        return false;
    }
    let two = w.get(1).map(|b| format!("{}{}", first.plain, b.plain));
    let joined =
        |s: &str| verbs::VERBS.iter().any(|v| s.chars().count() >= 5 && v.phrase.concat() == s);
    let short = first.plain.chars().count() <= 4 && w.len() > 3;
    (!short && near(&first.plain))
        || joined(&first.plain)
        || two.is_some_and(|t| joined(&t))
        || (w.len() <= 3
            && w.iter().skip(1).any(|x| {
                x.plain.chars().count() >= 5
                    && !ORDINARY.contains(&x.plain.as_str())
                    && near(&x.plain)
            }))
}

/// "setujuuu" → "setuju".
fn squeeze(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

fn note(text: &str, password: Option<&str>) -> Option<String> {
    let lead = result::first_label(text).and_then(|i| text.get(..i)).unwrap_or(text);
    let clean = lead.trim_matches([' ', ',', ':', '-', ';', '.', '!']);
    let told = words::split(clean).iter().any(|x| !words::is_courtesy(&x.plain));
    told.then(|| mask::free(clean, password, 300))
}

impl Hit<'_> {
    fn secret(&self) -> Option<&str> {
        self.found.password.as_ref().map(|p| p.as_str())
    }

    /// The rest of the first line, if it says anything.
    pub fn note(&self) -> Option<String> {
        let clean = self.rest.trim_matches([' ', ',', ':', '-', ';', '.', '!']);
        let placeholder = clean.starts_with('<') && clean.ends_with('>');
        let told =
            !placeholder && words::split(clean).iter().any(|x| !words::is_courtesy(&x.plain));
        told.then(|| mask::free(clean, self.secret(), 300))
    }

    /// The rest of the first line and of its paragraph, if they say anything.
    pub fn long_note(&self) -> Option<String> {
        let mut text = self.rest.trim_matches([' ', ',', ':', '-', ';']).to_string();
        for line in self.continued(&text) {
            text.push(' ');
            text.push_str(&line);
        }
        let text = text.trim();
        let placeholder = text.starts_with('<') && text.ends_with('>');
        let told = !placeholder && words::split(text).iter().any(|x| !words::is_courtesy(&x.plain));
        told.then(|| mask::free(text.trim_end_matches(['.', ' ']), self.secret(), FREE))
    }

    /// A reason: connectors and forms of address off, wrapped lines on. `None` if nothing is left.
    pub fn reason(&self) -> Option<String> {
        let mut text = self.rest.clone();
        for line in self.continued(&text) {
            text.push(' ');
            text.push_str(&line);
        }
        let w = words::split(&text);
        let start = w.iter().position(|x| !is_connector(&x.plain))?;
        let from = text.get(w.get(start)?.start..)?;
        let opened = text.get(..w.get(start)?.start).unwrap_or("").trim_end().ends_with('<');
        let meant = w
            .iter()
            .skip(start)
            .filter(|x| !words::is_courtesy(&x.plain) && !is_empty_word(&x.plain));
        let letters: usize =
            meant.map(|x| x.plain.chars().filter(|c| c.is_alphabetic()).count()).sum();
        let reason = from.trim_end_matches([' ', '.', ',', ';', '!']);
        (letters >= 3 && !(opened && reason.ends_with('>')))
            .then(|| mask::free(reason, self.secret(), FREE))
    }

    /// Lines below that carry the sentence on: of the same paragraph, or of the next where the first
    /// line says nothing itself. A line of capitalised words alone is a signature.
    fn continued(&self, first: &str) -> Vec<String> {
        let empty = words::split(first)
            .iter()
            .all(|x| is_connector(&x.plain) || words::is_courtesy(&x.plain));
        let skip =
            if empty { self.below.iter().take_while(|l| l.text.is_empty()).count() } else { 0 };
        let runs_on = |l: &&Line| {
            let low = l.text.split(' ').any(|w| w.starts_with(|c: char| c.is_lowercase()));
            low && !l.text.is_empty()
                && !is_closing(&l.text)
                && result::first_label(&l.text).is_none()
                && !l.text.contains('@')
        };
        self.below
            .iter()
            .skip(skip)
            .take(8)
            .take_while(runs_on)
            .map(|l| opening::without_numbers(&l.text).0)
            .collect()
    }

    /// Lines below a KURANG that go on with its list: bullets, or plain lines while they are short.
    pub fn paragraph_below(&self) -> Vec<String> {
        let rest = self.rest.trim_matches([':', '-', ',', '.', ' ']);
        let open =
            rest.is_empty() || self.rest.trim_end().ends_with([':', ',']) || rest.ends_with(" dan");
        let skip =
            if open { self.below.iter().take_while(|l| l.text.is_empty()).count() } else { 0 };
        let bullet = |l: &str| {
            l.starts_with(['-', '•', '·', '*', '+'])
                || l.find(['.', ')']).is_some_and(|i| {
                    i <= 2
                        && l.get(..i).is_some_and(|d| d.chars().all(|c| c.is_ascii_alphanumeric()))
                })
        };
        let goes_on = |l: &&Line| {
            let known = words::split(&l.text).iter().any(|x| {
                matches!(
                    x.plain.as_str(),
                    "sk" | "surat" | "permohonan" | "ttd" | "sknya" | "suratnya"
                )
            });
            let low = l.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            !l.text.is_empty()
                && !is_closing(&l.text)
                && (bullet(&l.text) || (open && (known || low)))
        };
        self.below.iter().skip(skip).take(12).take_while(goes_on).map(|l| l.text.clone()).collect()
    }
}

fn is_connector(word: &str) -> bool {
    matches!(
        word,
        "karena"
            | "sebab"
            | "alasan"
            | "alasannya"
            | "dikarenakan"
            | "disebabkan"
            | "pak"
            | "bapak"
            | "bu"
            | "ibu"
            | "mas"
            | "mbak"
            | "ya"
            | "saja"
            | "aja"
            | "mohon"
            | "maaf"
            | "yaitu"
            | "oleh"
            | "dengan"
    )
}

/// Words that fill a refusal without giving a reason.
fn is_empty_word(word: &str) -> bool {
    matches!(
        word,
        "permohonan"
            | "permohonannya"
            | "permintaan"
            | "ini"
            | "itu"
            | "tersebut"
            | "tsb"
            | "dengan"
            | "nya"
            | "untuk"
            | "reset"
            | "saya"
            | "kasus"
    )
}
