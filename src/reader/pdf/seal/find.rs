//! Where the electronic signatures of a PDF are, and what bytes each is over (ISO 32000-2 §12.8). Knows
//! no certificate: what is wrong with the place of a signature is said before its sum is made.
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use std::collections::BTreeSet;

/// So many objects of a PDF are looked at.
const LOOK_LIMIT: usize = 200_000;
/// Bytes of a signature's own object on each side of its container.
const OBJECT_LIMIT: usize = 64 * 1024;

/// What a signature says it is (`/SubFilter`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `ETSI.CAdES.detached`: PAdES, which must name its certificate.
    Pades,
    /// `adbe.pkcs7.detached`.
    Cms,
    /// `ETSI.RFC3161`: the time of the whole document, nobody's will.
    Stamp,
    /// Another kind, which is not checked.
    Other(String),
}

/// One signature whose place is as it must be: all bytes of the file up to `until` but its own container.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
    /// First byte of the container as text, its `<`; and the byte after its `>`.
    pub(super) gap: (usize, usize),
    pub(super) until: usize,
    pub(super) container: Vec<u8>,
    /// `/M`: the signer's own clock.
    pub(super) claimed: Option<Timestamp>,
}

impl Place {
    /// The two parts that were signed.
    pub(super) fn parts<'a>(&self, bytes: &'a [u8]) -> [&'a [u8]; 2] {
        let (start, end) = self.gap;
        let part = |range| bytes.get(range).unwrap_or_default();
        [part(0..start), part(end..self.until)]
    }
}

/// Every signature of the document as it is now. `Err` says in Indonesian why a place is no place.
pub(super) fn places(document: &Document, bytes: &[u8]) -> Vec<Result<Place, &'static str>> {
    let held = held(document);
    let mut found = Vec::new();
    for (id, object) in document.objects.iter().take(LOOK_LIMIT) {
        let Object::Dictionary(dictionary) = object else { continue };
        if is_seal(dictionary) || held.values.contains(id) {
            if held.rights.contains(id) && !held.values.contains(id) {
                continue; // what a form may be used for, signed by the maker of the program
            }
            found.push(place(document, bytes, *id, dictionary));
        } else if let Ok(Object::Dictionary(inner)) = dictionary.get(b"V")
            && is_seal(inner)
        {
            found.push(place(document, bytes, *id, inner));
        }
    }
    found
}

/// Objects that stand in a place for signatures.
struct Held {
    /// Values of signature fields.
    values: BTreeSet<ObjectId>,
    /// Usage rights (ISO 32000-1 §12.8.2.3).
    rights: BTreeSet<ObjectId>,
}

fn held(document: &Document) -> Held {
    let mut held = Held { values: BTreeSet::new(), rights: BTreeSet::new() };
    for object in document.objects.values().take(LOOK_LIMIT) {
        let Object::Dictionary(dictionary) = object else { continue };
        let is_field = dictionary.get(b"FT").and_then(Object::as_name).is_ok_and(|n| n == b"Sig");
        if is_field && let Ok(value) = dictionary.get(b"V").and_then(Object::as_reference) {
            held.values.insert(value);
        }
        for key in [b"UR".as_slice(), b"UR3"] {
            if let Ok(value) = dictionary.get(key).and_then(Object::as_reference) {
                held.rights.insert(value);
            }
        }
    }
    held
}

/// Whether a dictionary means to be a signature, however much of it is missing.
fn is_seal(dictionary: &Dictionary) -> bool {
    let named = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok();
    let typed = named(b"Type").is_some_and(|name| name == b"Sig" || name == b"DocTimeStamp");
    typed
        || dictionary.has(b"ByteRange")
        || named(b"SubFilter").is_some() && dictionary.has(b"Contents")
}

fn place(
    document: &Document,
    bytes: &[u8],
    id: ObjectId,
    dictionary: &Dictionary,
) -> Result<Place, &'static str> {
    let (gap, until) = range(dictionary, bytes.len())
        .ok_or("rentang bita (ByteRange) tanda tangan tidak ada atau tidak wajar")?;
    let hole = "lubang rentang bita tanda tangan bukan tepat wadah tanda tangannya (Contents)";
    let container = bytes.get(gap.0..gap.1).and_then(hexadecimal).ok_or(hole)?;
    match dictionary.get(b"Contents") {
        Ok(Object::String(value, StringFormat::Hexadecimal)) if *value == container => {}
        _ => return Err(hole),
    }
    if !is_around(document, bytes, id, gap) {
        return Err(hole);
    }
    let kind = match dictionary.get(b"SubFilter").and_then(Object::as_name) {
        Ok(b"ETSI.CAdES.detached") => Kind::Pades,
        Ok(b"adbe.pkcs7.detached") => Kind::Cms,
        Ok(b"ETSI.RFC3161") => Kind::Stamp,
        Ok(other) => Kind::Other(String::from_utf8_lossy(other).chars().take(40).collect()),
        Err(_) => return Err("jenis tanda tangan (SubFilter) tidak disebut"),
    };
    let claimed = dictionary.get(b"M").and_then(Object::as_str).ok().and_then(time);
    Ok(Place { id, kind, gap, until, container, claimed })
}

