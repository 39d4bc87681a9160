//! What is read of a certificate (X.509, RFC 5280): its fingerprint, its addresses, when it holds, what its
//! key may do. Follows no chain: whom a certificate belongs to is said by who pinned it.
use super::{Fault, key};
use data_encoding::{BASE64, HEXLOWER};
use der::asn1::ObjectIdentifier;
use der::{Decode, Encode, Tag, Tagged};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::Name;

/// Longest certificate that is read.
const BYTES_LIMIT: usize = 32 * 1024;
/// Most addresses that are taken from one.
const ADDRESS_LIMIT: usize = 20;
/// Most letters of a name.
const NAME_LIMIT: usize = 200;

const EMAIL_ADDRESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");
const EMAIL_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const ANY_PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");

/// A certificate and what Loket asks of it.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub(super) inner: x509_cert::Certificate,
    /// Hex SHA-256 of its DER bytes, lower case.
    pub sha256: String,
    /// The addresses it names (RFC 8550 §3), as written.
    pub addresses: Vec<String>,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    /// Its key may sign (RFC 8550 §4.4.2; without a word about use it may).
    pub may_sign: bool,
    /// What it calls its holder and its issuer: the common name, or what else there is.
    pub holder: Option<String>,
    pub issuer: Option<String>,
    /// It is an authority's (RFC 5280 §4.2.1.9), whose key may sign certificates.
    pub is_authority: bool,
    pub may_issue: bool,
    /// It says that it is for time stamps (RFC 3161 §2.3).
    pub for_time: bool,
    /// It may be used for mail (RFC 8550 §4.4.4; without a word about purposes it may).
    pub for_mail: bool,
}

impl Certificate {
    /// Reads DER or PEM; of a PEM file the first certificate.
    pub fn read(bytes: &[u8]) -> Result<Certificate, Fault> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        let text = std::str::from_utf8(bytes).ok();
        let Some((_, rest)) = text.and_then(|t| t.split_once(BEGIN)) else {
            return Certificate::of_der(bytes);
        };
        let letters: String =
            rest.split("-----").next().unwrap_or_default().split_whitespace().collect();
        Certificate::of_der(&BASE64.decode(letters.as_bytes()).map_err(|_| Fault::Certificate)?)
    }

    pub(super) fn of_der(bytes: &[u8]) -> Result<Certificate, Fault> {
        if bytes.len() > BYTES_LIMIT {
            return Err(Fault::Certificate);
        }
        let inner = x509_cert::Certificate::from_der(bytes).map_err(|_| Fault::Certificate)?;
        let body = &inner.tbs_certificate;
        let time = |time: x509_cert::time::Time| {
            let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok();
            seconds.and_then(|s| Timestamp::from_second(s).ok()).ok_or(Fault::Certificate)
        };
        let usage = body.get::<KeyUsage>().map_err(|_| Fault::Certificate)?;
        let purposes = body.get::<ExtendedKeyUsage>().map_err(|_| Fault::Certificate)?;
        let basic = body.get::<BasicConstraints>().map_err(|_| Fault::Certificate)?;
        let mail =
            |purpose: &ObjectIdentifier| *purpose == EMAIL_PROTECTION || *purpose == ANY_PURPOSE;
        Ok(Certificate {
            sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
            addresses: addresses(&inner)?,
            not_before: time(body.validity.not_before)?,
            not_after: time(body.validity.not_after)?,
            may_sign: usage
                .as_ref()
                .is_none_or(|(_, u)| u.digital_signature() || u.non_repudiation()),
            holder: common_name(&body.subject),
            issuer: common_name(&body.issuer),
            is_authority: basic.is_some_and(|(_, basic)| basic.ca),
            may_issue: usage.is_none_or(|(_, u)| u.key_cert_sign()),
            for_time: purposes.as_ref().is_some_and(|(_, p)| p.0.contains(&TIME_STAMPING)),
            for_mail: purposes.is_none_or(|(_, p)| p.0.iter().any(mail)),
            inner,
        })
    }

    /// Whether a signature by its key could be checked at all.
    pub fn has_known_key(&self) -> bool {
        key::is_known(&self.inner.tbs_certificate.subject_public_key_info)
    }

    pub(super) fn key_identifier(&self) -> Option<Vec<u8>> {
        let (_, found) = self.inner.tbs_certificate.get::<SubjectKeyIdentifier>().ok()??;
        Some(found.0.as_bytes().to_vec())
    }

    pub(super) fn der(&self) -> Result<Vec<u8>, Fault> {
        self.inner.to_der().map_err(|_| Fault::Certificate)
    }
}

/// Of the subject's alternative names, and of its name as old certificates have it (RFC 8550 §3).
fn addresses(certificate: &x509_cert::Certificate) -> Result<Vec<String>, Fault> {
    let body = &certificate.tbs_certificate;
    let mut found: Vec<String> = Vec::new();
    let names = body.get::<SubjectAltName>().map_err(|_| Fault::Certificate)?;
    for name in names.iter().flat_map(|(_, names)| &names.0) {
        if let GeneralName::Rfc822Name(address) = name {
            found.push(address.as_str().to_owned());
        }
    }
    let parts = body.subject.0.iter().flat_map(|name| name.0.iter());
    for part in parts.filter(|part| part.oid == EMAIL_ADDRESS) {
        let text =
            matches!(part.value.tag(), Tag::Ia5String | Tag::Utf8String | Tag::PrintableString);
        if let (true, Ok(address)) = (text, std::str::from_utf8(part.value.value())) {
            found.push(address.to_owned());
        }
    }
    found.truncate(ADDRESS_LIMIT);
    let mut single: Vec<String> = Vec::new();
    found.into_iter().for_each(|a| {
        if !single.contains(&a) {
            single.push(a)
        }
    });
    Ok(single)
}

/// Whether `issuer` is the name that `certificate` gives its issuer.
pub(super) fn issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.inner.tbs_certificate.subject == certificate.inner.tbs_certificate.issuer
}

/// The common name of a person or an authority, else the organisation; without control characters.
fn common_name(name: &Name) -> Option<String> {
    let of = |wanted: ObjectIdentifier| {
        let mut parts = name.0.iter().flat_map(|part| part.0.iter());
        let value = &parts.find(|part| part.oid == wanted)?.value;
        let text = match value.tag() {
            Tag::BmpString => {
                let pairs = value.value().chunks_exact(2);
                let units: Vec<u16> = pairs
                    .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
                    .collect();
                String::from_utf16_lossy(&units)
            }
            _ => String::from_utf8_lossy(value.value()).into_owned(),
        };
        let text: String = text.chars().filter(|c| !c.is_control()).take(NAME_LIMIT).collect();
        (!text.trim().is_empty()).then(|| text.trim().to_owned())
    };
    of(COMMON_NAME).or_else(|| of(ORGANISATION))
}
