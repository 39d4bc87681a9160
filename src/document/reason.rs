//! Why somebody asks, in the sentences of a letter: "karena lupa kata sandi". Knows no label.
use super::lines::{Sheet, squeeze};
use super::pattern::{Pattern, pattern};

static BECAUSE: Pattern = pattern!(
    r"(?i)\b(?:dikarenakan|karena|disebabkan(?:\s+oleh)?(?:\s+karena)?|lantaran|dengan\s+alasan(?:\s+(?:bahwa|karena|sebagai\s+berikut))?|adapun\s+alasan(?:\s+\w+){0,3}?\s+(?:adalah|yaitu|yakni)|alasannya(?:\s+(?:adalah|yaitu|karena))?|akibat)\s*:?\s+"
);
/// "Sehubungan dengan" opens most letters; a reason follows only where something happened.
static GIVEN: Pattern = pattern!(
    r"(?i)\b(?:sehubungan(?:\s+dengan)?|berhubung(?:\s+dengan)?|mengingat|berkaitan\s+dengan|berkenaan\s+dengan|terkait\s+dengan|dalam\s+rangka|(?:mengalami|menghadapi|terdapat|ada|adanya|terkendala)\s+(?:kendala|masalah|permasalahan|kesulitan|gangguan)(?:\s+(?:yaitu|yakni|berupa|karena))?|(?:kendala|permasalahan|masalah)(?:nya|\s+(?:yang\s+\w+|kami|tersebut))?\s+(?:adalah|yaitu|yakni|berupa)|di\s*mana)\s*:?\s+(?:adanya\s+|bahwa\s+)?"
);
/// What happens to accounts and their holders.
static TROUBLE: Pattern = pattern!(
    r"(?i)\b(?:pergantian|penggantian|digantikan|lupa|terlupa|kelupaan|hilang|kehilangan|terkunci|terblokir|diblokir|ditolak|menolak|rusak|kerusakan|dimutasi\w*|mutasi|rotasi|promosi|pensiun|purna|serah\s+terima|meninggal|berakhirnya|berpindah|pindah|nonaktif|non\s?aktif|dinonaktifkan|gagal|salah|kedaluwarsa|kadaluarsa|kadaluwarsa|diretas|peretasan|tercecer|expired|suspend\w*|(?:tidak|belum|tak)\s+(?:pernah\s+|lagi\s+)?(?:dapat|bisa|aktif|berfungsi|di\w+|menge\w+|meng\w+|menerima|kami|ingat|tercatat|ber\w+|ada|lagi|mem\w+|men\w+|ter\w+)|tidak\s+lagi|(?:pejabat|admin)\s+(?:agency\s+)?(?:lama|sebelumnya|yang\s+lama))\b"
);
/// What the sentence leans on is a paper or an aim, not a trouble.
static PAPER: Pattern = pattern!(
    r"(?i)^(?:surat|nota|keputusan|peraturan|undang|hal\s+(?:tersebut|itu|dimaksud)|maksud|butir|angka|poin|perihal)\b"
);
static END: Pattern = pattern!(
    r"(?i)[.;]\s|[.;]$|,?\s+(?:dengan\s+ini|bersama\s+ini|bersama\s+surat|untuk\s+itu|oleh\s+karena\s+itu|berikut)\b|\s+untuk\s+(?:user\s?id|akun)\b|,\s+(?:maka|kami|saya|mohon|dimohon|kiranya|dengan\s+(?:data|rincian|identitas|hormat)|sebagai(?:mana)?|adapun|atas|demikian|agar|untuk|perlu|bersama)\b|\s+(?:maka\s+)?(?:kami|saya)\s+(?:mohon|memohon|mengajukan|bermaksud|sampaikan)\b|\s+(?:demikian|terima\s?kasih|atas\s+perhatian)\b|:\s|,?\s+(?:kiranya\s+)?mohon\b"
);

static TRAILING: Pattern =
    pattern!(r"(?i)[ ,]+(?:untuk|bagi|atas\s+nama|a\.n\.?|dengan|kepada|yaitu|yakni|adalah)$");
static LISTED: Pattern = pattern!(r"^(?:\(?(?:\d|[a-z])[.)]|[-•*])\s+");
static ITEM_ENDS: Pattern = pattern!(r"\s*(?:[;,.](?:\s+dan)?(?:\s+|$))");

/// The reason and the byte of the flow where it stands, between two lines.
pub(super) fn spoken(sheet: &Sheet, from: usize, to: usize) -> Option<(String, usize)> {
    let start = sheet.start_of(from);
    let body = sheet.flow_of(from, to);
    because(body).or_else(|| given(body)).map(|(reason, at)| (reason, start + at))
}

/// "... dengan alasan sebagai berikut: 1. ...; 2. ...": all of them.
fn listed(rest: &str) -> Option<String> {
    let mut from = LISTED.find(rest).filter(|m| m.start() == 0)?.end();
    let mut items: Vec<String> = Vec::new();
    for _ in 0..6 {
        let own = rest.get(from..)?;
        let end = ITEM_ENDS.find(own)?;
        items.push(squeeze(own.get(..end.start())?));
        from += end.end();
        let next = rest.get(from..).and_then(|more| LISTED.find(more)).filter(|m| m.start() == 0);
        match next.filter(|_| !end.as_str().starts_with('.') || items.len() < 2) {
            Some(mark) => from += mark.end(),
            None => break,
        }
    }
    let plain = items.iter().all(|item| (4..=160).contains(&item.chars().count()));
    (plain && !items.is_empty()).then(|| items.join("; "))
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
        listed(rest).or_else(|| cut(rest)).map(|reason| (reason, found.end()))
    })
}

fn given(body: &str) -> Option<(String, usize)> {
    GIVEN.all(body).into_iter().find_map(|found| {
        let rest = body.get(found.end()..)?;
        let reason = cut(rest).filter(|reason| TROUBLE.is_match(reason))?;
        (!PAPER.is_match(&reason)).then_some((reason, found.end()))
    })
}

/// The words up to the end of the clause.
fn cut(rest: &str) -> Option<String> {
    let end = END.find(rest).map(|m| m.start()).unwrap_or(rest.len());
    let reason = squeeze(rest.get(..end)?);
    let reason = TRAILING.find(&reason).and_then(|m| reason.get(..m.start())).unwrap_or(&reason);
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
            (
                "Sehubungan dengan akun kami tidak bisa login ke SPSE, bersama ini kami mohon reset",
                Some("akun kami tidak bisa login ke SPSE"),
            ),
            (
                "a.n. Sugiono mengalami kendala lupa kata sandi untuk User ID X.",
                Some("lupa kata sandi"),
            ),
            ("Sehubungan dengan surat kami yang belum dijawab, mohon reset password.", None),
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
