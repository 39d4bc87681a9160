//! The attack files of A4: the way out (60-75). Knows only their names.
