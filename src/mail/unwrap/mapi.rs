//! Lists of MAPI properties as TNEF writes them ([MS-OXTNEF] §2.1.3.4). Knows the layout of values,
//! no message.
use super::codepage;
use super::reader::Reader;

/// Most properties of one list, and values of one property.
const PROPERTY_LIMIT: usize = 4_096;

/// Numbers of the properties that are read ([MS-OXPROPS]).
pub(super) mod id {
    pub const BODY: u16 = 0x1000;
    pub const RTF: u16 = 0x1009;
    pub const HTML: u16 = 0x1013;
    pub const DISPLAY_NAME: u16 = 0x3001;
    pub const ATTACH_DATA: u16 = 0x3701;
    pub const ATTACH_NAME: u16 = 0x3704;
    pub const ATTACH_LONG_NAME: u16 = 0x3707;
    pub const ATTACH_MIME: u16 = 0x370e;
    pub const ATTACH_CONTENT_ID: u16 = 0x3712;
    pub const INTERNET_PAGE: u16 = 0x3fde;
    pub const MESSAGE_PAGE: u16 = 0x3ffd;
}

const TEXT8: u16 = 0x001e;
const TEXT16: u16 = 0x001f;
const BINARY: u16 = 0x0102;
const OBJECT: u16 = 0x000d;
const SEVERAL: u16 = 0x1000;

/// One property with its first value.
#[derive(Clone, Copy)]
pub(super) struct Property<'a> {
    pub id: u16,
    pub kind: u16,
    pub value: &'a [u8],
}

impl Property<'_> {
    pub fn is_object(&self) -> bool {
        self.kind == OBJECT
    }

    pub fn is_text(&self) -> bool {
        matches!(self.kind, TEXT8 | TEXT16)
    }

    pub fn number(&self) -> Option<u32> {
        Reader::new(self.value).u32()
    }

    /// The value as text; 8-bit text is of the code page `page`.
    pub fn text(&self, page: u32) -> String {
        match self.kind {
            TEXT16 => codepage::utf16(self.value),
            _ => codepage::text(unterminated(self.value), page),
        }
    }
}

/// Text of a C string: without the NUL at its end and what follows.
pub(super) fn unterminated(value: &[u8]) -> &[u8] {
    value.split(|&b| b == 0).next().unwrap_or_default()
}

/// Reads a list; a broken one as far as it goes. Named properties are stepped over.
pub(super) fn list(bytes: &[u8]) -> Vec<Property<'_>> {
    let mut reader = Reader::new(bytes);
    let count = reader.length().unwrap_or_default().min(PROPERTY_LIMIT);
    let mut found = Vec::new();
    for _ in 0..count {
        match property(&mut reader) {
            Some((property, named)) => {
                if !named {
                    found.push(property);
                }
            }
            None => break,
        }
    }
    found
}

fn property<'a>(reader: &mut Reader<'a>) -> Option<(Property<'a>, bool)> {
    let kind = reader.u16()?;
    let id = reader.u16()?;
    let named = id >= 0x8000;
    if named {
        reader.take(16)?;
        if reader.u32()? == 0 {
            reader.u32()?;
        } else {
            let length = reader.length()?;
            reader.take(padded(length)?)?;
        }
    }
    let several = kind & SEVERAL != 0;
    let kind = kind & !SEVERAL;
    let variable = matches!(kind, TEXT8 | TEXT16 | BINARY | OBJECT);
    let count = if several || variable { reader.length()? } else { 1 };
    let mut first: Option<&'a [u8]> = None;
    for _ in 0..count.min(PROPERTY_LIMIT) {
        let value = if variable {
            let length = reader.length()?;
            let value = reader.up_to(length);
            reader.up_to(padded(length)? - length);
            value
        } else {
            reader.take(width(kind)?)?
        };
        first.get_or_insert(value);
    }
    Some((Property { id, kind, value: first.unwrap_or_default() }, named))
}

fn padded(length: usize) -> Option<usize> {
    length.checked_add(3).map(|l| l & !3)
}

/// Bytes of a value of fixed size, padding included.
fn width(kind: u16) -> Option<usize> {
    match kind {
        0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => Some(4),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        0x0001 => Some(0),
        _ => None,
    }
}
