//! How long dossiers are kept (UU 43/2009; the office's own retention schedule decides). Knows no archive.
use super::choice::Final;
use serde::{Deserialize, Serialize};

/// `[archive]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// As the office's classification has it; only shown.
    pub classification_code: String,
    pub retain_active_years: u32,
    pub retain_inactive_years: u32,
    #[serde(rename = "final")]
    pub end: Final,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention {
            classification_code: String::new(),
            retain_active_years: 2,
            retain_inactive_years: 3,
            end: Final::Destroy,
        }
    }
}

impl Retention {
    /// Whole years after the one in which a case ended.
    pub fn years(&self) -> u32 {
        self.retain_active_years.saturating_add(self.retain_inactive_years)
    }
}
