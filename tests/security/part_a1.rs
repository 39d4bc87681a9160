//! The attack files of A1: who is the sender (01-16). Knows only their names.
#[path = "atk_01_forged_from.rs"]
mod atk_01;
