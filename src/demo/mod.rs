//! The whole SOP on one machine: a stage with Maildirs and a simulated clock, and five stories played
//! on it by people who write mails. The daemon's own rooms do the work; what is claimed is checked.
mod papers;
mod play;
mod stage;
mod stories;

pub use papers::Paper;
pub use play::{DemoError, play};
pub use stage::{PersonMail, Seen, Stage, StageError, StageSettings};
