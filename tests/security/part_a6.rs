//! The attack files of A6: platform and insider (100-107). Knows only their names.
