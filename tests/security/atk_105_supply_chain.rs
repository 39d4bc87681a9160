//! A6-105: the supply chain, as far as a test sees it: every library is locked with a checksum and comes from the
//! one registry, no two TLS stacks are linked, none is by a path or branch. `cargo audit` and an SBOM are the
//! release's affair.
use std::collections::BTreeSet;

fn lock() -> toml::Table {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    text.parse().unwrap()
}

#[test]
fn every_library_is_locked_by_its_checksum() {
    let lock = lock();
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() > 100, "{}", packages.len());
    for package in packages {
        let name = package["name"].as_str().unwrap();
        if name == "loket" || name == "picture" {
            continue;
        }
        let sum = package.get("checksum").and_then(|c| c.as_str()).unwrap_or_default();
        assert_eq!(sum.len(), 64, "{name} has no checksum");
        let source = package["source"].as_str().unwrap();
        assert!(source.starts_with("registry+"), "{name}: {source}");
    }
}

#[test]
fn what_must_not_be_linked_is_not() {
    let lock = lock();
    let names: BTreeSet<&str> =
        lock["package"].as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
    for banned in [
        "openssl",
        "openssl-sys",
        "native-tls",
        "lettre",
        "async-imap",
        "imap",
        "fancy-regex",
        "reqwest",
        "hyper",
        "curl",
    ] {
        assert!(!names.contains(banned), "{banned}");
    }
    let manifest =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    for word in ["git = ", "path = \"..", "branch = "] {
        assert!(!manifest.contains(word), "{word}");
    }
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}
