//! The S/MIME signature of a mail: whether one stands over all that the mail says, and whether it is a
//! given person's. Knows mails and pinned certificates, no case. What a signature is stands in
//! `crate::signature`.
//!
//! Signature wrapping (`security.md` A3-50; "Johnny, you are fired") lets a client show other words than
//! those that were signed. So a signature counts only at the root of the mail, and the signed part, read
//! by itself, must say word for word what the whole mail says.
use super::address;
use super::body::{self, Body};
use super::header::Block;
use super::mime::{self, Root};
use super::parse::note;
use super::{Message, Signature};
use crate::signature::{Container, Fault};
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use thiserror::Error;

/// How far the clock of the signer's computer may be off.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);

/// Why a mail that claims to be signed counts as unsigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
enum Unsigned {
    #[error("{0}")]
    Fault(#[from] Fault),
    #[error("surat tidak disusun menurut aturan surat bertanda tangan")]
    Structure,
    #[error("surat terlalu besar untuk diperiksa")]
    Large,
    #[error("wadah tanda tangan membawa isi tersendiri")]
    SecondContent,
    #[error("isi yang ditandatangani masih berupa wadah lain")]
    Nested,
    #[error("surat memuat kata-kata di luar bagian yang ditandatangani")]
    OtherWords,
    #[error("kepala surat berbeda dari yang ikut ditandatangani")]
    OtherHeader,
    #[error("sertifikat tidak diterbitkan untuk menandatangani surat")]
    Purpose,
}

/// How the sentence in `defects` about a signature begins.
const REFUSED: &str = "Tanda tangan S/MIME tidak diterima";

/// Why a mail that claims to be signed is not, as its `defects` say it.
pub fn fault(message: &Message) -> Option<&str> {
    message.defects.iter().map(String::as_str).find(|defect| defect.starts_with(REFUSED))
}

/// The signature over all that a mail says; what is wrong with one becomes a sentence in `defects`.
pub(super) fn examine(
    raw: &[u8],
    block: &Block<'_>,
    message: &Message,
    body: &Body,
    defects: &mut Vec<String>,
) -> Option<Signature> {
    let (result, claimed) = match mime::root(raw, block) {
        Root::Other => return None,
        Root::Odd => (Err(Unsigned::Structure), true),
        Root::Large => (Err(Unsigned::Large), true),
        Root::Detached { entity, container } => {
            (detached(entity, &container, block, message, body), true)
        }
        Root::Opaque(container) => (opaque(&container, block, message, body), false),
    };
    match result {
        Ok(signature) => Some(signature),
        // The same type holds encrypted mail and bare certificates: nobody claimed a signature.
        Err(Unsigned::Fault(Fault::NoContainer | Fault::NoSigner | Fault::Broken)) if !claimed => {
            None
        }
        Err(why) => {
            note(defects, &format!("{REFUSED}: {why}."));
            None
        }
    }
}

fn detached(
    entity: &[u8],
    container: &[u8],
    block: &Block<'_>,
    message: &Message,
    body: &Body,
) -> Result<Signature, Unsigned> {
    let container = Container::read(container)?;
    if container.content().is_some() {
        return Err(Unsigned::SecondContent);
    }
    let digest = container.hash().of(&canonical(entity));
    checked(&container, &digest, entity, block, message, body)
}

fn opaque(
    container: &[u8],
    block: &Block<'_>,
    message: &Message,
    body: &Body,
) -> Result<Signature, Unsigned> {
    let container = Container::read(container)?;
    let entity = container.content().ok_or(Fault::NoSigner)?;
    let digest = container.hash().of(entity);
    checked(&container, &digest, entity, block, message, body)
}

/// Lines as they were signed (RFC 8551 §3.1.1): a Maildir keeps them without CR. Both readings of a mail
/// take CR LF and LF for the same.
fn canonical(entity: &[u8]) -> Cow<'_, [u8]> {
    let mut before = b' ';
    let bare = entity.iter().any(|&b| std::mem::replace(&mut before, b) != b'\r' && b == b'\n');
    if !bare {
        return Cow::Borrowed(entity);
    }
    let mut whole = Vec::with_capacity(entity.len() + entity.len() / 32);
    let mut before = b' ';
    for &byte in entity {
        if byte == b'\n' && before != b'\r' {
            whole.push(b'\r');
        }
        whole.push(byte);
        before = byte;
    }
    Cow::Owned(whole)
}

fn checked(
    container: &Container,
    digest: &[u8],
    entity: &[u8],
    block: &Block<'_>,
    message: &Message,
    body: &Body,
) -> Result<Signature, Unsigned> {
    let proof = container.verify(digest)?;
    let certificate = proof.certificate;
    if !certificate.may_sign || !certificate.for_mail {
        return Err(Unsigned::Purpose);
    }
    let inner = Block::scan(entity);
    let tree = mime::walk(entity, &inner);
    if tree.wrapped {
        return Err(Unsigned::Nested);
    }
    if body::read(&tree, &mut Vec::new()) != *body {
        return Err(Unsigned::OtherWords);
    }
    if !same_header(&inner, block, message) {
        return Err(Unsigned::OtherHeader);
    }
    let strict = |address: &String| address::canonical(address);
    Ok(Signature {
        fingerprint: certificate.sha256,
        addresses: certificate.addresses.iter().filter_map(strict).collect(),
        valid_from: certificate.not_before,
        valid_until: certificate.not_after,
        signed_at: proof.signed_at,
        act: proof.act,
    })
}

