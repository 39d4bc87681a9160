//! A5-81: a flood of RFC 2231 parameters. The parser takes the first ones, says so, and the mail is parked.
use super::super::siege::{mail, withstand};

#[tokio::test]
async fn a_million_pieces_of_a_name() {
    let mut pieces = String::from("Content-Type: text/plain");
    for n in 0..1_000_000 {
        pieces.push_str(&format!(";\r\n name*{n}=a"));
    }
    pieces.push_str("\r\n");
    let charset = format!("Content-Type: text/plain{}\r\n", "; charset=x".repeat(200_000));
    withstand(vec![("name*N", mail(&pieces, "isi")), ("charset", mail(&charset, "isi"))]).await;
}
