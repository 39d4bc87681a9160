//! What an IMAP response says, as far as Loket asks. Pure; never recursive, so endless parentheses
//! cost nothing. Unknown responses are `Other`, unknown FETCH items are stepped over.
use super::frame::Frame;
use jiff::Timestamp;

/// Deepest nesting that is stepped over in a FETCH item.
const DEPTH: usize = 32;

/// The five status words (RFC 9051 section 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok,
    No,
    Bad,
    Bye,
    Preauth,
}

/// A status line without its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub status: Status,
    /// Inside of the brackets, for instance `UIDVALIDITY 5`.
    pub code: Option<String>,
    pub text: String,
}

/// One response.
#[derive(Debug, PartialEq, Eq)]
pub enum Response {
    /// `+`, with what follows it.
    Continue,
    Tagged {
        tag: String,
        verdict: Verdict,
    },
    Untagged(Verdict),
    Exists(u32),
    Expunge(u32),
    Capability(Vec<String>),
    Fetch(FetchData),
    Other,
}

/// The items of one FETCH that Loket asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FetchData {
    pub seq: u32,
    pub uid: Option<u32>,
    pub size: Option<u64>,
    pub received_at: Option<Timestamp>,
    pub flags: Option<Vec<String>>,
    /// `None` also for `BODY[] NIL`.
    pub body: Option<Vec<u8>>,
}

/// Whether this is a status line, tagged or not.
pub fn is_status(text: &[u8]) -> bool {
    let mut words = text.split(|byte| *byte == b' ');
    let _tag = words.next();
    words.next().and_then(status_word).is_some()
}

fn status_word(word: &[u8]) -> Option<Status> {
    let known = [
        (&b"OK"[..], Status::Ok),
        (b"NO", Status::No),
        (b"BAD", Status::Bad),
        (b"BYE", Status::Bye),
        (b"PREAUTH", Status::Preauth),
    ];
    let word = word.trim_ascii_end();
    known.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, status)| *status)
}

/// Reads one frame.
pub fn read(frame: Frame) -> Response {
    let Frame { text, literals } = frame;
    if text.starts_with(b"+") {
        return Response::Continue;
    }
    let line = String::from_utf8_lossy(&text);
    let line = line.trim_end_matches(['\r', '\n']);
    let (tag, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
    if let Some(status) = status_word(word.as_bytes()) {
        let verdict = verdict(status, after);
        return match tag {
            "*" => Response::Untagged(verdict),
            _ => Response::Tagged { tag: tag.to_owned(), verdict },
        };
    }
    if tag != "*" {
        return Response::Other;
    }
    if word.eq_ignore_ascii_case("CAPABILITY") {
        let names = after.split(' ').map(str::to_ascii_uppercase).collect();
        return Response::Capability(names);
    }
    let Ok(number) = word.parse::<u32>() else { return Response::Other };
    let kind = after.split(' ').next().unwrap_or_default();
    match kind.to_ascii_uppercase().as_str() {
        "EXISTS" => Response::Exists(number),
        "EXPUNGE" => Response::Expunge(number),
        "FETCH" => match text.iter().position(|byte| *byte == b'(') {
            Some(open) => Cursor { text: &text, at: open + 1, literals: literals.into_iter() }
                .fetch(number)
                .map_or(Response::Other, Response::Fetch),
            None => Response::Other,
        },
        _ => Response::Other,
    }
}

fn verdict(status: Status, rest: &str) -> Verdict {
    let coded = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match coded {
        Some((code, text)) => Verdict {
            status,
            code: Some(code.to_owned()),
            text: text.trim_start().chars().take(300).collect(),
        },
        None => Verdict { status, code: None, text: rest.chars().take(300).collect() },
    }
}

enum Value {
    Word(Vec<u8>),
    Bytes(Vec<u8>),
    List(Vec<u8>),
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    literals: std::vec::IntoIter<Vec<u8>>,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn fetch(mut self, seq: u32) -> Option<FetchData> {
        let mut data = FetchData { seq, ..FetchData::default() };
        loop {
            while self.peek() == Some(b' ') {
                self.at += 1;
            }
            if self.peek()? == b')' {
                return Some(data);
            }
            let name = self.name()?;
            let value = self.value()?;
            store(&mut data, &name, value);
        }
    }

    /// `UID`, `BODY[]<0>`, `BODY[HEADER.FIELDS (A B)]`.
    fn name(&mut self) -> Option<String> {
        let from = self.at;
        let mut bracket = false;
        loop {
            match self.peek()? {
                b'[' => bracket = true,
                b']' => bracket = false,
                b' ' if !bracket => break,
                b'(' | b')' if !bracket => return None,
                b'\r' | b'\n' => return None,
                _ => {}
            }
            self.at += 1;
        }
        let name = self.text.get(from..self.at)?;
        self.at += 1;
        Some(String::from_utf8_lossy(name).to_ascii_uppercase())
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            b'"' => self.quoted().map(Value::Bytes),
            b'{' | b'~' => self.literal().map(Value::Bytes),
            b'(' => self.list().map(Value::List),
            _ => Some(Value::Word(self.atom())),
        }
    }

    fn atom(&mut self) -> Vec<u8> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| b" ()\r\n".contains(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_vec()
    }

    fn quoted(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut out = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(out),
                b'\\' => {
                    out.push(self.peek()?);
                    self.at += 1;
                }
                b'\r' | b'\n' => return None,
                other => out.push(other),
            }
        }
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        while self.peek()? != b'\n' {
            self.at += 1;
        }
        self.at += 1;
        self.literals.next()
    }

    /// A parenthesised list as its bare text; strings and literals in it are stepped over.
    fn list(&mut self) -> Option<Vec<u8>> {
        let mut depth = 0usize;
        let mut out = Vec::new();
        loop {
            match self.peek()? {
                b'(' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return Some(out);
                    }
                }
                b'"' => drop(self.quoted()?),
                b'{' => drop(self.literal()?),
                b'\r' | b'\n' => return None,
                byte => {
                    out.push(byte);
                    self.at += 1;
                }
            }
            if depth > DEPTH {
                return None;
            }
        }
    }
}

