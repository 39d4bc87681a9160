//! A keyword with its surroundings: what families ask of the words after it (notes, reasons, lists).
//! Knows no verdict.
use super::tidy::Line;
use super::verbs::Verb;
use super::{mask, opening, result, words};

const FREE: usize = 500;

/// A keyword at the head of the mail and everything its family needs to judge it.
pub(super) struct Hit<'a> {
    pub verb: &'static Verb,
    /// The words after the keyword, up to the first labelled value.
    pub rest: String,
    pub below: &'a [Line],
    pub found: result::Found,
}

/// A line that opens the end of a letter: after it stands a signature.
pub(super) fn is_sign_off(line: &str) -> bool {
    let w = words::split(line);
    w.len() <= 4
        && w.first().is_some_and(|x| {
            matches!(
                x.plain.as_str(),
                "salam"
                    | "hormat"
                    | "regards"
                    | "best"
                    | "wassalam"
                    | "wassalamualaikum"
                    | "kind"
                    | "warm"
                    | "sincerely"
                    | "cheers"
            )
        })
}

fn is_closing(line: &str) -> bool {
    let w = words::split(line);
    is_sign_off(line)
        || w.first().is_some_and(|x| {
            matches!(
                x.plain.as_str(),
                "demikian"
                    | "thanks"
                    | "thx"
                    | "terima"
                    | "terimakasih"
                    | "trims"
                    | "tks"
                    | "makasih"
                    | "mksh"
            )
        })
        || (!w.is_empty() && w.iter().all(|x| words::is_courtesy(&x.plain)))
}

impl Hit<'_> {
    fn secret(&self) -> Option<&str> {
        self.found.password.as_ref().map(|p| p.as_str())
    }

    /// A password seems to be given in a form that cannot be read for sure.
    pub fn unread_secret(&self) -> bool {
        let lines = self.below.iter().take(60).take_while(|l| !is_sign_off(&l.text));
        let mut texts = lines.map(|l| l.text.as_str()).chain([self.rest.as_str()]);
        self.found.password.is_none() && !self.found.passed_over && texts.any(mask::hides)
    }

    /// The rest of the first line, if it says anything.
    pub fn note(&self) -> Option<String> {
        let clean = self.rest.trim_matches([' ', ',', ':', '-', ';', '.', '!']);
        let placeholder = clean.starts_with('<') && clean.ends_with('>');
        let told =
            !placeholder && words::split(clean).iter().any(|x| !words::is_courtesy(&x.plain));
        told.then(|| mask::free(clean, self.secret(), 300))
    }

    /// The rest of the first line and of its paragraph, if they say anything.
    pub fn long_note(&self) -> Option<String> {
        let mut text = self.rest.trim_matches([' ', ',', ':', '-', ';']).to_string();
        for line in self.continued(&text) {
            text.push(' ');
            text.push_str(&line);
        }
        let text = text.trim();
        let placeholder = text.starts_with('<') && text.ends_with('>');
        let told = !placeholder && words::split(text).iter().any(|x| !words::is_courtesy(&x.plain));
        told.then(|| mask::free(text.trim_end_matches(['.', ' ']), self.secret(), FREE))
    }

    /// A reason: connectors and forms of address off, wrapped lines on. `None` if nothing is left.
    pub fn reason(&self) -> Option<String> {
        let mut text = self.rest.clone();
        for line in self.continued(&text) {
            text.push(' ');
            text.push_str(&line);
        }
        let w = words::split(&text);
        let start = w.iter().position(|x| !is_connector(&x.plain))?;
        let from = text.get(w.get(start)?.start..)?;
        let opened = text.get(..w.get(start)?.start).unwrap_or("").trim_end().ends_with('<');
        let meant = w
            .iter()
            .skip(start)
            .filter(|x| !words::is_courtesy(&x.plain) && !is_empty_word(&x.plain))
            // "tolak jangan" gives no reason, "tolak, NIP tidak sesuai" does.
            .filter(|x| !words::is_negation_word(&x.plain));
        let said: String = meant.map(|x| x.plain.as_str()).collect();
        let letters = said.chars().filter(|c| c.is_alphabetic()).count();
        let reason = from.trim_end_matches([' ', '.', ',', ';', '!']);
        (letters >= 2 && said.chars().count() >= 3 && !(opened && reason.ends_with('>')))
            .then(|| mask::free(reason, self.secret(), FREE))
    }

    /// Lines below that carry the sentence on: of the same paragraph, or of the next where the first
    /// line says nothing itself. A line of capitalised words alone is a signature.
    fn continued(&self, first: &str) -> Vec<String> {
        let empty = words::split(first)
            .iter()
            .all(|x| is_connector(&x.plain) || words::is_courtesy(&x.plain));
        let skip =
            if empty { self.below.iter().take_while(|l| l.text.is_empty()).count() } else { 0 };
        let runs_on = |l: &&Line| {
            let low = l.text.split(' ').any(|w| w.starts_with(|c: char| c.is_lowercase()));
            low && !l.text.is_empty()
                && !is_closing(&l.text)
                && result::first_label(&l.text).is_none()
                && !l.text.contains('@')
        };
        self.below
            .iter()
            .skip(skip)
            .take(8)
            .take_while(runs_on)
            .map(|l| opening::without_numbers(&l.text).0)
            .collect()
    }

    /// Lines below a KURANG that go on with its list: bullets, or plain lines while they are short.
    pub fn paragraph_below(&self) -> Vec<String> {
        let rest = self.rest.trim_matches([':', '-', ',', '.', ' ']);
        let open =
            rest.is_empty() || self.rest.trim_end().ends_with([':', ',']) || rest.ends_with(" dan");
        let skip =
            if open { self.below.iter().take_while(|l| l.text.is_empty()).count() } else { 0 };
        let bullet = |l: &str| {
            l.starts_with(['-', '•', '·', '*', '+'])
                || l.find(['.', ')']).is_some_and(|i| {
                    i <= 2
                        && l.get(..i).is_some_and(|d| d.chars().all(|c| c.is_ascii_alphanumeric()))
                })
        };
        let goes_on = |l: &&Line| {
            let known = words::split(&l.text).iter().any(|x| {
                matches!(
                    x.plain.as_str(),
                    "sk" | "surat" | "permohonan" | "ttd" | "sknya" | "suratnya"
                )
            });
            let low = l.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            !l.text.is_empty()
                && !is_closing(&l.text)
                // A paper alone on its line is the list's next, whatever the line above it ends in.
                && (bullet(&l.text)
                    || (open && (known || low))
                    || (known && words::split(&l.text).len() <= 2))
        };
        self.below.iter().skip(skip).take(12).take_while(goes_on).map(|l| l.text.clone()).collect()
    }
}

fn is_connector(word: &str) -> bool {
    matches!(
        word,
        "karena"
            | "sebab"
            | "alasan"
            | "alasannya"
            | "dikarenakan"
            | "disebabkan"
            | "pak"
            | "bapak"
            | "bu"
            | "ibu"
            | "mas"
            | "mbak"
            | "ya"
            | "saja"
            | "aja"
            | "mohon"
            | "maaf"
            | "yaitu"
            | "oleh"
            | "dengan"
    )
}

/// Words that fill a refusal without giving a reason.
fn is_empty_word(word: &str) -> bool {
    matches!(
        word,
        "permohonan"
            | "permohonannya"
            | "permintaan"
            | "ini"
            | "itu"
            | "tersebut"
            | "tsb"
            | "dengan"
            | "nya"
            | "untuk"
            | "reset"
            | "saya"
            | "kasus"
    )
}
