//! Mails that are meant to cost: thrown at the whole daemon with its real confined reader. Each must end with an
//! outcome and its reason, in bounded time, and the honest mail behind it is handled. Knows no attack.
use super::office::{MADE, Office, RATNA, SARI};
use super::post::Post;
use loket::demo::PersonMail;
use loket::workflow::case::{Case, State};
use std::time::{Duration, Instant};

/// Three tries of a reader that is stopped after five seconds, on a busy machine in a debug build.
const PATIENCE: Duration = Duration::from_secs(25);

/// A mail by nobody, of these fields and this body.
pub fn mail(fields: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!(
        "From: Orang <orang@evil.example>\r\nTo: helpdesk-lpse@kkp.example\r\nSubject: uji\r\n{fields}\r\n"
    );
    [head.as_bytes(), body.as_ref()].concat()
}

/// Throws them one by one; each is parked with a reason, and then a true request is handled.
pub async fn withstand(mails: Vec<(&'static str, Vec<u8>)>) {
    let mut office = Office::open().await;
    for (name, raw) in mails {
        let begun = Instant::now();
        let fate = office.attack(Post::raw(raw, "evil.example")).await;
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
        let parked = matches!(fate.outcome.as_str(), "held" | "set_aside" | "bulk" | "auto_reply");
        assert!(parked, "{name}: {fate:?}");
        let silent = matches!(fate.outcome.as_str(), "bulk" | "auto_reply");
        assert!(fate.reason.is_some() || silent, "{name}: {fate:?}");
        assert!(office.since("orang@evil.example").is_empty(), "{name}: an answer to nobody");
    }
    office.nothing_moved().await;
    office.handed_over(RATNA).await;
    office.close().await;
}

/// A request with these files (name, declared type, bytes) and no others: it is read without harm, nothing is
/// decided by it, and the next request is handled. The case, for a look at its papers.
pub async fn with_files(files: &[(&str, &str, Vec<u8>)]) -> (Office, Case) {
    let mut office = Office::open().await;
    let text = "Yth. Helpdesk, mohon reset password Admin Agency AA.SARI. Surat dan SK terlampir.";
    let plain = office.stage.write_mail(&PersonMail {
        from_name: SARI.name,
        from: SARI.address,
        subject: "Permohonan Reset Password Admin Agency".into(),
        text: text.into(),
        ..PersonMail::default()
    });
    let head = String::from_utf8(plain).unwrap();
    let (head, body) = head.split_once("\r\n\r\n").unwrap();
    let kept: Vec<&str> = head
        .split("\r\n")
        .filter(|l| !l.to_lowercase().starts_with("content-") && !l.starts_with([' ', '\t']))
        .collect();
    let mut raw = format!(
        "{}\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n--batas\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n",
        kept.join("\r\n")
    )
    .into_bytes();
    assert!(!body.is_empty());
    for (name, declared, bytes) in files {
        let code = data_encoding::BASE64.encode(bytes);
        raw.extend(
            format!("--batas\r\nContent-Type: {declared}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n").bytes(),
        );
        for line in code.as_bytes().chunks(76) {
            raw.extend_from_slice(line);
            raw.extend_from_slice(b"\r\n");
        }
    }
    raw.extend_from_slice(b"--batas--\r\n");
    let begun = Instant::now();
    let fate = office.send(Post::raw(raw, "kkp.example")).await;
    assert!(begun.elapsed() < PATIENCE * 2, "{:?}", begun.elapsed());
    let id = fate.case.clone().unwrap_or_else(|| panic!("no case: {fate:?}"));
    office.pass(2).await;
    assert_eq!(office.rows("SELECT act FROM acts").await, Vec::<Vec<String>>::new());
    office.nothing_left_the_circle().await;
    office.handed_over(MADE).await;
    let case = office.case(&id).await;
    (office, case)
}

/// None of the files passed as a paper of the SOP: the applicant is asked for real ones.
pub fn refused(case: &Case) {
    let asked = matches!(case.state, State::WaitingApplicant | State::Checking);
    assert!(asked, "{}: {:?}", case.id, case.state);
    for paper in &case.papers {
        let reading = paper.reading.as_ref().unwrap_or_else(|| panic!("{}: not read", paper.name));
        assert!(reading.confidence < loket::document::Reading::SURE, "{}: {reading:?}", paper.name);
        // A text that is none of the SOP's papers says so by its kind.
        let told =
            !reading.warnings.is_empty() || reading.kind == loket::document::PaperKind::Other;
        assert!(told, "{}: says nothing: {reading:?}", paper.name);
    }
}
