//! Targets of links and words for pictures: what is worth showing beside the words. Knows no line.

/// Longest target that is shown, bytes.
const LINK_LIMIT: usize = 2_000;
/// Longest words for a picture, bytes.
const ALT_LIMIT: usize = 300;

/// What is to be written after the words of a link, if anything: nothing where there are no words, for
/// pictures are wrapped in links to count their readers.
pub(super) fn target(href: &str, shown: &str) -> Option<String> {
    let href = unwrapped(href.trim());
    let web = starts_with(&href, "http://") || starts_with(&href, "https://");
    if !web || href.len() > LINK_LIMIT || href.contains(char::is_whitespace) {
        return None;
    }
    if shown.trim().is_empty() {
        return None;
    }
    let (bare, words) = (bare(&href), shown.to_ascii_lowercase());
    if words.contains(&bare) || !bare.contains(['/', '?']) && words.contains(host(&bare)) {
        return None;
    }
    Some(format!("({href})"))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Without scheme and final slash, lower case.
fn bare(href: &str) -> String {
    let rest = href.split_once("://").map_or(href, |(_, rest)| rest);
    rest.trim_end_matches('/').to_ascii_lowercase()
}

fn host(bare: &str) -> &str {
    bare.strip_prefix("www.").unwrap_or(bare)
}

/// The address behind the detours that mail systems put before links.
fn unwrapped(href: &str) -> String {
    let rest = href.split_once("://").map_or("", |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = place.to_ascii_lowercase();
    let key = if place.trim_end_matches('/').ends_with(".safelinks.protection.outlook.com") {
        "url="
    } else if place == "www.google.com/url" {
        "q="
    } else {
        return href.to_owned();
    };
    let inner = query.split('&').find_map(|pair| pair.strip_prefix(key));
    inner.and_then(percent_decoded).unwrap_or_else(|| href.to_owned())
}

/// `None` where the bytes are no text.
fn percent_decoded(value: &str) -> Option<String> {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let high = bytes.next().and_then(digit)?;
        let low = bytes.next().and_then(digit)?;
        out.push(high << 4 | low);
    }
    String::from_utf8(out).ok().filter(|text| !text.chars().any(char::is_control))
}

/// The words that stand for a picture. Nothing for pictures without words, for those too small to be
/// seen, and where the words are only the name of the file.
pub(super) fn picture(alt: &str, width: &str, height: &str) -> Option<String> {
    let words: String = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let tiny = |size: &str| {
        size.trim().trim_end_matches("px").parse::<f32>().is_ok_and(|pixels| pixels <= 3.0)
    };
    let file = words.rsplit_once('.').is_some_and(|(_, end)| {
        ["png", "jpg", "jpeg", "gif", "bmp", "webp"].iter().any(|e| end.eq_ignore_ascii_case(e))
    });
    let shown = !words.is_empty() && words.len() <= ALT_LIMIT && !file;
    (shown && !tiny(width) && !tiny(height)).then_some(words)
}

/// Whether the words for a picture are signs only: an emoji is a word of the sentence it stands in.
pub(super) fn is_sign(words: &str) -> bool {
    !words.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_shown() {
        let here = |href, shown| target(href, shown);
        assert_eq!(here("https://a.example/x", "sini").as_deref(), Some("(https://a.example/x)"));
        assert_eq!(here("https://a.example/x", "https://a.example/x"), None);
        assert_eq!(here("https://A.example/", "a.example"), None);
        assert_eq!(here("http://www.a.example", "Situs a.example"), None);
        assert_eq!(here("mailto:a@b.example", "a"), None);
        assert_eq!(here("javascript:alert(1)", "a"), None);
        assert_eq!(here("https://a.example", " "), None);
    }

    #[test]
    fn detours_are_left_out() {
        let detour =
            "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=1";
        assert_eq!(target(detour, "sini").as_deref(), Some("(https://a.example/x)"));
        assert_eq!(percent_decoded("%zz"), None);
        assert_eq!(percent_decoded("%4"), None);
    }

    #[test]
    fn pictures_speak() {
        assert_eq!(picture("Logo  Balai", "", "").as_deref(), Some("Logo Balai"));
        assert_eq!(picture("🙏", "", "").as_deref(), Some("🙏"));
        assert_eq!(picture("x", "1", "1"), None);
        assert_eq!(picture("", "", ""), None);
        assert_eq!(picture("image001.PNG", "", ""), None);
        assert!(is_sign("🙏") && !is_sign("Logo"));
    }
}
