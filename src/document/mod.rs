//! What a paper's text proves: its kind, its fields, warnings. Knows no IO and no mail.
mod reading;
pub use reading::*;
