//! Plays the stories, prints what happened, and says where to look.
use super::stage::{Stage, StageError, StageSettings};
use super::stories::{self, Told};
use crate::report::timeline;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mail_parser::MimeHeaders;
use std::fmt::Write as _;
use std::path::Path;

/// Why the demonstration ended early.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder holds something that is not ours.
    #[error("folder {0} sudah berisi hal lain; pilih folder kosong dengan --dir")]
    Occupied(String),
    #[error("panggung: {0}")]
    Stage(#[from] StageError),
    #[error("berkas peragaan tidak dapat ditulis: {0}")]
    File(#[from] std::io::Error),
    /// Something that was to be shown did not happen.
    #[error("yang diharapkan tidak terjadi: {0}")]
    Failed(String),
}

/// Marks a folder as ours, so that it may be made anew.
const MARK: &str = ".peragaan-loket";

pub(super) fn expect<T>(found: Option<T>, what: String) -> Result<T, DemoError> {
    found.ok_or(DemoError::Failed(what))
}

/// Makes the folder anew and plays everything. `say` gets the text for people, piece by piece.
pub async fn play(dir: &Path, mut say: impl FnMut(&str)) -> Result<(), DemoError> {
    prepare(dir)?;
    let start: Timestamp = expect("2026-11-09T09:41:00+07:00".parse().ok(), "waktu awal".into())?;
    let settings = StageSettings {
        more: String::new(),
        people: stories::PEOPLE.into(),
        accounts: stories::accounts(),
        start,
    };
    let mut stage = Stage::set(dir, settings).await?;
    say("LOKET - peragaan SOP Perubahan Password dan Pemberian Informasi User ID Admin Agency\n");
    say("Jam tiruan, kotak surat Maildir, SQLite. Semua orang dan unit rekaan.\n");
    let mut number = 0;
    let mut tell = |told: &Told| {
        number += 1;
        format!("\n{number}. {} ({})\n", told.title, told.case)
    };
    let told = stories::accepted_reset(&mut stage).await?;
    say(&(tell(&told) + &lines(&stage, &told.case).await?));
    stage.pass(20).await?;
    let told = stories::user_id_information(&mut stage).await?;
    say(&(tell(&told) + &lines(&stage, &told.case).await?));
    stage.pass(150).await?;
    let told = stories::completed_later(&mut stage).await?;
    say(&(tell(&told) + &lines(&stage, &told.case).await?));
    stage.pass(10).await?;
    let told = stories::rejected(&mut stage).await?;
    say(&(tell(&told) + &lines(&stage, &told.case).await?));
    stage.pass(5).await?;
    let told = stories::forged_approval(&mut stage).await?;
    say(&(tell(&told) + &lines(&stage, &told.case).await?));
    say("   Kedua percobaan tercatat; tidak ada password yang berubah atau terkirim.\n");
    finish(stage, dir, &mut say).await
}

fn prepare(dir: &Path) -> Result<(), DemoError> {
    let occupied = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        if !dir.join(MARK).exists() {
            return Err(DemoError::Occupied(dir.display().to_string()));
        }
        std::fs::remove_dir_all(dir)?;
    }
    std::fs::create_dir_all(dir)?;
    std::fs::write(dir.join(MARK), "")?;
    Ok(())
}

/// The timeline of a case as people read it.
async fn lines(stage: &Stage, case: &str) -> Result<String, DemoError> {
    let log = stage.daemon.store.log_of(case).await.map_err(StageError::from)?;
    let zone = stage.daemon.house().site.zone.clone();
    let mut text = String::new();
    for entry in timeline::entries(log.iter().map(|row| &row.logged)) {
        let step = entry.step.map_or_else(String::new, |n| format!("langkah {n}"));
        let at = clock(entry.time, &zone);
        let _ = writeln!(text, "   {at}  {:<9}  {step:<10}  {}", entry.actor, entry.what);
    }
    Ok(text)
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H.%M").to_string()
}

