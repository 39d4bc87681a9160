//! The one address a mail may be attributed to, read strictly; comparison of addresses. Knows no cases.
//! Two lenient readings are held against it, the library's (`header::addresses`) and the one people are
//! shown (`header::mailboxes`); where one of them differs nobody is believed.
use super::header::{self, Block, Field};
use thiserror::Error;

/// Why a mail has no identity. The sentence is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    #[error("Tidak ada kepala surat From.")]
    NoFrom,
    #[error("Ada lebih dari satu kepala surat From.")]
    SeveralFrom,
    #[error("Kepala surat From ditulis dengan spasi sebelum titik dua.")]
    BlankBeforeColon,
    #[error("Kepala surat rusak (NUL, CR tunggal, atau baris yang bukan kepala surat).")]
    MalformedHeader,
    #[error("Kepala surat From memuat baris yang terlalu panjang.")]
    TooLong,
    #[error("Kepala surat From memuat lebih dari satu alamat atau kelompok alamat.")]
    SeveralAddresses,
    #[error("Alamat pada From tidak ditulis menurut aturan yang ketat.")]
    BadAddress,
    #[error("Alamat pada From dapat dibaca dengan dua cara.")]
    Ambiguous,
}

/// The strict identity of a mail whose bytes begin with its header block.
pub fn strict_identity(raw: &[u8]) -> Result<String, Reason> {
    identity_of(&Block::scan(raw))
}

/// As [`strict_identity`], for a block already scanned: exactly one `From` field holding exactly one
/// address, dot-atom at LDH labels (RFC 5322 §3.4.1 without quotes, comments, literals, obs-forms).
pub(crate) fn identity_of(block: &Block<'_>) -> Result<String, Reason> {
    let odd = block.oddities;
    if odd.nul || odd.bare_cr || odd.junk_line || odd.leading_fold || odd.cut {
        return Err(Reason::MalformedHeader);
    }
    let mut fields = block.all("from");
    let field = fields.next().ok_or(Reason::NoFrom)?;
    if fields.next().is_some() {
        return Err(Reason::SeveralFrom);
    }
    if field.blank_before_colon {
        return Err(Reason::BlankBeforeColon);
    }
    from_field(field)
}

fn from_field(field: &Field<'_>) -> Result<String, Reason> {
    if field.value.len() > 2_000 || field.value.split(|&b| b == b'\n').any(|l| l.len() > 998) {
        return Err(Reason::TooLong);
    }
    let unfolded: Vec<u8> =
        field.value.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    // Blanks and tabs only (RFC 5322 §2.2.3): a form feed is a byte of the value, and others see it.
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let start = unfolded.iter().position(|b| !blank(b)).unwrap_or(unfolded.len());
    let end = unfolded.iter().rposition(|b| !blank(b)).map_or(start, |last| last + 1);
    let address = mailbox(unfolded.get(start..end).unwrap_or_default())?;
    // Two lenient readings stand beside the strict one: the library's and the one that is shown.
    let readings = [header::addresses(field.value), header::mailboxes(field.value, field.hint)];
    if readings.iter().all(|(seen, cut)| !cut && only(seen, &address)) {
        Ok(address)
    } else {
        Err(Reason::Ambiguous)
    }
}

/// Whether a reading holds this address and no other; names without one (`Ratna, S.Pi. <…>`) are
/// borne.
fn only(seen: &[header::Seen], address: &str) -> bool {
    let mut found = seen.iter().filter_map(|(_, address)| address.as_deref());
    found.next().is_some_and(|first| first.eq_ignore_ascii_case(address)) && found.next().is_none()
}

/// `addr`, `<addr>` or `name <addr>`, read as bytes: the name may be in any charset that keeps ASCII
/// where ASCII stands (old clients write raw Latin-1 and UTF-8); the address may not.
fn mailbox(value: &[u8]) -> Result<String, Reason> {
    if !value.contains(&b'<') {
        if value.iter().any(|b| matches!(b, b',' | b';')) {
            return Err(Reason::SeveralAddresses);
        }
        return addr_spec(value);
    }
    let inner = value.strip_suffix(b">").ok_or(Reason::BadAddress)?;
    let open = inner.iter().rposition(|&b| b == b'<').ok_or(Reason::BadAddress)?;
    let (name, address) = inner.split_at_checked(open).ok_or(Reason::BadAddress)?;
    let address = address.get(1..).unwrap_or_default();
    // With one `@` in the whole field no reader, however it splits the name, finds another address.
    let lone = value.iter().filter(|&&b| b == b'@').count() == 1 && !holds_encoded_at(name);
    display_name(name, lone)?;
    addr_spec(address)
}

fn addr_spec(bytes: &[u8]) -> Result<String, Reason> {
    std::str::from_utf8(bytes).ok().and_then(canonical).ok_or(Reason::BadAddress)
}

/// Whether decoding the name's encoded words would bring an `@` to light.
fn holds_encoded_at(name: &[u8]) -> bool {
    name.windows(2).any(|w| w == b"=?") && header::text(name).contains('@')
}

/// What may stand before `<`. Marks that some readers take for a boundary between addresses (`,` of
/// titles, brackets, a comment) are borne only where the field holds a single `@`.
fn display_name(name: &[u8], lone: bool) -> Result<(), Reason> {
    let (mut quoted, mut escaped, mut comment) = (false, false, false);
    for &byte in name {
        match byte {
            _ if byte != b'\t' && byte.is_ascii_control() => return Err(Reason::BadAddress),
            _ if quoted && escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if !comment => quoted = !quoted,
            _ if quoted => {}
            b'(' if lone && !comment => comment = true,
            b')' if comment => comment = false,
            b'"' | b'(' | b')' | b'<' | b'>' | b'@' | b'\\' => return Err(Reason::BadAddress),
            b';' | b':' => return Err(Reason::SeveralAddresses),
            b',' if !lone => return Err(Reason::SeveralAddresses),
            b'[' | b']' if !lone => return Err(Reason::BadAddress),
            _ => {}
        }
    }
    if quoted || comment { Err(Reason::BadAddress) } else { Ok(()) }
}

/// The address with its domain in lower case, or `None` when it is no dot-atom at an LDH domain.
pub fn canonical(address: &str) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let dot_atom = !local.is_empty()
        && local.len() <= 64
        && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
    // An encoded word is a legal atom; nobody has one as a mailbox, attackers do.
    if !dot_atom || local.contains("=?") || !is_domain(domain) {
        return None;
    }
    Some(format!("{local}@{}", domain.to_ascii_lowercase()))
}

fn is_domain(domain: &str) -> bool {
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    // A last label of digits would make it look like an IPv4 address.
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(label)
        && !top.chars().all(|c| c.is_ascii_digit())
}

/// Whether two well-formed addresses name the same mailbox: ASCII, letter case ignored, nothing
/// else folded. A malformed address equals nothing, not even itself.
pub fn same_address(a: &str, b: &str) -> bool {
    match (canonical(a), canonical(b)) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(&b),
        _ => false,
    }
}

/// The domain of an address, as written.
pub fn domain_of(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain)
}

#[cfg(test)]
mod tests;
