//! Words of the verb `loket held`.
use super::Form;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct HeldArgs {
    #[command(subcommand)]
    pub what: Held,
}

#[derive(Debug, Subcommand)]
pub enum Held {
    /// Surat yang ditahan
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Satu surat yang ditahan
    Show {
        /// Nomor surat, dari `loket held list`
        #[arg(value_name = "NOMOR")]
        id: i64,
        #[command(flatten)]
        form: Form,
    },
    /// Lepaskan surat untuk diolah
    Release {
        /// Nomor surat, dari `loket held list`
        #[arg(value_name = "NOMOR")]
        id: i64,
        /// Alasan, wajib, dicatat di riwayat
        #[arg(long, value_name = "ALASAN")]
        reason: String,
    },
    /// Singkirkan surat tanpa diolah
    Discard {
        /// Nomor surat, dari `loket held list`
        #[arg(value_name = "NOMOR")]
        id: i64,
        /// Alasan, wajib, dicatat di riwayat
        #[arg(long, value_name = "ALASAN")]
        reason: String,
    },
}
