//! The S/MIME container at the root of a mail (RFC 1847, RFC 8551 §3.5): which bytes are signed and where
//! the signature lies. Read strictly: what can be read in two ways is no container. Checks no signature.
use super::field::{self, Encoding};
use super::parameters::Structured;
use super::split::split;
use crate::mail::header::Block;
use crate::mail::transfer;

/// Largest body that is looked at: an approval is short, and it is read twice.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// What lies at the root of a mail.
pub(crate) enum Root<'a> {
    /// No S/MIME signature, and nothing that claims to be one.
    Other,
    /// It claims to be signed, and is not written as it should be.
    Odd,
    /// Larger than what is looked at.
    Large,
    /// `multipart/signed`: the signed part with its fields as it lies in the mail, and the container.
    Detached { entity: &'a [u8], container: Vec<u8> },
    /// `application/pkcs7-mime`: the container that holds the signed part.
    Opaque(Vec<u8>),
}

/// Looks at the root of a mail whose header block is `block`; nowhere else is a signature believed
/// (`security.md` A3-50).
pub(crate) fn root<'a>(raw: &'a [u8], block: &Block<'a>) -> Root<'a> {
    let Some(field) = block.first("content-type") else { return Root::Other };
    let kind = field::content_type(block, false);
    let found = Structured::of(field);
    let protocol = found.token("protocol").map(|p| p.to_ascii_lowercase());
    let detached = kind.media == "multipart/signed" && protocol.is_some_and(|p| is_signature(&p));
    let smime = found.token("smime-type").is_none_or(|t| t.eq_ignore_ascii_case("signed-data"));
    let opaque = smime
        && matches!(kind.media.as_str(), "application/pkcs7-mime" | "application/x-pkcs7-mime");
    if !detached && !opaque {
        return Root::Other;
    }
    let odd = block.oddities;
    let once = |name: &str| block.all(name).count() <= 1;
    let strange = odd.nul || odd.bare_cr || odd.junk_line || odd.leading_fold || odd.cut;
    let clear = once("content-type") && once("content-transfer-encoding") && !found.flooded;
    if strange || !clear || field.blank_before_colon {
        return Root::Odd;
    }
    let body = raw.get(block.body..).unwrap_or_default();
    if body.len() > BODY_LIMIT {
        return Root::Large;
    }
    if opaque {
        return decoded(body, block).map_or(Root::Odd, Root::Opaque);
    }
    let boundary = kind.boundary.unwrap_or_default();
    let split = split(body, boundary.as_bytes());
    let whole = split.closed && split.resumed.is_none();
    let plain = field::encoding(block) == Encoding::Plain;
    let ([entity, signature], true, true) = (split.parts.as_slice(), whole, plain) else {
        return Root::Odd;
    };
    let block = Block::scan(signature);
    let body = signature.get(block.body..).unwrap_or_default();
    match decoded(body, &block) {
        Some(container) if is_signature(&field::content_type(&block, false).media) => {
            Root::Detached { entity, container }
        }
        _ => Root::Odd,
    }
}

fn is_signature(media: &str) -> bool {
    matches!(media, "application/pkcs7-signature" | "application/x-pkcs7-signature")
}

fn decoded(body: &[u8], block: &Block<'_>) -> Option<Vec<u8>> {
    match field::encoding(block) {
        Encoding::Plain => Some(body.to_vec()),
        Encoding::Base64 => {
            Some(transfer::base64(body)).filter(|(_, clean)| *clean).map(|(b, _)| b)
        }
        Encoding::QuotedPrintable | Encoding::Uuencode => None,
    }
}
