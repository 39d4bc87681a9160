//! The attack files of A5: content and resources (80-96). Knows only their names.
#[path = "atk_80_nesting.rs"]
mod atk_80;
#[path = "atk_81_parameters.rs"]
mod atk_81;
#[path = "atk_82_addresses.rs"]
mod atk_82;
#[path = "atk_83_hostile_imap.rs"]
mod atk_83;
#[path = "atk_84_bombs_in_files.rs"]
mod atk_84;
#[path = "atk_85_pixels.rs"]
mod atk_85;
#[path = "atk_86_polyglots.rs"]
mod atk_86;
