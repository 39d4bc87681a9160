//! The collected answers of `tests/data/replies`: what stands above, below and between is left out.
//! A file holds cases of `%% name`, the text, `%%=`, the new words.
use super::*;

fn cases(file: &str) -> Vec<(String, String, String)> {
    let cases = file.split("\n%% ").map(|case| {
        let case = case.strip_prefix("%% ").unwrap_or(case);
        let (name, rest) = case.split_once('\n').expect("a name");
        let (text, words) = rest.split_once("\n%%=\n").expect("a text and its new words");
        (name.to_owned(), text.to_owned(), words.trim().to_owned())
    });
    cases.collect()
}

/// Checks every case, told as an answer and as a mail of its own, with both kinds of line ends.
fn check(file: &str, least: usize) {
    let cases = cases(file);
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for (name, text, words) in &cases {
        for (answer, text) in
            [(true, text.clone()), (false, text.clone()), (true, text.replace('\n', "\r\n"))]
        {
            let found = new_words(&text, answer);
            if found.text != *words {
                wrong.push(format!("{name} (answer: {answer}):\n{}\n", found.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn indonesian_answers() {
    check(include_str!("../../../tests/data/replies/indonesia.txt"), 60);
}

#[test]
fn malay_answers() {
    check(include_str!("../../../tests/data/replies/melayu.txt"), 7);
}

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with("# ") && !line.is_empty())
}

const NEW: &str = "Siap, sudah kami kirim ulang.\n\nTerima kasih.";

/// Everything below `NEW` in these mails is old.
fn all_old(mails: Vec<String>) {
    let wrong: Vec<String> = mails
        .iter()
        .flat_map(|mail| [(mail, true), (mail, false)])
        .filter(|(mail, answer)| new_words(mail, *answer).text != NEW)
        .map(|(mail, answer)| format!("{mail}\n=> {}\n", new_words(mail, answer).text))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn introductions_of_all_languages() {
    let lines: Vec<String> = entries(include_str!("../../../tests/data/replies/pengantar.txt"))
        .map(|line| line.replace('\\', "\n"))
        .collect();
    assert!(lines.len() > 100, "{}", lines.len());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n{l}\n\n> SETUJU\n> lama\n")).collect());
    all_old(lines.iter().map(|l| format!("{NEW}\n{l}\n> SETUJU\n")).collect());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n{l}\n\nSETUJU\nlama\n")).collect());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n> {l}\n> \n> SETUJU\n")).collect());
}

#[test]
fn heads_of_all_languages() {
    let blocks: Vec<&str> =
        include_str!("../../../tests/data/replies/kepala.txt").split("\n\n").collect();
    assert!(blocks.len() > 25, "{}", blocks.len());
    all_old(blocks.iter().map(|b| format!("{NEW}\n\n{b}\n\nSETUJU\n")).collect());
    all_old(blocks.iter().map(|b| format!("{NEW}\n____________\n{b}\n\nSETUJU\n")).collect());
    let bold = |b: &str| b.lines().map(|l| l.replacen(':', ":*", 1)).collect::<Vec<_>>();
    let bold = |b: &str| bold(b).iter().map(|l| format!("*{l}\n")).collect::<String>();
    let plain = |b: &&&str| !b.contains("    ");
    all_old(
        blocks.iter().filter(plain).map(|b| format!("{NEW}\n\n{}\nSETUJU\n", bold(b))).collect(),
    );
}

#[test]
fn tails_of_all_languages() {
    let lines: Vec<&str> = entries(include_str!("../../../tests/data/replies/ekor.txt")).collect();
    assert!(lines.len() > 40, "{}", lines.len());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n{l}\n")).collect());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n{l}\n\n> SETUJU\n")).collect());
}

#[test]
fn marks_of_all_languages() {
    let lines: Vec<&str> = entries(include_str!("../../../tests/data/replies/tanda.txt"))
        .chain(["##- Please type your reply above this line -##"])
        .collect();
    assert!(lines.len() > 40, "{}", lines.len());
    all_old(lines.iter().map(|l| format!("{NEW}\n\n{l}\nFrom: x\n\nSETUJU\n")).collect());
    all_old(lines.iter().map(|l| format!("{NEW}\n{l}\n\nSETUJU\n")).collect());
}
