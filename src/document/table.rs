//! Tables of people in annexes and letters: rows with a NIP. Knows no decree.
use super::grid;
use super::lines::{Sheet, placed, squeeze};
use super::pattern::{Pattern, pattern};
use super::person::{is_name, plain_name};
use super::told;
use super::values;

static HEADS: Pattern = pattern!(r"(?i)\bnama\b");
static NUMBERED: Pattern = pattern!(r"^\s*\(?\d{1,3}[.)]?(?:\s|$)");
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
    /// All its words.
    pub(super) text: String,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Nip,
    Rank,
    Position,
    Unit,
    UserId,
    Email,
    Phone,
    Reason,
    Institution,
    Other,
}

/// The rows above `end` that name somebody with a NIP.
pub(super) fn rows(sheet: &Sheet, end: usize) -> Vec<Row> {
    let end = end.min(sheet.lines.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < end {
        if let Some(columns) = columns(sheet, at) {
            let (rows, next) = under(sheet, at, end, &columns);
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

/// The columns of a table whose head is line `at`: where they begin and what they hold.
fn columns(sheet: &Sheet, at: usize) -> Option<Vec<(usize, Column)>> {
    let line = sheet.lines.get(at)?;
    if !HEADS.is_match(line) || line.contains(':') {
        return None;
    }
    let cells = placed(line, 2);
    let found: Vec<(usize, Column)> =
        cells.iter().map(|(start, cell)| (*start, column(cell))).collect();
    let known = found.iter().filter(|(_, c)| *c != Column::Other).count();
    let named = found.iter().any(|(_, c)| *c == Column::Name);
    (cells.len() >= 2 && known >= 2 && named || cells.len() >= 3 && named).then_some(found)
}

fn column(head: &str) -> Column {
    let head = head.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    if has(&["kedudukan", "tugas", "keterangan", "dalam tim", "peran", "spse", "ket."]) {
        Column::Other
    } else if has(&["user"]) {
        Column::UserId
    } else if has(&["mail", "surel", "pos-el"]) {
        Column::Email
    } else if has(&["hp", "telepon", "telp", "wa", "ponsel", "kontak"]) {
        Column::Phone
    } else if has(&["alasan", "kendala"]) {
        Column::Reason
    } else if has(&["instansi", "k/l"]) && !has(&["unit", "nama", "satuan"]) {
        Column::Institution
    } else if has(&["nama"]) && !has(&["unit", "satker", "satuan", "instansi", "opd"]) {
        Column::Name
    } else if has(&["nip"]) {
        Column::Nip
    } else if has(&["pangkat", "golongan", "gol."]) {
        Column::Rank
    } else if has(&["jabatan"]) {
        Column::Position
    } else if has(&["unit", "satuan", "satker", "opd", "skpd"]) {
        Column::Unit
    } else {
        Column::Other
    }
}

/// The rows under a head, and the line after them.
fn under(sheet: &Sheet, head: usize, end: usize, columns: &[(usize, Column)]) -> (Vec<Row>, usize) {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut at = head + 1;
    let numbered = (head + 1..end.min(head + 12)).any(|i| {
        sheet.lines.get(i).is_some_and(|line| NUMBERED.is_match(line) && placed(line, 2).len() >= 2)
    });
    let mut blank = 0;
    let mut torn: Vec<usize> = Vec::new();
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
            NUMBERED.is_match(line) && cells.len() >= 2
        } else {
            !values::nips(line).is_empty()
        };
        // A line far to the right under the table is the closing block.
        let aside = blank > 0 && !fresh && cells.len() == 1;
        if aside && !groups.is_empty() {
            break;
        }
        blank = 0;
        match groups.last_mut() {
            _ if fresh => groups.push((at, vec![at])),
            Some((_, lines)) => lines.push(at),
            // Words above the number of a row that stands in the middle, or a second line of the head.
            None if cells.len() > 2 || !torn.is_empty() => torn.push(at),
            None => {}
        }
        at += 1;
    }
    if groups.is_empty() && torn.len() > 1 {
        // One person, whose number is broken over the lines of its narrow cell.
        groups.extend(torn.first().copied().map(|first| (first, torn)));
    }
    let all: Vec<usize> = groups.iter().flat_map(|(_, lines)| lines.iter().copied()).collect();
    let edges = grid::edges(sheet, &all, columns.len());
    let rows =
        groups.into_iter().filter_map(|(line, lines)| row(sheet, line, &lines, columns, &edges));
    (rows.collect(), at)
}

fn row(
    sheet: &Sheet,
    line: usize,
    lines: &[usize],
    columns: &[(usize, Column)],
    edges: &[usize],
) -> Option<Row> {
    let mut texts: Vec<String> = vec![String::new(); columns.len()];
    for at in lines {
        let mut cells = placed(sheet.lines.get(*at)?, 2);
        if cells.len() < columns.len() {
            cells = grid::split(cells, edges);
        }
        let whole = cells.len() == columns.len();
        for (n, (start, cell)) in cells.iter().enumerate() {
            let place = match edges {
                _ if whole => n,
                [] => nearest(columns, *start, cell.chars().count()),
                _ => grid::place(edges, *start),
            };
            if let Some(text) = texts.get_mut(place) {
                text.push(' ');
                text.push_str(cell);
            }
        }
    }
    let get = |wanted: Column| {
        let place = columns.iter().position(|(_, c)| *c == wanted)?;
        let whole = texts.get(place).map(|t| squeeze(t).replace("/ ", "/"));
        whole.filter(|t| !t.is_empty() && t != "-")
    };
    let words = lines.iter().map(|i| sheet.line(*i)).collect::<Vec<_>>().join(" ");
    let name = get(Column::Name).unwrap_or_default();
    let nip = get(Column::Nip)
        .and_then(|t| values::nips(&t).into_iter().next())
        .or_else(|| values::nips(&name).into_iter().next())
        .or_else(|| values::nips(&squeeze(&words)).into_iter().next())?;
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
        user_id: get(Column::UserId),
        // An address broken over the lines of a narrow cell.
        email: get(Column::Email).and_then(|t| values::email(&t.replace(' ', ""))),
        phone: get(Column::Phone).and_then(|t| values::phone(&t)),
        reason: get(Column::Reason),
        institution: get(Column::Institution),
        line,
        text: squeeze(&words),
    })
}

/// The column a cell belongs to: the one it begins in, or the nearest.
fn nearest(columns: &[(usize, Column)], start: usize, width: usize) -> usize {
    let distance = |from: usize| {
        // A centred head begins to the right of its cells.
        let inside = start <= from && from < start + width;
        if inside { 0 } else { from.abs_diff(start) }
    };
    let best = columns.iter().enumerate().min_by_key(|(_, (from, _))| distance(*from));
    best.map(|(n, _)| n).unwrap_or(0)
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
    Some(Row { name, nip, rank: told::rank_in(&text), line: at, text, ..Row::default() })
}
