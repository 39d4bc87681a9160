//! The head of a table of people: where its columns stand and what they hold. Knows no row.
use super::lines::{Sheet, placed};
use super::pattern::{Pattern, pattern};

static NAMED: Pattern = pattern!(r"(?i)\bnama\b");

/// Words a head runs over into the lines above and below with.
const HEAD_WORDS: &str = "\
    gol golongan ruang pangkat nip nipppk pppk ni nama lengkap gelar jabatan dalam dinas spse \
    pengadaan tim kerja unit satuan satker hp wa no nomor telp telepon email e-mail surel alamat ket \
    keterangan tugas kedudukan id user username kepegawaian urut saat ini sebagai instansi opd \
    pegawai asn dan peran ditunjuk kegiatan pada aplikasi akun tanggal lahir tmt alasan pokok \
    semula menjadi struktural fungsional definitif kedinasan pengelola pengelolaan";

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Nip,
    Rank,
    Position,
    Unit,
    UserId,
    Email,
    Phone,
    Reason,
    Institution,
    Other,
}

/// One column of a head.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The characters it begins and ends in.
    pub(super) start: usize,
    pub(super) end: usize,
    text: String,
}

impl Title {
    pub(super) fn holds(&self) -> Column {
        column(&self.text)
    }
}

/// The columns of a table.
pub(super) struct Head {
    pub(super) titles: Vec<Title>,
    /// The line below the head.
    pub(super) below: usize,
}

/// The head of a table whose line with "Nama" is line `at`.
pub(super) fn head(sheet: &Sheet, at: usize) -> Option<Head> {
    let line = sheet.lines.get(at)?;
    if !NAMED.is_match(line) || line.contains(':') {
        return None;
    }
    let cells = placed(line, 2);
    // Words of a justified sentence stand apart too.
    let small = cells.iter().filter(|(_, cell)| cell.starts_with(char::is_lowercase)).count();
    if small * 3 > cells.len() || cells.iter().any(|(_, cell)| cell.ends_with([',', ';'])) {
        return None;
    }
    let mut titles: Vec<Title> = cells
        .into_iter()
        .map(|(start, text)| Title { start, end: start + text.chars().count(), text })
        .collect();
    // "No. Nama" with but one blank between them.
    let glued = titles.first().and_then(|t| t.text.split_once(' ')).filter(|(number, _)| {
        matches!(number.to_lowercase().trim_end_matches('.'), "no" | "nomor")
    });
    if let Some((number, rest)) = glued.map(|(a, b)| (a.to_string(), b.to_string())) {
        let begin = titles.first().map_or(0, |title| title.start);
        let (end, next) = (begin + number.len(), begin + number.len() + 1);
        let name = Title { start: next, end: next + rest.chars().count(), text: rest };
        titles.splice(..1, [Title { start: begin, end, text: number }, name]);
    }
    let alone = titles.len() < 2;
    for above in (1..=2).map_while(|n| at.checked_sub(n)).take_while(|i| goes_on(sheet, *i)) {
        merge(&mut titles, sheet, above, true);
    }
    let mut below = at + 1;
    let counted = (below..at + 5).find(|i| counts(sheet, *i));
    while counted.is_some_and(|i| below < i) || below < at + 4 && goes_on(sheet, below) {
        merge(&mut titles, sheet, below, false);
        below += 1;
    }
    if counted == Some(below) {
        below += 1;
    }
    let known = titles.iter().filter(|title| title.holds() != Column::Other).count();
    let named = titles.iter().any(|title| title.holds() == Column::Name);
    let table = named && !alone && (known >= 2 || titles.len() >= 3);
    table.then_some(Head { titles, below })
}

/// Is the line nothing but words of a head?
fn goes_on(sheet: &Sheet, at: usize) -> bool {
    let line = sheet.line(at);
    let plain = |word: &str| word.to_lowercase().replace(['.', ',', '(', ')', '/'], " ");
    let known = |word: &str| {
        let plain = plain(word);
        plain.split_whitespace().all(|own| HEAD_WORDS.split_whitespace().any(|head| head == own))
    };
    !line.is_empty() && !line.contains(':') && line.split_whitespace().all(known)
}

/// "1   2   3   4": the columns counted.
fn counts(sheet: &Sheet, at: usize) -> bool {
    let cells = placed(sheet.line(at), 2);
    let number = |cell: &str| cell.trim_matches(['(', ')', '.']).parse::<usize>().ok();
    cells.len() >= 3 && cells.iter().enumerate().all(|(n, (_, cell))| number(cell) == Some(n + 1))
}

/// Adds the words of a line to the titles they stand over or under.
fn merge(titles: &mut Vec<Title>, sheet: &Sheet, at: usize, above: bool) {
    let Some(line) = sheet.lines.get(at) else { return };
    for (start, text) in placed(line, 2) {
        let end = start + text.chars().count();
        let over = titles.iter_mut().find(|t| start < t.end + 2 && t.start < end + 2);
        match over {
            Some(title) => {
                let (first, second) =
                    if above { (&text, &title.text) } else { (&title.text, &text) };
                title.text = format!("{first} {second}");
                title.start = title.start.min(start);
                title.end = title.end.max(end);
            }
            None => titles.push(Title { start, end, text }),
        }
    }
    titles.sort_by_key(|title| title.start);
}

fn column(head: &str) -> Column {
    let head = head.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    if has(&["user"]) {
        Column::UserId
    } else if has(&[
        "kedudukan",
        "tugas",
        "keterangan",
        "dalam tim",
        "peran",
        "spse",
        "ket.",
        "sebagai",
        "dalam pengadaan",
    ]) {
        Column::Other
    } else if has(&["nama"]) && !has(&["unit", "satker", "satuan", "instansi", "opd"]) {
        Column::Name
    } else if has(&["nip"]) {
        Column::Nip
    } else if has(&["pangkat", "golongan", "gol."]) {
        Column::Rank
    } else if has(&["jabatan"]) {
        Column::Position
    } else if has(&["unit", "satuan", "satker", "opd", "skpd"]) {
        Column::Unit
    } else if has(&["mail", "surel", "pos-el"]) {
        Column::Email
    } else if has(&["hp", "telepon", "telp", "wa", "ponsel", "kontak"]) {
        Column::Phone
    } else if has(&["alasan", "kendala"]) {
        Column::Reason
    } else if has(&["instansi", "k/l"]) {
        Column::Institution
    } else {
        Column::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_of_three_lines() {
        let sheet = Sheet::new(
            "                                Pangkat/\n No.   Nama            NIP                       Jabatan      Tugas\n                               Golongan\n 1     2               3        4                5            6\n 1.    Ratna",
        );
        let head = head(&sheet, 1).unwrap();
        let holds: Vec<Column> = head.titles.iter().map(Title::holds).collect();
        use Column::{Name, Nip, Other, Position, Rank};
        assert_eq!(holds, [Other, Name, Nip, Rank, Position, Other]);
        assert_eq!(head.below, 4);
        let text = "Admin   Agency   atas   nama   Wulan   Contoh,   S.AP.,   NIP";
        assert!(super::head(&Sheet::new(text), 0).is_none());
    }
}
