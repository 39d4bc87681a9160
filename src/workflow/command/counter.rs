//! BUKU TAMU, PANGGIL, TIDAK HADIR, DISAMPAIKAN LANGSUNG: visitors (SOP steps 2–3). Knows the words only.
use super::hit::Hit;
use super::{Command, Unclear, Verdict, guard, mask, words};

/// Reads one of the family.
pub(super) fn read(hit: &Hit) -> Command {
    let verdict = hit.verb.verdict;
    let w = words::split(&hit.rest);
    if verdict == Verdict::Guestbook {
        return Command::of(verdict);
    }
    if guard::has_question_mark(&hit.rest) {
        return Command::ask(Unclear::Question);
    }
    match verdict {
        Verdict::DeliverInPerson => in_person(hit),
        Verdict::NoShow => match queue_number(&hit.rest) {
            Some(number) => Command { number: Some(number), ..Command::of(verdict) },
            None => Command::ask(Unclear::ItemsMissing),
        },
        _ if w
            .iter()
            .any(|x| words::is_negation_word(&x.plain) || words::is_condition(&x.plain)) =>
        {
            Command::ask(Unclear::Conditional)
        }
        _ => Command { number: queue_number(&hit.rest), ..Command::of(verdict) },
    }
}

/// The receiver's name goes into `note`.
fn in_person(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    let joint = |x: &str| {
        matches!(
            x,
            "kepada"
                | "ke"
                | "oleh"
                | "pada"
                | "sudah"
                | "diterima"
                | "penerima"
                | "nama"
                | "an"
                | "a"
                | "n"
                | "yang"
        )
    };
    let start = w.iter().position(|x| !joint(&x.plain)).and_then(|i| w.get(i));
    let name =
        start.and_then(|s| hit.rest.get(s.start..)).unwrap_or("").trim_end_matches(['.', ',', ' ']);
    let named = words::split(name)
        .iter()
        .any(|x| !words::is_courtesy(&x.plain) && x.plain.chars().count() > 1);
    if !named || name.ends_with('>') {
        return Command::ask(Unclear::ReasonMissing);
    }
    if w.iter().any(|x| {
        matches!(x.plain.as_str(), "belum" | "jangan" | "kalau" | "jika" | "nanti" | "besok")
    }) {
        return Command::ask(Unclear::Conditional);
    }
    Command { note: Some(mask::free(name, None, 120)), ..Command::of(Verdict::DeliverInPerson) }
}

/// `A-003`, `A003`, `a 3`, `no 3`: as the counter writes it, `A-003`; without its letter `003`.
pub(super) fn queue_number(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let tokens: Vec<&str> = upper
        .split([' ', ',', ':', '(', ')'])
        .map(|t| t.trim_matches(['.', '-', '!', '#']))
        .filter(|t| !t.is_empty())
        .collect();
    tokens.iter().enumerate().find_map(|(i, t)| {
        let digits =
            t.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches(['-', '.']);
        let letters = t.chars().take_while(char::is_ascii_uppercase).count();
        let ok = (1..=4).contains(&digits.len())
            && digits.chars().all(|c| c.is_ascii_digit())
            && letters <= 2;
        let before =
            i.checked_sub(1).and_then(|p| tokens.get(p)).filter(|p| p.len() == 1 && letters == 0);
        match before {
            Some(letter) if ok && letter.chars().all(|c| c.is_ascii_uppercase()) => {
                Some(format!("{letter}-{digits:0>3}"))
            }
            _ if ok && letters == 0 => Some(format!("{digits:0>3}")),
            _ => ok.then(|| {
                let letter: String = t.chars().take_while(char::is_ascii_uppercase).collect();
                format!("{letter}-{digits:0>3}")
            }),
        }
    })
}
