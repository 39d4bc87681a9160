//! From a settings file and the environment to checked `Settings`: the `config` crate merges, this
//! file makes sure that nothing unknown is in either and that every refusal is one sentence.
use super::backend::Backend;
use super::error::SettingsError;
use super::settings::{Settings, absolute};
use super::words::{SecretSource, refuse_open_file};
use super::{check, environment, keys};
use config::{Config, ConfigError, FileFormat};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Looked for in this order when no `--config` is given.
pub const USUAL_PLACES: [&str; 2] = ["config/loket.toml", "/etc/loket/loket.toml"];
/// A settings file is a page or two; more is not one.
const FILE_MAX_BYTES: u64 = 1024 * 1024;

impl Settings {
    /// Reads, merges with the environment, checks, and makes paths independent of the file.
    pub fn load(path: &Path) -> Result<Settings, SettingsError> {
        let name = path.display().to_string();
        let text = read_text(path)?;
        let settings = Settings::parse(&text, &name, environment::ours(std::env::vars_os())?)?;
        let base = path.parent().unwrap_or(Path::new(""));
        // Resolved first, so that `..` behind a linked folder means what the kernel would mean.
        let base = std::fs::canonicalize(if base == Path::new("") { Path::new(".") } else { base });
        let base = base
            .map_err(|e| SettingsError::Unreadable { path: path.to_owned(), why: e.to_string() })?;
        let settings = settings.seen_from(&base);
        settings.refuse_open_secrets()?;
        Ok(settings)
    }

    /// The file in one of the usual places, if there is one.
    pub fn usual_place() -> Option<PathBuf> {
        USUAL_PLACES.iter().map(PathBuf::from).find(|place| place.is_file())
    }

    /// What `load` does, without files: `name` is how errors call the text, `environment` holds
    /// pairs like `("LOKET__SMTP__HOST", "mx")`. Paths stay as written.
    pub fn parse(
        text: &str,
        name: &str,
        environment: Vec<(String, String)>,
    ) -> Result<Settings, SettingsError> {
        let known = known()?;
        let table = parse_toml(text, name)?;
        keys::check(name, &table, &known)?;
        check::required(name, &table, &environment)?;
        let mut builder =
            Config::builder().add_source(config::File::from_str(text, FileFormat::Toml));
        let listed =
            |name: &str| table.get(name).and_then(|list| list.as_array()).map_or(0, Vec::len);
        for (key, value) in environment::overrides(environment, &known, &listed)? {
            builder = builder.set_override(key, value).map_err(|e| from_config(name, e))?;
        }
        let merged = builder.build().map_err(|e| from_config(name, e))?;
        let settings: Settings = merged.try_deserialize().map_err(|e| from_config(name, e))?;
        check::settings(name, &settings)?;
        Ok(settings)
    }

    /// Relative paths are relative to the folder of the file.
    fn seen_from(mut self, base: &Path) -> Settings {
        let here = |path: PathBuf| absolute(&base.join(path));
        let maybe = |path: &mut Option<PathBuf>| *path = path.take().map(here);
        let secret = |source: &mut Option<SecretSource>| {
            *source = source.take().map(|source| source.seen_from(base));
        };
        for path in
            [&mut self.data_dir, &mut self.calendar, &mut self.calendar_local, &mut self.people]
        {
            *path = here(std::mem::take(path));
        }
        maybe(&mut self.templates_dir);
        maybe(&mut self.trust.secret_key_file);
        maybe(&mut self.papers.signature_roots);
        maybe(&mut self.smtp.ca_file);
        maybe(&mut self.smtp.path);
        secret(&mut self.smtp.password_file);
        for mailbox in &mut self.mailbox {
            maybe(&mut mailbox.ca_file);
            maybe(&mut mailbox.path);
            secret(&mut mailbox.password_file);
        }
        for backend in &mut self.backend {
            maybe(&mut backend.ca_file);
            secret(&mut backend.password_file);
        }
        self
    }

    /// Every place of a secret with the key that names it.
    pub fn secrets(&self) -> Vec<(String, &SecretSource)> {
        let boxes = self.mailbox.iter().map(|mailbox| {
            (format!("mailbox.{}.password_file", mailbox.name), mailbox.password_file.as_ref())
        });
        let smtp = ("smtp.password_file".to_owned(), self.smtp.password_file.as_ref());
        let backends = self.backend.iter().map(|backend| {
            (format!("backend.{}.password_file", backend.name), backend.password_file.as_ref())
        });
        boxes
            .chain([smtp])
            .chain(backends)
            .filter_map(|(key, source)| Some((key, source?)))
            .collect()
    }

    fn refuse_open_secrets(&self) -> Result<(), SettingsError> {
        refuse_open_file(&self.secret_key_file(), "trust.secret_key_file")?;
        self.secrets().iter().try_for_each(|(key, source)| source.check_mode(key))
    }
}

/// The defaults as a tree: the list of every key and the kind of its value.
fn known() -> Result<serde_json::Value, SettingsError> {
    // There is no account system by default; one shows which keys it has.
    let defaults = Settings { backend: vec![Backend::default()], ..Settings::default() };
    serde_json::to_value(defaults)
        .map_err(|e| SettingsError::value("nilai bawaan", "-", e.to_string()))
}

/// Reads a whole small text file.
pub(super) fn read_text(path: &Path) -> Result<String, SettingsError> {
    let unreadable = |why: String| SettingsError::Unreadable { path: path.to_owned(), why };
    let file = std::fs::File::open(path).map_err(|e| unreadable(e.to_string()))?;
    let mut text = String::new();
    let read = file.take(FILE_MAX_BYTES + 1).read_to_string(&mut text);
    read.map_err(|e| unreadable(e.to_string()))?;
    if text.len() as u64 > FILE_MAX_BYTES {
        return Err(unreadable("lebih dari 1 MiB".into()));
    }
    Ok(text)
}

/// TOML as a table; a mistake is told with its line.
pub(super) fn parse_toml(text: &str, name: &str) -> Result<toml::Table, SettingsError> {
    text.parse::<toml::Table>().map_err(|e| {
        let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        SettingsError::Syntax {
            file: name.to_owned(),
            line: before.matches('\n').count() + 1,
            why: one_line(e.message()),
        }
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is left to the `config` crate: values outside an enum's words or a number's range.
fn from_config(name: &str, error: ConfigError) -> SettingsError {
    let (mut key, mut why) = (None, error.to_string());
    let mut here = error;
    loop {
        match here {
            ConfigError::At { error, key: at, .. } => {
                key = at.or(key);
                here = *error;
            }
            ConfigError::Message(text) => {
                why = text;
                break;
            }
            ConfigError::Type { unexpected, expected, key: at, .. } => {
                key = at.or(key);
                why = format!("bernilai {unexpected}, padahal harus {expected}");
                break;
            }
            _ => break,
        }
    }
    SettingsError::value(name, key.unwrap_or_else(|| "?".into()), one_line(&why))
}
