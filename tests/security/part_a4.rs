//! The attack files of A4: the way out (60-75). Knows only their names.
#[path = "atk_65_canary.rs"]
mod atk_65;
#[path = "atk_65_killed.rs"]
mod atk_65_killed;
