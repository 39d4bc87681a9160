//! The report as one page: nothing outside it is asked for, every word from outside is escaped, and on
//! A4 it prints with repeated headings and whole rows. Knows where figures stand, not how they come about.
mod lists;
mod style;
mod summary;
mod times;

use super::Frame;
use super::words;
use crate::report::figures::Figures;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Lines of one list in the page; the spreadsheet has them all.
const LINES_MAX: usize = 30;

/// The whole page.
pub fn page(figures: &Figures, frame: &Frame) -> String {
    let title = if figures.period.is_month() { "Laporan Bulanan" } else { "Laporan Triwulan" };
    let page = html! {
        (DOCTYPE)
        html lang="id" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – " (figures.period.title()) " – " (frame.unit) }
                style { (PreEscaped(style::CSS)) }
            }
            body {
                @if frame.simulated { p.simulated { "SIMULASI – bukan laporan sungguhan" } }
                (cover(title, figures, frame))
                main {
                    (summary::section(figures))
                    (times::section(figures))
                    (times::deviations(figures, frame))
                    (lists::missing(figures))
                    (lists::rejections(figures))
                    (lists::troubles(figures, frame))
                    (lists::follow_up(figures))
                    (method(figures, frame))
                    (signatures(frame))
                }
            }
        }
    };
    page.into_string()
}

fn cover(title: &str, figures: &Figures, frame: &Frame) -> Markup {
    let period = &figures.period;
    let (at, zone) = (frame.written_at, &frame.zone);
    html! {
        header.cover {
            p.organisation { (frame.organisation) }
            p.unit { (frame.unit) }
            h1 { (title) " Layanan Helpdesk LPSE" }
            p.subject { "Perubahan Password dan Pemberian Informasi User ID Admin Agency" }
            p.period { (period.title()) }
            p.span { "Periode " (period.span()) }
            @if !period.is_over() {
                p.note { "Periode masih berjalan: angka menurut keadaan "
                    (words::moment(period.until, zone)) " " (words::zone_name(period.until, zone)) "." }
            }
            @if !frame.legal_basis.is_empty() {
                div.basis {
                    h2 { "Dasar hukum" }
                    ol { @for line in &frame.legal_basis { li { (line) } } }
                }
            }
            p.made { "Dihitung dari log kejadian Loket pada " (words::moment(at, zone)) " "
                (words::zone_name(at, zone)) "." }
        }
    }
}

/// The date under which it is signed, and two columns to sign in.
fn signatures(frame: &Frame) -> Markup {
    let day = frame.zone.to_datetime(frame.written_at).date();
    let name = |name: &str| match name {
        "" => html! { span.line {} },
        name => html! { span.signed { (name) } },
    };
    html! {
        div.signatures {
            p.place { (frame.place) ", " (crate::report::period::long_date(day)) }
            div.columns {
                div { p { "Mengetahui," } p { (frame.known_by.title) } (name(&frame.known_by.name)) }
                div { p { "Disusun oleh," } p { (frame.prepared_by.title) } (name(&frame.prepared_by.name)) }
            }
        }
    }
}

/// How each figure came about: a report nobody can check is worth little.
fn method(figures: &Figures, frame: &Frame) -> Markup {
    let strict = if frame.confirm_pauses {
        "Menurut pengaturan kantor ini, waktu itu tidak dihitung bila alasannya dicatat."
    } else {
        "Menurut pengaturan kantor ini, waktu itu ikut dihitung."
    };
    html! {
        section.method {
            h2 { "Cara menghitung" }
            ul {
                li { b { "Masuk" } ": surel (menurut waktu tiba di server) atau catatan buku tamu tiba dalam periode, "
                    "menurut zona waktu kantor. " b { "Selesai" } ": permohonan berakhir dalam periode, kapan pun masuknya. "
                    "Permohonan yang masuk bulan ini dan berakhir bulan depan terhitung masuk pada laporan ini "
                    "dan selesai pada laporan berikutnya." }
                li { b { "Langkah" } " terhitung pada periode berakhirnya langkah itu. Keadaan adalah menurut akhir periode; "
                    "penjelasan penyimpangan diterima kapan pun disampaikan." }
                li { "Waktu adalah " b { "menit kerja" } " menurut kalender yang berlaku sekarang, menit yang sudah mulai dihitung penuh. "
                    "Mutu baku terlampaui bila waktu kerja lebih dari standar." }
                li { b { "Langkah 4" } ": email dibuka pada hari kerja yang sama dengan waktu tiba efektifnya; "
                    "perintah pertama helpdesk, atau pemeriksaan otomatis Loket, adalah buktinya." }
                li { b { "Langkah 9" } " dilaporkan dua kali: dengan dan tanpa waktu menunggu konfirmasi telepon. " (strict) }
                li { b { "Langkah 8" } " tidak diberi waktu oleh SOP; standarnya adalah asumsi." }
                li { b { "Median" } " adalah nilai tengah; " b { "persentil 90" } " adalah nilai terkecil yang mencakup sembilan dari sepuluh kejadian." }
                li { "Setiap angka dihitung ulang dari log kejadian, bukan dari pencacah." }
                @if figures.unreadable_rows > 0 {
                    li.bad { (words::number(figures.unreadable_rows))
                        " baris log tidak terbaca dan tidak ikut dihitung; jalankan loket check." }
                }
            }
        }
    }
}

/// A table cell that holds a number.
fn cell(value: u32) -> Markup {
    html! { td.n { (words::number(value)) } }
}

/// What a list leaves out.
fn rest(all: usize, shown: usize) -> Markup {
    let more = u32::try_from(all.saturating_sub(shown)).unwrap_or(u32::MAX);
    html! {
        @if more > 0 {
            p.rest { "dan " (words::number(more)) " lainnya; selengkapnya pada berkas XLSX periode ini." }
        }
    }
}
