//! Words of the verb `loket archive`.
use super::Form;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ArchiveArgs {
    #[command(subcommand)]
    pub what: Archive,
}

#[derive(Debug, Subcommand)]
pub enum Archive {
    /// Hitung ulang sidik setiap berkas, dan cocokkan dengan catatan kejadian
    Verify {
        #[command(flatten)]
        form: Form,
    },
    /// Salin satu berkas permohonan ke folder
    Export {
        /// Nomor permohonan, misalnya LKT-2026-00042 (versi terdahulu: LKT-2026-00042.1)
        #[arg(value_name = "NOMOR")]
        id: String,
        /// Folder tujuan, baru atau kosong [bawaan: ./NOMOR]
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
    },
    /// Musnahkan berkas yang masa simpannya telah lewat
    Purge {
        /// Hanya tampilkan apa yang akan dimusnahkan
        #[arg(long)]
        dry_run: bool,
        /// Dasar pemusnahan (misalnya nomor berita acara), wajib bila bukan --dry-run
        #[arg(long, value_name = "ALASAN")]
        reason: Option<String>,
        #[command(flatten)]
        form: Form,
    },
}