fn store(data: &mut FetchData, name: &str, value: Value) {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|n| n.parse::<u64>().ok());
    match (name, value) {
        ("UID", Value::Word(word)) => {
            data.uid = number(&word).and_then(|uid| u32::try_from(uid).ok());
        }
        ("RFC822.SIZE", Value::Word(word)) => data.size = number(&word),
        ("INTERNALDATE", Value::Bytes(date)) => data.received_at = internal_date(&date),
        ("FLAGS", Value::List(flags)) => {
            let flags = String::from_utf8_lossy(&flags).into_owned();
            data.flags = Some(flags.split_whitespace().map(str::to_owned).collect());
        }
        (name, Value::Bytes(body)) if name.starts_with("BODY[]") => data.body = Some(body),
        _ => {}
    }
}

/// ` 7-Feb-2026 21:52:25 +0700`, day padded with a space or not at all.
fn internal_date(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let zoned = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text).ok()?;
    zoned.to_timestamp().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str, literals: &[&str]) -> Frame {
        Frame {
            text: text.as_bytes().to_vec(),
            literals: literals.iter().map(|one| one.as_bytes().to_vec()).collect(),
        }
    }

    fn fetch(text: &str, literals: &[&str]) -> Option<FetchData> {
        match read(frame(text, literals)) {
            Response::Fetch(data) => Some(data),
            _ => None,
        }
    }

    #[test]
    fn a_listing_is_read() {
        let text = "* 3 FETCH (UID 17 RFC822.SIZE 9901 FLAGS (\\Seen $Loket) \
                    INTERNALDATE \" 7-Feb-2026 21:52:25 +0700\")\r\n";
        let data = fetch(text, &[]).unwrap();
        assert_eq!((data.seq, data.uid, data.size), (3, Some(17), Some(9901)));
        assert_eq!(data.flags.unwrap(), ["\\Seen", "$Loket"]);
        assert_eq!(data.received_at.unwrap().to_string(), "2026-02-07T14:52:25Z");
    }

    #[test]
    fn bodies_partial_quoted_nil_and_strange_neighbours() {
        let data = fetch("* 2 FETCH (UID 2 BODY[]<0> {5}\r\n)\r\n", &["a)b\r\n"]).unwrap();
        assert_eq!(data.body.unwrap(), b"a)b\r\n");
        let data = fetch("* 2 FETCH (BODY[] \"x \\\"y\" UID 9)\r\n", &[]).unwrap();
        assert_eq!((data.uid, data.body.unwrap()), (Some(9), b"x \"y".to_vec()));
        let data = fetch("* 2 FETCH (UID 2 X-ODD (a (b \"c)\")) BODY[] NIL)\r\n", &[]).unwrap();
        assert_eq!((data.uid, data.body), (Some(2), None));
    }

    #[test]
    fn hostile_shapes_are_only_others() {
        let deep = format!("* 1 FETCH (UID 1 X {}\r\n", "(".repeat(60_000));
        for text in [deep.as_str(), "* 1 FETCH (UID\r\n", "* 1 FETCH (\r\n", "* x\r\n", "*\r\n", ""]
        {
            assert_eq!(read(frame(text, &[])), Response::Other, "{:.20}", text);
        }
        assert_eq!(fetch("* 1 FETCH (UID 99999999999)\r\n", &[]).unwrap().uid, None);
    }

    #[test]
    fn status_lines() {
        let Response::Tagged { tag, verdict } =
            read(frame("A7 NO [TRYCREATE] no folder {5}\r\n", &[]))
        else {
            panic!()
        };
        assert_eq!((tag.as_str(), verdict.status), ("A7", Status::No));
        assert_eq!(verdict.code.as_deref(), Some("TRYCREATE"));
        assert!(is_status(b"* OK look at {5}\r\n") && !is_status(b"* 1 FETCH (BODY[] {5}\r\n"));
    }
}
