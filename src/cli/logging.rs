//! The log: readable lines or JSON on standard error, as loud as `LOKET_LOG` or the settings say.
//! Libraries that print what goes over the wire are capped here, whatever anybody asks for: a
//! password must not reach the log (`security.md` A4-65).
use super::outcome::CliError;
use crate::config::{Log, LogFormat};
use std::io::IsTerminal;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterFn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

/// Targets that may only warn: below that they print commands, logins, letters, or chatter.
const CAPPED: [&str; 9] = [
    "async_imap",
    "imap_proto",
    "lettre",
    "rustls",
    "tokio_rustls",
    "mail_parser",
    "mail_builder",
    "lopdf",
    "tokio_cron_scheduler",
];
/// Targets that never speak: `sqlx` prints whole statements even in a warning of slowness, and each
/// failed attempt of its pool besides the error we show.
const SILENT: [&str; 2] = ["sqlx", "sqlx_core"];

/// Starts the log. Called once by a verb that runs long; a second call is an error.
pub fn start(log: &Log) -> Result<(), CliError> {
    let filter = filter(log, std::env::var("LOKET_LOG").ok().as_deref())?;
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let layer: Box<dyn Layer<Registry> + Send + Sync> = match log.format {
        LogFormat::Json => Box::new(lines.json().flatten_event(true)),
        LogFormat::Text => {
            Box::new(lines.compact().with_ansi(!plain && std::io::stderr().is_terminal()))
        }
    };
    let layer = layer.with_filter(FilterFn::new(may_speak)).with_filter(filter);
    let started = tracing_subscriber::registry().with(layer).try_init();
    started.map_err(|_| CliError::Unavailable("log sudah dimulai".into()))
}

/// The level of the settings, or the directives of `LOKET_LOG` (`debug`, `loket::store=trace`).
pub fn filter(log: &Log, variable: Option<&str>) -> Result<EnvFilter, CliError> {
    let wanted = variable.map(str::trim).filter(|text| !text.is_empty());
    let wanted = wanted.unwrap_or(log.level.as_str());
    EnvFilter::builder().parse(wanted).map_err(|_| {
        let wanted = super::output::harmless(wanted);
        CliError::Input(format!(
            "LOKET_LOG `{wanted}` tidak dimengerti; contoh: debug, atau info,loket=debug"
        ))
    })
}

/// The cap that no setting lifts.
pub fn may_speak(line: &Metadata<'_>) -> bool {
    allowed(line.target(), *line.level())
}

fn allowed(target: &str, level: Level) -> bool {
    let under = |names: &[&str]| {
        let root = target.split("::").next().unwrap_or(target);
        names.contains(&root)
    };
    !under(&SILENT) && (!under(&CAPPED) || level <= Level::WARN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[test]
    fn libraries_stay_capped() {
        assert!(allowed("loket::store", Level::TRACE));
        assert!(allowed("async_imap::client", Level::WARN));
        assert!(!allowed("async_imap::client", Level::DEBUG));
        assert!(!allowed("lettre::transport", Level::INFO));
        assert!(!allowed("sqlx::query", Level::ERROR));
        assert!(!allowed("sqlx_core::pool::inner", Level::ERROR));
    }

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_directive_lifts_the_cap() {
        let sink = Sink::default();
        let to = sink.clone();
        let lines = tracing_subscriber::fmt::layer().with_writer(move || to.clone());
        let filter = filter(&Log::default(), Some("trace,sqlx=trace,async_imap=trace")).unwrap();
        let layer = lines.with_filter(FilterFn::new(may_speak)).with_filter(filter);
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::debug!(target: "async_imap::imap_stream", "KANARI-1");
            tracing::warn!(target: "sqlx::query", "KANARI-2");
            tracing::trace!(target: "loket::intake", "terlihat");
        });
        let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("terlihat") && !text.contains("KANARI"), "{text}");
    }

    #[test]
    fn a_wrong_directive_is_one_sentence() {
        let error = filter(&Log::default(), Some("loket=LOUD=x")).unwrap_err();
        assert!(matches!(&error, CliError::Input(text) if text.contains("LOKET_LOG")));
        assert_eq!(filter(&Log::default(), None).unwrap().to_string(), "info");
    }
}
