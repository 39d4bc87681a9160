//! Who signed: the name over the last number, or the last name under the closing role. Knows no kind.
use super::lines::{Sheet, cells, placed, squeeze};
use super::pattern::{Pattern, pattern};
use super::person::{is_name, is_titles, plain_name, same};
use super::words::{Label, exact};

static CLOSING: Pattern = pattern!(
    r"(?i)(?:^\W*(?:salam\s+)?hormat\s+(?:kami|saya)\b|^\W*(?:ditetapkan|dikeluarkan)\s+di\b|^\W*pada\s+tanggal\b.{0,40}$|^pemohon\b|^yang\s+(?:memohon|mengajukan|membuat)|^a\.?\s?n\.?\s|^p(?:lt|lh|j|js)\.?\s|^(?:kepala|sekretaris|wakil|direktur|ketua|inspektur|camat|lurah|bupati|wali\s?kota|gubernur|pejabat|kuasa pengguna|pengguna anggaran|rektor|dekan|deputi|pimpinan|komandan|asisten|manajer|general\s+manager|vice\s+president|koordinator|kabag|kasubbag|kasubag|penanggung\s+jawab)\b[^.:]{0,90},?\s*$)"
);
/// A role in the middle of a sentence that happens to begin a line.
static RUNNING: Pattern =
    pattern!(r"(?i);\s*$|\b(?:sebagai|selaku|bahwa|telah|yang|dengan|untuk|dapat|mohon)\b");
static NUMBER_LINE: Pattern =
    pattern!(r"(?i)\b(?:NIP(?:PPK)?|NI\s?PPPK|NRP|NIK|NPP|NIDN)\b\.?\s*[:.]?\s*\d");
static NUMBER_ENDS: Pattern =
    pattern!(r"(?i)\b(?:NIP(?:PPK)?|NI\s?PPPK|NRP)\b\.?\s*[:.]?\s*\d[\d .\-/A-Z]*\)?$");
static END: Pattern = pattern!(
    r"(?i)^(?:tembusan|(?:salinan|petikan|turunan)\s+(?:sesuai|ini|keputusan|yang|sah)|sesuai\s+dengan\s+asli|disalin|untuk\s+(?:salinan|petikan|turunan)|-?\s*uu\s+ite|catatan|-?\s*dokumen\s+ini|lampiran\b|kelengkapan|c\.?\s?c\.?\s*:|cp\s*:|keterangan\s*:|diisi\s+oleh|paraf\b)"
);
static BY: Pattern = pattern!(
    r"(?i)^(?:nama\s*:\s*|(?:telah\s+)?ditandatangani\s+(?:secara\s+elektronik\s+)?oleh\s*:?\s*|ttd\.?\s*[,:]?\s+|dto\.?\s+)"
);
/// Who certifies an excerpt or a copy.
static CERTIFIES: Pattern = pattern!(
    r"(?i)^(?:untuk\s+)?(?:salinan|petikan|turunan)\b|^sesuai\s+dengan\s+asli|^disalin\b|^yang\s+menyalin"
);
static DECREED: Pattern = pattern!(r"(?i)\b(?:ditetapkan|dikeluarkan)\s+di\b|\bpada\s+tanggal\b");
/// A rank before the name: "Brigjen TNI (Purn.) Contoh Sudrajat".
static RANKED: Pattern = pattern!(
    r"(?i)^(?:(?:jenderal|letjen|letnan\s+jenderal|mayjen|mayor\s+jenderal|brigjen|brigadir\s+jenderal|irjen|komjen|laksamana|laksdya|laksda|laksma|laksamana\s+(?:muda|madya|pertama)|marsekal|marsda|marsma|marsdya|kolonel|letkol|letnan\s+kolonel|mayor|kapten|kombes|kombespol|akbp|kompol|akp|iptu|ipda)\b\.?)(?:\s*(?:TNI|AL|AD|AU|Laut|Pol\.?|Inf|Kav|Arm|Mar|Marinir|Cpl|Cku|Czi|Cba|Cke|Chk|Caj|\([^)]{1,8}\)))*\s+"
);
static ASIDE: Pattern = pattern!(r"\(?\b(?:NIP|NRP)\b");

