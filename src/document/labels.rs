//! "Label : value" lines. Knows the labels people use, not what the paper is.
use super::around;
use super::lines::{Sheet, indent, squeeze};
use super::loose;
use super::pattern::{Pattern, pattern};
use super::values;
pub(super) use super::words::Label;
use super::words::{exact, meaning, shared};

static LABELLED: Pattern = pattern!(
    r"^(?:\(?(?:\d{1,2}|[A-Za-z])[.)]{1,2}\s*|\d{1,2}\s{2,}|[-•*·▪●○–➢>|]+\s*|o\s+)?([A-Za-z][^:]{0,70}?)\s*[|]?\s*[:=]\s*(.*)$"
);
static BULLET: Pattern =
    pattern!(r"^(?:\(?(?:\d{1,2}|[A-Za-z])[.)]{1,2}\s*|\d{1,2}\s{2,}|[-•*·▪●○➢>|]+\s*)");
static SENTENCE: Pattern = pattern!(
    r"(?i)^(?:demikian|sehubungan|dengan ini|bersama ini|untuk itu|terlampir|sebagai bahan|mohon|adapun|atas perhatian|hormat|yang bertanda|mengajukan|menyatakan|selanjutnya|berkenaan|berdasarkan|kepala|sekretaris|mengetahui|untuk mengajukan|dengan hormat|karena itu|oleh karena)\b"
);

/// "Bengkulu, 12 November 2026" begins the closing block.
static PLACE_DATE: Pattern =
    pattern!(r"^\p{Lu}[\p{L} .'\-]{2,30},\s+\d{1,2}[\s\-/.]\s?[\p{L}\d]+[\s\-/.]\s?\d{4}$");

/// Labelled values looked at in one paper.
const MOST: usize = 400;

/// One labelled value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) label: Label,
    pub(super) value: String,
    /// The first line of it.
    pub(super) line: usize,
}

/// A label with its value, as they stand in a piece of line.
pub(super) struct Labelled<'t> {
    pub(super) text: &'t str,
    pub(super) label: Label,
    pub(super) value: &'t str,
    /// Was there a colon between them?
    colon: bool,
}

/// The label and value of a piece of line; also `Nama    Ratna` without a colon where the label is
/// known and the gap is wide.
pub(super) fn labelled(piece: &str) -> Option<Labelled<'_>> {
    let piece = piece.trim();
    if let Some(groups) = LABELLED.captures(piece) {
        let text = groups.get(1)?.as_str();
        let value = groups.get(2)?.as_str();
        let spaced = text.split_whitespace().all(|word| word.chars().count() == 1);
        if text.split_whitespace().count() > 8 && !spaced || value.starts_with("//") {
            return None;
        }
        // "Nama    Ratna    NIP : 1": the first label has no colon.
        if !text.contains("   ") || meaning(text) != Label::Unknown {
            return Some(Labelled { text, label: meaning(text), value, colon: true });
        }
    }
    // "nama - ratna contoh".
    if let Some((text, value)) = piece.split_once(" - ").filter(|(text, _)| !text.contains("  ")) {
        let label = exact(text);
        let closed = matches!(label, Label::Unknown | Label::Number | Label::Date);
        if !closed && !value.trim().is_empty() {
            return Some(Labelled { text, label, value: value.trim(), colon: true });
        }
    }
    let bare = BULLET.find(piece).and_then(|m| piece.get(m.end()..)).unwrap_or(piece);
    let (text, value) = bare.split_once("  ")?;
    let label = meaning(text);
    let closed = matches!(label, Label::Unknown | Label::Number | Label::Date | Label::Subject);
    // The head of a table.
    let next = value.trim().split("  ").next().unwrap_or_default();
    let head = value.trim().contains("  ") && exact(next) != Label::Unknown;
    (!closed && !head).then(|| Labelled { text, label, value: value.trim(), colon: false })
}

