//! Files that were written into a text by uuencode (POSIX `uuencode`), with and without the words
//! around them. Knows lines, no MIME.

/// Most files taken out of one text.
const FILE_LIMIT: usize = 100;
/// Most bytes of a line that can be an encoded one: 1 + 84, and what mail programs add.
const LINE_LIMIT: usize = 120;

/// A text and the files that stood in it.
pub(super) struct Found {
    pub text: Vec<u8>,
    pub files: Vec<(String, Vec<u8>)>,
}

/// Takes the encoded files out of a text; `None` where there is none.
pub(super) fn extract(text: &[u8], room: usize) -> Option<Found> {
    memchr::memmem::find(text, b"begin")?;
    let mut found = Found { text: Vec::new(), files: Vec::new() };
    let mut rest = text;
    let mut left = room;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        let name = (found.files.len() < FILE_LIMIT).then(|| begin(line)).flatten();
        match name.and_then(|name| Some((name, block(after, left)?))) {
            Some((name, (bytes, after))) => {
                left = left.saturating_sub(bytes.len());
                found.files.push((name, bytes));
                rest = after;
            }
            None => {
                found.text.extend_from_slice(line);
                rest = after;
            }
        }
    }
    (!found.files.is_empty()).then_some(found)
}

/// The body of a part that says it is uuencoded: from `begin` on, or all of it.
pub(crate) fn decoded(body: &[u8]) -> Vec<u8> {
    let mut rest = body;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        if begin(line).is_some() {
            return lines(after).0;
        }
        rest = after;
    }
    let (bytes, _, _) = lines(body);
    if bytes.is_empty() { body.to_vec() } else { bytes }
}

/// The first line with its end, and the rest.
fn cut_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |n| n + 1);
    text.split_at(end)
}

/// The name in a line `begin 644 name`.
fn begin(line: &[u8]) -> Option<String> {
    let rest = line.strip_prefix(b"begin ")?;
    let digits = rest.iter().take_while(|b| (b'0'..=b'7').contains(*b)).count();
    let name = rest.get(digits..)?.strip_prefix(b" ")?;
    if !(3..=4).contains(&digits) || name.len() > 400 {
        return None;
    }
    Some(super::codepage::text(name.trim_ascii(), 65001))
}

/// A block up to its `end`, which must be there: a text about `begin` is none.
fn block(text: &[u8], room: usize) -> Option<(Vec<u8>, &[u8])> {
    let (bytes, rest, closed) = lines(text);
    (closed && bytes.len() <= room).then_some((bytes, rest))
}

/// Decodes lines as long as they are encoded ones; the flag tells whether `end` followed.
fn lines(text: &[u8]) -> (Vec<u8>, &[u8], bool) {
    let mut bytes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        let bare = line.trim_ascii_end();
        if bare == b"end" {
            return (bytes, after, true);
        }
        // A blank stands for zero: the blanks at the end of a line of zeros are its letters.
        let ends = line.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let letters = line.get(..line.len() - ends).unwrap_or(bare);
        let letters = if letters.len() > LINE_LIMIT { bare } else { letters };
        if !bare.is_empty() && bare != b"`" && !push_line(letters, &mut bytes) {
            return (bytes, rest, false);
        }
        rest = after;
    }
    (bytes, rest, false)
}

/// One encoded line: a length, then groups of four letters for three bytes. Blanks at the end may be
/// lost on the way; they stand for zero.
fn push_line(line: &[u8], bytes: &mut Vec<u8>) -> bool {
    let Some((&length, letters)) = line.split_first() else { return false };
    let legal = |b: &u8| (0x20..=0x60).contains(b);
    if line.len() > LINE_LIMIT || !legal(&length) || !letters.iter().all(legal) {
        return false;
    }
    let length = usize::from(length.wrapping_sub(0x20) & 0x3f);
    let needed = length.div_ceil(3) * 4;
    // A checksum letter or padding may follow; fewer letters than half of them are no line.
    if letters.len() > needed + 4 || letters.len() < needed / 2 {
        return false;
    }
    let value = |at: usize| u32::from(letters.get(at).map_or(0, |b| b.wrapping_sub(0x20) & 0x3f));
    for (group, start) in (0..needed).step_by(4).enumerate() {
        let all = (0..4).fold(0, |all, n| (all << 6) | value(start + n));
        let [_, a, b, c] = all.to_be_bytes();
        bytes.extend([a, b, c].into_iter().take(length - group * 3));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(bytes: &[u8], name: &str) -> String {
        let letter = |v: u32| char::from(if v == 0 { 0x60 } else { 0x20 + (v & 0x3f) as u8 });
        let mut text = format!("begin 644 {name}\n");
        for line in bytes.chunks(45) {
            text.push(letter(line.len() as u32));
            for group in line.chunks(3) {
                let at = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
                let all = at(0) << 16 | at(1) << 8 | at(2);
                text.extend([18, 12, 6, 0].map(|shift| letter(all >> shift & 0x3f)));
            }
            text.push('\n');
        }
        text + "`\nend\n"
    }

    #[test]
    fn a_line_of_zeros_written_as_blanks_is_a_line() {
        let zeros = format!("begin 644 nol.bin\r\nM{}\r\n#86)C\r\n \r\nend\r\n", " ".repeat(60));
        let bytes = decoded(zeros.as_bytes());
        assert_eq!(bytes, [vec![0; 45], b"abc".to_vec()].concat());
    }

    #[test]
    fn a_text_about_begin_stays() {
        for text in ["begin 2 pekan depan\n", "begin 644 x.txt\nlalu apa?\nend\n", "begin\nend\n"] {
            assert!(extract(text.as_bytes(), 1_000).is_none(), "{text}");
        }
    }

    #[test]
    fn a_file_larger_than_the_room_stays_text() {
        assert!(extract(encoded(&[7; 500], "a").as_bytes(), 499).is_none());
    }

    proptest! {
        #[test]
        fn files_come_out_as_they_went_in(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "[a-z]{1,9}\\.[a-z]{3}") {
            let text = format!("Terlampir.\n\n{}\nSalam\n", encoded(&bytes, &name));
            let found = extract(text.as_bytes(), 10_000).unwrap();
            prop_assert_eq!(&found.text, b"Terlampir.\n\n\nSalam\n");
            prop_assert_eq!(&found.files, &vec![(name.clone(), bytes.clone())]);
            prop_assert_eq!(decoded(encoded(&bytes, &name).as_bytes()), bytes);
        }

        #[test]
        fn any_text_is_survived(text in "(begin 644 a\n|end\n|[ -`]{0,70}\n|[a-z é]{0,9}\n){0,20}") {
            let made: usize = extract(text.as_bytes(), 1_000)
                .map_or(0, |f| f.files.iter().map(|(_, b)| b.len()).sum());
            prop_assert!(made <= 1_000);
            let _ = decoded(text.as_bytes());
        }
    }
}
