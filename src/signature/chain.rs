//! Whose certificates are believed: the chain of a signer up to an authority that was configured
//! (`rustls-webpki`: path length, name constraints, what an authority may do), at a time that is given.
//! Fetches nothing: issuing certificates come from the signature itself or from the configuration.
//! Revocation is not asked for, since that needs the network.
use super::certificate::Certificate;
use super::{Container, Fault, Proof, certificate};
use data_encoding::BASE64;
use jiff::{SignedDuration, Timestamp};
use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use thiserror::Error;
use webpki::{
    EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, RequiredEkuNotFoundContext,
};

/// More authorities than any office believes.
const ROOTS_LIMIT: usize = 50;
/// How far clocks may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(10);

/// Purposes of a certificate that signs documents: any, mail (BSrE and most national authorities), document
/// signing (RFC 9336; Microsoft's and Adobe's own), TLS clients (identity cards).
const DOCUMENTS: [&[usize]; 6] = [
    &[2, 5, 29, 37, 0],
    &[1, 3, 6, 1, 5, 5, 7, 3, 4],
    &[1, 3, 6, 1, 5, 5, 7, 3, 36],
    &[1, 3, 6, 1, 4, 1, 311, 10, 3, 12],
    &[1, 2, 840, 113583, 1, 1, 5],
    &[1, 3, 6, 1, 5, 5, 7, 3, 2],
];
/// For the words of an error that nobody reads.
const EMAIL_PROTECTION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 4];
/// RFC 3161 §2.3: the one purpose of a time stamp authority, and it must be said.
const TIME: [&[usize]; 1] = [&[1, 3, 6, 1, 5, 5, 7, 3, 8]];

/// Why nobody configured vouches for a signer. The words end a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Doubt {
    #[error("belum ada otoritas tepercaya yang dikonfigurasi (papers.signature_roots)")]
    NoRoots,
    #[error("penerbit sertifikatnya bukan otoritas yang dikonfigurasi")]
    UnknownIssuer,
    #[error(
        "masa berlaku sertifikatnya sudah lewat, tanpa stempel waktu yang membuktikan saat tanda tangan"
    )]
    Expired,
    #[error("sertifikatnya belum berlaku")]
    NotYet,
    #[error("sertifikatnya tidak diterbitkan untuk menandatangani dokumen")]
    Purpose,
    #[error("rantai sertifikatnya melanggar aturan otoritas penerbit")]
    Rules,
    #[error(
        "waktu tanda tangan yang disebutnya di luar masa berlaku sertifikat atau di masa depan"
    )]
    Time,
    #[error("tanda tangan tidak menyebut sertifikatnya (signing-certificate-v2)")]
    Unnamed,
}

/// What a signer's certificate must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Document,
    Time,
}

/// The authorities that are believed, and the issuing certificates known beside them.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    anchors: Vec<Vec<u8>>,
    between: Vec<Vec<u8>>,
    /// When the first of them ends.
    pub not_after: Option<Timestamp>,
}

