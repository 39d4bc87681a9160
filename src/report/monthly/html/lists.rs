//! Sections D to G: what was missing, why requests were rejected, what went wrong, what to do.
use super::super::{Frame, words};
use super::{LINES_MAX, cell, rest};
use crate::report::figures::{Figures, OpenLine};
use maud::{Markup, html};

/// Reasons and missing papers shown.
const REASONS_MAX: usize = 15;

/// Section D.
pub fn missing(figures: &Figures) -> Markup {
    let rows = sorted_missing(figures);
    html! {
        section {
            h2 { "D. Kekurangan berkas terbanyak" }
            @if rows.is_empty() { p.empty { "Tidak ada permintaan kelengkapan pada periode ini." } }
            @else {
                table.keep {
                    thead { tr { th { "Kekurangan" } th.n { "Kali diminta" } } }
                    tbody { @for (name, count) in &rows { tr { td { (words::missing(name)) } (cell(*count)) } } }
                }
            }
        }
    }
}

fn sorted_missing(figures: &Figures) -> Vec<(&str, u32)> {
    let mut rows: Vec<(&str, u32)> =
        figures.missing.iter().map(|(n, c)| (n.as_str(), *c)).collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    rows
}

/// Section E.
pub fn rejections(figures: &Figures) -> Markup {
    html! {
        section {
            h2 { "E. Alasan penolakan" }
            @if figures.rejections.is_empty() { p.empty { "Tidak ada permohonan yang ditolak pada periode ini." } }
            @else {
                table.keep {
                    thead { tr { th { "Alasan menurut Admin PPE" } th.n { "Jumlah" } } }
                    tbody {
                        @for reason in figures.rejections.iter().take(REASONS_MAX) {
                            tr { td.words { @if reason.text.is_empty() { "lain-lain" } @else { (reason.text) } } (cell(reason.count)) }
                        }
                    }
                }
                (rest(figures.rejections.len(), REASONS_MAX))
            }
        }
    }
}

/// Section F.
pub fn troubles(figures: &Figures, frame: &Frame) -> Markup {
    html! {
        section {
            h2 { "F. Kendala" }
            (failures(figures, frame))
            (open(figures, frame))
            (repeats(figures))
            h3 { "Kepuasan pemohon" }
            p { "Belum ada survei kepuasan untuk layanan ini; tidak ada angka yang dapat dilaporkan." }
        }
    }
}

fn failures(figures: &Figures, frame: &Frame) -> Markup {
    let f = &figures.failures;
    let rows = [
        ("Ditolak server atau tidak terkirim", f.refused),
        ("Kembali (bounce)", f.bounced),
        ("Nasib surat hasil tidak diketahui, password dihanguskan", f.unknown),
        ("Penggantian password otomatis berhenti", f.reset_stopped),
    ];
    let all: u32 = rows.iter().map(|(_, count)| count).sum();
    html! {
        h3 { "Pengiriman surat" }
        @if all == 0 { p.empty { "Tidak ada surat yang gagal terkirim." } }
        @else {
            p { (words::number(all)) " kegagalan, " (words::number(f.to_staff)) " di antaranya surat kepada petugas: "
                @for (place, (name, count)) in rows.iter().filter(|(_, count)| *count > 0).enumerate() {
                    @if place > 0 { "; " }
                    (name.to_lowercase()) " " (words::number(*count))
                } "." }
            table {
                thead { tr { th { "Permohonan" } th { "Waktu" } th { "Surat" } th { "Apa yang terjadi" } } }
                tbody {
                    @for line in f.lines.iter().take(LINES_MAX) {
                        tr { td.nw { (line.case) } td.nw { (words::moment(line.at, &frame.zone)) }
                            td { (words::letter(&line.letter)) @if line.staff { " (petugas)" } }
                            td { (words::failure(line.kind)) } }
                    }
                }
            }
            (rest(usize::try_from(all).unwrap_or(0), LINES_MAX.min(f.lines.len())))
        }
    }
}

fn open(figures: &Figures, frame: &Frame) -> Markup {
    let open = &figures.open;
    let ages = [
        ("sampai 1 hari", open.age_to_1_day),
        ("sampai 7 hari", open.age_to_7_days),
        ("sampai 30 hari", open.age_to_30_days),
        ("lebih dari 30 hari", open.age_over_30_days),
    ];
    html! {
        h3 { "Belum selesai pada akhir periode" }
        @if open.total == 0 { p.empty { "Semua permohonan selesai." } }
        @else {
            p { (words::number(open.total)) " permohonan, menurut umur: "
                @for (place, (name, count)) in ages.iter().enumerate() {
                    @if place > 0 { ", " }
                    (name) " " (words::number(*count))
                } "."
                @if open.frozen > 0 { " Dibekukan karena disangkal: " (words::number(open.frozen)) "." } }
            table {
                thead { tr { th { "Permohonan" } th { "Keadaan" } th { "Jenis" } th { "Saluran" } th { "Diterima" } th.n { "Umur" } th.n { "Waktu kerja" } } }
                tbody { @for line in open.oldest.iter().take(LINES_MAX) { (open_line(line, frame)) } }
            }
            (rest(usize::try_from(open.total).unwrap_or(0), LINES_MAX.min(open.oldest.len())))
        }
    }
}

