//! Letters of an ODT: spans, tabs, fields, frames. Knows their elements, no tables.
use super::super::Fault;
use super::super::blocks::Block;
use super::super::looks::RunLook;
use super::super::remarks::{ACTIVE_FIELD, DELETED, EMBEDDED, HIDDEN, LINKED};
use super::super::xml::{Node, Tag, Xml};
use super::body;
use super::styles::twips;
use super::walk::{Line, Walk};

/// Blanks that one element may stand for.
const MOST_BLANKS: usize = 200;
/// Twips that a box stands under the start of its paragraph to come after its text.
const BELOW: i32 = 240;

/// Reads what is within the element that was just opened.
pub(super) fn read(
    walk: &mut Walk,
    xml: &mut Xml,
    line: &mut Line,
    look: &RunLook,
) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        match node {
            Node::Text(text) => walk.show(line, look, &text),
            Node::Open(tag) => element(walk, xml, &tag, line, look)?,
            _ => {}
        }
    }
    Ok(())
}

fn element(
    walk: &mut Walk,
    xml: &mut Xml,
    tag: &Tag,
    line: &mut Line,
    look: &RunLook,
) -> Result<(), Fault> {
    match (tag.prefix(), tag.name()) {
        ("text", "span") => {
            let own = walk.styles.letters(&tag.attr("style-name").unwrap_or_default());
            let look = own.over(look);
            read(walk, xml, line, &look)
        }
        ("text", "s") => {
            let count = tag.number("c").and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
            walk.mark(line, ' ', count.min(MOST_BLANKS));
            xml.skip()
        }
        ("text", "tab") => {
            walk.mark(line, '\t', 1);
            xml.skip()
        }
        ("text", "line-break") => {
            walk.mark(line, '\n', 1);
            xml.skip()
        }
        ("text", "soft-page-break") => {
            walk.count_page();
            line.breaks_after |= walk.inside == 0;
            xml.skip()
        }
        ("text", "hidden-text" | "hidden-paragraph") => {
            walk.remark(HIDDEN);
            xml.skip()
        }
        ("text", "change-start") => {
            walk.remark(DELETED);
            xml.skip()
        }
        // A blank to be filled, and its list of choices.
        ("text", "placeholder" | "note" | "label" | "bibliography-mark" | "ruby-text")
        | ("office", "annotation" | "annotation-end")
        | ("svg", _) => xml.skip(),
        ("text", "script" | "execute-macro") => {
            walk.remark(ACTIVE_FIELD);
            xml.skip()
        }
        ("draw", "a" | "g") => read(walk, xml, line, look),
        ("draw", _) => frame_or_shape(walk, xml, tag, line),
        _ => read(walk, xml, line, look),
    }
}

fn below(tag: &Tag) -> bool {
    let near = matches!(tag.attr("anchor-type").as_deref(), Some("paragraph" | "char"));
    near && twips(tag, "y").is_some_and(|y| y > BELOW)
}

/// Reads something drawn, which was just opened.
pub(super) fn frame_or_shape(
    walk: &mut Walk,
    xml: &mut Xml,
    tag: &Tag,
    line: &mut Line,
) -> Result<(), Fault> {
    match tag.name() {
        "frame" => frame(walk, xml, tag, line),
        "a" | "g" => read(walk, xml, line, &RunLook::default()),
        _ => shape(walk, xml, tag, line),
    }
}

/// A frame: one of a text box, a picture or an object, and what stands for it where it is not known.
fn frame(walk: &mut Walk, xml: &mut Xml, tag: &Tag, line: &mut Line) -> Result<(), Fault> {
    let size = |name: &str| twips(tag, name).unwrap_or(0);
    let (width, height, below) = (size("width"), size("height"), below(tag));
    let mut pictured = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "text-box" => boxed(walk, xml, line, below)?,
            "image" => {
                if let Some(part) = tag.attr("href").filter(|_| !pictured) {
                    walk.picture(&part, width, height);
                    pictured = true;
                }
                xml.skip()?;
            }
            "object" | "object-ole" | "applet" | "plugin" | "floating-frame" => {
                walk.remark(EMBEDDED);
                // The picture of an object is no page of the letter.
                pictured = true;
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// A drawn shape with paragraphs in it.
fn shape(walk: &mut Walk, xml: &mut Xml, tag: &Tag, line: &mut Line) -> Result<(), Fault> {
    if tag.name() == "control" {
        walk.remark(EMBEDDED);
        return xml.skip();
    }
    if tag.attr("href").is_some_and(|target| target.contains("://")) {
        walk.remark(LINKED);
    }
    boxed(walk, xml, line, below(tag))
}

fn boxed(walk: &mut Walk, xml: &mut Xml, line: &mut Line, below: bool) -> Result<(), Fault> {
    let lists = std::mem::take(&mut walk.lists);
    let mut blocks: Vec<Block> = Vec::new();
    walk.inside += 1;
    let read = body::blocks(walk, xml, &mut blocks);
    walk.inside -= 1;
    walk.lists = lists;
    read?;
    if below {
        line.below.append(&mut blocks)
    } else {
        line.above.append(&mut blocks)
    }
    Ok(())
}
