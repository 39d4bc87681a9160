//! Fields of a decree: number, subject, who is appointed, from when until when. Knows no letter.
use super::labels::{self, Label};
use super::lines::{Sheet, is_capitals, squeeze};
use super::pattern::{Pattern, pattern};
use super::{Fields, Remarks, kind, letter, signature, values};

static NUMBER: Pattern = pattern!(r"(?i)^(?:nomor|no\.?)\s*[:.]?\s*(.*\d.*)$");
static NUMBER_INLINE: Pattern =
    pattern!(r"(?i)\b(?:nomor|no\.)\s*[:.]?\s*(\S*\d\S*(?:\s?/\s?\S+)*)");
static PERSON: Pattern = pattern!(
    r"(?i)\b(?:menunjuk|mengangkat|menetapkan|menugaskan|nama\s*:)\s*(?:kembali\s+)?(?:(?:dan|/|serta)\s*(?:menunjuk|mengangkat|menetapkan|menugaskan)\s+)?(?:pegawai\s+(?:negeri\s+sipil\s+)?|yang\s+bersangkutan\s+|atas\s+nama\s+|a\.n\.\s+)?(?:saudar[ai]|sdri?|bapak|ibu|pns)?\.?\s*:?\s*([^:;()/]{3,80}?)\s*[,(/]?\s*\(?NI\s?P(?:PPK)?\.?\s*:?\s*(\d[\d .\-]{13,30})"
);
static ANY_PERSON: Pattern = pattern!(
    r"\b(?:Saudar[ai]|Sdri?\.?|Bapak|Ibu|a\.n\.)\s+([A-Z][^:;()/]{2,80}?)\s*[,(/]?\s*\(?NIP\.?\s*:?\s*(\d[\d .\-]{13,30})"
);
static WITHOUT_NIP: Pattern = pattern!(
    r"(?i)\b(?:menunjuk|mengangkat|menetapkan|menugaskan)\s+(?:saudar[ai]|sdri?\.?|bapak|ibu)\s+([^:;()/]{3,70}?)\s*,?\s+(?:sebagai|selaku)\s+admin"
);
static RANK: Pattern = pattern!(
    r"\b((?:Juru|Pengatur|Penata|Pembina)(?:\s+(?:Muda|Utama|Madya|Tingkat|Tk\.?|I))*\s*[,(/]?\s*\(?\s*(?:III|II|IV|I)\s?[/.]\s?[a-e]\)?)"
);
static POSITION: Pattern =
    pattern!(r"(?i)\bjabatan\s*:?\s+([^,;:]{3,80}?)\s*,?\s+(?:sebagai|selaku)\b");
static UNIT: Pattern =
    pattern!(r"(?i)\bpada\s+(.{4,120}?)\s*(?:tahun\s+(?:anggaran\s+)?\d{4}|$|,$|di\s+lingkungan)");
static VALID: Pattern = pattern!(
    r"(?i)\b(?:mulai\s+berlaku|berlaku|terhitung\s+(?:mulai|sejak)|masa\s+(?:berlaku|tugas|jabatan)|TMT)\b"
);
static UNTIL: Pattern = pattern!(
    r"(?i)(?:sampai\s+dengan|sampai|hingga|s\.?\s?d\.?|s/d|berakhir(?:\s+pada)?)\s*(?:tanggal\s+)?(\d{1,2}\b.{4,22})"
);
static WHEN_SIGNED: Pattern =
    pattern!(r"(?i)\b(?:tanggal|sejak)\s+(?:ditetapkan|penetapan|keputusan ini ditetapkan)");
static SIGNED_ON: Pattern =
    pattern!(r"(?i)\bditetapkan\s+di\b.{0,80}?\b(?:pada\s+)?tanggal\s*:?\s*(\d.{5,24})");
static ON: Pattern = pattern!(r"(?i)\bpada\s+tanggal\s*:?\s*(\d.{5,24})");
static PLACED: Pattern = pattern!(r"^[A-Z][A-Za-z .'\-]{2,40},\s*(\d.{5,20}\d{4})$");
static DECIDES: Pattern = pattern!(r"(?i)M\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N|Menetapkan\s*:");

