//! What came into a PDF after a signature: the document as it was signed beside the document as it is. Only
//! what can be shown to leave pages and form untouched passes, everything else is a change (shadow
//! attacks: Mainka et al., "Shadow Attacks", NDSS 2021). Knows no certificate.
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, ObjectStream};
use std::collections::BTreeSet;

/// Most objects that are compared.
const OBJECT_LIMIT: usize = 200_000;
/// Additions to the catalogue that show nothing: evidence of validity (`/DSS`, ETSI EN 319 142-1), what the
/// version allows, description, whose certification it is.
const SILENT: [&[u8]; 5] = [b"DSS", b"Extensions", b"Version", b"Metadata", b"Perms"];

/// Ends each update of a file.
const END: &[u8] = b"%%EOF";

/// What was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Since {
    /// Evidence of validity and signatures without a picture (time stamps).
    Evidence,
    /// Signatures with a picture of their own, each of which stands.
    Signatures,
    /// Something else, or something of which nothing can be shown.
    Content,
}

/// What the bytes from `until` on did to the document that ended there. `standing` are the signatures
/// whose sum is right.
pub(super) fn since(
    bytes: &[u8],
    until: usize,
    now: &Document,
    standing: &BTreeSet<ObjectId>,
) -> Since {
    let (signed, added) = bytes.split_at_checked(until).unwrap_or((bytes, &[]));
    let options = LoadOptions {
        max_decompressed_size: Some(super::super::MOST_STREAM),
        ..LoadOptions::default()
    };
    let Ok(then) = Document::load_mem_with_options(signed, options) else { return Since::Content };
    if then.xref_recovery.is_some() || now.xref_recovery.is_some() {
        return Since::Content;
    }
    let mut compared =
        Compared { then: &then, now, standing, seen: BTreeSet::new(), found: Since::Evidence };
    let same = compared.documents().is_some() && compared.untouched(added).is_some();
    if same { compared.found } else { Since::Content }
}

/// Two states of one document. Each step answers `None` where something is not as it was.
struct Compared<'a> {
    then: &'a Document,
    now: &'a Document,
    standing: &'a BTreeSet<ObjectId>,
    /// Objects that must be, and are, as they were.
    seen: BTreeSet<ObjectId>,
    found: Since,
}

