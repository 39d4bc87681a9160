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
