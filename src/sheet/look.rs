//! How cells look. Knows formats, no content.
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const LINE: Color = Color::RGB(0x00D5_DBE1);
const DEEP: Color = Color::RGB(0x001F_4E79);
const PALE: Color = Color::RGB(0x00DC_E6F1);

/// The formats of one workbook.
pub(super) struct Looks {
    pub group: Format,
    pub head: Format,
    pub upright: Format,
    pub text: Format,
    pub whole: Format,
    pub number: Format,
    pub time: Format,
}

impl Looks {
    pub(super) fn new() -> Looks {
        let plain = || {
            Format::new()
                .set_font_name("Arial")
                .set_font_size(9)
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
        };
        let head = plain().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Looks {
            group: head
                .clone()
                .set_align(FormatAlign::Center)
                .set_background_color(DEEP)
                .set_font_color(Color::White),
            upright: head.clone().set_background_color(PALE).set_rotation(90),
            head: head.set_background_color(PALE),
            text: plain().set_text_wrap(),
            whole: plain().set_num_format("#,##0"),
            number: plain().set_num_format("#,##0.0"),
            time: plain().set_num_format("dd/mm/yyyy hh\".\"mm"),
        }
    }
}
