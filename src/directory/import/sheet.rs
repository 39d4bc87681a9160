//! The register as a sheet of an XLSX file. Knows which sheet is meant, not how a workbook is read.
use super::{ImportError, Imported, Table};
use crate::office::Fault;
use crate::office::workbook::{self, SheetRow};

/// The first visible sheet whose headings are those of a register.
pub(super) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let sheets = workbook::sheets(bytes).map_err(|fault| ImportError::Xlsx(said(fault)))?;
    let mut why = ImportError::Empty;
    for sheet in sheets.iter().filter(|rows| !rows.is_empty()) {
        match read_sheet(sheet) {
            Err(error @ (ImportError::ColumnMissing(_) | ImportError::ColumnTwice(_))) => {
                why = if why == ImportError::Empty { error } else { why };
            }
            done => return done,
        }
    }
    Err(why)
}

fn read_sheet(rows: &[SheetRow]) -> Result<Imported, ImportError> {
    let mut table = Table::default();
    for row in rows {
        table.row(&csv::StringRecord::from(row.cells.clone()), row.number)?;
    }
    Ok(table.found)
}

/// For the operator, who made the file himself.
fn said(fault: Fault) -> &'static str {
    match fault {
        Fault::Encrypted => "berkas terkunci dengan kata sandi; simpan tanpa kata sandi",
        Fault::TooLarge => "isinya terlalu besar; bagi menjadi beberapa berkas",
        Fault::Bomb => "isinya mengembang jauh melebihi ukurannya; simpan ulang dari Excel",
        _ => {
            "berkas rusak atau bukan lembar kerja Excel; simpan ulang sebagai XLSX atau CSV (UTF-8)"
        }
    }
}
