//! Section A: what came, what was finished, what is left.
use super::super::{chart, words};
use crate::report::figures::Figures;
use maud::{Markup, PreEscaped, html};

pub fn section(figures: &Figures) -> Markup {
    html! {
        section {
            h2 { "A. Ringkasan" }
            (tiles(figures))
            (sentences(figures))
            @if figures.received.total + figures.finished.total > 0 {
                figure {
                    figcaption { "Permohonan masuk dan selesai"
                        @if figures.period.is_month() { " per hari" } @else { " per minggu" } }
                    (PreEscaped(chart::days(figures)))
                    p.small { "Latar abu-abu: bukan hari kerja. Hari tersibuk: " (busiest(figures)) "." }
                }
            }
            @if figures.finished.total > 0 {
                figure {
                    figcaption { "Hasil akhir permohonan yang selesai" }
                    (PreEscaped(chart::ends(figures)))
                }
            }
            (kinds(figures))
        }
    }
}

/// Steps in time, all together.
fn in_time(figures: &Figures) -> (u32, u32) {
    let steps = figures.steps.iter().filter(|s| !s.assumed);
    let (within, counted) =
        steps.fold((0, 0), |(within, counted), s| (within + s.within, counted + s.counted));
    (within + figures.opening.same_day, counted + figures.opening.counted)
}

fn tiles(figures: &Figures) -> Markup {
    let (within, counted) = in_time(figures);
    let unexplained = figures.deviations.iter().filter(|d| d.explanation.is_none()).count();
    let late = figures.deviations.len();
    let tile = |class: &str, value: String, text: String| {
        html! { div class=(format!("tile {class}")) { b { (value) } span { (text) } } }
    };
    let many = |n: usize| words::number(u32::try_from(n).unwrap_or(u32::MAX));
    html! {
        div.tiles {
            (tile("", words::number(figures.received.total), "permohonan masuk".to_owned()))
            (tile("", words::number(figures.finished.total), format!("selesai, {} di antaranya masuk periode sebelumnya",
                words::number(figures.finished.received_earlier))))
            (tile("", words::number(figures.open.total), "masih dalam proses pada akhir periode".to_owned()))
            (tile(if within == counted { "good" } else { "bad" }, words::percent(within, counted),
                format!("langkah tepat mutu baku; {} penyimpangan, {} belum dijelaskan", many(late), many(unexplained))))
        }
    }
}

fn sentences(figures: &Figures) -> Markup {
    let (r, f) = (&figures.received, &figures.finished);
    let n = words::number;
    if r.total + f.total + figures.open.total == 0 {
        return html! { p.empty { "Tidak ada permohonan yang masuk, selesai, atau dalam proses pada periode ini." } };
    }
    html! {
        p { "Permohonan masuk " b { (n(r.total)) } " (reset password " (n(r.reset_password))
            ", informasi User ID " (n(r.user_id_information)) ", keduanya " (n(r.both))
            @if r.kind_unknown > 0 { ", jenis belum jelas " (n(r.kind_unknown)) }
            "); melalui email " (n(r.email)) ", datang langsung " (n(r.in_person)) ". "
            "Dari periode sebelumnya terbawa " (n(r.carried_over)) "." }
        p { "Selesai " b { (n(f.total)) } ": hasil disampaikan " (n(f.delivered)) ", ditolak " (n(f.rejected))
            ", tidak ditindaklanjuti " (n(f.closed_no_followup)) ", dicabut " (n(f.withdrawn))
            ", di luar ruang lingkup " (n(f.out_of_scope)) ". Masih dalam proses "
            b { (n(figures.open.total)) } "." }
        @if r.total > 0 {
            p { "Dari " (n(r.total)) " permohonan yang masuk pada periode ini, keadaannya pada akhir periode: "
                @for (place, (state, count)) in figures.received_now.iter().enumerate() {
                    @if place > 0 { "; " }
                    (words::state_named(state).to_lowercase()) " " (n(*count))
                } "." }
        }
    }
}

fn busiest(figures: &Figures) -> String {
    let most = figures.days.iter().max_by_key(|d| (d.received, std::cmp::Reverse(d.date)));
    match most.filter(|day| day.received > 0) {
        Some(day) => {
            let date = crate::report::period::long_date(day.date);
            format!("{date}, {} permohonan masuk", words::number(day.received))
        }
        None => "tidak ada".to_owned(),
    }
}

fn kinds(figures: &Figures) -> Markup {
    let r = &figures.received;
    let rows = [
        ("Jenis", "Reset password", r.reset_password),
        ("", "Informasi User ID", r.user_id_information),
        ("", "Keduanya", r.both),
        ("", "Belum jelas", r.kind_unknown),
        ("Saluran", "Email", r.email),
        ("", "Datang langsung", r.in_person),
        ("Pengirim", "Email dari alamat yang tidak terdaftar pada akun", r.unregistered_sender),
    ];
    html! {
        @if r.total > 0 {
            table {
                thead { tr { th { "Permohonan masuk menurut" } th {} th.n { "Jumlah" } th.n { "Bagian" } } }
                tbody {
                    @for (group, name, count) in rows {
                        tr { td { (group) } td { (name) } (super::cell(count))
                            td.n { (words::percent(count, r.total)) } }
                    }
                }
            }
        }
    }
}
