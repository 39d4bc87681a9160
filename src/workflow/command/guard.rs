//! What may stand beside a keyword without taking it back: negations, conditions, questions and
//! contradictions (`domain.md` §4.12, Rules). Pure judgement over words; knows no command.
use super::tidy::Line;
use super::words::{self, Word};
use super::{Unclear, Verdict, verbs};

/// Judges the words after an approving keyword ("SETUJU", "LENGKAP"): anything that is not plainly a
/// note stops it.
pub(super) fn after_assent(rest: &str, verdict: Verdict) -> Option<Unclear> {
    let w = words::split(rest);
    let or_not = w.first().is_some_and(|x| words::is_negation_word(&x.plain))
        && w.iter().skip(1).all(|x| words::is_courtesy(&x.plain));
    if or_not || is_question(rest, &w) {
        return Some(Unclear::Question);
    }
    if turns_round(rest, &w, verdict) {
        return Some(Unclear::Contradiction);
    }
    let tied = |i: usize, x: &Word| {
        words::is_condition(&x.plain)
            || (x.plain == "dengan"
                && next_is(&w, i, &["catatan", "syarat", "ketentuan", "kondisi", "perbaikan"]))
    };
    if w.iter().enumerate().any(|(i, x)| tied(i, x)) {
        return Some(Unclear::Conditional);
    }
    w.iter().enumerate().any(|(i, x)| is_harmful_negation(&w, i, x)).then_some(Unclear::Conditional)
}

/// A question mark outside of labels, a question word at either end, or "… atau tidak".
pub(super) fn is_question(text: &str, w: &[Word]) -> bool {
    let asks = |x: Option<&Word>| x.is_some_and(|x| words::is_question_word(&x.plain));
    let or_not = w.windows(2).any(|p| {
        matches!(p, [a, b] if matches!(a.plain.as_str(), "atau" | "apa" | "or") && words::is_negation_word(&b.plain))
    });
    has_question_mark(text)
        || or_not
        || asks(w.first())
        || asks(w.get(1).filter(|_| w.first().is_some_and(|x| words::is_courtesy(&x.plain))))
        || asks(w.iter().rev().find(|x| !words::is_courtesy(&x.plain)))
}

/// A question mark that ends a word.
pub(super) fn has_question_mark(text: &str) -> bool {
    text.split(' ')
        .any(|word| word.trim_end_matches(['!', ')', '"', '\'', '.', ',']).ends_with(['?', '？']))
}

fn next_is(w: &[Word], i: usize, list: &[&str]) -> bool {
    w.get(i + 1).is_some_and(|n| list.contains(&n.plain.as_str()))
}

/// "tidak ada masalah", "jangan lupa", "kurang lebih" do not take an approval back.
fn is_harmful_negation(w: &[Word], i: usize, x: &Word) -> bool {
    if matches!(
        x.plain.as_str(),
        "salah" | "beda" | "berbeda" | "keliru" | "kadaluarsa" | "kedaluwarsa" | "palsu"
    ) {
        return true;
    }
    if !words::is_negation_word(&x.plain) {
        return false;
    }
    const HARMLESS: [&str; 8] =
        ["masalah", "kendala", "catatan", "keberatan", "kekurangan", "lupa", "lebih", "hambatan"];
    !(next_is(w, i, &HARMLESS)
        || (next_is(w, i, &["ada", "perlu"])
            && w.get(i + 2).is_some_and(|n| HARMLESS.contains(&n.plain.as_str()))))
}

