//! Where leaves that are wrappings (Outlook's containers, signatures, old encodings) are replaced by
//! what is in them. Knows the walk and its bounds, no format.
use super::{DECODED_LIMIT, DEPTH_LIMIT, Leaf, MESSAGE_LIMIT, PART_LIMIT, Place, Tree, Walk};
use crate::mail::unwrap::{self, Opened};
use std::borrow::Cow;

impl<'a> Walk<'a> {
    /// What `leaf` is the wrapping of, if it is one and there is room for its content.
    pub(super) fn opened(&mut self, leaf: &Leaf<'a>, place: Place) -> Option<Opened> {
        let room = DECODED_LIMIT.saturating_sub(self.decoded);
        let opened = unwrap::open(leaf, room)?;
        if place.depth >= DEPTH_LIMIT {
            self.defect("Bagian surat bersarang terlalu dalam; sisanya tidak dibuka.");
            return None;
        }
        Some(opened)
    }

    /// Puts the content of a wrapping in its place.
    pub(super) fn unwrapped(&mut self, leaf: &Leaf<'a>, opened: Opened, place: Place) {
        opened.defects.iter().for_each(|d| self.defect(d));
        let inside = Place { depth: place.depth + 1, ..place };
        if let Some(entity) = opened.entity {
            self.decoded = self.decoded.saturating_add(entity.len());
            return self.owned_entity(&entity, inside);
        }
        let mut number = None;
        for piece in opened.pieces {
            if self.tree.leaves.len() >= PART_LIMIT {
                self.defect("Surat memuat terlalu banyak bagian; sisanya tidak dibaca.");
                return;
            }
            self.decoded = self.decoded.saturating_add(piece.leaf.body.len());
            let mut within = piece.leaf;
            within.level = place.level;
            within.in_report = place.in_report;
            within.alone |= leaf.alone && within.name.is_none();
            if within.alternative.is_some() {
                within.alternative = place.alternative.or_else(|| {
                    number = number.or_else(|| {
                        self.alternatives += 1;
                        Some(self.alternatives)
                    });
                    number
                });
            }
            if piece.message {
                self.letter(within, inside);
            } else {
                self.take(within, inside);
            }
        }
    }

    /// A letter within a container: its content one level deeper, and itself as a file.
    fn letter(&mut self, leaf: Leaf<'static>, place: Place) {
        if place.level >= MESSAGE_LIMIT {
            self.defect("Surat terlampir bersarang terlalu dalam; yang terdalam tidak dibuka.");
        } else if let Some(opened) = self.opened(&leaf, place) {
            let inside = Place { depth: place.depth, level: place.level + 1, ..Place::default() };
            let shell = Leaf { body: Cow::Borrowed(&[][..]), ..Leaf::default() };
            self.unwrapped(&shell, opened, inside);
        }
        self.tree.leaves.push(leaf);
    }
}

/// The words of a container are the body only where the mail itself says nothing.
pub(super) fn stand_back(tree: &mut Tree<'_>) {
    let says = |leaf: &Leaf<'_>| {
        leaf.level == 0
            && !leaf.substitute
            && crate::mail::body::is_body(leaf)
            && leaf.body.iter().any(|b| !b.is_ascii_whitespace())
    };
    if tree.leaves.iter().any(says) {
        for leaf in tree.leaves.iter_mut().filter(|leaf| leaf.substitute) {
            leaf.level = leaf.level.max(1);
        }
    }
}
