//! A mail made of other mails: bytes turned, lines moved, parts put into each other. Knows where lines
//! and heads end, and no more.
use super::chance::Chance;
use super::words::TOKENS;
use data_encoding::BASE64;

/// A changed mail.
pub fn mail(pool: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut raw = chance.one(pool).clone();
    for _ in 0..chance.small().min(12) {
        step(&mut raw, pool, chance);
    }
    raw
}

fn step(raw: &mut Vec<u8>, pool: &[Vec<u8>], chance: &mut Chance) {
    match chance.below(20) {
        0 => turn(raw, chance),
        1 => drop(raw.drain(chance.span(raw.len()))),
        2 => raw.truncate(chance.below(raw.len() + 1)),
        3 => {
            let span = chance.span(raw.len());
            let copy = raw[span].to_vec();
            insert(raw, &copy, chance);
        }
        4..=7 => insert(raw, chance.one(TOKENS).as_bytes(), chance),
        8 => in_head(raw, chance),
        9 => lines(raw, chance),
        10 => splice(raw, pool, chance),
        11 => part(raw, pool, chance),
        12 => wrapped(raw, chance),
        13 => encoded(raw, chance),
        14 => breaks(raw, chance),
        15 => quoted(raw, chance),
        16 => repeated(raw, chance),
        17 => replaced(raw, chance),
        18 => below(raw, pool, chance),
        _ => page(raw, chance),
    }
}

fn turn(raw: &mut [u8], chance: &mut Chance) {
    for _ in 0..chance.small() {
        let at = chance.below(raw.len());
        let byte = chance.next().to_le_bytes()[3];
        if let Some(slot) = raw.get_mut(at) {
            *slot = byte;
        }
    }
}

fn insert(raw: &mut Vec<u8>, what: &[u8], chance: &mut Chance) {
    let at = chance.below(raw.len() + 1);
    raw.splice(at..at, what.iter().copied());
}

/// Where the body begins.
fn body(raw: &[u8]) -> usize {
    let lf = memchr::memmem::find(raw, b"\n\n").map(|at| at + 2);
    let crlf = memchr::memmem::find(raw, b"\r\n\r\n").map(|at| at + 4);
    lf.into_iter().chain(crlf).min().unwrap_or(raw.len())
}

fn in_head(raw: &mut Vec<u8>, chance: &mut Chance) {
    let fields: Vec<&&str> =
        TOKENS.iter().filter(|t| t.ends_with("\r\n") && t.contains(": ")).collect();
    let field = chance.one(&fields).as_bytes();
    let starts: Vec<usize> =
        memchr::memchr_iter(b'\n', &raw[..body(raw)]).map(|at| at + 1).chain([0]).collect();
    let at = *chance.one(&starts);
    raw.splice(at..at, field.iter().copied());
}

/// A line is doubled, dropped or moved.
fn lines(raw: &mut Vec<u8>, chance: &mut Chance) {
    let mut all: Vec<Vec<u8>> = raw.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    if all.is_empty() {
        return;
    }
    let at = chance.below(all.len());
    let line = all[at].clone();
    match chance.below(3) {
        0 => all.insert(chance.below(all.len()), line),
        1 => drop(all.remove(at)),
        _ => {
            all.remove(at);
            all.insert(chance.below(all.len() + 1), line);
        }
    }
    *raw = all.concat();
}

/// The front of one and the back of another.
fn splice(raw: &mut Vec<u8>, pool: &[Vec<u8>], chance: &mut Chance) {
    let other = chance.one(pool);
    raw.truncate(chance.below(raw.len() + 1));
    raw.extend_from_slice(&other[chance.below(other.len() + 1)..]);
}

