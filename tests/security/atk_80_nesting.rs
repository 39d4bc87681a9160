//! A5-80: nested and cyclic structure. Loket reads such a mail as far as its limits go and says what it left out
//! (`contract.md`: a readable mail is always answered for), so it is parked for what it is, not as "too complex";
//! every kind of bomb, with memory and time measured, is in `tests/mail_bombs.rs`.
use super::super::siege::{mail, withstand};

fn tower(depth: usize) -> Vec<u8> {
    let mut body = String::new();
    for n in 0..depth {
        body.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
    }
    mail(&body, "isi\r\n")
}

#[tokio::test]
async fn deep_wide_and_within_itself() {
    let mut deep =
        String::from("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n");
    let mut body = String::new();
    for n in 0..10_000 {
        body.push_str(&format!(
            "--b{n}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n",
            n + 1
        ));
    }
    let nested = mail(&deep, &body);
    deep = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n".into();
    let wide = mail(&deep, "--b\r\n\r\nx\r\n".repeat(100_000));
    let inner = "Content-Type: message/rfc822\r\n\r\n".repeat(10_000);
    let within = mail("Content-Type: message/rfc822\r\n", inner);
    let same =
        mail(&deep, "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(20_000));
    withstand(vec![
        ("10,000 deep", nested),
        ("100,000 parts", wide),
        ("a mail in a mail", within),
        ("one boundary for all", same),
        ("a tower of heads", tower(10_000)),
    ])
    .await;
}
