//! Fields of letters, forms and memos: whom the paper is about. Knows no decree.
use super::applicant::{Person, blocks, choose, is_own, names_differ};
use super::facts::{Facts, Field, LABELLED, PLACED, SPOKEN};
use super::labels::{self, Entry, Label};
use super::lines::{Sheet, squeeze};
use super::pattern::{Pattern, pattern};
use super::table::{self, Row};
use super::told::{self, Told};
use super::words::exact;
use super::{PaperKind, Remarks, cited, contact, head, kind, person, reason, signature, values};

static NEXT_NUMBER: Pattern = pattern!(r"\s\d{1,2}\.$");
static DOTTED: Pattern = pattern!(r"\s*(?:\.{4,}|_{4,}|…{2,})$");
static FROM: Pattern = pattern!(
    r"(?i)(?:terhitung(?:\s+(?:mulai|sejak))?|berlaku\s+(?:sejak|mulai)|mulai|sejak|dari|TMT\.?|T\.M\.T\.?)\s*:?\s*(?:tanggal\s+|tgl\.?\s+)?(\d.{5,22})"
);
static UNTIL: Pattern =
    pattern!(r"(?i)(?:sampai\s+dengan|sampai|s\.?\s?d\.?|s/d|hingga)\s+(?:tanggal\s+)?(\d.{5,22})");

/// The fields of anything but a decree.
pub(super) fn read(sheet: &Sheet, kind: PaperKind) -> (Facts, Remarks) {
    let mut facts = Facts::default();
    let mut remarks = Remarks::none();
    let entries = labels::entries(sheet);
    let end = body_end(sheet, &entries);
    let body = entries.iter().find(|e| is_own(e.label)).map(|e| e.line).unwrap_or(0);
    head::read(sheet, &entries, body, &mut facts);
    let people = blocks(sheet, &entries, end);
    let mut paper = Paper { sheet, entries: &entries, end, facts: &mut facts };
    paper.person(&people, kind, &mut remarks);
    if kind == PaperKind::AssignmentLetter {
        assignment(sheet, &mut facts);
    } else {
        cited::read(sheet, &entries, end, &mut facts);
        if !facts.has(Field::Reason) {
            let from = entries.iter().find(|e| e.label == Label::Subject).map_or(0, |e| e.line + 1);
            if let Some((value, at)) = reason::spoken(sheet, from, end) {
                facts.put(Field::Reason, Some(value), sheet.line_of(at), SPOKEN);
            }
        }
    }
    let body = head::body_start(sheet);
    let after = people.last().map_or(body, |p| p.last_line + 1);
    let name = facts.get(Field::Name).map(str::to_string);
    // Who signs stands below all that is told of the applicant.
    let told = entries.iter().filter(|e| is_own(e.label) && e.line < end).map(|e| e.line + 1);
    let floor = told.max().unwrap_or(body).max(body);
    let signer = signature::signatory(sheet, after, name.as_deref())
        .or_else(|| signature::signatory(sheet, floor, name.as_deref()))
        .or_else(|| {
            // The data stand in an annex behind the letter.
            let found = signature::signatory(sheet, body, name.as_deref())?;
            (!entries.iter().any(|e| e.line == found.1)).then_some(found)
        });
    if let Some((value, line)) = signer {
        facts.put(Field::Signatory, Some(value), line, PLACED);
    }
    (facts, remarks)
}

/// From when until when somebody is assigned.
fn assignment(sheet: &Sheet, facts: &mut Facts) {
    for (pattern, field) in [(&FROM, Field::ValidFrom), (&UNTIL, Field::ValidUntil)] {
        let found = pattern.all(&sheet.flow).into_iter().find_map(|m| {
            let date = pattern.group(m.as_str(), 1).and_then(|t| values::date_near_start(t, 2))?;
            Some((date, sheet.line_of(m.start())))
        });
        if let Some((date, line)) = found {
            facts.put(field, Some(date), line, SPOKEN);
        }
    }
}

