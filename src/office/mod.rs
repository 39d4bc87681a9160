//! Files of word processors and ZIP archives: bytes to text, or to the files within. Knows containers
//! and their XML, never what a paper means; follows no link and runs nothing.
//!
//! The bytes are hostile until shown otherwise: every loop has a limit (a constant at the head of its
//! file), sizes are asked before anything is unpacked, entities are not expanded (`security.md` A5-84).
mod blocks;
mod docx;
mod fault;
mod files;
mod layout;
mod looks;
mod numbers;
mod odt;
mod ole;
mod package;
mod remarks;
mod symbols;
mod table;
pub mod workbook;
mod xml;

#[cfg(test)]
mod tests;

pub use fault::Fault;
use package::Package;

/// What was in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A document of a word processor.
    Text {
        /// Lines as on paper, columns kept apart by blanks, a form feed between pages.
        text: String,
        pages: u32,
        /// Said beside the reading, in Indonesian: what was left out, what the file carries along.
        remarks: Vec<String>,
        /// Pictures as large as pages, in their order: scans pasted into the document.
        pictures: Vec<Vec<u8>>,
    },
    /// The files of a ZIP, by their cleaned names. Archives among them are given as they are.
    Files(Vec<(String, Vec<u8>)>),
}

/// Opens a DOCX, an ODT or a ZIP; anything else is a fault with its sentence. Total: any bytes give
/// an answer.
///
/// # Errors
/// Why it was not opened: see [`Fault::sentence`] for what the applicant is told.
pub fn open(bytes: &[u8]) -> Result<Opened, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ole::fault(bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Fault::Rtf);
    }
    if let Some(name) = archive(bytes) {
        return Err(Fault::Archive(name));
    }
    if !bytes.starts_with(b"PK") {
        return Err(Fault::UnknownKind);
    }
    let mut package = Package::open(bytes)?;
    match package.kind()? {
        package::Kind::Docx(main) => docx::read(&mut package, &main),
        package::Kind::Odt => odt::read(&mut package),
        package::Kind::Zip => files::unpack(&mut package).map(Opened::Files),
    }
}

/// The name of an archive that is not opened.
pub fn archive(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 9] = [
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b", "GZ"),
        (b"BZh", "BZ2"),
        (b"\xfd7zXZ\0", "XZ"),
        (b"\x28\xb5\x2f\xfd", "ZST"),
        (b"MSCF", "CAB"),
        (b"!<arch>\n", "AR"),
        (b"LZIP", "LZ"),
    ];
    if let Some((_, name)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(name);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("TAR");
    }
    (bytes.get(32_769..32_774) == Some(b"CD001")).then_some("ISO")
}
