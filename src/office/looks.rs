//! How letters and paragraphs look, as far as it changes what is read or where it stands: what is said
//! directly over what a style says. Knows no element.
use super::blocks::{Align, Look, Stop, Twips};

/// Tab stops of one paragraph.
pub(super) const MOST_STOPS: usize = 40;

/// How letters look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RunLook {
    pub(super) style: Option<String>,
    pub(super) capitals: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) white: Option<bool>,
    pub(super) tiny: Option<bool>,
    /// A ground of another colour than the paper's.
    pub(super) shaded: Option<bool>,
    pub(super) font: Option<String>,
}

impl RunLook {
    /// These properties, and those of `base` where these say nothing.
    pub(super) fn over(mut self, base: &RunLook) -> RunLook {
        self.capitals = self.capitals.or(base.capitals);
        self.hidden = self.hidden.or(base.hidden);
        self.white = self.white.or(base.white);
        self.tiny = self.tiny.or(base.tiny);
        self.shaded = self.shaded.or(base.shaded);
        self.font = self.font.or_else(|| base.font.clone());
        self
    }
}

/// How a paragraph stands; `None` where it says nothing itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParaLook {
    pub(super) style: Option<String>,
    pub(super) left: Option<Twips>,
    pub(super) first: Option<Twips>,
    pub(super) align: Option<Align>,
    pub(super) stops: Vec<Stop>,
    pub(super) cleared: Vec<Twips>,
    pub(super) list: Option<u32>,
    pub(super) level: Option<u32>,
    pub(super) before: Option<Twips>,
    pub(super) after: Option<Twips>,
    pub(super) break_before: Option<bool>,
    pub(super) contextual: Option<bool>,
    pub(super) shaded: Option<bool>,
}

impl ParaLook {
    pub(super) fn over(mut self, base: &ParaLook) -> ParaLook {
        self.left = self.left.or(base.left);
        self.first = self.first.or(base.first);
        self.align = self.align.or(base.align);
        self.list = self.list.or(base.list);
        self.level = self.level.or(base.level);
        self.before = self.before.or(base.before);
        self.after = self.after.or(base.after);
        self.break_before = self.break_before.or(base.break_before);
        self.contextual = self.contextual.or(base.contextual);
        self.shaded = self.shaded.or(base.shaded);
        for stop in &base.stops {
            let taken =
                self.cleared.contains(&stop.at) || self.stops.iter().any(|s| s.at == stop.at);
            if !taken && self.stops.len() < MOST_STOPS {
                self.stops.push(*stop);
            }
        }
        self
    }

    /// With nothing left open.
    pub(super) fn shape(&self) -> Look {
        Look {
            left: self.left.unwrap_or(0),
            first: self.first.unwrap_or(0),
            align: self.align.unwrap_or_default(),
            stops: self.stops.clone(),
            before: self.before.unwrap_or(0),
            after: self.after.unwrap_or(0),
        }
    }
}
