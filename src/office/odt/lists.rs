//! Numbered lists of an ODT: how each level is written and how far each list has counted. Knows no text.
use super::super::Fault;
use super::super::looks::ParaLook;
use super::super::numbers::{self, Style};
use super::super::symbols;
use super::super::xml::{Node, Tag, Xml};
use super::styles::twips;
use std::collections::HashMap;

const LEVELS: usize = 10;
const MOST_LISTS: usize = 4_000;
/// Characters of what stands around a counter.
const MOST_AFFIX: usize = 30;

#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    style: Style,
    bullet: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels are shown: "1.2.3".
    shown: usize,
    follows: &'static str,
    pub(super) look: ParaLook,
}

/// The levels of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct ListStyle {
    levels: Vec<Level>,
}

/// Reads a list style, which was just opened.
pub(super) fn read(xml: &mut Xml) -> Result<ListStyle, Fault> {
    let usual = || Level { style: Style::None, start: 1, ..Level::default() };
    let mut list = ListStyle { levels: (0..LEVELS).map(|_| usual()).collect() };
    while let Some(node) = xml.child()? {
        let Node::Open(tag) = node else { continue };
        let found = level(xml, &tag)?;
        let at = tag.number("level").and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
        if let Some(level) = at.checked_sub(1).and_then(|at| list.levels.get_mut(at)) {
            *level = found;
        }
    }
    Ok(list)
}

fn level(xml: &mut Xml, tag: &Tag) -> Result<Level, Fault> {
    let short = |name: &str| -> String {
        tag.attr(name).unwrap_or_default().chars().take(MOST_AFFIX).collect()
    };
    let counted = |name: &str| tag.number(name).and_then(|n| u32::try_from(n).ok());
    let style = match tag.name() {
        "list-level-style-number" => Style::open_document(&short("num-format")),
        "list-level-style-bullet" => Style::Bullet,
        _ => Style::None,
    };
    let mut level = Level {
        style,
        bullet: short("bullet-char"),
        prefix: short("num-prefix"),
        suffix: short("num-suffix"),
        start: counted("start-value").unwrap_or(1),
        shown: counted("display-levels").unwrap_or(1) as usize,
        follows: "\t",
        look: ParaLook::default(),
    };
    let mut open = 0usize;
    loop {
        match xml.next()? {
            Node::End => return Err(Fault::Broken),
            Node::Close if open == 0 => return Ok(level),
            Node::Close => open -= 1,
            Node::Text(_) => {}
            Node::Open(tag) => {
                open += 1;
                if tag.name() == "list-level-label-alignment" {
                    level.look.left = twips(&tag, "margin-left");
                    level.look.first = twips(&tag, "text-indent");
                    level.follows = match tag.attr("label-followed-by").as_deref() {
                        Some("space") => " ",
                        Some("nothing") => "",
                        _ => "\t",
                    };
                }
            }
        }
    }
}

/// Where a list has come to.
#[derive(Clone, Debug, Default)]
struct Counter {
    values: [Option<u32>; LEVELS],
}

/// A list that is open: its style, its counter, its level.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) style: String,
    key: String,
    pub(super) level: usize,
    /// An item has begun and no paragraph has its number yet.
    pub(super) waiting: bool,
    /// The item starts anew with this.
    pub(super) start: Option<u32>,
}

/// All counters of the document.
#[derive(Debug, Default)]
pub(super) struct Counters {
    by_key: HashMap<String, Counter>,
    /// The last list of each style, for those that go on.
    last: HashMap<String, String>,
    made: usize,
}

impl Counters {
    /// Opens a list within `outer`.
    pub(super) fn open(&mut self, tag: &Tag, outer: Option<&Open>) -> Open {
        let own = tag.attr("style-name").filter(|name| !name.is_empty());
        let style = own.or_else(|| outer.map(|o| o.style.clone())).unwrap_or_default();
        let id = tag.attr("id").unwrap_or_default();
        let goes_on = tag.attr("continue-numbering").as_deref() == Some("true");
        let named = tag.attr("continue-list");
        let key = match (outer, named) {
            (Some(outer), _) => outer.key.clone(),
            (None, Some(other)) if self.by_key.contains_key(&other) => other,
            (None, _) if goes_on && self.last.contains_key(&style) => {
                self.last.get(&style).cloned().unwrap_or_default()
            }
            _ => {
                self.made += 1;
                if id.is_empty() { format!("#{}", self.made) } else { id.clone() }
            }
        };
        if outer.is_none() && self.by_key.len() < MOST_LISTS {
            // The id of the list that goes on names the same counter from now on.
            let counter = self.by_key.get(&key).cloned().unwrap_or_default();
            self.by_key.insert(key.clone(), counter);
            self.last.insert(style.clone(), key.clone());
        }
        let level = outer.map_or(0, |o| o.level + 1).min(LEVELS - 1);
        Open { style, key, level, waiting: false, start: None }
    }

    /// Moves the counter for an item and writes it.
    pub(super) fn next(&mut self, open: &Open, style: &ListStyle) -> String {
        let Some(level) = style.levels.get(open.level) else { return String::new() };
        let Some(counter) = self.by_key.get_mut(&open.key) else { return String::new() };
        for (n, value) in counter.values.iter_mut().enumerate() {
            let first = style.levels.get(n).map_or(1, |l| l.start);
            if n > open.level {
                *value = None;
            } else if n == open.level {
                let next = value.map_or(first, |v| v.saturating_add(1));
                *value = Some(open.start.unwrap_or(next));
            } else if value.is_none() {
                *value = Some(first);
            }
        }
        written(level, style, &counter.values, open.level)
    }
}

impl ListStyle {
    pub(super) fn look(&self, level: usize) -> ParaLook {
        self.levels.get(level).map(|l| l.look.clone()).unwrap_or_default()
    }
}

fn written(level: &Level, style: &ListStyle, values: &[Option<u32>; LEVELS], at: usize) -> String {
    if level.style == Style::Bullet {
        let mark = level.bullet.chars().next().and_then(symbols::private).unwrap_or('•');
        return format!("{mark}{}", level.follows);
    }
    let from = (at + 1).saturating_sub(level.shown.max(1));
    let parts: Vec<String> = (from..=at)
        .filter_map(|n| {
            let of = style.levels.get(n)?;
            let text = numbers::written(values.get(n).copied().flatten()?, of.style);
            (!text.is_empty()).then_some(text)
        })
        .collect();
    if parts.is_empty() || level.style == Style::None {
        let bare = format!("{}{}", level.prefix, level.suffix);
        return if bare.trim().is_empty() { String::new() } else { bare + level.follows };
    }
    format!("{}{}{}{}", level.prefix, parts.join("."), level.suffix, level.follows)
}
