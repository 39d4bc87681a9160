//! The confined child for real: the built program reads good files and survives hostile ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use loket::document::{Method, PaperKind, Reading};
use loket::mail::TrustSettings;
use loket::reader::{ReaderError, ReaderSettings, Workers};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn workers() -> Workers {
    limited(Duration::from_secs(60), Duration::from_secs(60))
}

fn limited(mail_timeout: Duration, paper_timeout: Duration) -> Workers {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_loket"));
    Workers::new(ReaderSettings {
        program,
        mail_timeout,
        paper_timeout,
        ..ReaderSettings::default()
    })
}

fn paper(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/papers");
    let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
    assert!(!bytes.is_empty(), "{name} is missing");
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

/// A mail with one PDF in it.
fn mail_with(pdf: &[u8]) -> Vec<u8> {
    let body = data_encoding::BASE64.encode(pdf);
    let lines: Vec<String> =
        body.as_bytes().chunks(76).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
    format!(
        "From: Ratna <ratna.k@kkp.example>\r\nTo: helpdesk@lpse.example\r\nSubject: Permohonan\r\n\
         Message-ID: <1@kkp.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Terlampir surat kami.\r\n--b\r\nContent-Type: application/pdf; name=surat.pdf\r\n\
         Content-Disposition: attachment; filename=surat.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    )
    .into_bytes()
}

async fn still_reads(workers: &Workers) {
    let reading = workers.read_file(&paper("ratna-sk.pdf"), "SK.pdf").await;
    assert_eq!(reading.kind, PaperKind::AppointmentDecree);
}

#[tokio::test]
async fn a_mail_its_attachment_and_its_meaning() {
    let workers = workers();
    let pdf = paper("ratna-permohonan.pdf");
    let raw = mail_with(&pdf);
    let message = workers.parse_mail(&raw, &TrustSettings::default()).await.unwrap();
    assert_eq!(message.subject, "Permohonan");
    let hash = message.attachments[0].sha256.clone();
    assert_eq!(hash, sha256(&pdf));
    assert_eq!(workers.extract(&raw, &hash).await.unwrap().as_deref(), Some(pdf.as_slice()));
    assert_eq!(workers.extract(&raw, &sha256(b"another")).await.unwrap(), None);
    let reading = workers.read_paper(&raw, &hash, "surat.pdf").await;
    assert_eq!(reading.kind, PaperKind::RequestLetter);
    assert_eq!(reading.fields.nip.as_deref(), Some("198703142011012901"));
    let lost = workers.read_paper(&raw, &sha256(b"another"), "surat.pdf").await;
    assert_eq!(lost.kind, PaperKind::Unreadable);
    workers.shutdown().await;
    still_reads(&workers).await;
}

#[tokio::test]
async fn a_large_mail_with_a_password_comes_back_masked_and_whole() {
    let workers = workers();
    let attachment = vec![7u8; 14 << 20];
    let mut raw = mail_with(&attachment);
    let text = b"Password: rahasia123\r\n";
    let at = raw.windows(8).position(|w| w == b"Terlampi").unwrap();
    raw.splice(at..at, text.iter().copied());
    let message = workers.parse_mail(&raw, &TrustSettings::default()).await.unwrap();
    let kept = message.redacted.unwrap();
    assert!(kept.len() > attachment.len());
    assert!(!kept.windows(10).any(|w| w == b"rahasia123"));
    let hash = sha256(&attachment);
    assert_eq!(workers.extract(&kept, &hash).await.unwrap(), Some(attachment));
}

#[tokio::test]
async fn the_child_can_open_nothing() {
    let found = workers().confinement().await.unwrap();
    assert!(found.contains("seccomp on") && found.contains("rlimits on"), "{found}");
    assert!(found.contains("no file, socket, program or thread"), "{found}");
}

#[tokio::test]
async fn nested_mail_costs_at_most_the_child() {
    let workers = workers();
    let mut raw = b"Content-Type: message/rfc822\r\n\r\n".repeat(50_000);
    raw.extend_from_slice(b"Subject: x\r\n\r\ny");
    // Either it is read within the limits or it is named as the mail that could not be.
    match workers.parse_mail(&raw, &TrustSettings::default()).await {
        Ok(_) | Err(ReaderError::Died { .. } | ReaderError::TimedOut { .. }) => {}
        Err(other) => panic!("{other}"),
    }
    let next =
        workers.parse_mail(b"Subject: next\r\n\r\nhi", &TrustSettings::default()).await.unwrap();
    assert_eq!(next.subject, "next");
}

#[tokio::test]
async fn one_child_serves_many_jobs_and_gives_way_to_a_fresh_one() {
    let workers = workers();
    // More jobs than one child does: the change is not seen from outside.
    for n in 0..1_050 {
        let raw = format!("Subject: {n}\r\n\r\nhalo");
        let message = workers.parse_mail(raw.as_bytes(), &TrustSettings::default()).await.unwrap();
        assert_eq!(message.subject, n.to_string());
    }
}

#[tokio::test]
async fn a_job_over_time_is_killed_and_the_next_one_works() {
    let slow = limited(Duration::from_secs(60), Duration::from_millis(1));
    // Standing up is not counted, the job is.
    let begun = Instant::now();
    let reading = slow.read_file(&bomb(), "bomb.pdf").await;
    assert_eq!(reading.kind, PaperKind::Unreadable);
    assert!(reading.warnings[0].contains("terlalu lama"), "{:?}", reading.warnings);
    assert!(begun.elapsed() < Duration::from_secs(30));
    let mail = slow.parse_mail(b"Subject: a\r\n\r\nb", &TrustSettings::default()).await.unwrap();
    assert_eq!(mail.subject, "a");
}

#[tokio::test]
async fn a_program_that_is_no_reader_is_reported() {
    let workers = Workers::new(ReaderSettings {
        program: PathBuf::from("/nonexistent/loket"),
        ..ReaderSettings::default()
    });
    let error = workers.parse_mail(b"", &TrustSettings::default()).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    let reading = workers.read_file(b"%PDF-1.4", "a.pdf").await;
    assert!(reading.warnings[0].contains("tidak dapat dijalankan"));
}

/// A PDF from objects, with a right cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    out.extend_from_slice(
        format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes(),
    );
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1)
            .as_bytes(),
    );
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dictionary}/Length {}>>stream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A zlib stream of `blocks` times 64 KiB of blanks, stored: what counts is what comes out.
fn inflating(blocks: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    for _ in 0..blocks {
        out.extend_from_slice(&[0, 0xff, 0xff, 0, 0]);
        out.extend(std::iter::repeat_n(b' ', 0xffff));
    }
    out.extend_from_slice(&[1, 0, 0, 0xff, 0xff]);
    out
}

