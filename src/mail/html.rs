//! HTML to readable text: quotes become `> ` lines, tables come row by row, links stay as text, what
//! is hidden stays hidden. Knows markup of mail clients, nothing of what is written.
mod markup;

use markup::{Role, attribute, entities, role};

/// Most bytes of HTML that are read, and of text that is made.
const INPUT_LIMIT: usize = 4 * 1024 * 1024;
const OUTPUT_LIMIT: usize = 2 * 1024 * 1024;
/// Deepest nesting that is remembered.
const DEPTH_LIMIT: usize = 200;

/// What a reading is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Everything a person sees.
    Whole,
    /// Without signatures, for finding the new words.
    Reply,
}

struct Open {
    name: String,
    role: Role,
    href: Option<String>,
    link_start: usize,
}

struct Writer {
    out: String,
    line: String,
    quotes: usize,
    blank: bool,
    pre: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.end_line(true);
                }
                self.line.push_str(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if space {
                if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                    self.line.push(' ');
                }
            } else {
                self.line.push(if c == '\u{a0}' { ' ' } else { c });
            }
        }
    }

    /// Ends a line; with `force` an empty one is written too.
    fn end_line(&mut self, force: bool) {
        let line = self.line.trim_end().to_owned();
        self.line.clear();
        if line.is_empty() && (!force || self.blank) {
            return;
        }
        if self.out.len() + line.len() > OUTPUT_LIMIT {
            return;
        }
        self.blank = line.is_empty();
        for _ in 0..self.quotes.min(10) {
            self.out.push_str("> ");
        }
        self.out.push_str(&line);
        self.out.push('\n');
    }

    fn paragraph(&mut self) {
        self.end_line(false);
        if !self.out.is_empty() {
            self.end_line(true);
        }
    }
}

/// Converts; total.
pub(crate) fn to_text(html: &str, view: View) -> String {
    let mut end = html.len().min(INPUT_LIMIT);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = html.get(..end).unwrap_or_default();
    let mut writer =
        Writer { out: String::new(), line: String::new(), quotes: 0, blank: true, pre: 0 };
    let mut stack: Vec<Open> = Vec::new();
    while !rest.is_empty() {
        let hidden = stack.iter().any(|o| skipped(o.role, view));
        let Some(at) = rest.find('<') else {
            if !hidden {
                writer.text(&entities(rest));
            }
            break;
        };
        if at > 0 && !hidden {
            writer.text(&entities(rest.get(..at).unwrap_or_default()));
        }
        rest = rest.get(at..).unwrap_or_default();
        rest = tag(rest, &mut stack, &mut writer, view);
    }
    writer.end_line(false);
    tidy(&writer.out)
}

fn skipped(role: Role, view: View) -> bool {
    role == Role::Hidden || role == Role::Signature && view == View::Reply
}

/// Reads one tag or comment at the start of `rest`; gives what follows.
fn tag<'a>(rest: &'a str, stack: &mut Vec<Open>, writer: &mut Writer, view: View) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let body = rest.get(1..).unwrap_or_default();
    let begins = body.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c));
    if !begins {
        writer.text("<");
        return body;
    }
    let Some(close) = tag_end(body) else {
        return "";
    };
    let inside = body.get(..close).unwrap_or_default();
    let after = body.get(close + 1..).unwrap_or_default();
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inside),
    };
    let name: String = inside
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric())
        .collect::<String>()
        .to_ascii_lowercase();
    if closing {
        close_tag(&name, stack, writer, view);
        return after;
    }
    if matches!(name.as_str(), "script" | "style" | "title" | "template" | "textarea" | "noscript")
    {
        return skip_raw(&name, after);
    }
    let hidden = stack.iter().any(|o| skipped(o.role, view));
    open_tag(&name, inside, hidden, stack, writer, view);
    after
}

fn skip_raw<'a>(name: &str, after: &'a str) -> &'a str {
    let needle = format!("</{name}");
    let lower = after.to_ascii_lowercase();
    match lower.find(&needle) {
        Some(at) => {
            let rest = after.get(at..).unwrap_or_default();
            rest.split_once('>').map_or("", |(_, after)| after)
        }
        None => "",
    }
}

/// The `>` that ends a tag, looking through quoted attributes.
fn tag_end(body: &str) -> Option<usize> {
    let mut quote: Option<u8> = None;
    let mut last = 0;
    for (at, byte) in body.bytes().enumerate().take(64 * 1024) {
        match (quote, byte) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'>') => return Some(at),
            (None, _) => {}
        }
        if byte != b' ' {
            last = byte;
        }
    }
    body.find('>')
}

