//! Invented letters, at least one of every kind, for `loket check` and the snapshots. Knows no wording.
use crate::workflow::letter::Letter;

const SAMPLES: &str = include_str!("../../templates/_samples.json");

/// Realistic letters; a test proves that no kind lacks one.
pub fn samples() -> Vec<Letter> {
    serde_json::from_str(SAMPLES).unwrap_or_default()
}