/// The first line of the closing block; labels under it belong to nobody. A NIP does not count as
/// the end of the block: the signatory has one too.
fn body_end(sheet: &Sheet, entries: &[Entry]) -> usize {
    let last = entries
        .iter()
        .filter(|e| matches!(e.label, Label::Name | Label::UserId | Label::Position))
        .map(|e| e.line)
        .max()
        .map_or(0, |line| line + 1);
    let body = head::body_start(sheet);
    // "Sekretaris" in a cell of a table closes nothing.
    let last = if last > 0 { last } else { table::end_of_tables(sheet, body) };
    signature::starts_at(sheet, last.max(body))
}

/// What is known of the paper while its person is looked for.
struct Paper<'t> {
    sheet: &'t Sheet,
    entries: &'t [Entry],
    end: usize,
    facts: &'t mut Facts,
}

impl Paper<'_> {
    /// Chooses the applicant and fills the person's fields.
    fn person(&mut self, people: &[Person], kind: PaperKind, remarks: &mut Remarks) {
        let mut chosen = choose(people);
        let mut listed = Vec::new();
        if !chosen.iter().any(|person| is_somebody(person)) {
            // The head of a table looks like labels without colons.
            listed = table::rows(self.sheet, self.end);
            if !listed.is_empty() {
                chosen.clear();
            }
        }
        let own = listed.iter().filter(|row| kind::AGENCY.is_match(&row.text)).count();
        let only = own == 1 && kind == PaperKind::AssignmentLetter;
        let listed: Vec<Row> =
            listed.into_iter().filter(|row| !only || kind::AGENCY.is_match(&row.text)).collect();
        let mut nips: Vec<String> =
            chosen.iter().filter_map(|p| p.value(Label::Nip).and_then(values::nip)).collect();
        nips.dedup();
        let ids: Vec<String> =
            chosen.iter().flat_map(|p| user_ids(p.value(Label::UserId))).collect();
        let mut different = ids.clone();
        different.dedup();
        let several = chosen.len() > 1 && (nips.len() > 1 || names_differ(&chosen));
        if several || different.len() > 1 || listed.len() > 1 {
            remarks.warnings.push(
                "Surat memuat lebih dari satu akun atau pemohon; satu surat untuk satu akun."
                    .into(),
            );
            remarks.ceiling = 0.7;
        }
        if several || listed.len() > 1 {
            return;
        }
        match chosen.first() {
            Some(person) => self.labelled(person, &different, remarks),
            None => self.unlabelled(&listed),
        }
        // Beside a table, "User ID" is the head of a column.
        if different.is_empty() && listed.is_empty() && !self.facts.has(Field::UserId) {
            contact::user_id(self.sheet, self.end, self.facts);
        }
        let moved = remarks.warnings.iter().any(|w| w == NEW_ADDRESS);
        contact::address(self.sheet, self.end, moved, self.facts);
    }

    fn labelled(&mut self, person: &Person, ids: &[String], remarks: &mut Remarks) {
        let take =
            |facts: &mut Facts, field: Field, label: Label, tidy: fn(&str) -> Option<String>| {
                if let Some(entry) = person.get(label) {
                    facts.put(field, tidy(&entry.value), entry.line, LABELLED);
                }
            };
        take(self.facts, Field::Name, Label::Name, |v| said(v).map(|v| person::plain_name(&v)));
        take(self.facts, Field::Nip, Label::Nip, own_nip);
        take(self.facts, Field::Rank, Label::Rank, said);
        take(self.facts, Field::Position, Label::Position, said);
        take(self.facts, Field::WorkUnit, Label::WorkUnit, said);
        take(self.facts, Field::Institution, Label::Institution, said);
        take(self.facts, Field::Reason, Label::Reason, because);
        self.name_with_number(person);
        if let (Some(entry), [only]) = (person.get(Label::UserId), ids) {
            self.facts.put(Field::UserId, Some(only.clone()), entry.line, LABELLED);
        }
        self.contacts(person.first_line);
        if person.get(Label::EmailNew).is_some() {
            self.facts.remove(Field::Email);
            remarks.warnings.push(NEW_ADDRESS.into());
        }
    }

    /// "Nama : Ratna Contoh (NIP 1987...)": the number in the value of the name.
    fn name_with_number(&mut self, person: &Person) {
        let Some(entry) = person.get(Label::Name) else { return };
        let Some(one) = told::people(&entry.value).into_iter().next() else { return };
        self.facts.fill(Field::Nip, Some(one.nip), entry.line, LABELLED);
        if one.name.is_some() {
            self.facts.put(Field::Name, one.name, entry.line, LABELLED);
        }
    }

    /// Address and telephone: only below the first line about the applicant, never the letterhead's.
    fn contacts(&mut self, from: usize) {
        let within = |label: Label| {
            self.entries.iter().find(|e| e.label == label && e.line >= from && e.line < self.end)
        };
        if let Some(entry) = within(Label::Email) {
            self.facts.put(Field::Email, values::email(&entry.value), entry.line, LABELLED);
        }
        if let Some(entry) = within(Label::Phone) {
            self.facts.put(Field::Phone, contact::phone(&entry.value), entry.line, LABELLED);
            // "Kontak : 0812... / a@b".
            self.facts.fill(Field::Email, values::email(&entry.value), entry.line, LABELLED);
        }
    }

    /// A letter that names the applicant in its sentences or in one row of a table.
    fn unlabelled(&mut self, rows: &[Row]) {
        let mut from = None;
        if let [row] = rows {
            self.row(row);
            from = Some(row.line);
        } else if let Some((one, line)) = self.told() {
            let facts = &mut *self.facts;
            facts.put(Field::Name, one.name, line, SPOKEN);
            facts.put(Field::Nip, Some(one.nip), line, SPOKEN);
            facts.put(Field::Rank, one.rank, line, SPOKEN);
            facts.put(Field::Position, one.position, line, SPOKEN);
            facts.put(Field::WorkUnit, one.work_unit, line, SPOKEN);
            if !facts.has(Field::WorkUnit) {
                contact::agency_unit(self.sheet, self.end, facts);
            }
            from = Some(line);
        }
        let get =
            |label: Label| self.entries.iter().find(|e| e.label == label && e.line < self.end);
        let mut labelled = Vec::new();
        for (field, label) in [
            (Field::WorkUnit, Label::WorkUnit),
            (Field::Position, Label::Position),
            (Field::Rank, Label::Rank),
            (Field::Reason, Label::Reason),
            (Field::Institution, Label::Institution),
        ] {
            let tidy = if label == Label::Reason { because } else { said };
            labelled.extend(get(label).map(|e| (field, tidy(&e.value), e.line)));
        }
        if let Some(entry) = get(Label::UserId)
            && let [only] = user_ids(Some(&entry.value)).as_slice()
        {
            labelled.push((Field::UserId, Some(only.clone()), entry.line));
        }
        if let Some(entry) = get(Label::Nip) {
            labelled.push((Field::Nip, own_nip(&entry.value), entry.line));
        }
        let first = get(Label::Nip).or_else(|| get(Label::UserId)).map(|e| e.line).or(from);
        for (field, value, line) in labelled {
            self.facts.put(field, value, line, LABELLED);
        }
        if let Some(first) = first {
            self.contacts(first);
        }
    }

    fn row(&mut self, row: &Row) {
        let put = |facts: &mut Facts, field: Field, value: &Option<String>| {
            facts.put(field, value.clone(), row.line, SPOKEN);
        };
        put(self.facts, Field::Name, &row.name);
        put(self.facts, Field::Nip, &Some(row.nip.clone()));
        put(self.facts, Field::Rank, &row.rank);
        put(self.facts, Field::Position, &row.position);
        put(self.facts, Field::WorkUnit, &row.work_unit);
        put(self.facts, Field::UserId, &row.user_id);
        put(self.facts, Field::Email, &row.email);
        put(self.facts, Field::Phone, &row.phone);
        put(self.facts, Field::Reason, &row.reason);
        if row.institution.is_some() {
            put(self.facts, Field::Institution, &row.institution);
        }
    }

    /// The one person the sentences tell of; nobody where several could be meant.
    fn told(&self) -> Option<(Told, usize)> {
        let body = self.sheet.flow_of(0, self.end);
        let people = told::people(body);
        let before =
            |one: &Told| body.get(..one.start).unwrap_or_default().trim_end().to_lowercase();
        let aimed = |one: &&Told| {
            let text = before(one);
            ["atas nama", "a.n.", "a.n", "saudara", "saudari", "sdr.", "sdri.", "untuk", "yaitu"]
                .iter()
                .any(|word| text.ends_with(word))
        };
        let mut numbers: Vec<&str> = people.iter().map(|p| p.nip.as_str()).collect();
        numbers.dedup();
        let one = match (numbers.len(), people.iter().filter(aimed).count()) {
            (0, _) => return None,
            (1, _) => people.first(),
            (_, 1) => people.iter().find(aimed),
            _ => None,
        }?;
        Some((one.clone(), self.sheet.line_of(one.start)))
    }
}