impl Roots {
    /// Reads a PEM file with one or more certificates of authorities. One whose issuer is not among
    /// them is believed by itself; the others are the way to it.
    pub fn read(pem: &[u8]) -> Result<Roots, Fault> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        let text = std::str::from_utf8(pem).map_err(|_| Fault::Certificate)?;
        let blocks = text.split(BEGIN).skip(1).take(ROOTS_LIMIT + 1);
        let one = |block: &str| {
            let (letters, _) = block.split_once("-----END").ok_or(Fault::Certificate)?;
            let letters: String = letters.split_whitespace().collect();
            BASE64.decode(letters.as_bytes()).map_err(|_| Fault::Certificate)
        };
        let found: Vec<Vec<u8>> = blocks.map(one).collect::<Result<_, Fault>>()?;
        if found.is_empty() {
            return Err(Fault::Certificate);
        }
        Roots::of(found)
    }

    /// What [`Roots::to_der`] wrote.
    pub fn of_der(bytes: &[u8]) -> Result<Roots, Fault> {
        let found = super::values_of(bytes, ROOTS_LIMIT)?;
        Roots::of(found)
    }

    /// All certificates one after another.
    pub fn to_der(&self) -> Vec<u8> {
        self.anchors.iter().chain(&self.between).flatten().copied().collect()
    }

    /// Whether nobody is believed.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    fn of(found: Vec<Vec<u8>>) -> Result<Roots, Fault> {
        if found.len() > ROOTS_LIMIT {
            return Err(Fault::Certificate);
        }
        let read: Vec<Certificate> =
            found.iter().map(|der| Certificate::of_der(der)).collect::<Result<_, Fault>>()?;
        if read.iter().any(|certificate| !certificate.is_authority) {
            return Err(Fault::NoAuthority);
        }
        let mut roots = Roots {
            not_after: read.iter().map(|certificate| certificate.not_after).min(),
            ..Roots::default()
        };
        for (der, certificate) in found.into_iter().zip(&read) {
            let issued = read.iter().any(|other| {
                other.sha256 != certificate.sha256 && certificate::issued(other, certificate)
            });
            let self_issued = certificate::issued(certificate, certificate);
            if issued && !self_issued {
                roots.between.push(der);
            } else {
                anchor(&der)?;
                roots.anchors.push(der);
            }
        }
        Ok(roots)
    }

    /// Whether somebody believed vouches for this signer: at `proven`, if a time stamp shows that it
    /// was signed by then, else `now`. `claimed` is what the signer's own clock said.
    pub fn vouch(
        &self,
        proof: &Proof,
        container: &Container,
        claimed: Option<Timestamp>,
        proven: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), Doubt> {
        let at = proven.filter(|at| *at <= later(now)).unwrap_or(now);
        self.follow(&proof.certificate, &container.certificates, at, Purpose::Document)?;
        let certificate = &proof.certificate;
        // A claim proves nothing, but one that cannot be true says that something is wrong.
        let possible = |claim: Timestamp| {
            claim <= later(at)
                && later(claim) >= certificate.not_before
                && claim <= certificate.not_after
        };
        if claimed.is_none_or(possible) { Ok(()) } else { Err(Doubt::Time) }
    }

    pub(super) fn follow(
        &self,
        certificate: &Certificate,
        more: &[Vec<u8>],
        at: Timestamp,
        purpose: Purpose,
    ) -> Result<(), Doubt> {
        if self.is_empty() {
            return Err(Doubt::NoRoots);
        }
        if !certificate.may_sign || purpose == Purpose::Time && !certificate.for_time {
            return Err(Doubt::Purpose);
        }
        let anchors: Vec<CertificateDer<'_>> =
            self.anchors.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let anchors: Vec<TrustAnchor<'_>> =
            anchors.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok()).collect();
        // `webpki` does not look at the key usage of authorities (RFC 5280 §4.2.1.3).
        let may_issue =
            |der: &&Vec<u8>| Certificate::of_der(der).is_ok_and(|c| c.is_authority && c.may_issue);
        let between: Vec<CertificateDer<'_>> = (self.between.iter().chain(more))
            .filter(may_issue)
            .map(|der| CertificateDer::from(der.as_slice()))
            .collect();
        let der = certificate.der().map_err(|_| Doubt::Rules)?;
        let der = CertificateDer::from(der);
        let leaf = EndEntityCert::try_from(&der).map_err(doubt)?;
        let since = u64::try_from(at.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(since));
        let all = webpki::ALL_VERIFICATION_ALGS;
        leaf.verify_for_usage(all, &anchors, &between, time, purpose, None, None)
            .map(|_| ())
            .map_err(doubt)
    }
}

fn anchor(der: &[u8]) -> Result<(), Fault> {
    let der = CertificateDer::from(der);
    webpki::anchor_from_trusted_cert(&der).map(|_| ()).map_err(|_| Fault::Certificate)
}

fn later(time: Timestamp) -> Timestamp {
    time.checked_add(SKEW).unwrap_or(time)
}

impl ExtendedKeyUsageValidator for Purpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        let wanted: &[&[usize]] = match self {
            Purpose::Document => &DOCUMENTS,
            Purpose::Time => &TIME,
        };
        let mut said = false;
        for purpose in purposes {
            said = true;
            if wanted.contains(&purpose?.to_decoded_oid().as_slice()) {
                return Ok(());
            }
        }
        // Nothing said allows everything (RFC 5280 §4.2.1.12).
        let required = webpki::KeyUsage::required(EMAIL_PROTECTION);
        let missing = RequiredEkuNotFoundContext { required, present: Vec::new() };
        if said { Err(webpki::Error::RequiredEkuNotFoundContext(missing)) } else { Ok(()) }
    }
}

fn doubt(error: webpki::Error) -> Doubt {
    match error {
        webpki::Error::CertExpired { .. } => Doubt::Expired,
        webpki::Error::CertNotValidYet { .. } => Doubt::NotYet,
        webpki::Error::UnknownIssuer
        | webpki::Error::InvalidSignatureForPublicKey
        | webpki::Error::EndEntityUsedAsCa => Doubt::UnknownIssuer,
        webpki::Error::RequiredEkuNotFoundContext(_) | webpki::Error::CaUsedAsEndEntity => {
            Doubt::Purpose
        }
        _ => Doubt::Rules,
    }
}
