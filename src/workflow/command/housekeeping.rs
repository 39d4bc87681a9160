//! BUKA, TUTUP, STATUS, DAFTAR, AMBIL, CATAT, KIRIM ULANG, PENJELASAN. Knows the words only.
use super::hit::Hit;
use super::{Command, Unclear, Verdict, guard, words};

/// Reads one of the family.
pub(super) fn read(hit: &Hit) -> Command {
    let verdict = hit.verb.verdict;
    match verdict {
        Verdict::Close => match refused(hit).or_else(|| conditional(hit)) {
            Some(unclear) => Command::ask(unclear),
            None => with_reason(hit),
        },
        Verdict::ExplainDeviation => with_reason(hit),
        Verdict::Delegate => match hit.long_note() {
            Some(note) => Command { note: Some(note), ..Command::of(verdict) },
            None => Command::ask(Unclear::DeputyUnknown),
        },
        Verdict::Note => match hit.long_note() {
            Some(note) => Command { note: Some(note), ..Command::of(Verdict::Note) },
            None => Command::ask(Unclear::ReasonMissing),
        },
        _ => bare(hit),
    }
}

fn with_reason(hit: &Hit) -> Command {
    match hit.reason() {
        Some(reason) => Command { reason: Some(reason), ..Command::of(hit.verb.verdict) },
        None => Command::ask(Unclear::ReasonMissing),
    }
}

fn refused(hit: &Hit) -> Option<Unclear> {
    let ends = hit.rest.trim_end_matches(['!', '.', ' ']).ends_with(['?', '？']);
    ends.then_some(Unclear::Question)
}

fn conditional(hit: &Hit) -> Option<Unclear> {
    let w = words::split(&hit.rest);
    let first = w.iter().find(|x| !words::is_courtesy(&x.plain))?;
    words::is_condition(&first.plain).then_some(Unclear::Conditional)
}

/// A word that stands alone or with little beside it; a whole sentence that happens to begin with it
/// is put back as a question.
fn bare(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    if guard::is_question(&hit.rest, &w) && hit.verb.verdict != Verdict::Status {
        return Command::ask(Unclear::Question);
    }
    if w.iter().any(|x| words::is_negation_word(&x.plain)) {
        return Command::ask(Unclear::Negated);
    }
    let meant: Vec<&str> = w.iter().map(|x| x.plain.as_str()).filter(|x| !is_beside(x)).collect();
    if !meant.is_empty() && hit.verb.verdict != Verdict::Take {
        if super::verbs::somewhere(&w).is_some() {
            return Command::ask(Unclear::Contradiction);
        }
        if meant.len() > 2 || !hit.rest.trim_start().starts_with([',', '.', '-', '(', ':']) {
            return Command::ask(Unclear::Typo);
        }
    }
    if w.iter().any(|x| words::is_condition(&x.plain)) {
        return Command::ask(Unclear::Conditional);
    }
    Command { note: hit.note(), ..Command::of(hit.verb.verdict) }
}

fn is_beside(word: &str) -> bool {
    words::is_courtesy(word)
        || matches!(
            word,
            "kasus"
                | "permohonan"
                | "permohonannya"
                | "tiket"
                | "ticket"
                | "case"
                | "nomor"
                | "no"
                | "ini"
                | "tersebut"
                | "tsb"
                | "semua"
                | "terbuka"
                | "aktif"
                | "hari"
                | "terbaru"
                | "terkini"
                | "surel"
                | "email"
                | "surat"
                | "hasil"
                | "hasilnya"
                | "antrian"
                | "antrean"
                | "tolong"
                | "sekarang"
                | "dibuka"
                | "kembali"
                | "yang"
                | "bagaimana"
                | "gimana"
                | "saat"
        )
        || word.chars().all(|c| c.is_ascii_digit())
}
