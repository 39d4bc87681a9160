//! A DOCX: which parts it has and how they become one text. Knows parts, not their elements.
mod art;
mod body;
mod numbering;
mod props;
mod rels;
mod run;
mod styles;
mod walk;

use super::blocks::Block;
use super::package::Package;
use super::xml::{Node, Xml, decode};
use super::{Fault, Opened, layout, remarks};
use numbering::Numbering;
use props::Section;
use rels::Relations;
use styles::Styles;
use walk::Walk;

/// Bytes of one XML part, unpacked.
const MOST_PART: u64 = 32 << 20;
/// Bytes of one picture.
const MOST_PICTURE: u64 = 32 << 20;
/// Pages that a document may claim to have.
const MOST_PAGES: u32 = 2_000;
/// Sections whose headers are looked at.
const MOST_SECTIONS: usize = 50;

/// Reads a document.
pub(super) fn read(package: &mut Package, main: &str) -> Result<Opened, Fault> {
    let relations = Relations::of(package, main)?;
    let mut said: Vec<&'static str> = Vec::new();
    outside(package, &relations, &mut said)?;
    let mut styles = Styles::read(&related(package, &relations, "styles")?)?;
    let mut numbering = Numbering::read(&related(package, &relations, "numbering")?)?;
    let text = package.part(main, MOST_PART)?.ok_or(Fault::Broken)?;
    let text = decode(&text).into_owned();
    let mut walk = Walk::new(&mut styles, &mut numbering, &relations);
    let mut blocks = Vec::new();
    document(&mut walk, &text, &mut blocks)?;
    let (sections, rendered) = (std::mem::take(&mut walk.sections), walk.rendered);
    let (pictures, spent) = (std::mem::take(&mut walk.pictures), walk.budget.spent);
    said.append(&mut walk.remarks);
    drop(text);
    let mut margins = Margins { relations: &relations, said: Vec::new(), remarks: Vec::new() };
    let blocks = margins.around(package, &mut styles, blocks, &sections)?;
    said.append(&mut margins.remarks);
    if spent {
        said.push(remarks::CUT);
    }
    let text = layout::document(&blocks);
    let broken = u32::try_from(text.matches('\u{c}').count()).unwrap_or(0);
    let pages = broken.max(rendered).saturating_add(1).max(claimed(package)?).min(MOST_PAGES);
    let mut shown = Vec::new();
    for picture in pictures {
        // One that is missing or too large is not worth the whole letter.
        if let Ok(Some(bytes)) = package.part(&picture.part, MOST_PICTURE) {
            shown.push(bytes);
        }
    }
    Ok(Opened::Text { text, pages, remarks: remarks::once(said), pictures: shown })
}

/// What the document takes along or points at outside of itself.
fn outside(
    package: &mut Package,
    relations: &Relations,
    said: &mut Vec<&'static str>,
) -> Result<(), Fault> {
    let embedded = |name: &str| name.contains("/embeddings/") || name.contains("/activex/");
    if package.any(embedded) {
        said.push(remarks::EMBEDDED);
    }
    // A link that waits for a click is ordinary; what Word would fetch by itself is not.
    if relations.all().any(|r| r.external && r.kind != "hyperlink") {
        said.push(remarks::LINKED);
    }
    let Some(settings) = relations.part("settings") else { return Ok(()) };
    for relation in Relations::of(package, settings)?.all() {
        let far = ["http", "ftp", "\\\\", "file://", "mhtml:"];
        let target = relation.target.to_ascii_lowercase();
        // Every letter of an office names the template on its own disk.
        let local = target.starts_with("file:///");
        if relation.external && !local && far.iter().any(|f| target.starts_with(f)) {
            said.push(remarks::TEMPLATE);
        }
    }
    Ok(())
}

fn related(package: &mut Package, relations: &Relations, kind: &str) -> Result<String, Fault> {
    let Some(part) = relations.part(kind) else { return Ok(String::new()) };
    let bytes = package.part(part, MOST_PART)?.unwrap_or_default();
    Ok(decode(&bytes).into_owned())
}

