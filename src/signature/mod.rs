//! Signatures by certificate as values (CMS, RFC 5652): whether one stands over a digest, and with whose
//! certificate. Knows no mail, no paper and no person; asks no clock and follows no chain.
//!
//! A container is first read, then asked for its hash; who has the content (a part of a mail, the byte
//! ranges of a PDF) hashes it and has the digest verified:
//!
//! ```text
//! let container = Container::read(bytes)?;
//! let proof = container.verify(&container.hash().of(content))?;
//! ```
mod ber;
mod certificate;
mod chain;
mod key;
mod stamp;

pub use certificate::Certificate;
pub use chain::{Doubt, Roots};
pub use stamp::Stamp;

use cms::signed_data::{SignerIdentifier, SignerInfo};
use data_encoding::HEXLOWER;
use der::asn1::{AnyRef, GeneralizedTime, ObjectIdentifier, OctetString, UtcTime};
use der::{Any, Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use jiff::Timestamp;
use sha2::{Digest, Sha256, Sha384, Sha512};
use thiserror::Error;

/// Longest description of a signer (revocation lists and time stamps may be in it), most certificates.
const SIGNER_LIMIT: usize = 2 * 1024 * 1024;
const CERTIFICATE_LIMIT: usize = 20;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Why there is no proof. The words end a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("wadah tanda tangan rusak atau tidak dikenal")]
    Broken,
    #[error("wadahnya bukan wadah tanda tangan")]
    NoContainer,
    #[error("tidak ada penanda tangan di dalamnya")]
    NoSigner,
    #[error("penanda tangannya lebih dari satu")]
    SeveralSigners,
    #[error("sidik isinya memakai MD5 atau SHA-1, yang tidak lagi aman")]
    WeakHash,
    #[error("jenis kunci atau tanda tangannya tidak didukung")]
    Unsupported,
    #[error("keterangan yang ikut ditandatangani tidak lengkap atau tidak wajar")]
    Attributes,
    #[error("sertifikat penanda tangan tidak disertakan")]
    NoCertificate,
    #[error("sertifikat penanda tangan lebih dari satu atau bukan yang disebut")]
    OtherCertificate,
    #[error("sertifikat tidak dapat dibaca")]
    Certificate,
    #[error("memuat sertifikat yang bukan milik otoritas penerbit")]
    NoAuthority,
    #[error("isinya bukan yang ditandatangani")]
    Digest,
    #[error("tanda tangan tidak cocok dengan kunci pada sertifikat")]
    Invalid,
}

/// How the content is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The digest of a content that is at hand as a whole.
    pub fn of(self, content: &[u8]) -> Vec<u8> {
        self.of_parts(&[content])
    }

    /// The digest of a content whose parts lie apart.
    pub fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        fn all<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            parts.iter().fold(D::new(), |all, part| all.chain_update(part)).finalize().to_vec()
        }
        match self {
            Hash::Sha256 => all::<Sha256>(parts),
            Hash::Sha384 => all::<Sha384>(parts),
            Hash::Sha512 => all::<Sha512>(parts),
        }
    }

    /// Bytes of a digest.
    pub fn length(self) -> u16 {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }
}

/// One signature that stands.
#[derive(Clone, Debug)]
pub struct Proof {
    pub certificate: Certificate,
    /// When the signer's own clock says it was made. Only the holder of the key could write it; nothing
    /// proves that his clock is right.
    pub signed_at: Option<Timestamp>,
    /// Hex SHA-256 of what was signed (content digest, time and all): the same act, however its bytes are
    /// written again. The bytes of an ECDSA signature themselves can be changed by anybody.
    pub act: String,
    /// The signed attributes name this very certificate (RFC 5035), as PAdES demands.
    pub names_certificate: bool,
}

/// A container of exactly one signature.
#[derive(Clone, Debug)]
pub struct Container {
    content: Option<Vec<u8>>,
    certificates: Vec<Vec<u8>>,
    signer: SignerInfo,
    hash: Hash,
    /// What the content says it is.
    kind: ObjectIdentifier,
}

impl Container {
    /// Reads DER or BER. Zeros may follow (a PDF fills its place with them), nothing else.
    pub fn read(bytes: &[u8]) -> Result<Container, Fault> {
        Container::of_kind(bytes, DATA)
    }

