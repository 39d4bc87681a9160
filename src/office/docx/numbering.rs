//! Automatic numbers of a DOCX: which counter a paragraph moves and how it is written. Knows no text.
use super::super::Fault;
use super::super::looks::ParaLook;
use super::super::numbers::{self, Style};
use super::super::symbols;
use super::super::xml::{Node, Tag, Xml};
use super::props;
use std::collections::HashMap;

const MOST_LISTS: usize = 4_000;
const LEVELS: usize = 9;
/// Bytes of what stands around a counter.
const MOST_PATTERN: usize = 60;

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    style: Style,
    /// "%1." or a bullet.
    pattern: String,
    /// What follows: a tab, a blank, nothing.
    follows: &'static str,
    paragraph: ParaLook,
    capitals: bool,
    font: Option<String>,
    /// The style of paragraphs that belongs to this level.
    linked: Option<String>,
    legal: bool,
    /// Where it starts anew: below this level.
    restart: Option<u32>,
}

#[derive(Clone, Debug, Default)]
struct List {
    kind: u32,
    /// Levels that begin anew or look different in this list.
    starts: Vec<(usize, u32)>,
    levels: Vec<(usize, Level)>,
}

/// All lists of the document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists whose own start was used.
    begun: Vec<u32>,
}

/// The number of a paragraph.
pub(super) struct Numbered {
    /// With what follows it.
    pub(super) text: String,
    pub(super) look: ParaLook,
}

impl Numbering {
    pub(super) fn read(text: &str) -> Result<Numbering, Fault> {
        let mut xml = Xml::new(text);
        let mut all = Numbering::default();
        if xml.root()?.is_none() {
            return Ok(all);
        }
        while let Some(node) = xml.child()? {
            let Node::Open(tag) = node else { continue };
            let id = |name: &str| tag.number(name).and_then(|n| u32::try_from(n).ok());
            match tag.name() {
                "abstractNum" => {
                    let key = id("abstractNumId").unwrap_or(0);
                    let levels = levels(&mut xml)?;
                    if all.kinds.len() < MOST_LISTS {
                        all.kinds.insert(key, levels);
                    }
                }
                "num" => {
                    let key = id("numId").unwrap_or(0);
                    let list = list(&mut xml)?;
                    if all.lists.len() < MOST_LISTS {
                        all.lists.insert(key, list);
                    }
                }
                _ => xml.skip()?,
            }
        }
        Ok(all)
    }

    /// Moves the counter of a list and writes it. `style` is the paragraph's, which may name the level.
    pub(super) fn next(
        &mut self,
        list: u32,
        level: Option<u32>,
        style: Option<&str>,
    ) -> Option<Numbered> {
        let found = self.lists.get(&list)?;
        let kind = found.kind;
        let levels = self.kinds.get(&kind)?;
        let linked =
            || levels.iter().position(|l| l.linked.is_some() && l.linked.as_deref() == style);
        let at = level.map(|n| n as usize).or_else(linked).unwrap_or(0).min(LEVELS - 1);
        let mut shown = levels.clone();
        for (n, own) in &found.levels {
            if let Some(place) = shown.get_mut(*n) {
                *place = own.clone();
            }
        }
        let current = shown.get(at)?.clone();
        let counters = self.counters.entry(kind).or_default();
        if !self.begun.contains(&list) {
            self.begun.push(list);
            for (n, _) in &found.starts {
                if let Some(counter) = counters.get_mut(*n) {
                    *counter = None;
                }
            }
        }
        let start = |n: usize| {
            let own = found.starts.iter().find(|(level, _)| *level == n).map(|(_, start)| *start);
            own.unwrap_or_else(|| shown.get(n).map_or(1, |l| l.start))
        };
        for (n, counter) in counters.iter_mut().enumerate() {
            if n > at {
                let keeps = shown.get(n).and_then(|l| l.restart) == Some(0);
                if !keeps {
                    *counter = None;
                }
            } else if n == at {
                *counter = Some(counter.map_or_else(|| start(n), |c| c.saturating_add(1)));
            } else if counter.is_none() {
                *counter = Some(start(n));
            }
        }
        let values = *counters;
        let number = written(&current, &shown, &values);
        let text = if number.is_empty() { number } else { number + current.follows };
        Some(Numbered { text, look: current.paragraph })
    }
}

