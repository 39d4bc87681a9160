//! Properties of paragraphs and runs in WordprocessingML, as far as they change what is read or where
//! it stands. Knows no text.
use super::super::Fault;
use super::super::blocks::{Align, Stop};
use super::super::looks::{MOST_STOPS, ParaLook, RunLook};
use super::super::xml::{Node, Tag, Xml};

/// Half points under which nobody can read a letter on paper.
const TINY: i32 = 4;

/// Headers and footers of a section, and how it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Kind (`first`, `default`, `even`) and relationship.
    pub(super) headers: Vec<(String, String)>,
    pub(super) footers: Vec<(String, String)>,
    /// Its first page has a header of its own.
    pub(super) title: bool,
    pub(super) continuous: bool,
}

/// What the end of a paragraph does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    /// It was deleted: the next paragraph goes on in its line.
    pub(super) joined: bool,
    pub(super) section: Option<Section>,
}

/// Reads `w:rPr`, which was just opened.
pub(super) fn run(xml: &mut Xml) -> Result<RunLook, Fault> {
    let mut look = RunLook::default();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        one_of_run(&tag, &mut look);
        xml.skip()?;
    }
    Ok(look)
}

fn one_of_run(tag: &Tag, look: &mut RunLook) {
    match tag.name() {
        "rStyle" => look.style = tag.attr("val"),
        "caps" => look.capitals = Some(tag.is_on()),
        "vanish" => look.hidden = Some(tag.is_on()),
        "color" => {
            let colour = tag.attr("val").unwrap_or_default().to_ascii_uppercase();
            look.white = Some(colour == "FFFFFF");
        }
        "sz" => look.tiny = tag.number("val").map(|size| size <= TINY),
        "shd" | "highlight" => look.shaded = Some(shaded(tag)),
        "rFonts" => {
            look.font = tag.attr("ascii").or_else(|| tag.attr("hAnsi")).or(look.font.take());
        }
        _ => {}
    }
}

fn shaded(tag: &Tag) -> bool {
    let ground = tag.attr("fill").or_else(|| tag.attr("val")).unwrap_or_default();
    !matches!(
        ground.to_ascii_lowercase().as_str(),
        "" | "auto" | "clear" | "none" | "ffffff" | "white"
    ) || tag.attr("themeFill").is_some()
}

/// Reads `w:pPr`, which was just opened.
pub(super) fn paragraph(xml: &mut Xml) -> Result<(ParaLook, Ends), Fault> {
    let mut look = ParaLook::default();
    let mut ends = Ends::default();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "numPr" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    let value = tag.number("val").and_then(|n| u32::try_from(n).ok());
                    match tag.name() {
                        "ilvl" => look.level = value,
                        "numId" => look.list = value,
                        _ => {}
                    }
                    xml.skip()?;
                }
            }
            "tabs" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    stop(&tag, &mut look);
                    xml.skip()?;
                }
            }
            "rPr" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    ends.joined |= matches!(tag.name(), "del" | "moveFrom");
                    xml.skip()?;
                }
            }
            "sectPr" => ends.section = Some(section(xml)?),
            _ => {
                one_of_paragraph(&tag, &mut look);
                xml.skip()?;
            }
        }
    }
    Ok((look, ends))
}

fn one_of_paragraph(tag: &Tag, look: &mut ParaLook) {
    match tag.name() {
        "pStyle" => look.style = tag.attr("val"),
        "ind" => {
            look.left = tag.number("left").or_else(|| tag.number("start")).or(look.left);
            let hanging = tag.number("hanging").map(|n| n.saturating_neg());
            look.first = hanging.or_else(|| tag.number("firstLine")).or(look.first);
        }
        "jc" => {
            look.align = Some(match tag.attr("val").as_deref() {
                Some("center") => Align::Centre,
                Some("right" | "end") => Align::Right,
                _ => Align::Left,
            });
        }
        "spacing" => {
            look.before = tag.number("before").or(look.before);
            look.after = tag.number("after").or(look.after);
        }
        "contextualSpacing" => look.contextual = Some(tag.is_on()),
        "pageBreakBefore" => look.break_before = Some(tag.is_on()),
        "shd" => look.shaded = Some(shaded(tag)),
        _ => {}
    }
}

fn stop(tag: &Tag, look: &mut ParaLook) {
    let Some(at) = tag.number("pos") else { return };
    let kind = match tag.attr("val").as_deref() {
        Some("clear") => {
            look.cleared.push(at);
            look.cleared.truncate(MOST_STOPS);
            return;
        }
        Some("center") => Align::Centre,
        Some("right" | "end" | "decimal") => Align::Right,
        Some("bar") => return,
        _ => Align::Left,
    };
    if look.stops.len() < MOST_STOPS {
        look.stops.push(Stop { at, kind });
    }
}

/// Reads `w:sectPr`, which was just opened.
pub(super) fn section(xml: &mut Xml) -> Result<Section, Fault> {
    let mut section = Section::default();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        let reference =
            || (tag.attr("type").unwrap_or_default(), tag.attr("id").unwrap_or_default());
        match tag.name() {
            "headerReference" if section.headers.len() < 3 => section.headers.push(reference()),
            "footerReference" if section.footers.len() < 3 => section.footers.push(reference()),
            "titlePg" => section.title = tag.is_on(),
            "type" => section.continuous = tag.attr("val").as_deref() == Some("continuous"),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(section)
}