/// The words after TENTANG up to the authority that decides.
pub(super) fn subject(sheet: &Sheet, heading: usize) -> String {
    let mut words = String::new();
    let mut inside = false;
    for at in heading..(heading + 25).min(sheet.lines.len()) {
        let line = sheet.line(at);
        let upper = line.to_uppercase();
        if inside {
            let ends = line.is_empty() && !words.is_empty()
                || line.ends_with(',') && is_capitals(line)
                || ["MENIMBANG", "MENGINGAT", "DENGAN RAHMAT"].iter().any(|w| upper.starts_with(w));
            if ends {
                break;
            }
            words.push(' ');
            words.push_str(line);
        } else if upper.starts_with("TENTANG") {
            inside = true;
            words.push_str(line.get("TENTANG".len()..).unwrap_or_default());
        } else if let Some(place) = upper.find(" TENTANG ") {
            inside = true;
            words.push_str(line.get(place + " TENTANG ".len()..).unwrap_or_default());
        }
    }
    squeeze(&words)
}

/// The fields of a decree.
pub(super) fn fields(sheet: &Sheet) -> (Fields, Remarks) {
    let mut remarks = Remarks::none();
    let start = (0..sheet.lines.len())
        .find(|i| kind::heading(sheet, *i) == Some(kind::Heading::Decree))
        .unwrap_or(0);
    let subject = subject(sheet, start);
    let decision = DECIDES.find(&sheet.flow).map(|m| m.end()).unwrap_or(0);
    let decided = sheet.flow.get(decision..).unwrap_or(&sheet.flow);
    let mut fields = Fields {
        decree_number: number(sheet, start),
        decree_date: date(sheet),
        institution: letter::letterhead(sheet),
        work_unit: UNIT.group(&subject, 1).map(|u| u.trim_end_matches([',', '.', ' ']).to_string()),
        ..Fields::default()
    };
    person(sheet, decided, &mut fields, &mut remarks);
    validity(decided, &mut fields);
    let signing = sheet
        .position(|l| l.to_lowercase().contains("ditetapkan di"))
        .or_else(|| sheet.position(|l| ON.is_match(l) && l.len() < 60));
    if let Some(signing) = signing {
        fields.signatory = signature::signatory(sheet, signing, None);
    }
    (fields, remarks)
}

fn number(sheet: &Sheet, heading: usize) -> Option<String> {
    let near = heading..(heading + 8).min(sheet.lines.len());
    let own = near.clone().find_map(|i| NUMBER.group(sheet.line(i), 1).map(str::to_string));
    let raw = own.or_else(|| {
        near.clone().find_map(|i| NUMBER_INLINE.group(sheet.line(i), 1).map(str::to_string))
    })?;
    // "NOMOR X TENTANG Y" in one line.
    let cut = raw.to_uppercase().find(" TENTANG").unwrap_or(raw.len());
    values::number(raw.get(..cut).unwrap_or(&raw))
}

/// The day of signing, never a date from the preamble.
fn date(sheet: &Sheet) -> Option<String> {
    let signed = SIGNED_ON.group(&sheet.flow, 1).and_then(|t| values::date_near_start(t, 2));
    signed
        .or_else(|| {
            let line =
                sheet.lines.iter().map(|l| l.trim()).find(|l| l.len() < 60 && ON.is_match(l))?;
            ON.group(line, 1).and_then(|t| values::date_near_start(t, 2))
        })
        .or_else(|| {
            sheet.lines.iter().rev().find_map(|line| {
                PLACED.group(line.trim(), 1).and_then(|t| values::date_near_start(t, 2))
            })
        })
}

/// The one person made Admin Agency; nobody where several could be meant.
fn person(sheet: &Sheet, decided: &str, fields: &mut Fields, remarks: &mut Remarks) {
    let found = PERSON.captures(decided).or_else(|| ANY_PERSON.captures(decided));
    if let Some(groups) = found {
        let name = groups.get(1).map(|m| m.as_str()).unwrap_or_default();
        let name = plain_name(name);
        fields.name = (name.chars().filter(|c| c.is_alphabetic()).count() >= 3).then_some(name);
        fields.nip = groups.get(2).and_then(|m| values::nip(m.as_str()));
        let after = groups.get(0).map(|m| m.end()).unwrap_or(0);
        let near: String = decided.get(after..).unwrap_or_default().chars().take(200).collect();
        fields.rank = RANK.group(&near, 1).map(squeeze);
        fields.position = POSITION.group(&near, 1).map(squeeze);
    } else {
        table_or_labels(sheet, fields);
        if fields.name.is_none() && fields.nip.is_none() {
            let name = WITHOUT_NIP.group(decided, 1).map(plain_name);
            fields.name = name.filter(|name| signature::is_name(name));
        }
    }
    let people = appointed(sheet, decided);
    if people > 1 {
        remarks.warnings.push("Keputusan memuat lebih dari satu nama; periksa lampirannya.".into());
        let clear = fields
            .nip
            .as_ref()
            .is_some_and(|nip| one_agency_row(sheet).is_some_and(|r| r.nip == *nip));
        if !clear {
            fields.name = None;
            fields.nip = None;
            fields.rank = None;
            fields.position = None;
            if let Some(row) = one_agency_row(sheet) {
                fields.name = row.name;
                fields.nip = Some(row.nip);
            }
        }
    }
}

