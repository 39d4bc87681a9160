//! Fields of letters, forms and memos: the block of labels about the applicant. Knows no decree.
use super::labels::{self, Entry, Label};
use super::lines::{Sheet, cells, squeeze};
use super::pattern::{Pattern, pattern};
use super::{Fields, PaperKind, Remarks, signature, values};

static SIGNER: Pattern = pattern!(r"(?i)bertanda\s?tangan|^pihak pertama");
static SIGNING: Pattern = pattern!(
    r"(?i)hormat\s+(?:kami|saya)|mengetahui,|menyetujui,|yang\s+(?:membuat|mengajukan)\s+pe"
);
static TARGET: Pattern = pattern!(
    r"(?i)atas nama|menugaskan|kepada|untuk|bagi|sebagai berikut|mengajukan|permohonan|memohon|data (?:admin|akun|pemohon)|menerangkan|mohon|menyatakan|password|user id"
);
static IN_TEXT: Pattern = pattern!(
    r"(?:atas nama|a\.n\.|[Ss]audara|[Ss]dri?\.|[Bb]apak|[Ii]bu)\s+(?:[Ss]dri?\.?\s+|[Ss]audar[ai]\s+|[Bb]apak\s+|[Ii]bu\s+)?([A-Z][^():;/]{2,70}?)\s*[,(/]?\s*\(?NIP\.?\s*:?\s*([\d][\d .\-]{13,26}\d)"
);
static NIP_IN_TEXT: Pattern = pattern!(r"(?i)\bNI[PK]?P?\b\.?\s*:?\s*(\d[\d .\-]{13,26}\d)");
static USER_ID_IN_TEXT: Pattern = pattern!(
    r"(?i)\buser\s?-?\s?(?:id|name)\s*(?:[:=]|adalah|yaitu|yakni|kami)?\s*['\x22(]?([A-Za-z0-9]+[._\-@][A-Za-z0-9._\-@]*[A-Za-z0-9])"
);
static DECREE: Pattern = pattern!(
    r"(?i)\b(?:surat\s+keputusan|keputusan|SK)\b([^;]{0,160}?)\b(?:nomor|no\.?)\s*:?\s*([^\s,;()]+(?:\s?/\s?[^\s,;()/]+)*(?:\s+tahun\s+\d{4})?)\s*,?\s*(?:\(?\s*(?:tanggal|tgl\.?|tertanggal)\s+(.{6,24}))?"
);
static PLACE_DATE: Pattern = pattern!(r"^[A-Z][A-Za-z .'\-]{2,40},\s*(.*\d{4})\.?$");
static FROM: Pattern = pattern!(
    r"(?i)(?:terhitung\s+(?:mulai|sejak)|berlaku\s+(?:sejak|mulai)|mulai|sejak|dari)\s+(?:tanggal\s+)?(\d.{5,22})"
);
static UNTIL: Pattern =
    pattern!(r"(?i)(?:sampai\s+dengan|sampai|s\.?\s?d\.?|s/d|hingga)\s+(?:tanggal\s+)?(\d.{5,22})");
static NUMBERED_ROW: Pattern = pattern!(
    r"^\d{1,3}[.)]?\s+([A-Z][^:\d]{2,70}?)\s*[,/(]?\s*(?:NIP\.?\s*)?(\d[\d .\-]{16,28}\d)\b"
);
static NUMBER_LINE: Pattern = pattern!(r"(?i)^(?:nomor|no\.?)\s*[:.]?\s*(\S*\d\S*/.*)$");

/// The fields of anything but a decree.
pub(super) fn fields(sheet: &Sheet, kind: PaperKind) -> (Fields, Remarks) {
    let mut fields = Fields::default();
    let mut remarks = Remarks::none();
    let entries = labels::entries(sheet);
    let end = body_end(sheet, &entries);
    head(sheet, &entries, &mut fields);
    let people = blocks(sheet, &entries, end);
    person(sheet, &people, &entries, end, &mut fields, &mut remarks);
    if kind == PaperKind::AssignmentLetter {
        fields.valid_from = FROM.group(&sheet.flow, 1).and_then(|t| values::date_near_start(t, 2));
        fields.valid_until =
            UNTIL.group(&sheet.flow, 1).and_then(|t| values::date_near_start(t, 2));
    } else {
        cited_decree(sheet, &mut fields);
    }
    let after = people.last().map(|p| p.last_line).unwrap_or(0);
    fields.signatory = signature::signatory(sheet, after + 1, fields.name.as_deref());
    (fields, remarks)
}

