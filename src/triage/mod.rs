//! Whose mail is this, which case, which event. Pure; knows no IO.
pub mod intent;
