//! A5-90: expressions that backtrack. Only the linear `regex` is in the program, and its hardest user answers a
//! hostile text in linear time.
use std::time::{Duration, Instant};

#[test]
fn no_backtracking_library_is_in_the_lock() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"regex\""), "the lock is read");
    for banned in
        ["fancy-regex", "pcre", "pcre2", "pcre2-sys", "onig", "onig_sys", "oniguruma", "regress"]
    {
        assert!(!lock.contains(&format!("name = \"{banned}\"")), "{banned}");
    }
}

#[test]
fn labels_in_hostile_words_cost_no_square() {
    let took = |n: usize| {
        let text = format!("{}{}", "password ".repeat(n), "kata sandi = ".repeat(n));
        let begun = Instant::now();
        let masked = loket::secret::label::mask(&text);
        assert!(!masked.is_empty());
        begun.elapsed()
    };
    let (small, large) = (took(4_000), took(32_000));
    let limit = (small * 40).max(Duration::from_millis(500));
    assert!(large < limit, "eight times the words: {small:?} and {large:?}");
}
