//! One language's files, compiled, and a letter made from them. Knows no letter's content.
use super::context::context;
use super::filters::environment;
use super::words::{self, Words};
use super::{Language, Rendered, Site, TemplateError, clean, embedded};
use crate::workflow::letter::Letter;
use minijinja::value::Value;
use minijinja::{Environment, Error};
use std::fmt::Write as _;
use std::sync::Arc;

/// Largest template file.
const FILE_BYTES: usize = 64 * 1024;
const SUBJECT_CHARS: usize = 150;
const SECRET_CHARS: usize = 128;

/// The compiled files of one language.
pub struct Set {
    language: Language,
    words: Arc<Words>,
    env: Environment<'static>,
}

impl Set {
    pub fn load(
        language: Language,
        files: impl Fn(&str) -> Option<String>,
    ) -> Result<Set, TemplateError> {
        let invalid = |name: &str, detail: String| TemplateError::Invalid {
            language: language.folder(),
            name: name.to_owned(),
            detail,
        };
        let mut words = words::builtin(language).clone();
        if let Some(source) = files(embedded::WORDS) {
            let over = Words::parse(&source).and_then(|over| words.overlay(over));
            words = over.map_err(|e| invalid(embedded::WORDS, e))?;
        }
        let words = Arc::new(words);
        let mut env = environment(&words).map_err(|e| invalid("", detail(&e)))?;
        for (name, builtin) in
            embedded::files(language).iter().filter(|(n, _)| *n != embedded::WORDS)
        {
            let source = files(name).unwrap_or_else(|| (*builtin).to_owned());
            if source.len() > FILE_BYTES {
                return Err(invalid(name, format!("longer than {FILE_BYTES} bytes")));
            }
            env.add_template_owned(*name, source).map_err(|e| invalid(name, detail(&e)))?;
        }
        Ok(Set { language, words, env })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn render(
        &self,
        letter: &Letter,
        case_no: Option<&str>,
        site: &Site,
        secret: Option<&str>,
    ) -> Result<Rendered, TemplateError> {
        let name = letter.template();
        match (letter.secret(), secret) {
            (Some(_), None) => return Err(TemplateError::SecretMissing { letter: name }),
            (None, Some(_)) => return Err(TemplateError::SecretUnwanted { letter: name }),
            _ => {}
        }
        let case_no = case_no.filter(|_| belongs_to_a_case(letter));
        let values = context(letter, case_no, site)
            .map_err(|e| self.failure(name, "subject.txt", e.to_string()))?;
        let subject = self.file(name, "subject.txt", &values)?;
        let text = clean::wrap(&self.file(name, "body.txt", &values)?);
        let text = self.with_banner(text, site);
        let html = match letter.secret() {
            Some(_) => None,
            None => Some(self.file(name, "body.html", &values)?),
        };
        let text = match secret {
            Some(secret) => self.with_secret(&text, secret, name)?,
            None => text,
        };
        Ok(Rendered { subject: self.subject(&subject, case_no, site), text, html })
    }

    fn file(&self, letter: &str, file: &str, values: &Value) -> Result<String, TemplateError> {
        let render = || self.env.get_template(&format!("{letter}/{file}"))?.render(values.clone());
        render().map_err(|e: Error| self.failure(letter, file, detail(&e)))
    }

    fn failure(&self, letter: &str, file: &str, detail: String) -> TemplateError {
        let name = format!("{letter}/{file}");
        TemplateError::Render { language: self.language.folder(), name, detail }
    }

    /// `[LKT-2026-00042] …`, one line whatever the template does.
    fn subject(&self, rendered: &str, case_no: Option<&str>, site: &Site) -> String {
        let mut parts = Vec::new();
        if let Some(no) = case_no {
            parts.push(format!("[{}]", clean::one_line(no)));
        }
        if site.simulated {
            parts.push(format!("{}:", self.banner("subject")));
        }
        parts.push(rendered.replace(clean::HARD_BLANK, " "));
        clean::cap(&clean::one_line(&parts.join(" ")), SUBJECT_CHARS)
    }

    fn with_banner(&self, text: String, site: &Site) -> String {
        if !site.simulated {
            return text;
        }
        format!("{}\n\n{text}", self.banner("text"))
    }

    fn banner(&self, key: &str) -> &str {
        self.words.get("simulated", key).unwrap_or("SIMULASI")
    }

    /// The password takes its mark's place, outside the engine: once, alone on its line.
    fn with_secret(
        &self,
        text: &str,
        secret: &str,
        letter: &'static str,
    ) -> Result<String, TemplateError> {
        let length = secret.chars().count();
        if length == 0 || length > SECRET_CHARS || secret.chars().any(char::is_control) {
            return Err(TemplateError::SecretShape);
        }
        let mark = clean::SECRET_MARK.to_string();
        let alone = text.lines().filter(|line| line.trim() == mark).count();
        if alone != 1 || text.matches(&mark).count() != 1 {
            return Err(TemplateError::SecretPlace { language: self.language.folder(), letter });
        }
        Ok(text.replacen(&mark, secret, 1))
    }
}

/// Lists over all cases bear no case number.
fn belongs_to_a_case(letter: &Letter) -> bool {
    !matches!(letter, Letter::Digest(_) | Letter::CaseList { .. })
}

fn detail(error: &Error) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(e) = cause {
        let _ = write!(line, ": {e}");
        cause = e.source();
    }
    line.replace('\n', " ")
}
