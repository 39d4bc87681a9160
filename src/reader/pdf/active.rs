//! Parts of a PDF that act by themselves, or carry what nobody sees: people are told before they open it.
//! Nothing of it is carried out, followed or unpacked.
use lopdf::{Dictionary, Document, Object};

/// So many objects of a PDF are looked at.
const LOOK_LIMIT: usize = 200_000;
/// How far an action names the next one.
const CHAIN_LIMIT: usize = 16;

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Active {
    script: bool,
    program: bool,
    files: bool,
    media: bool,
    form: bool,
    /// Something is sent or fetched, at once or at a click on a form.
    contact: bool,
}

/// The remarks on a document, in Indonesian.
pub(super) fn remarks(document: &Document) -> Vec<String> {
    let seen = look(document);
    [
        (seen.script, "PDF memuat JavaScript; jangan dibuka di luar penampil yang aman."),
        (seen.program, "PDF mencoba menjalankan program; jangan dibuka."),
        (seen.files, "PDF memuat berkas lain di dalamnya, yang tidak diperiksa."),
        (seen.media, "PDF memuat media atau animasi (RichMedia); jangan dijalankan."),
        (seen.form, "PDF memuat formulir XFA; yang tampil dapat berbeda dari yang tercetak."),
        (seen.contact, "PDF menghubungi alamat luar atau mengirim isian saat dibuka atau diklik."),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, words)| words.to_owned())
    .collect()
}

/// Looks into every dictionary, also one within another object (`/OpenAction<</S/JavaScript …>>`).
fn look(document: &Document) -> Active {
    let mut seen = Active::default();
    let mut open: Vec<&Object> = document.objects.values().take(LOOK_LIMIT).collect();
    open.extend(document.trailer.iter().map(|(_, value)| value));
    let (mut left, mut follow) = (LOOK_LIMIT, LOOK_LIMIT);
    while let Some(object) = open.pop() {
        left -= 1;
        if left == 0 {
            break;
        }
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            Object::Array(items) => {
                open.extend(items);
                continue;
            }
            _ => continue,
        };
        seen.take(document, dictionary, &mut follow);
        open.extend(dictionary.iter().map(|(_, value)| value));
    }
    seen
}

impl Active {
    /// `follow` is how many more actions are followed.
    fn take(&mut self, document: &Document, dictionary: &Dictionary, follow: &mut usize) {
        let named = |key: &[u8], words: &[&[u8]]| {
            let value = dictionary.get_deref(key, document).and_then(Object::as_name);
            value.is_ok_and(|name| words.contains(&name))
        };
        let has = |keys: &[&[u8]]| keys.iter().any(|key| dictionary.has(key));
        self.script |= has(&[b"JS", b"JavaScript"]) || named(b"S", &[b"JavaScript"]);
        self.program |= has(&[b"Launch"]) || named(b"S", &[b"Launch"]);
        self.files |= has(&[b"EmbeddedFiles", b"EmbeddedFile"])
            || named(b"Type", &[b"EmbeddedFile"])
            || named(b"Subtype", &[b"FileAttachment"]);
        self.media |= has(&[b"RichMediaContent"])
            || named(b"Subtype", &[b"RichMedia", b"Movie", b"Screen", b"3D", b"Sound"]);
        self.form |= has(&[b"XFA"]);
        self.contact |= named(b"S", &[b"SubmitForm", b"ImportData"]);
        for key in [b"OpenAction".as_slice(), b"AA"] {
            if let Ok(action) = dictionary.get_deref(key, document) {
                self.contact |= contacts(document, action, follow);
            }
        }
    }
}

/// Whether an action that nobody asked for, or one of those after it, leaves the document. A link that a
/// person clicks is no such one.
fn contacts(document: &Document, action: &Object, left: &mut usize) -> bool {
    let mut open = vec![(action, 0)];
    while let Some((object, depth)) = open.pop() {
        *left = left.saturating_sub(1);
        let Ok((_, object)) = document.dereference(object) else { continue };
        let Ok(dictionary) = object.as_dict() else { continue };
        let kind = dictionary.get_deref(b"S", document).and_then(Object::as_name);
        if kind.is_ok_and(|kind| matches!(kind, b"URI" | b"GoToR" | b"GoToE" | b"SubmitForm")) {
            return true;
        }
        if *left == 0 || depth >= CHAIN_LIMIT {
            return false;
        }
        let next = dictionary
            .iter()
            .filter(|(_, value)| matches!(value, Object::Dictionary(_) | Object::Reference(_)));
        open.extend(next.map(|(_, value)| (value, depth + 1)));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn seen(catalogue: Dictionary, more: Vec<Object>) -> Active {
        let mut document = Document::with_version("1.7");
        for object in more {
            document.add_object(object);
        }
        let id = document.add_object(catalogue);
        document.trailer.set("Root", id);
        look(&document)
    }

    #[test]
    fn each_kind_is_seen_wherever_it_hides() {
        let quiet = Active::default();
        let script = dictionary! {"S" => "JavaScript", "JS" => Object::string_literal("x")};
        let open = |action: Dictionary| seen(dictionary! {"OpenAction" => action}, vec![]);
        assert_eq!(open(script), Active { script: true, ..quiet });
        let launch = dictionary! {"S" => "Launch", "F" => Object::string_literal("cmd.exe")};
        assert_eq!(open(launch), Active { program: true, ..quiet });
        let contact = Active { contact: true, ..quiet };
        for kind in ["URI", "GoToR", "GoToE", "SubmitForm", "ImportData"] {
            assert_eq!(open(dictionary! {"S" => kind}), contact, "{kind}");
        }
        // After another one, or of a page.
        let next = dictionary! {"S" => "GoTo", "Next" => dictionary! {"S" => "URI"}};
        assert_eq!(open(next), contact);
        let page =
            dictionary! {"Type" => "Page", "AA" => dictionary! {"O" => dictionary! {"S" => "URI"}}};
        assert_eq!(seen(dictionary! {}, vec![page.into()]), contact);
        for (object, expected) in [
            (dictionary! {"Type" => "EmbeddedFile"}, Active { files: true, ..quiet }),
            (dictionary! {"Subtype" => "FileAttachment"}, Active { files: true, ..quiet }),
            (dictionary! {"Subtype" => "RichMedia"}, Active { media: true, ..quiet }),
            (dictionary! {"XFA" => 1}, Active { form: true, ..quiet }),
            (dictionary! {"S" => "SubmitForm"}, contact),
        ] {
            let shown = format!("{object:?}");
            assert_eq!(
                seen(dictionary! {}, vec![vec![Object::from(object)].into()]),
                expected,
                "{shown}"
            );
        }
    }

    #[test]
    fn links_and_places_are_quiet() {
        let link = dictionary! {"Subtype" => "Link", "A" => dictionary! {"S" => "URI", "URI" => Object::string_literal("https://x.example")}};
        let open = dictionary! {"OpenAction" => vec![Object::Integer(0), "Fit".into()]};
        assert_eq!(seen(open, vec![link.into()]), Active::default());
        // An action that is its own next one.
        let mut document = Document::with_version("1.7");
        let id = document.new_object_id();
        document.objects.insert(id, dictionary! {"S" => "GoTo", "Next" => id}.into());
        let root = document.add_object(dictionary! {"OpenAction" => id});
        document.trailer.set("Root", root);
        assert_eq!(look(&document), Active::default());
    }
}
