//! The doctor's look at what papers are judged by: the authorities of electronic signatures, and ClamAV.
use super::check::{Finding, Severity};
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::malware::Verdict;
use jiff::SignedDuration;

/// How long before its end an authority's certificate is told of.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 60);

pub async fn run(settings: &Settings) -> Vec<Finding> {
    signatures(settings).into_iter().chain(malware(settings).await).collect()
}

/// The file of authorities: read as the daemon reads it.
fn signatures(settings: &Settings) -> Option<Finding> {
    const KEY: &str = "papers.signature_roots";
    let roots = match settings.papers.roots() {
        Ok(roots) => roots,
        Err(why) => {
            let mend =
                "taruh sertifikat PEM otoritas induk dan penerbit BSrE di sana, atau kosongkan";
            return Some(Finding::new(Severity::Error, KEY, why, mend));
        }
    };
    let until = roots.not_after?;
    let mend = "ganti dengan sertifikat otoritas yang berlaku";
    let now = SystemClock.now();
    if until <= now {
        let why = format!("sebuah sertifikat di dalamnya berakhir pada {until}");
        return Some(Finding::new(Severity::Warning, KEY, why, mend));
    }
    let near = until <= now.checked_add(SOON).unwrap_or(now);
    let why = format!("sebuah sertifikat di dalamnya akan berakhir pada {until}");
    near.then(|| Finding::new(Severity::Note, KEY, why, mend))
}

/// Whether ClamAV answers, and finds the file that every scanner must find. Papers wait for helpdesk
/// while it does not.
async fn malware(settings: &Settings) -> Option<Finding> {
    const KEY: &str = "papers.clamav";
    let scanner = crate::daemon::scanner(settings)?;
    let warning = |why: String, mend: &str| Some(Finding::new(Severity::Warning, KEY, why, mend));
    if let Err(why) = scanner.ping().await {
        let mend = "jalankan clamav-daemon dan izinkan Loket membuka soketnya; sampai itu setiap lampiran menunggu helpdesk";
        return warning(why, mend);
    }
    match scanner.finds_its_sample().await {
        Verdict::Infected(_) => None,
        Verdict::Clean => {
            let why = "ClamAV tidak mengenali berkas uji EICAR".to_owned();
            warning(why, "perbarui basis data ClamAV (freshclam)")
        }
        Verdict::NotScanned { why, .. } => {
            warning(why, "periksa log clamav-daemon; clamd harus dapat memindai (INSTREAM)")
        }
    }
}
