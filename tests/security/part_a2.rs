//! The attack files of A2: threading, tokens, replay (20-32). Knows only their names.
