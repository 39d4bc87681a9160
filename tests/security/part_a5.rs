//! The attack files of A5: content and resources (80-96). Knows only their names.
