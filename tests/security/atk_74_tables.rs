//! A4-74: formulas and control characters in what people open or see in a terminal. There is no CSV export yet
//! (`loket report` is to come), so what stands here are the tables and JSON of the verbs: no cell moves the
//! terminal, and a name that begins like a formula is shown as the text it is, in a column that is no CSV.
use super::super::office::{Office, Person, RATNA};
use super::super::relay::printed;
use loket::demo::Paper;

const NAMES: [&str; 8] = [
    "=HYPERLINK(\"http://evil.example\",\"klik\")",
    "\t=1+1",
    "\u{ff1d}cmd|' /C calc'!A0",
    "+62812 -2+3",
    "@SUM(1+9)",
    "\u{1b}]0;judul\u{7}\u{1b}[2Jnama",
    "nama\u{202e}fdp.exe",
    "na\u{0}ma\r\nbaris",
];

/// Whether a text may go to a terminal: only line ends move it, and nothing turns its words round.
fn harmless(text: &str) -> bool {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    !text.chars().any(|c| (c.is_control() && c != '\n') || bidi(c))
}

#[tokio::test]
async fn no_cell_of_a_table_moves_the_terminal() {
    let mut office = Office::open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    for (n, name) in NAMES.iter().enumerate() {
        let text = format!("Mohon reset password Admin Agency. {name}\r\nSurat terlampir.");
        let code = data_encoding::BASE64.encode(name.as_bytes());
        let from = format!("=?utf-8?B?{code}?= <{}>", RATNA.address);
        let subject = format!("=?utf-8?B?{code}?= {n}");
        let post = office.mail(RATNA, "x", &text, if n == 0 { &papers } else { &[] });
        office.send(post.from(&from).set("Subject", &subject)).await;
        let stranger = Person { name: "x", address: "asing@lain.example" };
        let post = office.mail(stranger, "x", &text, &[]);
        let post =
            post.from(&from.replace(RATNA.address, stranger.address)).set("Subject", &subject);
        let fate = office.attack(post).await;
        assert_eq!(fate.outcome, "held", "{name:?}: {fate:?}");
    }
    let case = office.rows("SELECT id FROM cases ORDER BY id").await[0][0].clone();
    for verb in [
        &["case", "list"][..],
        &["case", "show", &case],
        &["case", "timeline", &case],
        &["held", "list"],
        &["held", "show", "2"],
        &["queue", "list"],
        &["accounts", "list"],
        &["digest", "--print"],
    ] {
        let said = printed(&office, verb);
        assert!(said.starts_with("exit status: 0"), "{verb:?}: {said}");
        assert!(harmless(&said), "{verb:?}: {said:?}");
    }
    for verb in [&["case", "list", "--json"][..], &["held", "list", "--json"]] {
        let said = printed(&office, verb);
        let json = said.split_once('\n').unwrap().1;
        let rows: serde_json::Value = serde_json::from_str(json).unwrap();
        assert!(rows.as_array().is_some_and(|rows| !rows.is_empty()), "{said}");
        assert!(json.chars().all(|c| !c.is_control() || c == '\n'), "{said:?}");
    }
    office.nothing_moved().await;
    office.close().await;
}
