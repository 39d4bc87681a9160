//! The attack files of A4: the way out (60-75). Knows only their names.
#[path = "atk_63_argument_injection.rs"]
mod atk_63;
#[path = "atk_64_ldap_injection.rs"]
mod atk_64;
#[path = "atk_66_secret_in_a_bounce.rs"]
mod atk_66;
#[path = "atk_71_enumeration.rs"]
mod atk_71;
#[path = "atk_72_backscatter.rs"]
mod atk_72;
#[path = "atk_73_stolen_applicant.rs"]
mod atk_73;
#[path = "atk_75_mass_reset.rs"]
mod atk_75;
#[path = "atk_95_loops.rs"]
mod atk_95;