    fn of_kind(bytes: &[u8], expected: ObjectIdentifier) -> Result<Container, Fault> {
        let (der, rest) = ber::der(bytes).ok_or(Fault::Broken)?;
        if rest.iter().any(|b| *b != 0) {
            return Err(Fault::Broken);
        }
        let outer = AnyRef::from_der(&der).map_err(|_| Fault::Broken)?;
        let [kind, wrapped] = exactly(sequence(outer)?)?;
        if kind.decode_as::<ObjectIdentifier>() != Ok(SIGNED_DATA) {
            return Err(Fault::NoContainer);
        }
        let [data] = exactly(values(tagged(wrapped, TagNumber::N0)?)?)?;
        let fields = sequence(data)?;
        let (Some(info), Some(signers)) = (fields.get(2), fields.last()) else {
            return Err(Fault::Broken);
        };
        let certificates = match fields.get(3).map(|field| tagged(*field, TagNumber::N0)) {
            Some(Ok(bytes)) => values(bytes)?,
            _ => Vec::new(),
        };
        // Certificates and revocation lists at most lie between the content and the signers.
        if !(4..=6).contains(&fields.len()) || certificates.len() > CERTIFICATE_LIMIT {
            return Err(Fault::Broken);
        }
        let signer = signer(*signers)?;
        let certificate = |any: &AnyRef<'_>| match any.tag() {
            Tag::Sequence => any.to_der().ok(),
            _ => None, // attribute certificates and other kinds are nobody's key
        };
        Ok(Container {
            content: content(*info, expected)?,
            certificates: certificates.iter().filter_map(certificate).collect(),
            hash: Hash::named(&signer.digest_alg.oid)?,
            signer,
            kind: expected,
        })
    }

    /// What the signer hashed the content with.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The content, where the container carries it.
    pub fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    /// Whether the signature stands over a content of this digest (made with [`Container::hash`]).
    ///
    /// Signed attributes are demanded: without them a signature over attributes could be shown as one over
    /// a content that looks like them (RFC 5652 leaves that open).
    pub fn verify(&self, digest: &[u8]) -> Result<Proof, Fault> {
        let stated: OctetString = self.attribute(&MESSAGE_DIGEST)?.ok_or(Fault::Attributes)?;
        let kind: ObjectIdentifier = self.attribute(&CONTENT_TYPE)?.ok_or(Fault::Attributes)?;
        if kind != self.kind {
            return Err(Fault::Attributes);
        }
        if digest.len() != usize::from(self.hash.length()) || stated.as_bytes() != digest {
            return Err(Fault::Digest);
        }
        let signed = self.signer.signed_attrs.as_ref().ok_or(Fault::Attributes)?;
        let signed = signed.to_der().map_err(|_| Fault::Attributes)?;
        let certificate = self.certificate()?;
        let names_certificate = self.names(&certificate)?;
        let key = &certificate.inner.tbs_certificate.subject_public_key_info;
        let signature = self.signer.signature.as_bytes();
        key::verify(key, &self.signer.signature_algorithm, self.hash, &signed, signature)?;
        let signed_at = self.signing_time()?;
        let act = HEXLOWER.encode(&Sha256::digest(&signed));
        Ok(Proof { certificate, signed_at, act, names_certificate })
    }

    /// The one value of a signed attribute; twice or with several values it is none to be believed.
    fn any(&self, wanted: &ObjectIdentifier) -> Result<Option<&Any>, Fault> {
        let all = self.signer.signed_attrs.as_ref().ok_or(Fault::Attributes)?;
        let mut found = all.iter().filter(|attribute| attribute.oid == *wanted);
        let Some(attribute) = found.next() else { return Ok(None) };
        let mut values = attribute.values.iter();
        match (values.next(), values.next(), found.next()) {
            (Some(value), None, None) => Ok(Some(value)),
            _ => Err(Fault::Attributes),
        }
    }

    fn attribute<'a, T>(&'a self, wanted: &ObjectIdentifier) -> Result<Option<T>, Fault>
    where
        T: der::Choice<'a> + der::DecodeValue<'a>,
    {
        let value = self.any(wanted)?;
        value.map(|value| value.decode_as::<T>().map_err(|_| Fault::Attributes)).transpose()
    }

    fn signing_time(&self) -> Result<Option<Timestamp>, Fault> {
        let Some(value) = self.any(&SIGNING_TIME)? else { return Ok(None) };
        let since = match value.tag() {
            Tag::UtcTime => value.decode_as::<UtcTime>().map(|t| t.to_unix_duration()),
            _ => value.decode_as::<GeneralizedTime>().map(|t| t.to_unix_duration()),
        };
        let seconds = since.ok().and_then(|since| i64::try_from(since.as_secs()).ok());
        let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        time.map(Some).ok_or(Fault::Attributes)
    }

    /// The certificate the signer is named by; two different ones under one name are none.
    fn certificate(&self) -> Result<Certificate, Fault> {
        let mut found: Option<Certificate> = None;
        for bytes in &self.certificates {
            // What cannot be read in the rest of a chain is no concern of the signer's.
            let Ok(certificate) = Certificate::of_der(bytes) else { continue };
            let body = &certificate.inner.tbs_certificate;
            let meant = match &self.signer.sid {
                SignerIdentifier::IssuerAndSerialNumber(id) => {
                    body.issuer == id.issuer && body.serial_number == id.serial_number
                }
                SignerIdentifier::SubjectKeyIdentifier(id) => {
                    certificate.key_identifier().as_deref() == Some(id.0.as_bytes())
                }
            };
            if meant && found.as_ref().is_some_and(|other| other.sha256 != certificate.sha256) {
                return Err(Fault::OtherCertificate);
            }
            if meant {
                found = Some(certificate);
            }
        }
        found.ok_or(Fault::NoCertificate)
    }

    /// Whether `signing-certificate-v2` (RFC 5035 §3) is there; a wrong one is a fault.
    fn names(&self, certificate: &Certificate) -> Result<bool, Fault> {
        let Some(value) = self.any(&SIGNING_CERTIFICATE)? else { return Ok(false) };
        let broken = |_| Fault::Attributes;
        // The first sequence lists certificates; policies may follow it.
        let list = *values(value.value())?.first().ok_or(Fault::Attributes)?;
        let first = *sequence(list)?.first().ok_or(Fault::Attributes)?;
        let fields = sequence(first)?;
        let hash = match fields.first().filter(|field| field.tag() == Tag::Sequence) {
            Some(kind) => {
                let kind = *sequence(*kind)?.first().ok_or(Fault::Attributes)?;
                Hash::named(&kind.decode_as::<ObjectIdentifier>().map_err(broken)?)?
            }
            None => Hash::Sha256,
        };
        let stated = fields.iter().find(|field| field.tag() == Tag::OctetString);
        let digest = hash.of(&certificate.der()?);
        if stated.is_some_and(|stated| stated.value() == digest) {
            return Ok(true);
        }
        Err(Fault::OtherCertificate)
    }
}