fn open_tag(
    name: &str,
    inside: &str,
    hidden: bool,
    stack: &mut Vec<Open>,
    writer: &mut Writer,
    view: View,
) {
    if !hidden {
        match name {
            "br" => writer.end_line(true),
            "hr" => {
                writer.end_line(false);
                let id = attribute(inside, "id").unwrap_or_default().to_ascii_lowercase();
                if id == "zwchr" || id == "stopspelling" {
                    cut_line(writer, view);
                }
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol" | "pre" => {
                writer.paragraph();
            }
            "div" | "tr" | "blockquote" | "section" | "article" | "dt" | "dd" | "form"
            | "center" => {
                writer.end_line(false);
            }
            "li" => {
                writer.end_line(false);
                writer.line.push_str("- ");
            }
            "td" | "th" if !writer.line.trim().is_empty() => {
                writer.line.truncate(writer.line.trim_end().len());
                writer.line.push('\t');
            }
            _ => {}
        }
    }
    let void = matches!(
        name,
        "br" | "hr" | "img" | "meta" | "link" | "input" | "col" | "base" | "area" | "wbr" | ""
    );
    if void || inside.trim_end().ends_with('/') || stack.len() >= DEPTH_LIMIT {
        return;
    }
    // Unclosed paragraphs and cells are the rule in mail: a new one ends the old one.
    if matches!(name, "p" | "li" | "td" | "th" | "tr")
        && stack.last().is_some_and(|o| o.name == name)
    {
        close_last(stack, writer);
    }
    let role = role(name, inside);
    if !hidden {
        let id = attribute(inside, "id").unwrap_or_default().to_ascii_lowercase();
        if id.ends_with("appendonsend") || id.ends_with("divrplyfwdmsg") {
            cut_line(writer, view);
        }
        if role == Role::Quote {
            writer.end_line(false);
            writer.quotes += 1;
        }
        if name == "pre" {
            writer.pre += 1;
        }
    }
    let href = if name == "a" { attribute(inside, "href") } else { None };
    // A tag met while hidden must not count its quote when it closes.
    let role = if hidden { Role::Plain } else { role };
    let name = if hidden && name == "pre" { "span".into() } else { name.to_owned() };
    stack.push(Open { name, role, href, link_start: writer.out.len() + writer.line.len() });
}

/// Marks where the old mail begins, for the reader of new words only.
fn cut_line(writer: &mut Writer, view: View) {
    writer.end_line(false);
    if view == View::Reply {
        writer.line.push_str(super::reply::CUT_LINE);
        writer.end_line(false);
    }
}

fn close_tag(name: &str, stack: &mut Vec<Open>, writer: &mut Writer, view: View) {
    let Some(at) = stack.iter().rposition(|o| o.name == name) else {
        if name == "p" {
            writer.paragraph();
        }
        return;
    };
    while stack.len() > at {
        close_last(stack, writer);
    }
    if stack.iter().any(|o| skipped(o.role, view)) {
        return;
    }
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol" => writer.paragraph(),
        "div" | "tr" | "li" | "section" | "article" | "dt" | "dd" | "form" | "center" => {
            writer.end_line(false);
        }
        _ => {}
    }
}

fn close_last(stack: &mut Vec<Open>, writer: &mut Writer) {
    let Some(open) = stack.pop() else { return };
    if let Some(href) = open.href.as_deref() {
        link(href, open.link_start, writer);
    }
    if open.role == Role::Quote {
        writer.end_line(false);
        writer.quotes = writer.quotes.saturating_sub(1);
    }
    if open.name == "pre" {
        writer.end_line(false);
        writer.pre = writer.pre.saturating_sub(1);
    }
}

/// The target of a link, where its words do not show it already.
fn link(href: &str, start: usize, writer: &mut Writer) {
    let href = href.trim();
    let web = href.starts_with("http://") || href.starts_with("https://");
    if !web || href.len() > 2_000 {
        return;
    }
    let shown = writer.line.get(start.saturating_sub(writer.out.len())..).unwrap_or_default();
    let strip = |s: &str| s.trim().trim_end_matches('/').to_owned();
    if strip(shown).contains(&strip(href)) || shown.trim().is_empty() {
        if shown.trim().is_empty() && !writer.line.contains(href) {
            writer.text(href);
        }
        return;
    }
    writer.text(&format!(" ({href})"));
}

/// At most one blank line in a row, none at the ends.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let empty = |l: &str| l.trim_matches(['>', ' ']).is_empty();
        if empty(line) && lines.last().is_none_or(|l| empty(l)) {
            continue;
        }
        lines.push(line.trim_end());
    }
    while lines.last().is_some_and(|l| l.trim_matches(['>', ' ']).is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
