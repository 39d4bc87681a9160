//! The doctor's look at what our own border writes into mails: whether `trust.results` fits it.
use super::check::{Finding, Severity};
use crate::config::{Results, Settings};
use crate::mail::ResultsPlace;
use crate::mail::authentication::place_of;
use crate::store::{Store, StoreError};

/// So many of the newest mails are looked at.
const LOOKED_AT: i64 = 50;
const STRIP: &str = "pastikan MX menghapus Authentication-Results yang dibawa surat dari luar (Postfix: header_checks dengan /^Authentication-Results[[:space:]]*:/ IGNORE)";

/// What the settings alone tell.
pub fn configuration(settings: &Settings) -> Option<Finding> {
    let below = settings.trust.results == Results::Below;
    let why =
        "hasil di bawah baris Received dipercaya; itu hanya aman bila MX menghapus yang palsu";
    below.then(|| Finding::new(Severity::Note, "trust.results", why, STRIP))
}

/// Mails taken in tell where the border writes. A sender who forges below our line makes one such
/// mail, not all of them: the hint needs every mail that has results of ours.
pub async fn mails(settings: &Settings, store: &Store) -> Result<Option<Finding>, StoreError> {
    let Some(own) = settings.trust.authserv_id.as_deref() else { return Ok(None) };
    let heads = store.newest_heads(LOOKED_AT).await?;
    let places: Vec<ResultsPlace> = heads.iter().filter_map(|raw| place_of(raw, own)).collect();
    Ok(hint(settings.trust.results, own, &places))
}

fn hint(results: Results, own: &str, places: &[ResultsPlace]) -> Option<Finding> {
    let first = places.first()?;
    if places.iter().any(|place| place != first) {
        return None;
    }
    let count = places.len();
    match (results, first) {
        (Results::Above, ResultsPlace::Below) => {
            let why = format!(
                "{count} surat terakhir memuat hasil {own} di bawah baris Received, jadi tidak dipercaya"
            );
            let mend = format!(
                "bila MX sendiri yang menulisnya, isi trust.results = \"below\" dan {STRIP}"
            );
            Some(Finding::new(Severity::Warning, "trust.results", why, mend))
        }
        (Results::Below, ResultsPlace::Above) => {
            let why = format!("{count} surat terakhir memuat hasil {own} di atas baris Received");
            let mend = "isi trust.results = \"above\"";
            Some(Finding::new(Severity::Warning, "trust.results", why, mend))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_forged_mail_among_others_gives_no_hint() {
        use ResultsPlace::{Above, Below};
        let said = |results, places: &[ResultsPlace]| hint(results, "mx.example", places).is_some();
        assert!(said(Results::Above, &[Below, Below]));
        assert!(!said(Results::Above, &[Above, Below, Above]));
        assert!(!said(Results::Above, &[Above]));
        assert!(!said(Results::Above, &[]));
        assert!(said(Results::Below, &[Above]));
        assert!(!said(Results::Below, &[Below]));
    }
}
