//! A person told of in running text: "Sdr. Ratna Contoh, S.Pi., NIP ..., Penata (III/c), jabatan
//! Analis pada Balai Contoh". Knows no paper.
use super::lines::squeeze;
use super::pattern::{Pattern, pattern};
use super::person;
use super::values;

static NIP: Pattern =
    pattern!(r"\(?\b(?:NIP|Nip|nip|NI\s?PPPK|NIPPPK)\b\s*[.:]{0,2}\s*(\d[\d .\-]{12,30}\d)");
static BARE_NIP: Pattern = pattern!(r"\b(?:19|20)\d{6}[ .]?\d{6}[ .]?\d[ .]?\d{3}\b");
static RANK: Pattern = pattern!(
    r"\b((?:Juru|Pengatur|Penata|Pembina|JURU|PENGATUR|PENATA|PEMBINA)(?:\s+(?:Muda|Utama|Madya|Tingkat|Tk\.?\s?I|I|MUDA|UTAMA|MADYA|TINGKAT|TK\.?\s?I)\b\.?)*(?:\s*[,(/\-]*\s*\(?\s*(?:[Gg]ol(?:ongan)?\.?\s*(?:[Rr]uang\s*)?)?(?:III|II|IV|I)\s?[/.]?\s?[a-eA-E]\b\)?)?)"
);
static ROMAN: Pattern =
    pattern!(r"(?i)\b(?:golongan|gol\.)\s*:?\s*(X?V?I{1,3}X?|IV|IX|V|X|XI{1,3}|X?VI{1,3})\b");
static POSITION: Pattern = pattern!(
    r"(?i)\bjabatan\s*:?\s+(.{3,110}?)\s*(?:,|;|\.\s|\)|\bsebagai\s|\bselaku\s|\bpada\s|\bdi\s+lingkungan\b|\bdengan\s|\bunit\s+kerja\b|\bdapat\s|$)"
);
static UNIT: Pattern = pattern!(
    r"(?i:\bunit\s+kerja\s*:?|\bsatuan\s+kerja\s*:?|\bpada|\bdari|\bdi\s+lingkungan)\s+(\p{Lu}[^\s,;.]*(?:\s+(?:\p{Lu}[^\s,;.]*|dan\b|di\b|\d+\b))*)"
);
/// What stands right behind the rank, or behind the number.
static NEXT_PIECE: Pattern = pattern!(
    r"^[\s,)(/]+(\p{Lu}[^,;.:()]{3,80}?)\s*(?:,|;|\bpada\s|\bsebagai\s|\bselaku\s|\bdengan\s|$)"
);
/// "(NIP ...) selaku Sekretaris Dinas, ...".
static ACTING_AS: Pattern = pattern!(
    r"^[\s,)]*(?:selaku|sebagai)\s+(\p{Lu}[^,;.:()]{3,80}?)\s*(?:,|;|\bpada\s|\byang\s|\bdengan\s|$)"
);
static ADDRESS: Pattern = pattern!(
    r"(?i)\b(?:saudar[ai]|sdri?\.?|bapak|ibu|menunjuk|mengangkat|menetapkan|atas\s+nama)\s+"
);
/// A position before the name: "menetapkan Kepala Bagian Umum, Ratna Contoh, ...".
static BEFORE_NAME: Pattern = pattern!(
    r"(?i:\b(?:menunjuk|mengangkat|menetapkan|menugaskan|kepada)\s+(?:saudar[ai]\s+)?)(\p{Lu}[^,;:.]{5,80}),\s*$"
);
static MADE: Pattern = pattern!(r"(?i)\b(?:sebagai|selaku|menjadi)\s+admin");
static STOP: Pattern = pattern!(r"[a-z)]{3}\.\s+[A-Z]|;\s");
static ROLE: Pattern = pattern!(
    r"(?i)^(?:pns|nip|pangkat|golongan|gol|jabatan|dan|yang|dengan|tahun|sebagai|user|email|surel|nomor|no|telepon|demikian|kepala\s+lpse|unit\s+kerja|satuan\s+kerja|atas|untuk|penata|pembina|pengatur|juru)\b"
);

/// Somebody who is told of.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) name: Option<String>,
    pub(super) nip: String,
    pub(super) rank: Option<String>,
    pub(super) position: Option<String>,
    pub(super) work_unit: Option<String>,
    /// Where the name or number begins, and where the number ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Everybody with a NIP in the text, in order.
