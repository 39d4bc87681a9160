//! Who signed: the name over the last NIP, or the last name under the closing role. Knows no kind.
use super::lines::{Sheet, cells};
use super::pattern::{Pattern, pattern};

static CLOSING: Pattern = pattern!(
    r"(?i)(?:hormat\s+(?:kami|saya)|ditetapkan\s+di|dikeluarkan\s+di|pada\s+tanggal|^pemohon\b|^a\.?n\.?\s|^plt\.|^plh\.|^(?:kepala|sekretaris|direktur|ketua|inspektur|camat|bupati|wali\s?kota|gubernur|pejabat|kuasa pengguna|pengguna anggaran|rektor|deputi|pimpinan)\b[^.:]{0,90},?\s*$)"
);
static NIP_LINE: Pattern = pattern!(r"(?i)\bNIP\b\.?\s*:?\s*\d");
static NOT_NAME: Pattern = pattern!(
    r"(?i)(?:\d|:|@|https?|^\(|\b(?:ttd|tanda|tangan|ditanda|secara|elektronik|kepala|sekretaris|direktur|direktorat|kementerian|dinas|balai|loka|kabupaten|hormat|pemohon|mengetahui|tembusan|salinan|sesuai|asli|aslinya|stempel|materai|meterai|ketua|bupati|gubernur|camat|inspektur|plt|plh|ditetapkan|cap|admin|agency|subbagian|bagian|bidang|keputusan|surat|dokumen|sertifikat|terima|kasih|pengguna|anggaran|kuasa|pejabat|halaman|paraf|pembina|penata|pengatur|juru|yth|kepada|qr)\b)"
);
static END: Pattern =
    pattern!(r"(?i)^(?:tembusan|salinan|disalin|-?\s*uu ite|catatan|- dokumen|dokumen ini)\b");
static NAME: Pattern = pattern!(
    r"^(?:(?:Dr|Drs|Dra|Ir|Prof|H|Hj|dr|drh|drg|R|K\.?H|Tb|Rr)\.?\s*)*[A-Z][A-Za-z'.\-]+(?:\s+[A-Z][A-Za-z'.\-]*){0,6}(?:,\s*[A-Za-z][A-Za-z.\s]{0,14}){0,6}\.?$"
);

/// Where the closing block of the paper begins: the line after which labels are no fields.
pub(super) fn starts_at(sheet: &Sheet, after: usize) -> usize {
    (after..sheet.lines.len())
        .find(|i| {
            let line = sheet.line(*i);
            cells(line, 4).iter().any(|cell| CLOSING.is_match(cell)) && !line.contains(" : ")
        })
        .unwrap_or(sheet.lines.len())
}

/// The signatory, unless two people could be meant. `applicant` is not chosen where another name
/// stands beside it.
pub(super) fn signatory(sheet: &Sheet, after: usize, applicant: Option<&str>) -> Option<String> {
    let end = (after..sheet.lines.len())
        .find(|i| END.is_match(sheet.line(*i)))
        .unwrap_or(sheet.lines.len());
    let over_nip =
        (after..end).rev().filter(|i| NIP_LINE.is_match(sheet.line(*i))).find_map(|nip| {
            let above = (after.max(nip.saturating_sub(3))..nip).rev();
            above.map(|i| names(sheet, i)).find(|names| !names.is_empty())
        });
    let found = over_nip.or_else(|| {
        let start = starts_at(sheet, after);
        (start.saturating_add(1)..end)
            .rev()
            .map(|i| names(sheet, i))
            .find(|names| !names.is_empty())
    })?;
    match found.as_slice() {
        [only] => Some(only.clone()),
        [one, two] => {
            let is_applicant = |name: &str| applicant.is_some_and(|a| same(a, name));
            match (is_applicant(one), is_applicant(two)) {
                (true, false) => Some(two.clone()),
                (false, true) => Some(one.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn names(sheet: &Sheet, at: usize) -> Vec<String> {
    cells(sheet.line(at), 4)
        .into_iter()
        .map(|cell| cell.trim_matches(|c| c == '(' || c == ')' || c == '_').trim().to_string())
        .filter(|cell| is_name(cell))
        .collect()
}

/// Could this be the name of a person, with or without titles?
pub(super) fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (3..=70).contains(&letters) && !NOT_NAME.is_match(text) && NAME.is_match(text)
}

/// Are these the same person's name, titles and capitals aside?
pub(super) fn same(a: &str, b: &str) -> bool {
    let bare = |name: &str| -> String {
        let name = name.split(',').next().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = name
            .split_whitespace()
            .filter(|w| {
                !w.ends_with('.') && !matches!(*w, "dr" | "ir" | "drs" | "dra" | "h" | "hj")
            })
            .collect();
        words.join(" ")
    };
    !bare(a).is_empty() && bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_not_names() {
        for name in [
            "Ir. Bambang Suryalaga, M.Si.",
            "BAMBANG SURYALAGA",
            "Nurhayati Daeng Macora, S.Pi., M.P.",
            "Made Surya Ardika",
            "Dr. H. Abdul Contoh, S.H., M.Hum",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in ["Kepala Balai,", "ttd.", "(tanda tangan dan cap)", "Tembusan", "NIP. 1974"] {
            assert!(!is_name(other), "{other}");
        }
        assert!(same("Ir. Bambang Suryalaga, M.Si.", "BAMBANG SURYALAGA"));
    }
}
