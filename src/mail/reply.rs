//! The new words of an answer: quoted history, signatures and tails are cut. Knows how mail programs
//! write, in Indonesian and English (`domain.md` §4.9); knows no command.
//!
//! Doubt cuts: a quoted word must never look like a new one (security.md A3, 40).
use regex::Regex;
use std::sync::LazyLock;

/// The line the HTML reader puts where everything after it is the old mail.
pub(crate) const CUT_LINE: &str = "-----Original Message-----";

/// Most lines that are looked at.
const LINE_LIMIT: usize = 20_000;

fn compiled(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// The line (or two to four joined lines) with which a client introduces the quote.
static ATTRIBUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*]*(?:(?:pada|on|op|am|le)\b.*\b(?:menulis|wrote|schreef|schrieb|tulis)\b[^:\n]*:|.*[<\[(][^<>\s]+@[^<>\s]+[>\])].*(?:menulis|wrote|telah menulis)\s*:|\d{4}[-/]\d\d?[-/]\d\d?.*<[^<>\s]+@[^<>\s]+>\s*:|.* (?:menulis|wrote) (?:pada|on) .{4,80}:)\s*$",
    )
});
/// Lines after which everything is the old mail.
static CUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*]*(?:-{2,}\s*(?:original message|pesan asli|surat asli|original appointment|pesan awal|pesan sebelumnya|reply message|balas pesan)\s*-{2,}.*|-{4,}\s*original\s*-{4,}.*|reply above this line.*|_{20,}\s*)$",
    )
});
static FORWARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*]*(?:-{2,}\s*(?:forwarded message|pesan (?:yang )?diteruskan|pesan terusan|terusan|forwarded by .*|forwarded mail)\s*-{2,}.*|begin forwarded message:|mulai pesan (?:yang )?diteruskan:|awal pesan terusan:|pesan terusan:?|pesan yang diteruskan:)\s*$",
    )
});
static SENDER_LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"(?i)^[\s>*]*(?:dari|from|pengirim)\s*\*{0,2}\s*:\s*\*{0,2}\s*\S"));
static OTHER_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*]*(?:(dikirim|terkirim|sent|date|tanggal|waktu|hari/tanggal)|(kepada|to|untuk|ke)|(subjek|subject|judul)|(cc|tembusan|salinan|bcc|reply-to|balas ke))\s*\*{0,2}\s*:",
    )
});
/// Tails of telephones and mail programs; only the line goes.
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*_]*(?:dikirim (?:dari|dengan|melalui|via|menggunakan) .*|terkirim dari .*|sent from (?:my|mail|yahoo|outlook|samsung|gmail|proton|the|an?|huawei|xiaomi|oppo|vivo) ?.*|sent (?:via|with) .*|(?:get|dapatkan|unduh) outlook (?:for|untuk) .*|get bluemail .*|yahoo mail: .*|diketik di .*|powered by .*)$",
    )
});
static DISCLAIMER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[\s>*_=-]*(?:disclaimer\b|pernyataan (?:penyangkalan|kerahasiaan)|penafian\b|(?:email|e-mail|surel|surat elektronik|pesan) ini (?:\(?(?:dan|beserta|termasuk) .* )?(?:bersifat|mungkin|adalah) (?:sangat )?rahasia|(?:email|e-mail|surel|pesan) ini (?:bersifat|mengandung|berisi|dan|beserta|hanya (?:ditujukan|untuk)).*(?:rahasia|penerima)|this (?:e-?mail|message|communication)\b.*(?:confidential|intended|privileged)|confidentiality (?:notice|note)|the information (?:contained )?in this (?:e-?mail|message)|caution: ?this email originated|caution: external|\[?(?:external email|email eksternal)\]?)",
    )
});

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWords {
    pub text: String,
    /// Only a forwarded mail or another man's words were there; they were kept.
    pub kept_all: bool,
    /// An old mail was cut off or left out.
    pub cut_quote: bool,
}

fn hit(pattern: &LazyLock<Option<Regex>>, line: &str) -> bool {
    line.len() <= 1_000 && pattern.as_ref().is_some_and(|p| p.is_match(line))
}

/// The new words of `text`. `answer`: the mail answers another one, so when everything is an old mail
/// nothing is new; otherwise (a bare forward, say) the text is kept. Lines beginning with `>` are never new.
pub fn new_words(text: &str, answer: bool) -> NewWords {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}'))
        .collect();
    let lines: Vec<&str> = text.split('\n').take(LINE_LIMIT).collect();
    let cut = cut_lines(&lines);
    let body = tidy(&cut.kept);
    let mut words = NewWords { cut_quote: cut.quote, ..NewWords::default() };
    if !body.is_empty() {
        words.text = body;
        return words;
    }
    // Nothing new. A forward without a word of one's own is still a message; a quote is not.
    let unquoted: Vec<&str> =
        lines.iter().copied().filter(|l| !is_quoted(l) && !hit(&ATTRIBUTION, l)).collect();
    let rest = tidy(&unquoted);
    if !rest.is_empty() && (cut.forward || !answer && !cut.introduced) {
        words.text = rest;
        words.kept_all = true;
    }
    words
}

