//! Why a file was not opened, and the one sentence for the person who sent it. Knows no bytes.

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An archive other than ZIP, by its name: RAR, 7z and the like.
    Archive(&'static str),
    /// Nothing but archives in the ZIP.
    NestedArchive,
    /// Locked with a password.
    Encrypted,
    /// Cut off or damaged.
    Broken,
    /// Carries macros.
    Macros,
    /// Word's old format (.doc).
    OldWord,
    Rtf,
    Spreadsheet,
    Slides,
    /// Drawings, mails, databases: office files that hold no letter.
    OtherOffice,
    /// A program in a ZIP's clothes (JAR, APK).
    Program,
    /// Two archives in one file.
    Disguised,
    /// More entries, bytes or levels than are read.
    TooLarge,
    /// Unpacks to far more than it is, or is built to cost.
    Bomb,
    UnknownKind,
    Empty,
}

impl Fault {
    /// What is wrong and what to send instead, for the applicant.
    pub fn sentence(self) -> String {
        let said = match self {
            Fault::Archive(name) => {
                return format!(
                    "Berkas {name} tidak dapat kami buka; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
                );
            }
            Fault::NestedArchive => {
                "Di dalam berkas ZIP ada arsip lagi yang tidak kami buka; kirimkan surat dan SK langsung sebagai PDF atau foto (JPG)."
            }
            Fault::Encrypted => {
                "Berkas terkunci dengan kata sandi; kirimkan berkas tanpa kata sandi, sebaiknya PDF."
            }
            Fault::Broken => {
                "Berkas rusak atau terpotong sehingga tidak dapat dibuka; kirim ulang berkasnya, sebaiknya sebagai PDF."
            }
            Fault::Macros => {
                "Berkas memuat makro sehingga tidak kami buka; simpan sebagai PDF lalu kirimkan PDF-nya."
            }
            Fault::OldWord => {
                "Berkas Word lama (.doc) tidak dapat kami baca; simpan sebagai PDF lalu kirimkan PDF-nya."
            }
            Fault::Rtf => {
                "Berkas RTF tidak dapat kami baca; simpan sebagai PDF lalu kirimkan PDF-nya."
            }
            Fault::Spreadsheet => {
                "Berkas lembar kerja (Excel) tidak dapat kami baca; simpan surat dan SK sebagai PDF lalu kirimkan PDF-nya."
            }
            Fault::Slides => {
                "Berkas presentasi (PowerPoint) tidak dapat kami baca; simpan surat dan SK sebagai PDF lalu kirimkan PDF-nya."
            }
            Fault::OtherOffice => {
                "Jenis berkas perkantoran ini tidak dapat kami baca; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
            }
            Fault::Program => {
                "Berkas ini program, bukan dokumen; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
            }
            Fault::Disguised => {
                "Berkas berisi dua berkas sekaligus sehingga tidak kami buka; kirimkan surat dan SK masing-masing sebagai PDF atau foto (JPG)."
            }
            Fault::TooLarge => {
                "Isi berkas terlalu besar atau terlalu banyak untuk dibaca; kirimkan surat dan SK saja, sebagai PDF atau foto (JPG)."
            }
            Fault::Bomb => {
                "Isi berkas mengembang jauh melebihi ukurannya sehingga tidak kami buka; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
            }
            Fault::UnknownKind => {
                "Jenis berkas tidak dikenal; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
            }
            Fault::Empty => "Berkas kosong; kirim ulang surat dan SK sebagai PDF atau foto (JPG).",
        };
        said.to_string()
    }
}