/// The one signer of a set of them.
fn signer(signers: AnyRef<'_>) -> Result<SignerInfo, Fault> {
    if signers.tag() != Tag::Set {
        return Err(Fault::Broken);
    }
    let mut reader = SliceReader::new(signers.value()).map_err(|_| Fault::Broken)?;
    if reader.is_finished() {
        return Err(Fault::NoSigner);
    }
    let only = AnyRef::decode(&mut reader).map_err(|_| Fault::Broken)?;
    if !reader.is_finished() {
        return Err(Fault::SeveralSigners);
    }
    let bytes = only.to_der().map_err(|_| Fault::Broken)?;
    if bytes.len() > SIGNER_LIMIT {
        return Err(Fault::Broken);
    }
    // Sets are sorted in quadratic time when they are read: each must be small before.
    let set =
        |field: &&AnyRef<'_>| matches!(field.tag(), Tag::ContextSpecific { constructed: true, .. });
    for set in sequence(only)?.iter().filter(set) {
        for attribute in values(set.value())? {
            let of_it = sequence(attribute)?;
            of_it
                .iter()
                .filter(|v| v.tag() == Tag::Set)
                .try_for_each(|v| values(v.value()).map(|_| ()))?;
        }
    }
    SignerInfo::from_der(&bytes).map_err(|_| Fault::Broken)
}

/// What `encapContentInfo` carries.
fn content(info: AnyRef<'_>, expected: ObjectIdentifier) -> Result<Option<Vec<u8>>, Fault> {
    let fields = sequence(info)?;
    let kind = fields.first().map(|kind| kind.decode_as::<ObjectIdentifier>());
    if kind != Some(Ok(expected)) {
        return Err(Fault::Broken);
    }
    match fields.as_slice() {
        [_] => Ok(None),
        [_, wrapped] => {
            let [octets] = exactly(values(tagged(*wrapped, TagNumber::N0)?)?)?;
            match octets.tag() {
                Tag::OctetString => Ok(Some(octets.value().to_vec())),
                _ => Err(Fault::Broken),
            }
        }
        _ => Err(Fault::Broken),
    }
}

/// Values one after another; more than a container has at one place are none.
fn values(bytes: &[u8]) -> Result<Vec<AnyRef<'_>>, Fault> {
    let mut reader = SliceReader::new(bytes).map_err(|_| Fault::Broken)?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        found.push(AnyRef::decode(&mut reader).map_err(|_| Fault::Broken)?);
        if found.len() > 2 * CERTIFICATE_LIMIT {
            return Err(Fault::Broken);
        }
    }
    Ok(found)
}

fn sequence(any: AnyRef<'_>) -> Result<Vec<AnyRef<'_>>, Fault> {
    if any.tag() == Tag::Sequence { values(any.value()) } else { Err(Fault::Broken) }
}

fn tagged(any: AnyRef<'_>, wanted: TagNumber) -> Result<&[u8], Fault> {
    match any.tag() {
        Tag::ContextSpecific { constructed: true, number } if number == wanted => Ok(any.value()),
        _ => Err(Fault::Broken),
    }
}

fn exactly<'a, const N: usize>(found: Vec<AnyRef<'a>>) -> Result<[AnyRef<'a>; N], Fault> {
    found.try_into().map_err(|_| Fault::Broken)
}

/// Certificates one after another, as they are written.
fn values_of(bytes: &[u8], most: usize) -> Result<Vec<Vec<u8>>, Fault> {
    let mut reader = SliceReader::new(bytes).map_err(|_| Fault::Broken)?;
    let mut found = Vec::new();
    while !reader.is_finished() && found.len() <= most {
        let any = AnyRef::decode(&mut reader).map_err(|_| Fault::Broken)?;
        found.push(any.to_der().map_err(|_| Fault::Broken)?);
    }
    Ok(found)
}
