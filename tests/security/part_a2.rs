//! The attack files of A2: threading, tokens, replay (20-32). Knows only their names.
#[path = "atk_20_body_carrier.rs"]
mod atk_20_body;
#[path = "atk_31_restore.rs"]
mod atk_31;
