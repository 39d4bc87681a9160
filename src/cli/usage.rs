//! A wrong command line told in one Indonesian sentence. Knows what `clap` found, not the verbs.
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Help or version as text; the one word that `clap` has no setting for is put into Indonesian.
pub fn help(error: &clap::Error) -> String {
    error.render().to_string().replace("[OPTIONS]", "[OPSI]")
}

/// The line for standard error, without its end.
pub fn sentence(error: &clap::Error) -> String {
    let what = match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("argumen `{}` tidak dikenal", word(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidSubcommand => {
            format!("perintah `{}` tidak dikenal", word(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "perintah belum disebut".to_owned()
        }
        ErrorKind::MissingRequiredArgument => {
            format!("argumen wajib belum diberikan: {}", word(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => value(error),
        ErrorKind::ArgumentConflict => {
            format!(
                "argumen `{}` tidak boleh dipakai dua kali atau bersama yang lain",
                word(error, ContextKind::InvalidArg)
            )
        }
        _ => error.kind().as_str().unwrap_or("baris perintah tidak dimengerti").to_owned(),
    };
    let close = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .into_iter()
        .map(|kind| word(error, kind))
        .find(|close| !close.is_empty());
    match close {
        Some(close) => format!("{what}; mungkin maksudnya `{close}`"),
        None => format!("{what}; lihat `loket --help`"),
    }
}

fn value(error: &clap::Error) -> String {
    let given = word(error, ContextKind::InvalidValue);
    let argument = word(error, ContextKind::InvalidArg);
    let choices = word(error, ContextKind::ValidValue);
    match (given.as_str(), choices.as_str()) {
        ("", _) => format!("`{argument}` butuh nilai"),
        (_, "") => match example(&argument) {
            Some(example) => format!("nilai `{given}` untuk `{argument}` tidak sah; {example}"),
            None => format!("nilai `{given}` untuk `{argument}` tidak sah"),
        },
        _ => format!("nilai `{given}` untuk `{argument}` tidak sah; pilihannya: {choices}"),
    }
}

/// What would have been right.
fn example(argument: &str) -> Option<&'static str> {
    [
        ("WAKTU", "contoh: 2026-11-16T15:59:00+07:00"),
        ("TANGGAL", "contoh: 2026-11-16"),
        ("<N>", "isi bilangan 0 sampai 100000"),
        ("NOMOR", "isi nomor dari daftarnya, contoh: 12"),
    ]
    .into_iter()
    .find(|(name, _)| argument.contains(name))
    .map(|(_, example)| example)
}

/// What `clap` says of one thing, on one line and without control characters.
fn word(error: &clap::Error, kind: ContextKind) -> String {
    let text = match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    super::output::harmless(&text)
}