/// The first line of the closing block; labels under it belong to nobody. A NIP does not count as
/// the end of the block: the signatory has one too.
fn body_end(sheet: &Sheet, entries: &[Entry]) -> usize {
    let last = entries
        .iter()
        .filter(|e| {
            matches!(e.label, Label::Name | Label::NameNip | Label::UserId | Label::Position)
        })
        .map(|e| e.line)
        .max()
        .unwrap_or(0);
    signature::starts_at(sheet, last + 1)
}

/// Number, date and institution from the head of the letter.
fn head(sheet: &Sheet, entries: &[Entry], fields: &mut Fields) {
    let first = |label: Label| entries.iter().find(|e| e.label == label).map(|e| e.value.as_str());
    fields.letter_number = first(Label::Number).and_then(values::number).or_else(|| {
        (0..sheet.lines.len().min(30))
            .find_map(|i| NUMBER_LINE.group(sheet.line(i), 1).and_then(values::number))
    });
    fields.letter_date = first(Label::Date)
        .and_then(|value| values::date_in(value).map(|d| d.iso))
        .or_else(|| place_date(sheet))
        .or_else(|| beside_number(sheet, entries));
    fields.institution = first(Label::Institution).and_then(said).or_else(|| letterhead(sheet));
}

/// The date beside the number that ran over into the next line.
fn beside_number(sheet: &Sheet, entries: &[Entry]) -> Option<String> {
    let at = entries.iter().find(|e| e.label == Label::Number)?.line;
    let next = sheet.line(at + 1);
    let month = next.split_whitespace().count() <= 2 && !next.contains(':');
    month.then(|| values::date_in(&sheet.flow_of(at, at + 2)).map(|d| d.iso)).flatten()
}

/// "Jakarta, 9 November 2026", or a line or cell that is nothing but a date.
fn place_date(sheet: &Sheet) -> Option<String> {
    sheet.lines.iter().find_map(|line| {
        cells(line, 3).into_iter().find_map(|cell| {
            let dated = values::date_in(&cell)?;
            let alone = dated.start <= 2 && cell.len() <= dated.end + 1;
            let placed =
                PLACE_DATE.group(&cell, 1).is_some_and(|d| values::date_near_start(d, 2).is_some());
            (alone || placed).then_some(dated.iso)
        })
    })
}

/// The institution in the letterhead: a ministry, government or agency in capitals at the very top.
pub(super) fn letterhead(sheet: &Sheet) -> Option<String> {
    let top = sheet.lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).take(3);
    top.filter(|line| super::lines::is_capitals(line) && line.len() <= 90).find_map(|line| {
        let known =
            ["KEMENTERIAN ", "PEMERINTAH ", "PEMERINTAHAN ", "LEMBAGA ", "REPUBLIK INDONESIA"];
        let fits = known.iter().any(|k| line.starts_with(k)) && !line.contains(" - ");
        fits.then(|| squeeze(line))
    })
}

/// The labels about one person.
#[derive(Default)]
struct Person {
    entries: Vec<Entry>,
    first_line: usize,
    last_line: usize,
    /// The words that introduce the block.
    intro: String,
}

impl Person {
    fn get(&self, label: Label) -> Option<&str> {
        self.entries.iter().find(|e| e.label == label).map(|e| e.value.as_str())
    }

    fn is_signer(&self) -> bool {
        SIGNER.is_match(&self.intro)
    }
}

/// Splits the labels into people: each name begins one.
fn blocks(sheet: &Sheet, entries: &[Entry], end: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut previous = 0;
    for entry in entries.iter().filter(|e| e.line < end) {
        if matches!(entry.label, Label::Name | Label::NameNip) {
            let intro = sheet.flow_of(previous, entry.line);
            people.push(Person { first_line: entry.line, intro, ..Person::default() });
        }
        if let Some(person) = people.last_mut() {
            // A block is one run of labels; far below, a label speaks of something else.
            if entry.label != Label::Unknown && entry.line < person.first_line + 40 {
                person.entries.push(entry.clone());
                person.last_line = entry.line;
            }
            previous = entry.line + 1;
        }
    }
    people
}

