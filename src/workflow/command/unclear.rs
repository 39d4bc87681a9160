//! A first line without keyword: is it a command gone wrong (then ask back), or none at all? Knows the
//! words only.
use super::verbs::{self, Family, Verb};
use super::words::{self, Word};
use super::{Unclear, Verdict, guard, opening};
use crate::workflow::actor::Role;

/// Why a line without keyword is asked back; `None` if it is no command at all.
pub(super) fn judge(text: &str, w: &[Word], role: Role, labelled: bool) -> Option<Unclear> {
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
            .any(|x| words::is_negation_word(&x.plain));
        return Some(if negated && verb.verdict != Verdict::NoShow {
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
    if words::is_assent_word(&first.plain)
        || w.iter()
            .take(4)
            .any(|x| english(&x) && !matches!(x.plain.as_str(), "reject" | "rejected"))
    {
        return Some(Unclear::BareAssent);
    }
    let shortly = w.iter().filter(|x| !words::is_courtesy(&x.plain)).count() <= 3;
    if (words::is_refusal(&first.plain) && shortly) || w.iter().take(4).any(|x| english(&x)) {
        return Some(if words::is_negation_word(&first.plain) {
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
    let two = |p: &[Word]| {
        matches!(p, [a, b] if (a.plain == "user" && b.plain.starts_with("id"))
            || (a.plain == "nama" && b.plain == "pengguna"))
    };
    w.windows(2).any(two)
        || w.iter().any(|x| {
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
