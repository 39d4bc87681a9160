//! What can be said of one line by itself: its plain form, whether it is quoted, whether it is a drawn
//! rule. Knows no language.

/// Longest line, in bytes, that is looked at for a meaning; a longer one is prose.
pub(super) const LINE_BYTES: usize = 1_000;

/// The line as a machine reads it: lower case, marks of emphasis and invisible marks gone, runs of white
/// space one blank.
pub(super) fn plain(line: &str) -> String {
    if line.len() > LINE_BYTES {
        return String::new();
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '*' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // The Turkish capital leaves its dot behind.
            c => out.extend(c.to_lowercase().filter(|c| *c != '\u{307}')),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A line some mail program marked as old.
pub(super) fn is_quoted(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    ["> ", ">", "| >", "&gt;", "＞"].iter().any(|mark| line.starts_with(mark))
}

/// Marks that show nothing.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// The strokes of a drawn rule (`-----`, `_____`, `=====`, a lone `—`), how many; `None` for other lines.
pub(super) fn rule(line: &str) -> Option<(char, usize)> {
    let mut strokes = line.chars().filter(|c| !c.is_whitespace());
    let first = strokes.next()?;
    let known = |c: char| "-–—_=~*#+ᐧ─━".contains(c);
    if !known(first) || line.len() > LINE_BYTES {
        return None;
    }
    let mut count = 1;
    for c in strokes {
        if !known(c) {
            return None;
        }
        count += 1;
    }
    Some((first, count))
}

/// The first line that is not blank, and its place.
pub(super) fn next_words<'a>(lines: &[&'a str]) -> Option<(usize, &'a str)> {
    lines.iter().copied().enumerate().find(|(_, line)| !is_blank(line))
}

/// Where fenced code stands (three backticks, closed again): in it nothing is a signature or a header.
pub(super) fn fenced(lines: &[&str]) -> Vec<bool> {
    let mut inside = vec![false; lines.len()];
    let mut open: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        if !line.starts_with("```") {
            continue;
        }
        match open.take() {
            None => open = Some(at),
            Some(from) => inside.iter_mut().take(at + 1).skip(from).for_each(|slot| *slot = true),
        }
    }
    inside
}
