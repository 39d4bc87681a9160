//! A5-89: character sets that hide or swell. Bounded, and no markup comes out of them into a letter.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::siege::{mail, withstand};
use loket::demo::Paper;

#[tokio::test]
async fn noise_in_wide_characters() {
    let noise: String = (0..60_000u32)
        .map(|n| char::from(b'A' + (n.wrapping_mul(2_654_435_761) >> 28) as u8))
        .collect();
    let field = |charset: &str| {
        format!(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n"
        )
    };
    withstand(vec![
        ("utf-32le", mail(&field("utf-32le"), &noise)),
        ("utf-16", mail(&field("utf-16"), &noise)),
        ("iso-2022-jp", mail(&field("iso-2022-jp"), &noise)),
        ("unknown", mail(&field(&"x".repeat(50_000)), &noise)),
    ])
    .await;
}

#[tokio::test]
async fn seven_bits_become_no_markup() {
    let mut office = Office::open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat terlampir. +ADw-script+AD4-alert(1)+ADw-/script+AD4-";
    let post = office.mail(RATNA, "Reset password", text, &papers);
    let post = post.swap("charset=\"utf-8\"", "charset=\"utf-7\"");
    let case = office.send(post).await.case.expect("a case");
    let letter = office.letter(BAGUS, &case);
    let raw = String::from_utf8_lossy(&letter.raw).replace("=\r\n", "");
    assert!(!raw.contains("<script"), "{raw}");
    office.nothing_left_the_circle().await;
    office.close().await;
}