/// All labelled values of the sheet, in order; values that run over several lines joined.
pub(super) fn entries(sheet: &Sheet) -> Vec<Entry> {
    let (mut found, taken) = loose::entries(sheet);
    let mut at = 0;
    while at < sheet.lines.len() && found.len() < MOST {
        if taken.contains(&at) {
            at += 1;
            continue;
        }
        let line = sheet.lines.get(at).map(String::as_str).unwrap_or_default();
        let first = found.len();
        pieces(line, at, &mut found);
        if found.len() == first {
            at += 1 + around::torn(sheet, at, &mut found);
            continue;
        }
        let column = value_column(line);
        let short = found.last().is_some_and(|e| e.label.is_short());
        let columns = found.len() > first + 1;
        let over = usize::from(label_runs_over(sheet, at));
        let more = if short { 0 } else { continuation(sheet, at + over, column, columns) };
        let above = around::above(sheet, at, column, more, found.last());
        if let Some(last) = found.last_mut() {
            if above > 0 {
                last.value = squeeze(&format!("{} {}", sheet.flow_of(at - above, at), last.value));
            }
            let extras = at + over + 1..at + over + 1 + more;
            for extra in sheet.lines.get(extras).unwrap_or_default() {
                // The right column of the head runs beside.
                let own = extra.trim().split("      ").next().unwrap_or_default();
                last.value = squeeze(&format!("{} {}", last.value, own));
            }
        }
        at += 1 + over + more;
    }
    // "... atas" and below it "nama:" is the end of a sentence, not a person without a name.
    found.retain(|entry| entry.label != Label::Name || !entry.value.is_empty());
    found.sort_by_key(|entry| entry.line);
    found
}

/// The labelled values of one line: more than one where it has columns.
fn pieces(line: &str, at: usize, found: &mut Vec<Entry>) {
    let mut rest = line.trim();
    for _ in 0..4 {
        let Some(one) = labelled(rest) else { return };
        let value = one.value.trim_start();
        // "Kepada : Nama : Ratna": the outer label has no value of its own.
        if one.label == Label::Unknown && labelled(value).is_some_and(|v| v.label != Label::Unknown)
        {
            rest = value;
            continue;
        }
        let (own, aside) = match beside(&one) {
            Some(parts) => parts,
            None => column(one.label, value),
        };
        let together = shared(one.text);
        if together.is_empty() {
            found.push(Entry { label: one.label, value: squeeze(own), line: at });
        } else {
            loose::split(&together, value, at, found);
            return;
        }
        if aside.is_empty() {
            return;
        }
        if labelled(aside).is_none() {
            if values::date_in(aside).is_some() && one.label.is_head() {
                found.push(Entry { label: Label::Date, value: squeeze(aside), line: at });
            } else if let Some(last) = found.last_mut() {
                // Spaced out by a justified paragraph, not by a column.
                if !last.label.is_head() {
                    last.value = squeeze(value);
                }
            }
            return;
        }
        rest = aside;
    }
}

/// "Unit Kerja   Balai Contoh   Instansi  Kementerian Contoh": without colons a known label two
/// blanks apart begins the next column.
fn beside<'t>(one: &Labelled<'t>) -> Option<(&'t str, &'t str)> {
    let value = one.value.trim_start();
    let gaps = value.match_indices("  ").filter(|_| !one.colon);
    gaps.take(8).find_map(|(at, _)| {
        let (own, aside) = value.split_at_checked(at)?;
        let next = labelled(aside.trim())?;
        let known = !next.colon && exact(next.text) != Label::Unknown;
        known.then_some((own.trim(), aside.trim()))
    })
}

/// The value and the column beside it: four blanks and more begin the next column; beside a number,
/// two, unless they hold its place open ("523/   /DISKAN").
fn column(label: Label, value: &str) -> (&str, &str) {
    let gap = if label == Label::Number { "  " } else { "    " };
    let mut from = 0;
    while let Some(at) = value.get(from..).and_then(|rest| rest.find(gap)).map(|at| at + from) {
        let (own, aside) = value.split_at_checked(at).unwrap_or((value, ""));
        let open = own.ends_with(['/', '.', '-']) || aside.trim_start().starts_with('/');
        if label != Label::Number || !open {
            return (own, aside.trim());
        }
        from = at + aside.len() - aside.trim_start().len();
    }
    (value, "")
}

/// Where the value of the first label begins, in characters.
pub(super) fn value_column(line: &str) -> usize {
    if let Some((before, after)) = line.split_once(':') {
        return before.chars().count() + 1 + indent(after);
    }
    let bullet = BULLET.find(line.trim_start()).map_or(0, |m| m.end());
    let from = indent(line) + bullet;
    let Some(gap) = line.get(from..).and_then(|text| text.find("  ")) else { return usize::MAX };
    let (before, after) = line.split_at_checked(from + gap).unwrap_or((line, ""));
    before.chars().count() + indent(after)
}

/// Is line `at + 1` the rest of the label of line `at`, too long for its cell?
fn label_runs_over(sheet: &Sheet, at: usize) -> bool {
    let raw = |i: usize| sheet.lines.get(i).map(String::as_str).unwrap_or_default();
    let (line, below) = (raw(at), raw(at + 1));
    let Some(one) = labelled(line) else { return false };
    let rest = below.trim();
    let short = !rest.is_empty() && !rest.contains("  ") && rest.split(' ').count() <= 3;
    let start = line.find(one.text).map(|at| line.get(..at).unwrap_or_default().chars().count());
    let under = start.is_some_and(|start| start.abs_diff(indent(below)) <= 4);
    short && under && exact(&format!("{} {rest}", one.text)) != Label::Unknown
}

