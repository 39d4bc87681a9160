//! Letters of a DOCX: runs, fields, symbols, and what hangs in them. Knows their elements, no tables.
use super::super::looks::RunLook;
use super::super::remarks::{ACTIVE_FIELD, DELETED, EMBEDDED, HIDDEN};
use super::super::xml::{Node, Tag, Xml};
use super::super::{Fault, symbols};
use super::art;
use super::body::{alternate, control};
use super::props;
use super::walk::{Field, Line, Walk};

/// Fields within each other.
const MOST_FIELDS: usize = 20;
/// Bytes of a field's instruction.
const MOST_INSTRUCTION: usize = 2_000;
/// Bytes of one piece of text.
const MOST_TEXT: usize = 1 << 20;

/// Reads one element within a paragraph, which was just opened.
pub(super) fn inline(
    walk: &mut Walk,
    xml: &mut Xml,
    tag: &Tag,
    line: &mut Line,
) -> Result<(), Fault> {
    match tag.name() {
        "r" => run(walk, xml, line),
        "ins" | "moveTo" | "hyperlink" | "smartTag" | "customXml" | "bdo" | "dir" | "rubyBase" => {
            inlines(walk, xml, line)
        }
        "del" | "moveFrom" => {
            walk.remark(DELETED);
            xml.skip()
        }
        "fldSimple" => {
            judge(walk, &tag.attr("instr").unwrap_or_default());
            inlines(walk, xml, line)
        }
        "sdt" => control(xml, |xml| inlines(walk, xml, line)),
        "AlternateContent" => alternate(xml, |xml| inlines(walk, xml, line)),
        "oMath" | "oMathPara" => {
            let formula = xml.text(MOST_TEXT)?;
            walk.write(line, &formula);
            Ok(())
        }
        _ => xml.skip(),
    }
}

fn inlines(walk: &mut Walk, xml: &mut Xml, line: &mut Line) -> Result<(), Fault> {
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        inline(walk, xml, &tag, line)?;
    }
    Ok(())
}

/// A field that fetches something from elsewhere is told, never followed.
fn judge(walk: &mut Walk, instruction: &str) {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    let active = [
        "DDE",
        "DDEAUTO",
        "INCLUDE",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "IMPORT",
        "LINK",
        "DATABASE",
        "RD",
        "MACROBUTTON",
    ];
    if active.contains(&name.as_str()) {
        walk.remark(ACTIVE_FIELD);
    }
}

fn run(walk: &mut Walk, xml: &mut Xml, line: &mut Line) -> Result<(), Fault> {
    let mut look = line.letters.clone();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "rPr" {
            let own = props::run(xml)?;
            let named = own.style.as_ref().map(|n| walk.styles.run(n)).unwrap_or_default();
            look = own.over(&named).over(&line.letters);
            continue;
        }
        piece(walk, xml, &tag, line, &look)?;
    }
    Ok(())
}

/// One thing in a run.
fn piece(
    walk: &mut Walk,
    xml: &mut Xml,
    tag: &Tag,
    line: &mut Line,
    look: &RunLook,
) -> Result<(), Fault> {
    let name = tag.name();
    match name {
        "t" => {
            let text = xml.text(MOST_TEXT)?;
            show(walk, line, look, &text);
            return Ok(());
        }
        "instrText" => {
            let text = xml.text(MOST_INSTRUCTION)?;
            if let Some(field) = walk.fields.last_mut()
                && field.instruction.len() + text.len() <= MOST_INSTRUCTION
            {
                field.instruction.push_str(&text);
            }
            return Ok(());
        }
        "fldChar" => return field(walk, xml, tag, line),
        "drawing" | "pict" | "object" => {
            if name == "object" {
                walk.remark(EMBEDDED);
            }
            return art::read(walk, xml, line);
        }
        "AlternateContent" => {
            return alternate(xml, |xml| {
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    piece(walk, xml, &tag, line, look)?;
                }
                Ok(())
            });
        }
        "ruby" => return inlines(walk, xml, line),
        "sym" => {
            let code = tag.attr("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
            let shown = code.and_then(|c| symbols::shown(&tag.attr("font").unwrap_or_default(), c));
            let shown = shown.or_else(|| code.and_then(char::from_u32).and_then(symbols::private));
            if let Some(c) = shown {
                show(
                    walk,
                    line,
                    &RunLook { font: None, ..look.clone() },
                    c.encode_utf8(&mut [0; 4]),
                );
            }
        }
        "tab" | "ptab" => show(walk, line, look, "\t"),
        "cr" => show(walk, line, look, "\n"),
        "br" => match tag.attr("type").as_deref() {
            Some("page") => show(walk, line, look, "\u{c}"),
            _ => show(walk, line, look, "\n"),
        },
        "noBreakHyphen" => show(walk, line, look, "-"),
        "lastRenderedPageBreak" if walk.tables == 0 => rendered(walk, line),
        "delText" => walk.remark(DELETED),
        _ => {}
    }
    xml.skip()
}

