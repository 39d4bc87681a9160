//! Tables of people in annexes and letters: rows with a NIP. Knows no decree.
use super::columns::{self, Column, Head, Title};
use super::grid::{self, Grid};
use super::lines::{Sheet, placed, squeeze};
use super::pattern::{Pattern, pattern};
use super::person::{is_name, plain_name};
use super::told;
use super::values;

static NUMBERED: Pattern = pattern!(r"^\s*\(?(\d{1,3})[.)]?(?:\s|$)");
static NUMBERED_ROW: Pattern = pattern!(
    r"^\d{1,3}[.)]?\s+([A-Z][^:\d]{2,70}?)\s*[,/(]?\s*(?:NIP\.?\s*)?(\d[\d .\-]{16,28}\d)\b"
);
static ROW_ENDS: Pattern = pattern!(
    r"(?i)^(?:ditetapkan|demikian|kepala\b.*,$|hormat|atas\s+perhatian|tembusan|dikeluarkan)"
);

/// A row of a table of people.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) name: Option<String>,
    pub(super) nip: String,
    pub(super) rank: Option<String>,
    pub(super) position: Option<String>,
    pub(super) work_unit: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) institution: Option<String>,
    pub(super) line: usize,
    /// The last of its lines.
    pub(super) last: usize,
    /// All its words, cell by cell.
    pub(super) text: String,
}

