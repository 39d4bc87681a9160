//! The verb `loket explain`: what Loket understands of a thing, by the very code the daemon uses.
//! Works without a settings file; with one, its calendar and its trust apply.
use super::args::{Explain, ExplainArgs};
use super::context::read_input;
use super::{CliError, Context, Exit, output};
use crate::calendar::Calendar;
use crate::config::Settings;
use crate::mail::Message;
use crate::workflow::actor::Role;
use crate::workflow::command::{self, Typed};
use serde_json::Value;
use std::path::Path;

/// Longest typed reply that is read.
const TEXT_MAX_BYTES: u64 = 4 * 1024 * 1024;

pub async fn run(args: &ExplainArgs, context: &Context) -> Result<Exit, CliError> {
    match &args.what {
        Explain::Mail { file, form } => {
            let settings = context.settings_or_default()?;
            let message = super::explain_files::mail(file, &settings).await?;
            let value = crate::mail::explain(&message);
            if form.json {
                output::print_json(&value)?;
            } else {
                output::print(&format!("{}{}", lines(&value), provenances(&message)))?;
            }
        }
        Explain::Document { file, form } => {
            let settings = context.settings_or_default()?;
            let reading = super::explain_files::document(file, &settings).await?;
            print(&serde_json::to_value(&reading).unwrap_or_default(), form.json)?;
        }
        Explain::Command { role, form } => {
            let (bytes, _) = read_input(Path::new("-"), TEXT_MAX_BYTES)?;
            print(&command(&String::from_utf8_lossy(&bytes), (*role).into()), form.json)?;
        }
        Explain::Deadline { time, minutes, form } => {
            let calendar = calendar(&context.settings_or_default()?)?;
            let explained = calendar.explain(*time, *minutes);
            let value = serde_json::to_value(&explained).unwrap_or_default();
            print(&value, form.json)?;
        }
    }
    Ok(Exit::Done)
}

/// The contract's object for a typed reply. The password itself is dropped here.
fn command(text: &str, role: Role) -> Value {
    let typed = Typed { text, other: None, subject: "" };
    command::explain(&command::parse(&typed, role))
}

/// The office's calendar with its own additions, or the built-in one where its file is missing.
pub fn calendar(settings: &Settings) -> Result<Calendar, CliError> {
    crate::daemon::calendar(settings).map_err(|error| CliError::Input(error.to_string()))
}

fn print(value: &Value, json: bool) -> Result<(), CliError> {
    if json { output::print_json(value) } else { output::print(&lines(value)) }
}

/// One line for each file that lay in an attached mail, for eyes only (the contract's document has no
/// room for it).
fn provenances(message: &Message) -> String {
    let told = message.attachments.iter().filter_map(|file| Some((file, file.within.as_deref()?)));
    told.map(|(file, within)| {
        let line = format!("{} terletak dalam surat terlampir: {within}", file.name);
        format!("attachments.within: {}\n", output::harmless(&line))
    })
    .collect()
}

/// The same answer for eyes: one line for each field that says something.
pub(super) fn lines(value: &Value) -> String {
    let mut text = String::new();
    write_lines(value, "", &mut text);
    text
}

fn write_lines(value: &Value, name: &str, text: &mut String) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    let mut line = |shown: &str| {
        text.push_str(&format!("{name}: {}\n", output::harmless(shown)));
    };
    match value {
        Value::Null => {}
        Value::String(words) => words.lines().for_each(line),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| write_lines(field, &inner(key), text));
        }
        Value::Array(items) => items.iter().for_each(|item| write_lines(item, name, text)),
        Value::Bool(_) | Value::Number(_) => line(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_reply_is_explained_without_its_password() {
        let value = command("HASIL\nUSER ID: RINA.AA\nPASSWORD: Kanari#2026x\n", Role::AdminPpe);
        assert_eq!((&value["verdict"], &value["password"]), (&"result".into(), &true.into()));
        assert_eq!(value["user_id"], "RINA.AA");
        assert!(!value.to_string().contains("Kanari"), "{value}");
        assert_eq!(command("SETUJU", Role::Applicant)["verdict"], "none");
    }

    #[test]
    fn a_file_of_an_attached_mail_is_shown_with_where_it_lay() {
        let raw = b"From: a@kkp.example\nContent-Type: message/rfc822\n\nFrom: b@kkp.example\n\
            Subject: berkas\nContent-Type: application/pdf; name=sk.pdf\n\n%PDF-1.4\n";
        let message = crate::mail::parse(raw, &crate::mail::TrustSettings::default());
        let told =
            "attachments.within: sk.pdf terletak dalam surat terlampir: berkas (b@kkp.example)\n";
        assert_eq!(provenances(&message), told);
        assert!(!crate::mail::explain(&message).to_string().contains("terletak"));
    }

    #[test]
    fn the_answer_for_eyes_has_a_line_for_each_thing_said() {
        let value = serde_json::json!({"a": null, "b": {"c": "x\ny"}, "d": [1, true]});
        assert_eq!(lines(&value), "b.c: x\nb.c: y\nd: 1\nd: true\n");
    }

    #[test]
    fn a_calendar_file_that_is_wrong_is_refused_and_a_missing_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calendar.toml");
        let settings = Settings { calendar: path.clone(), ..Settings::default() };
        assert!(calendar(&settings).is_ok());
        std::fs::write(&path, "zone = 3").unwrap();
        assert_eq!(calendar(&settings).err().map(|e| e.code()), Some(2));
    }
}
