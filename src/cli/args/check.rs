//! What `loket check` may be told. Knows words, not what they do.
use super::Form;
use clap::Args;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Periksa juga IMAP dan SMTP, dengan surat uji ke alamat sendiri
    #[arg(long)]
    pub online: bool,
    /// Paling lama menunggu surat uji, dalam detik [bawaan: 60]
    #[arg(long, value_name = "DETIK", default_value_t = 60, hide_default_value = true,
        requires = "online", value_parser = clap::value_parser!(u64).range(5..=900))]
    pub wait: u64,
    /// MX (HOST atau HOST:PORT) yang diuji, bila bukan smtp.host [bawaan: trust.mx]
    #[arg(long, value_name = "MX", requires = "online")]
    pub mx: Option<String>,
    /// Terima satu garis merah pemeriksaan terakhir; tidak mengirim surat uji
    #[arg(long, value_name = "NAMA", requires = "online", requires = "reason")]
    pub accept: Option<String>,
    /// Alasan menerimanya, dicatat di riwayat
    #[arg(long, value_name = "ALASAN", requires = "accept")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub form: Form,
}
