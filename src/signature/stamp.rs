//! Time stamps (RFC 3161): that an authority saw a digest at a time. Asks no clock and fetches nothing.
use super::chain::Purpose;
use super::{Container, Doubt, Fault, Hash, Roots, exactly, sequence};
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Tag, Tagged};
use jiff::Timestamp;
use jiff::civil;

const STAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const STAMP_TOKEN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// A token of a time stamp authority.
#[derive(Clone, Debug)]
pub struct Stamp {
    container: Container,
    hash: Hash,
    digest: Vec<u8>,
    at: Timestamp,
}

impl Stamp {
    /// Reads a token. Zeros may follow, nothing else.
    pub fn read(bytes: &[u8]) -> Result<Stamp, Fault> {
        let container = Container::of_kind(bytes, STAMP_INFO)?;
        let content = container.content().ok_or(Fault::Broken)?;
        let info = AnyRef::from_der(content).map_err(|_| Fault::Broken)?;
        let fields = sequence(info)?;
        let [_, _, imprint, _, at] = fields.first_chunk::<5>().ok_or(Fault::Broken)?;
        let [kind, digest] = exactly(sequence(*imprint)?)?;
        let kind = *sequence(kind)?.first().ok_or(Fault::Broken)?;
        let kind = kind.decode_as::<ObjectIdentifier>().map_err(|_| Fault::Broken)?;
        if digest.tag() != Tag::OctetString || at.tag() != Tag::GeneralizedTime {
            return Err(Fault::Broken);
        }
        let digest = digest.value().to_vec();
        let at = time(at.value()).ok_or(Fault::Broken)?;
        let hash = Hash::named(&kind)?;
        Ok(Stamp { container, hash, digest, at })
    }

    /// What the stamped content was hashed with.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// What the authority calls itself, by its certificate.
    pub fn authority(&self) -> Option<String> {
        self.container.certificate().ok()?.holder
    }

    /// The time it proves, before a fault or a doubt about who says so is counted.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether it stands over a content of this digest (made with [`Stamp::hash`]).
    pub fn verify(&self, digest: &[u8]) -> Result<(), Fault> {
        if digest.len() != usize::from(self.hash.length()) || self.digest != digest {
            return Err(Fault::Digest);
        }
        let content = self.container.content().ok_or(Fault::Broken)?;
        self.container.verify(&self.container.hash().of(content)).map(|_| ())
    }

    /// Whether somebody believed vouches for its authority, `now` or at a `proven` time.
    pub fn vouched(
        &self,
        roots: &Roots,
        proven: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), Doubt> {
        let certificate = self.container.certificate().map_err(|_| Doubt::Rules)?;
        let at = proven.unwrap_or(now);
        if self.at > at.max(now) {
            return Err(Doubt::Time);
        }
        roots.follow(&certificate, &self.container.certificates, at, Purpose::Time)
    }
}

impl Container {
    /// The time stamp over the signature itself, beside it: when it was proven to be there already.
    /// `None` where there is none that stands and whose authority is believed.
    pub fn stamped_at(
        &self,
        roots: &Roots,
        proven: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let mut beside = self.signer.unsigned_attrs.as_ref()?.iter();
        let token = beside.find(|attribute| attribute.oid == STAMP_TOKEN)?;
        let token = token.values.iter().next()?;
        let stamp = Stamp::read(&der::Encode::to_der(token).ok()?).ok()?;
        stamp.verify(&stamp.hash().of(self.signer.signature.as_bytes())).ok()?;
        stamp.vouched(roots, proven, now).ok()?;
        Some(stamp.at())
    }
}

/// `YYYYMMDDhhmmss[.fff]Z` (RFC 3161 §2.4.2), fractions dropped.
fn time(bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let time = civil::DateTime::strptime("%Y%m%d%H%M%S", whole).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_of_stamps_are_read_strictly() {
        for text in ["20261101120000Z", "20261101120000.123Z"] {
            assert_eq!(time(text.as_bytes()).unwrap().to_string(), "2026-11-01T12:00:00Z");
        }
        for text in
            ["20261101120000", "20261301120000Z", "202611011200Z", "20261101120000.1+07Z", ""]
        {
            assert_eq!(time(text.as_bytes()), None, "{text}");
        }
    }
}
