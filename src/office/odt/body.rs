//! Blocks of an ODT: paragraphs, lists, tables, sections. Knows their elements, not those of letters.
use super::super::Fault;
use super::super::blocks::{Block, Cell, Row, Table};
use super::super::remarks::{ACTIVE_FIELD, DELETED, HIDDEN, LINKED};
use super::super::xml::{Node, Tag, Xml};
use super::inline;
use super::lists::Open;
use super::walk::{Line, Walk};

/// Columns of one table.
const MOST_COLUMNS: usize = 64;
/// Times that a row or a column may be repeated.
const MOST_REPEATS: usize = 64;

/// Reads the blocks of the element that was just opened.
pub(super) fn blocks(walk: &mut Walk, xml: &mut Xml, out: &mut Vec<Block>) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        block(walk, xml, &tag, out)?;
    }
    Ok(())
}

fn block(walk: &mut Walk, xml: &mut Xml, tag: &Tag, out: &mut Vec<Block>) -> Result<(), Fault> {
    match (tag.prefix(), tag.name()) {
        ("text", "p" | "h") => paragraph(walk, xml, tag, out),
        ("text", "list") => list(walk, xml, tag, out),
        ("text", "section") => {
            if matches!(tag.attr("display").as_deref(), Some("none" | "condition")) {
                walk.remark(HIDDEN);
                return xml.skip();
            }
            blocks(walk, xml, out)
        }
        ("text", "section-source") => {
            walk.remark(LINKED);
            xml.skip()
        }
        ("office", "dde-source") | ("text", "dde-connection-decls") => {
            walk.remark(ACTIVE_FIELD);
            xml.skip()
        }
        ("text", "tracked-changes") => {
            walk.remark(DELETED);
            xml.skip()
        }
        ("text", "soft-page-break") => {
            walk.count_page();
            if walk.inside == 0 {
                out.push(Block::PageBreak);
            }
            xml.skip()
        }
        ("table", "table") => table(walk, xml, out),
        // A frame or a shape that is bound to the page stands between the paragraphs.
        ("draw", _) => {
            let mut line = Line::default();
            inline::frame_or_shape(walk, xml, tag, &mut line)?;
            out.append(&mut line.above);
            out.append(&mut line.below);
            Ok(())
        }
        (
            "text",
            "numbered-paragraph" | "index-body" | "index-title" | "table-of-content" | "ruby",
        ) => blocks(walk, xml, out),
        _ => xml.skip(),
    }
}

fn paragraph(walk: &mut Walk, xml: &mut Xml, tag: &Tag, out: &mut Vec<Block>) -> Result<(), Fault> {
    let style = walk.styles.paragraph(&tag.attr("style-name").unwrap_or_default());
    let look = style.run.clone();
    let mut line = Line { style, ..Line::default() };
    inline::read(walk, xml, &mut line, &look)?;
    walk.finish(line, out);
    Ok(())
}

fn list(walk: &mut Walk, xml: &mut Xml, tag: &Tag, out: &mut Vec<Block>) -> Result<(), Fault> {
    let open: Open = walk.counters.open(tag, walk.lists.last());
    walk.lists.push(open);
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if let Some(open) = walk.lists.last_mut() {
            open.waiting = tag.name() == "list-item";
            open.start = tag.number("start-value").and_then(|n| u32::try_from(n).ok());
        }
        blocks(walk, xml, out)?;
    }
    walk.lists.pop();
    Ok(())
}

fn table(walk: &mut Walk, xml: &mut Xml, out: &mut Vec<Block>) -> Result<(), Fault> {
    let lists = std::mem::take(&mut walk.lists);
    let mut table = Table::default();
    walk.inside += 1;
    let read = rows(walk, xml, &mut table);
    walk.inside -= 1;
    walk.lists = lists;
    read?;
    if !super::super::table::is_empty(&table) && walk.budget.block() {
        out.push(Block::Table(table));
    }
    Ok(())
}

fn repeated(tag: &Tag, name: &str) -> usize {
    let times = tag.number(name).and_then(|n| usize::try_from(n).ok());
    times.unwrap_or(1).clamp(1, MOST_REPEATS)
}

fn rows(walk: &mut Walk, xml: &mut Xml, table: &mut Table) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "table-column" => {
                let width = walk.styles.column(&tag.attr("style-name").unwrap_or_default());
                for _ in 0..repeated(&tag, "number-columns-repeated") {
                    if table.widths.len() < MOST_COLUMNS {
                        table.widths.push(width);
                    }
                }
                xml.skip()?;
            }
            "table-row" => {
                let row = cells(walk, xml)?;
                for _ in 0..repeated(&tag, "number-rows-repeated") {
                    if walk.budget.block() {
                        table.rows.push(row.clone());
                    }
                }
            }
            "dde-source" => {
                walk.remark(ACTIVE_FIELD);
                xml.skip()?;
            }
            "table-header-rows"
            | "table-rows"
            | "table-row-group"
            | "table-columns"
            | "table-header-columns"
            | "table-column-group" => rows(walk, xml, table)?,
            _ => xml.skip()?,
        }
    }
    Ok(())
}

fn cells(walk: &mut Walk, xml: &mut Xml) -> Result<Row, Fault> {
    let mut row = Row::default();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "table-cell" => {
                let mut cell =
                    Cell { span: repeated(&tag, "number-columns-spanned"), blocks: Vec::new() };
                blocks(walk, xml, &mut cell.blocks)?;
                for _ in 0..repeated(&tag, "number-columns-repeated") {
                    if row.cells.len() < MOST_COLUMNS && walk.budget.block() {
                        row.cells.push(cell.clone());
                    }
                }
            }
            // A cell that reaches over it has its room already, one above leaves it empty.
            "covered-table-cell" => {
                let times = repeated(&tag, "number-columns-repeated");
                let reached = row.cells.last().is_some_and(|c| c.span > 1)
                    && row.cells.last_mut().is_some_and(|c| covered(c, times));
                if !reached {
                    for _ in 0..times.min(MOST_COLUMNS.saturating_sub(row.cells.len())) {
                        row.cells.push(Cell { span: 1, blocks: Vec::new() });
                    }
                }
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    Ok(row)
}

/// Does the last cell reach over these?
fn covered(cell: &mut Cell, times: usize) -> bool {
    cell.span > times
}

/// The header or the footer of a page style; that of the first page where it has one of its own.
pub(super) fn margin(
    walk: &mut Walk,
    common: &str,
    master: &str,
    headers: bool,
    out: &mut Vec<Block>,
) -> Result<(), Fault> {
    let (usual, first) =
        if headers { ("header", "header-first") } else { ("footer", "footer-first") };
    let mut xml = Xml::new(common);
    loop {
        match xml.next()? {
            Node::End => return Ok(()),
            Node::Open(tag)
                if tag.name() == "master-page" && tag.attr("name").as_deref() == Some(master) =>
            {
                break;
            }
            _ => {}
        }
    }
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        let shown = tag.attr("display").as_deref() != Some("false");
        if tag.name() == first && shown {
            out.clear();
            blocks(walk, &mut xml, out)?;
            return Ok(());
        }
        if tag.name() == usual && shown {
            blocks(walk, &mut xml, out)?;
        } else {
            xml.skip()?;
        }
    }
    Ok(())
}