/// Words that say the opposite of an approval or of completeness.
fn turns_round(rest: &str, w: &[Word], verdict: Verdict) -> bool {
    if rest.contains(['👎', '❌', '🚫', '✖']) {
        return true;
    }
    w.iter().enumerate().any(|(i, x)| match x.plain.as_str() {
        "tolak" | "ditolak" | "menolak" | "penolakan" | "reject" | "rejected" | "tunda"
        | "ditunda" | "pending" | "batal" | "batalkan" | "dibatalkan" | "pembatalan" | "hold"
        | "cancel" => true,
        "konfirmasi" => {
            verdict == Verdict::Approve
                && !w
                    .iter()
                    .take(i)
                    .rev()
                    .take(2)
                    .any(|p| matches!(p.plain.as_str(), "sudah" | "hasil" | "sesuai" | "ada"))
        }
        "kurang" => verdict == Verdict::Complete && !next_is(w, i, &["lebih"]),
        "setuju" | "valid" | "disetujui" => {
            i > 0 && w.get(i - 1).is_some_and(|p| words::is_negation_word(&p.plain))
        }
        _ => false,
    })
}

/// A plain word of assent in the reason of a refusal, not negated and not wished for.
pub(super) fn assent_in(reason: &[Word]) -> bool {
    reason.iter().enumerate().any(|(i, x)| {
        let before: Vec<&str> =
            reason.iter().take(i).rev().take(3).map(|p| p.plain.as_str()).collect();
        let unmet = before.iter().any(|p| {
            words::is_negation_word(p)
                || matches!(
                    *p,
                    "harus"
                        | "perlu"
                        | "wajib"
                        | "mesti"
                        | "baru"
                        | "sebelum"
                        | "agar"
                        | "surat"
                        | "lembar"
                )
        });
        matches!(
            x.plain.as_str(),
            "setuju" | "disetujui" | "setujui" | "acc" | "approve" | "approved"
        ) && !unmet
    })
}

/// A refusal's keyword, not negated, in a note.
pub(super) fn refusal_in(note: &[Word]) -> bool {
    note.iter().enumerate().any(|(i, x)| {
        matches!(x.plain.as_str(), "tolak" | "ditolak")
            && !note.iter().take(i).rev().take(3).any(|p| words::is_negation_word(&p.plain))
    })
}

/// Whether one of the lines below the command takes it back: those of its paragraph, and the first of
/// the next one. Further down stand signatures and disclaimers (fixture 45).
pub(super) fn below(lines: &[Line], verdict: Verdict) -> Option<Unclear> {
    let same = lines.iter().take_while(|l| !l.text.is_empty()).count();
    let next = lines.iter().skip(same).find(|l| !l.text.is_empty());
    lines.iter().take(same.min(12)).chain(next).find_map(|l| turned_by(&l.text, verdict))
}

fn turned_by(line: &str, verdict: Verdict) -> Option<Unclear> {
    let w = words::split(line);
    let first = w.first()?;
    // "Jika Anda bukan penerima surel ini …" is a disclaimer.
    if w.iter().any(|x| matches!(x.plain.as_str(), "penerima" | "recipient")) {
        return None;
    }
    if super::result::first_label(line).is_some() {
        return None;
    }
    let opposite = match verdict {
        Verdict::Approve | Verdict::Result => {
            &[Verdict::Reject, Verdict::Hold, Verdict::ConfirmByPhone][..]
        }
        Verdict::Reject => &[Verdict::Approve, Verdict::Hold, Verdict::ConfirmByPhone],
        Verdict::ConfirmByPhone | Verdict::Hold => &[Verdict::Approve, Verdict::Reject],
        Verdict::Complete => &[Verdict::Incomplete, Verdict::Hold],
        Verdict::Incomplete => &[Verdict::Complete],
        _ => &[],
    };
    if verbs::opening(&w).is_some_and(|v| opposite.contains(&v.verdict)) {
        return Some(Unclear::Contradiction);
    }
    let taken_back =
        matches!(first.plain.as_str(), "batal" | "jangan" | "eh" | "ralat" | "maaf" | "koreksi");
    let ties = taken_back || words::is_condition(&first.plain);
    (ties && matches!(verdict, Verdict::Approve | Verdict::Complete | Verdict::Result))
        .then_some(Unclear::Conditional)
}
