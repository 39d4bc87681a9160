//! The values found in one paper, each with the line it stood in and how sure it is. Knows no rule.
use super::lines::Sheet;
use super::sight::Sight;
use super::{Fields, Found};
use std::collections::BTreeMap;

/// A field of `contract.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Name,
    Nip,
    Rank,
    Position,
    WorkUnit,
    Institution,
    UserId,
    Email,
    Phone,
    Reason,
    LetterNumber,
    LetterDate,
    DecreeNumber,
    DecreeDate,
    ValidFrom,
    ValidUntil,
    Signatory,
}

/// A value behind its label.
pub(super) const LABELLED: f64 = 0.97;
/// A value in a place that is its own: number and date in the head, name in the closing block.
pub(super) const PLACED: f64 = 0.93;
/// A value taken out of a sentence or a table.
pub(super) const SPOKEN: f64 = 0.88;

struct Fact {
    value: String,
    line: usize,
    sure: f64,
}

/// The values found so far.
#[derive(Default)]
pub(super) struct Facts(BTreeMap<Field, Fact>);

impl Facts {
    /// Notes a value that stands in `line`; nothing changes where there is none.
    pub(super) fn put(&mut self, field: Field, value: Option<String>, line: usize, sure: f64) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.insert(field, Fact { value, line, sure });
        }
    }

    /// The same, but what is already known stays.
    pub(super) fn fill(&mut self, field: Field, value: Option<String>, line: usize, sure: f64) {
        if !self.has(field) {
            self.put(field, value, line, sure);
        }
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.0.contains_key(&field)
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(|fact| fact.value.as_str())
    }

    pub(super) fn remove(&mut self, field: Field) {
        self.0.remove(&field);
    }

    pub(super) fn fields(&self) -> Fields {
        let get = |field: Field| self.get(field).map(str::to_string);
        Fields {
            name: get(Field::Name),
            nip: get(Field::Nip),
            rank: get(Field::Rank),
            position: get(Field::Position),
            work_unit: get(Field::WorkUnit),
            institution: get(Field::Institution),
            user_id: get(Field::UserId),
            email: get(Field::Email),
            phone: get(Field::Phone),
            reason: get(Field::Reason),
            letter_number: get(Field::LetterNumber),
            letter_date: get(Field::LetterDate),
            decree_number: get(Field::DecreeNumber),
            decree_date: get(Field::DecreeDate),
            valid_from: get(Field::ValidFrom),
            valid_until: get(Field::ValidUntil),
            signatory: get(Field::Signatory),
        }
    }

    /// The evidence for each field. What was read from a picture is no surer than its words.
    pub(super) fn found(&self, sheet: &Sheet, sight: &Sight) -> BTreeMap<String, Found> {
        let one = |(field, fact): (&Field, &Fact)| {
            let place = sheet.place(fact.line);
            let seen = sight.of(place, &fact.value);
            let sure = fact.sure * seen.unwrap_or(1.0);
            let confidence = (sure * 100.0).round() / 100.0;
            (field.key().to_string(), Found { confidence, page: place.page, line: place.line })
        };
        self.0.iter().map(one).collect()
    }
}

impl Field {
    /// The name in `contract.md`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Nip => "nip",
            Field::Rank => "rank",
            Field::Position => "position",
            Field::WorkUnit => "work_unit",
            Field::Institution => "institution",
            Field::UserId => "user_id",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::Reason => "reason",
            Field::LetterNumber => "letter_number",
            Field::LetterDate => "letter_date",
            Field::DecreeNumber => "decree_number",
            Field::DecreeDate => "decree_date",
            Field::ValidFrom => "valid_from",
            Field::ValidUntil => "valid_until",
            Field::Signatory => "signatory",
        }
    }
}
