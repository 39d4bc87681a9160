//! The words of `loket report`. Knows no figure.
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const TOLD: &str = "\
Dihitung dari log kejadian; basis data tidak diubah, dan layanan boleh tetap berjalan.

html  satu halaman untuk dibaca dan dicetak pada A4, tanpa data kontak
xlsx  lembar Register, Penyimpangan, Angka
csv   register; titik koma, UTF-8 dengan BOM, dapat dibuka langsung oleh Excel Indonesia
json  semua angka dan setiap permohonan, nama medan berbahasa Inggris";

#[derive(Debug, Args)]
#[command(after_help = TOLD)]
pub struct ReportArgs {
    /// Bulan YYYY-MM, atau triwulan YYYY-QN
    #[arg(long, value_name = "PERIODE", alias = "quarter")]
    pub month: String,
    /// html, xlsx, csv, json
    #[arg(long, value_name = "BENTUK", hide_possible_values = true)]
    pub format: ReportFormat,
    /// Berkas tujuan, hanya dapat dibaca pemiliknya [bawaan: keluaran baku]
    #[arg(long, value_name = "BERKAS")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Html,
    Xlsx,
    Csv,
    Json,
}
