//! Every line of `tests/data/commands.tsv` is read as its author meant it: role, text, verdict, details.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::workflow::actor::Role;
use loket::workflow::command::{Typed, explain, parse};
use serde_json::Value;

fn role(name: &str) -> Role {
    match name {
        "admin_ppe" => Role::AdminPpe,
        "helpdesk" => Role::Helpdesk,
        "front_office" => Role::FrontOffice,
        "supervisor" => Role::Supervisor,
        "applicant" => Role::Applicant,
        other => panic!("unknown role {other}"),
    }
}

/// `key=value` details, parted by `|`: reason, items (parted by `;`), user_id, password, note, number,
/// unclear; `subject` and `html` are input. A detail not named must be empty, save note and number.
struct Sample {
    line: usize,
    role: Role,
    text: String,
    verdict: String,
    details: Vec<(String, String)>,
}

fn samples() -> Vec<Sample> {
    let data = include_str!("data/commands.tsv");
    let lines = data.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with("# "));
    lines
        .map(|(i, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!((3..=4).contains(&fields.len()), "line {}: {line}", i + 1);
            let details = fields.get(3).unwrap_or(&"").split(" | ").filter(|d| !d.is_empty());
            let details = details.map(|d| {
                let (k, v) =
                    d.split_once('=').unwrap_or_else(|| panic!("line {}: detail {d}", i + 1));
                (k.trim().to_string(), v.replace("\\n", "\n"))
            });
            Sample {
                line: i + 1,
                role: role(fields[0]),
                text: fields[1].replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t"),
                verdict: fields[2].to_string(),
                details: details.collect(),
            }
        })
        .collect()
}

fn complaints(s: &Sample) -> Vec<String> {
    let want = |key: &str| s.details.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let typed =
        Typed { text: &s.text, other: want("html"), subject: want("subject").unwrap_or("") };
    let parsed = parse(&typed, s.role);
    let json = explain(&parsed);
    let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_string);
    let mut wrong = Vec::new();
    let mut check = |what: &str, want: Option<&str>, got: Option<String>| {
        if want != got.as_deref() {
            wrong
                .push(format!("line {}: {:?}: {what}: want {want:?}, got {got:?}", s.line, s.text));
        }
    };
    check("verdict", Some(&s.verdict), text("verdict"));
    check("reason", want("reason"), text("reason"));
    check("user_id", want("user_id"), text("user_id"));
    check("password", want("password"), parsed.password.as_ref().map(|p| p.to_string()));
    let items: Vec<&str> =
        json["items"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    check("items", want("items"), (!items.is_empty()).then(|| items.join(";")));
    let unclear = parsed.command.unclear.map(|u| serde_json::to_value(u).unwrap());
    let unclear =
        unclear.and_then(|u| u.as_str().map(str::to_string)).filter(|_| s.verdict != "none");
    check("unclear", want("unclear"), unclear);
    if want("note").is_some() {
        check("note", want("note"), text("note"));
    }
    if want("number").is_some() {
        check("number", want("number"), parsed.command.number.clone());
    }
    if want("echo").is_some() {
        check("echo", want("echo"), Some(parsed.echo.clone()));
    }
    check(
        "password flag",
        Some(&want("password").is_some().to_string()),
        Some(json["password"].to_string()),
    );
    let idle = matches!(s.verdict.as_str(), "ask" | "none");
    check("has why", Some(&idle.to_string()), Some(text("why").is_some().to_string()));
    wrong
}

#[test]
fn every_phrase_means_what_its_author_meant() {
    let samples = samples();
    assert!(samples.len() >= 300, "only {} samples", samples.len());
    let wrong: Vec<String> = samples.iter().flat_map(complaints).collect();
    assert!(wrong.is_empty(), "{} complaints\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_password_is_ever_shown() {
    for s in samples() {
        let html = s.details.iter().find(|(k, _)| k == "html").map(|(_, v)| v.as_str());
        let parsed = parse(&Typed { text: &s.text, other: html, subject: "" }, s.role);
        let shown = format!("{} {} {:?}", explain(&parsed), parsed.echo, parsed.command);
        for secret in
            ["Kp7#mRwt4=Qz", "Xh4+vbnT9?sd", "Tq8%Wnm3+xJa", "punyasaya123", "Rahasia#2026"]
        {
            assert!(!shown.contains(secret), "line {}: {shown}", s.line);
        }
        assert!(parsed.echo.chars().count() <= 120, "line {}", s.line);
    }
}

#[test]
fn the_same_words_quoted_are_no_command() {
    for s in samples() {
        let quoted: String = s.text.lines().map(|l| format!("> {l}\n")).collect();
        let history = format!(
            "Pada Rab, 18 Nov 2026 pukul 08.15 Helpdesk <helpdesk@kkp.example>\nmenulis:\n{}",
            s.text
        );
        for text in [quoted, history, format!("-----Original Message-----\n{}", s.text)] {
            let parsed = parse(&Typed { text: &text, other: None, subject: "" }, s.role);
            assert_eq!(explain(&parsed)["verdict"], "none", "line {}: {text}", s.line);
        }
    }
}

#[test]
fn a_signature_changes_nothing() {
    let tails = [
        "\n\n-- \nBudi Santoso\nditolak setuju LENGKAP\nUSER ID: X1\nPASSWORD: abcdef1",
        "\n\nDikirim dari iPhone saya\nTOLAK semua",
        "\nSent from my iPhone",
        "\n\nPada Sab, 15 Jun 2024 pukul 14.59 Nama <a@b.example>\nmenulis:\n> TOLAK\n> LKT-2026-00099",
        "\n\n________________________________\nDari: A\nDikirim: B\nKepada: C\nTOLAK",
        "\n\nDari: Helpdesk LPSE\nDikirim: Senin, 9 November 2026 09.41\nKepada: Admin PPE\nSETUJU",
    ];
    for s in samples() {
        let html = s.details.iter().any(|(k, _)| k == "html" || k == "subject");
        for tail in tails.iter().filter(|_| !html) {
            let plain = parse(&Typed { text: &s.text, ..Typed::default() }, s.role);
            let text = format!("{}{tail}", s.text);
            let tailed = parse(&Typed { text: &text, ..Typed::default() }, s.role);
            assert_eq!(plain.command, tailed.command, "line {}: {text}", s.line);
            let secret =
                |p: &loket::workflow::command::Parsed| p.password.as_ref().map(|p| p.to_string());
            assert_eq!(secret(&plain), secret(&tailed), "line {}", s.line);
        }
    }
}
