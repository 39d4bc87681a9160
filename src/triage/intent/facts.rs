//! Facts read off an applicant's words: thanks, links, several accounts, user IDs. Knows words only.
use super::Text;
use crate::workflow::command::words;
use regex::Regex;
use std::sync::LazyLock;

/// Thanks or a receipt and nothing asked (E-12).
pub(super) fn is_thanks_only(body: &str) -> bool {
    let text = Text::of(body);
    let w: Vec<&str> =
        text.sentences.iter().flat_map(|s| s.words.iter().map(|w| w.plain.as_str())).collect();
    if w.is_empty() || w.len() > 80 || body.contains('?') || body.contains("://") {
        return false;
    }
    const ASKS: [&str; 35] = [
        "tolong",
        "minta",
        "meminta",
        "bantu",
        "bantuan",
        "dibantu",
        "permohonan",
        "permintaan",
        "terlampir",
        "lampiran",
        "lampirkan",
        "berikut",
        "belum",
        "gagal",
        "lupa",
        "tidak",
        "tapi",
        "namun",
        "kendala",
        "masalah",
        "error",
        "terkunci",
        "apakah",
        "bagaimana",
        "kapan",
        "kenapa",
        "susul",
        "menyusul",
        "segera",
        "sampaikan",
        "jangan",
        "direset",
        "batal",
        "dibatalkan",
        "salah",
    ];
    let asks = w.iter().enumerate().any(|(i, x)| match *x {
        "mohon" => w.get(i + 1).is_none_or(|n| !matches!(*n, "maaf" | "izin" | "ijin")),
        "direset" => i.checked_sub(1).and_then(|p| w.get(p)).is_none_or(|p| *p != "sudah"),
        "please" | "reset" | "forgot" | "help" | "need" | "cannot" => true,
        "tidak" => !matches!(w.get(i + 1).copied(), Some("ada" | "perlu" | "lupa" | "usah")),
        "masalah" | "kendala" => i
            .checked_sub(1)
            .and_then(|p| w.get(p))
            .is_none_or(|p| !matches!(*p, "ada" | "tidak" | "tanpa")),
        "bantuan" => i
            .checked_sub(1)
            .and_then(|p| w.get(p))
            .is_none_or(|p| !matches!(*p, "atas" | "segala" | "kasih")),
        "segera" => !matches!(w.get(i + 1).copied(), Some("kami" | "saya")),
        other => ASKS.contains(&other),
    });
    if asks {
        return false;
    }
    let thanks = w
        .windows(2)
        .any(|p| matches!(p, ["terima", "kasih"] | ["matur", "nuwun"] | ["thank", "you"]))
        || w.iter().any(|x| {
            matches!(
                *x,
                "terimakasih"
                    | "makasih"
                    | "mksh"
                    | "trims"
                    | "tks"
                    | "thx"
                    | "thanks"
                    | "trimakasih"
                    | "makasi"
                    | "suwun"
                    | "nuhun"
                    | "tengkyu"
                    | "terimakasi"
            )
        });
    let works = w.windows(3).any(|p| {
        matches!(
            p,
            [
                "sudah" | "berhasil",
                "bisa" | "dapat" | "berhasil",
                "login" | "masuk" | "akses" | "diakses" | "dibuka" | "log"
            ]
        )
    }) || w.windows(2).any(|p| {
        matches!(
            p,
            ["berhasil", "login" | "masuk"] | ["sudah", "diterima" | "terima" | "masuk" | "login"]
        )
    });
    let receipt = w.iter().all(|x| {
        words::is_assent_word(x)
            || words::is_courtesy(x)
            || matches!(*x, "diterima" | "sudah" | "informasinya" | "infonya" | "atas" | "banyak")
    });
    thanks || works || receipt
}

/// Papers offered under a link (E-5).
pub(super) fn offers_link(text: &Text, body: &str) -> bool {
    const CLOUDS: [&str; 16] = [
        "drive.",
        "dropbox.",
        "onedrive.",
        "1drv.",
        "sharepoint.",
        "wetransfer.",
        "we.tl",
        "mega.",
        "box.",
        "cloud",
        "bit.ly",
        "s.id",
        "tinyurl.",
        "icloud.",
        "mediafire.",
        "terabox",
    ];
    const OFFERS: [&str; 14] = [
        "link",
        "tautan",
        "linknya",
        "unduh",
        "diunduh",
        "mengunduh",
        "download",
        "didownload",
        "gdrive",
        "drive",
        "tautannya",
        "url",
        "akses",
        "diakses",
    ];
    let hosts = body.split_whitespace().filter_map(|t| {
        let at = t.to_lowercase();
        let rest = at.split("://").nth(1)?.to_string();
        Some(rest.split('/').next().unwrap_or("").to_string())
    });
    let mut links = 0;
    for host in hosts.take(50) {
        links += 1;
        if CLOUDS.iter().any(|c| {
            host.starts_with(c)
                || host.contains(&format!(".{c}"))
                || host.contains(c) && c.ends_with('.')
        }) {
            return true;
        }
    }
    let papers = text.has(&[
        "berkas",
        "surat",
        "sk",
        "dokumen",
        "file",
        "lampiran",
        "persyaratan",
        "scan",
        "permohonan",
    ]);
    links > 0 && papers && text.has(&OFFERS)
}

static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(user[ _-]?id|uid|username|user name|nama pengguna|id pengguna)(?:nya)?\b(?:[ \t]+(?:saya|kami|lama|adalah|yaitu|ybs|akun|admin agency|agency|yang bersangkutan|pertama|kedua|ke-?\d|\d))*[ \t]*([:=]?)\s*["'(*]*([A-Za-z0-9][A-Za-z0-9._@/-]{1,63})"#,
    )
    .ok()
});

