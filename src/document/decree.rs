//! A decree: number, subject, unit, date, from when until when it holds. Knows no letter.
use super::facts::{Facts, Field, PLACED, SPOKEN};
use super::heading::{Heading, heading};
use super::lines::{Sheet, cells, is_capitals, squeeze};
use super::pattern::{Pattern, pattern};
use super::{Remarks, appointee, head, kind, signature, told, values};

static NUMBER: Pattern = pattern!(r"(?i)^(?:nomor|no\.?|number)\s*[:.]?\s*(.*\d.*)$");
static NUMBER_INLINE: Pattern =
    pattern!(r"(?i)\b(?:nomor|no\.)\s*[:.]?\s*(\S*\d\S*(?:\s?/\s?\S+)*(?:\s+tahun\s+\d{4})?)");
static TAIL: Pattern = pattern!(r"(?i)\s(?:tentang|tanggal|tgl)\b");
static TITLE: Pattern = pattern!(r"(?i)^t\s?e\s?n\s?t\s?a\s?n\s?g\b\s*:?\s*");
static GOES_ON: Pattern = pattern!(
    r"(?i)^(?:pada|di\s+lingkungan|di|tahun|lingkup|dan|untuk|sistem|dalam|kabupaten|kota|provinsi|spse|layanan|sebagai|selaku|sekretariat|dinas|balai)\b[^,]*$"
);
static AUTHORITY: Pattern = pattern!(
    r"(?i)^(?:kepala|direktur|bupati|gubernur|wali\s?kota|camat|rektor|menteri|sekretaris|lurah|kuasa\s+pengguna|pengguna\s+anggaran|inspektur|direksi|ketua|deputi|pejabat\s+pembuat)\b"
);
static OPEN: Pattern = pattern!(r"(?i)\b(?:pada|dan|tentang|lingkungan|untuk|keputusan)\s*$");
static UNIT: Pattern = pattern!(
    r"(?i)\b(?:pada|di\s+lingkungan|lingkup|untuk|di)\s+(.{4,160}?)\s*(?:\btahun\s+(?:anggaran\s+)?\d{4}|\bT\.?A\.?\s+\d{4}|\bdi\s+lingkungan|\bperiode\b|$|[,;.]\s*$)"
);
static SYSTEM: Pattern = pattern!(
    r"(?i)^(?:(?:sistem|aplikasi|spse|lpse|layanan|portal|tahun|inaproc|lkpp|sistem\s+pengadaan)\b)"
);
static VALID: Pattern = pattern!(
    r"(?i)\b(?:mulai\s+berlaku|berlaku|terhitung\s+(?:mulai|sejak|tanggal)|masa\s+(?:berlaku|tugas|jabatan|kerja)|jangka\s+waktu|TMT)\b"
);
static UNTIL: Pattern = pattern!(
    r"(?i)(?:sampai\s+dengan|sampai|hingga|s\.?\s?d\.?|s/d|berakhir(?:\s+pada)?|\s-)\s*(?:tanggal\s+)?(\d{1,2}\b.{4,22})"
);
static YEARLESS: Pattern = pattern!(
    r"(?i)\b\d{1,2}\s+(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember)$"
);
static WHEN_SIGNED: Pattern = pattern!(
    r"(?i)\b(?:tanggal|sejak)\s+(?:tanggal\s+)?(?:di\s?tetapkan|penetapan|keputusan ini ditetapkan|ditandatangani)"
);
static SIGNED_ON: Pattern = pattern!(
    r"(?i)\b(?:ditetapkan|dikeluarkan)\s+di\b.{0,80}?\b(?:pada\s+)?(?:tanggal|tgl\.?)\s*:?\s*(\d.{5,24})"
);
static ON: Pattern = pattern!(r"(?i)\bpada\s+tanggal\s*:?\s*(\d.{5,24})");
static PLACED_ON: Pattern =
    pattern!(r"^[A-Z][A-Za-z .'\-]{2,40},\s*(?:tanggal\s+)?(\d.{5,20}\d{4})$");
static DECIDES: Pattern =
    pattern!(r"(?i)M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N|Menetapkan\s*:|\bmenetapkan\s+:");
static SIGNING: Pattern = pattern!(r"(?i)\b(?:ditetapkan|dikeluarkan)\s+di\b");

/// The words after TENTANG up to the authority that decides.
pub(super) fn subject(sheet: &Sheet, heading: usize) -> String {
    subject_at(sheet, heading).0
}