/// Do the labels hold a name or a number?
fn is_somebody(person: &Person) -> bool {
    let number = person.value(Label::Nip).and_then(values::nip).is_some();
    number
        || person.value(Label::Name).is_some_and(|name| person::is_name(&person::plain_name(name)))
}

const NEW_ADDRESS: &str =
    "Surat meminta alamat email diganti; alamat dalam surat tidak dipakai tanpa konfirmasi.";

/// A NIP; sixteen digits under "NIP/NIK" are the number of a citizen, not of an official.
pub(super) fn own_nip(value: &str) -> Option<String> {
    values::nip(value).filter(|nip| nip.len() >= 17)
}

/// The user IDs in a value; several where people ask for several accounts.
fn user_ids(value: Option<&str>) -> Vec<String> {
    let Some(value) = value.and_then(said) else { return Vec::new() };
    let bare = value.split('(').next().unwrap_or_default();
    let parts: Vec<&str> = bare
        .split([',', ';', '&'])
        .flat_map(|p| p.split(" dan "))
        .flat_map(|p| p.split(" / "))
        .map(|p| p.trim_matches(|c: char| matches!(c, ' ' | '"' | '“' | '”' | '\'')))
        .filter(|p| !p.is_empty())
        .collect();
    // A user ID has no blanks: "tidak ingat lagi" is none.
    if parts.iter().any(|p| p.contains(' ') || p.chars().count() > 64) {
        return Vec::new();
    }
    parts.into_iter().map(Into::into).collect()
}

