//! The verb for the daily digest on demand: `loket digest`.
use super::args::DigestArgs;
use super::{CliError, Context, Exit, open, output};
use crate::daemon::{rules, site, templates};
use crate::schedule::{compile, post};
use crate::workflow::letter::Letter;

/// Prints the digest, or posts it; `loket run` or `loket tick` then sends it.
pub async fn run(args: &DigestArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let rules = rules(&settings)?;
    let store = open::store(&settings).await?;
    let now = open::now(&settings, &store).await?;
    let zone = rules.calendar.zone().clone();
    let date = args.date.unwrap_or_else(|| now.to_zoned(zone.clone()).date());
    let digest = compile(&store, &rules, date, now).await?;
    if args.print {
        let letter = Letter::Digest(Box::new(digest));
        let rendered = templates(&settings)?
            .render(&letter, None, &site(&settings, zone), None)
            .map_err(|e| CliError::Unavailable(e.to_string()))?;
        output::print(&format!("{}\n\n{}", rendered.subject, rendered.text))?;
    } else {
        let count = post(&store, &rules, &settings.digest.to, &digest, now).await?;
        output::tell(&format!("rekap harian disiapkan untuk {count} penerima"));
    }
    store.close().await;
    Ok(Exit::Done)
}
