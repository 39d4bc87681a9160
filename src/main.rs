//! The `loket` program: hands its arguments to `cli` and turns the outcome into an exit code.
fn main() {}