/// Where the closing block of the paper begins: the line after which labels are no fields.
pub(super) fn starts_at(sheet: &Sheet, after: usize) -> usize {
    (after..sheet.lines.len())
        .find(|i| {
            let line = sheet.line(*i);
            let closes = |cell: &String| CLOSING.is_match(cell) && !RUNNING.is_match(cell);
            cells(line, 4).iter().any(closes) && !line.contains(" : ")
        })
        .unwrap_or(sheet.lines.len())
}

/// A name in the closing block.
struct Signer {
    name: String,
    line: usize,
    /// Does a NIP or service number stand under it?
    numbered: bool,
}

/// The signatory and the line of the name, unless two people could be meant. `applicant` is not
/// chosen where another name stands in the block too.
pub(super) fn signatory(
    sheet: &Sheet,
    after: usize,
    applicant: Option<&str>,
) -> Option<(String, usize)> {
    let end = end_after(sheet, after);
    let start = starts_at(sheet, after).min(end);
    let mut found = signers(sheet, start.min(end), end, applicant);
    if found.is_empty() {
        // No role over the name: "Terima kasih. / Fauzan Contoh".
        found = signers(sheet, after, end, applicant);
        let last = found.len().saturating_sub(1);
        let keep = found.iter().any(|s| s.numbered);
        found = found
            .into_iter()
            .enumerate()
            .filter(|(n, s)| *n == last || keep && s.numbered)
            .map(|(_, s)| s)
            .collect();
    }
    if found.iter().any(|signer| signer.numbered) {
        // A name without a number beside numbered ones is a place or a remark, or the applicant.
        found.retain(|s| s.numbered || applicant.is_some_and(|a| same(a, &s.name)));
    } else if let Some(last) = found.last().map(|signer| signer.line) {
        found.retain(|signer| signer.line == last);
    }
    let other = |s: &Signer| applicant.is_none_or(|a| !same(a, &s.name));
    if found.iter().any(other) {
        found.retain(other);
    }
    let name = found.first().map(|first| first.name.clone())?;
    found.iter().all(|s| same(&s.name, &name)).then(|| found.pop().map(|s| (s.name, s.line)))?
}

/// The signatory under "Ditetapkan di": beside it may stand who certifies a copy, in a column of
/// its own.
pub(super) fn under(sheet: &Sheet, signed: usize) -> Option<(String, usize)> {
    let cells = placed(sheet.lines.get(signed)?, 4);
    let (column, text) = cells.iter().find(|(_, cell)| DECREED.is_match(cell)).or(cells.last())?;
    let middle = |start: usize, cell: &str| start + cell.chars().count() / 2;
    let here = middle(*column, text);
    let raw = |at: usize| sheet.lines.get(at).map(String::as_str).unwrap_or_default();
    // Who certifies, in a column of its own beside the block.
    let beside = (signed.saturating_sub(4)..signed + 12).find_map(|at| {
        let cells = placed(raw(at), 4);
        let (start, cell) = cells.iter().find(|(_, cell)| CERTIFIES.is_match(cell))?;
        (start.abs_diff(*column) >= 20).then(|| middle(*start, cell))
    });
    if *column < 25 && beside.is_none() {
        return signatory(sheet, signed, None);
    }
    let own = |at: usize| -> String {
        let near = placed(raw(at), 4).into_iter().filter(|(start, cell)| match beside {
            Some(beside) => {
                let own = middle(*start, cell);
                own.abs_diff(here) < own.abs_diff(beside)
            }
            None => start + 18 >= *column,
        });
        near.map(|(_, cell)| cell).collect::<Vec<_>>().join("    ")
    };
    let annex = |i: &usize| sheet.line(*i).to_lowercase().starts_with("lampiran");
    let end = (signed..sheet.lines.len()).find(annex).unwrap_or(sheet.lines.len());
    let text: Vec<String> = (signed..end).map(own).collect();
    let alone = Sheet::new(&text.join("\n"));
    signatory(&alone, 0, None)
        .map(|(name, line)| (name, signed + line))
        .or_else(|| signatory(sheet, signed, None))
}

/// The line where the closing block is over.
fn end_after(sheet: &Sheet, after: usize) -> usize {
    let ends = |i: &usize| {
        let line = sheet.line(*i);
        END.is_match(line) && !cells(line, 4).iter().any(|cell| CLOSING.is_match(cell))
    };
    (after..sheet.lines.len()).find(ends).unwrap_or(sheet.lines.len())
}