/// Another mail becomes a part of this one.
fn part(raw: &mut Vec<u8>, pool: &[Vec<u8>], chance: &mut Chance) {
    let other = chance.one(pool);
    let head = b"\r\n--b\r\nContent-Type: message/rfc822\r\n";
    let inner = match chance.below(2) {
        0 => [head.as_slice(), b"\r\n", other].concat(),
        _ => {
            let text = BASE64.encode(other);
            [head.as_slice(), b"Content-Transfer-Encoding: base64\r\n\r\n", text.as_bytes()]
                .concat()
        }
    };
    let field = b"Content-Type: multipart/mixed; boundary=b\r\n";
    *raw = [field.as_slice(), &inner, b"\r\n--b\r\n", raw, b"\r\n--b--\r\n"].concat();
}

/// The whole becomes the only part of a multipart.
fn wrapped(raw: &mut Vec<u8>, chance: &mut Chance) {
    let kind = chance.one(&["mixed", "alternative", "related", "report", "signed", "digest"]);
    let head = format!(
        "From: a@b.example\r\nSubject: a\r\nContent-Type: multipart/{kind}; boundary=c\r\n\r\n--c\r\n"
    );
    *raw = [head.as_bytes(), raw, b"\r\n--c--\r\n"].concat();
}

/// The body in another encoding than it was.
fn encoded(raw: &mut Vec<u8>, chance: &mut Chance) {
    let at = body(raw);
    let field = match chance.below(2) {
        0 => {
            let text = BASE64.encode(&raw[at..]);
            raw.splice(at.., text.into_bytes());
            "Content-Transfer-Encoding: base64\r\n"
        }
        _ => "Content-Transfer-Encoding: quoted-printable\r\n",
    };
    raw.splice(0..0, field.bytes());
}

fn breaks(raw: &mut Vec<u8>, chance: &mut Chance) {
    let bare: Vec<u8> = raw.iter().copied().filter(|b| *b != b'\r').collect();
    let ending: &[u8] = [b"\r\n".as_slice(), b"\n", b"\r"][chance.below(3)];
    *raw = bare.split(|b| *b == b'\n').collect::<Vec<_>>().join(ending);
}

/// Lines of the body become an older mail.
fn quoted(raw: &mut Vec<u8>, chance: &mut Chance) {
    let at = body(raw);
    let mark = *chance.one(&["> ", ">", ">> ", "| ", "    ", "A> ", "\t"]);
    let tail = raw.split_off(at);
    for line in tail.split_inclusive(|b| *b == b'\n') {
        if chance.below(4) > 0 {
            raw.extend_from_slice(mark.as_bytes());
        }
        raw.extend_from_slice(line);
    }
}

fn repeated(raw: &mut Vec<u8>, chance: &mut Chance) {
    let span = chance.span(raw.len());
    let piece = raw[span.clone()].to_vec();
    let times = 1 << chance.below(9);
    raw.splice(span.end..span.end, piece.repeat(times));
}

/// One token of the list becomes another.
fn replaced(raw: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..20 {
        let (old, new) = (chance.one(TOKENS).as_bytes(), chance.one(TOKENS).as_bytes());
        let places: Vec<usize> = memchr::memmem::find_iter(raw, old).collect();
        if !places.is_empty() {
            let at = *chance.one(&places);
            raw.splice(at..at + old.len(), new.iter().copied());
            return;
        }
    }
}

/// Another mail's body below this one, under words that introduce it.
fn below(raw: &mut Vec<u8>, pool: &[Vec<u8>], chance: &mut Chance) {
    let other = chance.one(pool);
    raw.extend_from_slice(chance.one(TOKENS).as_bytes());
    raw.extend_from_slice(&other[body(other)..]);
}

/// A page of tags in any order.
fn page(raw: &mut Vec<u8>, chance: &mut Chance) {
    let tags: Vec<&&str> =
        TOKENS.iter().filter(|t| t.starts_with('<') || t.starts_with('&')).collect();
    let mut text = b"\r\n--b\r\nContent-Type: text/html\r\n\r\n".to_vec();
    for _ in 0..chance.small() {
        text.extend_from_slice(chance.one(&tags).as_bytes());
        text.extend_from_slice(b"kata");
    }
    insert(raw, &text, chance);
}
