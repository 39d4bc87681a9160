//! Electronic signatures of a PDF (PAdES and the older detached kind): what holds of each. Knows which
//! bytes are signed; sums, keys and chains are `signature`'s. Nothing is fetched, no link and no QR code
//! is followed; the time is an argument.
mod find;
mod since;

use super::super::trust::Trust;
use super::Pdf;
use crate::document::{self, NO_SIGNATURE, Reading, SignatureFacts, SignatureState};
use crate::signature::{Container, Fault, Proof, Stamp};
use find::{Kind, Place};
use jiff::Timestamp;
use lopdf::{Document, ObjectId};
use since::Since;
use std::collections::BTreeSet;

/// Signatures of one file that are checked; a decree has one, a joint letter perhaps five.
const MOST_SEALS: usize = 16;
/// Earlier states of the file that are compared with its last.
const MOST_STATES: usize = 8;

/// What the signatures of one file are.
#[derive(Clone, Debug, Default)]
struct Seals {
    facts: Vec<SignatureFacts>,
    /// Said beside the reading, in Indonesian.
    remarks: Vec<String>,
}

impl Pdf {
    /// Completes the reading of this file by its electronic signatures; `bytes` are those it was opened
    /// from.
    pub(in crate::reader) fn seals(&self, bytes: &[u8], trust: &Trust, reading: &mut Reading) {
        look(&self.document, bytes, trust).onto(reading);
    }
}

/// The worst of what is said of several files of one attachment.
pub(in crate::reader) fn worst<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let rank = |words: &&str| {
        let states = [SignatureState::Intact, SignatureState::Untrusted, SignatureState::Changed];
        states.into_iter().find(|state| state.words() == *words)
    };
    words.max_by_key(rank)
}

/// What was found of one place, before what came after it is looked at.
struct Seen {
    place: Place,
    result: Result<Found, Fault>,
}

enum Found {
    Signed { container: Box<Container>, proof: Box<Proof> },
    Stamped(Box<Stamp>),
}

/// Looks at every signature of a document that was read from these bytes.
fn look(document: &Document, bytes: &[u8], trust: &Trust) -> Seals {
    let mut seals = Seals::default();
    let mut seen: Vec<Seen> = Vec::new();
    let places = find::places(document, bytes);
    let too_many = places.len() > MOST_SEALS;
    if places.is_empty() && memchr::memmem::find(bytes, b"/ByteRange").is_some() {
        let why = "tanda tangan yang pernah ada di dalamnya dilepas atau ditimpa";
        seals.facts.push(nobody(SignatureState::Changed, why));
    }
    for place in places.into_iter().take(MOST_SEALS) {
        match place {
            Ok(place) => seen.push(Seen { result: check(&place, bytes), place }),
            Err(why) => seals.facts.push(nobody(SignatureState::Changed, why)),
        }
    }
    if too_many {
        let why = format!("lebih dari {MOST_SEALS} tanda tangan; tidak semuanya diperiksa");
        seals.facts.push(nobody(SignatureState::Changed, &why));
    }
    seen.sort_by_key(|seen| seen.place.until);
    let after = Aftermath::new(document, bytes, &seen);
    // From the last one back: a later time stamp proves that the earlier signatures were there.
    let mut proven: Option<Timestamp> = None;
    let mut facts = Vec::new();
    for seen in seen.iter().rev() {
        let since = after.since(&seen.place);
        match &seen.result {
            Ok(Found::Stamped(stamp)) => {
                let vouched = stamp.vouched(&trust.roots, proven, trust.now);
                if since.is_some() {
                    seals.remarks.push(stamp_remark(stamp, vouched.is_ok()));
                    proven = vouched.ok().map(|()| stamp.at()).or(proven);
                } else {
                    let mut fact = nobody(SignatureState::Changed, CHANGED_SINCE);
                    fact.issuer = stamp.authority();
                    facts.push(fact);
                }
            }
            Ok(Found::Signed { container, proof }) => {
                facts.push(signed(container, proof, &seen.place, since, proven, trust));
            }
            Err(fault) => facts.push(faulty(*fault, &seen.place, since)),
        }
        if since == Some(Since::Evidence) && !after.reaches_end(&seen.place) {
            seals.remarks.push(EVIDENCE.into());
        }
    }
    facts.reverse();
    seals.facts.extend(facts);
    seals.remarks.reverse();
    seals.remarks.dedup();
    seals
}

const CHANGED_SINCE: &str = "isi berkas ditambah atau diubah sesudah ditandatangani";
const EVIDENCE: &str = "Sesudah ditandatangani hanya ditambahkan data pembuktian (stempel waktu atau data LTV) ke berkas ini.";

/// The sum of one place.
fn check(place: &Place, bytes: &[u8]) -> Result<Found, Fault> {
    let parts = place.parts(bytes);
    if place.kind == Kind::Stamp {
        let stamp = Stamp::read(&place.container)?;
        stamp.verify(&stamp.hash().of_parts(&parts))?;
        return Ok(Found::Stamped(Box::new(stamp)));
    }
    let container = Container::read(&place.container)?;
    match (&place.kind, container.content()) {
        // The oldest kind carries the sum of the file.
        (Kind::Other(_), Some(_)) => return Err(Fault::Unsupported),
        (_, Some(_)) => return Err(Fault::Attributes), // a detached signature carries nothing
        (_, None) => {}
    }
    let proof = container.verify(&container.hash().of_parts(&parts))?;
    if let Kind::Other(_) = place.kind {
        return Err(Fault::Unsupported);
    }
    Ok(Found::Signed { container: Box::new(container), proof: Box::new(proof) })
}

