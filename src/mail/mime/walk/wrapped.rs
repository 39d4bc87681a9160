//! Where leaves that are wrappings (Outlook's containers, signatures, old encodings) are replaced by
//! what is in them. Knows the walk and its bounds, no format.
use super::{DECODED_LIMIT, DEPTH_LIMIT, Leaf, MESSAGE_LIMIT, Place, TOO_LARGE, Tree, Walk};
use crate::mail::body;
use crate::mail::header::Block;
use crate::mail::unwrap::{self, Opened};

impl<'a> Walk<'a> {
    /// What `leaf` is the wrapping of, if it is one that may be opened here.
    pub(super) fn opened(&mut self, leaf: &Leaf<'_>, place: Place) -> Option<Opened> {
        let opened = unwrap::open(leaf, DECODED_LIMIT.saturating_sub(self.decoded))?;
        if place.depth >= DEPTH_LIMIT {
            self.defect("Bagian surat bersarang terlalu dalam; sisanya tidak dibuka.");
            return None;
        }
        Some(opened)
    }

    /// Puts the content of a wrapping in its place.
    pub(super) fn unwrapped(&mut self, leaf: Leaf<'a>, opened: Opened, place: Place) {
        opened.defects.iter().for_each(|d| self.defect(d));
        self.tree.wrapped |= place.level == 0;
        let inside = Place { depth: place.depth + 1, ..place };
        if let Some(entity) = &opened.entity {
            self.decoded = self.decoded.saturating_add(entity.len());
            self.within_bytes(entity, |walk, bytes| {
                walk.entity(bytes, &Block::scan(bytes), inside);
            });
        }
        let named = opened.origin.is_some();
        self.open.extend(opened.origin);
        let mut number = place.alternative;
        for piece in opened.pieces {
            if self.decoded.saturating_add(piece.leaf.body.len()) > DECODED_LIMIT {
                self.defect(TOO_LARGE);
                continue;
            }
            self.decoded += piece.leaf.body.len();
            let both = piece.leaf.alternative.is_some();
            if both && number.is_none() {
                self.alternatives += 1;
                number = Some(self.alternatives);
            }
            let within = Leaf {
                level: place.level,
                in_report: place.in_report,
                aside: place.aside,
                within: Some(self.open.join(" › ")).filter(|w| !w.is_empty()),
                alternative: if both { number } else { place.alternative },
                ..piece.leaf
            };
            if piece.message {
                self.letter(within, inside);
            } else {
                self.take(within, inside);
            }
        }
        if named {
            self.open.pop();
        }
        if opened.keep && self.has_room() {
            self.tree.leaves.push(leaf);
        }
    }

    /// A letter within a container: its content one level deeper, and itself as a file.
    fn letter(&mut self, leaf: Leaf<'static>, place: Place) {
        if place.level >= MESSAGE_LIMIT {
            self.defect("Surat terlampir bersarang terlalu dalam; yang terdalam tidak dibuka.");
        } else if let Some(mut opened) = self.opened(&leaf, place) {
            let inside = Place { depth: place.depth, level: place.level + 1, ..Place::default() };
            opened.keep = false;
            self.unwrapped(Leaf::default(), opened, inside);
        }
        if self.has_room() {
            self.tree.leaves.push(leaf);
        }
    }
}

/// The words of a container are the body only where the mail itself says nothing.
pub(super) fn stand_back(tree: &mut Tree<'_>) {
    let says = |leaf: &Leaf<'_>| {
        !leaf.substitute
            && body::is_body(leaf)
            && leaf.body.iter().any(|b| !b.is_ascii_whitespace())
    };
    if tree.leaves.iter().any(says) {
        for leaf in tree.leaves.iter_mut().filter(|leaf| leaf.substitute) {
            if leaf.level == 0 {
                leaf.level = 1;
                leaf.aside = true;
            }
        }
    }
}
