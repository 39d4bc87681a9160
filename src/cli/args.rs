//! The verbs of `loket` and their arguments, as `clap` reads them. Knows words, not what they do.
//! Help texts are Indonesian: those who read them run the machine of an Indonesian office.
mod archive;
mod check;
mod held;
mod report;

pub use archive::{Archive, ArchiveArgs};
pub use check::CheckArgs;
pub use held::{Held, HeldArgs};
pub use report::{ReportArgs, ReportFormat};

use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

const MAIL_TOLD: &str = "\
Dibaca seperti oleh layanan, dalam proses terkurung; tidak ada yang disimpan atau dikirim.
Surat yang rusak pun dijawab.

kind      request, reply, auto_reply, bounce, mailing_list, other
reply     kata yang baru saja, tanpa kutipan dan tanda tangan; seluruhnya ada di text
bounce    penerima yang tidak tercapai; hanya action failed yang berarti gagal
defects   apa yang rusak, dipotong, atau ditebak";
const RECONCILE_TOLD: &str = "\
Dijalankan selagi layanan berhenti. Setiap kode balasan dicabut, password yang tersegel dihapus, dan
surat yang belum terkirim dibekukan sampai dilepas satu per satu dengan loket queue retry.";
const TEMPLATE: &str = "{about}\n\nPemakaian: {usage}\n\n{all-args}{after-help}";
const EXIT_CODES: &str = "Kode keluar: 0 selesai; 1 ada temuan atau ditolak aturan; \
    2 salah pakai atau masukan tidak terbaca; 3 layanan luar tidak tersedia.\n\
    Data ke keluaran baku, selebihnya ke galat baku.";

/// Meja layanan lewat surel untuk permohonan akun Admin Agency (SOP LPSE)
#[derive(Debug, Parser)]
#[command(name = "loket", bin_name = "loket", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// Berkas pengaturan [bawaan: ./config/loket.toml, lalu /etc/loket/loket.toml]
    #[arg(long, global = true, value_name = "BERKAS")]
    pub config: Option<PathBuf>,
    /// Tampilkan bantuan
    #[arg(long, short, global = true, action = clap::ArgAction::HelpShort)]
    help: Option<bool>,
    /// Tampilkan versi
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub verb: Verb,
}

impl Cli {
    /// Reads a command line, its program name first.
    pub fn read(
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Cli, clap::Error> {
        let mut matches = Cli::grammar().try_get_matches_from(arguments)?;
        Cli::from_arg_matches_mut(&mut matches)
    }

    /// The whole grammar with Indonesian headings, for reading, help and completions.
    pub fn grammar() -> Command {
        localized(Cli::command())
    }
}

fn localized(command: Command) -> Command {
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Perintah")
        .subcommand_value_name("PERINTAH")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true);
    let heading = |arg: clap::Arg| {
        let heading = if arg.is_positional() { "Argumen" } else { "Opsi" };
        arg.help_heading(heading)
    };
    command.mut_args(heading).mut_subcommands(localized)
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Jalankan layanan sampai dihentikan (SIGTERM)
    Run,
    /// Kerjakan sekali semua yang sudah waktunya, lalu keluar
    Tick(TickArgs),
    /// Peragakan seluruh SOP di mesin ini, tanpa pengaturan apa pun
    Demo(DemoArgs),
    /// Periksa pengaturan, berkas, basis data, kalender
    Check(CheckArgs),
    /// Jelaskan bagaimana Loket memahami sesuatu
    Explain(ExplainArgs),
    /// Lihat permohonan
    Case(CaseArgs),
    /// Lihat dan urus pekerjaan yang menunggu
    Queue(QueueArgs),
    /// Lihat dan urus surat yang ditahan
    Held(HeldArgs),
    /// Register akun Admin Agency
    Accounts(AccountsArgs),
    /// Petugas dan perannya
    Staff(StaffArgs),
    /// Kirim ringkasan harian sekarang
    Digest(DigestArgs),
    /// Arsip berkas permohonan: periksa, salin, musnahkan
    Archive(ArchiveArgs),
    /// Laporan bulanan atau triwulanan
    Report(ReportArgs),
    /// Mulai lagi setelah pemulihan dari cadangan
    #[command(after_help = RECONCILE_TOLD)]
    Reconcile(ReconcileArgs),
    /// Siapkan atau mutakhirkan basis data
    Migrate,
    /// Tampilkan versi
    Version,
    /// Tulis pelengkap perintah untuk shell
    Completions(CompletionsArgs),
}

#[derive(Debug, Args)]
pub struct TickArgs {
    /// Anggap sekarang jam ini (RFC 3339); hanya bila clock = "simulated"
    #[arg(long, value_name = "WAKTU")]
    pub now: Option<jiff::Timestamp>,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder hasil peragaan [bawaan: ./demo]
    #[arg(long, value_name = "FOLDER", default_value = "./demo", hide_default_value = true)]
    pub dir: PathBuf,
}

// A plain comment: clap would show a doc comment as the help of every verb that has this.
// How the answer is written.
#[derive(Clone, Copy, Debug, Args)]
pub struct Form {
    /// Keluarkan satu dokumen JSON saja
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(subcommand)]
    pub what: Explain,
}

