//! Stories as data: `tests/data/stories/*.story`, each a day at the office with the real daemon between
//! the people. Knows the list of stories; the language and the claims stand in `story_suite`.
//!
//! A story is lines. `#` begins a comment; lines indented by two blanks belong to the line above.
//!
//! ```text
//! given policy completeness = "helpdesk"       a line of [policy] (any section) of the settings
//! given start 2026-11-09T09:41                 office time; default Monday 9 November 2026, 09.41
//! given person rina "Rina" r@x.example admin_ppe,helpdesk [AA.OWN]   one more member of staff
//! given account AA.X "Name" 198703142011012901 "Unit" a@x.example    one more account; a
//!                                              second contact may follow
//! given sender anton "Anton" a@x.example       somebody outside
//! secret Kp7#mRwt4=Qz ratna                    exactly once in this mailbox, in no other file at all
//! secret abc nobody                            in no file at all; `inbox`: only in the inbox itself
//! mail WHO "Subject"                           a new mail; then `  | text`, `  + paper.pdf [as name]`,
//!                                              `  @ Header: v` put first, `  = Header: v`, `  - Header`
//! reply WHO "words"                            Reply on the newest letter with these words in its subject
//! reply WHO $kept                              Reply on a letter kept before
//! keep NAME WHO "words"                        remembers a letter
//! raw FILE.eml | raw                           bytes of tests/data/mail, or the lines below
//! again                                        the very same bytes once more
//! bounce WHO "words" 5.1.1                     a delivery report for that letter, quoting its Message-ID
//! release "reason" | discard "reason"          the newest held mail
//! unclear WHO "words"                          each line below as a Reply: echoed, nothing done
//! wait 20m | 3h | 2d | until 2026-11-11T13:00  time passes, everything due happens
//! case NAME                                    names the case in hand, or takes up a named one
//! expect state|kind|account|rounds|papers|deviations X about the case in hand
//! expect outcome X | held REASON | held none | cases N          about the mail and the office
//! expect letter WHO "words"                    came since the last thing done; then `  "text"`, `  not "text"`
//! expect no letter WHO "words" | quiet | count WHO "words" N
//! expect attached N                            papers of the letter last expected
//! expect deviation 9 | explained 9 "words" | original_seen | archived | undecided | taken
//! ```
//!
//! At its end every story also keeps the promises of `claims`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod story_suite;

macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        /// Every file is a test and every test has its file.
        #[test]
        fn each_story_is_played() {
            let mut files = story_suite::files();
            let mut names = vec![$(stringify!($name).to_owned()),*];
            files.sort();
            names.sort();
            assert_eq!(files, names);
        }
        $(
            #[tokio::test]
            async fn $name() {
                story_suite::play(stringify!($name)).await;
            }
        )*
    };
}

stories! {
    account_of_another,
    after_the_window,
    answer_with_scan_by_helpdesk,
    applicant_sends_a_password,
    applicant_types_setuju,
    assignment_letter,
    both_kinds,
    bounce_after_a_day,
    bounce_handed_in_person,
    bounce_of_a_credential,
    bounce_of_a_credential_by_hand,
    bounce_of_a_letter,
    broken_mails,
    close_and_late_papers,
    command_in_the_subject,
    confirm_and_hold,
    doubtful_papers,
    duplicates,
    empty_day,
    empty_reply,
    foreign_token,
    forged_approver,
    forged_bounce,
    fraud_in_a_letter,
    helpdesk_cannot_judge,
    helpdesk_policy,
    holder_speaks,
    html_only_command,
    incomplete_new_mail,
    incomplete_reply,
    late_opening,
    late_step,
    letter_says_too_much,
    link_only,
    machines,
    never_completed,
    new_papers_void,
    not_me,
    nothing_attached,
    notices,
    old_letter,
    old_letter_paper,
    other_holder_in_the_decree,
    own_account,
    photo_unread,
    rejection,
    reply_on_saturday,
    reset,
    result_mistakes,
    same_papers_again,
    several_cases_in_one_command,
    several_cases_of_one,
    spent_token,
    staff_by_mail,
    status,
    stranger,
    too_large,
    two_accounts,
    two_accounts_unsaid,
    two_approvers,
    unclear,
    unusable_files,
    user_id,
    vendor,
    walk_in,
    walk_in_account_unknown,
    walk_in_by_helpdesk,
    walk_in_by_mail,
    walk_in_one_line,
    withdrawal,
    withdrawal_at_the_desk,
    withdrawal_too_late,
}