fn open_line(line: &OpenLine, frame: &Frame) -> Markup {
    html! {
        tr {
            td.nw { (line.case) } td { (words::state(line.state)) @if line.rounds > 1 { ", putaran " (line.rounds) } }
            td { (words::kind(line.kind)) } td { (words::channel(line.channel)) }
            td.nw { (words::moment(line.received_at, &frame.zone)) }
            td.n { (words::number(line.age_days)) " hari" }
            td.n { (words::whole_minutes(Some(line.age_working_minutes))) }
        }
    }
}

fn repeats(figures: &Figures) -> Markup {
    let repeats = &figures.repeats;
    html! {
        h3 { "Reset berulang" }
        p { "Permohonan reset untuk akun yang sudah meminta reset sebelumnya: dalam 30 hari "
            (words::number(repeats.within_30_days)) ", dalam 90 hari " (words::number(repeats.within_90_days)) "." }
        @if !repeats.accounts.is_empty() {
            table.keep {
                thead { tr { th { "Satuan kerja" } th { "Permohonan terakhir" } th.n { "Reset dalam 90 hari" } } }
                tbody {
                    @for line in repeats.accounts.iter().take(10) {
                        tr { td { (line.unit.as_deref().unwrap_or("tidak tercatat")) } td.nw { (line.case) } (cell(line.resets_90_days)) }
                    }
                }
            }
            @if repeats.accounts.len() > 10 { p.rest { "Sepuluh akun terbanyak." } }
        }
    }
}

/// Section G: what the figures themselves ask for, and room for what people add.
pub fn follow_up(figures: &Figures) -> Markup {
    let items = asked_for(figures);
    html! {
        section {
            h2 { "G. Tindak lanjut dan rekomendasi" }
            @if items.is_empty() { p { "Angka periode ini tidak menuntut tindak lanjut." } }
            @else { ol { @for item in &items { li { (item) } } } }
            p.small { "Catatan dan rekomendasi pimpinan:" }
            div.lines { i {} i {} i {} }
        }
    }
}

fn asked_for(figures: &Figures) -> Vec<String> {
    let n = words::number;
    let mut items = Vec::new();
    let unexplained = figures.deviations.iter().filter(|d| d.explanation.is_none()).count();
    if unexplained > 0 {
        let count = n(u32::try_from(unexplained).unwrap_or(u32::MAX));
        items.push(format!(
            "{count} penyimpangan belum dijelaskan. Pelaksana menyampaikannya dengan membalas surat peringatan: PENJELASAN diikuti uraian singkat."
        ));
    }
    let worst = figures.steps.iter().filter(|s| s.counted >= 5 && s.late * 10 > s.counted);
    if let Some(step) = worst.max_by_key(|s| u64::from(s.late) * 1000 / u64::from(s.counted.max(1)))
    {
        items.push(format!(
            "Langkah {} ({}) paling sering melewati mutu baku: {} dari {}. Perlu dilihat beban dan sebabnya bersama {}.",
            step.step,
            words::step(step.step).to_lowercase(),
            n(step.late),
            n(step.counted),
            words::holder(step.holder)
        ));
    }
    if figures.opening.late > 0 {
        items.push(format!(
            "{} email dibuka setelah harinya lewat; {} di antaranya masuk menjelang tutup.",
            n(figures.opening.late),
            n(figures.opening.near_closing_late)
        ));
    }
    if let Some((name, count)) = sorted_missing(figures).first().filter(|(_, count)| *count >= 3) {
        items.push(format!(
            "Kekurangan tersering: {} ({} kali). Persyaratan ini layak ditonjolkan pada pengumuman layanan.",
            words::missing(name),
            n(*count)
        ));
    }
    let lost = figures.failures.refused + figures.failures.bounced + figures.failures.unknown;
    if lost > 0 {
        items.push(format!(
            "{} surat tidak sampai; alamat surel pada register perlu diperiksa.",
            n(lost)
        ));
    }
    if figures.open.age_over_30_days > 0 {
        items.push(format!(
            "{} permohonan berumur lebih dari 30 hari; perlu diputuskan satu per satu.",
            n(figures.open.age_over_30_days)
        ));
    }
    if figures.repeats.within_90_days > 0 {
        items.push(format!(
            "{} reset adalah permohonan berulang dalam 90 hari; pemegang akun dapat diarahkan ke menu Lupa Password.",
            n(figures.repeats.within_90_days)
        ));
    }
    items
}
