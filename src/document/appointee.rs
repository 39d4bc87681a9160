//! Who is made Admin Agency by a decree: in its dicta, its labels or its annex. Knows no letter.
use super::facts::{Facts, Field, LABELLED, SPOKEN};
use super::labels::{self, Entry, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::table::{self, Row};
use super::told::{self, Told};
use super::{Remarks, kind, letter, person, values};

static UNNUMBERED: Pattern = pattern!(
    r"(?i)\b(?:menunjuk|mengangkat|menetapkan|menugaskan)\s+((?:kembali\s+)?(?:dan\s+menetapkan\s+)?(?:saudar[ai](?:/i)?|sdri?\.?|bapak|ibu|pns)?\s*:?\s*[^:;()]{3,80}?)\s*,?\s+(?:sebagai|selaku)\s+admin"
);
static VERB: Pattern = pattern!(r"(?i)^(?:(?:kembali|dan|menetapkan|menunjuk|mengangkat)\s+)+");
static DISMISSED: Pattern = pattern!(r"(?i)\bmemberhentikan\b");
static DICTUM: Pattern = pattern!(
    r"(?i)\b(?:KESATU|KEDUA|KETIGA|KEEMPAT|KELIMA|PERTAMA|KEENAM|Pasal\s+\d+|DIKTUM\s+\w+)\b"
);
static AS_AGENCY: Pattern =
    pattern!(r"(?i)\b(?:sebagai|selaku|menjadi)\s+admin(?:istrator)?\.?\s+(?:spse\s+)?agen");

/// Fills the fields of the person; nobody where several could be meant.
pub(super) fn read(
    sheet: &Sheet,
    decision: usize,
    signed: Option<usize>,
    facts: &mut Facts,
    remarks: &mut Remarks,
) {
    let first = sheet.line_of(decision);
    let annex = annex(sheet, first);
    let signed = signed.filter(|at| *at > first && *at < annex).unwrap_or(annex);
    let body_end = sheet.start_of(signed);
    let body = sheet.flow.get(decision..body_end.max(decision)).unwrap_or_default();
    let told = appointed(body);
    let labelled = labelled(sheet, first, annex);
    let rows = rows(sheet, first, signed, annex);
    let mut nips: Vec<&str> = told.iter().map(|t| t.nip.as_str()).collect();
    nips.extend(labelled.iter().filter_map(|p| p.nip.as_deref()));
    nips.extend(rows.iter().map(|r| r.nip.as_str()));
    nips.sort_unstable();
    nips.dedup();
    if nips.len() > 1 {
        remarks.warnings.push("Keputusan memuat lebih dari satu nama; periksa lampirannya.".into());
        several(sheet, decision, body, &told, &rows, facts);
        return;
    }
    if let [block] = labelled.as_slice() {
        block.fill(facts);
    }
    if let Some(row) = rows.first() {
        from_row(row, facts);
    }
    if let Some(one) = told.first().filter(|_| labelled.is_empty()) {
        from_told(one, sheet.line_of(decision + one.start), facts);
    }
    if !facts.has(Field::Name) && !facts.has(Field::Nip) {
        unnumbered(sheet, decision, body, facts);
    }
}

/// The line where the annexes begin.
fn annex(sheet: &Sheet, from: usize) -> usize {
    let begins = |i: &usize| {
        let line = sheet.line(*i).to_uppercase();
        line.starts_with("LAMPIRAN") && !line.contains("TERCANTUM")
    };
    (from..sheet.lines.len()).find(begins).unwrap_or(sheet.lines.len())
}

/// Everybody the dicta name with a NIP, who is not dismissed in the same dictum.
fn appointed(body: &str) -> Vec<Told> {
    let mut people: Vec<Told> = Vec::new();
    for one in told::people(body) {
        let before = body.get(..one.start).unwrap_or_default();
        let dictum = DICTUM.all(before).last().map(|m| m.start()).unwrap_or(0);
        let dismissed = before.get(dictum..).is_some_and(|text| DISMISSED.is_match(text));
        if !dismissed && !people.iter().any(|p| p.nip == one.nip) {
            people.push(one);
        }
    }
    people
}

/// A block of labels about one person.
#[derive(Default)]
struct Block {
    owned: Vec<Entry>,
    nip: Option<String>,
}

impl Block {
    fn fill(&self, facts: &mut Facts) {
        for entry in &self.owned {
            let (field, value) = match entry.label {
                Label::Name => {
                    (Field::Name, letter::said(&entry.value).map(|n| person::plain_name(&n)))
                }
                Label::Nip => (Field::Nip, letter::own_nip(&entry.value)),
                Label::Rank => (Field::Rank, letter::said(&entry.value)),
                Label::Position => {
                    let value = letter::said(&entry.value);
                    (Field::Position, value.filter(|v| !only_agency(v)))
                }
                Label::WorkUnit => (Field::WorkUnit, letter::said(&entry.value)),
                Label::Email => (Field::Email, values::email(&entry.value)),
                Label::UserId => {
                    (Field::UserId, letter::said(&entry.value).filter(|v| !v.contains(' ')))
                }
                Label::Phone => (Field::Phone, values::phone(&entry.value)),
                _ => continue,
            };
            facts.fill(field, value, entry.line, LABELLED);
        }
    }
}

/// "Admin Agency" as a position tells what the decree makes somebody, not what the person was.
fn only_agency(value: &str) -> bool {
    kind::AGENCY.find(value).is_some_and(|m| value.len() < m.len() + 8)
}

/// The blocks of labels between two lines and in the annex, each from a name on.
fn labelled(sheet: &Sheet, from: usize, annex: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let closing = |line: usize| {
        (line.saturating_sub(6)..line).any(|i| {
            let text = sheet.line(i).to_lowercase();
            text.contains("ditetapkan di")
                || text.starts_with("salinan")
                || text.contains("tanda tangan")
        })
    };
    for entry in labels::entries(sheet) {
        let inside = entry.line >= from && !(entry.line < annex && closing(entry.line));
        if !inside {
            continue;
        }
        if entry.label == Label::Name {
            blocks.push(Block::default());
        }
        if let Some(block) = blocks.last_mut()
            && block.owned.first().is_none_or(|first| entry.line < first.line + 14)
        {
            if entry.label == Label::Nip {
                block.nip = letter::own_nip(&entry.value);
            }
            block.owned.push(entry);
        }
    }
    let named = |b: &Block| {
        let name = b.owned.first().map(|e| person::plain_name(&e.value)).unwrap_or_default();
        b.nip.is_some() || person::is_name(&name)
    };
    blocks.retain(named);
    blocks
}

/// The rows of tables in the dicta and the annexes, the closing blocks left out.
fn rows(sheet: &Sheet, from: usize, signed: usize, annex: usize) -> Vec<Row> {
    let all = table::rows(sheet, sheet.lines.len());
    let mut found: Vec<Row> = Vec::new();
    for row in all {
        let inside = row.line >= from && row.line < signed || row.line >= annex;
        let signature = sheet.line(row.line).to_uppercase().starts_with("NIP");
        if inside && !signature && !found.iter().any(|r| r.nip == row.nip) {
            found.push(row);
        }
    }
    found
}

/// Several people: the only one whose row or dictum says Admin Agency.
fn several(
    sheet: &Sheet,
    decision: usize,
    body: &str,
    told: &[Told],
    rows: &[Row],
    facts: &mut Facts,
) {
    let own: Vec<&Row> = rows.iter().filter(|r| kind::AGENCY.is_match(&r.text)).collect();
    if let [row] = own.as_slice() {
        from_row(row, facts);
        return;
    }
    let named: Vec<&Told> = told
        .iter()
        .filter(|one| {
            let next = told.iter().map(|t| t.start).filter(|s| *s > one.end).min();
            let after = body.get(one.end..next.unwrap_or(body.len())).unwrap_or_default();
            AS_AGENCY.is_match(after)
        })
        .collect();
    if let ([one], true) = (named.as_slice(), own.is_empty()) {
        from_told(one, sheet.line_of(decision + one.start), facts);
    }
}

fn from_row(row: &Row, facts: &mut Facts) {
    facts.fill(Field::Name, row.name.clone(), row.line, SPOKEN);
    facts.fill(Field::Nip, Some(row.nip.clone()), row.line, SPOKEN);
    facts.fill(Field::Rank, row.rank.clone(), row.line, SPOKEN);
    facts.fill(Field::Position, row.position.clone(), row.line, SPOKEN);
    if let Some(unit) = &row.work_unit {
        facts.put(Field::WorkUnit, Some(unit.clone()), row.line, SPOKEN);
    }
}

fn from_told(one: &Told, line: usize, facts: &mut Facts) {
    facts.fill(Field::Name, one.name.clone(), line, SPOKEN);
    facts.fill(Field::Nip, Some(one.nip.clone()), line, SPOKEN);
    facts.fill(Field::Rank, one.rank.clone(), line, SPOKEN);
    facts.fill(Field::Position, one.position.clone(), line, SPOKEN);
    facts.fill(Field::WorkUnit, one.work_unit.clone(), line, SPOKEN);
}

/// "Menunjuk Sdri. Rini Contoh, S.E., sebagai Admin Agency": a person without a number.
fn unnumbered(sheet: &Sheet, decision: usize, body: &str, facts: &mut Facts) {
    let Some(groups) = UNNUMBERED.captures(body) else { return };
    let Some(found) = groups.get(1) else { return };
    let text = VERB.find(found.as_str()).and_then(|m| found.as_str().get(m.end()..));
    let name = person::plain_name(text.unwrap_or(found.as_str()));
    if person::is_name(&name) {
        let line = sheet.line_of(decision + found.start());
        facts.put(Field::Name, Some(name), line, SPOKEN);
    }
}
