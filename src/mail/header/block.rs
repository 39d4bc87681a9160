//! The header block as raw fields: knows where fields begin and end and what is malformed. Knows no meaning.
use super::super::charset;
use super::words;
use encoding_rs::Encoding;

/// Most bytes of a header block that are looked at (security.md A5).
const BLOCK_LIMIT: usize = 256 * 1024;
/// Most fields of one block.
const FIELD_LIMIT: usize = 1_000;
/// Most bytes of one field that are read; a longer field is cut (security.md A5).
const VALUE_LIMIT: usize = 64 * 1024;
/// Longest line RFC 5322 §2.1.1 allows, without its end.
const LINE_LIMIT: usize = 998;
/// Most bytes of blank lines skipped before the first field.
const BLANK_LIMIT: usize = 64;

/// Names that tell a field from a sentence with a colon, where a line is in doubt.
const COMMON_NAMES: [&str; 24] = [
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "reply-to",
    "sender",
    "return-path",
    "received",
    "mime-version",
    "delivered-to",
    "importance",
    "priority",
    "precedence",
    "auto-submitted",
    "user-agent",
    "thread-topic",
    "thread-index",
    "envelope-to",
    "authentication-results",
];
/// Beginnings of names that do the same.
const COMMON_BEGINNINGS: [&str; 8] =
    ["content-", "x-", "list-", "dkim-", "arc-", "resent-", "received-", "disposition-"];

/// One field, its value with folding still in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
    /// A blank stood between name and colon (RFC 5322 forbids it since 2001).
    pub blank_before_colon: bool,
    /// The character set the body declares: raw 8-bit bytes of the head are mostly of the same.
    pub hint: Option<&'static Encoding>,
}

impl Field<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value decoded for reading: unfolded, encoded words resolved.
    pub fn text(&self) -> String {
        words::text(self.value, self.hint)
    }

    /// The value unfolded, nothing decoded, for machine fields.
    pub fn plain(&self) -> String {
        let text = charset::guess(self.value);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What was odd about a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    pub nul: bool,
    pub bare_cr: bool,
    pub junk_line: bool,
    pub leading_fold: bool,
    pub mbox_line: bool,
    pub long_line: bool,
    pub cut: bool,
}

/// All fields of one block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block<'a> {
    pub fields: Vec<Field<'a>>,
    pub oddities: Oddities,
    /// Where the body begins, counted from the start of what was given.
    pub body: usize,
}

/// What the scan knows besides the block.
struct Scan<'a> {
    raw: &'a [u8],
    /// Start and end of the field that may still be continued.
    open: Option<(usize, usize)>,
    /// Where the last line that is surely a field begins; found out at the first doubtful line.
    last_sure: Option<usize>,
}