/// The subject, and the line it begins in.
fn subject_at(sheet: &Sheet, heading: usize) -> (String, usize) {
    let mut words = String::new();
    let mut inside = None;
    for at in heading..(heading + 25).min(sheet.lines.len()) {
        let line = sheet.line(at);
        let upper = line.to_uppercase();
        if inside.is_some() {
            // A document of a word processor has a blank line between paragraphs.
            if line.is_empty() && !words.is_empty() {
                let next = (at + 1..at + 3).map(|i| sheet.line(i)).find(|l| !l.is_empty());
                if next.is_some_and(|next| GOES_ON.is_match(next)) {
                    continue;
                }
            }
            let authority =
                AUTHORITY.is_match(line) && !words.trim().is_empty() && !OPEN.is_match(&words);
            let ends = line.is_empty() && !words.is_empty()
                || authority
                || line.ends_with(',')
                    && (is_capitals(line) || !words.is_empty() && words.len() > 12)
                || ["MENIMBANG", "MENGINGAT", "DENGAN RAHMAT", "MEMBACA"]
                    .iter()
                    .any(|w| upper.starts_with(w))
                || DECIDES.is_match(line);
            if ends {
                break;
            }
            words.push(' ');
            words.push_str(line);
        } else if let Some(title) = TITLE.find(line) {
            inside = Some(at);
            words.push_str(line.get(title.end()..).unwrap_or_default());
        } else if let Some(place) = upper.find(" TENTANG ") {
            inside = Some(at);
            words.push_str(line.get(place + " TENTANG ".len()..).unwrap_or_default());
        } else if upper.ends_with(" TENTANG") {
            inside = Some(at);
        }
    }
    (squeeze(&words), inside.unwrap_or(heading))
}

/// The fields of a decree.
pub(super) fn read(sheet: &Sheet) -> (Facts, Remarks) {
    let mut facts = Facts::default();
    let mut remarks = Remarks::none();
    let start =
        (0..sheet.lines.len()).find(|i| heading(sheet, *i) == Some(Heading::Decree)).unwrap_or(0);
    let (subject, subject_line) = subject_at(sheet, start);
    let decision = DECIDES.find(&sheet.flow).map(|m| m.end()).unwrap_or(0);
    if let Some((value, line)) = number(sheet, start) {
        facts.put(Field::DecreeNumber, Some(value), line, PLACED);
    }
    let signed = signing(sheet);
    if let Some((value, line)) = date(sheet, signed) {
        facts.put(Field::DecreeDate, Some(value), line, PLACED);
    }
    if let Some((value, line)) = head::letterhead(sheet) {
        facts.put(Field::Institution, Some(value), line, PLACED);
    }
    appointee::read(sheet, decision, signed, &mut facts, &mut remarks);
    facts.fill(Field::WorkUnit, unit(&subject), subject_line, SPOKEN);
    if !facts.has(Field::WorkUnit) {
        unit_in_dictum(sheet, decision, &mut facts);
    }
    validity(sheet, decision, &mut facts);
    if let Some(signed) = signed
        && let Some((value, line)) = signature::under(sheet, signed)
    {
        facts.put(Field::Signatory, Some(value), line, PLACED);
    }
    (facts, remarks)
}

fn number(sheet: &Sheet, heading: usize) -> Option<(String, usize)> {
    let near = heading..(heading + 8).min(sheet.lines.len());
    let own = near.clone().find_map(|i| NUMBER.group(sheet.line(i), 1).map(|n| (n.to_string(), i)));
    let (raw, line) = own.or_else(|| {
        near.clone().find_map(|i| NUMBER_INLINE.group(sheet.line(i), 1).map(|n| (n.to_string(), i)))
    })?;
    // "NOMOR X TENTANG Y" in one line.
    let cut = TAIL.find(&raw).map(|m| m.start()).unwrap_or(raw.len());
    let number = values::number(raw.get(..cut).unwrap_or(&raw))?;
    Some((number, line))
}

/// The line where the paper is signed.
fn signing(sheet: &Sheet) -> Option<usize> {
    sheet
        .position(|l| SIGNING.is_match(l))
        .or_else(|| sheet.position(|l| ON.is_match(l) && l.len() < 60))
        .or_else(|| {
            (0..sheet.lines.len()).rev().find(|i| {
                cells(sheet.line(*i), 6).iter().any(|cell| PLACED_ON.is_match(&squeeze(cell)))
            })
        })
}

/// The day of signing, never a date from the preamble.
fn date(sheet: &Sheet, signed: Option<usize>) -> Option<(String, usize)> {
    let at = signed?;
    // Beside "Salinan sesuai ..." the flow of lines is torn: the cells of its own column first.
    for i in at..(at + 4).min(sheet.lines.len()) {
        let line = squeeze(sheet.line(i));
        let day = SIGNED_ON.group(&line, 1).or_else(|| ON.group(&line, 1));
        if let Some(date) = day.and_then(|t| values::date_near_start(t, 2)) {
            return Some((date, i));
        }
        for cell in cells(sheet.line(i), 4) {
            let placed = PLACED_ON.group(&cell, 1).and_then(|t| values::date_near_start(t, 2));
            if let Some(date) = placed {
                return Some((date, i));
            }
        }
    }
    let flow = sheet.flow_of(at, at + 6);
    SIGNED_ON.group(flow, 1).and_then(|t| values::date_near_start(t, 2)).map(|date| (date, at))
}

