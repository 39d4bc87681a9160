//! Values that must not be seen: the installation's key, reply tokens, sealed passwords, seeds of codes, and the
//! labels passwords hide behind. Knows nothing else of ours.
mod generated;
mod key;
pub mod label;
pub mod totp;
pub use generated::{Generated, Shape};
pub use key::{Key, KeyError, SECRET_LEN, token_hash};