/// Reads the body of `w:document`, or all of a header.
fn document(walk: &mut Walk, text: &str, out: &mut Vec<Block>) -> Result<(), Fault> {
    let mut xml = Xml::new(text);
    let Some(root) = xml.root()? else { return Err(Fault::Broken) };
    if root.name() != "document" {
        body::blocks(walk, &mut xml, out)?;
        walk.flush(out);
        return Ok(());
    }
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "body" {
            body::blocks(walk, &mut xml, out)?;
            walk.flush(out);
        } else {
            xml.skip()?;
        }
    }
    Ok(())
}

/// Pages by the document's own account.
fn claimed(package: &mut Package) -> Result<u32, Fault> {
    let Some(bytes) = package.part("docProps/app.xml", 1 << 20)? else { return Ok(0) };
    let text = decode(&bytes);
    let mut xml = Xml::new(&text);
    // Not worth refusing a letter for.
    loop {
        match xml.next() {
            Ok(Node::Open(tag)) if tag.name() == "Pages" => {
                return Ok(xml.text(20).ok().and_then(|t| t.trim().parse().ok()).unwrap_or(0));
            }
            Ok(Node::End) | Err(_) => return Ok(0),
            Ok(_) => {}
        }
    }
}

/// Headers and footers: a letterhead stands there as often as not.
struct Margins<'a> {
    relations: &'a Relations,
    /// What was put in already; the same header stands over every section.
    said: Vec<String>,
    remarks: Vec<&'static str>,
}

impl Margins<'_> {
    /// The blocks of the body with the headers over and the footers under them.
    fn around(
        &mut self,
        package: &mut Package,
        styles: &mut Styles,
        body: Vec<Block>,
        sections: &[(usize, Section)],
    ) -> Result<Vec<Block>, Fault> {
        let mut out = Vec::new();
        let mut rest = body.into_iter();
        let mut done = 0;
        let mut foot = Vec::new();
        let usual = [(usize::MAX, Section::default())];
        let sections = if sections.is_empty() { &usual } else { sections };
        for (n, (end, section)) in sections.iter().take(MOST_SECTIONS).enumerate() {
            if n > 0 && !section.continuous {
                out.push(Block::PageBreak);
            }
            if let Some(part) = chosen(&section.headers, section.title) {
                self.margin(package, styles, part, &mut out)?;
            }
            let count = end.saturating_sub(done);
            out.extend(rest.by_ref().take(count));
            done = (*end).max(done);
            if let Some(part) = chosen(&section.footers, section.title) {
                self.margin(package, styles, part, &mut foot)?;
            }
        }
        out.extend(rest);
        out.append(&mut foot);
        Ok(out)
    }

    /// One header or footer, unless it stands there already or says nothing.
    fn margin(
        &mut self,
        package: &mut Package,
        styles: &mut Styles,
        id: &str,
        out: &mut Vec<Block>,
    ) -> Result<(), Fault> {
        let Some(relation) = self.relations.get(id).filter(|r| !r.external) else { return Ok(()) };
        let part = relation.target.clone();
        let Some(bytes) = package.part(&part, MOST_PART)? else { return Ok(()) };
        let relations = Relations::of(package, &part)?;
        if relations.all().any(|r| r.external && r.kind != "hyperlink") {
            self.remarks.push(remarks::LINKED);
        }
        let text = decode(&bytes).into_owned();
        let mut numbering = Numbering::default();
        let mut walk = Walk::new(styles, &mut numbering, &relations);
        let mut blocks = Vec::new();
        document(&mut walk, &text, &mut blocks)?;
        self.remarks.append(&mut walk.remarks);
        let text = layout::document(&blocks);
        if text.chars().any(char::is_alphabetic) && !self.said.contains(&text) {
            self.said.push(text);
            out.append(&mut blocks);
        }
        Ok(())
    }
}

/// Which of a section's headers stands on its first page.
fn chosen(of: &[(String, String)], title: bool) -> Option<&str> {
    let kind = |wanted: &str| of.iter().find(|(kind, _)| kind == wanted).map(|(_, id)| id.as_str());
    let usual = || kind("default").or_else(|| of.first().map(|(_, id)| id.as_str()));
    if title { kind("first") } else { usual() }
}
