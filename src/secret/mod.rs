//! A value that cannot be printed, sealing, and the grammar of password labels. Knows nothing else of ours.
pub mod label;