/// What came after each signature.
struct Aftermath<'a> {
    document: &'a Document,
    bytes: &'a [u8],
    standing: BTreeSet<ObjectId>,
    /// Earlier states that may still be compared.
    states: BTreeSet<usize>,
}

impl<'a> Aftermath<'a> {
    fn new(document: &'a Document, bytes: &'a [u8], seen: &[Seen]) -> Aftermath<'a> {
        let standing = seen.iter().filter(|s| s.result.is_ok()).map(|s| s.place.id).collect();
        let all: BTreeSet<usize> = seen.iter().map(|s| s.place.until).collect();
        // The last ones: whether the file is still what was signed last matters most.
        let states = all.into_iter().rev().take(MOST_STATES).collect();
        Aftermath { document, bytes, standing, states }
    }

    /// Whether nothing but blanks follows.
    fn reaches_end(&self, place: &Place) -> bool {
        let rest = self.bytes.get(place.until..).unwrap_or_default();
        rest.iter().all(u8::is_ascii_whitespace)
    }

    /// What was added that changes nothing; `None` where the file is not what was signed.
    fn since(&self, place: &Place) -> Option<Since> {
        if self.reaches_end(place) {
            return Some(Since::Evidence);
        }
        if !self.states.contains(&place.until) {
            return None;
        }
        let since = since::since(self.bytes, place.until, self.document, &self.standing);
        (since != Since::Content).then_some(since)
    }
}

fn signed(
    container: &Container,
    proof: &Proof,
    place: &Place,
    since: Option<Since>,
    proven: Option<Timestamp>,
    trust: &Trust,
) -> SignatureFacts {
    let claimed = proof.signed_at.or(place.claimed);
    let stamped = container.stamped_at(&trust.roots, proven, trust.now);
    let proven = stamped.into_iter().chain(proven).min();
    let vouched = trust.roots.vouch(proof, container, claimed, proven, trust.now);
    let unnamed = place.kind == Kind::Pades && !proof.names_certificate;
    let (state, why) = match (since, vouched) {
        (None, _) => (SignatureState::Changed, Some(CHANGED_SINCE.to_owned())),
        (_, Err(doubt)) => (SignatureState::Untrusted, Some(doubt.to_string())),
        _ if unnamed => {
            let why = crate::signature::Doubt::Unnamed;
            (SignatureState::Untrusted, Some(why.to_string()))
        }
        _ => (SignatureState::Intact, None),
    };
    SignatureFacts {
        state,
        signer: proof.certificate.holder.clone(),
        issuer: proof.certificate.issuer.clone(),
        signed_at: claimed.map(|at| at.to_string()),
        why,
    }
}

/// A signature without a proof. What cannot be checked is not called changed, unless the file plainly is.
fn faulty(fault: Fault, place: &Place, since: Option<Since>) -> SignatureFacts {
    let state = match fault {
        _ if since.is_none() => SignatureState::Changed,
        Fault::WeakHash
        | Fault::Unsupported
        | Fault::SeveralSigners
        | Fault::NoCertificate
        | Fault::OtherCertificate
        | Fault::Certificate
        | Fault::NoAuthority => SignatureState::Untrusted,
        Fault::Broken
        | Fault::NoContainer
        | Fault::NoSigner
        | Fault::Attributes
        | Fault::Digest
        | Fault::Invalid => SignatureState::Changed,
    };
    let mut why = match &place.kind {
        Kind::Other(kind) if state == SignatureState::Untrusted => {
            format!("jenis tanda tangan {kind} tidak didukung")
        }
        Kind::Stamp => format!("stempel waktu dokumen: {fault}"),
        Kind::Pades | Kind::Cms | Kind::Other(_) => fault.to_string(),
    };
    if state == SignatureState::Untrusted {
        why.push_str("; keutuhannya tidak dapat dipastikan");
    }
    SignatureFacts { signed_at: place.claimed.map(|at| at.to_string()), ..nobody(state, &why) }
}

fn nobody(state: SignatureState, why: &str) -> SignatureFacts {
    SignatureFacts { state, signer: None, issuer: None, signed_at: None, why: Some(why.to_owned()) }
}

fn stamp_remark(stamp: &Stamp, believed: bool) -> String {
    let who = stamp.authority().unwrap_or_else(|| "otoritas tanpa nama".into());
    let doubt = if believed { "" } else { " (otoritasnya belum dipercaya)" };
    format!("Berkas memuat stempel waktu dokumen {} oleh {who}{doubt}.", stamp.at())
}

impl Seals {
    /// Writes what was found beside what the paper says, of the file and of each paper in it.
    fn onto(self, reading: &mut Reading) {
        let worst = self.facts.iter().map(|fact| fact.state).max();
        let words = worst.map_or(NO_SIGNATURE, SignatureState::words);
        let mut remarks = self.remarks;
        if worst == Some(SignatureState::Changed) {
            remarks.insert(0, BROKEN.into());
        }
        reading.signatures = self.facts;
        let lost = |warning: &String| worst.is_none() || warning != document::SIGNATURE_LOST;
        reading.signature = Some(words.to_owned());
        reading.warnings.retain(lost);
        for part in &mut reading.papers {
            part.signature = Some(words.to_owned());
            part.warnings.retain(lost);
        }
        // Who reads paper by paper must find it as well.
        if let Some(first) = reading.papers.first_mut() {
            first.warnings.extend(remarks.iter().cloned());
        }
        reading.warnings.extend(remarks);
    }
}

const BROKEN: &str = "Tanda tangan elektronik di dalam berkas tidak cocok lagi dengan isinya; berkas gabungan atau hasil olahan memang merusak TTE.";
