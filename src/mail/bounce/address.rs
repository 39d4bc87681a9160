//! Addresses as reports write them. Knows RFC 3464 typed addresses and old routes; judges nobody.
use regex::Regex;
use std::sync::LazyLock;

/// Longest address that is taken (RFC 5321 §4.5.3.1 with room for quotes).
const ADDRESS_LIMIT: usize = 320;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?:"[^"\s@<>]{1,64}"|[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u{80}-\u{2fff}]{1,128})@[A-Za-z0-9\u{a1}-\u{2fff}][A-Za-z0-9\-\u{a1}-\u{2fff}]*(?:\.[A-Za-z0-9\-\u{a1}-\u{2fff}]+)*"#,
    )
    .ok()
});

/// Addresses of a text in order with where they begin and end; `dotted` leaves out hosts without a dot.
pub(super) fn all(text: &str, dotted: bool) -> Vec<(usize, usize, String)> {
    let hits = ADDRESS.as_ref().into_iter().flat_map(|r| r.find_iter(text)).take(100);
    hits.filter_map(|hit| {
        let address = plausible(hit.as_str())?;
        (!dotted || has_dot(&address)).then(|| (hit.start(), hit.end(), address))
    })
    .collect()
}

/// The address of an RFC 3464 field: `rfc822; a@b`, `<a@b>`, `@route:a@b`, `a@b (words)`.
pub(super) fn typed(value: &str) -> Option<String> {
    let (kind, rest) = match value.split_once(';') {
        Some((kind, rest)) if !kind.contains('@') => (kind.trim(), rest),
        _ => ("", value),
    };
    if kind.eq_ignore_ascii_case("x400") {
        return None;
    }
    let rest = rest.trim();
    let inner = match (rest.find('<'), rest.rfind('>')) {
        (Some(open), Some(close)) if open < close => rest.get(open + 1..close).unwrap_or(rest),
        _ => rest.split(" (").next().unwrap_or(rest),
    };
    let inner = match (inner.starts_with('@'), inner.rsplit_once(':')) {
        (true, Some((_, after))) => after,
        _ => inner,
    };
    plausible(inner.trim_end_matches(';'))
}

/// The address without its wrapping, where it may be one at all.
pub(super) fn plausible(raw: &str) -> Option<String> {
    let bare = raw.trim().trim_matches(['<', '>', '\'', '`', ' ', ',', ';', ':']);
    let lower = bare.to_ascii_lowercase();
    let prefix = ["mailto:", "smtp:", "smtp="].iter().find(|p| lower.starts_with(*p));
    let bare = bare.get(prefix.map_or(0, |p| p.len())..).unwrap_or(bare);
    let bare = bare.trim_end_matches(['.', '-']);
    let (local, domain) = bare.rsplit_once('@')?;
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"|".contains(c);
    let host = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let sound = (quoted || !local.is_empty() && !local.contains(['@']) && !local.chars().any(odd))
        && !domain.is_empty()
        && !domain.starts_with(['.', '-'])
        && domain.chars().all(host);
    (sound && bare.len() <= ADDRESS_LIMIT).then(|| bare.to_owned())
}

/// Last words of hosts that are no names of the Internet (RFC 6762, RFC 8375 and custom).
const INNER: [&str; 6] = ["local", "localdomain", "internal", "intern", "lan", "corp"];

/// Whether the host of an address is more than one word.
fn has_dot(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'))
}

/// Whether the host of an address can be a name of the Internet.
pub(super) fn is_public(address: &str) -> bool {
    let last = address.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    has_dot(address) && !INNER.contains(&last.as_str())
}

/// Whether `inner` lies at the domain of `outer` or at a host below it: the same house.
pub(super) fn same_house(inner: &str, outer: &str) -> bool {
    let host = |a: &str| a.rsplit_once('@').map(|(_, h)| h.to_ascii_lowercase());
    match (host(inner), host(outer)) {
        (Some(inner), Some(outer)) => {
            inner.strip_suffix(&outer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_addresses() {
        for (value, address) in [
            ("rfc822; a@b.example", Some("a@b.example")),
            ("RFC822;<a@b.example>", Some("a@b.example")),
            ("rfc822;@mx.b.example:a@b.example", Some("a@b.example")),
            ("a@b.example (Budi)", Some("a@b.example")),
            ("rfc822; \"a..b\"@b.example", Some("\"a..b\"@b.example")),
            ("x400; /S=budi/O=kkp/", None),
            ("rfc822; |/bin/filter", None),
            ("rfc822; @mx.example", None),
            ("LOCAL; budi", None),
        ] {
            assert_eq!(typed(value).as_deref(), address, "{value}");
        }
    }

    #[test]
    fn addresses_in_words() {
        let found: Vec<String> =
            all("550 <a@b.example>... c@d, x@", false).into_iter().map(|f| f.2).collect();
        assert_eq!(found, ["a@b.example", "c@d"]);
        assert_eq!(all("c@d", true), []);
    }

    #[test]
    fn houses() {
        assert!(same_house("a@x.kkp.example", "b@kkp.example"));
        assert!(same_house("a@kkp.example", "b@KKP.example"));
        assert!(!same_house("a@kkp.example", "b@x.kkp.example"));
        assert!(!same_house("a@xkkp.example", "b@kkp.example"));
    }
}
