//! Charts of the report as SVG texts, drawn by plotters: the same figures give the same bytes. Every
//! number in them also stands in a table beside. Knows figures, not the page around.
use super::words;
use crate::report::figures::Figures;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Colours that differ in print without colour, too.
const RECEIVED: RGBColor = RGBColor(31, 78, 121);
const FINISHED: RGBColor = RGBColor(156, 194, 229);
const GOOD: RGBColor = RGBColor(84, 130, 53);
const BAD: RGBColor = RGBColor(192, 80, 45);
const GRID: RGBColor = RGBColor(217, 217, 217);
const INK: RGBColor = RGBColor(64, 64, 64);
const OFF: RGBColor = RGBColor(242, 242, 242);

const WIDTH: i32 = 720;
const FONT: i32 = 13;

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Draws into a text; drawing into a text does not fail, and if it did there would be no picture.
fn drawn(height: u32, draw: impl FnOnce(&Area<'_>) -> Drawn) -> String {
    let mut svg = String::new();
    {
        let width = u32::try_from(WIDTH).unwrap_or(720);
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        if draw(&area).and_then(|()| Ok(area.present()?)).is_err() {
            return String::new();
        }
    }
    svg
}

fn style(pos: HPos) -> TextStyle<'static> {
    let font = ("sans-serif", FONT).into_font();
    TextStyle::from(font).color(&INK).pos(Pos::new(pos, VPos::Center))
}

fn write(area: &Area<'_>, text: &str, at: (i32, i32), pos: HPos) -> Drawn {
    area.draw(&Text::new(text.to_owned(), at, style(pos)))?;
    Ok(())
}

fn bar(area: &Area<'_>, from: (i32, i32), to: (i32, i32), color: RGBColor) -> Drawn {
    area.draw(&Rectangle::new([from, to], color.filled()))?;
    Ok(())
}

/// Requests received and finished by day; of a quarter, by week.
pub fn days(figures: &Figures) -> String {
    const HEIGHT: i32 = 190;
    const LEFT: i32 = 40;
    const TOP: i32 = 26;
    const FLOOR: i32 = 160;
    let size = if figures.days.len() > 31 { 7 } else { 1 };
    let groups: Vec<_> = figures.days.chunks(size).collect();
    let sums = |group: &&[crate::report::figures::Day]| {
        let received: u32 = group.iter().map(|d| d.received).sum();
        let finished: u32 = group.iter().map(|d| d.finished).sum();
        (received, finished)
    };
    let most = groups.iter().map(sums).map(|(r, f)| r.max(f)).max().unwrap_or(0);
    let top = ceiling(most);
    let width = (WIDTH - LEFT - 6) / i32::try_from(groups.len().max(1)).unwrap_or(1);
    let height = |value: u32| share(value, top, FLOOR - TOP);
    drawn(HEIGHT as u32, |area| {
        bar(area, (LEFT, 4), (LEFT + 12, 14), RECEIVED)?;
        write(area, "masuk", (LEFT + 17, 10), HPos::Left)?;
        bar(area, (LEFT + 80, 4), (LEFT + 92, 14), FINISHED)?;
        write(area, "selesai", (LEFT + 97, 10), HPos::Left)?;
        for (place, group) in (0..).zip(&groups) {
            let x = LEFT + place * width;
            let off = group.iter().all(|day| !day.working);
            if off {
                bar(area, (x, TOP), (x + width, FLOOR), OFF)?;
            }
        }
        for line in [0, top / 2, top] {
            let y = FLOOR - height(line);
            area.draw(&PathElement::new(vec![(LEFT, y), (WIDTH - 6, y)], GRID))?;
            if line == 0 || line * 2 == top || line == top {
                write(area, &words::number(line), (LEFT - 6, y), HPos::Right)?;
            }
        }
        for (place, group) in (0..).zip(&groups) {
            let x = LEFT + place * width;
            let (received, finished) = sums(group);
            let half = (width - 4).max(2) / 2;
            bar(area, (x + 2, FLOOR - height(received)), (x + 2 + half, FLOOR), RECEIVED)?;
            bar(
                area,
                (x + 2 + half, FLOOR - height(finished)),
                (x + 2 + 2 * half, FLOOR),
                FINISHED,
            )?;
            if let Some(day) = group.first() {
                let label = match size {
                    1 => day.date.day().to_string(),
                    _ => format!("{}/{}", day.date.day(), day.date.month()),
                };
                write(area, &label, (x + width / 2, FLOOR + 13), HPos::Center)?;
            }
        }
        Ok(())
    })
}

