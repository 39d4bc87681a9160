//! An ODT: which parts it has and how they become one text. Knows parts, not their elements.
mod body;
mod inline;
mod lists;
mod styles;
mod walk;

use super::blocks::Block;
use super::package::Package;
use super::xml::{Node, Xml, decode};
use super::{Fault, Opened, layout, remarks};
use styles::Styles;
use walk::Walk;

/// Bytes of one XML part, unpacked.
const MOST_PART: u64 = 32 << 20;
/// Bytes of one picture.
const MOST_PICTURE: u64 = 32 << 20;
/// Pages that a document may claim to have.
const MOST_PAGES: u32 = 2_000;
/// Changes of the page's style whose headers are looked at.
const MOST_MASTERS: usize = 50;

/// Reads a document.
pub(super) fn read(package: &mut Package) -> Result<Opened, Fault> {
    judge(package)?;
    let common = part(package, "styles.xml")?;
    let content = part(package, "content.xml")?;
    if content.is_empty() {
        return Err(Fault::Broken);
    }
    let mut styles = Styles::default();
    styles.read(&common)?;
    styles.read(&content)?;
    let mut said: Vec<&'static str> = Vec::new();
    // Formulas, charts and foreign objects have folders of their own.
    if package.any(|name| name.starts_with("object ") || name.starts_with("objectreplacements/")) {
        said.push(remarks::EMBEDDED);
    }
    let mut walk = Walk::new(&styles);
    let mut blocks = Vec::new();
    within(&content, "text", &mut |xml| body::blocks(&mut walk, xml, &mut blocks))?;
    said.append(&mut walk.remarks);
    if walk.budget.spent {
        said.push(remarks::CUT);
    }
    let (masters, pictures) =
        (std::mem::take(&mut walk.masters), std::mem::take(&mut walk.pictures));
    let rendered = walk.rendered;
    let blocks = around(&styles, &common, blocks, &masters, &mut said)?;
    let text = layout::document(&blocks);
    let broken = u32::try_from(text.matches('\u{c}').count()).unwrap_or(0);
    let pages = broken.max(rendered).saturating_add(1).max(claimed(package)).min(MOST_PAGES);
    let mut shown = Vec::new();
    for picture in pictures {
        // One that is missing or too large is not worth the whole letter.
        if let Ok(Some(bytes)) = package.part(&picture, MOST_PICTURE) {
            shown.push(bytes);
        }
    }
    Ok(Opened::Text { text, pages, remarks: remarks::once(said), pictures: shown })
}

fn part(package: &mut Package, name: &str) -> Result<String, Fault> {
    let bytes = package.part(name, MOST_PART)?.unwrap_or_default();
    Ok(decode(&bytes).into_owned())
}

/// Refuses what is locked or runs.
fn judge(package: &mut Package) -> Result<(), Fault> {
    let manifest = part(package, "META-INF/manifest.xml")?;
    let mut xml = Xml::new(&manifest);
    loop {
        match xml.next()? {
            Node::End => break,
            Node::Open(tag) if tag.name() == "encryption-data" => return Err(Fault::Encrypted),
            _ => {}
        }
    }
    // An empty library is left in many files; a module in it is a macro.
    let basic = |name: &str| {
        let module = name.strip_prefix("basic/").is_some_and(|rest| {
            rest.ends_with(".xml")
                && !rest.ends_with("script-lc.xml")
                && !rest.ends_with("script-lb.xml")
        });
        let script = name.starts_with("scripts/") && !name.ends_with('/');
        module || script || name.ends_with("vbaproject.bin")
    };
    if package.any(basic) { Err(Fault::Macros) } else { Ok(()) }
}

/// Reads within the first element of this name, wherever it stands.
fn within(
    text: &str,
    name: &str,
    read: &mut dyn FnMut(&mut Xml) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Node::End => return Ok(()),
            Node::Open(tag) if tag.name() == name && tag.prefix() == "office" => {
                return read(&mut xml);
            }
            _ => {}
        }
    }
}

/// The blocks with the headers over and the footers under them. `masters` tells which page style
/// begins before which block.
fn around(
    styles: &Styles,
    common: &str,
    body: Vec<Block>,
    masters: &[(usize, String)],
    said: &mut Vec<&'static str>,
) -> Result<Vec<Block>, Fault> {
    let first = [(0, "Standard".to_string())];
    let mut places: Vec<(usize, String)> = Vec::new();
    if masters.first().is_none_or(|(at, _)| *at > 0) {
        places.extend(first);
    }
    places.extend(masters.iter().take(MOST_MASTERS).cloned());
    let mut out = Vec::new();
    let mut foot = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut rest = body.into_iter();
    let mut done = 0;
    for (at, name) in places {
        out.extend(rest.by_ref().take(at.saturating_sub(done)));
        done = at.max(done);
        for (headers, to) in [(true, &mut out), (false, &mut foot)] {
            let mut walk = Walk::new(styles);
            let mut blocks = Vec::new();
            body::margin(&mut walk, common, &name, headers, &mut blocks)?;
            said.append(&mut walk.remarks);
            let text = layout::document(&blocks);
            if text.chars().any(char::is_alphabetic) && !known.contains(&text) {
                known.push(text);
                to.append(&mut blocks);
            }
        }
    }
    out.extend(rest);
    out.append(&mut foot);
    Ok(out)
}

/// Pages by the document's own account.
fn claimed(package: &mut Package) -> u32 {
    let Ok(text) = part(package, "meta.xml") else { return 0 };
    let mut xml = Xml::new(&text);
    loop {
        match xml.next() {
            Ok(Node::Open(tag)) if tag.name() == "document-statistic" => {
                return tag.attr("page-count").and_then(|n| n.parse().ok()).unwrap_or(0);
            }
            Ok(Node::End) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}
