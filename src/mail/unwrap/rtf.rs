//! RTF as mail carries it: compressed ([MS-OXRTFCP]), around HTML ([MS-OXRTFEX]), or as plain words.
//! Knows the control words that make text; no layout.
use super::codepage;
use super::reader::Reader;

mod words;

/// Deepest nesting of groups whose state is remembered.
const DEPTH_LIMIT: usize = 100;
/// Most bytes of text that are made.
const OUTPUT_LIMIT: usize = 4 * 1024 * 1024;

/// What the dictionary holds before the first byte ([MS-OXRTFCP] §2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const RING: usize = 4_096;

/// The words of an RTF body.
pub(super) enum Words {
    /// The HTML it was made from.
    Html(String),
    Plain(String),
}

/// Unpacks `PR_RTF_COMPRESSED`; a broken one as far as it goes.
pub(super) fn decompress(value: &[u8], room: usize) -> Option<Vec<u8>> {
    let mut reader = Reader::new(value);
    reader.u32()?;
    let size = reader.length()?.min(room).min(8 * OUTPUT_LIMIT);
    let kind = reader.take(4)?;
    reader.u32()?;
    match kind {
        b"MELA" => Some(reader.up_to(size).to_vec()),
        b"LZFu" => Some(expand(&mut reader, size)),
        _ => None,
    }
}

fn expand(reader: &mut Reader<'_>, size: usize) -> Vec<u8> {
    let mut ring = [0_u8; RING];
    ring.iter_mut().zip(DICTIONARY).for_each(|(slot, byte)| *slot = *byte);
    let mut at = DICTIONARY.len();
    let mut out: Vec<u8> = Vec::new();
    let mut put = |byte: u8, ring: &mut [u8; RING], out: &mut Vec<u8>| {
        if let Some(slot) = ring.get_mut(at % RING) {
            *slot = byte;
        }
        at = (at + 1) % RING;
        out.push(byte);
        at
    };
    let mut end = DICTIONARY.len();
    while let Some(flags) = reader.byte() {
        for bit in 0..8 {
            if out.len() >= size {
                return out;
            }
            if flags & (1 << bit) == 0 {
                let Some(byte) = reader.byte() else { return out };
                end = put(byte, &mut ring, &mut out);
                continue;
            }
            let (Some(high), Some(low)) = (reader.byte(), reader.byte()) else { return out };
            let from = (usize::from(high) << 4) | usize::from(low >> 4);
            if from == end {
                return out;
            }
            for step in 0..usize::from(low & 15) + 2 {
                let byte = ring.get((from + step) % RING).copied().unwrap_or_default();
                end = put(byte, &mut ring, &mut out);
            }
        }
    }
    out
}

/// The words of an RTF text. `page`: the code page until the text names its own.
pub(super) fn read(bytes: &[u8], page: u32) -> Words {
    let head = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let mut writer = Writer::new(page, holds(b"\\fromhtml"));
    let mut reader = Reader::new(bytes);
    while let Some(byte) = reader.byte() {
        if writer.out.len() > OUTPUT_LIMIT {
            break;
        }
        match byte {
            b'{' => writer.open(),
            b'}' => writer.close(),
            b'\\' => writer.control(&mut reader),
            b'\r' | b'\n' | 0 => {}
            byte => writer.byte(byte),
        }
    }
    writer.flush();
    if writer.html { Words::Html(writer.out) } else { Words::Plain(writer.out) }
}

/// What is in force within a group.
#[derive(Clone, Copy)]
struct State {
    /// Nothing of the group is shown.
    hidden: bool,
    /// Within `\htmlrtf`: RTF that only stands for the HTML beside it.
    instead: bool,
    /// Within the table of fonts.
    fonts: bool,
    page: u32,
    /// How many characters stand behind `\u` for readers that cannot read it.
    spare: usize,
}

struct Writer {
    out: String,
    html: bool,
    state: State,
    stack: Vec<State>,
    /// Groups opened beyond [`DEPTH_LIMIT`].
    beyond: usize,
    /// Bytes of the code page not yet made into text.
    pending: Vec<u8>,
    /// Characters still to be left out after `\u`.
    skip: usize,
    /// A `\*` stood just before.
    optional: bool,
    /// First half of a surrogate pair.
    half: Option<u16>,
    font: u32,
    pages: Vec<(u32, u32)>,
    base: u32,
}

impl Writer {
    fn new(page: u32, html: bool) -> Writer {
        let state = State { hidden: false, instead: false, fonts: false, page, spare: 1 };
        Writer {
            out: String::new(),
            html,
            state,
            stack: Vec::new(),
            beyond: 0,
            pending: Vec::new(),
            skip: 0,
            optional: false,
            half: None,
            font: 0,
            pages: Vec::new(),
            base: page,
        }
    }

    fn shown(&self) -> bool {
        !(self.state.hidden || self.html && self.state.instead)
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            self.out.push_str(&codepage::text(&bytes, self.state.page));
        }
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.stack.len() < DEPTH_LIMIT {
            self.stack.push(self.state);
        } else {
            self.beyond += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        self.optional = false;
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(state) = self.stack.pop() {
            self.state = state;
        }
    }

    fn byte(&mut self, byte: u8) {
        self.optional = false;
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.shown() {
            self.pending.push(byte);
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        if self.shown() {
            self.out.push_str(text);
        }
    }

    /// What stands behind a backslash.
    fn control(&mut self, reader: &mut Reader<'_>) {
        let rest = reader.rest();
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 {
            if let Some(symbol) = reader.byte() {
                self.symbol(symbol, reader);
            }
            return;
        }
        let word = reader.up_to(letters);
        let rest = reader.rest();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest.iter().skip(sign).take(10).take_while(|b| b.is_ascii_digit()).count();
        let number = (digits > 0).then(|| {
            let digits = reader.up_to(sign + digits);
            std::str::from_utf8(digits).ok().and_then(|d| d.parse::<i64>().ok()).unwrap_or(0)
        });
        if reader.rest().first() == Some(&b' ') {
            reader.byte();
        }
        let optional = std::mem::take(&mut self.optional);
        self.word(word, number, optional);
        if word == b"bin"
            && let Some(length) = number
        {
            reader.up_to(usize::try_from(length).unwrap_or_default());
        }
    }

    fn symbol(&mut self, symbol: u8, reader: &mut Reader<'_>) {
        match symbol {
            b'\'' => {
                let digits = reader.up_to(2);
                let byte = std::str::from_utf8(digits).ok();
                if let Some(byte) = byte.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    self.byte(byte);
                }
            }
            b'*' => self.optional = true,
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'-' => {}
            b'\r' | b'\n' => self.text("\n"),
            b'{' | b'}' | b'\\' => self.byte(symbol),
            _ => {}
        }
    }
}