/// The unit in the subject: "... PADA BALAI CONTOH TAHUN ANGGARAN 2026".
fn unit(subject: &str) -> Option<String> {
    let mut from = 0;
    for _ in 0..6 {
        let rest = subject.get(from..)?;
        let Some(groups) = UNIT.captures(rest) else { break };
        let (whole, own) = (groups.get(0)?, groups.get(1)?);
        if !SYSTEM.is_match(own.as_str())
            && (told::is_unit(own.as_str()) || own.as_str().len() >= 12)
        {
            return Some(tidy(own.as_str()));
        }
        from += whole.start() + 3;
    }
    // "PENGANGKATAN ADMIN AGENCY BALAI CONTOH".
    let after = kind::AGENCY.find(subject).and_then(|m| subject.get(m.end()..))?;
    let after = after.trim_start_matches([' ', '(', ')']);
    let after =
        ["SPSE ", "Spse ", "(SPSE) "].iter().find_map(|w| after.strip_prefix(w)).unwrap_or(after);
    let year = after.to_uppercase().find(" TAHUN ").unwrap_or(after.len());
    let after = after.get(..year)?;
    told::is_unit(after).then(|| tidy(after))
}

/// The unit in the dictum: "... sebagai Admin Agency pada Balai Contoh."
fn unit_in_dictum(sheet: &Sheet, decision: usize, facts: &mut Facts) {
    let decided = sheet.flow.get(decision..).unwrap_or_default();
    for found in kind::AGENCY.all(decided) {
        let after: String =
            decided.get(found.end()..).unwrap_or_default().chars().take(170).collect();
        let lower = after.trim_start().to_lowercase();
        let near = ["pada ", "di lingkungan ", "lingkup "].iter().any(|w| lower.starts_with(w));
        let end = after.find(['.', ';', ',']).unwrap_or(after.len());
        let clause = after.get(..end).unwrap_or_default();
        let name = near.then(|| unit(clause)).flatten();
        let name = name.filter(|u| told::is_unit(u));
        if name.is_some() {
            facts.put(Field::WorkUnit, name, sheet.line_of(decision + found.start()), SPOKEN);
            return;
        }
    }
}

fn tidy(text: &str) -> String {
    text.trim_end_matches([',', '.', ' ', ';', ':', '(']).to_string()
}

/// From when until when the decree holds, in the first dictum that says so.
fn validity(sheet: &Sheet, decision: usize, facts: &mut Facts) {
    let decided = sheet.flow.get(decision..).unwrap_or_default();
    for found in VALID.all(decided) {
        let window: String =
            decided.get(found.start()..).unwrap_or_default().chars().take(190).collect();
        let lower = window.to_lowercase();
        let ends = ["ditetapkan di ", "dikeluarkan di ", "dicabut", "tidak berlaku"];
        let end = ends.iter().filter_map(|word| lower.find(word)).min();
        let window = window.get(..end.unwrap_or(window.len())).unwrap_or(&window);
        let until_at = UNTIL.find(window).map(|m| m.start()).unwrap_or(window.len());
        let until = UNTIL.group(window, 1).and_then(|t| values::date_near_start(t, 2));
        let window = with_year(window, until_at, until.as_deref());
        let window = window.as_str();
        let until_at = UNTIL.find(window).map(|m| m.start()).unwrap_or(window.len());
        let before = window.get(..until_at).unwrap_or(window);
        let signed = || WHEN_SIGNED.is_match(before).then(|| facts.get(Field::DecreeDate));
        let from = date_apart(before).or_else(|| signed().flatten().map(str::to_string));
        let line = sheet.line_of(decision + found.start());
        // "(2) ... berlaku sampai dengan X", and in the last article "mulai berlaku pada tanggal
        // ditetapkan": each says its part.
        facts.fill(Field::ValidFrom, from, line, SPOKEN);
        facts.fill(Field::ValidUntil, until, line, SPOKEN);
        if facts.has(Field::ValidFrom) && facts.has(Field::ValidUntil) {
            return;
        }
    }
}

/// "1 Januari s.d. 31 Desember 2026": the year is said once, for both.
fn with_year(window: &str, until_at: usize, until: Option<&str>) -> String {
    let before = window.get(..until_at).unwrap_or(window).trim_end();
    let year = until.and_then(|date| date.get(..4)).filter(|_| YEARLESS.is_match(before));
    match year {
        Some(year) => format!("{before} {year} {}", window.get(until_at..).unwrap_or_default()),
        None => window.to_string(),
    }
}

/// The first date that is no piece of a number ("100.3.3/12/2025").
fn date_apart(text: &str) -> Option<String> {
    let mut from = 0;
    for _ in 0..4 {
        let found = values::date_in(text.get(from..)?)?;
        let before = text.get(..from + found.start)?;
        if !before.ends_with(['.', '/', '-']) && !before.ends_with(|c: char| c.is_alphanumeric()) {
            return Some(found.iso);
        }
        from += found.end;
    }
    None
}
