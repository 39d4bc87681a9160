//! A source file as the rules see it: lines, imports, and code without comments and test modules.
//! Knows the layout `rustfmt` gives, not the grammar of Rust.

/// Imports of one `use` are read up to here.
const USE_LINES_MAX: usize = 60;

pub struct Source {
    /// Relative to the project.
    pub path: String,
    pub lines: Vec<String>,
    /// Same length as `lines`: comments cut off, test modules empty.
    code: Vec<String>,
}

impl Source {
    pub fn new(path: String, text: &str) -> Source {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let test_file = is_test_path(&path);
        let code = if test_file { vec![String::new(); lines.len()] } else { code_of(&lines) };
        Source { path, lines, code }
    }

    /// Whether the whole file is test code.
    pub fn is_test_file(&self) -> bool {
        is_test_path(&self.path)
    }

    /// Code outside tests, with line numbers from 1.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.iter().map(String::as_str)).filter(|(_, code)| !code.trim().is_empty())
    }

    /// Every path after `crate::` outside tests, in `use` groups and in plain code.
    pub fn imports(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (index, line) in self.code.iter().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let mut whole = rest.to_owned();
                let ahead = self.code.iter().skip(index + 1).take(USE_LINES_MAX);
                let mut ahead = ahead.take_while(|_| rest.starts_with('{'));
                while open_groups(&whole) > 0 {
                    let Some(next) = ahead.next() else { break };
                    whole.push_str(next.trim());
                }
                found.extend(targets(&whole).into_iter().map(|path| (index + 1, path)));
            }
        }
        found
    }
}

fn is_test_path(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or("");
    path.starts_with("tests/") || path.contains("/tests/") || file == "tests.rs"
}

fn open_groups(text: &str) -> usize {
    text.matches('{').count().saturating_sub(text.matches('}').count())
}

/// `mail::reply;` gives one path; `{clock::Clock, mail::{a, b}};` gives `clock::Clock` and `mail::`.
fn targets(text: &str) -> Vec<String> {
    let Some(group) = text.strip_prefix('{') else {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        return vec![text[..end.unwrap_or(text.len())].to_owned()];
    };
    let mut depth = 0_usize;
    let mut paths = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => paths.push(String::new()),
            c if depth == 0 && !c.is_whitespace() => paths.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    paths.retain(|path| !path.is_empty());
    paths
}

fn code_of(lines: &[String]) -> Vec<String> {
    let mut code = Vec::with_capacity(lines.len());
    let mut until: Option<String> = None;
    let mut test_next = false;
    let mut parens = 0_usize;
    for line in lines {
        if let Some(end) = &until {
            if line == end {
                until = None;
            }
            code.push(String::new());
            continue;
        }
        let plain = line.trim();
        if test_next && !plain.starts_with("#[") && !plain.starts_with("//") {
            // A signature may take several lines before its block opens.
            parens += plain.matches('(').count();
            parens = parens.saturating_sub(plain.matches(')').count());
            test_next = parens > 0 || !plain.ends_with(['{', '}', ';', ',']);
            // rustfmt closes a block at the indentation that opened it, as does a `) {` of its own.
            if plain.ends_with('{') {
                let indent = &line[..line.len() - line.trim_start().len()];
                until = Some(format!("{indent}}}"));
            }
            code.push(String::new());
            continue;
        }
        test_next = test_next || plain.starts_with("#[cfg(test)]") || plain == "#[test]";
        code.push(if test_next { String::new() } else { without_comment(line) });
    }
    code
}

/// Cuts a `//` comment that does not stand inside a string.
fn without_comment(line: &str) -> String {
    if line.trim_start().starts_with("//") {
        return String::new();
    }
    let cut = line
        .match_indices(" //")
        .find(|(at, _)| line[..*at].matches('"').count().is_multiple_of(2));
    cut.map_or(line, |(at, _)| &line[..at]).to_owned()
}

#[test]
fn imports_are_found_in_groups_and_in_code() {
    let text = "//! x\nuse crate::mail::{\n    Message,\n    reply,\n};\nuse crate::{\n    \
                clock::Clock,\n    store::{A, B},\n};\nfn f(x: crate::sink::Sink) {} // crate::no\n\
                #[cfg(test)]\nmod tests {\n    use crate::source::Imap;\n}\n";
    let source = Source::new("src/x.rs".into(), text);
    let paths: Vec<String> = source.imports().into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths, ["mail::", "clock::Clock", "store::", "sink::Sink"]);
}

#[test]
fn tests_and_comments_are_not_code() {
    let text = "//! x\nlet a = \"// no comment\"; // b.unwrap()\n#[cfg(test)]\nmod tests;\nlet c = 1;\n\
                #[cfg(test)]\nmod more {\n    fn f() {\n        x.unwrap();\n    }\n}\nlet d = 2;\n\
                #[cfg(test)]\nfn long(\n    a: u8,\n) {\n    a.unwrap();\n}\nlet e = 3;\n";
    let source = Source::new("src/x.rs".into(), text);
    let lines: Vec<usize> = source.code_lines().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 5, 12, 19]);
    assert_eq!(source.code_lines().next(), Some((2, "let a = \"// no comment\";")));
    assert_eq!(Source::new("src/x/tests.rs".into(), text).code_lines().count(), 0);
}
