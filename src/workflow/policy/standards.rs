//! The standards of the SOP step by step (Mutu Baku): minutes, who answers, when he is warned.
use crate::workflow::case::Holder;
use serde::{Deserialize, Serialize};

/// One value for each step, with its default.
macro_rules! per_step {
    ($(#[$doc:meta])* $name:ident, $value:ty, $count:literal: $($field:ident = $step:literal, $default:expr;)+) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(pub $field: $value,)+
        }

        impl Default for $name {
            fn default() -> $name {
                $name { $($field: $default,)+ }
            }
        }

        impl $name {
            /// Every step that has one, with it.
            pub fn all(&self) -> [(u8, $value); $count] {
                [$(($step, self.$field),)+]
            }

            fn of_step(&self, step: u8) -> Option<$value> {
                self.all().into_iter().find(|(known, _)| *known == step).map(|(_, value)| value)
            }
        }
    };
}

per_step! {
    /// Standard times in working minutes (step 8 is our assumption, `domain.md` A10). Step 4 has none: it
    /// is due at closing time.
    Standards, u32, 10:
    step3 = 3, 5;
    step5 = 5, 5;
    step6 = 6, 5;
    step8 = 8, 5;
    step9 = 9, 15;
    step10 = 10, 10;
    step11 = 11, 5;
    step12 = 12, 5;
    step13 = 13, 10;
    step14 = 14, 5;
}

per_step! {
    /// Who answers for a step (SOP, column Pelaksana; 12 to 14 as `domain.md` §1.2 reads them).
    Holders, Holder, 11:
    step3 = 3, Holder::FrontOffice;
    step4 = 4, Holder::Helpdesk;
    step5 = 5, Holder::Helpdesk;
    step6 = 6, Holder::Helpdesk;
    step8 = 8, Holder::Helpdesk;
    step9 = 9, Holder::AdminPpe;
    step10 = 10, Holder::AdminPpe;
    step11 = 11, Holder::AdminPpe;
    step12 = 12, Holder::AdminPpe;
    step13 = 13, Holder::Helpdesk;
    step14 = 14, Holder::Helpdesk;
}

per_step! {
    /// At how many percent of its time the holder of a step is warned; 0 warns never. What Loket does by
    /// itself (6, 8, 11 to 14) is over before anybody could read a warning.
    Warnings, u32, 5:
    step3 = 3, 80;
    step4 = 4, 80;
    step5 = 5, 80;
    step9 = 9, 80;
    step10 = 10, 80;
}

impl Standards {
    /// Standard of a step, or `None` where the SOP gives none.
    pub fn minutes(&self, step: u8) -> Option<u32> {
        self.of_step(step)
    }
}

impl Holders {
    pub fn of(&self, step: u8) -> Holder {
        self.of_step(step).unwrap_or(Holder::Helpdesk)
    }
}

impl Warnings {
    /// `None` where nobody is warned.
    pub fn percent(&self, step: u8) -> Option<u32> {
        self.of_step(step).filter(|percent| *percent > 0)
    }
}