/// Digest, readable copies of the letters, and what to do next.
async fn finish(mut stage: Stage, dir: &Path, say: &mut impl FnMut(&str)) -> Result<(), DemoError> {
    let tomorrow = stage.now + jiff::SignedDuration::from_hours(24);
    let zone = stage.daemon.house().site.zone.clone();
    let morning = tomorrow.to_zoned(zone).with().hour(7).minute(31).build();
    let morning = expect(morning.ok(), "pagi berikutnya".into())?;
    stage.pass_to(morning.timestamp()).await?;
    let digest = expect(stage.letter(stories::DESK, "Rekap Harian"), "rekap harian".into())?;
    let faults = stage.daemon.store.verify_log().await.map_err(StageError::from)?;
    expect(faults.is_none().then_some(()), "rantai log utuh".into())?;
    let dossiers = stage.daemon.dispatch.archive.list();
    let dossiers = dossiers.map_err(|e| DemoError::Failed(e.to_string()))?;
    expect((dossiers.len() == 4).then_some(()), "empat berkas permohonan diarsipkan".into())?;
    let bad = stage.daemon.dispatch.archive.verify();
    let bad = bad.map_err(|e| DemoError::Failed(e.to_string()))?;
    expect(bad.is_empty().then_some(()), "arsip utuh".into())?;
    let letters = export(&stage, &dir.join("surat-keluar"))?;
    let _ = std::fs::write(dir.join("rekap-harian.txt"), digest.message.text.as_bytes());
    let page = expect(html_part(&digest.raw), "rekap harian berhalaman".into())?;
    std::fs::write(dir.join("rekap-harian.html"), page)?;
    let held = stage.daemon.store.held().await.map_err(StageError::from)?.len();
    let shown = dir.display();
    // As it was called: `loket` itself may stand in no PATH yet.
    let loket = std::env::args().next().unwrap_or_else(|| "loket".into());
    stage.daemon.close().await;
    say(&format!(
        "\nHasil di {shown}:\n\
         \x20  surat-keluar/       {letters} surat keluar, .eml dan .html\n\
         \x20  rekap-harian.html   rekap harian untuk helpdesk; teksnya rekap-harian.txt\n\
         \x20  data/arsip/         {} berkas permohonan, dengan daftar sidik SHA-256\n\
         \x20  data/loket.db       basis data; {held} surat tertahan\n\n\
         Coba berikutnya:\n\
         \x20  {loket} --config {shown}/config/loket.toml case list\n\
         \x20  {loket} --config {shown}/config/loket.toml case timeline LKT-2026-00003\n\
         \x20  {loket} --config {shown}/config/loket.toml held list\n",
        dossiers.len()
    ));
    Ok(())
}

/// Every letter as `.eml`, and its HTML part beside it; returns how many.
fn export(stage: &Stage, dir: &Path) -> Result<usize, DemoError> {
    std::fs::create_dir_all(dir)?;
    let mut count = 0;
    for address in stage.addresses() {
        let who = address.split('@').next().unwrap_or("surat");
        for (number, seen) in (1..).zip(stage.mailbox(&address)) {
            let name = format!("{who}-{number:02}");
            std::fs::write(dir.join(format!("{name}.eml")), &seen.raw)?;
            if let Some(html) = html_part(&seen.raw) {
                std::fs::write(dir.join(format!("{name}.html")), html)?;
            }
            count += 1;
        }
    }
    Ok(count)
}

/// The HTML part of a letter of ours, its pictures in it; the credential letter has none.
fn html_part(raw: &[u8]) -> Option<String> {
    let message = mail_parser::MessageParser::default().parse(raw)?;
    let part = message.parts.iter().find(|part| part.is_text_html())?;
    let page = part.text_contents()?.to_owned();
    let pictures = message.parts.iter().filter_map(|part| Some((part.content_id()?, part)));
    Some(pictures.fold(page, |page, (cid, part)| {
        let data = data_encoding::BASE64.encode(part.contents());
        page.replace(&format!("cid:{cid}"), &format!("data:image/png;base64,{data}"))
    }))
}
