//! Tests of the command line: the grammar, its refusals, the output, the verbs that stand alone.
use super::args::RoleWord;
use super::output::{Table, harmless};
use super::*;
use crate::config::Settings;
use crate::workflow::actor::{Person, Role};

fn read(line: &str) -> Result<Cli, clap::Error> {
    Cli::read(std::iter::once("loket").chain(line.split_whitespace()))
}

#[test]
fn the_grammar_is_sound() {
    Cli::grammar().debug_assert();
}

#[test]
fn every_verb_of_the_contract_is_read() {
    for line in [
        "run",
        "tick",
        "tick --now 2026-11-16T15:59:00+07:00",
        "demo",
        "demo --dir x",
        "check",
        "check --online --json",
        "explain mail x.eml --json",
        "explain mail -",
        "explain command --role admin_ppe --json",
        "explain document x.pdf",
        "explain deadline 2026-11-16T15:59:00+07:00 --minutes 5 --json",
        "case list --json",
        "case show LKT-2026-00042 --json",
        "case timeline LKT-2026-00042",
        "queue list",
        "queue show 3",
        "queue retry 3",
        "queue drop 3",
        "held list --json",
        "held show 1",
        "held release 1 --reason benar",
        "held discard 1 --reason sampah",
        "accounts import a.csv --skip-bad",
        "accounts list",
        "accounts show RINA.AA",
        "staff list",
        "digest --date 2026-11-16 --print",
        "migrate",
        "version",
        "completions bash",
        "--config a.toml check",
        "check --config a.toml",
    ] {
        assert!(read(line).is_ok(), "{line}: {:?}", read(line).err());
    }
    let Verb::Explain(args) = read("explain command --role front_office").unwrap().verb else {
        panic!("another verb")
    };
    assert!(matches!(
        args.what,
        args::Explain::Command { role: RoleWord::FrontOffice, form: args::Form { json: false } }
    ));
}

#[test]
fn a_wrong_line_is_one_sentence_that_helps() {
    for (line, wanted) in [
        ("", "perintah belum disebut"),
        ("case", "perintah belum disebut"),
        ("chek", "mungkin maksudnya `check`"),
        ("check --onlin", "mungkin maksudnya `--online`"),
        ("explain command", "--role"),
        ("explain command --role boss", "pilihannya: admin_ppe, helpdesk, front_office, applicant"),
        ("explain deadline besok", "nilai `besok`"),
        ("held release 1", "--reason"),
        ("queue retry x", "nilai `x`"),
        ("check extra", "`extra`"),
        ("demo --dir", "butuh nilai"),
    ] {
        let sentence = usage::sentence(&read(line).unwrap_err());
        assert!(sentence.contains(wanted) && !sentence.contains('\n'), "{line}: {sentence}");
    }
}

#[test]
fn help_is_indonesian_throughout() {
    for line in
        ["--help", "explain --help", "explain deadline -h", "held release --help", "completions -h"]
    {
        let help = read(line).unwrap_err();
        assert_eq!(help.kind(), ErrorKind::DisplayHelp);
        let text = usage::help(&help);
        assert!(text.contains("Pemakaian: loket"), "{text}");
        for english in [
            "Usage",
            "Options:",
            "Commands:",
            "Arguments:",
            "Print",
            "OPTIONS",
            "COMMAND",
            "possible values",
            "default:",
        ] {
            assert!(!text.contains(english), "{line}: {english} in\n{text}");
        }
    }
}

#[test]
fn completions_name_the_verbs() {
    for shell in [clap_complete::Shell::Bash, clap_complete::Shell::Zsh, clap_complete::Shell::Fish]
    {
        let script = completions::script(shell);
        assert!(script.contains("accounts") && script.contains("skip-bad"), "{shell}");
    }
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    assert_eq!((Exit::Done.code(), Exit::Findings.code()), (0, 1));
    let text = String::new;
    assert_eq!(CliError::Refused(text()).code(), 1);
    assert_eq!(CliError::Input(text()).code(), 2);
    assert_eq!(CliError::Unavailable(text()).code(), 3);
    let gone = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    assert_eq!(CliError::from(gone).code(), 0);
}

#[test]
fn a_table_is_aligned_and_harmless() {
    let mut table = Table::new(&["ID", "NAMA"]);
    table.row(["LKT-1", "Rina\u{1b}[31m\u{202e}\nKartika"]);
    table.row(["LKT-22", &"x".repeat(100)]);
    let text = table.render();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "ID      NAMA");
    assert_eq!(lines[1], "LKT-1   Rina\u{fffd}[31m\u{fffd} Kartika");
    assert_eq!(lines[2].chars().count(), 8 + 60);
    assert_eq!(harmless("a\tb"), "a b");
}

fn person(id: &str, address: &str, roles: &[Role]) -> Person {
    let (id, name, addresses) = (id.to_owned(), id.to_owned(), vec![address.to_owned()]);
    Person {
        id,
        name,
        addresses,
        roles: roles.to_vec(),
        nip: None,
        user_ids: Vec::new(),
        certificates: Vec::new(),
        deputies: Vec::new(),
        acting_for: Vec::new(),
    }
}

#[test]
fn the_doctor_sees_staff_that_cannot_carry_the_sop() {
    let settings = Settings::default();
    let both = [person("a", "a@kkp.example", &[Role::Helpdesk, Role::AdminPpe])];
    let notes = check::staff(&settings, &both);
    assert!(notes.iter().all(|finding| finding.severity == Severity::Note), "{notes:?}");
    let own = [person("a", "Helpdesk-LPSE@kkp.example", &[Role::Helpdesk])];
    let grave = check::staff(&settings, &own);
    let errors = grave.iter().filter(|finding| finding.severity == Severity::Error).count();
    assert_eq!(errors, 2, "no Admin PPE, and our own address: {grave:?}");
}

#[test]
fn the_doctor_sees_what_the_settings_lack() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings { data_dir: folder.path().into(), ..Settings::default() };
    let found = |settings: &Settings| -> Vec<String> {
        check::configuration(settings).into_iter().map(|finding| finding.what).collect()
    };
    assert_eq!(found(&settings), ["trust.authserv_id", "calendar", "mailbox.utama.password_file"]);
    settings.trust.authserv_id = Some("mx.kkp.example".into());
    settings.mailbox[0].kind = crate::config::MailboxKind::Maildir;
    settings.mailbox[0].path = Some(folder.path().join("none"));
    assert_eq!(found(&settings), ["calendar", "mailbox.utama.path"]);
}

#[test]
fn a_register_with_bad_rows_is_refused_unless_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("akun.csv");
    let judged = |text: &str, skip_bad| {
        std::fs::write(&file, text).unwrap();
        let imported = accounts::read_register(&file)?;
        accounts::may_import(&imported, skip_bad)
    };
    let good = "user_id,email\nA,a@kkp.example\n";
    let bad = "user_id,email\nA,a@kkp.example\nB,b\n";
    assert_eq!(judged(good, false).unwrap(), Exit::Done);
    assert_eq!(judged(bad, false).unwrap_err().code(), 1);
    assert_eq!(judged(bad, true).unwrap(), Exit::Findings);
    assert_eq!(judged("user_id,email\n", true).unwrap_err().code(), 2);
    assert_eq!(judged("PK\x03\x04", true).unwrap_err().code(), 2);
    assert_eq!(accounts::read_register(std::path::Path::new("/none.csv")).unwrap_err().code(), 2);
}
