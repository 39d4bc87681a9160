//! A5-82: floods of addresses, of header fields, of one long field. Bounded, parked, and nobody in them is written to.
use super::super::siege::{mail, withstand};

#[tokio::test]
async fn a_million_addresses_and_as_many_fields() {
    let mut to = String::from("Cc: a@evil.example");
    for n in 0..1_000_000 {
        to.push_str(&format!(",\r\n {n}@evil.example"));
    }
    to.push_str("\r\n");
    let fields: String = (0..300_000).map(|n| format!("X-{n}: y\r\n")).collect();
    let long = format!("Subject: {}\r\n", "a".repeat(10 << 20));
    let ids = format!("References: {}\r\n", "<a@b.example>\r\n ".repeat(300_000));
    withstand(vec![
        ("addresses", mail(&to, "isi")),
        ("fields", mail(&fields, "isi")),
        ("one long field", mail(&long, "isi")),
        ("references", mail(ids.trim_end_matches(' '), "isi")),
    ])
    .await;
}
