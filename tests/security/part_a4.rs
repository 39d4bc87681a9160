//! The attack files of A4: the way out (60-75). Knows only their names.
#[path = "atk_60_attackers_address.rs"]
mod atk_60;
#[path = "atk_61_young_address.rs"]
mod atk_61;
#[path = "atk_62_header_injection.rs"]
mod atk_62;
#[path = "atk_63_argument_injection.rs"]
mod atk_63;
#[path = "atk_64_ldap_injection.rs"]
mod atk_64;
#[path = "atk_65_canary.rs"]
mod atk_65;
#[path = "atk_65_killed.rs"]
mod atk_65_killed;
#[path = "atk_66_secret_in_a_bounce.rs"]
mod atk_66;
#[path = "atk_67_kept_copies.rs"]
mod atk_67;
#[path = "atk_68_typed_by_admin.rs"]
mod atk_68;
#[path = "atk_69_links.rs"]
mod atk_69;
#[path = "atk_70_stripped_tls.rs"]
mod atk_70;
#[path = "atk_71_enumeration.rs"]
mod atk_71;
#[path = "atk_72_backscatter.rs"]
mod atk_72;
#[path = "atk_73_stolen_applicant.rs"]
mod atk_73;
#[path = "atk_74_tables.rs"]
mod atk_74;
#[path = "atk_75_mass_reset.rs"]
mod atk_75;
