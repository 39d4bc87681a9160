//! A2-29: secrets are found by their hash and compared without telling where they differ: the types that
//! hold them have no `==` and cannot be printed. The compiler keeps this; here is who gave it no way out.
use std::path::Path;

#[test]
fn what_holds_a_secret_has_no_equals_and_no_debug() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/secret");
    let mut types = 0;
    for file in ["key.rs", "totp.rs", "generated.rs"] {
        let text = std::fs::read_to_string(dir.join(file)).unwrap();
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        let lines: Vec<&str> = code.lines().collect();
        for (n, line) in lines.iter().enumerate() {
            let Some(name) = line.strip_prefix("pub struct ") else { continue };
            if !["Key(", "Seed(", "Generated("].iter().any(|n| name.starts_with(n)) {
                continue;
            }
            types += 1;
            let derived = lines[..n].iter().rev().take_while(|l| l.starts_with("#["));
            for derive in derived {
                for word in ["PartialEq", "Debug", "Clone", "Serialize"] {
                    assert!(!derive.contains(word), "{name} {derive}");
                }
            }
        }
        for word in ["PartialEq for", "Debug for", "Display for"] {
            assert!(!code.contains(word), "{file}: {word}");
        }
    }
    assert_eq!(types, 3, "the types were found");
    let queries = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sql.rs");
    let queries = std::fs::read_to_string(queries).unwrap();
    assert!(queries.contains("FROM tokens WHERE hash = $1"));
    assert!(!queries.contains("tokens WHERE token"));
}