/// Chooses the applicant and fills the person's fields.
fn person(
    sheet: &Sheet,
    people: &[Person],
    entries: &[Entry],
    end: usize,
    fields: &mut Fields,
    remarks: &mut Remarks,
) {
    let mut chosen: Vec<&Person> = people.iter().collect();
    let mut at = 0;
    chosen.retain(|person| {
        at += 1;
        at == 1 || !SIGNING.is_match(&person.intro)
    });
    if let [first, rest @ ..] = people {
        let aimed = rest.iter().any(|p| TARGET.is_match(&p.intro));
        if !rest.is_empty() && first.is_signer() && aimed {
            chosen.remove(0);
        }
    }
    let mut nips: Vec<String> =
        chosen.iter().filter_map(|p| p.get(Label::Nip).and_then(values::nip)).collect();
    nips.dedup();
    let ids: Vec<String> = chosen.iter().flat_map(|p| user_ids(p.get(Label::UserId))).collect();
    let mut different = ids.clone();
    different.dedup();
    let several_people = chosen.len() > 1 && (nips.len() > 1 || names_differ(&chosen));
    let listed = if chosen.is_empty() { rows(sheet, end) } else { Vec::new() };
    if several_people || different.len() > 1 || listed.len() > 1 {
        remarks.warnings.push(
            "Surat memuat lebih dari satu akun atau pemohon; satu surat untuk satu akun.".into(),
        );
        remarks.ceiling = 0.7;
    }
    if several_people || listed.len() > 1 {
        return;
    }
    match chosen.first() {
        Some(person) => labelled(person, entries, end, &different, fields, remarks),
        None => unlabelled(sheet, entries, end, listed, fields),
    }
    if fields.user_id.is_none() && different.is_empty() {
        let body = sheet.flow_of(0, end);
        fields.user_id = USER_ID_IN_TEXT.group(&body, 1).map(Into::into);
    }
}

fn names_differ(people: &[&Person]) -> bool {
    let names: Vec<&str> = people.iter().filter_map(|p| p.get(Label::Name)).collect();
    names.windows(2).any(|pair| matches!(pair, [a, b] if !signature::same(a, b)))
}

fn labelled(
    person: &Person,
    entries: &[Entry],
    end: usize,
    ids: &[String],
    fields: &mut Fields,
    remarks: &mut Remarks,
) {
    let get = |label: Label| person.get(label).and_then(said);
    fields.name = get(Label::Name)
        .map(|name| name.trim_end_matches([',', '.', ';']).to_string())
        .map(|n| titled(&n, person));
    fields.nip = person.get(Label::Nip).and_then(values::nip);
    if let Some(both) = person.get(Label::NameNip) {
        let cut = both.find(|c: char| c.is_ascii_digit()).unwrap_or(both.len());
        let (name, digits) = both.split_at_checked(cut).unwrap_or((both, ""));
        fields.name = said(name.trim_end_matches(|c: char| !c.is_alphabetic() && c != '.'));
        fields.nip = values::nip(digits);
    }
    fields.rank = get(Label::Rank);
    fields.position = get(Label::Position);
    fields.work_unit = get(Label::WorkUnit);
    fields.institution = get(Label::Institution).or(fields.institution.take());
    fields.reason = get(Label::Reason);
    fields.user_id = if let [only] = ids { Some(only.clone()) } else { None };
    contacts(entries, person.first_line, end, fields);
    if person.get(Label::EmailNew).is_some() {
        fields.email = None;
        remarks.warnings.push(
            "Surat meminta alamat email diganti; alamat dalam surat tidak dipakai tanpa konfirmasi.".into(),
        );
    }
    let cited = |label: Label| entries.iter().find(|e| e.label == label).map(|e| e.value.as_str());
    if let Some(value) = cited(Label::DecreeNumber) {
        let bare = value.split(" tanggal ").next().unwrap_or(value);
        fields.decree_number = values::number(bare);
        fields.decree_date = values::date_in(value).map(|d| d.iso);
    }
    if let Some(value) = cited(Label::DecreeDate) {
        fields.decree_date = values::date_in(value).map(|d| d.iso);
    }
}

/// Puts the dot of a last title back: "S.Pi" stays, "S.St.Pi." keeps its dot.
fn titled(name: &str, person: &Person) -> String {
    let raw = person.get(Label::Name).unwrap_or_default();
    let dotted = raw.trim_end_matches([',', ';', ' ']);
    if name.contains(',') && dotted.ends_with('.') { format!("{name}.") } else { name.to_string() }
}

/// Address and telephone: only below the first line about the applicant, never the letterhead's.
fn contacts(entries: &[Entry], from: usize, end: usize, fields: &mut Fields) {
    let within = |label: Label| {
        entries
            .iter()
            .find(|e| e.label == label && e.line >= from && e.line < end)
            .map(|e| &e.value)
    };
    fields.email = within(Label::Email).and_then(|v| values::email(v));
    fields.phone = within(Label::Phone).and_then(|v| values::phone(v));
}

