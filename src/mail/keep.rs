//! The mail as it may be kept when it tells a password anywhere: the fields as they were but for the
//! subject, the text masked, the files as `parts` gives them. Knows no case; the original is the caller's
//! to forget.
use super::Message;
use super::encode::{parameter, push_base64};
use super::header::{Block, Field};
use super::mime::{Leaf, Tree};
use super::parse::hash;
use crate::secret::label;
use data_encoding::BASE64;

mod parts;
mod unread;

pub(crate) use parts::tells_password;
pub use unread::may_tell_password;

/// Fields that describe the old body; the new one has its own.
const REPLACED: [&str; 7] = [
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-description",
    "content-id",
    "content-length",
    "mime-version",
];

/// Builds the mail to keep. The files of an attached mail are within it.
pub(crate) fn redacted(
    block: &Block<'_>,
    text: &str,
    tree: &Tree<'_>,
    message: &Message,
) -> Vec<u8> {
    let mut mail: Vec<u8> = Vec::new();
    for field in &block.fields {
        if !REPLACED.iter().any(|name| field.is(name)) {
            push_field(&mut mail, field);
        }
    }
    let masked = label::mask(text);
    let boundary = format!("loket-{}", hash(masked.as_bytes()).get(..24).unwrap_or_default());
    line(&mut mail, "X-Loket-Redacted: password");
    line(&mut mail, "MIME-Version: 1.0");
    line(&mut mail, &format!("Content-Type: multipart/mixed; boundary=\"{boundary}\""));
    line(&mut mail, "");
    line(&mut mail, &format!("--{boundary}"));
    line(&mut mail, "Content-Type: text/plain; charset=utf-8");
    line(&mut mail, "Content-Transfer-Encoding: base64");
    line(&mut mail, "");
    push_base64(&mut mail, masked.replace('\n', "\r\n").as_bytes());
    // What a delivery report brings back is the letter itself: its status is kept, the letter not.
    let status = |leaf: &&Leaf<'_>| leaf.in_report && leaf.declared == "message/delivery-status";
    if let Some(status) = tree.leaves.iter().find(status) {
        line(&mut mail, &format!("--{boundary}"));
        line(&mut mail, "Content-Type: text/plain; charset=utf-8");
        line(&mut mail, "Content-Transfer-Encoding: base64");
        line(&mut mail, "");
        push_base64(&mut mail, label::mask(&String::from_utf8_lossy(&status.body)).as_bytes());
    }
    for part in parts::parts(tree, &message.attachments) {
        line(&mut mail, &format!("--{boundary}"));
        line(&mut mail, &format!("Content-Type: {}", media_type(part.declared)));
        line(&mut mail, "Content-Transfer-Encoding: base64");
        line(
            &mut mail,
            &format!("Content-Disposition: attachment; {}", parameter("filename", &part.name)),
        );
        line(&mut mail, "");
        push_base64(&mut mail, &part.body);
    }
    line(&mut mail, &format!("--{boundary}--"));
    mail
}

fn push_field(mail: &mut Vec<u8>, field: &Field<'_>) {
    mail.extend_from_slice(field.name);
    mail.push(b':');
    if field.is("subject") {
        let masked = label::mask(&field.text());
        if masked != field.text() {
            mail.extend_from_slice(b" =?utf-8?B?");
            mail.extend_from_slice(BASE64.encode(masked.as_bytes()).as_bytes());
            mail.extend_from_slice(b"?=\r\n");
            return;
        }
    }
    mail.extend_from_slice(field.value.trim_ascii_end());
    mail.extend_from_slice(b"\r\n");
}

fn media_type(declared: &str) -> &str {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '+' | '_');
    if declared.chars().all(legal) && declared.contains('/') && !declared.starts_with("multipart/")
    {
        declared
    } else {
        "application/octet-stream"
    }
}

fn line(mail: &mut Vec<u8>, text: &str) {
    mail.extend_from_slice(text.as_bytes());
    mail.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use crate::mail::{TrustSettings, parse};

    #[test]
    fn a_returned_letter_leaves_no_password_behind() {
        for inner in [
            "Content-Type: text/plain\n\n  Password        :\n\n    Kanari#2026x\n\nMohon\n"
                .to_owned(),
            format!(
                "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{}\n",
                super::BASE64.encode(b"Password : Kanari#2026x\n")
            ),
        ] {
            let raw = format!(
                "From: MAILER-DAEMON@kkp.example\nSubject: Undelivered Mail\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
                 --b\n\ngagal\n--b\nContent-Type: message/delivery-status\n\n\
                 Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@kkp.example\n\
                 Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\n\
                 From: loket@kkp.example\nSubject: hasil\n{inner}\n--b--\n"
            );
            let message = parse(raw.as_bytes(), &TrustSettings::default());
            assert!(message.bounce.is_some());
            let kept = message.redacted.unwrap_or_else(|| panic!("{inner}"));
            let again = parse(&kept, &TrustSettings::default());
            let all = format!("{}{}", String::from_utf8_lossy(&kept), again.text);
            assert!(!all.contains("Kanari"), "{all}");
            assert!(again.text.contains("5.1.1"), "{}", again.text);
            let encoded = super::BASE64.encode(b"Password : Kanari#2026x\n");
            assert!(!all.contains(&encoded));
        }
    }
}