/// The rows above `end` that name somebody with a NIP.
pub(super) fn rows(sheet: &Sheet, end: usize) -> Vec<Row> {
    let end = end.min(sheet.lines.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < end {
        if let Some(head) = columns::head(sheet, at) {
            let (rows, next) = under(sheet, &head, end);
            if !rows.is_empty() {
                found.extend(rows);
                at = next;
                continue;
            }
        }
        if let Some(row) = alone(sheet, at) {
            found.push(row);
        }
        at += 1;
    }
    found
}

/// The line after the last row of a table of people that begins below line `from`.
pub(super) fn end_of_tables(sheet: &Sheet, from: usize) -> usize {
    let heads = (from..sheet.lines.len()).filter_map(|at| columns::head(sheet, at));
    let rows = heads.map(|head| under(sheet, &head, sheet.lines.len()).0);
    rows.filter_map(|rows| rows.last().map(|row| row.last + 1)).max().unwrap_or(0)
}

/// The rows under a head, and the line after them.
fn under(sheet: &Sheet, head: &Head, end: usize) -> (Vec<Row>, usize) {
    let numbered = (head.below..end.min(head.below + 12)).any(|i| number(sheet, i) == Some(1));
    let mut anchors: Vec<usize> = Vec::new();
    let mut lines: Vec<usize> = Vec::new();
    let mut at = head.below;
    let mut blank = 0;
    while at < end {
        let line = sheet.lines.get(at).map(String::as_str).unwrap_or_default();
        let cells = placed(line, 2);
        let stop = ROW_ENDS.is_match(line.trim()) || line.contains(" : ");
        if stop || blank > 2 {
            break;
        }
        if cells.is_empty() {
            blank += 1;
            at += 1;
            continue;
        }
        let fresh = if numbered {
            let next = number(sheet, at);
            next.is_some() && (anchors.is_empty() || next == Some(anchors.len() + 1))
        } else {
            !values::nips(line).is_empty()
        };
        // A line far to the right under the table is the closing block.
        let aside = blank > 0 && !fresh && cells.len() == 1;
        // The next dictum or paragraph.
        let other = blank > 0 && numbered && !fresh && number(sheet, at).is_some();
        let sentence = cells.len() <= 2 && cells.iter().any(|(_, c)| c.chars().count() > 60);
        if (aside || other || sentence) && !anchors.is_empty() {
            break;
        }
        blank = 0;
        if fresh {
            anchors.push(at);
        }
        lines.push(at);
        at += 1;
    }
    let groups = match anchors.as_slice() {
        // One person, whose number may be broken over the lines of its narrow cell.
        [] if lines.len() > 1 => vec![lines.clone()],
        [] => Vec::new(),
        [only] if !numbered => vec![together(&lines, *only)],
        _ => grid::rows(&lines, &anchors),
    };
    let grid = Grid::new(sheet, &lines, &head.titles);
    let line = |lines: &Vec<usize>| lines.iter().find(|l| anchors.contains(l)).copied();
    let rows = groups.iter().filter_map(|lines| {
        row(sheet, line(lines).or(lines.first().copied())?, lines, &head.titles, &grid)
    });
    (rows.collect(), at)
}

/// The lines around one, without a gap between them.
fn together(lines: &[usize], one: usize) -> Vec<usize> {
    let mut end = one;
    let own = |line: &&usize| {
        let near = **line <= end + 1;
        end = end.max(**line);
        near
    };
    lines.iter().take_while(own).copied().collect()
}

/// The number a row begins with, alone or before its cells.
fn number(sheet: &Sheet, at: usize) -> Option<usize> {
    let line = sheet.lines.get(at)?;
    let own = NUMBERED.group(line, 1)?.parse().ok()?;
    let cells = placed(line, 2);
    let alone = cells.iter().all(|(_, cell)| cell.len() <= 4);
    (cells.len() >= 2 || alone).then_some(own)
}

fn row(sheet: &Sheet, line: usize, lines: &[usize], titles: &[Title], grid: &Grid) -> Option<Row> {
    let mut texts: Vec<String> = vec![String::new(); titles.len()];
    for at in lines {
        for (column, cell) in grid.cells(sheet.lines.get(*at)?) {
            if let Some(text) = texts.get_mut(column) {
                text.push(' ');
                text.push_str(&cell);
            }
        }
    }
    let get = |wanted: Column| {
        let place = titles.iter().position(|title| title.holds() == wanted)?;
        let whole = texts.get(place).map(|t| squeeze(t).replace("/ ", "/"));
        whole.filter(|t| !t.is_empty() && t != "-")
    };
    let words = lines.iter().map(|i| sheet.line(*i)).collect::<Vec<_>>().join(" ");
    let name = get(Column::Name).unwrap_or_default();
    let nip = get(Column::Nip)
        .and_then(|t| values::nips(&t).into_iter().next())
        .or_else(|| values::nips(&name).into_iter().next())
        .or_else(|| values::nips(&squeeze(&words)).into_iter().next())
        .or_else(|| texts.iter().find_map(|t| values::nips(&squeeze(t)).into_iter().next()))?;
    let cut = name.find(|c: char| c.is_ascii_digit() || c == '/').filter(|at| *at > 0);
    let bare =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let bare = match cut {
        Some(_) => bare.split(|c: char| c.is_ascii_digit() || c == '/').next().unwrap_or(bare),
        None => bare,
    };
    let bare = bare.trim_end_matches([' ', ':', '(']);
    let number = ["NIP.", "NIP", "Nip.", "Nip", "NI PPPK"];
    let bare = number.iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
    let name = plain_name(bare.trim());
    Some(Row {
        name: Some(name).filter(|n| is_name(n)),
        nip,
        rank: get(Column::Rank).or_else(|| told::rank_in(&words)),
        position: get(Column::Position).filter(|p| !super::kind::AGENCY.is_match(p)),
        work_unit: get(Column::Unit),
        user_id: get(Column::UserId)
            .map(|t| ["- ", ". ", "_ ", "@ "].iter().fold(t, |t, gap| t.replace(gap, gap.trim())))
            .filter(|t| !t.contains(' ')),
        // An address broken over the lines of a narrow cell.
        email: get(Column::Email)
            .and_then(|t| values::email(&t).or_else(|| values::email(&t.replace(' ', "")))),
        phone: get(Column::Phone).and_then(|t| values::phone(&t)),
        reason: get(Column::Reason),
        institution: get(Column::Institution),
        line,
        last: lines.last().copied().unwrap_or(line),
        text: texts.iter().map(|text| squeeze(text)).collect::<Vec<_>>().join("; "),
    })
}

/// A row without a head: a NIP in a cell of its own, a name before it.
fn alone(sheet: &Sheet, at: usize) -> Option<Row> {
    let line = sheet.lines.get(at)?;
    if line.contains(':') {
        return None;
    }
    let text = squeeze(line);
    if let Some(groups) = NUMBERED_ROW.captures(line.trim()) {
        let nip = values::nip(groups.get(2)?.as_str()).filter(|nip| nip.len() == 18)?;
        let name = squeeze(groups.get(1)?.as_str()).trim_end_matches([',', '/', ' ']).to_string();
        let name = Some(name).filter(|n| is_name(n));
        return Some(Row {
            name,
            nip,
            rank: told::rank_in(&text),
            line: at,
            last: at,
            text,
            ..Row::default()
        });
    }
    let cells = placed(line, 2);
    if cells.len() < 2 {
        return None;
    }
    let place = cells.iter().position(|(_, c)| {
        c.chars().filter(char::is_ascii_digit).count() == 18 && values::nip(c).is_some()
    })?;
    let nip = values::nip(&cells.get(place)?.1)?;
    let name = place.checked_sub(1).and_then(|i| cells.get(i)).map(|(_, name)| {
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')).to_string()
    });
    let name = name.filter(|n| is_name(n));
    Some(Row { name, nip, rank: told::rank_in(&text), line: at, last: at, text, ..Row::default() })
}
