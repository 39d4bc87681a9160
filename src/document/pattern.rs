//! Regular expressions made once. Knows nothing of papers.
use regex::{Captures, Match, Regex};
use std::sync::LazyLock;

/// A pattern that is compiled at first use. One that does not compile matches nothing; the tests
/// of this room use every pattern, and the linter reads the literals.
pub(super) struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    pub(super) const fn new(make: fn() -> Option<Regex>) -> Pattern {
        Pattern(LazyLock::new(make))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.0.as_ref()?.find(text)
    }

    pub(super) fn all<'t>(&self, text: &'t str) -> Vec<Match<'t>> {
        self.0.as_ref().map(|regex| regex.find_iter(text).take(200).collect()).unwrap_or_default()
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.0.as_ref()?.captures(text)
    }

    pub(super) fn replace(&self, text: &str, with: &str) -> String {
        self.0
            .as_ref()
            .map_or_else(|| text.to_string(), |regex| regex.replace_all(text, with).into_owned())
    }

    /// The text of group `n` of the first match.
    pub(super) fn group<'t>(&self, text: &'t str, n: usize) -> Option<&'t str> {
        Some(self.captures(text)?.get(n)?.as_str())
    }
}

/// `static NAME: Pattern = pattern!(r"...")`.
macro_rules! pattern {
    ($text:literal) => {
        $crate::document::pattern::Pattern::new(|| regex::Regex::new($text).ok())
    };
}
pub(super) use pattern;
