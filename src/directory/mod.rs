//! The register of Admin Agency accounts: who has which user ID, and to which address a result may
//! go. Knows nothing of mail, cases or SQL.
mod account;
mod address;
mod import;

pub use account::{Account, AccountRecord, BadRecord, Care, RegisteredAddress};
pub use address::is_strict_address;
pub use import::{
    AccountRow, ImportError, Imported, RowError, RowWarning, is_user_id, read_accounts,
};

#[cfg(test)]
mod tests;
