//! Every line of `tests/data/intents.tsv` means what its author meant.
use super::{Intent, read};
use crate::workflow::case::Kind;
use crate::workflow::event::{Remark, Scope};
use proptest::prelude::*;

fn show(intent: &Intent) -> String {
    let kind = match intent.kind {
        None => "-",
        Some(Kind::ResetPassword) => "reset",
        Some(Kind::UserIdInformation) => "user_id",
        Some(Kind::Both) => "both",
    };
    let scope = intent.scope.map(|s| match s {
        Scope::Vendor => "scope:vendor",
        Scope::CentralAccount => "scope:central",
        Scope::HolderChange => "scope:holder",
        Scope::Totp => "scope:totp",
        Scope::Other => "scope:other",
    });
    let has = |r: Remark| intent.remarks.contains(&r);
    let mut flags: Vec<String> = scope.iter().map(|s| (*s).to_string()).collect();
    for (holds, flag) in [
        (!intent.looks_like_request && !intent.thanks_only, "no_request"),
        (intent.thanks_only, "thanks"),
        (has(Remark::LinkOnly), "link"),
        (has(Remark::SeveralAccounts), "several"),
        (has(Remark::OwnPassword), "own_password"),
        (has(Remark::HolderChange) && intent.scope != Some(Scope::HolderChange), "holder"),
    ] {
        if holds {
            flags.push(flag.to_string());
        }
    }
    if !intent.user_ids.is_empty() {
        flags.push(format!("ids:{}", intent.user_ids.join(";")));
    }
    assert_eq!(intent.link_only, has(Remark::LinkOnly));
    assert_eq!(intent.several_accounts, has(Remark::SeveralAccounts));
    format!("{kind} {}", flags.join(",")).trim_end().to_string()
}

#[test]
fn every_mail_is_understood() {
    let data = include_str!("../../../tests/data/intents.tsv");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (i, line) in data.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with("# "))
    {
        let f: Vec<&str> = line.split('\t').collect();
        assert_eq!(f.len(), 4, "line {}: {line}", i + 1);
        let files: Vec<String> =
            f[2].split(';').filter(|n| !n.is_empty()).map(str::to_string).collect();
        let got = show(&read(f[0], &f[1].replace("\\n", "\n"), &files));
        if got != f[3] {
            wrong.push(format!(
                "line {}: {:?} {:?}: want {:?}, got {got:?}",
                i + 1,
                f[0],
                f[1],
                f[3]
            ));
        }
        count += 1;
    }
    assert!(count >= 150, "only {count}");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_can_be_read(subject in "\\PC{0,60}", body in "(?s).{0,300}", file in "\\PC{0,20}") {
        let intent = read(&subject, &body, &[file]);
        prop_assert!(!intent.thanks_only && !intent.link_only);
        prop_assert!(intent.user_ids.len() <= 20);
    }

    #[test]
    fn pieces_of_mails_can_be_read(body in "((user id|password|reset|:|=|akun|nip|\n|https://drive.x/|dua|lupa|1\\.|[a-z]{1,4}) ?){0,30}") {
        let intent = read("", &body, &[]);
        prop_assert!(!intent.thanks_only || intent.kind.is_none());
    }
}