/// Fields of the mail that may stand in the signed part once more (RFC 9788 §2): there they are proven,
/// above it they are not.
const PROTECTED: [&str; 7] =
    ["subject", "date", "to", "cc", "message-id", "in-reply-to", "references"];

fn same_header(inner: &Block<'_>, outer: &Block<'_>, message: &Message) -> bool {
    if inner.has("from") {
        let from = address::identity_of(inner).ok();
        if from.is_none() || from != message.authentication.identity {
            return false;
        }
    }
    PROTECTED.iter().all(|name| {
        let mut signed = inner.all(name);
        let Some(field) = signed.next() else { return true };
        let mut shown = outer.all(name);
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let same = shown.next().is_some_and(|other| words(other.text()) == words(field.text()));
        same && signed.next().is_none() && shown.next().is_none()
    })
}

/// What is known of the person whose signature is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Signatory<'a> {
    /// Every address he may write from.
    pub addresses: &'a [String],
    /// Hex SHA-256 of his certificates, lower case, as `people.toml` pins them.
    pub certificates: &'a [String],
}

/// The request that is answered. S/MIME signs the words of a mail, not its header: `SETUJU` of another
/// day is as well signed as today's, and who holds the mailbox finds it among the sent mails.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// When the letter with the request left: no answer is older.
    pub asked_at: Timestamp,
    /// Words of that letter that no other has (its code, its case number); the signed text, quotes and
    /// all, must hold one of them.
    pub marks: &'a [&'a str],
}

/// A signature that counts as a person's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Of the certificate.
    pub fingerprint: String,
    /// [`Signature::act`]: to be kept by who acts on it, for it may count only once.
    pub act: String,
}

/// Why a mail's signature does not count as this person's. Sentences for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("Surat tidak bertanda tangan S/MIME yang dapat dibuktikan.")]
    NoSignature,
    #[error("Surat ditandatangani dengan sertifikat yang tidak terdaftar untuk orang ini.")]
    OtherCertificate,
    #[error("Alamat pengirim tidak sama dengan alamat pada sertifikat dan pada daftar petugas.")]
    OtherAddress,
    #[error("Sertifikat penanda tangan tidak berlaku saat surat tiba.")]
    NotValid,
    #[error("Surat ditandatangani sebelum permintaan ini dikirim, atau tanpa waktu yang wajar.")]
    Stale,
    #[error("Isi yang ditandatangani tidak menyebut permintaan ini; kutip surat permintaannya.")]
    NotBound,
    #[error("Tanda tangan ini sudah pernah dipakai.")]
    Used,
}

/// Whether `message`, which arrived at `arrived`, bears this person's signature under this request.
///
/// The pinned fingerprint takes the place of a chain: nobody else's word is asked about the certificate,
/// and a revocation is heard only by taking the fingerprint out of `people.toml`.
pub fn proof(
    message: &Message,
    person: &Signatory<'_>,
    request: &Request<'_>,
    arrived: Timestamp,
) -> Result<Proof, Refusal> {
    let signature = message.signature.as_ref().ok_or(Refusal::NoSignature)?;
    let pinned = |one: &String| one.eq_ignore_ascii_case(&signature.fingerprint);
    if !person.certificates.iter().any(pinned) {
        return Err(Refusal::OtherCertificate);
    }
    let from = message.authentication.identity.as_deref().ok_or(Refusal::OtherAddress)?;
    let his = |all: &[String]| all.iter().any(|one| address::same_address(one, from));
    if !his(&signature.addresses) || !his(person.addresses) {
        return Err(Refusal::OtherAddress);
    }
    if arrived < signature.valid_from || arrived > signature.valid_until {
        return Err(Refusal::NotValid);
    }
    // Only the holder of the key could write the time, and a wrong clock can only refuse him.
    let off = |a: Timestamp, b: Timestamp| a.duration_since(b) > CLOCK_TOLERANCE;
    let signed_at = signature.signed_at.ok_or(Refusal::Stale)?;
    if off(request.asked_at, signed_at) || off(signed_at, arrived) {
        return Err(Refusal::Stale);
    }
    if !request.marks.iter().any(|mark| tells(&message.text, mark)) {
        return Err(Refusal::NotBound);
    }
    Ok(Proof { fingerprint: signature.fingerprint.clone(), act: signature.act.clone() })
}

/// Whether a text holds `mark` as a word of its own, in whatever case.
fn tells(text: &str, mark: &str) -> bool {
    let (text, mark) = (text.to_ascii_lowercase(), mark.trim().to_ascii_lowercase());
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !mark.is_empty()
        && text.match_indices(&mark).any(|(at, _)| {
            let (before, from) = text.split_at(at);
            let after = from.get(mark.len()..).unwrap_or_default();
            !part(before.chars().next_back()) && !part(after.chars().next())
        })
}
