//! Tests of `step`: laws that hold for any sequence of events, and the table of staff's commands.
mod automatic;
mod clocks;
mod happenings;
mod laws;
mod papers;
mod table;
