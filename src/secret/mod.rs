//! Values that must not be seen: the installation's key, reply tokens, sealed passwords, seeds of codes, and the
//! labels passwords hide behind; and what of them must not leave the process. Knows nothing else of ours.
pub mod echo;
mod generated;
mod key;
pub mod label;
mod seclude;
pub mod totp;
pub use generated::{Generated, Shape};
pub use key::{Key, KeyError, SECRET_LEN, token_hash};
pub use seclude::seclude;