impl<'a> Compared<'a> {
    fn documents(&mut self) -> Option<()> {
        let root =
            |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference);
        let (id, other) = (root(self.then).ok()?, root(self.now).ok()?);
        if id != other || self.now.trailer.has(b"Encrypt") {
            return None;
        }
        let (then, now) = (dictionary(self.then, id)?, dictionary(self.now, id)?);
        for key in keys(then, now).filter(|key| !SILENT.contains(key) && *key != b"AcroForm") {
            self.same(then.get(key).ok()?, now.get(key).ok()?)?;
        }
        self.form(then, now)
    }

    /// The same value, and the same behind every reference in it.
    fn same(&mut self, then: &'a Object, now: &'a Object) -> Option<()> {
        if then != now {
            return None;
        }
        let mut open = vec![then];
        while let Some(object) = open.pop() {
            match object {
                Object::Array(items) => open.extend(items),
                Object::Dictionary(inner) => open.extend(inner.iter().map(|(_, value)| value)),
                Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
                Object::Reference(id) if self.seen.insert(*id) => {
                    if self.seen.len() > OBJECT_LIMIT {
                        return None;
                    }
                    open.extend(self.object(*id)?);
                }
                _ => {}
            }
        }
        Some(())
    }

    /// One object that must be as it was; what is behind it. A page may have got a signature, an empty
    /// field of a signature may have been filled.
    fn object(&mut self, id: ObjectId) -> Option<Vec<&'a Object>> {
        match (self.then.objects.get(&id), self.now.objects.get(&id)) {
            (None, None) => Some(Vec::new()),
            (Some(Object::Dictionary(then)), Some(Object::Dictionary(now)))
                if then.has_type(b"Page") =>
            {
                self.page(then, now)
            }
            (Some(Object::Dictionary(then)), Some(Object::Dictionary(now)))
                if is_empty_field(then) && then != now =>
            {
                self.signature(now)?;
                Some(Vec::new())
            }
            (Some(then), Some(now)) => (then == now).then(|| vec![then]),
            _ => None,
        }
    }

    fn page(&mut self, then: &'a Dictionary, now: &'a Dictionary) -> Option<Vec<&'a Object>> {
        let mut behind = Vec::new();
        for key in keys(then, now).filter(|key| *key != b"Annots") {
            let value = then.get(key).ok()?;
            (value == now.get(key).ok()?).then(|| behind.push(value))?;
        }
        let (old, new) = (list(self.then, then, b"Annots")?, list(self.now, now, b"Annots")?);
        behind.extend(self.grown(old, new)?);
        Some(behind)
    }

    /// A list in which everything is still there, in order, and nothing came but signatures.
    fn grown(&mut self, old: &'a [Object], new: &'a [Object]) -> Option<Vec<&'a Object>> {
        let (kept, more) = new.split_at_checked(old.len())?;
        (kept == old).then_some(())?;
        for added in more {
            let id = added.as_reference().ok()?;
            // It cannot be one that already stood elsewhere.
            self.then
                .objects
                .get(&id)
                .is_none_or(|o| o.as_dict().is_ok_and(is_empty_field))
                .then_some(())?;
            self.signature(dictionary(self.now, id)?)?;
        }
        Some(old.iter().collect())
    }

    /// A field of a signature that stands; whether it shows a picture.
    fn signature(&mut self, field: &Dictionary) -> Option<()> {
        let parent = || dictionary(self.now, field.get(b"Parent").ok()?.as_reference().ok()?);
        let whole = if field.has(b"V") { field } else { parent()? };
        let kind = whole.get(b"FT").or_else(|_| field.get(b"FT")).ok()?.as_name().ok()?;
        let value = whole.get(b"V").ok()?.as_reference().ok()?;
        // One that stood before has its own field: another one would only borrow it.
        let fresh = !self.then.objects.contains_key(&value);
        (kind == b"Sig" && fresh && self.standing.contains(&value)).then_some(())?;
        let widget = field.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Widget");
        if widget && is_visible(self.now, field) {
            self.found = self.found.max(Since::Signatures);
        }
        (!field.has(b"A") && !field.has(b"AA")).then_some(())
    }

    fn form(&mut self, then: &'a Dictionary, now: &'a Dictionary) -> Option<()> {
        let of =
            |document: &'a Document, catalogue: &'a Dictionary| match catalogue.get(b"AcroForm") {
                Ok(Object::Reference(id)) => dictionary(document, *id).map(Some),
                Ok(Object::Dictionary(form)) => Some(Some(form)),
                Ok(_) => None,
                Err(_) => Some(None),
            };
        let (old, new) = (of(self.then, then)?, of(self.now, now)?);
        let Some(new) = new else { return old.is_none().then_some(()) };
        if let Some(old) = old {
            let kept = |key: &&[u8]| *key != b"Fields" && *key != b"SigFlags";
            for key in old.iter().map(|(key, _)| key.as_slice()).filter(kept) {
                self.same(old.get(key).ok()?, new.get(key).ok()?)?;
            }
            let (before, after) =
                (list(self.then, old, b"Fields")?, list(self.now, new, b"Fields")?);
            for kept in self.grown(before, after)? {
                self.same(kept, kept)?;
            }
        } else {
            self.grown(&[], list(self.now, new, b"Fields")?)?;
        }
        // With either of these a viewer makes pictures of its own.
        let quiet = [b"NeedAppearances".as_slice(), b"XFA"];
        quiet.iter().all(|key| !new.has(key) || old.is_some_and(|old| old.has(key))).then_some(())
    }

    /// That the added bytes really define nothing that must be as it was, whatever their index says:
    /// viewers differ in which of two definitions they take.
    fn untouched(&self, added: &[u8]) -> Option<()> {
        let locked = |number: u32| {
            let mut here = self.seen.range((number, 0)..=(number, u16::MAX));
            here.any(|id| !self.may_change(*id))
        };
        let ends = memchr::memmem::find_iter(added, END).map(|at| at + END.len());
        let mut from = 0;
        for end in ends.chain([added.len()]) {
            let update = added.get(from..end)?;
            let mut numbers = BTreeSet::new();
            for number in defined(update) {
                (numbers.insert(number) && !locked(number)).then_some(())?;
            }
            from = end;
        }
        let fresh = |(id, _): &(&ObjectId, &Object)| !self.then.objects.contains_key(id);
        for (_, object) in self.now.objects.iter().filter(fresh) {
            let Object::Stream(stream) = object else { continue };
            if stream.dict.has_type(b"ObjStm") {
                let limit = Some(super::super::MOST_STREAM);
                let held = ObjectStream::new_with_limit(stream, limit).ok()?;
                (!held.objects.keys().any(|id| locked(id.0))).then_some(())?;
            }
        }
        Some(())
    }

    /// Pages and empty fields, whose change was looked at.
    fn may_change(&self, id: ObjectId) -> bool {
        let Some(Object::Dictionary(then)) = self.then.objects.get(&id) else { return false };
        then.has_type(b"Page") || is_empty_field(then)
    }
}

