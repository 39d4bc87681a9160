//! Sections B and C: time against the standard, and every deviation with what its holder said.
use super::super::{Frame, chart, words};
use super::{LINES_MAX, cell, rest};
use crate::report::figures::{DeviationLine, Figures, Spread, StepFigures};
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

pub fn section(figures: &Figures) -> Markup {
    let opening = &figures.opening;
    let n = words::number;
    let any = opening.counted > 0 || figures.steps.iter().any(|s| s.counted > 0);
    html! {
        section {
            h2 { "B. Ketepatan mutu baku" }
            @if !any { p.empty { "Tidak ada langkah yang berakhir pada periode ini." } }
            @else {
                figure {
                    figcaption { "Bagian yang tepat mutu baku, per langkah" }
                    (PreEscaped(chart::standards(figures)))
                }
                (table(figures))
                (notes(figures))
            }
            @if figures.whole.minutes.count > 0 {
                h3 { "Dari masuk sampai hasil disampaikan" }
                table {
                    thead { tr { th { "Waktu kerja seluruhnya" } th.n { "Permohonan" } th.n { "Median" } th.n { "Persentil 90" } th.n { "Terlama" } } }
                    tbody {
                        tr { td { "Sejak tiba efektif sampai hasil disampaikan" } (spread(&figures.whole.minutes)) }
                        tr { td { "Tanpa waktu menunggu kelengkapan dari pemohon" } (spread(&figures.whole.minutes_without_applicant)) }
                    }
                }
            }
            @if !figures.rounds.is_empty() {
                h3 { "Putaran kelengkapan" }
                p { "Dari permohonan yang selesai: "
                    @for (place, (round, count)) in figures.rounds.iter().enumerate() {
                        @if place > 0 { "; " }
                        @if *round == 1 { "tanpa susulan " } @else { "putaran ke-" (round) " " }
                        (n(*count))
                    } "." }
            }
        }
    }
}

fn spread(spread: &Spread) -> Markup {
    html! {
        (cell(spread.count))
        td.n { (words::minutes(spread.median)) }
        td.n { (words::whole_minutes(spread.p90)) }
        td.n { (words::whole_minutes(spread.longest)) }
    }
}

fn table(figures: &Figures) -> Markup {
    let opening = &figures.opening;
    let (before, after): (Vec<_>, Vec<_>) = figures.steps.iter().partition(|s| s.step < 4);
    html! {
        div.scroll {
            table {
                thead { tr {
                    th { "Langkah" } th { "Pelaksana" } th.n { "Standar" } th.n { "Tepat" } th.n { "Terlambat" }
                    th.n { "Bagian tepat" } th.n { "Median" } th.n { "Persentil 90" } th.n { "Terlama" }
                } }
                tbody {
                    @for step in before { (row(step)) }
                    tr {
                        td.first { "4 " (words::step(4)) } td { "Helpdesk" } td.n { "hari yang sama" }
                        td.n { (words::number(opening.same_day)) "/" (words::number(opening.counted)) }
                        (late(opening.late)) td.n { (words::percent(opening.same_day, opening.counted)) }
                        td.n { (words::minutes(opening.minutes.median)) }
                        td.n { (words::whole_minutes(opening.minutes.p90)) }
                        td.n { (words::whole_minutes(opening.minutes.longest)) }
                    }
                    @for step in after { (row(step)) }
                }
            }
        }
    }
}

fn row(s: &StepFigures) -> Markup {
    html! {
        tr {
            td.first { (s.step) " " (words::step(s.step)) @if s.assumed { " *" } }
            td.nw { (words::holder(s.holder)) }
            td.n { (s.standard_minutes) " menit" }
            td.n { (words::number(s.within)) "/" (words::number(s.counted)) }
            (late(s.late)) td.n { (words::percent(s.within, s.counted)) }
            td.n { (words::minutes(s.minutes.median)) }
            td.n { (words::whole_minutes(s.minutes.p90)) }
            td.n { (words::whole_minutes(s.minutes.longest)) }
        }
    }
}

fn late(count: u32) -> Markup {
    html! { @if count > 0 { td.n.late { (words::number(count)) } } @else { td.n { "0" } } }
}