/// How many different people with a NIP the decision and its annex name, signatories aside.
fn appointed(sheet: &Sheet, decided: &str) -> usize {
    let body = match decided.to_lowercase().find("ditetapkan di") {
        Some(end) => decided.get(..end).unwrap_or(decided),
        None => decided,
    };
    let mut nips = values::nips(body);
    // The annex: every number that is more than the last line of a signature.
    let annex = sheet.position(|l| l.to_uppercase().starts_with("LAMPIRAN")).unwrap_or(usize::MAX);
    for line in sheet.lines.iter().skip(annex) {
        let signature = line.trim().to_uppercase().starts_with("NIP");
        for nip in values::nips(line).into_iter().filter(|nip| !signature && nip.len() == 18) {
            if !nips.contains(&nip) {
                nips.push(nip);
            }
        }
    }
    nips.len()
}

/// The only row of the annex that says Admin Agency.
fn one_agency_row(sheet: &Sheet) -> Option<letter::Row> {
    let mut rows: Vec<letter::Row> = letter::rows(sheet, sheet.lines.len())
        .into_iter()
        .filter(|row| kind::AGENCY.is_match(sheet.line(row.line)))
        .collect();
    if rows.len() == 1 { rows.pop() } else { None }
}

fn table_or_labels(sheet: &Sheet, fields: &mut Fields) {
    let from = sheet.position(|l| DECIDES.is_match(l)).unwrap_or(0);
    let entries = labels::entries(sheet);
    let get = |label: Label| {
        entries
            .iter()
            .find(|e| e.label == label && e.line >= from)
            .and_then(|e| letter::said(&e.value))
    };
    fields.name = get(Label::Name).map(|n| plain_name(&n));
    fields.nip = get(Label::Nip).and_then(|v| values::nip(&v));
    fields.rank = get(Label::Rank);
    fields.position = get(Label::Position);
    fields.work_unit = get(Label::WorkUnit).or(fields.work_unit.take());
    fields.email = get(Label::Email).and_then(|v| values::email(&v));
    if fields.name.is_none() && fields.nip.is_none() {
        let mut rows = letter::rows(sheet, sheet.lines.len());
        if let (1, Some(row)) = (rows.len(), rows.pop()) {
            fields.name = row.name;
            fields.nip = Some(row.nip);
        }
    }
}

fn plain_name(text: &str) -> String {
    let mut name = squeeze(text);
    for prefix in [
        "Saudara ", "Saudari ", "Sdr. ", "Sdri. ", "Sdr ", "Sdri ", "Bapak ", "Ibu ", ": ",
        "pegawai ",
    ] {
        if let Some(rest) = name.strip_prefix(prefix) {
            name = rest.to_string();
        }
    }
    name.trim_end_matches([',', ' ', ':']).to_string()
}

/// From when until when the decree holds, in the first dictum that says so.
fn validity(decided: &str, fields: &mut Fields) {
    for found in VALID.all(decided) {
        let window: String =
            decided.get(found.start()..).unwrap_or_default().chars().take(170).collect();
        let window = match window.to_lowercase().find("ditetapkan di ") {
            Some(end) => window.get(..end).unwrap_or(&window).to_string(),
            None => window,
        };
        let until_at = UNTIL.find(&window).map(|m| m.start()).unwrap_or(window.len());
        let until = UNTIL.group(&window, 1).and_then(|t| values::date_near_start(t, 2));
        let before = window.get(..until_at).unwrap_or(&window);
        let from = values::date_in(before)
            .map(|d| d.iso)
            .or_else(|| WHEN_SIGNED.is_match(before).then(|| fields.decree_date.clone()).flatten());
        if from.is_some() || until.is_some() {
            fields.valid_from = from;
            fields.valid_until = until;
            return;
        }
    }
}
