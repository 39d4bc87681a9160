//! The case and what moves it: state, events, effects, letters, policy. Pure; knows no IO, SQL,
//! protocol or wording.
pub mod actor;
pub mod case;
mod clock;
pub mod command;
pub mod deputy;
pub mod digest;
pub mod effect;
pub mod event;
pub mod freeze;
pub mod letter;
pub mod policy;
pub mod recount;
pub mod risk;
pub mod scan;
mod step;
pub use step::{Step, step};

#[cfg(test)]
pub(crate) mod tests;
