//! What a file name hints at. Weak evidence: people name files as they like.
use super::PaperKind;

/// The kind a file name speaks of, with its weight, always below [`super::Reading::SURE`].
/// `None` where the name says nothing (`scan0001.pdf`, `IMG-20261109-WA0007.jpg`) or speaks of
/// two papers at once.
pub fn by_name(file_name: &str) -> Option<(PaperKind, f64)> {
    let words: Vec<String> = file_name
        .chars()
        .take(300)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect::<String>()
        .to_lowercase()
        .split_whitespace()
        .map(Into::into)
        .collect();
    let has = |wanted: &[&str]| words.iter().any(|w| wanted.contains(&w.as_str()));
    let joined = words.join(" ");
    let letter = has(&[
        "permohonan",
        "prmhonan",
        "permohonana",
        "srtpermohonan",
        "permintaan",
        "suratpermohonan",
    ]) || (has(&["surat", "srt"]) && has(&["reset", "password", "userid"]));
    let decree = has(&["sk", "keputusan", "pengangkatan", "penunjukan", "penetapan"]);
    let assignment = joined.contains("surat tugas")
        || joined.contains("srt tugas")
        || has(&["st", "spt", "surattugas"]);
    let memo = joined.contains("nota dinas") || has(&["nodin", "notadinas"]);
    let form = has(&["formulir", "form"]);
    let found = [letter, decree, assignment, memo, form].iter().filter(|f| **f).count();
    if found != 1 {
        return None;
    }
    Some(match (letter, decree, assignment, memo) {
        (true, ..) => (PaperKind::RequestLetter, 0.6),
        (_, true, ..) if joined.contains("agency") => (PaperKind::AppointmentDecree, 0.6),
        (_, true, ..) => (PaperKind::AppointmentDecree, 0.45),
        (_, _, true, _) => (PaperKind::AssignmentLetter, 0.5),
        (_, _, _, true) => (PaperKind::InternalMemo, 0.5),
        _ => (PaperKind::Form, 0.4),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_weak() {
        for (name, kind) in [
            ("Surat Permohonan Reset Password.pdf", Some(PaperKind::RequestLetter)),
            ("SK Admin Agency 2026 (1).pdf", Some(PaperKind::AppointmentDecree)),
            ("SK_Pengangkatan.PDF", Some(PaperKind::AppointmentDecree)),
            ("Surat Tugas Made.pdf", Some(PaperKind::AssignmentLetter)),
            ("Nota Dinas 12.pdf", Some(PaperKind::InternalMemo)),
            ("srt prmhonan + SK.pdf", None),
            ("scan0001.pdf", None),
            ("IMG-20261109-WA0007.jpg", None),
            ("", None),
        ] {
            let found = by_name(name);
            assert_eq!(found.map(|f| f.0), kind, "{name}");
            assert!(found.is_none_or(|f| f.1 < crate::document::Reading::SURE), "{name}");
        }
    }
}
