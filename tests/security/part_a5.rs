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
#[path = "atk_87_file_names.rs"]
mod atk_87;
#[path = "atk_88_active_content.rs"]
mod atk_88;
#[path = "atk_89_charsets.rs"]
mod atk_89;
#[path = "atk_90_regex.rs"]
mod atk_90;
#[path = "atk_91_flood.rs"]
mod atk_91;
#[path = "atk_92_poison.rs"]
mod atk_92;
#[path = "atk_94_internal_headers.rs"]
mod atk_94;
#[path = "atk_95_loops.rs"]
mod atk_95;
#[path = "atk_96_no_fetching.rs"]
mod atk_96;
