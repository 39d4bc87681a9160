//! What every verb may ask for: the settings and the people. Knows where they are looked for.
use super::CliError;
use crate::config::{Settings, SettingsError, load_people};
use crate::workflow::actor::Person;
use std::io::Read;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The global arguments.
#[derive(Clone, Debug, Default)]
pub struct Context {
    config: Option<PathBuf>,
}

impl Context {
    pub fn new(config: Option<PathBuf>) -> Context {
        Context { config }
    }

    /// The settings file: the one named, or the first of the usual places.
    pub fn settings_file(&self) -> Option<PathBuf> {
        self.config.clone().or_else(Settings::usual_place)
    }

    /// The settings; without a file there is nothing to work with.
    pub fn settings(&self) -> Result<Settings, CliError> {
        match self.settings_file() {
            Some(path) => Ok(Settings::load(&path)?),
            None => Err(CliError::Input(
                "berkas pengaturan tidak ada di config/loket.toml maupun /etc/loket/loket.toml; beri --config BERKAS"
                    .into(),
            )),
        }
    }

    /// The settings, or the defaults where no file was named and none is in a usual place: for
    /// `explain`, which works on a machine where nothing is set up.
    pub fn settings_or_default(&self) -> Result<Settings, CliError> {
        match self.settings_file() {
            Some(path) => Ok(Settings::load(&path)?),
            None => Ok(Settings::default()),
        }
    }

    /// The staff.
    pub fn people(&self, settings: &Settings) -> Result<Vec<Person>, SettingsError> {
        load_people(&settings.people)
    }
}

/// The first `max_bytes` of a file a person named, or of standard input for `-`, and whether that
/// was all of it.
pub fn read_input(path: &Path, max_bytes: u64) -> Result<(Vec<u8>, bool), CliError> {
    let named =
        if path == Path::new("-") { "masukan baku".into() } else { path.display().to_string() };
    let unreadable =
        |e: std::io::Error| CliError::Input(format!("{named}: tidak dapat dibaca ({e})"));
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(open(path).map_err(unreadable)?)
    };
    let mut bytes = Vec::new();
    source.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    let whole = bytes.len() as u64 <= max_bytes;
    bytes.truncate(usize::try_from(max_bytes).unwrap_or(usize::MAX));
    Ok((bytes, whole))
}

/// Longest wait for someone to write into a named pipe.
const PIPE_WAIT: Duration = Duration::from_secs(4);

/// Opens a file; a named pipe nobody writes into is given up, as opening it would wait for ever.
fn open(path: &Path) -> std::io::Result<std::fs::File> {
    if !std::fs::metadata(path)?.file_type().is_fifo() {
        return std::fs::File::open(path);
    }
    let (give, take) = std::sync::mpsc::channel();
    let named = path.to_owned();
    // The thread that waits in vain ends with the program.
    std::thread::Builder::new().spawn(move || give.send(std::fs::File::open(named)))?;
    let nobody = |_| std::io::Error::other("tidak ada yang menulis ke pipa ini");
    take.recv_timeout(PIPE_WAIT).map_err(nobody)?
}
