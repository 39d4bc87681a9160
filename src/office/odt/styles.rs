//! Styles of an ODT and what they hand down. Knows no text.
use super::super::Fault;
use super::super::blocks::{Align, Stop, Twips};
use super::super::looks::{MOST_STOPS, ParaLook, RunLook};
use super::super::xml::{Node, Tag, Xml};
use super::lists::{self, ListStyle};
use std::collections::HashMap;

const MOST_STYLES: usize = 8_000;
/// Styles based on each other; a circle ends here too.
const MOST_BASES: usize = 20;
/// Points under which nobody can read a letter on paper.
const TINY: f64 = 2.0;

#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    base: Option<String>,
    pub(super) paragraph: ParaLook,
    pub(super) run: RunLook,
    pub(super) master: Option<String>,
    /// Of a column of a table.
    pub(super) width: Twips,
}

/// All styles of the document; those a writer made by himself and those he named.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    named: HashMap<(String, String), Style>,
    defaults: Style,
    pub(super) lists: HashMap<String, ListStyle>,
}

impl Styles {
    /// Reads the styles of one part.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Fault> {
        let mut xml = Xml::new(text);
        loop {
            let tag = match xml.next()? {
                Node::End => return Ok(()),
                Node::Open(tag) => tag,
                _ => continue,
            };
            let name = tag.attr("name").unwrap_or_default();
            match (tag.prefix(), tag.name()) {
                ("style", "style") => {
                    let family = tag.attr("family").unwrap_or_default();
                    let style = style(&mut xml, &tag)?;
                    if self.named.len() < MOST_STYLES {
                        self.named.insert((family, name), style);
                    }
                }
                ("style", "default-style") => {
                    let paragraph = tag.attr("family").as_deref() == Some("paragraph");
                    let style = style(&mut xml, &tag)?;
                    if paragraph {
                        self.defaults = style;
                    }
                }
                ("text", "list-style") => {
                    let list = lists::read(&mut xml)?;
                    if self.lists.len() < MOST_STYLES {
                        self.lists.insert(name, list);
                    }
                }
                ("office", "body" | "master-styles") => xml.skip()?,
                _ => {}
            }
        }
    }

    fn chain(&self, family: &str, name: &str) -> Style {
        let mut whole = Style::default();
        let mut next = Some(name.to_string());
        for _ in 0..MOST_BASES {
            let Some(name) = next.take() else { break };
            let Some(style) = self.named.get(&(family.to_string(), name)) else { break };
            whole.paragraph = whole.paragraph.over(&style.paragraph);
            whole.run = whole.run.over(&style.run);
            whole.master = whole.master.or_else(|| style.master.clone());
            if whole.width == 0 {
                whole.width = style.width;
            }
            next = style.base.clone();
        }
        whole
    }

    /// A paragraph's style with all it is based on.
    pub(super) fn paragraph(&self, name: &str) -> Style {
        let mut style = self.chain("paragraph", name);
        style.paragraph = style.paragraph.over(&self.defaults.paragraph);
        style.run = style.run.over(&self.defaults.run);
        style
    }

    pub(super) fn letters(&self, name: &str) -> RunLook {
        self.chain("text", name).run
    }

    pub(super) fn column(&self, name: &str) -> Twips {
        self.chain("table-column", name).width
    }
}

/// Reads a style, which was just opened.
fn style(xml: &mut Xml, tag: &Tag) -> Result<Style, Fault> {
    let mut style = Style {
        base: tag.attr("parent-style-name"),
        master: tag.attr("master-page-name").filter(|name| !name.is_empty()),
        ..Style::default()
    };
    let mut open = 0usize;
    loop {
        match xml.next()? {
            Node::End => return Err(Fault::Broken),
            Node::Close if open == 0 => return Ok(style),
            Node::Close => open -= 1,
            Node::Text(_) => {}
            Node::Open(tag) => {
                open += 1;
                match tag.name() {
                    "paragraph-properties" => paragraph(&tag, &mut style.paragraph),
                    "text-properties" => letters(&tag, &mut style.run),
                    "tab-stop" => stop(&tag, &mut style.paragraph),
                    "table-column-properties" => {
                        style.width = twips(&tag, "column-width").unwrap_or(0);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn paragraph(tag: &Tag, look: &mut ParaLook) {
    look.left = twips(tag, "margin-left");
    look.first = twips(tag, "text-indent");
    look.before = twips(tag, "margin-top");
    look.after = twips(tag, "margin-bottom");
    look.align = tag.attr("text-align").map(|align| match align.as_str() {
        "center" => Align::Centre,
        "end" | "right" => Align::Right,
        _ => Align::Left,
    });
    look.break_before = tag.attr("break-before").map(|b| b == "page");
    look.shaded = tag.attr("background-color").map(|c| coloured(&c));
}

fn letters(tag: &Tag, look: &mut RunLook) {
    look.capitals = tag.attr("text-transform").map(|t| t == "uppercase");
    look.hidden = tag.attr("display").map(|d| d == "none");
    look.white = tag.attr("color").map(|c| c.eq_ignore_ascii_case("#ffffff"));
    look.shaded = tag.attr("background-color").map(|c| coloured(&c));
    let size = tag.attr("font-size").filter(|size| size.ends_with("pt"));
    look.tiny = size.and_then(|s| s.trim_end_matches("pt").parse::<f64>().ok()).map(|s| s <= TINY);
    look.font = tag.attr("font-name").or_else(|| tag.attr("font-family"));
}

fn coloured(colour: &str) -> bool {
    !matches!(colour.to_ascii_lowercase().as_str(), "transparent" | "#ffffff" | "")
}

fn stop(tag: &Tag, look: &mut ParaLook) {
    let Some(at) = twips(tag, "position") else { return };
    let kind = match tag.attr("type").as_deref() {
        Some("center") => Align::Centre,
        Some("right" | "char") => Align::Right,
        _ => Align::Left,
    };
    if look.stops.len() < MOST_STOPS {
        look.stops.push(Stop { at, kind });
    }
}

/// A length with its unit, as twips.
pub(super) fn twips(tag: &Tag, name: &str) -> Option<Twips> {
    length(&tag.attr(name)?)
}

fn length(value: &str) -> Option<Twips> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))?;
    let (number, unit) = value.split_at(end);
    let unit = match unit {
        "cm" => 566.93,
        "mm" => 56.693,
        "in" => 1440.0,
        "pt" => 20.0,
        "pc" => 240.0,
        _ => return None,
    };
    let twips = number.parse::<f64>().ok()? * unit;
    (twips.abs() < 1e6).then_some(twips.round() as Twips)
}

#[cfg(test)]
mod tests {
    #[test]
    fn lengths() {
        for (text, wanted) in [
            ("1in", Some(1440)),
            ("2.54cm", Some(1440)),
            ("12pt", Some(240)),
            ("50%", None),
            ("", None),
        ] {
            assert_eq!(super::length(text), wanted, "{text}");
        }
    }
}
