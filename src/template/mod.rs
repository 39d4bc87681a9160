//! A letter and its template files make subject, text and HTML. Knows no decision, no IO and no clock;
//! every sentence stands in `templates/`. A password never passes through the template engine.
mod clean;
mod compare;
mod context;
mod embedded;
mod engine;
mod filters;
mod samples;
#[cfg(test)]
mod tests;
mod words;

use crate::document::{PaperKind, Refusal};
use crate::workflow::case::State;
use crate::workflow::command::Unclear;
use crate::workflow::letter::Letter;
use crate::workflow::scan::Scan;
use std::sync::Arc;

pub use embedded::LETTERS;
pub use samples::samples;

/// The language of a set of templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Id,
    En,
}

impl Language {
    /// Folder under `templates/`.
    pub fn folder(self) -> &'static str {
        match self {
            Language::Id => "id",
            Language::En => "en",
        }
    }
}

/// What the letters say about the office that sends them.
#[derive(Clone, Debug)]
pub struct Site {
    /// Signs the letters, for instance `Helpdesk LPSE`.
    pub office: String,
    pub organisation: String,
    pub helpdesk_phone: Option<String>,
    /// Where the account is used; shown as plain text, never as a link.
    pub spse_url: Option<String>,
    /// The office's own mail address.
    pub address: String,
    pub zone: jiff::tz::TimeZone,
    /// For instance `WIB`.
    pub zone_label: String,
    /// The clock is simulated: every letter says so, in subject and body.
    pub simulated: bool,
    /// The code an answer must quote, where addresses cannot carry one (`security.md` D.1).
    pub reply_code: Option<String>,
}

/// A letter ready for `mail::compose`.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, never empty.
    pub subject: String,
    /// Lines end in `\n`.
    pub text: String,
    /// `None` for a letter that is text only (credentials).
    pub html: Option<String>,
}

/// The body may hold a password, so it is not for logs.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// Why a set cannot be loaded or a letter cannot be made. All are permanent until a person mends
/// the template or the caller; none holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("templates/{language}/{name}: {detail}")]
    Invalid { language: &'static str, name: String, detail: String },
    #[error("templates/{language}/{name} cannot be rendered: {detail}")]
    Render { language: &'static str, name: String, detail: String },
    #[error("letter {letter} needs its password and none was given")]
    SecretMissing { letter: &'static str },
    #[error("letter {letter} must not be given a password")]
    SecretUnwanted { letter: &'static str },
    #[error(
        "the password given has a shape no letter can carry (empty, too long, or control characters)"
    )]
    SecretShape,
    #[error("templates/{language}/{letter}: the password must stand once, alone on its line")]
    SecretPlace { language: &'static str, letter: &'static str },
}

/// The compiled templates of one language. Cloning is cheap.
#[derive(Clone)]
pub struct Templates {
    set: Arc<engine::Set>,
}

impl Templates {
    /// The set that ships inside the program.
    pub fn builtin(language: Language) -> Result<Templates, TemplateError> {
        Templates::from_files(language, |_| None)
    }

    /// The operator's own files over the built-in ones. `files` is asked for each known name, for
    /// instance `receipt/body.txt` or `_words.toml`; `None` keeps the built-in file.
    pub fn from_files(
        language: Language,
        files: impl Fn(&str) -> Option<String>,
    ) -> Result<Templates, TemplateError> {
        Ok(Templates { set: Arc::new(engine::Set::load(language, files)?) })
    }

    /// Makes the letter. `case_no` goes in brackets before the subject where the letter belongs to
    /// a case; `secret` is given for credentials and for nothing else.
    pub fn render(
        &self,
        letter: &Letter,
        case_no: Option<&str>,
        site: &Site,
        secret: Option<&str>,
    ) -> Result<Rendered, TemplateError> {
        self.set.render(letter, case_no, site, secret)
    }

    /// Renders every sample, as `loket check` and a reload do before trusting a set.
    pub fn check(&self, site: &Site) -> Result<(), TemplateError> {
        for letter in samples() {
            let secret = letter.secret().map(|_| "k7qm-4txd-9wpz-h3fr");
            self.render(&letter, Some("LKT-2026-00000"), site, secret)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Templates").field(&self.set.language()).finish()
    }
}

/// The sentence that tells a person why his words were not carried out.
pub fn unclear_sentence(language: Language, unclear: Unclear) -> String {
    words::of(language, "unclear", &unclear)
}

/// Why a mail is held, for its code in `loket held list --json`; an unknown code stays as it is.
pub fn held_reason(language: Language, code: &str) -> String {
    words::of(language, "held", &code)
}

/// The name of a kind of paper.
pub fn paper_label(language: Language, kind: PaperKind) -> String {
    words::of(language, "paper", &kind)
}

/// What is wrong with a file that is not read.
pub fn refusal_label(language: Language, refusal: Refusal) -> String {
    words::of(language, "refusal", &refusal)
}

/// The malware scanner's verdict.
pub fn scan_label(language: Language, scan: &Scan) -> String {
    let verdict = match scan {
        Scan::Clean => "clean",
        Scan::Infected { .. } => "infected",
        Scan::NotScanned { .. } => "not_scanned",
    };
    words::of(language, "scan", &verdict)
}

/// The name of a state as people read it (`domain.md` §1.5).
pub fn state_label(language: Language, state: State) -> String {
    words::of(language, "state", &state)
}
