//! One DKIM signature, stricter than the standard: `l=`, SHA-1 and keys under test count as none
//! (`security.md` A1-08, 15). Knows no policy.
use crate::mail::authentication::{Checked, SignatureCheck};
use mail_auth::common::cache::NoCache;
use mail_auth::common::crypto::Algorithm;
use mail_auth::common::verify::{DomainKey, VerifySignature};
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, MessageAuthenticator, Txt};

/// RFC 6376 §3.6.1, flag `y`: the domain is testing DKIM.
const TESTING: u64 = 0x10;

/// What a signature is worth.
pub(super) async fn checked(
    authenticator: &MessageAuthenticator,
    message: &AuthenticatedMessage<'_>,
    output: &DkimOutput<'_>,
) -> SignatureCheck {
    let Some(signature) = output.signature() else {
        let why = match output.result() {
            DkimResult::Neutral(error)
            | DkimResult::Fail(error)
            | DkimResult::PermError(error)
            | DkimResult::TempError(error) => words(error),
            _ => "tidak terbaca".to_owned(),
        };
        return SignatureCheck { why: Some(why), domain: "?".into(), ..SignatureCheck::default() };
    };
    let mut check = SignatureCheck {
        domain: signature.d.to_ascii_lowercase(),
        selector: signature.s.clone(),
        result: Checked::None,
        signed: signature.h.iter().map(|h| h.to_ascii_lowercase()).collect(),
        signed_at: signature.t,
        why: None,
    };
    let header = message.dkim_headers.iter().find(|h| h.header == *signature);
    match output.result() {
        DkimResult::Pass => {
            check.why = if header.is_some_and(|h| has_length(h.value)) {
                Some("memakai l=, isi sesudahnya dapat ditambah orang lain".into())
            } else if signature.a == Algorithm::RsaSha1 {
                Some("memakai SHA-1".into())
            } else {
                let key =
                    authenticator.txt_lookup::<DomainKey>(signature.domain_key(), NO_CACHE).await;
                match key {
                    Ok(key) if key.has_flag(TESTING) => {
                        Some("kuncinya masih percobaan (t=y)".into())
                    }
                    _ => None,
                }
            };
            if check.why.is_none() {
                check.result = Checked::Pass;
            }
        }
        DkimResult::TempError(error) => {
            check.result = Checked::Temperror;
            check.why = Some(words(error));
        }
        DkimResult::Fail(error) | DkimResult::Neutral(error) | DkimResult::PermError(error) => {
            check.result = Checked::Fail;
            check.why = Some(words(error));
        }
        DkimResult::None => {}
    }
    check
}

const NO_CACHE: Option<&NoCache<Box<str>, Txt>> = None;

/// Whether the tag list holds `l=`, also `l=0`.
fn has_length(value: &[u8]) -> bool {
    value.split(|b| *b == b';').any(|tag| {
        let name = tag.split(|b| *b == b'=').next().unwrap_or_default();
        name.trim_ascii().eq_ignore_ascii_case(b"l")
    })
}

/// For people, in Indonesian.
fn words(error: &mail_auth::Error) -> String {
    use mail_auth::dkim::DkimError as D;
    use mail_auth::{DnsError, Error};
    let text = match error {
        Error::Dkim(D::FailedBodyHashMatch) => "isi surat berubah setelah ditandatangani",
        Error::Dkim(D::SignatureExpired) => "sudah kedaluwarsa",
        Error::Dkim(D::RevokedPublicKey) => "kuncinya dicabut",
        Error::Dkim(D::SignatureLength) => "memakai l=, isi sesudahnya dapat ditambah orang lain",
        Error::Dkim(_) => "bentuknya tidak didukung",
        Error::Crypto(_) => "tanda tangan tidak cocok dengan kunci, atau kuncinya terlalu lemah",
        Error::Dns(DnsError::RecordNotFound(_)) => "kuncinya tidak ada di DNS",
        Error::Dns(DnsError::InvalidRecordType) => "kuncinya di DNS rusak",
        Error::Dns(DnsError::Resolver(_)) => "DNS tidak menjawab",
        _ => "tidak terbaca",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_tag_is_found_and_nothing_like_it() {
        assert!(has_length(b" v=1; a=rsa-sha256;\r\n\tl=20; d=x"));
        assert!(has_length(b"l=0;"));
        assert!(!has_length(b" v=1; d=l.example; bh=l=; s=l"));
    }
}
