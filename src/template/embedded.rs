//! The template files that ship inside the program. Knows names and bytes only.
use super::Language;

/// Word list of a language.
pub const WORDS: &str = "_words.toml";

/// The two sets, and the list of letters, from one list of names.
macro_rules! sets {
    ($($letter:literal)*; text only: $($bare:literal)*; shared: $($shared:literal)*) => {
        /// Every letter's folder; `credentials` alone has no HTML.
        pub const LETTERS: &[&str] = &[$($letter,)* $($bare,)*];
        const ID: &[(&str, &str)] = sets!(@one "id"; $($letter)*; $($bare)*; $($shared)*);
        const EN: &[(&str, &str)] = sets!(@one "en"; $($letter)*; $($bare)*; $($shared)*);
    };
    (@one $lang:literal; $($letter:literal)*; $($bare:literal)*; $($shared:literal)*) => {
        &[
            $(
                sets!(@file $lang, concat!($letter, "/subject.txt")),
                sets!(@file $lang, concat!($letter, "/body.txt")),
                sets!(@file $lang, concat!($letter, "/body.html")),
            )*
            $(
                sets!(@file $lang, concat!($bare, "/subject.txt")),
                sets!(@file $lang, concat!($bare, "/body.txt")),
            )*
            $(sets!(@file $lang, $shared),)*
        ]
    };
    (@file $lang:literal, $name:expr) => {
        ($name, include_str!(concat!("../../templates/", $lang, "/", $name)))
    };
}

sets! {
    "receipt" "papers_received" "new_request" "papers_added" "missing_papers" "reminder"
    "closed_no_followup" "hand_over" "approval_recorded" "rejection" "reset_notice" "user_id_information"
    "result_delivered" "result_unknown" "reset_stopped" "digest" "time_warning" "standard_breached" "escalation"
    "delivery_failure" "queue_number" "visitor_called" "queue_empty" "out_of_scope"
    "not_understood" "expect_call" "security_notice" "link_misused" "alarm" "breach_notice" "status_reply" "case_list" "taken" "delegated"
    "withdrawn";
    text only: "credentials";
    shared: "_words.toml" "_parts.txt" "_parts.html" "_layout.txt" "_layout.html" "_staff.txt"
        "_staff.html" "_sheet.txt" "_sheet.html" "_case.txt" "_case.html"
}

/// All files of a language: name under its folder, and content.
pub fn files(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::Id => ID,
        Language::En => EN,
    }
}

/// One file.
pub fn file(language: Language, name: &str) -> Option<&'static str> {
    files(language).iter().find(|(n, _)| *n == name).map(|(_, source)| *source)
}
