//! The verb `loket staff enrol`: a new seed for an approver's authenticator, shown once as a QR code and
//! kept sealed (`security.md` D.2). The seed is printed here and nowhere else.
use super::{CliError, Exit, open, output};
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::secret::totp::Seed;
use crate::store::Store;
use crate::workflow::actor::{Person, Role};
use crate::workflow::letter::{Alarm, Letter};
use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::io::{BufRead, IsTerminal};

/// How often a person may mistype the code that proves the enrolment.
const TRIES: usize = 3;

/// What is wanted of the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    New,
    Replace,
    Remove,
}

impl Change {
    pub fn of(replace: bool, remove: bool) -> Change {
        match (replace, remove) {
            (_, true) => Change::Remove,
            (true, false) => Change::Replace,
            (false, false) => Change::New,
        }
    }
}

pub async fn run(
    person: &Person,
    change: Change,
    people: &[Person],
    settings: Settings,
) -> Result<Exit, CliError> {
    if !person.has(Role::AdminPpe) {
        return Err(CliError::Refused(format!(
            "{} bukan Admin PPE; hanya Admin PPE yang memerlukan kode",
            person.id
        )));
    }
    let store = open::store(&settings).await?;
    let done = enrol(person, change, people, &settings, &store).await;
    store.close().await;
    done
}

async fn enrol(
    person: &Person,
    change: Change,
    people: &[Person],
    settings: &Settings,
    store: &Store,
) -> Result<Exit, CliError> {
    let now = open::now(settings, store).await?;
    let known = store.factors().await?.into_iter().any(|(id, _)| id == person.id);
    match (change, known) {
        (Change::New, true) => {
            return Err(CliError::Refused(format!(
                "{} sudah terdaftar; untuk mengganti: loket staff enrol {} --replace",
                person.id, person.id
            )));
        }
        (Change::Remove, false) => {
            return Err(CliError::Refused(format!("{} belum terdaftar", person.id)));
        }
        (Change::Remove, true) => {
            record(store, person, None, people, settings, now).await?;
            output::tell(&format!("kode {} dihapus", person.id));
            return Ok(Exit::Done);
        }
        _ => {}
    }
    let seed = Seed::fresh()
        .ok_or_else(|| CliError::Unavailable("tidak ada sumber acak dari sistem operasi".into()))?;
    show(&seed, person, settings)?;
    if std::io::stdin().is_terminal() && !proven(&seed)? {
        return Err(CliError::Refused(
            "kode tiga kali tidak cocok; tidak ada yang diubah. Periksa jam telepon dan jam server ini"
                .into(),
        ));
    }
    record(store, person, Some(&seed), people, settings, now).await?;
    output::tell(&format!(
        "{} terdaftar. Mulai sekarang persetujuan yang berisiko memerlukan: SETUJU diikuti kode",
        person.id
    ));
    Ok(Exit::Done)
}

/// The QR code, and the seed in groups for those whose camera fails.
fn show(seed: &Seed, person: &Person, settings: &Settings) -> Result<(), CliError> {
    let uri = seed.uri(&settings.office.name, person.address());
    let code = QrCode::new(uri.as_bytes())
        .map_err(|e| CliError::Unavailable(format!("kode QR tidak dapat dibuat: {e}")))?;
    // Dark modules on light: most terminals are dark, and readers want the code that way round.
    let picture = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build();
    let base32 = seed.base32();
    let letters: Vec<char> = base32.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    output::print(&format!(
        "Pindai dengan aplikasi kode (Google Authenticator, FreeOTP, Aegis, dan sejenisnya):\n\n{picture}\n\n\
         Atau ketikkan kunci ini: {}\n(berbasis waktu, 6 angka, 30 detik; akun {})\n\n\
         Kunci ini tidak dapat ditampilkan lagi. Jangan mengirimkannya lewat surel.\n",
        groups.join(" "),
        output::harmless(person.address()),
    ))
}

/// Whether the app shows what it should: typed once before anything is kept.
fn proven(seed: &Seed) -> Result<bool, CliError> {
    let mut lines = std::io::stdin().lock().lines();
    for _ in 0..TRIES {
        output::tell("Ketik kode enam angka yang sekarang tampil di aplikasi, lalu Enter:");
        let Some(line) = lines.next() else { return Ok(false) };
        let code: String = line?.chars().filter(char::is_ascii_digit).collect();
        if seed.step_of(&code, SystemClock.now()).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps the seed, and tells the person and those above him: an enrolment nobody asked for is how
/// somebody would take over the right to approve.
async fn record(
    store: &Store,
    person: &Person,
    seed: Option<&Seed>,
    people: &[Person],
    settings: &Settings,
    now: Timestamp,
) -> Result<(), CliError> {
    let rules = crate::daemon::rules(settings)?;
    let mut tx = store.begin().await?;
    let what = match seed {
        Some(seed) => {
            tx.enrol(&person.id, seed, now).await?;
            format!("kode enam angka didaftarkan untuk {}", person.id)
        }
        None => {
            tx.unenrol(&person.id).await?;
            format!("kode enam angka {} dihapus", person.id)
        }
    };
    tx.operator(None, &what, &rules, now).await?;
    let alarm = if seed.is_some() { Alarm::FactorEnrolled } else { Alarm::FactorRemoved };
    let letter = Letter::Alarm { alarm, by: Some(person.name.clone()), at: now, words: Vec::new() };
    let told = |p: &&Person| p.id == person.id || p.has(Role::Supervisor);
    for other in people.iter().filter(told) {
        tx.post(letter.clone(), &other.reference(), now).await?;
    }
    Ok(tx.commit().await?)
}
