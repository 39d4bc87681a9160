//! What the parts of a DOCX point at. Knows names, follows none out of the file.
use super::super::xml::{Node, Xml};
use super::super::{Fault, package::Package};
use std::collections::HashMap;

const MOST_RELATIONS: usize = 4_000;
const MOST_BYTES: u64 = 4 << 20;

/// Something a part points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: `header`, `image`, `hyperlink`.
    pub(super) kind: String,
    /// A part of this file, or an address where `external`.
    pub(super) target: String,
    pub(super) external: bool,
}

/// Everything one part points at, by its id.
#[derive(Clone, Debug, Default)]
pub(super) struct Relations {
    by_id: HashMap<String, Relation>,
}

impl Relations {
    /// The relations of a part; none where it has no list.
    pub(super) fn of(package: &mut Package, part: &str) -> Result<Relations, Fault> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = match folder {
            "" => format!("_rels/{name}.rels"),
            folder => format!("{folder}/_rels/{name}.rels"),
        };
        let Some(bytes) = package.part(&list, MOST_BYTES)? else { return Ok(Relations::default()) };
        let text = super::super::xml::decode(&bytes);
        let mut xml = Xml::new(&text);
        let mut by_id = HashMap::new();
        loop {
            match xml.next()? {
                Node::End => break,
                Node::Open(tag) if tag.name() == "Relationship" && by_id.len() < MOST_RELATIONS => {
                    let kind = tag.attr("Type").unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_string();
                    let external = tag.attr("TargetMode").as_deref() == Some("External");
                    let target = tag.attr("Target").unwrap_or_default();
                    let target = if external { target } else { path(folder, &target) };
                    let relation = Relation { kind, target, external };
                    by_id.insert(tag.attr("Id").unwrap_or_default(), relation);
                }
                _ => {}
            }
        }
        Ok(Relations { by_id })
    }

    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id)
    }

    /// The part of the first relation of this kind.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        let mut fitting: Vec<&str> = self
            .by_id
            .values()
            .filter(|r| r.kind == kind && !r.external)
            .map(|r| r.target.as_str())
            .collect();
        fitting.sort_unstable();
        fitting.first().copied()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Relation> {
        self.by_id.values()
    }
}

/// A target as a name within the file.
fn path(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|p| !p.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn targets_stay_within_the_file() {
        for (folder, target, wanted) in [
            ("word", "header1.xml", "word/header1.xml"),
            ("word", "/word/a.xml", "word/a.xml"),
            ("word", "../media/a.png", "media/a.png"),
            ("word", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(super::path(folder, target), wanted);
        }
    }
}