pub(super) fn people(text: &str) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    let mut marks: Vec<(usize, usize, String)> = Vec::new();
    for m in NIP.all(text) {
        let digits = NIP.group(m.as_str(), 1).and_then(values::nip).filter(|n| n.len() >= 17);
        if let Some(nip) = digits {
            marks.push((m.start(), m.end(), nip));
        }
    }
    for m in BARE_NIP.all(text) {
        let inside = marks.iter().any(|(start, end, _)| m.start() >= *start && m.start() < *end);
        if let Some(nip) = values::nip(m.as_str()).filter(|_| !inside) {
            marks.push((m.start(), m.end(), nip));
        }
    }
    marks.sort();
    for (n, (start, end, nip)) in marks.iter().enumerate() {
        let until = marks.get(n + 1).map(|m| m.0).unwrap_or(text.len());
        let floor = n.checked_sub(1).and_then(|p| marks.get(p)).map(|m| m.1).unwrap_or(0);
        let before = text.get(floor..*start).unwrap_or_default();
        // "Ratna Contoh, S.Pi. dengan NIP ...".
        let before = before.trim_end();
        let before = before.strip_suffix(" dengan").unwrap_or(before);
        let named = person::name_at_end(before);
        let begin = named.as_ref().map(|(at, _)| floor + at).unwrap_or(*start);
        let after: String = text.get(*end..until).unwrap_or_default().chars().take(320).collect();
        let mut told = Told {
            name: named.map(|(_, name)| person::plain_name(&name)),
            nip: nip.clone(),
            start: begin,
            end: *end,
            ..Told::default()
        };
        describe(&after, &mut told);
        if told.name.is_none() {
            addressed(before, &mut told);
        }
        if told.position.is_none() {
            let ahead = text.get(floor..begin).unwrap_or_default();
            let position = BEFORE_NAME.group(ahead, 1).map(tidy);
            told.position = position.filter(|p| p.contains(' ') && !person::is_name(p));
        }
        found.push(told);
    }
    found
}

/// "Saudari Sumiyati, Analis Contoh, Penata (III/c), NIP ...": what tells of the person stands
/// between the name and the number.
fn addressed(before: &str, told: &mut Told) {
    let Some(rest) = ADDRESS.all(before).last().and_then(|m| before.get(m.end()..)) else { return };
    let mut groups = rest.split(',');
    let mut name = groups.next().unwrap_or_default().trim().to_string();
    let mut more = Vec::new();
    for group in groups {
        if more.is_empty() && person::is_titles(group.trim()) {
            name = format!("{name}, {}", group.trim());
        } else {
            more.push(group);
        }
    }
    if !person::is_name(&name) || more.is_empty() {
        return;
    }
    let more = more.join(",");
    told.name = Some(person::plain_name(&name));
    told.rank = told.rank.take().or_else(|| rank_in(&more));
    let position = unnamed_position(&more, told.rank.as_deref());
    told.position = told.position.take().or(position);
}

/// Rank, position and unit in the words after the number, up to what the person is made.
fn describe(after: &str, told: &mut Told) {
    let made = MADE.find(after).map(|m| m.start());
    // The letters before the full stop are the sentence's own.
    let stop = STOP.find(after).map(|m| m.start() + m.as_str().find(['.', ';']).unwrap_or(0));
    let end = [made, stop].into_iter().flatten().min();
    let own = end.and_then(|end| after.get(..end)).unwrap_or(after);
    told.rank = rank_in(own);
    told.position = POSITION.group(own, 1).map(tidy).filter(|p| !p.is_empty());
    told.work_unit = UNIT.group(own, 1).map(tidy).filter(|u| is_unit(u));
    if told.position.is_none() && made.is_some() && made == end {
        told.position = unnamed_position(own, told.rank.as_deref());
    }
    if told.position.is_none() {
        told.position = ACTING_AS.group(own, 1).map(tidy);
    }
    if told.position.is_none() {
        let rank = told.rank.as_deref().and_then(|rank| Some(own.find(rank)? + rank.len()));
        let rest = own.get(rank.unwrap_or(0)..).unwrap_or_default();
        let next = NEXT_PIECE.group(rest, 1).map(tidy);
        told.position = next.filter(|piece| {
            !ROLE.is_match(piece) && !is_unit(piece) && (2..=9).contains(&piece.split(' ').count())
        });
    }
}

