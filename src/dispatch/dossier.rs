//! The dossier of an ended case (SOP step 13): every mail as it was kept, every paper, every letter
//! that left, and the timeline. No password is in it: there is none left to be.
use super::{Dispatch, House};
use crate::archive::{Dossier, DossierFile};
use crate::report::timeline;
use crate::store::{Claimed, StoreError};
use crate::workflow::case::{Case, Paper};
use crate::workflow::effect::Effect;
use crate::workflow::letter::Letter;
use crate::workflow::scan::Scan;
use serde_json::json;

/// Stands for a file with malware: nobody should find it by its name and open it. Its bytes stay where they
/// came, encoded in their mail.
fn infected(number: u32, paper: &Paper, malware: &str) -> DossierFile {
    let short: String = paper.sha256.chars().take(12).collect();
    let text = format!(
        "Berkas {} terinfeksi ({malware}) menurut ClamAV dan tidak disimpan di sini.\n\
         SHA-256: {}\nIsinya hanya ada, tersandi, di dalam surat-masuk-{:06}.eml; jangan dibuka.\n",
        paper.name, paper.sha256, paper.mail
    );
    let name = format!("berkas-{number:02}-{short}-TERINFEKSI.txt");
    DossierFile { name, bytes: text.into_bytes() }
}

impl Dispatch {
    pub(super) async fn dossier(&self, case: &Case, house: &House) -> Result<Dossier, StoreError> {
        let mut files = Vec::new();
        for mail in self.store.mails_of(&case.id).await? {
            if let Some(bytes) = self.store.shelf(mail.id).await? {
                let name = format!("surat-masuk-{:06}.eml", mail.id);
                files.push(DossierFile { name, bytes });
            }
        }
        for (number, paper) in (1..).zip(&case.papers) {
            if let Some(Scan::Infected { name }) = &paper.scan {
                files.push(infected(number, paper, name));
                continue;
            }
            let Some(raw) = self.store.shelf(paper.mail).await? else { continue };
            match self.workers.extract(&raw, &paper.sha256).await {
                Ok(Some(bytes)) => {
                    let short: String = paper.sha256.chars().take(12).collect();
                    let ending = extension(&paper.media_type);
                    files.push(DossierFile {
                        name: format!("berkas-{number:02}-{short}.{ending}"),
                        bytes,
                    });
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(case = %case.id, %error, "paper not extracted"),
            }
        }
        for order in self.store.sent_letters(&case.id).await? {
            let set_here = self.set_here(case, &order).await?;
            let letter = match &order.effect {
                Effect::Send { letter, .. } => Some(letter.as_ref()),
                _ => set_here.as_ref(),
            };
            if let Some(letter) = letter {
                let text = self.letter_text(&order.case_id, letter, house);
                let name = format!("surat-keluar-{:06}-{}.txt", order.id, letter.template());
                files.push(DossierFile { name, bytes: text.into_bytes() });
            }
        }
        let log = self.store.log_of(&case.id).await?;
        let lines = timeline::entries(log.iter().map(|row| &row.logged));
        let summary = json!({ "case": case, "timeline": lines });
        let bytes = serde_json::to_vec_pretty(&summary)?;
        files.push(DossierFile { name: "permohonan.json".into(), bytes });
        let zone = house.rules.calendar.zone();
        let year = case.received_at.to_zoned(zone.clone()).year();
        Ok(Dossier { id: case.id.clone(), year: format!("{year:04}"), files })
    }

    /// The credential letter of an account's own system, if this order is the one that arrived.
    async fn set_here(&self, case: &Case, order: &Claimed) -> Result<Option<Letter>, StoreError> {
        let arrived = case.outcome.as_ref().and_then(|outcome| outcome.automatic);
        let Effect::Reset { account, .. } = &order.effect else { return Ok(None) };
        if arrived != Some(order.id) {
            return Ok(None);
        }
        let account = self.store.account(*account).await?;
        Ok(account.map(|account| super::reset::credentials(&account, case.kind, false, None)))
    }

    /// A letter once more, for reading; where a password stood, a mark stands.
    fn letter_text(&self, case_id: &str, letter: &Letter, house: &House) -> String {
        let hidden = letter.secret().map(|_| "(tidak-diarsipkan)");
        match house.templates.render(letter, Some(case_id), &house.site, hidden) {
            Ok(rendered) => format!("{}\n\n{}", rendered.subject, rendered.text),
            Err(error) => format!("{}: {error}", letter.template()),
        }
    }
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/tiff" => "tif",
        "text/plain" => "txt",
        _ => "bin",
    }
}
