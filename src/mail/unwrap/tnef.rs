//! TNEF, the `winmail.dat` of Outlook ([MS-OXTNEF]): a stream of attributes of a message and of its
//! files. Knows the stream; property lists are `mapi`'s, what becomes of a letter is `letter`'s.
use super::codepage;
use super::letter::{File, Letter};
use super::mapi::{self, Property, id};
use super::reader::Reader;

/// First bytes of every TNEF stream.
pub(super) const MAGIC: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// Most attributes of one stream that are read.
const ATTRIBUTE_LIMIT: usize = 20_000;
/// Most files of one stream.
const FILE_LIMIT: usize = 500;

/// Attributes by the low half of their number.
mod attribute {
    pub const BODY: u32 = 0x800c;
    pub const FILE_DATA: u32 = 0x800f;
    pub const FILE_TITLE: u32 = 0x8010;
    pub const FILE_TRANSPORT_NAME: u32 = 0x9001;
    pub const FILE_RENDERING: u32 = 0x9002;
    pub const MESSAGE_PROPERTIES: u32 = 0x9003;
    pub const FILE_PROPERTIES: u32 = 0x9005;
    pub const CODEPAGE: u32 = 0x9007;
}

/// A file while it is put together from its attributes.
#[derive(Default)]
struct Draft<'a> {
    title: Option<&'a [u8]>,
    transport: Option<&'a [u8]>,
    data: Option<&'a [u8]>,
    properties: Vec<Property<'a>>,
}

/// Reads a stream; a broken one as far as it goes. `room`: most bytes that may be made of it.
pub(super) fn read(bytes: &[u8], room: usize) -> Option<Letter> {
    let mut reader = Reader::new(bytes);
    if reader.take(4)? != MAGIC {
        return None;
    }
    reader.u16()?;
    let mut page = 1252;
    let mut body: &[u8] = &[];
    let mut properties: Vec<Property<'_>> = Vec::new();
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    // A stream without a single attribute is no stream that was understood.
    let mut whole = false;
    for _ in 0..ATTRIBUTE_LIMIT {
        if reader.rest().len() < 9 {
            break;
        }
        let (Some(level), Some(number), Some(length)) =
            (reader.byte(), reader.u32(), reader.length())
        else {
            break;
        };
        if !matches!(level, 1 | 2) {
            break; // junk behind the stream
        }
        whole = length <= reader.rest().len();
        let value = reader.up_to(length);
        let _checksum = reader.u16(); // many writers get it wrong
        match number & 0xffff {
            attribute::CODEPAGE => page = Reader::new(value).u32().unwrap_or(page),
            attribute::BODY => body = value,
            attribute::MESSAGE_PROPERTIES => properties.extend(mapi::list(value)),
            attribute::FILE_RENDERING if drafts.len() < FILE_LIMIT => drafts.push(Draft::default()),
            name => file_attribute(&mut drafts, name, value),
        }
    }
    let mut letter = Letter::from_properties(&properties, page, room);
    if letter.plain.is_none() {
        let text = codepage::text(mapi::unterminated(body), page);
        letter.plain = Some(text).filter(|t| !t.trim().is_empty());
    }
    letter.cut = !whole;
    let mut left = room.saturating_sub(letter.weight());
    for draft in drafts {
        let Some(file) = finished(&draft, page, left) else {
            letter.cut = true;
            continue;
        };
        left = left.saturating_sub(file.bytes.len());
        letter.files.push(file);
    }
    Some(letter)
}

fn file_attribute<'a>(drafts: &mut Vec<Draft<'a>>, name: u32, value: &'a [u8]) {
    let known = matches!(
        name,
        attribute::FILE_TITLE
            | attribute::FILE_DATA
            | attribute::FILE_TRANSPORT_NAME
            | attribute::FILE_PROPERTIES
    );
    if !known {
        return;
    }
    if drafts.is_empty() {
        drafts.push(Draft::default()); // a writer that left out the rendering
    }
    let Some(draft) = drafts.last_mut() else { return };
    match name {
        attribute::FILE_TITLE => draft.title = Some(value),
        attribute::FILE_TRANSPORT_NAME => draft.transport = Some(value),
        attribute::FILE_DATA => draft.data = Some(value),
        _ => draft.properties.extend(mapi::list(value)),
    }
}

/// The file of a draft; `None` when it is larger than the room left.
fn finished(draft: &Draft<'_>, page: u32, room: usize) -> Option<File> {
    let find = |wanted: u16| draft.properties.iter().find(|p| p.id == wanted);
    let text = |wanted: u16| {
        find(wanted).map(|p| p.text(page)).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
    };
    let raw = |value: &[u8]| codepage::text(mapi::unterminated(value), page).trim().to_owned();
    let data = find(id::ATTACH_DATA);
    let (data, object) = match (data, draft.data) {
        (Some(property), _) if property.is_object() => {
            // An object is told by sixteen bytes before it; a whole message is a TNEF of its own.
            (property.value.get(16..).unwrap_or_default(), true)
        }
        (Some(property), None) => (property.value, false),
        (_, Some(data)) => (data, false),
        (None, None) => (&[][..], false),
    };
    if data.len() > room {
        return None;
    }
    let message = object && data.starts_with(&MAGIC);
    let name = text(id::ATTACH_LONG_NAME)
        .or_else(|| draft.title.map(raw).filter(|t| !t.is_empty()))
        .or_else(|| text(id::ATTACH_NAME))
        .or_else(|| text(id::DISPLAY_NAME))
        .or_else(|| draft.transport.map(raw).filter(|t| !t.is_empty()));
    Some(File {
        name,
        media: text(id::ATTACH_MIME).map(|m| m.to_ascii_lowercase()),
        content_id: text(id::ATTACH_CONTENT_ID)
            .map(|c| c.trim_matches(['<', '>']).to_owned())
            .filter(|c| !c.is_empty()),
        bytes: data.to_vec(),
        message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_without_an_attribute_is_broken_and_its_file_is_kept() {
        let broken = |rest: &[u8]| read(&[&MAGIC[..], rest].concat(), 1_000).unwrap().cut;
        assert!(broken(b"\x01\0"));
        assert!(broken(b"\x01\0entah apa isinya"));
        assert!(!broken(b"\x01\0\x01\x0c\x80\x02\0\x05\0\0\0surat\0\0"));
    }
}
