//! What a `style` attribute hides. Knows declarations, no element.

/// What the declarations of one element say about being seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// Neither the element nor anything in it is seen.
    pub hidden: bool,
    /// `Some(true)`: letters without size here, until an element inside gives them one again.
    pub sizeless: Option<bool>,
}

/// Reads the value of a `style` attribute.
pub(super) fn sight(style: &str) -> Sight {
    let mut seen = Sight::default();
    let (mut flat, mut clipped) = (false, false);
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        match name.as_str() {
            "display" => seen.hidden |= value == "none",
            "visibility" => seen.hidden |= value == "hidden" || value == "collapse",
            "opacity" => seen.hidden |= is_zero(value),
            "max-height" | "height" | "max-width" | "width" => flat |= is_zero(value),
            "overflow" | "overflow-y" => clipped |= value == "hidden",
            "font-size" => seen.sizeless = Some(is_zero(value)),
            _ => {}
        }
    }
    seen.hidden |= flat && clipped;
    seen
}

/// The declarations without any white space, in lower case, for looking up a known one.
pub(super) fn squeezed(style: &str) -> String {
    style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_zero(value: &str) -> bool {
    let number: &str = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !number.is_empty() && number.trim().parse::<f32>().is_ok_and(|n| n == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_in_many_ways() {
        for style in [
            "display:none",
            "color:red; DISPLAY : None !important",
            "max-height:0;overflow:hidden",
            "max-height:0px; max-width:0px; overflow: hidden;",
            "opacity:0",
            "visibility:hidden",
        ] {
            assert!(sight(style).hidden, "{style}");
        }
        for style in ["display:block", "opacity:0.9", "max-height:0", "mso-hide:all", "x", ""] {
            assert!(!sight(style).hidden, "{style}");
        }
    }

    #[test]
    fn a_size_may_come_back() {
        assert_eq!(sight("font-size:0").sizeless, Some(true));
        assert_eq!(sight("font-size:0px;padding:10px").sizeless, Some(true));
        assert_eq!(sight("font-size: 13px").sizeless, Some(false));
        assert_eq!(sight("font-size:small").sizeless, Some(false));
        assert_eq!(sight("color:red").sizeless, None);
    }
}