/// The pattern with its counters in place.
fn written(level: &Level, levels: &[Level], values: &[Option<u32>; LEVELS]) -> String {
    if level.style == Style::Bullet {
        let font = level.font.as_deref().unwrap_or_default();
        let mark = level.pattern.chars().next().unwrap_or('•');
        let known = symbols::shown(font, u32::from(mark)).or_else(|| symbols::private(mark));
        let plain =
            if font.to_ascii_lowercase().starts_with("courier") { Some('-') } else { known };
        return plain.unwrap_or('•').to_string();
    }
    let mut out = String::new();
    let mut rest = level.pattern.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let digit = after.chars().next().and_then(|c| c.to_digit(10)).filter(|d| *d > 0);
        let Some(digit) = digit else {
            out.push('%');
            rest = after;
            continue;
        };
        let n = digit as usize - 1;
        if let (Some(Some(value)), Some(of)) = (values.get(n), levels.get(n)) {
            let style = if level.legal { Style::Decimal } else { of.style };
            out.push_str(&numbers::written(*value, style));
        }
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    if level.capitals { out.to_uppercase() } else { out }
}

fn levels(xml: &mut Xml) -> Result<Vec<Level>, Fault> {
    let usual = |_| Level { start: 1, follows: "\t", style: Style::None, ..Level::default() };
    let mut levels: Vec<Level> = (0..LEVELS).map(usual).collect();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() != "lvl" {
            xml.skip()?;
            continue;
        }
        let at = place(&tag);
        let found = level(xml)?;
        if let Some(level) = levels.get_mut(at) {
            *level = found;
        }
    }
    Ok(levels)
}

fn place(tag: &Tag) -> usize {
    tag.number("ilvl").and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}

fn level(xml: &mut Xml) -> Result<Level, Fault> {
    let mut level = Level { start: 1, follows: "\t", ..Level::default() };
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        let value = tag.attr("val").unwrap_or_default();
        let number = || value.parse::<u32>().ok();
        match tag.name() {
            "pPr" => {
                level.paragraph = props::paragraph(xml)?.0;
                continue;
            }
            "rPr" => {
                let look = props::run(xml)?;
                level.capitals = look.capitals == Some(true);
                level.font = look.font;
                continue;
            }
            "start" => level.start = number().unwrap_or(1),
            "numFmt" => level.style = Style::word(&value),
            "lvlText" => level.pattern = value.chars().take(MOST_PATTERN).collect(),
            "lvlRestart" => level.restart = number(),
            "isLgl" => level.legal = tag.is_on(),
            "pStyle" => level.linked = Some(value),
            "suff" => {
                level.follows = match value.as_str() {
                    "space" => " ",
                    "nothing" => "",
                    _ => "\t",
                };
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(level)
}

fn list(xml: &mut Xml) -> Result<List, Fault> {
    let mut list = List::default();
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "abstractNumId" => {
                list.kind = tag.number("val").and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
                xml.skip()?;
            }
            "lvlOverride" => {
                let at = place(&tag);
                while let Some(node) = xml.child()? {
                    let Node::Open(tag) = node else { continue };
                    match tag.name() {
                        "startOverride" => {
                            let start = tag.number("val").and_then(|n| u32::try_from(n).ok());
                            if list.starts.len() < LEVELS {
                                list.starts.push((at, start.unwrap_or(1)));
                            }
                            xml.skip()?;
                        }
                        "lvl" => {
                            let own = level(xml)?;
                            if list.levels.len() < LEVELS {
                                list.levels.push((at, own));
                            }
                        }
                        _ => xml.skip()?,
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(list)
}
