//! A table file of accounts, as offices keep it, turned into rows for the register: every bad row
//! is told with its line, and nothing is guessed. Pure: bytes in, rows out.
mod sheet;

use super::account::Care;
use super::address::is_strict_address;
use std::collections::HashMap;

/// Bounds: the register of a ministry has a few thousand accounts.
const FILE_MAX_BYTES: usize = 16 * 1024 * 1024;
const ROWS_MAX: usize = 100_000;
const FIELD_MAX_CHARS: usize = 300;
/// How many errors are collected before the rest is only counted.
const ERRORS_MAX: usize = 1000;

/// One good row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub user_id: String,
    pub name: String,
    /// Digits only.
    pub nip: Option<String>,
    pub unit: Option<String>,
    /// Strict ASCII, domain in lower case.
    pub address: String,
    /// `manual` where the file does not say.
    pub backend: String,
    pub care: Care,
}

/// A row that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Line of the file, from 1, the header being line 1.
    pub line: u64,
    pub text: String,
}

/// A row that is imported though something in it looks odd.
pub type RowWarning = RowError;

/// What a file holds. The rule of the contract: import nothing unless `errors` is empty, or the
/// operator said `--skip-bad`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub rows: Vec<AccountRow>,
    pub errors: Vec<RowError>,
    pub warnings: Vec<RowWarning>,
    /// Errors beyond those listed.
    pub more_errors: usize,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("berkas kosong")]
    Empty,
    #[error("berkas lebih dari 16 MiB atau 100.000 baris; bagi menjadi beberapa berkas")]
    TooLarge,
    #[error("berkas XLSX tidak dapat dibaca: {0}")]
    Xlsx(&'static str),
    #[error(
        "baris judul tidak memuat kolom {0}; judul yang dikenal: user_id, nama, nip, unit, email, backend, istimewa, dua_penyetuju, kontak"
    )]
    ColumnMissing(&'static str),
    #[error("kolom {0} muncul dua kali pada baris judul")]
    ColumnTwice(&'static str),
}

/// Whether `text` may be a user ID (`security.md` A4-64): `^[A-Za-z0-9._@-]{1,64}$`.
pub fn is_user_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._@-".contains(&b);
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}

/// Reads a CSV file (comma, semicolon or tab; UTF-8 with or without BOM, UTF-16 with one, or
/// windows-1252) or a sheet of an XLSX file; header names in Indonesian or English, in any order, other
/// columns left aside.
pub fn read_accounts(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > FILE_MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    if bytes.starts_with(b"PK") { sheet::read(bytes) } else { read_csv(bytes) }
}

fn read_csv(bytes: &[u8]) -> Result<Imported, ImportError> {
    let text = decode(bytes);
    let header = text.lines().find(|line| !line.trim().is_empty()).ok_or(ImportError::Empty)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(header))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut lines = Lines { text: &text, byte: 0, line: 1 };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                table.row(&record, line)?;
            }
            Err(error) => {
                let line = lines.of(error.position().map_or(0, csv::Position::byte));
                table.found.refuse(line, "baris tidak dapat dibaca".into());
            }
        }
    }
    Ok(table.found)
}

/// The rows of a table, whatever file they came in: the first that is not empty has the headings.
#[derive(Default)]
struct Table {
    columns: Option<Columns>,
    found: Imported,
    seen: HashMap<String, u64>,
    rows: usize,
}

impl Table {
    fn row(&mut self, record: &csv::StringRecord, line: u64) -> Result<(), ImportError> {
        if self.rows > ROWS_MAX {
            return Err(ImportError::TooLarge);
        }
        self.rows += 1;
        let Some(columns) = &self.columns else {
            self.columns = Some(Columns::of(record)?);
            // A guard with a slip in its name would be none, and nobody would know.
            let unknown = record.iter().filter(|h| !h.trim().is_empty() && heading(h).is_none());
            self.found.warnings.extend(unknown.map(|h| RowWarning {
                line,
                text: format!("kolom `{}` tidak dikenal dan diabaikan", h.trim()),
            }));
            return Ok(());
        };
        if record.iter().all(str::is_empty) {
            return Ok(());
        }
        match columns.row(record, line, &mut self.found.warnings) {
            Ok(row) => match self.seen.insert(row.user_id.to_ascii_lowercase(), line) {
                Some(first) => self
                    .found
                    .refuse(line, format!("user_id `{}` sudah ada di baris {first}", row.user_id)),
                None => self.found.rows.push(row),
            },
            Err(text) => self.found.refuse(line, text),
        }
        Ok(())
    }
}