/// How many of the next lines belong to the value of line `at`.
fn continuation(sheet: &Sheet, at: usize, column: usize, columns: bool) -> usize {
    if columns {
        return 0;
    }
    let plain = |i: usize| {
        let text = sheet.line(i);
        !text.is_empty()
            && labelled(text).is_none()
            && !SENTENCE.is_match(text)
            && !PLACE_DATE.is_match(text)
    };
    let inside = |i: usize| {
        let line = sheet.lines.get(i).map(String::as_str).unwrap_or_default();
        let under = column != usize::MAX && column >= 8 && indent(line).abs_diff(column) <= 1;
        plain(i)
            || under
                && !line.trim().is_empty()
                && labelled(line).is_none()
                && !PLACE_DATE.is_match(line.trim())
    };
    let mut count = 0;
    while count < 4 && inside(at + 1 + count) {
        let line = sheet.lines.get(at + 1 + count).map(String::as_str).unwrap_or_default();
        if column == usize::MAX || indent(line) + 3 < column || indent(line) > column + 12 {
            break;
        }
        count += 1;
    }
    if count > 0 {
        return count - around::below(sheet, at, count, column);
    }
    // Without an indent: one or two bare lines between two labelled ones belong to the first.
    let long = sheet.line(at).chars().count() >= 45;
    let end = (1..=2).find(|n| !plain(at + n)).unwrap_or(3);
    let next = sheet.line(at + end);
    let known = labelled(next).is_some_and(|one| one.colon && one.label != Label::Unknown);
    if end > 1 && known && (long || sheet.line(at).ends_with([',', ';', '-'])) {
        end - 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Vec<(Label, String)> {
        entries(&Sheet::new(text)).into_iter().map(|e| (e.label, e.value)).collect()
    }

    #[test]
    fn labels_in_many_spellings() {
        for (line, label) in [
            ("Nama Lengkap (dengan gelar) : X", Label::Name),
            ("1. Nama Pemohon : X", Label::Name),
            ("a) N I P: 1", Label::Nip),
            ("NIP/NI PPPK : 1", Label::Nip),
            ("Pangkat/Gol. Ruang : X", Label::Rank),
            ("No. HP/WA : 1", Label::Phone),
            ("Pos-el : x", Label::Email),
            ("K/L/D/I : X", Label::Institution),
            ("User ID SPSE : X", Label::UserId),
            ("Password lama : X", Label::Password),
            ("Nama    Ratna", Label::Name),
        ] {
            assert_eq!(first(line).first().map(|e| e.0), Some(label), "{line}");
        }
    }

    #[test]
    fn columns_and_continuations() {
        let text = "Nomor : B.1/X/2026                9 November 2026\n\
                    Alasan   : Lupa kata sandi; fitur\n           tidak jalan\nNama : X     NIP : 1";
        let found = first(text);
        assert_eq!(found[0], (Label::Number, "B.1/X/2026".into()));
        assert_eq!(found[1].0, Label::Date);
        assert_eq!(found[2], (Label::Reason, "Lupa kata sandi; fitur tidak jalan".into()));
        assert_eq!(found[4], (Label::Nip, "1".into()));
    }

    #[test]
    fn a_label_in_the_middle_of_its_cell() {
        let text = "Jabatan             : Analis\n                      Balai Contoh Perikanan\n\
                    Unit Kerja          :\n                      Air Payau\nUser ID : X";
        let found = first(text);
        assert_eq!(found[0], (Label::Position, "Analis".into()));
        assert_eq!(found[1], (Label::WorkUnit, "Balai Contoh Perikanan Air Payau".into()));
        assert_eq!(found[2], (Label::UserId, "X".into()));
    }

    #[test]
    fn a_label_torn_from_its_colon() {
        let found =
            first("Pangkat/\n               : Penata / III/c\nGolongan Ruang\n\nNama\n:\nRatna\n");
        assert_eq!(found[0], (Label::Rank, "Penata / III/c".into()));
        assert_eq!(found[1], (Label::Name, "Ratna".into()));
    }

    #[test]
    fn a_sentence_is_no_continuation() {
        let found = first("Unit : Loka Contoh\nMohon untuk di reset password");
        assert_eq!(found, vec![(Label::WorkUnit, "Loka Contoh".into())]);
    }
}
