//! The new words of a mail as lines: quotes, history and signatures left out, odd blanks and letters
//! put right. Knows nothing of commands.

/// A line as typed (`raw`, for passwords) and put right for reading (`text`).
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub raw: String,
    pub text: String,
}

/// Lines looked at in one mail; a command stands at the top.
const MAX_LINES: usize = 400;
/// Characters of one line that are looked at.
const MAX_LINE: usize = 2000;

/// The lines up to the first trace of history or signature, quoted lines left out.
pub(super) fn new_lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n");
    let all: Vec<Line> = text
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .take(MAX_LINES)
        .map(|l| {
            let raw = blanks(&l.chars().take(MAX_LINE).collect::<String>());
            Line { text: put_right(&raw), raw }
        })
        .collect();
    let mut lines = Vec::new();
    for (i, line) in all.iter().enumerate() {
        if is_quoted(&line.text) {
            continue;
        }
        let next: Vec<&str> = all.iter().skip(i + 1).take(4).map(|l| l.text.as_str()).collect();
        if ends_new_words(&line.text, &next) {
            break;
        }
        lines.push(line.clone());
    }
    lines
}

/// Every kind of blank becomes a plain one; invisible marks at the ends go.
fn blanks(line: &str) -> String {
    let spaced: String = line
        .chars()
        .map(|c| if c.is_whitespace() || c == '\u{feff}' { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    spaced.trim_matches(|c: char| c == ' ' || is_invisible(c)).to_string()
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{ad}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Invisible marks out, full-width letters and smart quotes to plain ones, one blank between words,
/// the stars of bold text off the ends.
pub(super) fn put_right(line: &str) -> String {
    let plain: String = line
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2013}' | '\u{2014}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let one = plain.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    one.trim_matches(['*', '_', ' ']).to_string()
}

/// `»` stands before every word to type in our own letters, which some clients leave unmarked.
fn is_quoted(line: &str) -> bool {
    line.starts_with(['>', '|', '»']) || line.starts_with("&gt;")
}

/// Whether history or a signature begins here (`domain.md` §4.9). `next` are the lines after it.
fn ends_new_words(line: &str, next: &[&str]) -> bool {
    let low = line.to_lowercase();
    if line == "--" || line == "-" && next.is_empty() {
        return true;
    }
    if is_tail(&low) || is_divider(&low, next) {
        return true;
    }
    is_attribution(&low, next) || is_header_block(&low, next)
}

/// A phone's or a program's own line, or a disclaimer.
fn is_tail(low: &str) -> bool {
    const TAILS: [&str; 12] = [
        "dikirim dari ",
        "dikirim melalui ",
        "sent from ",
        "sent via ",
        "get outlook for",
        "dapatkan outlook untuk",
        "unduh outlook untuk",
        "disclaimer",
        "penafian",
        "confidentiality notice",
        "begin forwarded message",
        "pesan terusan",
    ];
    let bare = low.trim_start_matches(['*', '_']);
    TAILS.iter().any(|t| bare.starts_with(t))
}

/// `-----Original Message-----`, `--- Pesan Asli ---`, Outlook's long underline.
fn is_divider(low: &str, next: &[&str]) -> bool {
    if low.starts_with("--") {
        const NAMES: [&str; 8] =
            ["original", "asli", "forwarded", "terusan", "reply", "diteruskan", "wrote", "menulis"];
        if NAMES.iter().any(|n| low.contains(n)) {
            return true;
        }
    }
    let rule = low.len() >= 8 && low.chars().all(|c| matches!(c, '-' | '=' | '_'));
    // `put_right` takes underscores off the ends: a line of them alone has become empty.
    rule && next.iter().find(|l| !l.is_empty()).is_some_and(|l| starts_header(&l.to_lowercase()))
}

/// `Pada … menulis:` or `On … wrote:`, over up to four lines.
fn is_attribution(low: &str, next: &[&str]) -> bool {
    let ends = |l: &str| {
        let l = l.trim_end_matches(['*', '_', ' ']);
        ["menulis:", "menulis :", "wrote:", "berkata:"].iter().any(|e| l.ends_with(e))
    };
    if ends(low) {
        return true;
    }
    let opens = ["pada ", "on ", "tanggal "].iter().any(|p| low.starts_with(p));
    let follow = next.iter().take(3).map(|l| l.to_lowercase());
    opens && follow.take_while(|l| !l.is_empty() && l != "--" && !is_tail(l)).any(|l| ends(&l))
}

fn starts_header(low: &str) -> bool {
    let low = low.trim_start_matches(['*', '_', ' ']);
    ["dari:", "dari :", "from:", "from :", "dari:*", "pengirim:"].iter().any(|h| low.starts_with(h))
}

/// Outlook's `Dari: / Dikirim: / Kepada:` block.
fn is_header_block(low: &str, next: &[&str]) -> bool {
    const SECOND: [&str; 12] = [
        "dikirim",
        "kepada",
        "sent:",
        "to:",
        "tanggal:",
        "date:",
        "subjek:",
        "subject:",
        "perihal:",
        "cc:",
        "terkirim:",
        "judul:",
    ];
    let follows = |l: &str| {
        let l = l.to_lowercase();
        let l = l.trim_start_matches(['*', '_', ' ']);
        l.contains(':') && SECOND.iter().any(|s| l.starts_with(s))
    };
    starts_header(low) && next.iter().take(3).any(|l| follows(l))
}
