//! Puts together what an engine tore apart: words in capitals, addresses, user IDs. Knows the words of
//! offices, no paper.
use super::ocr_page::{Line, Token};
use super::words::{Label, meaning};

/// Office words an engine tears in two ("KELA UTAN"), and a first letter torn off a word in capitals.
pub(super) fn joined(line: &mut Line) {
    const WHOLE: &[&str] = &[
        "KEMENTERIAN",
        "KELAUTAN",
        "PERIKANAN",
        "PEMERINTAH",
        "KABUPATEN",
        "PROVINSI",
        "SEKRETARIAT",
        "DAERAH",
        "DIREKTORAT",
        "JENDERAL",
        "PENGELOLAAN",
        "PENGAWASAN",
        "PELABUHAN",
        "POLITEKNIK",
        "PENYULUHAN",
        "PELATIHAN",
        "KEPUTUSAN",
        "MEMUTUSKAN",
        "LINGKUNGAN",
        "PERHUBUNGAN",
        "PERTANIAN",
        "KEHUTANAN",
        "KEUANGAN",
        "PENDIDIKAN",
        "KESEHATAN",
        "BUDIDAYA",
        "PANGKALAN",
        "NUSANTARA",
        "SAMUDERA",
        "PENGADAAN",
        "TENTANG",
        "PENUNJUKAN",
        "PENGANGKATAN",
        "PENETAPAN",
    ];
    let capital = |t: &Token| t.text.chars().all(|c| c.is_uppercase());
    let heading = line.tokens.len() >= 3
        && line.tokens.iter().filter(|t| capital(t)).count() * 4 >= line.tokens.len() * 3;
    let mut at = 0;
    while at + 1 < line.tokens.len() {
        let (Some(one), Some(two)) = (line.tokens.get(at), line.tokens.get(at + 1)) else { return };
        let both = format!("{}{}", one.text, two.text);
        let near = two.blanks <= 1;
        let known = near
            && WHOLE.iter().any(|w| both.trim_end_matches([',', '.', ':']).eq_ignore_ascii_case(w));
        let letter = heading
            && near
            && capital(one)
            && capital(two)
            && one.text.chars().count() == 1
            && two.text.chars().count() >= 3
            && !matches!(one.text.as_str(), "I" | "V" | "X");
        if known || letter {
            let confidence = one.confidence.min(two.confidence);
            let blanks = one.blanks;
            line.tokens.splice(
                at..at + 2,
                [Token {
                    place: one.place.zip(two.place).map(|(a, b)| (a.0, b.1)),
                    blanks,
                    text: both,
                    confidence: if known { confidence.max(0.85) } else { confidence },
                }],
            );
        }
        at += 1;
    }
}

/// "(Reset", "JReset": an empty box and the word behind it.
fn unglued(line: &mut Line, choice: impl Fn(&Token) -> bool) {
    let mut at = 0;
    while let Some(token) = line.tokens.get(at) {
        let mut rest = token.text.chars();
        let sign = rest.next().filter(|c| "([{J|1I".contains(*c) && !choice(token));
        let word = Token { blanks: 1, text: rest.collect(), ..token.clone() };
        if sign.is_some() && choice(&word) {
            let mark = Token { text: "[]".into(), ..token.clone() };
            line.tokens.splice(at..=at, [mark, word]);
            at += 1;
        }
        at += 1;
    }
}

