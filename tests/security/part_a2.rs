//! The attack files of A2: threading, tokens, replay (20-32). Knows only their names.
#[path = "atk_20_subject_tag.rs"]
mod atk_20;
#[path = "atk_20_body_carrier.rs"]
mod atk_20_body;
#[path = "atk_21_token_guessing.rs"]
mod atk_21;
#[path = "atk_22_token_replay.rs"]
mod atk_22;
#[path = "atk_23_forwarded_request.rs"]
mod atk_23;
#[path = "atk_24_token_leaks.rs"]
mod atk_24;
#[path = "atk_25_old_tokens.rs"]
mod atk_25;
#[path = "atk_26_rights_at_use.rs"]
mod atk_26;
#[path = "atk_27_third_party.rs"]
mod atk_27;
#[path = "atk_28_copied_victims.rs"]
mod atk_28;
#[path = "atk_29_compared_secrets.rs"]
mod atk_29;
#[path = "atk_30_code_replay.rs"]
mod atk_30;
#[path = "atk_31_restore.rs"]
mod atk_31;
#[path = "atk_32_preempted.rs"]
mod atk_32;