/// A rank as it is written.
pub(super) fn rank_in(text: &str) -> Option<String> {
    let found = RANK.find(text).filter(|m| {
        // "Penata Kelola Perikanan" is a position: a lone word needs its grade or its label.
        let before = text.get(..m.start()).unwrap_or_default().to_lowercase();
        let told = before.trim_end_matches([':', ' ', '.']).ends_with("pangkat")
            || before.contains("pangkat") && before.len() < 24;
        m.as_str().contains([' ', '/', '(']) || told
    });
    let rank = found.map(|m| squeeze(m.as_str())).or_else(|| ROMAN.group(text, 1).map(squeeze))?;
    let open = rank.contains('(') && !rank.contains(')');
    let rank = rank.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_string();
    Some(if open { rank.replace(['('], "").trim().to_string() } else { rank })
}

/// ", Bendahara Pengeluaran, sebagai": a piece between commas that is neither rank nor label.
fn unnamed_position(own: &str, rank: Option<&str>) -> Option<String> {
    let rest = match rank {
        Some(rank) => squeeze(own).replace(rank, ","),
        None => squeeze(own),
    };
    let mut pieces = rest
        .split([',', ';', '(', ')'])
        .map(|piece| piece.trim().trim_end_matches('.'))
        .filter(|piece| piece.starts_with(char::is_uppercase) && piece.len() >= 4)
        .filter(|piece| !ROLE.is_match(piece) && piece.split(' ').count() <= 9);
    let only = pieces.next()?;
    // "Kasubbag Umum pada Dinas Contoh": where, is another field.
    let own = only.split(" pada ").next().unwrap_or(only);
    pieces.next().is_none().then(|| tidy(own))
}

fn tidy(text: &str) -> String {
    squeeze(text).trim_end_matches([',', '.', ';', ':', ' ', '(']).to_string()
}

/// Does the text begin as the name of an office does?
pub(super) fn is_unit(text: &str) -> bool {
    const OFFICES: &str = "\
        balai loka dinas badan biro bagian bidang direktorat sekretariat pusat stasiun \
        pelabuhan pangkalan upt uptd upp rsud rumah fakultas universitas politeknik institut \
        sekolah kecamatan kelurahan kantor satuan inspektorat unit divisi subbagian seksi \
        puskesmas ditpolairud polda polres lanal satker lembaga kementerian komisi akademi \
        instalasi cabang pt perum lapas rutan kpp bpkad ukpbj besar laboratorium museum \
        taman deputi ditjen setda setditjen bappeda bkd diskan dkp bbpbap ppn pps psdkp \
        korps kodim sma smk jurusan program departemen kejaksaan pengadilan mahkamah \
        kepolisian resor direksi";
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    OFFICES.split(' ').any(|office| office == first.trim_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_in_sentences() {
        let found = people(
            "KESATU : Menunjuk Sdr. Ratna Contoh, S.St.Pi., NIP 19870314 201101 2 901, Penata Tingkat I (III/d), sebagai Admin Agency.",
        );
        let one = &found[0];
        assert_eq!(one.name.as_deref(), Some("Ratna Contoh, S.St.Pi."));
        assert_eq!(one.nip, "198703142011012901");
        assert_eq!(one.rank.as_deref(), Some("Penata Tingkat I (III/d)"));
        assert_eq!(one.position, None);
        let found = people(
            "atas nama Sumiyati, NIP. 19761230 200701 2 915, jabatan Pengadministrasi Keuangan pada Kecamatan Contoh Hilir, dengan User ID x.y dapat",
        );
        let one = &found[0];
        assert_eq!(one.name.as_deref(), Some("Sumiyati"));
        assert_eq!(one.position.as_deref(), Some("Pengadministrasi Keuangan"));
        assert_eq!(one.work_unit.as_deref(), Some("Kecamatan Contoh Hilir"));
        let found = people(
            "Menunjuk Robertus Contoh / NIP. 198505052010011929, Bendahara Pengeluaran, sebagai Admin Agency",
        );
        assert_eq!(found[0].position.as_deref(), Some("Bendahara Pengeluaran"));
    }
}
