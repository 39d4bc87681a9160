//! What the tests of `workflow` and of `triage` share.
pub(crate) mod house;
