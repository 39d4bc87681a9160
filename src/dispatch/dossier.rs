//! The dossier of an ended case (SOP step 13): every mail as it was kept, every paper, every letter
//! that left, and the timeline. No password is in it: there is none left to be.
use super::{Dispatch, House};
use crate::archive::{Dossier, DossierFile};
use crate::report::timeline;
use crate::store::StoreError;
use crate::workflow::case::Case;
use crate::workflow::effect::Effect;
use serde_json::json;

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
            if let Effect::Send { letter, .. } = &order.effect {
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

    /// A letter once more, for reading; where a password stood, a mark stands.
    fn letter_text(
        &self,
        case_id: &str,
        letter: &crate::workflow::letter::Letter,
        house: &House,
    ) -> String {
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