/// `[0 a b c]`: from the beginning to `a`, and from `b` on `c` bytes, within the file and in order.
fn range(dictionary: &Dictionary, length: usize) -> Option<((usize, usize), usize)> {
    let numbers = dictionary.get(b"ByteRange").and_then(Object::as_array).ok()?;
    let numbers: Vec<usize> =
        numbers.iter().map(|n| usize::try_from(n.as_i64().ok()?).ok()).collect::<Option<_>>()?;
    let [0, start, end, rest] = *numbers.as_slice() else { return None };
    let until = end.checked_add(rest)?;
    // `<>` and something on both sides: the object itself has a head and an end.
    (start > 0 && start + 2 <= end && rest > 0 && until <= length).then_some(((start, end), until))
}

/// `<…>` with digits (and blanks) and nothing else.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digits: Vec<u8> = digits.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    data_encoding::HEXLOWER_PERMISSIVE.decode(&digits).ok()
}

/// Whether the gap is the one `/Contents` of the very object that the file's index names: a range that
/// was pointed at another string covers something else than it says.
fn is_around(document: &Document, bytes: &[u8], id: ObjectId, gap: (usize, usize)) -> bool {
    let Some(XrefEntry::Normal { offset, .. }) = document.reference_table.get(id.0) else {
        return false;
    };
    let Some(head) = usize::try_from(*offset).ok().and_then(|from| bytes.get(from..gap.0)) else {
        return false;
    };
    let after = bytes.get(gap.1..).unwrap_or_default();
    let after = after.get(..OBJECT_LIMIT).unwrap_or(after);
    let Some(end) = memchr::memmem::find(after, b"endobj") else { return false };
    let tail = after.get(..end).unwrap_or_default();
    let start = format!("{} {} obj", id.0, id.1);
    let times = |word: &[u8]| {
        memchr::memmem::find_iter(head, word).count()
            + memchr::memmem::find_iter(tail, word).count()
    };
    head.len() <= OBJECT_LIMIT
        && head.trim_ascii_start().starts_with(start.as_bytes())
        && head.trim_ascii_end().ends_with(b"/Contents")
        && memchr::memmem::find(head, b"endobj").is_none()
        && times(b"/Contents") == 1
        && times(b"/ByteRange") == 1
}

/// `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-2 §7.9.4), whole to the second.
fn time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix("D:").unwrap_or(text);
    let (digits, zone) = text.split_at_checked(14)?;
    let time = civil::DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    let minutes = match zone.split_at_checked(1) {
        Some((sign @ ("+" | "-"), rest)) => {
            let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
            let number = |range| digits.get(range).unwrap_or("0").parse::<i32>().ok();
            let minutes = number(0..2)?.checked_mul(60)?.checked_add(number(2..4)?)?;
            if sign == "-" { -minutes } else { minutes }
        }
        _ => 0,
    };
    let zone = TimeZone::fixed(Offset::from_seconds(minutes.checked_mul(60)?).ok()?);
    Some(time.to_zoned(zone).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_signatures() {
        let read = |text: &str| time(text.as_bytes()).map(|t| t.to_string());
        let noon = Some("2026-11-02T05:00:00Z".to_owned());
        assert_eq!(read("D:20261102120000+07'00'"), noon);
        assert_eq!(read("D:20261102050000Z"), noon);
        assert_eq!(read("D:20261102003000-04'30"), noon);
        assert_eq!(read("D:2026"), None);
        assert_eq!(read("D:20261302120000Z"), None);
    }

    #[test]
    fn a_range_is_two_parts_in_order_and_within() {
        let of = |numbers: &[i64]| {
            let numbers = numbers.iter().map(|n| Object::Integer(*n)).collect();
            let mut dictionary = Dictionary::new();
            dictionary.set("ByteRange", Object::Array(numbers));
            range(&dictionary, 100)
        };
        assert_eq!(of(&[0, 10, 20, 80]), Some(((10, 20), 100)));
        for wrong in [
            &[1, 10, 20, 80][..],
            &[0, 10, 20, 81],
            &[0, 20, 10, 80],
            &[0, 10, 11, 80],
            &[0, -10, 20, 80],
            &[0, 10, 20, i64::MAX],
            &[0, 10, 20],
            &[0, 10, 20, 30, 60, 40],
            &[0, 0, 20, 80],
            &[0, 10, 20, 0],
            &[],
        ] {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
        assert_eq!(range(&Dictionary::new(), 100), None);
    }

    #[test]
    fn a_container_is_digits_between_brackets() {
        assert_eq!(hexadecimal(b"<30 0aFF\n>"), Some(vec![0x30, 0x0a, 0xff]));
        for wrong in [&b"<300>"[..], b"<30", b"30>", b"<30>/X<30>", b"(30)", b"<3g>", b""] {
            assert_eq!(hexadecimal(wrong), None, "{wrong:?}");
        }
    }
}
