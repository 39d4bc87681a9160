//! Values that must not be seen: the installation's key, reply tokens, sealed passwords, and the
//! labels passwords hide behind. Knows nothing else of ours.
mod generated;
mod key;
pub mod label;
pub use generated::{Generated, Shape};
pub use key::{Key, KeyError, SECRET_LEN, token_hash};