impl<'a> Block<'a> {
    pub fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Field<'a>> + 'b {
        self.fields.iter().filter(move |field| field.is(name))
    }

    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    pub fn text_of(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::text)
    }

    pub fn plain_of(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::plain)
    }

    /// Splits the beginning of a part into fields. Total; never looks beyond [`BLOCK_LIMIT`].
    pub fn scan(raw: &'a [u8]) -> Block<'a> {
        Block::default().scan_from(raw, 0)
    }

    /// As [`Block::scan`] for a whole mail, which may have something before its first field.
    pub fn scan_mail(raw: &'a [u8]) -> Block<'a> {
        let mut block = Block::default();
        let first = block.start(raw);
        block.scan_from(raw, first)
    }

    fn scan_from(mut self, raw: &'a [u8], first: usize) -> Block<'a> {
        let block = &mut self;
        let mut at = first;
        let mut scan = Scan { raw, open: None, last_sure: None };
        loop {
            let rest = raw.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if at > BLOCK_LIMIT || block.fields.len() >= FIELD_LIMIT {
                block.oddities.cut = true;
                at = at.max(end_of_block(raw, at));
                break;
            }
            let length = line_length(rest);
            let bare = trim_end(rest.get(..length).unwrap_or(rest));
            block.oddities.long_line |= bare.len() > LINE_LIMIT;
            block.oddities.bare_cr |= bare.contains(&b'\r');
            block.oddities.nul |= bare.contains(&0);
            let next = at + length;
            if bare.is_empty() {
                at = next;
                break;
            }
            if !block.line(&mut scan, bare, (first, at, next)) {
                break;
            }
            at = next;
        }
        block.close(raw, scan.open.take());
        block.body = at.min(raw.len());
        block.give_hint();
        self
    }

    /// Takes one line that is not blank; `false` when the body begins with it.
    fn line(&mut self, scan: &mut Scan<'a>, bare: &[u8], place: (usize, usize, usize)) -> bool {
        let (first, at, next) = place;
        if matches!(bare.first(), Some(b' ' | b'\t')) {
            match scan.open.as_mut() {
                Some((_, end)) => *end = next,
                None => self.oddities.leading_fold = true,
            }
            return true;
        }
        self.close(scan.raw, scan.open.take());
        if at == first && is_mbox_line(bare) {
            self.oddities.mbox_line = true;
            return true;
        }
        let next_folds = matches!(scan.raw.get(next), Some(b' ' | b'\t'));
        let half_name = next_folds && bare.iter().all(u8::is_ascii_graphic);
        if field_name(bare).is_none() && !half_name {
            // A blank line was forgotten, or a stray line stands among fields: what follows tells.
            self.oddities.junk_line = true;
            let last = *scan.last_sure.get_or_insert_with(|| last_sure(scan.raw, at));
            return last > at;
        }
        scan.open = Some((at, next));
        true
    }

    /// Skips a byte order mark and blank lines before the first field; both deny the mail an
    /// identity, because other programs see no head at all in such a mail.
    fn start(&mut self, raw: &[u8]) -> usize {
        let mut at = 0;
        if raw.starts_with(b"\xef\xbb\xbf") {
            at = 3;
        }
        let rest = raw.get(at..).unwrap_or_default();
        let blank =
            rest.iter().take(BLANK_LIMIT).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let after = rest.get(blank..).unwrap_or_default();
        let line = after.get(..line_length(after).min(LINE_LIMIT)).unwrap_or_default();
        if blank > 0 && (is_sure(line) || is_mbox_line(line)) {
            at += blank;
        }
        self.oddities.junk_line |= at > 0;
        at
    }

    fn close(&mut self, raw: &'a [u8], span: Option<(usize, usize)>) {
        let Some((start, end)) = span else { return };
        let Some(whole) = raw.get(start..end) else { return };
        let Some((name, colon)) = field_name(whole) else {
            self.oddities.junk_line = true;
            return;
        };
        let value = whole.get(colon + 1..).unwrap_or_default();
        let value = if value.len() > VALUE_LIMIT {
            self.oddities.cut = true;
            value.get(..VALUE_LIMIT).unwrap_or_default()
        } else {
            value
        };
        self.fields.push(Field {
            name,
            value,
            blank_before_colon: name.len() != colon,
            hint: None,
        });
    }

    fn give_hint(&mut self) {
        let Some(kind) = self.first("content-type").map(|f| f.value) else { return };
        let Some(hint) = charset::declared_in(kind) else { return };
        self.fields.iter_mut().for_each(|field| field.hint = Some(hint));
    }
}

/// The name of the field that begins `line`, and where its colon stands.
fn field_name(line: &[u8]) -> Option<(&[u8], usize)> {
    let colon = memchr::memchr(b':', line)?;
    let name = line.get(..colon)?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some((name, colon))
}

/// Whether a line is surely a field: its name is one that mails have.
fn is_sure(line: &[u8]) -> bool {
    let Some((name, _)) = field_name(line) else { return false };
    let begins = |start: &&str| {
        name.get(..start.len()).is_some_and(|n| n.eq_ignore_ascii_case(start.as_bytes()))
    };
    COMMON_NAMES.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
        || COMMON_BEGINNINGS.iter().any(begins)
}

/// Where the last sure field of the block begins, at or after `from`; 0 when there is none.
fn last_sure(raw: &[u8], from: usize) -> usize {
    let (mut at, mut last) = (from, 0);
    while at <= BLOCK_LIMIT {
        let rest = raw.get(at..).unwrap_or_default();
        let length = line_length(rest);
        let bare = trim_end(rest.get(..length).unwrap_or_default());
        if bare.is_empty() {
            break;
        }
        if is_sure(bare) {
            last = at;
        }
        at += length;
    }
    last
}

/// `From a@b Mon Nov 9 …` of an mbox file; `From : a@b` is something else.
fn is_mbox_line(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"From ").or_else(|| line.strip_prefix(b">From "));
    rest.is_some_and(|r| !r.trim_ascii_start().starts_with(b":"))
}

fn line_length(rest: &[u8]) -> usize {
    memchr::memchr(b'\n', rest).map_or(rest.len(), |n| n + 1)
}

fn end_of_block(raw: &[u8], from: usize) -> usize {
    let rest = raw.get(from..).unwrap_or_default();
    let lf = memchr::memmem::find(rest, b"\n\n").map(|n| n + 2);
    let crlf = memchr::memmem::find(rest, b"\r\n\r\n").map(|n| n + 4);
    let end = match (lf, crlf) {
        (Some(a), Some(b)) => a.min(b),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => rest.len(),
    };
    from + end
}

fn trim_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_folded_fields_and_finds_the_body() {
        let block = Block::scan(b"Subject: a\r\n b\r\nFrom: x@y.example\r\n\r\nbody");
        assert_eq!(block.fields.len(), 2);
        assert_eq!(block.text_of("subject").as_deref(), Some("a b"));
        assert_eq!(block.body, 37);
        assert_eq!(block.oddities, Oddities::default());
    }

    #[test]
    fn notes_what_is_malformed() {
        let block =
            Block::scan(b" From: a@b.example\nFrom : c@d.example\njunk\nX: \x00\rz\nTo: x\n\n");
        assert!(block.oddities.leading_fold && block.oddities.junk_line);
        assert!(block.oddities.nul && block.oddities.bare_cr);
        assert!(block.first("from").is_some_and(|f| f.blank_before_colon));
        assert!(block.has("to"));
        let folded = Block::scan(b"From\n : a@b.example\n\n");
        assert!(folded.first("from").is_some_and(|f| f.blank_before_colon));
    }

    #[test]
    fn a_forgotten_blank_line_begins_the_body() {
        let raw = b"From: a@b.example\nSubject: x\nYth. Admin,\nmohon reset\n\nCatatan: ya\n";
        let block = Block::scan(raw);
        assert_eq!(block.fields.len(), 2);
        assert!(raw[block.body..].starts_with(b"Yth. Admin"));
        assert!(block.oddities.junk_line);
        let stray = Block::scan(b"From: a@b.example\nbaris tersesat\nSubject: x\n\nisi");
        assert_eq!(stray.text_of("subject").as_deref(), Some("x"));
    }

    #[test]
    fn line_ends_and_beginnings_of_all_kinds() {
        for raw in [
            &b"\xef\xbb\xbfFrom: a@b.example\r\nSubject: halo\r\n\r\nisi"[..],
            b"\r\n\nFrom: a@b.example\nSubject: halo\n\nisi",
            b">From x Mon Nov  9 10:00:00 2026\nFrom: a@b.example\nSubject: halo\r\n\nisi",
            b"From x Mon Nov  9 10:00:00 2026\nFrom: a@b.example\r\nSubject: halo\n\r\nisi",
        ] {
            let block = Block::scan_mail(raw);
            assert_eq!(block.text_of("subject").as_deref(), Some("halo"), "{raw:?}");
            assert_eq!(&raw[block.body..], b"isi", "{raw:?}");
        }
        assert_eq!(Block::scan_mail(b"\n\nhanya isi: ya\n").fields.len(), 0);
    }
}
