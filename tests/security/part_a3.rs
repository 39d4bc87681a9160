//! The attack files of A3: the meaning of an approval (40-51). Knows only their names.
