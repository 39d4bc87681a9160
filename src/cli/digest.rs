//! The verb for the daily digest on demand: `loket digest`.
use super::args::DigestArgs;
use super::{CliError, Context, Exit, open, output};
use crate::daemon::{self, rules, site, templates};
use crate::schedule::{Ask, compile, post_by_hand};
use crate::store::{Store, StoreError};
use crate::workflow::effect::Effect;
use crate::workflow::letter::{Digest, Letter};
use jiff::civil::Date;

/// Prints the digest, or posts it; `loket run` or `loket tick` then sends it.
pub async fn run(args: &DigestArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let rules = rules(&settings)?;
    let store = open::store(&settings).await?;
    let now = open::now(&settings, &store).await?;
    let zone = rules.calendar.zone().clone();
    let today = now.to_zoned(zone.clone()).date();
    let date = args.date.unwrap_or(today);
    if date > today {
        return Err(CliError::Input(format!(
            "--date {date} belum tiba; hari ini {today}. Sebutkan hari ini atau yang sudah lewat."
        )));
    }
    if date < today && !args.print {
        return Err(CliError::Refused(format!(
            "rekap {date} tidak dapat dikirim sekarang: posisi hari itu sudah lewat. Lihat dengan --print, atau kirim rekap hari ini tanpa --date."
        )));
    }
    let rows = store.digests_of(&date.to_string()).await?;
    let sent = rows.iter().any(|row| row.run == 0 && row.outcome == "posted");
    if args.print
        && date < today
        && sent
        && let Some(digest) = kept(&store, date).await?
    {
        output::tell(&format!("rekap {date} sebagaimana dikirim hari itu"));
        show(&digest, &settings, &zone)?;
        store.close().await;
        return Ok(Exit::Done);
    }
    if date < today {
        output::tell(&format!(
            "posisi permohonan dihitung pada saat ini; hanya angka hari {date} yang berasal dari hari itu"
        ));
    }
    let how = daemon::digest(&settings);
    let ask = Ask { date, now, missed: Vec::new(), by_hand: !args.print };
    let digest = compile(&store, &rules, &how, &daemon::marks(&settings), ask).await?;
    if args.print {
        show(&digest, &settings, &zone)?;
    } else {
        let count = post_by_hand(&store, &rules, &how, &digest, now).await?;
        output::tell(&format!("rekap harian disiapkan untuk {count} penerima"));
        output::tell(&beside(sent, date, today, &how.time.to_string(), &rules.calendar));
    }
    store.close().await;
    Ok(Exit::Done)
}

/// What an extra digest means for the daily one.
fn beside(
    sent: bool,
    date: Date,
    today: Date,
    time: &str,
    calendar: &crate::calendar::Calendar,
) -> String {
    let time = time.get(..5).unwrap_or(time).replace(':', ".");
    match (sent, date == today && calendar.is_working_day(date)) {
        (true, _) => format!("rekap terjadwal {date} sudah dikirim; ini rekap tambahan"),
        (false, true) => {
            format!("ini rekap tambahan; rekap terjadwal hari ini tetap dikirim pukul {time}")
        }
        (false, false) => format!("tidak ada rekap terjadwal untuk {date}; ini rekap tambahan"),
    }
}

fn show(
    digest: &Digest,
    settings: &crate::config::Settings,
    zone: &jiff::tz::TimeZone,
) -> Result<(), CliError> {
    let letter = Letter::Digest(Box::new(digest.clone()));
    let rendered = templates(settings)?
        .render(&letter, None, &site(settings, zone.clone()), None)
        .map_err(|e| CliError::Unavailable(e.to_string()))?;
    output::print(&format!("{}\n\n{}", rendered.subject, rendered.text))?;
    Ok(())
}

/// The widest of a day's digests, as it was posted.
async fn kept(store: &Store, date: Date) -> Result<Option<Digest>, StoreError> {
    let mut found: Option<Digest> = None;
    for body in store.digest_orders(&date.to_string()).await? {
        let Ok(Effect::Send { letter, .. }) = serde_json::from_str(&body) else { continue };
        let Letter::Digest(digest) = *letter else { continue };
        let wider = digest.audience.helpdesk || found.is_none();
        if wider && !found.as_ref().is_some_and(|d| d.audience.helpdesk) {
            found = Some(*digest);
        }
    }
    Ok(found)
}