/// Counts lines up to a record, walking the text once. The position that `csv` gives lies before
/// the empty lines it skipped; people count those.
struct Lines<'t> {
    text: &'t str,
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record_byte: u64) -> u64 {
        let target = usize::try_from(record_byte).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.as_bytes().get(self.byte) {
            if self.byte >= target && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.byte += 1;
        }
        self.line
    }
}

impl Imported {
    fn refuse(&mut self, line: u64, text: String) {
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(RowError { line, text });
        } else {
            self.more_errors += 1;
        }
    }
}

fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_with_bom_removal(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// The separator that the header line has most of.
fn delimiter(header: &str) -> u8 {
    let count = |separator: u8| header.bytes().filter(|b| *b == separator).count();
    // The last of equals wins: a header of one column is read as comma-separated.
    *b"\t;,".iter().max_by_key(|separator| count(**separator)).unwrap_or(&b',')
}

/// Where each column stands.
struct Columns {
    user_id: usize,
    address: usize,
    name: Option<usize>,
    nip: Option<usize>,
    unit: Option<usize>,
    backend: Option<usize>,
    privileged: Option<usize>,
    two_approvers: Option<usize>,
    contact: Option<usize>,
}

/// The headings that are understood, in lower case, without spaces and signs.
const HEADINGS: [(&str, &[&str]); 9] = [
    (
        "user_id",
        &["userid", "iduser", "idpengguna", "namapengguna", "namauser", "username", "login"],
    ),
    ("nama", &["nama", "name", "namalengkap", "fullname", "namapegawai"]),
    ("nip", &["nip", "nomorindukpegawai", "employeenumber"]),
    ("unit", &["unit", "satker", "unitkerja", "satuankerja", "workunit", "namasatker"]),
    (
        "email",
        &[
            "email",
            "surel",
            "alamatterdaftar",
            "alamatemail",
            "alamatsurel",
            "emailterdaftar",
            "sureldinas",
            "emaildinas",
            "registeredaddress",
            "address",
            "alamat",
            "mail",
        ],
    ),
    ("backend", &["backend", "sistem", "jalur"]),
    ("istimewa", &["istimewa", "privileged", "akunistimewa", "rawan"]),
    ("dua_penyetuju", &["duapenyetuju", "twoapprovers", "duapersetujuan"]),
    ("kontak", &["kontak", "contact", "kontakkedua", "surelkedua", "emailkedua", "atasan"]),
];

/// Which column a heading means.
fn heading(text: &str) -> Option<&'static str> {
    let letters: String =
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    HEADINGS.iter().find(|(_, words)| words.contains(&letters.as_str())).map(|(name, _)| *name)
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Columns, ImportError> {
        let mut places: HashMap<&'static str, usize> = HashMap::new();
        for (place, heading) in header.iter().enumerate() {
            if let Some(name) = self::heading(heading)
                && places.insert(name, place).is_some()
            {
                return Err(ImportError::ColumnTwice(name));
            }
        }
        let needed = |name| places.get(name).copied().ok_or(ImportError::ColumnMissing(name));
        Ok(Columns {
            user_id: needed("user_id")?,
            address: needed("email")?,
            name: places.get("nama").copied(),
            nip: places.get("nip").copied(),
            unit: places.get("unit").copied(),
            backend: places.get("backend").copied(),
            privileged: places.get("istimewa").copied(),
            two_approvers: places.get("dua_penyetuju").copied(),
            contact: places.get("kontak").copied(),
        })
    }

    fn row(
        &self,
        record: &csv::StringRecord,
        line: u64,
        warnings: &mut Vec<RowWarning>,
    ) -> Result<AccountRow, String> {
        let cell = |place: Option<usize>| place.and_then(|p| record.get(p)).unwrap_or("").trim();
        let longest = record.iter().map(|field| field.chars().count()).max().unwrap_or(0);
        if longest > FIELD_MAX_CHARS {
            return Err(format!(
                "ada isian lebih dari {FIELD_MAX_CHARS} huruf; tanda kutip mungkin tidak ditutup"
            ));
        }
        let (user_id, address) = (cell(Some(self.user_id)), cell(Some(self.address)));
        if user_id.is_empty() {
            return Err("user_id kosong".into());
        }
        if !is_user_id(user_id) {
            return Err(format!(
                "user_id `{}` hanya boleh huruf, angka, titik, garis bawah, @ dan -, paling banyak 64",
                shown(user_id)
            ));
        }
        if address.is_empty() {
            return Err(format!("alamat terdaftar untuk `{user_id}` kosong"));
        }
        if !is_strict_address(address) {
            return Err(format!(
                "alamat `{}` untuk `{user_id}` bukan alamat surel",
                shown(address)
            ));
        }
        let name = plain("nama", cell(self.name))?.unwrap_or_default();
        let backend = plain("backend", cell(self.backend))?.unwrap_or_else(|| "manual".into());
        let unit = plain("unit", cell(self.unit))?;
        let nip = self.nip(cell(self.nip), line, warnings);
        if name.is_empty() {
            let text = format!("nama untuk `{user_id}` kosong");
            warnings.push(RowWarning { line, text });
        }
        let (local, domain) = address.split_once('@').unwrap_or((address, ""));
        let address = format!("{local}@{}", domain.to_ascii_lowercase());
        let (user_id, backend) = (user_id.to_owned(), backend.to_ascii_lowercase());
        let contact = Some(cell(self.contact).to_owned()).filter(|c| !c.is_empty());
        if let Some(bad) = contact.as_deref().filter(|c| !is_strict_address(c)) {
            return Err(format!("kontak `{}` untuk `{user_id}` bukan alamat surel", shown(bad)));
        }
        let care = Care {
            privileged: yes("istimewa", cell(self.privileged))?,
            two_approvers: yes("dua_penyetuju", cell(self.two_approvers))?,
            contact,
        };
        Ok(AccountRow { user_id, name, nip, unit, address, backend, care })
    }

    /// The digits of a NIP. A wrong one is left out with a warning: the account is still good.
    fn nip(&self, cell: &str, line: u64, warnings: &mut Vec<RowWarning>) -> Option<String> {
        // Excel keeps leading signs as an apostrophe; people write groups with spaces.
        let spelt = cell.trim_start_matches('\'');
        let digits: String = spelt.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if digits.is_empty() {
            return None;
        }
        if digits.len() == 18 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Some(digits);
        }
        let text = format!("NIP `{}` bukan 18 angka; NIP tidak disimpan", shown(cell));
        warnings.push(RowWarning { line, text });
        None
    }
}

