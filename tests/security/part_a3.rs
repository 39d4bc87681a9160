//! The attack files of A3: the meaning of an approval (40-51). Knows only their names.
#[path = "atk_50_signature_wrapping.rs"]
mod atk_50;
