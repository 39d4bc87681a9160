//! Laws of the command parser that hold for any words: it never fails, quoted words never command, a
//! signature never changes a verdict, and an applicant never commands like staff.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::workflow::actor::Role;
use loket::workflow::case::State;
use loket::workflow::command::{
    Command, Typed, Verdict, explain, guestbook, original_seen, parse, words_for,
};
use proptest::prelude::*;

const ROLES: [Role; 5] =
    [Role::AdminPpe, Role::Helpdesk, Role::FrontOffice, Role::Supervisor, Role::Applicant];

fn typed(text: &str) -> Typed<'_> {
    Typed { text, ..Typed::default() }
}

fn read(text: &str, role: Role) -> Command {
    parse(&typed(text), role).command
}

/// Words that matter, glued at random.
fn scraps() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "SETUJU",
        "setuju",
        "tolak",
        "ditolak",
        "tidak",
        "karena",
        "kurang",
        "SK",
        "lengkap",
        "HASIL",
        "USER ID",
        ":",
        "=",
        "password",
        "pw",
        "Kp7#mRwt4=Qz",
        "\n",
        "\n\n",
        ",",
        "?",
        "tapi",
        "siap",
        "Yth.",
        "Selamat pagi",
        "LKT-2026-00042",
        "> ",
        "--",
        "👍",
        "BUKU TAMU",
        "TIDAK HADIR",
        "A-001",
        "batal",
        "permohonan",
        "*",
        "“",
        "\u{a0}",
        "\u{200b}",
        "1.",
        "-",
        "Pada",
        "menulis:",
        "Dari:",
        "konfirmasi",
        "dulu",
        "TUTUP",
        "kirim ulang",
        "acc",
        "ok",
        "<alasan>",
        "é",
        "user",
    ]);
    prop::collection::vec(word, 0..14).prop_map(|w| w.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_can_be_read(text in "(?s).{0,200}", other in proptest::option::of("(?s).{0,80}"), subject in "\\PC{0,60}") {
        for role in ROLES {
            let parsed = parse(&Typed { text: &text, other: other.as_deref(), subject: &subject }, role);
            prop_assert!(parsed.echo.chars().count() <= 120);
            prop_assert!(explain(&parsed)["verdict"].is_string());
        }
        guestbook::read(&text);
    }

    #[test]
    fn scraps_can_be_read_and_keep_the_rules(text in scraps(), subject in scraps()) {
        for role in ROLES {
            let parsed = parse(&Typed { text: &text, other: None, subject: &subject }, role);
            let c = &parsed.command;
            let idle = matches!(c.verdict, Verdict::Ask | Verdict::None);
            prop_assert_eq!(c.unclear.is_some(), idle);
            prop_assert_eq!(c.password, parsed.password.is_some());
            prop_assert!(!c.password || matches!(c.verdict, Verdict::Approve | Verdict::Result));
            prop_assert!(c.verdict != Verdict::Reject || c.reason.is_some());
            prop_assert!(c.verdict != Verdict::Incomplete || !c.items.is_empty());
            if role == Role::Applicant {
                prop_assert!(matches!(c.verdict, Verdict::None | Verdict::Status | Verdict::Close));
            }
            if matches!(c.verdict, Verdict::Approve | Verdict::Reject | Verdict::Result) {
                prop_assert_eq!(role, Role::AdminPpe);
            }
            let shown = format!("{}{}{:?}", explain(&parsed), parsed.echo, c);
            prop_assert!(parsed.password.is_none() || !shown.contains("Kp7#mRwt4=Qz"), "{}", shown);
        }
        guestbook::read(&text);
    }

    #[test]
    fn quoted_words_never_command(text in scraps(), mark in prop::sample::select(vec!["> ", ">", ">> ", " > ", "| "])) {
        let quoted: String = text.lines().map(|l| format!("{mark}{l}\n")).collect();
        for role in ROLES {
            prop_assert_eq!(read(&quoted, role).verdict, Verdict::None);
        }
    }

    #[test]
    fn history_never_commands(text in scraps()) {
        for head in [
            "Pada Rab, 18 Nov 2026 pukul 08.15 Helpdesk <h@kkp.example> menulis:",
            "On Wed, Nov 18, 2026 at 8:15 AM Helpdesk <h@kkp.example> wrote:",
            "-----Original Message-----", "---------- Forwarded message ---------", "--- Pesan Asli ---",
        ] {
            let mail = format!("{head}\n{text}");
            for role in ROLES {
                prop_assert_eq!(read(&mail, role).verdict, Verdict::None);
            }
        }
    }

    #[test]
    fn a_signature_changes_no_verdict(text in scraps(), tail in scraps(), cut in prop::sample::select(vec![
        "\n\n-- \n", "\nDikirim dari iPhone saya\n", "\nSent from my Galaxy\n", "\n-----Original Message-----\n",
        "\n\nPada Sen, 3 Des 2018 10.41 A <a@b.example> menulis:\n",
    ])) {
        // "Pada …" with "menulis:" a few lines on is somebody's quote, and is read as one.
        prop_assume!(!tail.contains("menulis:"));
        for role in ROLES {
            prop_assert_eq!(read(&text, role), read(&format!("{text}{cut}{tail}"), role));
        }
    }

    #[test]
    fn a_password_is_taken_exactly(pw in "[A-Za-z0-9@#%+][!-~]{3,60}[a-w][2-9]") {
        prop_assume!(!pw.contains("://"));
        let text = format!("HASIL\nUSER ID: AA.LCPP\nPASSWORD: {pw}");
        let parsed = parse(&typed(&text), Role::AdminPpe);
        prop_assert_eq!(parsed.command.verdict, Verdict::Result);
        prop_assert_eq!(parsed.password.map(|p| p.to_string()), Some(pw));
    }
}

#[test]
fn offered_words_are_understood() {
    for role in ROLES {
        for state in State::ALL {
            let words = words_for(role, state);
            assert!(!words.is_empty(), "{role:?} {state:?}");
            for word in words.iter().filter(|w| !w.contains('…')) {
                let filled = match word.split_once('<') {
                    Some((verb, "daftar>")) => format!("{verb}SK"),
                    Some((verb, "nomor antrian>")) => format!("{verb}A-001"),
                    Some((verb, "nama penerima>")) => format!("{verb}Made Surya"),
                    Some((verb, _)) => format!("{verb}SK sudah tidak berlaku"),
                    None if word == "HASIL" => "HASIL\nUSER ID: AA.LCPP".to_string(),
                    None => word.clone(),
                };
                let verdict = read(&filled, role).verdict;
                assert!(!matches!(verdict, Verdict::Ask | Verdict::None), "{role:?} {filled}");
            }
            // A placeholder sent back unfilled, or an own instruction, never acts as if filled in.
            for word in words.iter().filter(|w| w.contains(['<', '…'])) {
                let c = read(word, role);
                assert!(
                    c.reason.is_none() && c.items.is_empty() && c.user_id.is_none(),
                    "{word}: {c:?}"
                );
            }
        }
    }
}

#[test]
fn the_sight_of_the_original_is_noticed() {
    assert!(original_seen(&read("LENGKAP (asli SK dilihat)", Role::Helpdesk)));
    assert!(original_seen(&read("lengkap, SK asli sudah diperlihatkan", Role::Helpdesk)));
    assert!(!original_seen(&read("LENGKAP", Role::Helpdesk)));
    assert!(!original_seen(&read("lengkap, mohon diproses", Role::Helpdesk)));
    assert!(!original_seen(&read("asli dilihat", Role::Helpdesk)));
}
