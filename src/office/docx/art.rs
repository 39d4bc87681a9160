//! What is drawn in a DOCX: text boxes, pictures, word art, embedded objects. Knows where their text
//! and their parts are named, opens no picture.
use super::super::Fault;
use super::super::blocks::{Block, Look, Paragraph};
use super::super::remarks::{EMBEDDED, LINKED};
use super::super::xml::{Node, Tag, Xml};
use super::body;
use super::walk::{Line, Walk};

/// A box this far (in EMU) under the start of its paragraph comes after the paragraph's text.
const BELOW: i64 = 150_000;
/// Bytes of a number.
const MOST_NUMBER: usize = 30;

/// The size of what is drawn, in EMU, and where it stands.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    width: i64,
    height: i64,
    below: bool,
}

/// Reads a drawing, which was just opened.
pub(super) fn read(walk: &mut Walk, xml: &mut Xml, line: &mut Line) -> Result<(), Fault> {
    let mut place = Place::default();
    within(walk, xml, line, &mut place)
}

fn within(walk: &mut Walk, xml: &mut Xml, line: &mut Line, place: &mut Place) -> Result<(), Fault> {
    let mut open = 0usize;
    loop {
        match xml.next()? {
            Node::End => return Err(Fault::Broken),
            Node::Text(_) => {}
            Node::Close if open == 0 => return Ok(()),
            Node::Close => open -= 1,
            Node::Open(tag) => match tag.name() {
                "txbxContent" => text_box(walk, xml, line, place.below)?,
                "AlternateContent" => {
                    body::alternate(xml, |xml| within(walk, xml, line, place))?;
                }
                "positionV" => {
                    let near =
                        matches!(tag.attr("relativeFrom").as_deref(), Some("paragraph" | "line"));
                    place.below = near && offset(xml)? > BELOW;
                    if !near {
                        xml.skip()?;
                    }
                }
                _ => {
                    one(walk, &tag, line, place);
                    open += 1;
                }
            },
        }
    }
}

fn offset(xml: &mut Xml) -> Result<i64, Fault> {
    Ok(xml.text(MOST_NUMBER)?.trim().parse().unwrap_or(0))
}

fn one(walk: &mut Walk, tag: &Tag, line: &mut Line, place: &mut Place) {
    match tag.name() {
        "extent" => {
            let size = |name: &str| tag.attr(name).and_then(|v| v.parse().ok()).unwrap_or(0);
            place.width = size("cx");
            place.height = size("cy");
        }
        "blip" => {
            if let Some(id) = tag.attr("embed") {
                walk.picture(&id, place.width, place.height);
            }
            if tag.attr("link").is_some_and(|id| !id.is_empty()) {
                walk.remark(LINKED);
            }
        }
        "shape" | "rect" => {
            let style = tag.attr("style").unwrap_or_default();
            place.width = length(&style, "width");
            place.height = length(&style, "height");
            place.below = length(&style, "margin-top") > BELOW;
        }
        "imagedata" => {
            if let Some(id) = tag.attr("id") {
                walk.picture(&id, place.width, place.height);
            }
        }
        "textpath" => {
            // A water mark: "KONSEP".
            let text = tag.attr("string").unwrap_or_default();
            if !text.trim().is_empty() && walk.budget.text(text.len()) && walk.budget.block() {
                line.above.push(Block::Paragraph(Paragraph { text, look: Look::default() }));
            }
        }
        "OLEObject" | "control" | "objectEmbed" => walk.remark(EMBEDDED),
        _ => {}
    }
}

/// A length of a VML style in EMU; points where it names no unit.
fn length(style: &str, name: &str) -> i64 {
    let value = style.split(';').filter_map(|pair| pair.split_once(':'));
    let Some(value) = value.filter(|(key, _)| key.trim() == name).map(|(_, v)| v.trim()).next()
    else {
        return 0;
    };
    let end =
        value.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let unit = match unit {
        "in" => 914_400.0,
        "cm" => 360_000.0,
        "mm" => 36_000.0,
        "px" => 9_525.0,
        _ => 12_700.0,
    };
    let emu = number.parse::<f64>().unwrap_or(0.0) * unit;
    if emu.abs() < 1e12 { emu as i64 } else { 0 }
}

fn text_box(walk: &mut Walk, xml: &mut Xml, line: &mut Line, below: bool) -> Result<(), Fault> {
    // Its fields and tables are its own.
    let fields = std::mem::take(&mut walk.fields);
    let mut blocks = Vec::new();
    walk.tables += 1;
    let read = body::blocks(walk, xml, &mut blocks);
    walk.tables -= 1;
    walk.fields = fields;
    read?;
    if below {
        line.below.append(&mut blocks)
    } else {
        line.above.append(&mut blocks)
    }
    Ok(())
}
