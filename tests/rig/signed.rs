//! Signed mails as programs write them, and the pieces to write them otherwise. Knows no room of Loket's.
use super::signer::Card;

pub const BAGUS: &str = "bagus.prakoso@kkp.example";
pub const CODE: &str = "K7QM-4TXD";
pub const WORDS: &str = "Content-Type: text/plain; charset=utf-8\r\n\r\nSETUJU\r\n\r\n\
    Pada 9 November 2026 Loket menulis:\r\n> Permohonan LKT-2026-00001\r\n> Kode: K7QM-4TXD\r\n";

/// A mail of Bagus's with `entity`, its fields first.
pub fn mail(entity: &str) -> String {
    format!(
        "Received: from mx by store; Mon, 9 Nov 2026 09:41:00 +0700\r\n\
         From: Bagus Prakoso <{BAGUS}>\r\nTo: loket@kkp.example\r\nSubject: Re: Permohonan\r\n\
         Date: Mon, 9 Nov 2026 09:41:00 +0700\r\nMessage-ID: <1@kkp.example>\r\n{entity}"
    )
}

pub fn part(kind: &str, body: &str) -> String {
    format!("Content-Type: {kind}\r\n\r\n{body}")
}

pub fn multipart(kind: &str, boundary: &str, parts: &[&str]) -> String {
    let mut all = format!("Content-Type: {kind}; boundary=\"{boundary}\"\r\n\r\n");
    parts.iter().for_each(|p| all.push_str(&format!("--{boundary}\r\n{p}\r\n")));
    all + &format!("--{boundary}--\r\n")
}

pub const SIGNED: &str =
    "multipart/signed; micalg=sha-256; protocol=\"application/pkcs7-signature\"";

/// The part with a container in base64.
pub fn signature_part(container: &[u8]) -> String {
    let base64 = data_encoding::BASE64.encode(container);
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|l| std::str::from_utf8(l).unwrap()).collect();
    let fields = "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\
                  Content-Transfer-Encoding: base64\r\n\r\n";
    fields.to_owned() + &lines.join("\r\n")
}

/// A good `multipart/signed` over `entity`.
pub fn signed(card: &Card, entity: &str, more: &[&str]) -> String {
    let container = card.container(entity.as_bytes(), more);
    multipart(SIGNED, "tanda", &[entity, &signature_part(&container)])
}

/// The same container as Thunderbird writes it: its three outer values end openly.
pub fn open_ended(der: &[u8]) -> Vec<u8> {
    let content = |bytes: &[u8]| {
        let digits = usize::from(bytes[1]).saturating_sub(0x80);
        bytes[2 + digits..].to_vec()
    };
    let info = content(der);
    let (oid, data) = info.split_at(11);
    let data = content(&content(data));
    [&[0x30, 0x80], oid, &[0xa0, 0x80, 0x30, 0x80], &data, &[0; 6]].concat()
}
