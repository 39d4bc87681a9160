//! Why somebody asks, in the sentences of a letter: "karena lupa kata sandi". Knows no label.
use super::lines::{Sheet, squeeze};
use super::pattern::{Pattern, pattern};

static BECAUSE: Pattern = pattern!(
    r"(?i)\b(?:dikarenakan|karena|disebabkan(?:\s+oleh)?(?:\s+karena)?|lantaran|dengan\s+alasan(?:\s+(?:bahwa|karena|sebagai\s+berikut))?|adapun\s+alasan(?:\s+\w+){0,3}?\s+(?:adalah|yaitu|yakni)|alasannya(?:\s+(?:adalah|yaitu|karena))?|akibat)\s*:?\s+"
);
/// "Sehubungan dengan" opens most letters; a reason follows only where something happened.
static GIVEN: Pattern = pattern!(
    r"(?i)\b(?:sehubungan(?:\s+dengan)?(?:\s+adanya)?|berhubung(?:\s+dengan)?|mengingat|berkaitan\s+dengan|berkenaan\s+dengan|terkait\s+dengan|dalam\s+rangka)\s+((?:telah\s+|adanya\s+|terjadinya\s+|terjadi\s+|sudah\s+)*(?:pergantian|penggantian|lupa|terlupa|kelupaan|hilang|kehilangan|terkunci|terblokir|diblokir|tidak\s+(?:dapat|bisa|lagi|aktif|berfungsi|diketahui|mengetahui)|rusak|kerusakan|mutasi|rotasi|promosi|pensiun|purna|serah\s+terima|meninggal|berakhirnya|nonaktif|gagal|kendala|belum\s+(?:diketahui|menerima)|akun\s+(?:admin\s+agency\s+)?(?:kami\s+)?(?:tidak|ter)|pejabat\s+lama|admin\s+(?:agency\s+)?(?:lama|sebelumnya|yang\s+lama)))"
);
static END: Pattern = pattern!(
    r"(?i)[.;]\s|[.;]$|,?\s+(?:dengan\s+ini|bersama\s+ini|bersama\s+surat|untuk\s+itu|oleh\s+karena\s+itu|berikut)\b|,\s+(?:maka|kami|saya|mohon|dimohon|kiranya|dengan\s+(?:data|rincian|identitas|hormat)|sebagai(?:mana)?|adapun|atas|demikian|agar|untuk|perlu|bersama)\b|\s+(?:maka\s+)?(?:kami|saya)\s+(?:mohon|memohon|mengajukan|bermaksud|sampaikan)\b|\s+(?:demikian|terima\s?kasih|atas\s+perhatian)\b|:\s|\s+mohon\b"
);

/// The reason and the byte of the flow where it stands, between two lines.
pub(super) fn spoken(sheet: &Sheet, from: usize, to: usize) -> Option<(String, usize)> {
    let start = sheet.start_of(from);
    let body = sheet.flow_of(from, to);
    because(body).or_else(|| given(body)).map(|(reason, at)| (reason, start + at))
}

fn because(body: &str) -> Option<(String, usize)> {
    BECAUSE.all(body).into_iter().find_map(|found| {
        let before = body.get(..found.start())?.to_lowercase();
        let rest = body.get(found.end()..)?;
        let that = ["itu", "hal tersebut", "itulah", "sebab itu"];
        let pointing = that.iter().any(|w| rest.to_lowercase().starts_with(w));
        if pointing
            || before.ends_with("bukan ")
            || before.ends_with("oleh ") && rest.starts_with("itu")
        {
            return None;
        }
        cut(rest).map(|reason| (reason, found.end()))
    })
}

fn given(body: &str) -> Option<(String, usize)> {
    let groups = GIVEN.captures(body)?;
    let start = groups.get(1)?.start();
    cut(body.get(start..)?).map(|reason| (reason, start))
}

/// The words up to the end of the clause.
fn cut(rest: &str) -> Option<String> {
    let end = END.find(rest).map(|m| m.start()).unwrap_or(rest.len());
    let reason = squeeze(rest.get(..end)?);
    let reason = reason.trim_matches([' ', ',', '.', ';']);
    let length = reason.chars().count();
    (4..=220).contains(&length).then(|| reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_in_sentences() {
        for (text, reason) in [
            ("mohon reset password kami karena lupa. Terima kasih.", Some("lupa")),
            (
                "Sehubungan dengan pergantian pejabat Admin Agency, dengan ini kami mohon reset.",
                Some("pergantian pejabat Admin Agency"),
            ),
            (
                "Sehubungan dengan tidak dapat diaksesnya akun karena lupa kata sandi, dengan ini kami mohon",
                Some("lupa kata sandi"),
            ),
            ("Sehubungan dengan kelancaran tugas, kami mohon reset password.", None),
            ("Oleh karena itu kami mohon bantuan.", None),
            (
                "direset dengan alasan telepon genggam hilang. Demikian.",
                Some("telepon genggam hilang"),
            ),
        ] {
            let sheet = Sheet::new(text);
            assert_eq!(spoken(&sheet, 0, 9).map(|r| r.0).as_deref(), reason, "{text}");
        }
    }
}
