//! The verbs for the register of accounts: `loket accounts import|list|show`. Reads and judges a
//! file; writing to the register waits for the store, and until then it says so.
use super::args::{Accounts, AccountsArgs};
use super::context::read_input;
use super::{CliError, Context, Exit, output};
use crate::directory::{Imported, RowError, read_accounts};
use std::path::Path;

/// Larger than `read_accounts` takes, so that it is the one to say so.
const FILE_MAX_BYTES: u64 = 64 * 1024 * 1024;

pub async fn run(args: &AccountsArgs, context: &Context) -> Result<Exit, CliError> {
    match &args.what {
        Accounts::Import { file, skip_bad } => {
            let imported = read_register(file)?;
            tell_rows(&imported);
            may_import(&imported, *skip_bad)?;
            context.settings()?;
            Err(CliError::not_built("accounts import"))
        }
        Accounts::List { .. } => Err(CliError::not_built("accounts list")),
        Accounts::Show { .. } => Err(CliError::not_built("accounts show")),
    }
}

/// Reads a file of accounts; code 2 if it is not one.
pub fn read_register(file: &Path) -> Result<Imported, CliError> {
    let bytes = read_input(file, FILE_MAX_BYTES)?;
    read_accounts(&bytes).map_err(|e| CliError::Input(format!("{}: {e}", file.display())))
}

/// Tells every odd and bad row, in the order of the file, on standard error.
pub fn tell_rows(imported: &Imported) {
    let marked = |word: &'static str| move |row: &RowError| (row.line, word, row.text.clone());
    let errors = imported.errors.iter().map(marked("galat"));
    let mut rows: Vec<_> = errors.chain(imported.warnings.iter().map(marked("catatan"))).collect();
    rows.sort();
    for (line, word, text) in rows {
        output::tell(&format!("baris {line}: {word}: {text}"));
    }
    if imported.more_errors > 0 {
        output::tell(&format!("dan {} baris salah lainnya", imported.more_errors));
    }
}

/// The rule of the contract: all rows are good, or the operator said `--skip-bad`. Returns how the
/// verb ends once the good rows are written.
pub fn may_import(imported: &Imported, skip_bad: bool) -> Result<Exit, CliError> {
    let bad = imported.errors.len() + imported.more_errors;
    if imported.rows.is_empty() && bad == 0 {
        return Err(CliError::Input("berkas hanya berisi baris judul; tidak ada akun".into()));
    }
    if bad > 0 && !skip_bad {
        return Err(CliError::Refused(format!(
            "{bad} baris salah, tidak ada yang dimasukkan; perbaiki, atau lewati dengan --skip-bad"
        )));
    }
    Ok(if bad > 0 { Exit::Findings } else { Exit::Done })
}
