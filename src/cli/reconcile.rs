//! The verb `loket reconcile`: after a restore, a person lets Loket begin anew (`security.md` A2-31).
use super::args::ReconcileArgs;
use super::{CliError, Context, Exit, open, output};
use crate::daemon::{ANCHOR, ProcessLock, make_private_dir, rules};

pub async fn run(args: &ReconcileArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let reason = output::harmless(args.reason.trim());
    if reason.is_empty() {
        return Err(CliError::Input("--reason tidak boleh kosong".into()));
    }
    let rules = rules(&settings)?;
    make_private_dir(&settings.data_dir)?;
    // Whoever runs holds it: a running Loket must be stopped first.
    let _lock = ProcessLock::take(&settings.data_dir)?;
    let store = open::store(&settings).await?.anchored_at(&settings.data_dir.join(ANCHOR));
    let now = open::now(&settings, &store).await?;
    let why = store.distrusted().await?.unwrap_or_else(|| "atas permintaan".to_owned());
    let mut tx = store.begin().await?;
    let done = tx.reconcile(now).await?;
    let what = format!(
        "pemulihan ke kurun {} ({why}): {reason}; {} pekerjaan dibekukan, {} kode balasan dicabut, {} password dihapus",
        done.epoch, done.orders, done.tokens, done.secrets
    );
    tx.operator(None, &what, &rules, now).await?;
    tx.commit().await?;
    store.anchor().await?;
    store.close().await;
    output::tell(&what);
    output::tell("lihat loket queue list; lepaskan satu per satu dengan loket queue retry NOMOR");
    Ok(Exit::Done)
}