/// A free text field. A cell that a spreadsheet would run as a formula is refused rather than kept
/// (`security.md` A4-74), as is a control character.
fn plain(column: &str, cell: &str) -> Result<Option<String>, String> {
    if cell.starts_with(['=', '+', '-', '@', '＝']) {
        return Err(format!("kolom {column} berisi rumus lembar sebar: `{}`", shown(cell)));
    }
    if cell.chars().any(char::is_control) {
        return Err(format!("kolom {column} berisi karakter kendali: `{}`", shown(cell)));
    }
    Ok(Some(cell.to_owned()).filter(|cell| !cell.is_empty()))
}

/// A cell that says yes or no; a word that is neither is no guess of ours.
fn yes(column: &str, cell: &str) -> Result<bool, String> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "0" | "-" | "tidak" | "tdk" | "no" | "n" | "false" => Ok(false),
        "1" | "ya" | "y" | "yes" | "x" | "true" => Ok(true),
        _ => Err(format!("kolom {column} berisi `{}`; tulis ya atau tidak", shown(cell))),
    }
}

/// A cell made safe and short enough for one line of a report.
fn shown(cell: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut short: String = cell.chars().take(40).map(visible).collect();
    if cell.chars().count() > 40 {
        short.push('…');
    }
    short
}
