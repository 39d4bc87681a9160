//! The verbs for the register of accounts: `loket accounts import|list|show`. Registered addresses
//! are shown masked: a terminal is no place for the destination of a credential.
use super::args::{Accounts, AccountsArgs};
use super::context::read_input;
use super::{CliError, Context, Exit, open, output};
use crate::clock::{Clock, SystemClock};
use crate::directory::{Account, AccountRow, Imported, RowError, read_accounts};
use crate::store::{NewAccount, Store, StoreError};
use serde_json::{Value, json};
use std::path::Path;

/// More than `read_accounts` takes, so that it is the one to refuse a file cut here.
const FILE_MAX_BYTES: u64 = 64 * 1024 * 1024;

pub async fn run(args: &AccountsArgs, context: &Context) -> Result<Exit, CliError> {
    match &args.what {
        Accounts::Import { file, skip_bad } => {
            let imported = read_register(file)?;
            tell_rows(&imported);
            let exit = may_import(&imported, *skip_bad)?;
            let store = open::store(&context.settings()?).await?;
            write(&store, &imported.rows).await?;
            store.close().await;
            output::tell(&format!("{} akun dimasukkan atau dimutakhirkan", imported.rows.len()));
            Ok(exit)
        }
        Accounts::List { form } => {
            let accounts = open::store(&context.settings()?).await?.accounts().await?;
            if form.json {
                output::print_json(&accounts.iter().map(as_json).collect::<Vec<_>>())?;
            } else {
                table(&accounts).print()?;
            }
            Ok(Exit::Done)
        }
        Accounts::Show { user_id, form } => {
            let store = open::store(&context.settings()?).await?;
            let found = store.account_by_user(user_id).await?;
            let Some(account) = found else {
                let user_id = output::harmless(user_id);
                return Err(CliError::Refused(format!("akun `{user_id}` tidak ada di register")));
            };
            if form.json {
                output::print_json(&as_json(&account))?
            } else {
                table(&[account]).print()?
            }
            Ok(Exit::Done)
        }
    }
}

/// All rows in one transaction: either every one of them is in the register, or none.
pub async fn write(store: &Store, rows: &[AccountRow]) -> Result<(), StoreError> {
    let now = SystemClock.now();
    let mut tx = store.begin().await?;
    for row in rows {
        let AccountRow { user_id, name, nip, unit, address, backend, care } = row.clone();
        let new = NewAccount { user_id, name, nip, unit, address, backend, care };
        tx.put_account(&new, now).await?;
    }
    tx.commit().await
}

fn as_json(account: &Account) -> Value {
    json!({
        "user_id": account.user_id,
        "name": account.name,
        "nip": account.nip,
        "unit": account.unit,
        "address": account.registered_address().masked(),
        "backend": account.backend,
        "privileged": account.privileged,
        "two_approvers": account.two_approvers,
        "contact": account.contact_address().map(|contact| contact.masked()),
    })
}

fn table(accounts: &[Account]) -> output::Table {
    let mut table = output::Table::new(&[
        "USER ID",
        "NAMA",
        "NIP",
        "UNIT",
        "ALAMAT TERDAFTAR",
        "JALUR",
        "PENJAGAAN",
    ]);
    for account in accounts {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        let address = account.registered_address().masked();
        let (nip, unit) = (or_dash(&account.nip), or_dash(&account.unit));
        let guards = [
            (account.privileged, "istimewa"),
            (account.two_approvers, "dua penyetuju"),
            (account.contact_address().is_some(), "kontak kedua"),
        ];
        let guards: Vec<&str> =
            guards.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        let guards = if guards.is_empty() { "-".to_owned() } else { guards.join(", ") };
        table.row([
            &account.user_id,
            &account.name,
            &nip,
            &unit,
            &address,
            &account.backend,
            &guards,
        ]);
    }
    table
}

/// Reads a file of accounts; code 2 if it is not one.
pub fn read_register(file: &Path) -> Result<Imported, CliError> {
    let (bytes, _) = read_input(file, FILE_MAX_BYTES)?;
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
