//! Small charts as PNG bytes. Bars of one colour each on a clear ground, on whole pixels and without any
//! letter: words and numbers stand beside them in the page, so no font is needed, every mail client shows
//! them, light or dark, and the same numbers give the same bytes. Knows numbers only.
use tiny_skia::{Color, Paint, Pixmap, Rect, Transform};

/// Twice what is shown, for screens with small pixels.
const WIDTH: u32 = 1216;
const COLUMNS_HEIGHT: u32 = 240;
const BAR_HEIGHT: u32 = 40;
/// Thickness of the line the columns stand on.
const GROUND: u32 = 4;
/// Between groups of columns, and between parts of a bar.
const GAP: u32 = 4;
/// A value that is not nought is seen.
const LEAST: u32 = 6;

/// Colours that stand out on white and on black, and from each other in grey too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hue {
    Blue,
    Green,
    Orange,
    Violet,
    Grey,
    Red,
}

impl Hue {
    /// As red, green, blue.
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Hue::Blue => (0x2f, 0x6f, 0xb3),
            Hue::Green => (0x3f, 0xa3, 0x62),
            Hue::Orange => (0xe0, 0x7b, 0x26),
            Hue::Violet => (0x8a, 0x63, 0xc4),
            Hue::Grey => (0x8b, 0x95, 0xa1),
            Hue::Red => (0xcc, 0x3d, 0x3d),
        }
    }

    fn paint(self) -> Paint<'static> {
        let (r, g, b) = self.rgb();
        let mut paint = Paint::default();
        paint.set_color(Color::from_rgba8(r, g, b, 0xff));
        paint.anti_alias = false;
        paint
    }
}

/// Parts of one column, from below, or of one bar, from the left.
pub type Stack = Vec<(u32, Hue)>;

/// Why there is no picture: out of memory, in the end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("grafik tidak dapat digambar: {0}")]
pub struct ChartError(String);

fn failed(what: &str) -> ChartError {
    ChartError(what.to_owned())
}

/// Groups of columns beside each other, each group as wide as every other; the highest column fills the
/// height. Without anything to show it is the ground alone.
pub fn columns(groups: &[Vec<Stack>]) -> Result<Vec<u8>, ChartError> {
    let mut canvas = Canvas::new(COLUMNS_HEIGHT)?;
    let sum = |stack: &Stack| stack.iter().map(|(n, _)| u64::from(*n)).sum::<u64>();
    let top = groups.iter().flatten().map(sum).max().unwrap_or(0).max(1);
    let room = COLUMNS_HEIGHT - GROUND;
    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX).clamp(1, 60);
    for (at, group) in (0..count).zip(groups) {
        // Edges are where the cells of a table of as many equal columns have theirs.
        let (left, right) = (WIDTH * at / count, WIDTH * (at + 1) / count);
        let inner = (right - left) * 7 / 10;
        let start = left + (right - left - inner) / 2;
        let each = u32::try_from(group.len()).unwrap_or(1).max(1);
        for (index, stack) in (0..each).zip(group) {
            let (from, to) = (start + inner * index / each, start + inner * (index + 1) / each);
            let mut floor = room;
            for (value, hue) in stack.iter().filter(|(value, _)| *value > 0) {
                let height = (u64::from(*value) * u64::from(room) / top).max(u64::from(LEAST));
                let height = u32::try_from(height).unwrap_or(room).min(floor);
                canvas.fill(
                    from,
                    floor - height,
                    to.saturating_sub(GAP).saturating_sub(from),
                    height,
                    *hue,
                );
                floor -= height;
            }
        }
    }
    canvas.fill(0, room, WIDTH, GROUND, Hue::Grey);
    canvas.png()
}

/// One bar, its parts as wide as their share.
pub fn bar(parts: &[(u32, Hue)]) -> Result<Vec<u8>, ChartError> {
    let mut canvas = Canvas::new(BAR_HEIGHT)?;
    let shown: Vec<(u64, Hue)> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, hue)| (u64::from(*n), *hue)).collect();
    let total = shown.iter().map(|(n, _)| n).sum::<u64>().max(1);
    // What is seen at least is taken off first; the rest is shared out.
    let each = u64::from(GAP + LEAST);
    let rest = u64::from(WIDTH).saturating_sub(each * shown.len() as u64);
    let (mut before, mut left) = (0, 0);
    for (value, hue) in shown {
        let share = rest * (before + value) / total - rest * before / total;
        let width = u32::try_from(share + u64::from(LEAST)).unwrap_or(LEAST);
        canvas.fill(left, 0, width, BAR_HEIGHT, hue);
        left += width + GAP;
        before += value;
    }
    canvas.png()
}

struct Canvas(Pixmap);

impl Canvas {
    fn new(height: u32) -> Result<Canvas, ChartError> {
        Pixmap::new(WIDTH, height).map(Canvas).ok_or_else(|| failed("ukuran"))
    }

    fn fill(&mut self, x: u32, y: u32, width: u32, height: u32, hue: Hue) {
        #[allow(clippy::cast_precision_loss)]
        let [x, y, width, height] = [x, y, width, height].map(|n| n as f32);
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.0.fill_rect(rect, &hue.paint(), Transform::identity(), None);
        }
    }

    fn png(self) -> Result<Vec<u8>, ChartError> {
        self.0.encode_png().map_err(|error| ChartError(error.to_string()))
    }
}