#[derive(Default)]
struct Cut<'a> {
    kept: Vec<&'a str>,
    quote: bool,
    forward: bool,
    /// An attribution line or an original-message line was met: what follows is an old mail.
    introduced: bool,
}

fn cut_lines<'a>(lines: &[&'a str]) -> Cut<'a> {
    let mut cut = Cut::default();
    let mut at = 0;
    while let Some(line) = lines.get(at).copied() {
        let rest = lines.get(at..).unwrap_or_default();
        if let Some(used) = attribution(rest) {
            cut.quote = true;
            let after = lines.get(at + used..).unwrap_or_default();
            // With quoted lines below, answers may stand between them; without, all below is old.
            if !after.iter().find(|l| !l.trim().is_empty()).is_none_or(|l| is_quoted(l)) {
                cut.introduced = true;
                break;
            }
            at += used;
            continue;
        }
        if is_quoted(line) {
            cut.quote = true;
        } else if hit(&FORWARD, line) {
            cut.quote = true;
            cut.forward = true;
            break;
        } else if hit(&CUT, line) && cuts_here(line, rest) || header_block(rest) {
            cut.quote = true;
            cut.introduced = true;
            break;
        } else if matches!(line, "-- " | "--" | "--\u{a0}") {
            break;
        } else if hit(&DISCLAIMER, line) {
            if cut.kept.iter().any(|l| !l.trim().is_empty()) {
                break;
            }
            // A banner on top: only its paragraph goes.
            at += rest.iter().take_while(|l| !l.trim().is_empty()).count();
            continue;
        } else if !hit(&TAIL, line) {
            cut.kept.push(line);
        }
        at += 1;
    }
    cut
}

/// A line of underscores cuts only before a header block; people draw such lines themselves.
fn cuts_here(line: &str, rest: &[&str]) -> bool {
    if !line.trim_matches(['>', ' ', '*']).starts_with('_') {
        return true;
    }
    let next = rest.iter().skip(1).position(|l| !l.trim().is_empty());
    next.is_some_and(|n| n < 3 && header_block(rest.get(n + 1..).unwrap_or_default()))
}

fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('>') || line.starts_with("| >") || line.starts_with("&gt;")
}

/// How many lines an attribution takes that begins at the first of them (at most four).
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.len() > 500 {
        return None;
    }
    let lower = first.trim_start_matches(['>', ' ', '*']).to_lowercase();
    let opens = ["pada ", "on ", "op ", "am ", "le "].iter().any(|w| lower.starts_with(w));
    let dated = lower.chars().next().is_some_and(|c| c.is_ascii_digit()) || first.contains('@');
    let says =
        ["menulis", "wrote", "schreef", "schrieb", "tulis"].iter().any(|w| lower.contains(w));
    if !opens && !dated && !says {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines.iter().take(4).enumerate() {
        let line = line.trim();
        if line.is_empty() {
            return None;
        }
        if count > 0 {
            joined.push(' ');
        }
        joined.push_str(line.trim_start_matches(['>', ' ']));
        if line.ends_with(':') || line.ends_with(":*") {
            let told = hit(&ATTRIBUTION, &joined) && (!opens || has_trace(&joined));
            return told.then_some(count + 1);
        }
        if !opens && !says {
            // Only openings may run over lines; a dated line must end at once, or in `menulis:`.
            let next = lines.get(count + 1).map(|l| l.trim().to_lowercase()).unwrap_or_default();
            if !next.starts_with("menulis") && !next.starts_with("wrote") {
                return None;
            }
        }
    }
    None
}

/// A date or an address: `Pada surat kami tertulis menulis:` alone is prose.
fn has_trace(line: &str) -> bool {
    line.contains('@') || line.chars().filter(char::is_ascii_digit).count() >= 3
}

/// `Dari:` followed closely by at least two of sent, to, subject (one of them sent or subject).
fn header_block(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    if !hit(&SENDER_LABEL, first) {
        return false;
    }
    let Some(label) = OTHER_LABEL.as_ref() else { return false };
    let mut kinds = [false; 4];
    for line in lines.iter().skip(1).filter(|l| !l.trim().is_empty()).take(8) {
        if line.len() > 1_000 {
            continue;
        }
        if let Some(found) = label.captures(line) {
            for (kind, slot) in kinds.iter_mut().enumerate() {
                *slot |= found.get(kind + 1).is_some();
            }
        }
    }
    let [sent, to, subject, _] = kinds;
    subject && (sent || to) || sent && to && first.contains('@')
}

fn tidy(lines: &[&str]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in lines {
        let line = line.trim_end();
        if line.is_empty() && out.last().is_none_or(|l| l.is_empty()) {
            continue;
        }
        out.push(line);
    }
    out.join("\n").trim().to_owned()
}

/// The letters and digits of a text, for comparing two readings of one mail: links, picture
/// placeholders and marks of emphasis do not count.
pub(crate) fn essence(text: &str) -> String {
    let mut words = String::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')')) {
        let link = word.contains("://") || word.starts_with("mailto:") || word.starts_with("[cid:");
        let picture = word.starts_with("[image")
            || word.starts_with("[Image")
            || [".png]", ".jpg]", ".jpeg]", ".gif]"].iter().any(|end| word.ends_with(end));
        if link || picture {
            continue;
        }
        words.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    words
}

#[cfg(test)]
mod tests;
