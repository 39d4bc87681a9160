//! Attributes, character references, and what an element is for in a mail program. Knows no text.

/// What an element's content is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Hidden,
    Quote,
    Signature,
}

/// The value of an attribute, references resolved.
pub(super) fn attribute(inside: &str, name: &str) -> Option<String> {
    let lower = inside.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..).and_then(|l| l.find(name)) {
        let at = from + found;
        from = at + name.len();
        let before = at.checked_sub(1).and_then(|n| lower.as_bytes().get(n).copied());
        if !before.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'/')) {
            continue;
        }
        let value = inside.get(from..)?.trim_start();
        let Some(value) = value.strip_prefix('=') else { continue };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(q) => value.get(1..)?.split(q).next()?,
            None => value.split([' ', '\t', '\n', '\r', '>']).next()?,
        };
        return Some(entities(value));
    }
    None
}

/// The part an element plays, by the marks of known mail programs.
pub(super) fn role(name: &str, inside: &str) -> Role {
    let get = |key| attribute(inside, key).unwrap_or_default().to_ascii_lowercase();
    let style: String = get("style").chars().filter(|c| !c.is_whitespace()).collect();
    let invisible = style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("mso-hide:all")
        || style.contains("font-size:0;")
        || style.ends_with("font-size:0")
        || style.contains("font-size:0px")
        || style.contains("opacity:0;")
        || style.ends_with("opacity:0");
    let bare_hidden = inside.to_ascii_lowercase().split_whitespace().any(|w| w == "hidden");
    if name == "head" || name == "object" || name == "svg" || invisible || bare_hidden {
        return Role::Hidden;
    }
    let (class, id, marker) = (get("class"), get("id"), get("data-marker"));
    let has = |word: &str| class.split_whitespace().any(|c| c == word);
    let signature = class.contains("gmail_signature")
        || has("moz-signature")
        || has("moz-txt-sig")
        || id.ends_with("ms-outlook-mobile-signature")
        || id == "signature"
        || id == "x_signature"
        || id == "applemailsignature"
        || id == "composer_signature"
        || marker.starts_with("__sig_");
    if signature {
        return Role::Signature;
    }
    let quote = has("yahoo_quoted")
        || class.contains("yahoo_quoted")
        || has("moz-cite-prefix")
        || has("gmail_attr") && !class.contains("forward")
        || has("protonmail_quote")
        || has("zmail_extra")
        || marker == "__quoted_text__"
        || marker == "__headers__"
        || (id.ends_with("divrplyfwdmsg")
            || id.ends_with("mail-editor-reference-message-container"))
        || name == "blockquote" && !style.contains("border:none");
    if quote { Role::Quote } else { Role::Plain }
}

/// Resolves character references; unknown ones stay as they are.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let name: String =
            rest.chars().take(10).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
        match reference(&name) {
            Some(c) => {
                out.push(c);
                rest = rest.get(name.len()..).unwrap_or_default();
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    let known = match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            // The long tail of names: ask the library with the one reference alone.
            let full = mail_parser::decoders::html::html_to_text(&format!("a&{name};"));
            let mut chars = full.chars();
            return match (chars.next(), chars.next(), chars.next()) {
                (Some('a'), Some(c), None) if c != '&' => Some(c),
                _ => None,
            };
        }
    };
    Some(known)
}
