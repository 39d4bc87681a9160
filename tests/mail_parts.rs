//! Whole trees of parts, built at random: what was put in is listed, by bytes and by name, and can be
//! taken out again; what breaks on the way breaks nothing else.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use data_encoding::{BASE64, HEXLOWER};
use loket::mail::{Message, TrustSettings, attachments_bytes, parse};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// One node of a tree: what it is and how it travels.
#[derive(Clone, Debug)]
enum Node {
    Text(String),
    File { name: String, bytes: Vec<u8>, way: usize },
    Multi { kind: &'static str, nodes: Vec<Node> },
    Mail { nodes: Vec<Node>, encoded: bool },
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn read(raw: &[u8]) -> Message {
    parse(raw, &TrustSettings::default())
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-zA-Z0-9 ()éžЖ権;'+-]{0,30}[a-z0-9]\\.(pdf|jpg|docx)"
}

fn node() -> impl Strategy<Value = Node> {
    let bytes = proptest::collection::vec(any::<u8>(), 1..200)
        .prop_map(|bytes| [b"%PDF-1.4\n".to_vec(), bytes].concat());
    let leaf = prop_oneof![
        "[a-z]{3,12}( [a-z]{1,12}){0,5}".prop_map(Node::Text),
        (name(), bytes, 0usize..4).prop_map(|(name, bytes, way)| Node::File { name, bytes, way }),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let nodes = proptest::collection::vec(inner, 1..4);
        prop_oneof![
            (proptest::sample::select(vec!["mixed", "parallel", "x-unknown"]), nodes.clone())
                .prop_map(|(kind, nodes)| Node::Multi { kind, nodes }),
            (nodes, any::<bool>()).prop_map(|(nodes, encoded)| Node::Mail { nodes, encoded }),
        ]
    })
}

/// The node as a part: header, blank line, body.
fn part(node: &Node, count: &mut usize) -> String {
    match node {
        Node::Text(text) => format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"),
        Node::File { name, bytes, way } => file(name, bytes, *way),
        Node::Multi { kind, nodes } => multi(kind, nodes, count),
        Node::Mail { nodes, encoded } => {
            let inner = format!(
                "From: dalam@kkp.example\r\nSubject: dalam\r\n{}",
                multi("mixed", nodes, count)
            );
            if *encoded {
                format!(
                    "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                    folded(&BASE64.encode(inner.as_bytes()))
                )
            } else {
                format!("Content-Type: message/rfc822\r\n\r\n{inner}")
            }
        }
    }
}

fn multi(kind: &str, nodes: &[Node], count: &mut usize) -> String {
    *count += 1;
    let boundary = format!("batas {count} '()+_,-./:=?");
    let mut text = format!("Content-Type: multipart/{kind};\r\n\tboundary=\"{boundary}\"\r\n\r\n");
    for node in nodes {
        text.push_str(&format!("--{boundary}\r\n{}\r\n", part(node, count)));
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    text
}

fn file(name: &str, bytes: &[u8], way: usize) -> String {
    let percent = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let chars: Vec<char> = name.chars().collect();
    let (first, last) = chars.split_at(chars.len() / 2);
    let half = |half: &[char]| half.iter().collect::<String>();
    let named = match way {
        0 => format!("filename=\"{name}\""),
        1 => format!("filename*=utf-8''{}", percent(name)),
        2 => format!("filename=\"=?utf-8?B?{}?=\"", BASE64.encode(name.as_bytes())),
        _ => format!(
            "filename*1*={};\r\n filename*0*=UTF-8'id'{}",
            percent(&half(last)),
            percent(&half(first))
        ),
    };
    let (encoding, body) = if way.is_multiple_of(2) {
        ("base64", folded(&BASE64.encode(bytes)))
    } else {
        let quoted: String = bytes.iter().map(|b| format!("={b:02x}")).collect();
        let lines: Vec<&str> =
            quoted.as_bytes().chunks(72).map(|c| std::str::from_utf8(c).unwrap()).collect();
        ("quoted-printable", lines.join("=\r\n"))
    };
    format!(
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n {named}\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    )
}

fn folded(text: &str) -> String {
    let lines = text.as_bytes().chunks(76).map(|c| std::str::from_utf8(c).unwrap());
    lines.collect::<Vec<_>>().join("\r\n")
}

fn mail(nodes: &[Node]) -> Vec<u8> {
    let body = multi("mixed", nodes, &mut 0);
    format!("From: a@kkp.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n{body}").into_bytes()
}

/// Files by hash and name with how deep in attached mails they lie, words of the letter itself, and how
/// many mails are attached. Mails deeper than the parser opens keep what they hold.
fn expected(
    nodes: &[Node],
    level: usize,
    files: &mut Vec<(String, String)>,
) -> (Vec<String>, usize) {
    let mut words = Vec::new();
    let mut mails = 0;
    for node in nodes {
        match node {
            Node::Text(text) if level == 0 => words.push(text.clone()),
            Node::Text(_) => {}
            Node::File { name, bytes, .. } => files.push((sha256(bytes), name.clone())),
            Node::Multi { nodes, .. } => {
                let (more, inner) = expected(nodes, level, files);
                words.extend(more);
                mails += inner;
            }
            Node::Mail { nodes, .. } => mails += 1 + expected(nodes, level + 1, files).1,
        }
    }
    (words, mails)
}

fn fetched_is_listed(raw: &[u8], message: &Message) {
    let wanted: Vec<&str> = message.attachments.iter().map(|f| f.sha256.as_str()).collect();
    let found = attachments_bytes(raw, &wanted);
    assert_eq!(found.len(), wanted.len());
    for (file, bytes) in message.attachments.iter().zip(found) {
        let bytes = bytes.unwrap_or_else(|| panic!("{} cannot be taken out", file.name));
        assert_eq!(bytes.len() as u64, file.size, "{}", file.name);
        assert_eq!(sha256(&bytes), file.sha256, "{}", file.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_was_put_in_is_listed_and_can_be_taken_out(
        nodes in proptest::collection::vec(node(), 1..4),
    ) {
        let raw = mail(&nodes);
        let message = read(&raw);
        let mut files = Vec::new();
        let (words, mails) = expected(&nodes, 0, &mut files);
        let is_mail = |kind: &str| kind == "message/rfc822";
        let mut listed: Vec<(String, String)> = message
            .attachments
            .iter()
            .filter(|f| !is_mail(&f.declared_type))
            .map(|f| (f.sha256.clone(), f.name.clone()))
            .collect();
        listed.sort();
        files.sort();
        prop_assert_eq!(listed, files);
        let listed = message.attachments.iter().filter(|f| is_mail(&f.declared_type)).count();
        prop_assert_eq!(listed, mails);
        let text: Vec<&str> = message.text.split_whitespace().collect();
        prop_assert_eq!(text.join(" "), words.join(" "));
        fetched_is_listed(&raw, &message);
    }

    #[test]
    fn what_is_listed_of_a_broken_mail_can_be_taken_out(
        nodes in proptest::collection::vec(node(), 1..4),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30),
        end in any::<prop::sample::Index>(),
    ) {
        let mut raw = mail(&nodes);
        for (at, byte) in cuts {
            let at = at.index(raw.len());
            raw[at] = byte;
        }
        raw.truncate(end.index(raw.len()) + 1);
        fetched_is_listed(&raw, &read(&raw));
    }

    #[test]
    fn names_do_no_harm(name in "\\PC{0,40}|[\\x00-\\x7f]{0,200}|(\\.\\./|\\\\|CON|nul\\.|\\u{202e}|a){1,40}") {
        let percent: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
        let raw = format!(
            "From: a@kkp.example\r\nContent-Type: application/pdf\r\n\
             Content-Disposition: attachment; filename*=utf-8''{percent}\r\n\r\n%PDF-1.4\r\n"
        );
        let message = read(raw.as_bytes());
        prop_assert_eq!(message.attachments.len(), 1);
        let shown = &message.attachments[0].name;
        prop_assert!(!shown.is_empty() && shown.len() <= 120, "{shown:?}");
        prop_assert!(!shown.contains(['/', '\\', ':', '"', '<', '>', '|', '?', '*']), "{shown:?}");
        prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
        prop_assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{2028}']), "{shown:?}");
        prop_assert!(!shown.starts_with('.') && !shown.ends_with(['.', ' ']), "{shown:?}");
        let stem = shown.split('.').next().unwrap().to_lowercase();
        prop_assert!(!["con", "nul", "prn", "aux", "com1", "lpt9"].contains(&stem.as_str()));
    }
}