/// The share within standard, step by step.
pub fn standards(figures: &Figures) -> String {
    const LEFT: i32 = 210;
    const RIGHT: i32 = 130;
    const ROW: i32 = 24;
    let opening = &figures.opening;
    let mut rows = vec![(4u8, opening.same_day, opening.counted)];
    rows.extend(figures.steps.iter().map(|s| (s.step, s.within, s.counted)));
    rows.sort_unstable();
    rows.retain(|(_, _, counted)| *counted > 0);
    let count = i32::try_from(rows.len()).unwrap_or(0);
    let whole = WIDTH - LEFT - RIGHT;
    drawn(u32::try_from(count * ROW + 12).unwrap_or(12), |area| {
        for (place, (step, within, counted)) in (0..).zip(&rows) {
            let y = 6 + place * ROW;
            let good = share(*within, *counted, whole);
            let name = format!("{step}  {}", words::step(*step));
            write(area, &name, (0, y + ROW / 2), HPos::Left)?;
            bar(area, (LEFT, y + 4), (LEFT + good, y + ROW - 4), GOOD)?;
            if within < counted {
                bar(area, (LEFT + good, y + 4), (LEFT + whole, y + ROW - 4), BAD)?;
            }
            let (part, all) = (words::number(*within), words::number(*counted));
            let said = format!("{}  ({part}/{all})", words::percent(*within, *counted));
            write(area, &said, (LEFT + whole + 8, y + ROW / 2), HPos::Left)?;
        }
        Ok(())
    })
}

/// How what was finished in the period ended.
pub fn ends(figures: &Figures) -> String {
    const LEFT: i32 = 210;
    const RIGHT: i32 = 130;
    const ROW: i32 = 24;
    let finished = &figures.finished;
    let rows = [
        ("Hasil disampaikan", finished.delivered),
        ("Ditolak", finished.rejected),
        ("Tidak ditindaklanjuti", finished.closed_no_followup),
        ("Dicabut pemohon", finished.withdrawn),
        ("Di luar ruang lingkup SOP", finished.out_of_scope),
    ];
    let whole = WIDTH - LEFT - RIGHT;
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    drawn(132, |area| {
        for (place, (name, count)) in (0..).zip(&rows) {
            let y = 6 + place * ROW;
            let length = share(*count, most, whole);
            write(area, name, (0, y + ROW / 2), HPos::Left)?;
            bar(area, (LEFT, y + 4), (LEFT + length, y + ROW - 4), RECEIVED)?;
            let said =
                format!("{}  ({})", words::number(*count), words::percent(*count, finished.total));
            write(area, &said, (LEFT + length + 8, y + ROW / 2), HPos::Left)?;
        }
        Ok(())
    })
}

/// So many of `length` points.
fn share(part: u32, whole: u32, length: i32) -> i32 {
    if whole == 0 {
        return 0;
    }
    let points = i64::from(part) * i64::from(length) / i64::from(whole);
    i32::try_from(points).unwrap_or(length).max(i32::from(part > 0))
}

/// The first even round number that is not below.
fn ceiling(most: u32) -> u32 {
    let mut step = 1u32;
    loop {
        for factor in [2, 4, 6, 8, 10, 12, 16] {
            let top = step.saturating_mul(factor);
            if top >= most.max(2) {
                return top;
            }
        }
        step = step.saturating_mul(10);
    }
}