#[derive(Debug, Subcommand)]
pub enum Explain {
    /// Surel: siapa, jenisnya, kata yang baru, lampiran, keaslian, cacatnya
    #[command(after_help = MAIL_TOLD)]
    Mail {
        /// Berkas .eml, atau - untuk masukan baku
        #[arg(value_name = "BERKAS")]
        file: PathBuf,
        #[command(flatten)]
        form: Form,
    },
    /// Balasan yang diketik petugas atau pemohon (teks dari masukan baku)
    Command {
        /// Peran pengetik: admin_ppe, helpdesk, front_office, applicant
        #[arg(long, value_name = "PERAN", hide_possible_values = true)]
        role: RoleWord,
        #[command(flatten)]
        form: Form,
    },
    /// Berkas persyaratan: jenis, isi, peringatan
    Document {
        /// Berkas PDF, gambar, DOCX, atau teks
        #[arg(value_name = "BERKAS")]
        file: PathBuf,
        #[command(flatten)]
        form: Form,
    },
    /// Tenggat waktu beserta alasannya
    Deadline {
        /// Waktu tiba, misalnya 2026-11-16T15:59:00+07:00
        #[arg(value_name = "WAKTU")]
        time: jiff::Timestamp,
        /// Menit kerja [bawaan: 5]
        #[arg(long, value_name = "N", default_value_t = 5, hide_default_value = true,
            value_parser = clap::value_parser!(u32).range(0..=100_000))]
        minutes: u32,
        #[command(flatten)]
        form: Form,
    },
}

/// The roles of `loket explain command`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleWord {
    #[value(name = "admin_ppe")]
    AdminPpe,
    #[value(name = "helpdesk")]
    Helpdesk,
    #[value(name = "front_office")]
    FrontOffice,
    #[value(name = "applicant")]
    Applicant,
}

impl From<RoleWord> for crate::workflow::actor::Role {
    fn from(word: RoleWord) -> crate::workflow::actor::Role {
        use crate::workflow::actor::Role;
        match word {
            RoleWord::AdminPpe => Role::AdminPpe,
            RoleWord::Helpdesk => Role::Helpdesk,
            RoleWord::FrontOffice => Role::FrontOffice,
            RoleWord::Applicant => Role::Applicant,
        }
    }
}

#[derive(Debug, Args)]
pub struct CaseArgs {
    #[command(subcommand)]
    pub what: Case,
}

#[derive(Debug, Subcommand)]
pub enum Case {
    /// Semua permohonan
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Satu permohonan: berkas, surat, riwayat
    Show {
        /// Nomor, misalnya LKT-2026-00042
        #[arg(value_name = "NOMOR")]
        id: String,
        #[command(flatten)]
        form: Form,
    },
    /// Riwayat satu permohonan menurut langkah SOP
    Timeline {
        /// Nomor, misalnya LKT-2026-00042
        #[arg(value_name = "NOMOR")]
        id: String,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, Args)]
pub struct QueueArgs {
    #[command(subcommand)]
    pub what: Queue,
}

#[derive(Debug, Subcommand)]
pub enum Queue {
    /// Yang akan dikerjakan, kapan, dan yang gagal
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Satu pekerjaan
    Show {
        /// Nomor pekerjaan, dari `loket queue list`
        #[arg(value_name = "NOMOR")]
        id: i64,
        #[command(flatten)]
        form: Form,
    },
    /// Coba lagi pekerjaan yang gagal
    Retry {
        /// Nomor pekerjaan, dari `loket queue list`
        #[arg(value_name = "NOMOR")]
        id: i64,
    },
    /// Batalkan pekerjaan
    Drop {
        /// Nomor pekerjaan, dari `loket queue list`
        #[arg(value_name = "NOMOR")]
        id: i64,
        /// Alasan, dicatat di riwayat
        #[arg(long, value_name = "ALASAN")]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct AccountsArgs {
    #[command(subcommand)]
    pub what: Accounts,
}

#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Masukkan akun dari berkas CSV atau XLSX; semua atau tidak sama sekali
    Import {
        /// Berkas CSV atau XLSX: user_id, nama, nip, unit, email, backend
        #[arg(value_name = "BERKAS")]
        file: PathBuf,
        /// Lewati baris yang salah dan masukkan yang lain
        #[arg(long)]
        skip_bad: bool,
    },
    /// Semua akun
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Satu akun
    Show {
        /// User ID akun
        #[arg(value_name = "USER_ID")]
        user_id: String,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, Args)]
pub struct StaffArgs {
    #[command(subcommand)]
    pub what: Staff,
}

#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Semua petugas
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Mendaftarkan aplikasi kode enam angka milik seorang Admin PPE; menampilkan kode QR
    Enrol {
        /// Nama pendek petugas, seperti di people.toml
        #[arg(value_name = "PETUGAS")]
        person: String,
        /// Mengganti pendaftaran yang sudah ada
        #[arg(long, conflicts_with = "remove")]
        replace: bool,
        /// Menghapus pendaftaran
        #[arg(long)]
        remove: bool,
    },
}

#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// Alasan, wajib, dicatat di riwayat
    #[arg(long, value_name = "ALASAN")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct DigestArgs {
    /// Tanggal YYYY-MM-DD [bawaan: hari ini]
    #[arg(long, value_name = "TANGGAL")]
    pub date: Option<jiff::civil::Date>,
    /// Tampilkan saja, tidak mengirim apa pun
    #[arg(long)]
    pub print: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish, powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}
