//! Who plays, and the five stories of `contract.md`. Invented people.
use crate::store::NewAccount;

pub const OFFICE: &str = "helpdesk-lpse@kkp.example";
pub const DESK: &str = "dewi.helpdesk@kkp.example";
pub const JUDGE: &str = "bagus.ppe@kkp.example";
pub const RATNA: &str = "ratna.k@kkp.example";
pub const YOHANES: &str = "y.tangkuman@contohbarat.example";
pub const MADE: &str = "made.ardika@lcpp.example";
pub const SARI: &str = "sari.w@kkp.example";
