//! Requests this SOP does not cover: vendors, central accounts, TOTP, other roles' accounts, change of
//! holder. Knows words only.
use super::Text;
use crate::workflow::event::Scope;

/// What lies outside, change of holder left to the caller (it counts only if nothing else is asked).
pub(super) fn read(text: &Text) -> Option<Scope> {
    let agency = names_agency(text);
    if !agency && vendor_weight(text) >= 2 {
        return Some(Scope::Vendor);
    }
    if is_central(text, agency) {
        return Some(Scope::CentralAccount);
    }
    if text.has(&[
        "totp",
        "authenticator",
        "otp",
        "2fa",
        "autentikator",
        "authentikator",
        "autenticator",
    ]) || text.has_phrase(&["kode", "verifikasi"])
        || text.has_phrase(&["kode", "autentikasi"])
    {
        return Some(Scope::Totp);
    }
    (!agency && other_account(text)).then_some(Scope::Other)
}

/// "Admin Agency" in its spellings: then it is ours whatever else is named.
fn names_agency(text: &Text) -> bool {
    text.has(&["agency", "agensi", "adminagency", "agenci"])
        || text.has_phrase(&["admin", "satker"])
}

fn vendor_weight(text: &Text) -> u32 {
    let mut weight = 0;
    for s in &text.sentences {
        for (i, w) in s.words.iter().enumerate() {
            let non = matches!(s.word(i.wrapping_sub(1)), "non" | "bukan");
            weight += match w.plain.as_str() {
                "penyedia" | "rekanan" | "vendor" if !non => 2,
                "npwp" | "akta" | "siup" | "siujk" | "sikap" | "akte" => 2,
                "perusahaan" | "direktur" | "tender" | "nib" | "sbu" => 1,
                "pt" | "cv"
                    if s.raw
                        .get(w.start..w.end)
                        .is_some_and(|r| r.chars().all(char::is_uppercase)) =>
                {
                    1
                }
                _ => 0,
            };
            if w.plain == "badan" && s.word(i + 1) == "usaha" {
                weight += 2;
            }
        }
    }
    weight
}

/// The central INAPROC account; `spse.inaproc.id` is merely where SPSE lives now.
fn is_central(text: &Text, agency: bool) -> bool {
    let explicit = text.has_phrase(&["akun", "inaproc"])
        || text.has_phrase(&["akun", "terpusat"])
        || text.has_phrase(&["inaproc", "account"])
        || text.has_phrase(&["account", "inaproc"])
        || text.has_phrase(&["manajemen", "akun", "terpusat"]);
    let plain = text.sentences.iter().any(|s| {
        s.places_of(&["inaproc"]).any(|i| !matches!(s.word(i.wrapping_sub(1)), "spse" | "katalog"))
    });
    explicit || (plain && !agency)
}

/// Accounts that Admin Agency or LKPP keeps (`domain.md` §3.2).
fn other_account(text: &Text) -> bool {
    const ROLES: [&str; 13] = [
        "ppk",
        "pokja",
        "kpa",
        "auditor",
        "apip",
        "sirup",
        "pokjamil",
        "panitia",
        "bendahara",
        "verifikator",
        "bela",
        "katalog",
        "pa",
    ];
    text.sentences.iter().any(|s| {
        let role = s.words.iter().enumerate().any(|(i, w)| {
            ROLES.contains(&w.plain.as_str())
                && (1..=3).filter_map(|d| i.checked_sub(d)).any(|p| {
                    matches!(s.word(p), "akun" | "user" | "password" | "account" | "login" | "id")
                })
        });
        let new_account = (s.has_phrase(&["pembuatan", "akun"])
            || s.has_phrase(&["buat", "akun"])
            || s.has_phrase(&["pendaftaran", "akun"])
            || s.has_phrase(&["dibuatkan", "akun"]))
            && !s.has(&["reset", "lupa"]);
        role || new_account
    })
}

impl super::Sentence {
    fn has_phrase(&self, phrase: &[&str]) -> bool {
        self.places_of(phrase).next().is_some()
    }
}

/// The office has a new holder: its own procedure, or a warning beside a request.
pub(super) fn holder_changes(text: &Text) -> bool {
    text.sentences.iter().any(|s| {
        let office = s.has(&[
            "admin",
            "agency",
            "pejabat",
            "pengelola",
            "petugas",
            "personil",
            "pemegang",
            "jabatan",
            "operator",
        ]);
        let change = s.has(&[
            "pergantian",
            "penggantian",
            "menggantikan",
            "digantikan",
            "mutasi",
            "dimutasi",
            "pensiun",
            "pindah",
            "dipindahtugaskan",
            "rotasi",
        ]) || s.has_phrase(&["ganti", "admin"])
            || s.has_phrase(&["mengganti", "admin"])
            || s.has_phrase(&["ganti", "pejabat"])
            || s.has_phrase(&["perubahan", "admin"])
            || s.has_phrase(&["perubahan", "pejabat"]);
        let by_password = s.has(&["pergantian", "penggantian"])
            && s.words.iter().enumerate().any(|(i, w)| {
                matches!(w.plain.as_str(), "pergantian" | "penggantian")
                    && matches!(s.word(i + 1), "password" | "sandi" | "kata" | "pass")
            });
        (office && change && !by_password) || s.has_phrase(&["serah", "terima", "jabatan"])
    })
}
