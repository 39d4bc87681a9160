//! The monthly report: what counts in which month, both readings of A11, what a hostile name may do to
//! each of the four documents (nothing), and the program as the office runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod reports {
    pub mod log;
    pub mod months;
    pub mod papers;
    pub mod program;
}