/// A value that says something.
pub(super) fn said(value: &str) -> Option<String> {
    let value = squeeze(value);
    // A dotted line the value was written on.
    let lined = DOTTED.find(&value).map_or(value.len(), |dots| dots.start());
    let value = value.get(..lined).filter(|own| !own.is_empty()).unwrap_or(&value);
    // "...; dan": the last but one of a list.
    let listed = value.strip_suffix(" dan").map(str::trim_end).filter(|v| v.ends_with([';', ',']));
    let value = listed.unwrap_or(value);
    let mut value = value.trim_end_matches([';', ',']).trim().to_string();
    if let Some(number) = NEXT_NUMBER.find(&value) {
        value.truncate(number.start());
    }
    let open = value.chars().filter(|c| matches!(c, '.' | '_' | '…')).count();
    let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
    // A label in the place of a value: the columns of the paper were torn apart.
    let label = exact(&value) != Label::Unknown && !value.contains(' ');
    (!values::is_void(&value) && open <= letters.max(3) && !label).then_some(value)
}

/// A reason without the dot of its sentence. "Lupa" is one, though it is no user ID.
fn because(value: &str) -> Option<String> {
    let plain = squeeze(value).trim_end_matches(['.', ';', ',', ' ']).to_string();
    let short = plain.to_lowercase().starts_with("lupa");
    if short { Some(plain) } else { said(&plain) }
}