fn notes(figures: &Figures) -> Markup {
    let n = words::number;
    let opening = &figures.opening;
    let automatic = figures.steps.iter().filter(|s| s.automatic > 0);
    let running: Vec<&StepFigures> = figures.steps.iter().filter(|s| s.running_late > 0).collect();
    html! {
        p.small { "* Langkah 8: asumsi, tidak diberi waktu oleh SOP." }
        @if opening.counted > 0 {
            p.small { "Langkah 4: " (n(opening.near_closing)) " email masuk menjelang tutup, "
                (n(opening.near_closing_late)) " di antaranya terlambat dibuka."
                @if opening.still_unopened_late > 0 { " Belum dibuka dan sudah lewat harinya pada akhir periode: "
                    (n(opening.still_unopened_late)) "." } }
        }
        @for s in figures.steps.iter().filter(|s| s.step == 9 && s.counted > 0) {
            p.small { "Langkah 9, dua pembacaan: termasuk waktu menunggu konfirmasi telepon " (n(s.within)) "/" (n(s.counted))
                " tepat (median " (words::minutes(s.minutes.median)) "); tanpa waktu itu " (n(s.within_without_pauses))
                "/" (n(s.counted)) " tepat (median " (words::minutes(s.minutes_without_pauses.median)) ")." }
        }
        p.small { "Dikerjakan Loket seketika: "
            @for (place, s) in automatic.enumerate() {
                @if place > 0 { ", " }
                "langkah " (s.step) " " (n(s.automatic)) " kali"
            }
            @if figures.steps.iter().all(|s| s.automatic == 0) { "tidak ada" } "." }
        @if !running.is_empty() {
            p.small.bad { "Masih berjalan dan sudah melewati mutu baku pada akhir periode: "
                @for (place, s) in running.iter().enumerate() {
                    @if place > 0 { ", " }
                    "langkah " (s.step) " " (n(s.running_late))
                } "." }
        }
    }
}

/// Section C: those nobody has accounted for first, then the longest.
pub fn deviations(figures: &Figures, frame: &Frame) -> Markup {
    let mut lines: Vec<&DeviationLine> = figures.deviations.iter().collect();
    let over = |d: &DeviationLine| d.minutes.saturating_sub(d.standard_minutes);
    lines.sort_by_key(|d| (d.explanation.is_some(), std::cmp::Reverse(over(d)), d.case.clone()));
    let n = |count: usize| words::number(u32::try_from(count).unwrap_or(u32::MAX));
    let explained = lines.iter().filter(|d| d.explanation.is_some()).count();
    html! {
        section {
            h2 { "C. Penyimpangan dan penjelasan pelaksana" }
            @if lines.is_empty() { p.empty { "Tidak ada penyimpangan pada periode ini." } }
            @else {
                p { (n(lines.len())) " penyimpangan; " (n(explained)) " sudah dijelaskan, "
                    (n(lines.len() - explained)) " belum." }
                (by_step(&lines))
                @if lines.len() > LINES_MAX { p.small { "Yang belum dijelaskan lebih dahulu, kemudian yang terlama." } }
                table {
                    thead { tr { th { "No." } th { "Permohonan" } th { "Langkah" } th.n { "Standar" } th.n { "Nyata" } th { "Mulai" } th { "Penjelasan" } } }
                    tbody {
                        @for (place, line) in (1..).zip(lines.iter().take(LINES_MAX)) { (deviation(place, line, frame)) }
                    }
                }
                (rest(lines.len(), LINES_MAX))
            }
        }
    }
}

/// How many of each step, and how many of them somebody accounted for.
fn by_step(lines: &[&DeviationLine]) -> Markup {
    let mut steps: BTreeMap<u8, (&DeviationLine, u32, u32)> = BTreeMap::new();
    for line in lines {
        let (_, all, explained) = steps.entry(line.step).or_insert((line, 0, 0));
        *all += 1;
        *explained += u32::from(line.explanation.is_some());
    }
    html! {
        table {
            thead { tr { th { "Langkah" } th { "Pelaksana" } th.n { "Penyimpangan" } th.n { "Dijelaskan" } th.n { "Belum" } } }
            tbody {
                @for (step, (line, all, explained)) in &steps {
                    tr { td { (step) " " (words::step(*step)) } td { (words::holder(line.holder)) }
                        (cell(*all)) (cell(*explained)) (late(all - explained)) }
                }
            }
        }
    }
}

fn deviation(place: u32, line: &DeviationLine, frame: &Frame) -> Markup {
    html! {
        tr {
            td.n { (place) } td.nw { (line.case) }
            td { (line.step) " " (words::step(line.step)) ", " (words::holder(line.holder))
                @if line.round > 1 { ", putaran " (line.round) }
                @if line.near_closing { " (masuk menjelang tutup)" } }
            td.n { @if line.step == 4 { "hari yang sama" } @else { (line.standard_minutes) " menit" } }
            td.n { (words::whole_minutes(Some(line.minutes))) @if line.running { " +" }
                @if line.minutes_without_pauses != line.minutes {
                    br; "(" (words::whole_minutes(Some(line.minutes_without_pauses))) " tanpa konfirmasi)" } }
            td.nw { (words::moment(line.started_at, &frame.zone)) }
            td.words {
                @match &line.explanation {
                    Some(text) => { (text) @if let Some(by) = &line.explained_by { " (" (by) ")" } }
                    None => { span.bad { "belum dijelaskan" } }
                }
                @if line.running { " – masih berjalan" }
            }
        }
    }
}
