//! The verb `loket migrate`: brings the database up to date, or makes it. Safe to repeat.
use super::{CliError, Context, Exit, open, output};

pub async fn run(context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let store = open::store(&settings).await?;
    let accounts = store.accounts_count().await?;
    store.close().await;
    output::tell("basis data siap");
    if accounts == 0 {
        output::tell(
            "register masih kosong; masukkan akun dengan: loket accounts import BERKAS.csv",
        );
    }
    Ok(Exit::Done)
}
