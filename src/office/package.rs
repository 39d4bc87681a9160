//! A ZIP with its limits: what is in it, and the bytes of one entry at a time. Knows names and sizes,
//! not what the entries mean.
use super::Fault;
use super::xml::{Node, Xml};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries of one archive; Word writes about twenty, a picture each more.
const MOST_ENTRIES: usize = 2_000;
/// Bytes of all entries together, unpacked (`security.md` A5-84).
const MOST_BYTES: u64 = 100 << 20;
/// Unpacked to packed (`security.md` A5-84), asked only of what is larger than [`RATIO_FROM`]: a page of
/// empty table cells packs well too.
const MOST_RATIO: u64 = 100;
const RATIO_FROM: u64 = 1 << 20;

/// What kind of file the entries make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With the name of its main part.
    Docx(String),
    Odt,
    Zip,
}

/// One entry as the directory describes it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Neither folder nor link.
    pub(super) file: bool,
    pub(super) encrypted: bool,
    size: u64,
    packed: u64,
}

/// An open archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens the directory and judges it; unpacks nothing.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, Fault> {
        // Asked before the library makes a value of each.
        if memchr::memmem::find_iter(bytes, b"PK\x01\x02").count() > 2 * MOST_ENTRIES {
            return Err(Fault::TooLarge);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(fault)?;
        if archive.len() > MOST_ENTRIES {
            return Err(Fault::TooLarge);
        }
        // Bytes in front of the first entry, or a name twice: two programs would see two archives.
        if archive.offset() != 0 || archive.has_duplicate_names() {
            return Err(Fault::Disguised);
        }
        let mut entries = Vec::new();
        for at in 0..archive.len() {
            let entry = archive.by_index_data(at).map_err(fault)?;
            let name = entry.name().map(|n| n.into_owned()).unwrap_or_default();
            entries.push(Entry {
                name,
                file: entry.is_file(),
                encrypted: entry.encrypted(),
                size: entry.size(),
                packed: entry.compressed_size(),
            });
        }
        if archive.has_overlapping_entries().map_err(fault)? {
            return Err(Fault::Bomb);
        }
        let package = Package { archive, entries, left: MOST_BYTES };
        package.judge(bytes.len() as u64)?;
        Ok(package)
    }

    /// Refuses by what the directory admits.
    fn judge(&self, whole: u64) -> Result<(), Fault> {
        let swells = |size: u64, packed: u64| {
            size > RATIO_FROM && size > packed.max(1).saturating_mul(MOST_RATIO)
        };
        if self.entries.iter().any(|e| swells(e.size, e.packed)) {
            return Err(Fault::Bomb);
        }
        let total = self.entries.iter().fold(0u64, |sum, e| sum.saturating_add(e.size));
        if swells(total, whole) {
            return Err(Fault::Bomb);
        }
        if total > MOST_BYTES { Err(Fault::TooLarge) } else { Ok(()) }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Is there an entry whose name fits? Names are compared in small letters, with `/`.
    pub(super) fn any(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.entries.iter().any(|e| fits(&plain(&e.name)))
    }

    fn find(&self, name: &str) -> Option<usize> {
        let wanted = plain(name);
        self.entries
            .iter()
            .position(|e| e.name == name)
            .or_else(|| self.entries.iter().position(|e| plain(&e.name) == wanted))
    }

    /// The bytes of a part; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        match self.find(name) {
            Some(at) => self.bytes(at, most).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of an entry, at most `most` of them.
    pub(super) fn bytes(&mut self, at: usize, most: u64) -> Result<Vec<u8>, Fault> {
        let entry = self.entries.get(at).ok_or(Fault::Broken)?;
        if entry.encrypted {
            return Err(Fault::Encrypted);
        }
        let size = entry.size;
        if size > most || size > self.left {
            return Err(Fault::TooLarge);
        }
        let file = self.archive.by_index(at).map_err(fault)?;
        let mut bytes = Vec::new();
        // One more than it admits: who unpacks to more than the directory says is lying.
        file.take(size + 1).read_to_end(&mut bytes).map_err(|_| Fault::Broken)?;
        if bytes.len() as u64 > size {
            return Err(Fault::Bomb);
        }
        self.left = self.left.saturating_sub(size);
        Ok(bytes)
    }

    /// What the entries make together.
    pub(super) fn kind(&mut self) -> Result<Kind, Fault> {
        if let Some(kind) = self.open_document()? {
            return Ok(kind);
        }
        if self.find("[Content_Types].xml").is_some() {
            return self.open_xml();
        }
        let program = |name: &str| {
            name == "androidmanifest.xml" || name == "classes.dex" || name.ends_with(".class")
        };
        if self.any(program) { Err(Fault::Program) } else { Ok(Kind::Zip) }
    }

    fn open_document(&mut self) -> Result<Option<Kind>, Fault> {
        let declared = match self.find("mimetype") {
            Some(at) => self.bytes(at, 1 << 10)?,
            None if self.find("content.xml").is_some()
                && self.find("META-INF/manifest.xml").is_some() =>
            {
                b"application/vnd.oasis.opendocument.text".to_vec()
            }
            None => return Ok(None),
        };
        let declared = String::from_utf8_lossy(&declared).trim().to_ascii_lowercase();
        let Some(kind) = declared
            .strip_prefix("application/vnd.oasis.opendocument.")
            .or_else(|| declared.strip_prefix("application/vnd.sun.xml."))
        else {
            return Ok(None);
        };
        match kind {
            _ if kind.starts_with("text") || kind.starts_with("writer") => Ok(Some(Kind::Odt)),
            _ if kind.starts_with("spreadsheet") || kind == "calc" => Err(Fault::Spreadsheet),
            _ if kind.starts_with("presentation") || kind == "impress" => Err(Fault::Slides),
            _ => Err(Fault::OtherOffice),
        }
    }

    /// Which office file, by the content types of its parts.
    fn open_xml(&mut self) -> Result<Kind, Fault> {
        let bytes = self.part("[Content_Types].xml", 1 << 20)?.unwrap_or_default();
        let text = super::xml::decode(&bytes);
        let mut xml = Xml::new(&text);
        let mut main = None;
        loop {
            match xml.next()? {
                Node::End => break,
                Node::Open(tag) => {
                    let kind = tag.attr("ContentType").unwrap_or_default().to_ascii_lowercase();
                    let part = tag.attr("PartName").unwrap_or_default();
                    if kind.contains("macroenabled") || kind.contains("vbaproject") {
                        return Err(Fault::Macros);
                    }
                    let is_main = kind.ends_with(".main+xml");
                    match () {
                        () if kind.contains("wordprocessingml") && is_main => {
                            main = Some(part.trim_start_matches('/').to_string());
                        }
                        () if kind.contains("spreadsheetml") && is_main => {
                            return Err(Fault::Spreadsheet);
                        }
                        () if kind.contains("presentationml") && is_main => {
                            return Err(Fault::Slides);
                        }
                        () if kind.contains("visio") || kind.contains("ms-xpsdocument") => {
                            return Err(Fault::OtherOffice);
                        }
                        () => {}
                    }
                }
                _ => {}
            }
        }
        if self.any(|name| name.ends_with("vbaproject.bin")) {
            return Err(Fault::Macros);
        }
        // The main part may be a default of all `.xml`: then its name is the usual one.
        let usual = "word/document.xml";
        match main.filter(|name| self.find(name).is_some()) {
            Some(main) => Ok(Kind::Docx(main)),
            None if self.find(usual).is_some() => Ok(Kind::Docx(usual.into())),
            None if self.any(|name| name.starts_with("xl/")) => Err(Fault::Spreadsheet),
            None if self.any(|name| name.starts_with("ppt/")) => Err(Fault::Slides),
            None if self.any(|name| name.ends_with(".fdseq")) => Err(Fault::OtherOffice),
            None => Err(Fault::Broken),
        }
    }
}

fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::CompressionMethodNotSupported(_) => Fault::Archive("ZIP dengan kompresi khusus"),
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => Fault::Encrypted,
        _ => Fault::Broken,
    }
}