/// Word began a page here when it last showed the document.
fn rendered(walk: &mut Walk, line: &mut Line) {
    walk.count_page();
    if line.text.trim().is_empty() {
        // Before the number of a list, so that it stays with its text.
        if !line.text.contains('\u{c}') {
            line.own.break_before = Some(true);
        }
    } else {
        line.breaks_after = true;
    }
}

/// Text out, if an eye can see it.
fn show(walk: &mut Walk, line: &mut Line, look: &RunLook, text: &str) {
    if walk.fields.iter().any(|field| !field.shows) {
        return;
    }
    let breaks = text == "\n" || text == "\u{c}";
    if unseen(walk, line, look) && !breaks {
        if !text.trim().is_empty() {
            walk.remark(HIDDEN);
        }
        return;
    }
    let font = look.font.as_deref().unwrap_or_default();
    let mut seen = String::with_capacity(text.len());
    if symbols::is_symbols(font) {
        let plain =
            |c: char| if c.is_whitespace() { Some(c) } else { symbols::shown(font, c.into()) };
        seen.extend(text.chars().filter_map(plain));
    } else {
        // A line feed of the XML is a blank; the break is an element.
        let blank = |c: char| if c == '\n' || c == '\r' { ' ' } else { c };
        let plain = |c: char| if breaks { Some(c) } else { symbols::private(blank(c)) };
        seen.extend(text.chars().filter(|c| *c != '\u{ad}').filter_map(plain));
    }
    if look.capitals == Some(true) {
        seen = seen.to_uppercase();
    }
    walk.write(line, &seen);
}

/// Hidden, too small to be seen, or white on white. Tables may be coloured by their style, so white
/// letters count as seen there.
fn unseen(walk: &Walk, line: &Line, look: &RunLook) -> bool {
    let ground = look.shaded == Some(true) || line.shaded || walk.tables > 0;
    look.hidden == Some(true) || look.tiny == Some(true) || (look.white == Some(true) && !ground)
}

fn field(walk: &mut Walk, xml: &mut Xml, tag: &Tag, line: &mut Line) -> Result<(), Fault> {
    match tag.attr("fldCharType").as_deref() {
        Some("begin") => {
            if walk.fields.len() >= MOST_FIELDS {
                return Err(Fault::Bomb);
            }
            let chosen = form_field(xml)?;
            show(walk, line, &RunLook::default(), &chosen);
            walk.fields.push(Field::default());
            return Ok(());
        }
        Some("separate") => {
            if let Some(field) = walk.fields.last_mut() {
                field.shows = true;
            }
        }
        Some("end") => {
            if let Some(field) = walk.fields.pop() {
                judge(walk, &field.instruction);
            }
        }
        _ => {}
    }
    xml.skip()
}

/// What an old form field shows that has no result in the text: a tick, the entry that was chosen.
fn form_field(xml: &mut Xml) -> Result<String, Fault> {
    let mut open = 0usize;
    let (mut ticked, mut usual, mut boxed) = (None, None, false);
    let (mut entries, mut chosen, mut in_list): (Vec<String>, usize, bool) = (Vec::new(), 0, false);
    loop {
        match xml.next()? {
            Node::End => return Err(Fault::Broken),
            Node::Text(_) => {}
            Node::Close if open == 0 => break,
            Node::Close => open -= 1,
            Node::Open(tag) => {
                open += 1;
                match tag.name() {
                    "checkBox" => boxed = true,
                    "checked" => ticked = Some(tag.is_on()),
                    "default" if boxed => usual = Some(tag.is_on()),
                    "ddList" => in_list = true,
                    "result" if in_list => {
                        chosen =
                            tag.number("val").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                    }
                    "listEntry" if entries.len() < 100 => {
                        entries.push(tag.attr("val").unwrap_or_default());
                    }
                    _ => {}
                }
            }
        }
    }
    if boxed {
        let set = ticked.or(usual) == Some(true);
        return Ok(if set { "☒" } else { "☐" }.to_string());
    }
    Ok(entries.into_iter().nth(chosen).unwrap_or_default())
}
