//! Blocks of a DOCX: paragraphs, tables, content controls. Knows their elements, not those of letters.
use super::super::Fault;
use super::super::blocks::{Block, Cell, Row, Table};
use super::super::remarks::{DELETED, EMBEDDED};
use super::super::xml::{Node, Tag, Xml};
use super::props;
use super::walk::{Line, Walk};

/// Columns of one table.
const MOST_COLUMNS: usize = 64;
/// Tables within tables; deeper ones are left out.
const MOST_TABLES: usize = 12;

/// Reads the blocks of the element that was just opened.
pub(super) fn blocks(walk: &mut Walk, xml: &mut Xml, out: &mut Vec<Block>) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        block(walk, xml, &tag, out)?;
    }
    Ok(())
}

fn block(walk: &mut Walk, xml: &mut Xml, tag: &Tag, out: &mut Vec<Block>) -> Result<(), Fault> {
    match tag.name() {
        "p" => paragraph(walk, xml, out),
        "tbl" => table(walk, xml, out),
        "sdt" => control(xml, |xml| blocks(walk, xml, out)),
        "ins" | "moveTo" | "customXml" | "smartTag" => blocks(walk, xml, out),
        "del" | "moveFrom" => {
            walk.remark(DELETED);
            xml.skip()
        }
        "AlternateContent" => alternate(xml, |xml| blocks(walk, xml, out)),
        "altChunk" => {
            walk.remark(EMBEDDED);
            xml.skip()
        }
        "sectPr" => {
            let section = props::section(xml)?;
            walk.sections.push((out.len(), section));
            Ok(())
        }
        _ => xml.skip(),
    }
}

/// The first choice of several that say the same.
pub(super) fn alternate<'x>(
    xml: &mut Xml<'x>,
    mut read: impl FnMut(&mut Xml<'x>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut taken = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        let wanted = matches!(tag.name(), "Choice" | "Fallback") && !taken;
        if wanted {
            taken = true;
            read(xml)?;
        } else {
            xml.skip()?;
        }
    }
    Ok(())
}

/// The content of a content control, unless it only says what to type there.
pub(super) fn control<'x>(
    xml: &mut Xml<'x>,
    mut read: impl FnMut(&mut Xml<'x>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut placeholder = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "sdtPr" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    placeholder |= tag.name() == "showingPlcHdr" && tag.is_on();
                    xml.skip()?;
                }
            }
            "sdtContent" if !placeholder => read(xml)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn paragraph(walk: &mut Walk, xml: &mut Xml, out: &mut Vec<Block>) -> Result<(), Fault> {
    let mut line = Line::default();
    let mut ready = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "pPr" {
            (line.own, line.ends) = props::paragraph(xml)?;
            if line.ends.joined {
                walk.remark(DELETED);
            }
            continue;
        }
        if !std::mem::replace(&mut ready, true) {
            begin(walk, &mut line);
        }
        super::run::inline(walk, xml, &tag, &mut line)?;
    }
    walk.finish(line, out);
    Ok(())
}

/// What the paragraph's style says of its letters.
fn begin(walk: &mut Walk, line: &mut Line) {
    let (base, letters) = walk.styles.of(line.own.style.as_deref());
    line.shaded = line.own.shaded.or(base.shaded) == Some(true);
    line.letters = letters;
}

fn table(walk: &mut Walk, xml: &mut Xml, out: &mut Vec<Block>) -> Result<(), Fault> {
    if walk.tables >= MOST_TABLES {
        return xml.skip();
    }
    walk.tables += 1;
    let mut table = Table::default();
    rows(walk, xml, &mut table)?;
    walk.tables -= 1;
    // A picture's frame or a rule drawn as a table.
    if !super::super::table::is_empty(&table) && walk.budget.block() {
        out.push(Block::Table(table));
    }
    Ok(())
}

fn rows(walk: &mut Walk, xml: &mut Xml, table: &mut Table) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "tblGrid" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    if table.widths.len() < MOST_COLUMNS {
                        table.widths.push(tag.number("w").unwrap_or(0));
                    }
                    xml.skip()?;
                }
            }
            "tr" => {
                let mut row = Row::default();
                let deleted = cells(walk, xml, &mut row)?;
                if deleted {
                    walk.remark(DELETED);
                } else if walk.budget.block() {
                    table.rows.push(row);
                }
            }
            "sdt" => control(xml, |xml| rows(walk, xml, table))?,
            "ins" | "moveTo" | "customXml" => rows(walk, xml, table)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// Reads the cells of a row; tells whether the row was deleted.
fn cells(walk: &mut Walk, xml: &mut Xml, row: &mut Row) -> Result<bool, Fault> {
    let mut deleted = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "trPr" => {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    if tag.name() == "gridBefore" {
                        let skipped = tag.number("val").and_then(|n| usize::try_from(n).ok());
                        row.skipped = skipped.unwrap_or(0).min(MOST_COLUMNS);
                    }
                    deleted |= tag.name() == "del";
                    xml.skip()?;
                }
            }
            "tc" => {
                let cell = cell(walk, xml)?;
                if row.cells.len() < MOST_COLUMNS && walk.budget.block() {
                    row.cells.push(cell);
                }
            }
            "sdt" => control(xml, |xml| cells(walk, xml, row).map(|_| ()))?,
            "customXml" => deleted |= cells(walk, xml, row)?,
            _ => xml.skip()?,
        }
    }
    Ok(deleted)
}

fn cell(walk: &mut Walk, xml: &mut Xml) -> Result<Cell, Fault> {
    let mut cell = Cell { span: 1, blocks: Vec::new() };
    let mut continued = false;
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() != "tcPr" {
            block(walk, xml, &tag, &mut cell.blocks)?;
            continue;
        }
        while let Some(node) = xml.child()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "gridSpan" => {
                    let span = tag.number("val").and_then(|n| usize::try_from(n).ok());
                    cell.span = span.unwrap_or(1).clamp(1, MOST_COLUMNS);
                }
                "vMerge" | "hMerge" => continued |= tag.attr("val").as_deref() != Some("restart"),
                _ => {}
            }
            xml.skip()?;
        }
    }
    walk.flush(&mut cell.blocks);
    if continued {
        cell.blocks.clear();
    }
    Ok(cell)
}