fn one_page(content: Vec<u8>, more: &str) -> Vec<u8> {
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{more}>>")
            .into_bytes(),
        content,
    ])
}

/// 40 MB of page content, more than the reader inflates.
fn bomb() -> Vec<u8> {
    one_page(stream("/Filter/FlateDecode", &inflating(640)), "")
}

#[tokio::test]
async fn hostile_papers_are_unreadable_and_nothing_more() {
    let workers = workers();
    let begun = Instant::now();
    let arrays = [b"[".repeat(200_000), b"]".repeat(200_000)].concat();
    let cycle = pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>".to_vec(),
    ]);
    let selfish = pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_vec(),
        stream("", b"/F Do"),
        stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F 5 0 R>>>>",
            b"/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do",
        ),
    ]);
    let whole = paper("ratna-permohonan.pdf");
    let garbage: Vec<u8> =
        (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let behind = [b"%PDF-1.7\n".as_slice(), &garbage].concat();
    for (what, bytes) in [
        ("bomb", bomb()),
        ("nested arrays in the page", one_page(stream("", &arrays), "")),
        ("nested arrays in an object", pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), arrays])),
        ("cycle of kids", cycle),
        ("form that shows itself", selfish),
        ("cut file", whole[..whole.len() / 2].to_vec()),
        ("head only", b"%PDF-1.7\n".to_vec()),
        ("garbage", garbage),
        ("garbage behind a head", behind),
        ("archive", b"PK\x03\x04 surat permohonan".to_vec()),
        ("page in a browser", b"<html><script>alert(1)</script></html>".to_vec()),
        ("nothing", Vec::new()),
    ] {
        let reading = workers.read_file(&bytes, "x.pdf").await;
        assert_eq!(reading.kind, PaperKind::Unreadable, "{what}");
        assert_eq!((reading.confidence, reading.method), (0.0, Method::None), "{what}");
        assert!(!reading.warnings.is_empty(), "{what}");
        still_reads(&workers).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(120));
}

#[tokio::test]
async fn a_paper_that_kills_the_child_is_named_and_the_next_one_is_read() {
    let workers = workers();
    // Ten million numbers in one array: more memory than the child may have.
    let numbers = [b"[".to_vec(), b"1 ".repeat(10_000_000), b"] TJ".to_vec()].concat();
    let reading = workers.read_file(&one_page(stream("", &numbers), ""), "x.pdf").await;
    assert_eq!(reading.kind, PaperKind::Unreadable);
    assert!(reading.warnings[0].contains("rusak atau berbahaya"), "{:?}", reading.warnings);
    still_reads(&workers).await;
}

#[tokio::test]
async fn a_file_over_the_limit_is_not_even_sent() {
    let workers = workers();
    let reading = workers.read_file(&vec![b' '; 65 << 20], "besar.pdf").await;
    assert!(reading.warnings[0].contains("terlalu besar"), "{:?}", reading.warnings);
    assert!(reading.confidence < Reading::SURE);
}
