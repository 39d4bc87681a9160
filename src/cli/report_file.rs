//! Where a report goes: standard output, or a file that only its owner can read and that is there as a
//! whole or not at all. Knows no report.
use super::args::ReportFormat;
use super::{CliError, output};
use crate::sheet::Book;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Cursor, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A place to write to.
pub enum Target {
    Stdout,
    /// Written beside its place, then moved there.
    File {
        file: BufWriter<File>,
        partial: Partial,
        place: PathBuf,
    },
}

/// The file under its first name; gone when it is dropped.
pub struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        // It was moved away, or nobody wants half a report.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Target {
    pub fn of(out: Option<&Path>, format: ReportFormat) -> Result<Target, CliError> {
        let Some(place) = out else {
            if format == ReportFormat::Xlsx && std::io::stdout().is_terminal() {
                let text = "XLSX tidak dapat ditampilkan di terminal; beri --out BERKAS";
                return Err(CliError::Input(text.into()));
            }
            return Ok(Target::Stdout);
        };
        let name = place
            .file_name()
            .ok_or_else(|| CliError::Input(format!("{}: bukan nama berkas", place.display())))?;
        let mut first = std::ffi::OsString::from(".");
        first.push(name);
        first.push(format!(".{}", std::process::id()));
        let partial = place.with_file_name(first);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial);
        let file = file.map_err(|e| unwritable(place, &e))?;
        let (file, place) = (BufWriter::new(file), place.to_owned());
        Ok(Target::File { file, partial: Partial(partial), place })
    }

    /// Writes a piece of text.
    pub fn put(&mut self, text: &str) -> Result<(), CliError> {
        match self {
            Target::Stdout => output::print(text),
            Target::File { file, place, .. } => {
                file.write_all(text.as_bytes()).map_err(|e| unwritable(place, &e))
            }
        }
    }

    /// A private folder for what is not finished: beside the file, or the system's.
    pub fn folder(&self) -> PathBuf {
        let beside = match self {
            Target::Stdout => None,
            Target::File { place, .. } => place.parent().filter(|p| !p.as_os_str().is_empty()),
        };
        match (beside, self) {
            (Some(folder), _) => folder.to_owned(),
            (None, Target::File { .. }) => PathBuf::from("."),
            (None, Target::Stdout) => std::env::temp_dir(),
        }
    }

    /// Writes a whole workbook.
    pub fn book(&mut self, book: Book) -> Result<(), CliError> {
        let failed = |e: crate::sheet::SheetError| CliError::Unavailable(e.to_string());
        match self {
            Target::Stdout => {
                let mut bytes = Cursor::new(Vec::new());
                book.write(&mut bytes).map_err(failed)?;
                let mut out = std::io::stdout().lock();
                out.write_all(bytes.get_ref())?;
                Ok(out.flush()?)
            }
            Target::File { file, .. } => book.write(file).map_err(failed),
        }
    }

    /// Makes it last; returns the file's name.
    pub fn finish(self) -> Result<Option<String>, CliError> {
        match self {
            Target::Stdout => Ok(None),
            Target::File { mut file, partial, place } => {
                let done = file.flush().and_then(|()| file.get_ref().sync_all());
                let moved = done.and_then(|()| std::fs::rename(&partial.0, &place));
                moved.map_err(|e| unwritable(&place, &e))?;
                Ok(Some(place.display().to_string()))
            }
        }
    }
}

/// A wrong name is wrong use; a full disk is not.
fn unwritable(place: &Path, error: &std::io::Error) -> CliError {
    let text = format!("{}: tidak dapat ditulis ({error})", place.display());
    match error.kind() {
        std::io::ErrorKind::StorageFull => CliError::Unavailable(text),
        _ => CliError::Input(text),
    }
}