/// The names in a range of lines.
fn signers(sheet: &Sheet, from: usize, to: usize, applicant: Option<&str>) -> Vec<Signer> {
    // Who writes all in small letters signs so too.
    let own = |cell: &str| applicant.filter(|name| same(name, cell)).map(|_| squeeze(cell));
    let mut found = Vec::new();
    for at in from..to {
        let line = sheet.line(at);
        let columns = cells(line, 4);
        let numbers =
            |i: usize| cells(sheet.line(i), 4).iter().filter(|c| NUMBER_LINE.is_match(c)).count();
        let under = (at + 1..(at + 5).min(to)).find(|i| numbers(*i) > 0);
        for cell in &columns {
            let Some(mut name) = name_in(cell).or_else(|| own(cell)) else { continue };
            // Titles that ran over into the next line.
            let below = squeeze(sheet.line(at + 1));
            let titles = below.split(',').all(|t| t.trim().is_empty() || is_titles(t.trim()));
            if columns.len() == 1
                && !below.is_empty()
                && titles
                && (cell.ends_with(',') || below.contains('.'))
            {
                name.truncate(name.trim_end_matches(',').len());
                name = format!("{name}, {below}").trim_end_matches(',').to_string();
            }
            let inline = NUMBER_ENDS.is_match(cell);
            // Another name between this one and the number owns it.
            let own = under.is_some_and(|number| {
                !(at + 1..number)
                    .any(|i| cells(sheet.line(i), 4).iter().any(|c| name_in(c).is_some()))
            });
            found.push(Signer { name, line: at, numbered: inline || own });
        }
    }
    found
}

/// The name a cell of the closing block holds.
fn name_in(cell: &str) -> Option<String> {
    if ASIDE.is_match(cell) && !NUMBER_ENDS.is_match(cell) {
        return None;
    }
    if cell.starts_with(':') {
        return None;
    }
    let cut = ASIDE.find(cell).filter(|m| m.start() > 0).map(|m| m.start()).unwrap_or(cell.len());
    let cell = cell.get(..cut)?.trim();
    let cell = BY.find(cell).and_then(|m| cell.get(m.end()..)).unwrap_or(cell);
    let cell = cell
        .trim_matches(|c| matches!(c, '(' | ')' | '_' | '[' | ']' | '*' | ' ' | '.') && c != '.');
    // "Kepala Balai," is a role; "Ratna," with the titles below is not.
    let name = plain_name(cell);
    let own = RANKED.find(&name).and_then(|rank| name.get(rank.end()..)).unwrap_or(&name);
    let role = cell.ends_with(',') && !cell.contains(' ');
    (is_name(own) && !role && exact(own) == Label::Unknown).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(text: &str, applicant: Option<&str>) -> Option<String> {
        signatory(&Sheet::new(text), 0, applicant).map(|s| s.0)
    }

    #[test]
    fn who_signed() {
        let two = "Mengetahui,                Pemohon,\nKepala Balai\n\n\nJoko Contoh, M.M.          Rini Contoh\n\
                   NIP. 197403091999031905    NIP. 198502022010012941\n";
        assert_eq!(who(two, Some("Rini Contoh")).as_deref(), Some("Joko Contoh, M.M."));
        assert_eq!(who(two, None), None);
        for (text, name) in [
            (
                "KEPALA BALAI,\n\nttd.\n\nBAMBANG CONTOH\nSalinan sesuai aslinya\nKasubag\nX Y\n",
                "BAMBANG CONTOH",
            ),
            ("Hormat saya\n\n(Wayan Contoh)\n", "Wayan Contoh"),
            (
                "Kepala,\n\nSlamet Contoh, M.Tr.Hanla.\nKolonel Laut (P) NRP 11789/P\n",
                "Slamet Contoh, M.Tr.Hanla.",
            ),
            (
                "a.n. Kepala Balai\nKepala Subbagian,\n\nDr. Ani Contoh, S.Pi.,\nM.Si.\nNIP 1\n",
                "Dr. Ani Contoh, S.Pi., M.Si.",
            ),
            (
                "Direktur,\n\nI Made Contoh\nPembina Utama Muda\nNIP. 196804151994031908\n",
                "I Made Contoh",
            ),
        ] {
            assert_eq!(who(text, None).as_deref(), Some(name), "{text}");
        }
    }
}
