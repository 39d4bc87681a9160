//! The signs before list items. Knows numbers, no text.

/// An open list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    style: Style,
    next: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Bullets,
    Numbers,
    Letters { upper: bool },
    Romans { upper: bool },
}

impl List {
    /// `kind`: the attribute `type`.
    pub(super) fn new(ordered: bool, kind: &str, start: &str) -> List {
        let style = match (ordered, kind.trim()) {
            (false, _) => Style::Bullets,
            (true, "a" | "A") => Style::Letters { upper: kind.trim() == "A" },
            (true, "i" | "I") => Style::Romans { upper: kind.trim() == "I" },
            (true, _) => Style::Numbers,
        };
        List { style, next: start.trim().parse().unwrap_or(1) }
    }

    /// The sign of the next item, with the room after it; `value`: the item's own number.
    pub(super) fn sign(&mut self, value: &str) -> String {
        let number = value.trim().parse().unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let cased = |text: String, upper| if upper { text } else { text.to_lowercase() };
        match self.style {
            Style::Bullets => "- ".to_owned(),
            Style::Numbers => format!("{number}. "),
            Style::Letters { upper } => {
                letters(number).map_or(format!("{number}. "), |t| cased(format!("{t}. "), upper))
            }
            Style::Romans { upper } => {
                roman(number).map_or(format!("{number}. "), |t| cased(format!("{t}. "), upper))
            }
        }
    }
}

/// A … Z, AA …
fn letters(number: i32) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|n| (1..=18_278).contains(n))?;
    let mut out = Vec::new();
    while left > 0 {
        left -= 1;
        out.push(char::from_u32(u32::from(b'A') + left % 26)?);
        left /= 26;
    }
    Some(out.into_iter().rev().collect())
}

fn roman(number: i32) -> Option<String> {
    const PARTS: [(i32, &str); 13] = [
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
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in PARTS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        let mut list = List::new(true, "a", "");
        assert_eq!([list.sign(""), list.sign("")], ["a. ", "b. "]);
        let mut list = List::new(true, "", "4");
        assert_eq!([list.sign(""), list.sign("9"), list.sign("")], ["4. ", "9. ", "10. "]);
        let mut list = List::new(true, "I", "9");
        assert_eq!(list.sign(""), "IX. ");
        assert_eq!(List::new(false, "", "").sign(""), "- ");
        assert_eq!(List::new(true, "a", "-5").sign(""), "-5. ");
        assert_eq!(letters(28).as_deref(), Some("AB"));
    }
}