/// A letter that names the applicant in its sentences or in one row of a table.
fn unlabelled(sheet: &Sheet, entries: &[Entry], end: usize, rows: Vec<Row>, fields: &mut Fields) {
    let body = sheet.flow_of(0, end);
    if let [row] = rows.as_slice() {
        fields.name = row.name.clone();
        fields.nip = Some(row.nip.clone());
    }
    if let Some(groups) = IN_TEXT.captures(&body) {
        let name = groups.get(1).map(|m| m.as_str().trim_end_matches([',', ' ']));
        fields.name = name.filter(|n| signature::is_name(n)).map(Into::into);
        fields.nip = groups.get(2).and_then(|m| values::nip(m.as_str()));
    } else if fields.nip.is_none() {
        fields.nip = NIP_IN_TEXT.group(&body, 1).and_then(values::nip);
    }
    let get = |label: Label| entries.iter().find(|e| e.label == label && e.line < end);
    let value = |label: Label| get(label).and_then(|e| said(&e.value));
    fields.work_unit = value(Label::WorkUnit);
    fields.position = value(Label::Position);
    fields.rank = value(Label::Rank);
    fields.reason = value(Label::Reason);
    fields.user_id =
        get(Label::UserId).map(|e| user_ids(Some(&e.value))).and_then(|ids| match ids.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        });
    let from = get(Label::Nip).or_else(|| get(Label::UserId)).map(|e| e.line);
    if let Some(from) = from {
        contacts(entries, from, end, fields);
        fields.nip =
            fields.nip.take().or_else(|| get(Label::Nip).and_then(|e| values::nip(&e.value)));
    }
}

/// A row of a table of people.
pub(super) struct Row {
    pub(super) name: Option<String>,
    pub(super) nip: String,
    pub(super) line: usize,
}

/// The rows with a NIP in a cell of their own, above `end`.
pub(super) fn rows(sheet: &Sheet, end: usize) -> Vec<Row> {
    let mut found = Vec::new();
    for (at, line) in sheet.lines.iter().enumerate().take(end) {
        let cells = cells(line, 2);
        if line.contains(':') {
            continue;
        }
        if let Some(row) = numbered_row(line, at) {
            found.push(row);
            continue;
        }
        if cells.len() < 2 {
            continue;
        }
        let Some(place) = cells.iter().position(|c| {
            c.chars().filter(|d| d.is_ascii_digit()).count() == 18 && values::nip(c).is_some()
        }) else {
            continue;
        };
        let Some(nip) = cells.get(place).and_then(|c| values::nip(c)) else { continue };
        let name = place.checked_sub(1).and_then(|i| cells.get(i)).map(|name| {
            name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')
                .to_string()
        });
        found.push(Row { name: name.filter(|n| signature::is_name(n)), nip, line: at });
    }
    found
}

/// "1 Ratna Kusumawardani, S.Pi. 198703142011012901 Admin Agency": columns that stand close.
fn numbered_row(line: &str, at: usize) -> Option<Row> {
    let groups = NUMBERED_ROW.captures(line.trim())?;
    let nip = values::nip(groups.get(2)?.as_str()).filter(|nip| nip.len() == 18)?;
    let name = squeeze(groups.get(1)?.as_str()).trim_end_matches([',', '/', ' ']).to_string();
    Some(Row { name: Some(name).filter(|n| signature::is_name(n)), nip, line: at })
}

/// The user IDs in a value; several where people ask for several accounts.
fn user_ids(value: Option<&str>) -> Vec<String> {
    let Some(value) = value.and_then(said) else { return Vec::new() };
    let bare = value.split('(').next().unwrap_or_default();
    let parts: Vec<&str> = bare
        .split([',', ';', '&'])
        .flat_map(|p| p.split(" dan "))
        .flat_map(|p| p.split(" / "))
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    // A user ID has no blanks: "tidak ingat lagi" is none.
    if parts.iter().any(|p| p.contains(' ') || p.chars().count() > 64) {
        return Vec::new();
    }
    parts.into_iter().map(Into::into).collect()
}

/// Number and date of the decree that the letter leans on.
fn cited_decree(sheet: &Sheet, fields: &mut Fields) {
    if fields.decree_number.is_some() {
        return;
    }
    let Some(groups) = DECREE.captures(&sheet.flow) else { return };
    let between = groups.get(1).map(|m| m.as_str().to_lowercase()).unwrap_or_default();
    if between.contains("peraturan") || between.contains("undang") || between.contains("nomor") {
        return;
    }
    fields.decree_number = groups.get(2).and_then(|m| values::number(m.as_str()));
    if fields.decree_number.is_some() {
        fields.decree_date = groups.get(3).and_then(|m| values::date_near_start(m.as_str(), 2));
    }
}

/// A value that says something.
pub(super) fn said(value: &str) -> Option<String> {
    let value = squeeze(value);
    (!values::is_void(&value)).then_some(value)
}