/// The numbers of the objects that a piece of a file defines, `12 0 obj`.
fn defined(update: &[u8]) -> impl Iterator<Item = u32> + '_ {
    memchr::memmem::find_iter(update, b"obj").filter_map(|at| {
        let before = update.get(..at)?.trim_ascii_end();
        let (before, generation) = digits(before)?;
        let (rest, number) = digits(before.trim_ascii_end())?;
        let apart = before.len() > before.trim_ascii_end().len();
        let alone = rest.last().is_none_or(|b| !b.is_ascii_digit());
        (apart && alone && generation.len() <= 5)
            .then(|| std::str::from_utf8(number).ok()?.parse().ok())?
    })
}

/// Digits at the end, and what is before them.
fn digits(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = bytes.iter().rev().take(10).take_while(|b| b.is_ascii_digit()).count();
    if count == 0 { None } else { bytes.split_at_checked(bytes.len() - count) }
}

fn dictionary(document: &Document, id: ObjectId) -> Option<&Dictionary> {
    document.objects.get(&id)?.as_dict().ok()
}

/// Keys of either.
fn keys<'a>(one: &'a Dictionary, other: &'a Dictionary) -> impl Iterator<Item = &'a [u8]> {
    let more = other.iter().map(|(key, _)| key).filter(|key| !one.has(key));
    one.iter().map(|(key, _)| key).chain(more).map(Vec::as_slice)
}

/// A list that may stand apart; none is an empty one.
fn list<'a>(document: &'a Document, at: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    let value = match at.get(key) {
        Ok(Object::Reference(id)) => document.objects.get(id)?,
        Ok(value) => value,
        Err(_) => return Some(&[]),
    };
    value.as_array().ok().map(Vec::as_slice)
}

/// A place for a signature in which none is yet.
fn is_empty_field(field: &Dictionary) -> bool {
    field.get(b"FT").and_then(Object::as_name).is_ok_and(|n| n == b"Sig") && !field.has(b"V")
}

/// Whether it takes any room on its page. What cannot be told does.
fn is_visible(document: &Document, widget: &Dictionary) -> bool {
    const HIDDEN: i64 = 2 | 32;
    let hidden = widget.get(b"F").and_then(Object::as_i64).is_ok_and(|flags| flags & HIDDEN != 0);
    let Some(corners) = list(document, widget, b"Rect") else { return true };
    let numbers: Vec<f32> = corners.iter().filter_map(|n| n.as_float().ok()).collect();
    match numbers.as_slice() {
        [left, bottom, right, top] => !hidden && left != right && bottom != top,
        [] => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_seen_in_the_bytes() {
        let numbers = |bytes: &[u8]| defined(bytes).collect::<Vec<u32>>();
        let update =
            b"\n12 0 obj\n<<>>\nendobj 7 0\tobj<</A 3 0 R>>endobj\r4294967295 65535 obj xobj 5 obj";
        assert_eq!(numbers(update), [12, 7, 4_294_967_295]);
        assert!(numbers(b"obj").is_empty());
        assert_eq!(numbers(b"1 0obj"), [1]);
    }
}