/// The boxes of a form that are ticked or not: "(XI Reset Password (1 Informasi User ID".
pub(super) fn boxes(line: &mut Line) {
    let choice = |t: &Token| {
        ["reset", "informasi", "perubahan", "pemulihan", "permintaan"]
            .contains(&t.text.to_lowercase().as_str())
    };
    unglued(line, choice);
    let choices = line.tokens.iter().filter(|t| choice(t)).count();
    // "IXJ" is a box with a cross in it.
    let frame =
        |t: &str| t.len() > 1 && t.chars().all(|c| "IXJ1l|".contains(c)) && t.contains(['X', 'J']);
    let bracket =
        |t: &str| t.contains(['[', ']', '(', ')', '{', '}', '☐', '☒', '☑', '□', '■']) || frame(t);
    // "(1) informasi User ID dan (2) reset password" counts, and offers no boxes.
    let counted = |mark: &str| line.tokens.iter().any(|t| t.text == mark);
    if counted("(1)") && counted("(2)") || counted("(a)") && counted("(b)") {
        return;
    }
    if choices < 2 || !line.tokens.iter().any(|t| t.text.len() <= 4 && bracket(&t.text)) {
        return;
    }
    let mut at = 1;
    while at < line.tokens.len() {
        let before = line.tokens.iter().take(at).rev();
        let marks: Vec<&Token> = before
            .take(3)
            .take_while(|t| {
                t.text.chars().count() <= 3
                    && (bracket(&t.text) || t.text.chars().count() == 1)
                    && t.text != ":"
            })
            .collect();
        if !line.tokens.get(at).is_some_and(choice) || marks.is_empty() {
            at += 1;
            continue;
        }
        let ticked =
            marks.iter().any(|t| t.text.contains(['X', 'x', 'v', 'V', '☒', '☑', '■', '%', '*']));
        let (count, blanks) = (marks.len(), marks.last().map_or(1, |t| t.blanks));
        let confidence = marks.iter().map(|t| t.confidence).fold(1.0, f32::min);
        let text = if ticked { "[X]" } else { "[ ]" }.to_string();
        line.tokens.splice(at - count..at, [Token { blanks, text, confidence, place: None }]);
        at += 2;
        at -= count.min(at);
        at += 1;
    }
}

/// "ratna.k @kkp.example", "ratna.k@ kkp.example": no address has blanks.
fn torn(line: &mut Line) {
    let mut at = 0;
    while at + 1 < line.tokens.len() {
        let (Some(one), Some(two)) = (line.tokens.get(at), line.tokens.get(at + 1)) else { return };
        let part = |t: &str| {
            t.len() > 1 && t.chars().all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c))
        };
        let signs = format!("{}{}", one.text, two.text);
        let split = (one.text.ends_with('@') && one.text.len() > 1) || two.text.starts_with('@');
        if split
            && two.blanks <= 1
            && signs.matches('@').count() == 1
            && part(&one.text)
            && part(&two.text)
        {
            let (blanks, confidence) = (one.blanks, one.confidence.min(two.confidence));
            line.tokens
                .splice(at..at + 2, [Token { blanks, text: signs, confidence, place: None }]);
        }
        at += 1;
    }
}

/// The line under a line is often lost: in ": ratna kusuma@kkp.example" and in a user ID ": ADMIN DKP" the
/// blank was one, for neither has blanks.
pub(super) fn addresses(line: &mut Line) {
    torn(line);
    let Some(colon) = line.tokens.iter().position(|t| t.text.ends_with(':')) else { return };
    let words: Vec<&str> = line.tokens.iter().take(colon + 1).map(|t| t.text.as_str()).collect();
    let meant = meaning(words.join(" ").trim_end_matches([':', ' ']));
    let rest = line.tokens.len() - colon - 1;
    let plain = |t: &Token| !t.text.is_empty() && t.text.chars().all(|c| c.is_ascii_alphanumeric());
    let (Some(one), Some(two)) = (line.tokens.get(colon + 1), line.tokens.get(colon + 2)) else {
        return;
    };
    let address = matches!(meant, Label::Email | Label::EmailNew | Label::EmailOld)
        && two.text.contains('@')
        && plain(one)
        && !one.text.contains(char::is_uppercase);
    let capital = |t: &Token| t.text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let user = meant == Label::UserId
        && rest == 2
        && plain(one)
        && plain(two)
        && capital(one)
        && capital(two);
    if (address || user)
        && two.blanks <= 2
        && two.text.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        let text = format!("{}_{}", one.text, two.text);
        let (blanks, confidence) = (one.blanks, one.confidence.min(two.confidence));
        line.tokens.splice(colon + 1..colon + 3, [Token { blanks, text, confidence, place: None }]);
    }
}
