//! `text/enriched` (RFC 1896) and `text/richtext` (RFC 1341) as plain words. Knows their commands, no
//! other markup.

/// Deepest nesting of commands whose text is not shown.
const DEPTH_LIMIT: usize = 1_000;

/// The words of enriched text: single ends of lines are blanks, several are one less.
pub(super) fn enriched(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    let mut hidden = 0_usize;
    let mut fixed = 0_usize;
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("<<") {
            push(&mut out, "<", hidden);
            rest = after;
        } else if let Some((command, after)) = command(rest) {
            match command.as_str() {
                "param" => hidden = (hidden + 1).min(DEPTH_LIMIT),
                "/param" => hidden = hidden.saturating_sub(1),
                "nofill" | "verbatim" => fixed = (fixed + 1).min(DEPTH_LIMIT),
                "/nofill" | "/verbatim" => fixed = fixed.saturating_sub(1),
                _ => {}
            }
            rest = after;
        } else if first == '\n' {
            let run = rest.bytes().take_while(|b| *b == b'\n').count();
            let shown = if fixed > 0 { run } else { run - 1 };
            if shown == 0 {
                push(&mut out, " ", hidden);
            }
            for _ in 0..shown {
                push(&mut out, "\n", hidden);
            }
            rest = rest.get(run..).unwrap_or_default();
        } else {
            push(&mut out, first.encode_utf8(&mut [0; 4]), hidden);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// The words of the older richtext: ends of lines are blanks, `<nl>` and `<np>` are breaks.
pub(super) fn richtext(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut hidden = 0_usize;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((command, after)) = command(rest) {
            match command.as_str() {
                "lt" => push(&mut out, "<", hidden),
                "nl" => push(&mut out, "\n", hidden),
                "np" | "/paragraph" => push(&mut out, "\n\n", hidden),
                "comment" => hidden = (hidden + 1).min(DEPTH_LIMIT),
                "/comment" => hidden = hidden.saturating_sub(1),
                _ => {}
            }
            rest = after;
        } else {
            let blank = matches!(first, '\r' | '\n');
            if !blank {
                push(&mut out, first.encode_utf8(&mut [0; 4]), hidden);
            } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
                push(&mut out, " ", hidden);
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

fn push(out: &mut String, text: &str, hidden: usize) {
    if hidden == 0 {
        out.push_str(text);
    }
}

/// A command like `<bold>` or `</bold>` at the start, lower case, and what follows it.
fn command(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('<')?;
    let legal = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/');
    let length = inner.bytes().take(61).take_while(legal).count();
    let after = inner.get(length..)?.strip_prefix('>')?;
    (length > 0).then(|| (inner.get(..length).unwrap_or_default().to_ascii_lowercase(), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_go_and_words_stay() {
        for (text, words) in [
            (
                "<bold>Mohon</bold> reset\nkata sandi\n\nSalam\n\n\nSari",
                "Mohon reset kata sandi\nSalam\n\nSari",
            ),
            ("<color><param>red</param>merah</color>", "merah"),
            ("<nofill>a\nb\n</nofill>c", "a\nb\nc"),
            ("5 << 6 < 7", "5 < 6 < 7"),
        ] {
            assert_eq!(enriched(text), words);
        }
        let text = "<paragraph>Mohon\nreset</paragraph><lt>a><nl>b<comment>bukan</comment>";
        assert_eq!(richtext(text), "Mohon reset\n\n<a>\nb");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(</?(param|nofill|comment|nl|b)>|<<|[<>/a-z é\n])*") {
            prop_assert!(enriched(&text).len() <= text.len());
            let _ = richtext(&text);
        }
    }
}
