//! How a counter is written: 3 as "3", "c", "iii", "Ketiga". Knows no list.

/// The way of writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Style {
    #[default]
    Decimal,
    /// 01, 02
    Zero,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// Satu, Dua
    Cardinal,
    /// Pertama, Kedua
    Ordinal,
    Bullet,
    None,
}

impl Style {
    /// By the name it has in WordprocessingML.
    pub(super) fn word(name: &str) -> Style {
        match name {
            "decimalZero" => Style::Zero,
            "upperRoman" => Style::UpperRoman,
            "lowerRoman" => Style::LowerRoman,
            "upperLetter" => Style::UpperLetter,
            "lowerLetter" => Style::LowerLetter,
            "cardinalText" => Style::Cardinal,
            "ordinalText" | "ordinal" => Style::Ordinal,
            "bullet" => Style::Bullet,
            "none" => Style::None,
            _ => Style::Decimal,
        }
    }

    /// By the first character of its sample in OpenDocument.
    pub(super) fn open_document(sample: &str) -> Style {
        match sample {
            "" => Style::None,
            "a" => Style::LowerLetter,
            "A" => Style::UpperLetter,
            "i" => Style::LowerRoman,
            "I" => Style::UpperRoman,
            _ => Style::Decimal,
        }
    }
}

/// The counter in words or figures; empty where the style shows none.
pub(super) fn written(number: u32, style: Style) -> String {
    match style {
        Style::Decimal => number.to_string(),
        Style::Zero => format!("{number:02}"),
        Style::UpperRoman => roman(number),
        Style::LowerRoman => roman(number).to_lowercase(),
        Style::UpperLetter => letters(number),
        Style::LowerLetter => letters(number).to_lowercase(),
        Style::Cardinal => first_large(&cardinal(number)),
        Style::Ordinal if number == 1 => "Pertama".into(),
        Style::Ordinal => first_large(&format!("ke{}", cardinal(number))),
        Style::Bullet | Style::None => String::new(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3_999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// Word's way: A to Z, then AA, BB.
fn letters(number: u32) -> String {
    let Some(zero) = number.checked_sub(1) else { return String::new() };
    let times = usize::try_from(zero / 26 + 1).unwrap_or(1).min(5);
    let letter = u8::try_from(zero % 26).map_or('A', |n| char::from(b'A' + n));
    String::from(letter).repeat(times)
}

/// Up to 99: a decree has a dozen clauses.
fn cardinal(number: u32) -> String {
    const ONES: [&str; 12] = [
        "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
        "sepuluh", "sebelas",
    ];
    let one = |n: u32| ONES.get(usize::try_from(n).unwrap_or(0)).copied().unwrap_or_default();
    match number {
        0..=11 => one(number).to_string(),
        12..=19 => format!("{} belas", one(number - 10)),
        20..=99 if number.is_multiple_of(10) => format!("{} puluh", one(number / 10)),
        20..=99 => format!("{} puluh {}", one(number / 10), one(number % 10)),
        _ => number.to_string(),
    }
}

fn first_large(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing() {
        for (number, style, wanted) in [
            (3, Style::LowerLetter, "c"),
            (28, Style::UpperLetter, "BB"),
            (14, Style::LowerRoman, "xiv"),
            (1, Style::Ordinal, "Pertama"),
            (2, Style::Ordinal, "Kedua"),
            (1, Style::Cardinal, "Satu"),
            (11, Style::Ordinal, "Kesebelas"),
            (25, Style::Cardinal, "Dua puluh lima"),
            (7, Style::Zero, "07"),
            (7, Style::Bullet, ""),
            (u32::MAX, Style::UpperRoman, "4294967295"),
            (0, Style::LowerLetter, ""),
        ] {
            assert_eq!(written(number, style), wanted);
        }
    }
}
