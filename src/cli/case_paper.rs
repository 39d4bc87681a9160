//! One paper of a case as `loket case show` says it: what it was taken for, how surely, what it says.
//! Pure: a paper in, lines or values out, every secret masked that a label gives away.
use super::output;
use crate::document::{Fields, Method, Reading};
use crate::secret::label::mask;
use crate::template::{Language, paper_label, refusal_label, scan_label};
use crate::workflow::case::Paper;
use crate::workflow::scan::Scan;
use serde_json::{Value, json};

/// The object in `papers` of `loket case show --json`: `kind` to `scan` in brief, `reading` whole.
pub fn value(paper: &Paper) -> Value {
    let reading = paper.reading.as_ref();
    let mut brief = json!({
        "name": paper.name,
        "media_type": paper.media_type,
        "size": paper.size_bytes,
        "sha256": paper.sha256,
        "kind": reading.map(|r| r.kind),
        "confidence": reading.map(|r| r.confidence),
        "fields": reading.map(|r| &r.fields),
        "warnings": reading.map(|r| &r.warnings),
        "signature": reading.and_then(|r| r.signature.as_ref()),
        "scan": paper.scan,
        "reading": reading,
    });
    for key in ["fields", "warnings", "reading"] {
        brief.get_mut(key).into_iter().for_each(hide);
    }
    brief
}

/// Masks every text of a value in its place.
fn hide(value: &mut Value) {
    match value {
        Value::String(text) => *text = mask(text),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
        _ => {}
    }
}

/// Its lines below the facts of the case.
pub fn lines(paper: &Paper) -> String {
    let name = output::harmless(&paper.name);
    let mut text = format!("  {:<10} : {name} ({} bita)\n", "Berkas", paper.size_bytes);
    let mut line = |shown: String| {
        text.push_str(&format!("  {:<10}   {}\n", "", output::harmless(&mask(&shown))));
    };
    let Some(reading) = &paper.reading else {
        line("belum dibaca".to_owned());
        return text;
    };
    if let Some(first) = &reading.continues {
        line(format!("lanjutan dari {first}"));
    }
    for part in reading.each() {
        line(recognised(part));
        for (label, value) in said(&part.fields) {
            line(format!("{label}: {value}"));
        }
    }
    if let Some(signature) = &reading.signature {
        line(format!("Tanda tangan: {signature}"));
    }
    match &paper.scan {
        Some(scan @ Scan::Infected { name }) => {
            line(format!("Pemeriksaan virus: {} ({name})", scan_label(Language::Id, scan)));
        }
        Some(scan) => line(format!("Pemeriksaan virus: {}", scan_label(Language::Id, scan))),
        None => {}
    }
    let inner = reading.papers.iter().flat_map(|part| part.warnings.iter());
    let mut warnings: Vec<&String> = reading.warnings.iter().collect();
    for warning in inner {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    for warning in warnings.iter().filter(|w| !w.is_empty()) {
        line(format!("! {warning}"));
    }
    text
}

fn recognised(part: &Reading) -> String {
    if let Some(refusal) = part.refusal {
        return refusal_label(Language::Id, refusal);
    }
    let percent = (part.confidence.clamp(0.0, 1.0) * 100.0 + 1e-9) as u32;
    let unsure = if part.confidence < Reading::SURE { " (belum pasti)" } else { "" };
    let how = if part.method == Method::Ocr { ", dibaca dari gambar" } else { "" };
    format!("{}, yakin {percent} %{unsure}{how}", paper_label(Language::Id, part.kind))
}

/// Label and value of every field that is there.
fn said(fields: &Fields) -> impl Iterator<Item = (&'static str, &str)> {
    let all = [
        ("Nama", &fields.name),
        ("NIP", &fields.nip),
        ("Pangkat/golongan", &fields.rank),
        ("Jabatan", &fields.position),
        ("Satuan kerja", &fields.work_unit),
        ("Instansi", &fields.institution),
        ("User ID", &fields.user_id),
        ("Surel", &fields.email),
        ("Nomor HP", &fields.phone),
        ("Alasan", &fields.reason),
        ("Nomor surat", &fields.letter_number),
        ("Tanggal surat", &fields.letter_date),
        ("Nomor SK", &fields.decree_number),
        ("Tanggal SK", &fields.decree_date),
        ("Berlaku sejak", &fields.valid_from),
        ("Berlaku s.d.", &fields.valid_until),
        ("Penanda tangan", &fields.signatory),
    ];
    all.into_iter().filter_map(|(label, value)| Some((label, value.as_deref()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{PaperKind, Refusal};

    fn paper(reading: Option<Reading>, scan: Option<Scan>) -> Paper {
        Paper {
            mail: 1,
            name: "SK.pdf".into(),
            media_type: "application/pdf".into(),
            size_bytes: 10,
            sha256: "00".into(),
            reading,
            scan,
        }
    }

    fn decree() -> Reading {
        let fields = Fields {
            name: Some("Ratna".into()),
            reason: Some("lupa, password lama: teluk2019!Rahasia".into()),
            ..Fields::default()
        };
        Reading {
            kind: PaperKind::AppointmentDecree,
            confidence: 0.64,
            method: Method::Ocr,
            fields,
            signature: Some("TTE utuh".into()),
            ..Reading::unreadable("NIK 9901010303870001 tidak diperlukan.")
        }
    }

    #[test]
    fn a_paper_says_kind_certainty_fields_and_warnings_without_secrets() {
        let shown = lines(&paper(Some(decree()), Some(Scan::Clean)));
        for wanted in [
            "SK Pengangkatan, yakin 64 % (belum pasti), dibaca dari gambar",
            "Nama: Ratna",
            "Tanda tangan: TTE utuh",
            "Pemeriksaan virus: bersih",
            "! NIK",
        ] {
            assert!(shown.contains(wanted), "{wanted}\n{shown}");
        }
        let json = value(&paper(Some(decree()), None));
        assert_eq!(json["kind"], "appointment_decree");
        assert_eq!(json["fields"]["name"], "Ratna");
        assert_eq!(json["reading"]["fields"]["name"], "Ratna");
        for text in [shown, json.to_string()] {
            assert!(!text.contains("teluk2019") && !text.contains("9901010303870001"), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_not_read_says_why() {
        let refused = Reading::refused(Refusal::Archive, "Berkas arsip tidak dibuka.");
        let infected = Some(Scan::Infected { name: "Eicar-Test".into() });
        let shown = lines(&paper(Some(refused), infected));
        assert!(
            shown.contains("arsip (RAR") && shown.contains("BERBAHAYA (Eicar-Test)"),
            "{shown}"
        );
        assert!(lines(&paper(None, None)).contains("belum dibaca"));
        assert_eq!(value(&paper(None, None))["kind"], Value::Null);
    }
}
