//! The attack files of A4: the way out (60-75). Knows only their names.
#[path = "atk_63_argument_injection.rs"]
mod atk_63;
#[path = "atk_64_ldap_injection.rs"]
mod atk_64;
