//! What a letter asks for: a new password, the user ID, or both. Knows no field.
use super::Requested;
use super::labels::{self, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};

static RESET: Pattern = pattern!(
    r"(?i)(?:me-?reset|di\s?-?reset|reset|re-set|perubahan|merubah|mengubah|ubah|penggantian|mengganti|ganti|pengaturan ulang|atur ulang|setel ulang|pemulihan|memulihkan|pembaruan)\W+(?:(?:ulang|atas|terhadap|user\s?id|username|dan|akun|/)\W+){0,3}(?:password|kata\s?sandi|sandi|pass\b|pw\b)"
);
static RESET_LOOSE: Pattern =
    pattern!(r"(?i)(?:password|kata\s?sandi|sandi)\W+(?:\w+\W+){0,3}di\s?-?reset");
static RESET_ACCOUNT: Pattern = pattern!(r"(?i)\breset\W+(?:ulang\W+)?(?:akun|account|login)\b");
static INFO: Pattern = pattern!(
    r"(?i)(?:informasi|info|pemberitahuan|memberitahukan|diberitahukan|beritahukan|pemberian|memberikan|diberikan|mengetahui|diinformasikan|menginformasikan|menanyakan|konfirmasi|permohonan|permintaan|meminta|lupa)\W+(?:(?:kembali|mengenai|tentang|data|atas|terkait|password|kata\s?sandi|dan|perihal|kami|informasi|berupa|/)\W+){0,3}(?:user\s?-?id|user\s?-?name|nama pengguna|id pengguna)"
);
static BOTH: Pattern = pattern!(
    r"(?i)(?:user\s?-?(?:id|name)|nama pengguna)\s*(?:dan|serta|&|/|,|maupun)\s*(?:password|kata\s?sandi|sandi)|(?:password|kata\s?sandi)\s*(?:dan|serta|&|/|maupun)\s*(?:pemberian\s+)?(?:informasi\s+)?(?:user\s?-?(?:id|name)|nama pengguna)"
);
static ASKING: Pattern = pattern!(
    r"(?i)\b(?:mohon|permohonan|memohon|dimohon|mengajukan|meminta|permintaan|minta|kiranya|berkenan|bermaksud)\w*"
);
static NEGATED: Pattern = pattern!(
    r"(?i)\b(?:bukan|tidak\s+(?:perlu|meminta|memohon|mengajukan)|tanpa|menjaga kerahasiaan)\b[^.;,]{0,60}"
);
static BOX: Pattern =
    pattern!(r"(?i)(\[[^\]]{0,3}\]|\([ xvXV✓✔√]{0,3}\)|☑|☒|☐|✓|✔|√)\s*([^\[\](☑☒☐✓✔√]{3,60})");

/// `None` where the paper does not say.
pub(super) fn requested(sheet: &Sheet) -> Option<Requested> {
    let ticked = boxes(sheet);
    if !ticked.is_empty() {
        return of(&ticked);
    }
    let entries = labels::entries(sheet);
    let said = |label: Label| entries.iter().find(|e| e.label == label).map(|e| e.value.clone());
    // The form's own line, then the subject, then the heading, then the sentences that ask.
    for text in
        [said(Label::RequestKind), said(Label::Subject), heading(sheet)].into_iter().flatten()
    {
        if let Some(found) = of(&text) {
            return Some(found);
        }
    }
    let asking: Vec<&str> =
        sheet.flow.split_inclusive(". ").filter(|s| ASKING.is_match(s)).collect();
    of(&asking.join(" "))
}

fn heading(sheet: &Sheet) -> Option<String> {
    let at = sheet.position(|line| {
        let line = line.to_uppercase();
        line.starts_with("SURAT PERMOHONAN")
            || line.starts_with("PERMOHONAN")
            || line.starts_with("FORMULIR")
    })?;
    Some(sheet.flow_of(at, at + 2).to_string())
}

/// The words beside ticked boxes; empty where the paper has none.
fn boxes(sheet: &Sheet) -> String {
    let mut ticked = String::new();
    for line in &sheet.lines {
        let Some(groups) = BOX.captures(line) else { continue };
        if of(line).is_none() {
            continue;
        }
        drop(groups);
        for found in BOX.all(line) {
            let Some(groups) = BOX.captures(found.as_str()) else { continue };
            let mark = groups.get(1).map(|m| m.as_str()).unwrap_or_default();
            let set = mark
                .chars()
                .any(|c| matches!(c, 'x' | 'X' | 'v' | 'V' | '✓' | '✔' | '√' | '☑' | '☒'));
            if set {
                ticked.push_str(groups.get(2).map(|m| m.as_str()).unwrap_or_default());
                ticked.push_str(". ");
            }
        }
    }
    ticked
}

/// What these words ask for.
pub(super) fn of(text: &str) -> Option<Requested> {
    let mut plain = text.to_string();
    for found in NEGATED.all(text) {
        plain = plain.replace(found.as_str(), " ");
    }
    let both = BOTH.is_match(&plain);
    let reset =
        RESET.is_match(&plain) || RESET_LOOSE.is_match(&plain) || RESET_ACCOUNT.is_match(&plain);
    let info = INFO.is_match(&plain);
    match (reset, info) {
        (true, true) => Some(Requested::Both),
        (true, false) if both && !plain.to_lowercase().contains("lupa user") => {
            Some(Requested::Both)
        }
        (true, false) => Some(Requested::ResetPassword),
        (false, _) if both => Some(Requested::Both),
        (false, true) => Some(Requested::UserIdInformation),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_wishes() {
        for (text, wanted) in [
            ("Permohonan Reset Password Admin Agency", Some(Requested::ResetPassword)),
            ("Permohonan Informasi User ID Admin Agency", Some(Requested::UserIdInformation)),
            ("Permohonan Reset Password dan Informasi User ID", Some(Requested::Both)),
            ("Permohonan User ID dan Password", Some(Requested::Both)),
            ("Perubahan Password dan Pemberian Informasi User ID", Some(Requested::Both)),
            (
                "mohon untuk di reset password admin agency kami karena lupa",
                Some(Requested::ResetPassword),
            ),
            ("permohonan reset password untuk User ID AA.X", Some(Requested::ResetPassword)),
            ("Permohonan Penggantian Kata Sandi", Some(Requested::ResetPassword)),
            ("mohon password akun kami dapat direset", Some(Requested::ResetPassword)),
            ("permohonan pemberian informasi User ID Admin", Some(Requested::UserIdInformation)),
            (
                "Permohonan Informasi User ID, bukan reset password",
                Some(Requested::UserIdInformation),
            ),
            ("Undangan rapat koordinasi", None),
        ] {
            assert_eq!(of(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_ticked_box_decides() {
        let text = "FORMULIR PERMOHONAN\nJenis: [x] Reset Password   [ ] Informasi User ID\n";
        assert_eq!(requested(&Sheet::new(text)), Some(Requested::ResetPassword));
        let text = "[ ] Reset Password\n[v] Informasi User ID\n";
        assert_eq!(requested(&Sheet::new(text)), Some(Requested::UserIdInformation));
    }
}
