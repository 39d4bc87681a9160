//! The attack files of A6: platform and insider (100-107). Knows only their names. 102 (settings and templates
//! swapped) and 107 (retention, `loket archive purge`) have no matter in the program yet.
#[path = "atk_100_log_edited.rs"]
mod atk_100;
#[path = "atk_101_operator.rs"]
mod atk_101;
#[path = "atk_103_open_secrets.rs"]
mod atk_103;
#[path = "atk_104_privilege.rs"]
mod atk_104;
#[path = "atk_105_supply_chain.rs"]
mod atk_105;
#[path = "atk_106_clock.rs"]
mod atk_106;
