//! Strange text made harmless, and our own text wrapped. Knows no letter and no language.

/// Stands for a blank inside a value: a value is never broken over two lines.
pub const HARD_BLANK: char = '\u{E000}';
/// Stands for the password until the very end.
pub const SECRET_MARK: char = '\u{E001}';
/// Our own sentences are at most this many columns wide.
pub const WIDTH: usize = 75;

const REPLACEMENT: char = '\u{FFFD}';
/// A value on one line.
const LINE_CHARS: usize = 160;
/// Free words in a frame.
const FRAME_LINES: usize = 40;
const FRAME_CHARS: usize = 2_000;
/// Where a word without blanks is cut inside a frame.
const FRAME_WORD: usize = 150;
/// Marks stacked on one letter beyond this are dropped, lest they cover neighbouring lines.
const STACKED_MARKS: usize = 3;

/// Cuts to `max` characters and shows that it did.
pub fn cap(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Every kind of line break becomes `\n`; characters that steer a terminal, turn the direction of
/// reading, or show nothing become U+FFFD (`security.md` A3-51).
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        marks = if matches!(c, '\u{300}'..='\u{36F}') { marks + 1 } else { 0 };
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                out.push(' ');
            }
            _ if c.is_control() || steers(c) => out.push(REPLACEMENT),
            _ if marks > STACKED_MARKS => {}
            _ => out.push(c),
        }
    }
    out
}

/// Characters that show nothing or change how their neighbours show.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E0FFF}'
        | '\u{F0000}'..='\u{10FFFF}')
}

/// A value as it stands on one line.
pub fn one_line(text: &str) -> String {
    let line = harmless(text).split_whitespace().collect::<Vec<_>>().join(" ");
    cap(&line, LINE_CHARS)
}

/// Free words as lines that fit behind a frame's edge, at most [`FRAME_LINES`].
pub fn framed_lines(text: &str) -> Vec<String> {
    let text = cap(harmless(text).trim(), FRAME_CHARS);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let empty_before = lines.last().is_none_or(|l: &String| l.is_empty());
        if line.is_empty() && empty_before {
            continue;
        }
        fill(&line, WIDTH - 2, "", FRAME_WORD, &mut lines);
        if lines.len() > FRAME_LINES {
            lines.truncate(FRAME_LINES);
            lines.push("…".to_owned());
            break;
        }
    }
    lines
}

/// Wraps our own sentences: a line that begins with a letter, and a list line behind its mark.
/// Rows of values (two leading blanks, no mark) and frames (`| `) stay as they are.
pub fn wrap(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        match hanging(line) {
            Some(indent) if line.chars().count() > WIDTH => {
                let (head, rest) = line.split_at(indent.min(line.len()));
                let blank = " ".repeat(head.chars().count());
                let first = lines.len();
                fill(rest, WIDTH.saturating_sub(blank.len()), &blank, usize::MAX, &mut lines);
                if let Some(begun) = lines.get_mut(first) {
                    begun.replace_range(..blank.len(), head);
                }
            }
            _ => lines.push(line.to_owned()),
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.push(String::new());
    lines.join("\n").replace(HARD_BLANK, " ")
}

/// Bytes before the words of a line that may be wrapped; `None` for a line that must stay.
fn hanging(line: &str) -> Option<usize> {
    let body = line.trim_start_matches(' ');
    let blanks = line.len() - body.len();
    let mark = ["- ", "! "].into_iter().find(|m| body.starts_with(m)).map(str::len).or_else(|| {
        let digits = body.chars().take_while(char::is_ascii_digit).count();
        let rest = body.get(digits..).unwrap_or_default();
        (digits > 0 && rest.starts_with(". ")).then_some(digits + 2)
    });
    match mark {
        Some(mark) => Some(blanks + mark),
        None if blanks == 0 && !body.starts_with('|') => Some(0),
        None => None,
    }
}

/// Greedy filling at blanks; a word longer than `longest` is cut.
fn fill(text: &str, width: usize, indent: &str, longest: usize, lines: &mut Vec<String>) {
    let mut line = indent.to_owned();
    let mut used = 0;
    for word in text.split(' ').flat_map(|w| pieces(w, longest)) {
        let size = word.chars().count();
        if used > 0 && used + 1 + size > width {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += size;
    }
    lines.push(line);
}

/// A word in pieces of at most `longest` characters.
fn pieces(word: &str, longest: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let whole = rest.take()?;
        match whole.char_indices().nth(longest) {
            None => Some(whole),
            Some((cut, _)) => {
                let (piece, tail) = whole.split_at(cut);
                rest = Some(tail);
                Some(piece)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_takes_breaks_and_bidi_away() {
        assert_eq!(one_line("a\r\nb\u{202E}c\u{2028}d"), "a b\u{FFFD}c d");
        assert_eq!(one_line(&"x".repeat(5_000)).chars().count(), LINE_CHARS + 1);
    }

    #[test]
    fn frame_is_bounded() {
        assert!(framed_lines(&"a\n".repeat(5_000)).len() <= FRAME_LINES + 1);
        assert!(framed_lines(&"x".repeat(5_000)).iter().all(|l| l.chars().count() <= FRAME_WORD));
    }

    #[test]
    fn wrapping_keeps_rows_values_and_list_marks() {
        let value = "v".repeat(90);
        let text =
            format!("{}\n  Label : {value}\n  1. {}\n", "kata ".repeat(30), "isi ".repeat(30));
        let wrapped = wrap(&text);
        assert!(wrapped.contains(&format!("\n  Label : {value}\n")));
        assert!(wrapped.contains("\n  1. isi isi"));
        assert!(wrapped.contains("\n     isi isi"));
        assert!(wrapped.lines().all(|l| l.chars().count() <= WIDTH || l.contains(&value)));
    }
}
