//! The attack files of A1: who is the sender (01-16). Knows only their names.
#[path = "atk_01_forged_from.rs"]
mod atk_01;
#[path = "atk_02_forged_results.rs"]
mod atk_02;
#[path = "atk_02_real_border.rs"]
mod atk_02_real;
#[path = "atk_03_injected_results.rs"]
mod atk_03;
#[path = "atk_04_from_headers.rs"]
mod atk_04;
#[path = "atk_05_address_tricks.rs"]
mod atk_05;
#[path = "atk_06_other_addresses.rs"]
mod atk_06;
#[path = "atk_07_insider.rs"]
mod atk_07;
#[path = "atk_07_real_login.rs"]
mod atk_07_real;
#[path = "atk_08_length_tag.rs"]
mod atk_08;
#[path = "atk_09_replay.rs"]
mod atk_09;
#[path = "atk_10_partly_signed.rs"]
mod atk_10;
#[path = "atk_11_smuggling.rs"]
mod atk_11;
#[path = "atk_12_homographs.rs"]
mod atk_12;
#[path = "atk_13_appended.rs"]
mod atk_13;
#[path = "atk_13_real_append.rs"]
mod atk_13_real;
#[path = "atk_14_forwarded.rs"]
mod atk_14;
#[path = "atk_15_half_proofs.rs"]
mod atk_15;
#[path = "atk_16_dns_outage.rs"]
mod atk_16;
