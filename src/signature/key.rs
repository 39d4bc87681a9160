//! Which signatures are checked, and by which function of ring: RSA from 2048 bits (PKCS #1, PSS), ECDSA
//! on P-256 and P-384. Knows algorithms by their identifiers, no certificate and no mail.
use super::{Fault, Hash};
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Any, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::spki::{
    AlgorithmIdentifierOwned, AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned,
};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
/// MD2, MD4, MD5 and SHA-1 with RSA; SHA-1 with ECDSA; SHA-1 and MD5 themselves.
const WEAK: [ObjectIdentifier; 7] = [
    oid("1.2.840.113549.1.1.2"),
    oid("1.2.840.113549.1.1.3"),
    oid("1.2.840.113549.1.1.4"),
    oid("1.2.840.113549.1.1.5"),
    oid("1.2.840.10045.4.1"),
    oid("1.3.14.3.2.26"),
    oid("1.2.840.113549.2.5"),
];

impl Hash {
    const ALL: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];

    fn oid(self) -> ObjectIdentifier {
        match self {
            Hash::Sha256 => oid("2.16.840.1.101.3.4.2.1"),
            Hash::Sha384 => oid("2.16.840.1.101.3.4.2.2"),
            Hash::Sha512 => oid("2.16.840.1.101.3.4.2.3"),
        }
    }

    /// By its identifier; what is too weak to be believed is refused by name.
    pub(super) fn named(name: &ObjectIdentifier) -> Result<Hash, Fault> {
        if WEAK.contains(name) {
            return Err(Fault::WeakHash);
        }
        Hash::ALL.into_iter().find(|hash| hash.oid() == *name).ok_or(Fault::Unsupported)
    }
}

/// Whether signatures of such a key can be checked.
pub(super) fn is_known(key: &SubjectPublicKeyInfoOwned) -> bool {
    let kind = &key.algorithm;
    kind.oid == RSA || kind.oid == EC && matches!(curve(kind), Some(P256 | P384))
}

fn curve(kind: &AlgorithmIdentifierOwned) -> Option<ObjectIdentifier> {
    kind.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()
}

/// Checks a signature over `message`; `hash` is what the signer says the content was hashed with, and
/// the signature must use the same (RFC 5754).
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    kind: &AlgorithmIdentifierOwned,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let function = function(key, kind, hash)?;
    let key = key.subject_public_key.as_bytes().ok_or(Fault::Certificate)?;
    UnparsedPublicKey::new(function, key).verify(message, signature).map_err(|_| Fault::Invalid)
}

fn function(
    key: &SubjectPublicKeyInfoOwned,
    kind: &AlgorithmIdentifierOwned,
    hash: Hash,
) -> Result<&'static dyn VerificationAlgorithm, Fault> {
    if WEAK.contains(&kind.oid) {
        return Err(Fault::WeakHash);
    }
    let of = key.algorithm.oid;
    let function: &'static dyn VerificationAlgorithm = match (of, kind.oid, hash) {
        (RSA, RSA | RSA_SHA256, Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (RSA, RSA | RSA_SHA384, Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (RSA, RSA | RSA_SHA512, Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        (RSA, RSA_PSS, hash) if is_pss(kind.parameters.as_ref(), hash) => match hash {
            Hash::Sha256 => &signature::RSA_PSS_2048_8192_SHA256,
            Hash::Sha384 => &signature::RSA_PSS_2048_8192_SHA384,
            Hash::Sha512 => &signature::RSA_PSS_2048_8192_SHA512,
        },
        (EC, ECDSA_SHA256, Hash::Sha256) => match curve(&key.algorithm) {
            Some(P256) => &signature::ECDSA_P256_SHA256_ASN1,
            Some(P384) => &signature::ECDSA_P384_SHA256_ASN1,
            _ => return Err(Fault::Unsupported),
        },
        (EC, ECDSA_SHA384, Hash::Sha384) => match curve(&key.algorithm) {
            Some(P256) => &signature::ECDSA_P256_SHA384_ASN1,
            Some(P384) => &signature::ECDSA_P384_SHA384_ASN1,
            _ => return Err(Fault::Unsupported),
        },
        _ => return Err(Fault::Unsupported),
    };
    Ok(function)
}

/// Whether the parameters of RSASSA-PSS (RFC 4055 §3.1) are those that ring checks: one hash in all
/// places and a salt of its length. The defaults are SHA-1's, so that nothing may be left out.
fn is_pss(parameters: Option<&Any>, hash: Hash) -> bool {
    let Some(parameters) = parameters.filter(|p| p.tag() == Tag::Sequence) else { return false };
    let (mut hashed, mut masked, mut salted) = (false, false, false);
    let Ok(mut fields) = SliceReader::new(parameters.value()) else { return false };
    while !fields.is_finished() {
        let Ok(field) = AnyRef::decode(&mut fields) else { return false };
        let Tag::ContextSpecific { number, constructed: true } = field.tag() else { return false };
        match number {
            TagNumber::N0 => hashed = names(field.value(), hash.oid()),
            TagNumber::N1 => {
                let Ok(mask) = AlgorithmIdentifierRef::from_der(field.value()) else {
                    return false;
                };
                let inner =
                    mask.parameters.and_then(|p| p.decode_as::<AlgorithmIdentifierRef<'_>>().ok());
                masked = mask.oid == RSA_MGF1 && inner.is_some_and(|i| i.oid == hash.oid());
            }
            TagNumber::N2 => salted = u16::from_der(field.value()) == Ok(hash.length()),
            _ => return false,
        }
    }
    hashed && masked && salted
}

fn names(bytes: &[u8], wanted: ObjectIdentifier) -> bool {
    AlgorithmIdentifierRef::from_der(bytes).is_ok_and(|found| found.oid == wanted)
}