/// User IDs that stand behind a label.
pub(super) fn user_ids(body: &str) -> Vec<String> {
    let Some(labelled) = LABELLED.as_ref() else { return Vec::new() };
    let mut ids: Vec<String> = Vec::new();
    for found in labelled.captures_iter(body).take(40) {
        let separated = found.get(2).is_some_and(|s| !s.as_str().is_empty());
        let token = found.get(3).map_or("", |t| t.as_str()).trim_end_matches(['.', '-', '/']);
        let label = found
            .get(3)
            .and_then(|t| body.get(t.end()..))
            .is_some_and(|r| r.trim_start().starts_with([':', '=']));
        let low = token.to_lowercase();
        let wordy = token.chars().all(|c| c.is_ascii_lowercase())
            || matches!(low.as_str(), "spse" | "lpse" | "admin" | "agency" | "dan" | "sk");
        let mixed = token.contains(['.', '_', '@'])
            || (token.chars().any(|c| c.is_ascii_digit())
                && token.chars().any(char::is_alphabetic));
        let caps = token.len() >= 3 && token.chars().all(|c| c.is_ascii_uppercase());
        let ordinary = matches!(
            words::spell_out(&low),
            "lupa"
                | "tidak"
                | "belum"
                | "dan"
                | "kami"
                | "saya"
                | "password"
                | "yang"
                | "admin"
                | "agency"
                | "atau"
                | "spse"
                | "lpse"
                | "terlampir"
                | "baru"
        );
        let counts =
            !label && token.len() >= 2 && !ordinary && (mixed || (caps && !wordy) || separated);
        if counts && ids.len() < 20 && !ids.iter().any(|i| i.eq_ignore_ascii_case(token)) {
            ids.push(token.to_string());
        }
    }
    ids
}

/// "dua akun", "2 (dua) akun", "beberapa akun", two persons each with a NIP.
pub(super) fn several(text: &Text, body: &str) -> bool {
    const MANY: [&str; 24] = [
        "dua", "2", "tiga", "3", "empat", "4", "lima", "5", "beberapa", "kedua", "ketiga", "semua",
        "seluruh", "sejumlah", "banyak", "keduanya", "enam", "6", "tujuh", "7", "delapan", "8",
        "10", "sepuluh",
    ];
    let counted = text.sentences.iter().any(|s| {
        s.words.iter().enumerate().any(|(i, w)| {
            let account = matches!(
                w.plain.as_str(),
                "akun" | "account" | "accounts" | "akunnya" | "orang" | "pegawai"
            ) || (w.plain == "user" && matches!(s.word(i + 1), "id"))
                || (w.plain == "admin" && s.word(i + 1) == "agency");
            let person = !matches!(w.plain.as_str(), "orang" | "pegawai")
                || s.has(&["akun", "user", "password", "agency"]);
            account
                && person
                && (1..=2).filter_map(|d| i.checked_sub(d)).any(|p| MANY.contains(&s.word(p)))
        }) || s.places_of(&["akun", "akun"]).next().is_some()
    });
    counted || persons(body) > 1
}

/// Distinct NIPs in list lines, or distinct `Nama:` lines, whichever is more.
fn persons(body: &str) -> usize {
    let mut nips: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for line in body.lines().take(300) {
        let line = line.trim();
        let listed = line.starts_with(['-', '•', '*', '·'])
            || line.find(['.', ')']).is_some_and(|i| {
                i <= 2
                    && line.get(..i).is_some_and(|d| d.chars().all(|c| c.is_ascii_alphanumeric()))
            });
        if listed && let Some(nip) = nip_in(line) {
            nips.push(nip);
        }
        if let Some((head, value)) =
            line.trim_start_matches(|c: char| !c.is_alphabetic()).split_once(':')
            && matches!(
                head.trim().to_lowercase().as_str(),
                "nama" | "nama lengkap" | "a.n" | "a.n."
            )
        {
            names.push(value.trim().to_lowercase());
        }
    }
    for list in [&mut nips, &mut names] {
        list.sort();
        list.dedup();
    }
    nips.len().max(names.len())
}

/// Eighteen digits, blanks between them allowed.
fn nip_in(line: &str) -> Option<String> {
    let mut digits = String::new();
    for c in line.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if c != ' ' || digits.len() >= 18 {
            if digits.len() == 18 {
                break;
            }
            digits.clear();
        }
    }
    (digits.len() == 18).then_some(digits)
}

/// Speaks of the account and wants something, or brings papers for it.
pub(super) fn asks_about_account(text: &Text, files: bool) -> bool {
    const ABOUT: [&str; 16] = [
        "agency",
        "akun",
        "akunnya",
        "login",
        "spse",
        "password",
        "passwordnya",
        "userid",
        "username",
        "lpse",
        "sk",
        "agensi",
        "account",
        "sandi",
        "uid",
        "aplikasi",
    ];
    const WANTS: [&str; 27] = [
        "reset",
        "ganti",
        "ubah",
        "mohon",
        "tolong",
        "minta",
        "permohonan",
        "permintaan",
        "bantu",
        "dibantu",
        "bantuan",
        "bantuannya",
        "kendala",
        "terlampir",
        "kesulitan",
        "please",
        "butuh",
        "lampirkan",
        "help",
        "masalah",
        "memohon",
        "ajukan",
        "mengajukan",
        "sampaikan",
        "menyampaikan",
        "gagal",
        "error",
    ];
    let about = text.has(&ABOUT) || text.has_phrase(&["user", "id"]);
    let letter = files && text.has_phrase(&["surat", "permohonan"]);
    letter
        || (about && text.has(&WANTS))
        || (files && about && text.has(&["berikut", "ini", "terlampir"]))
}
