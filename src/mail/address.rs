//! The one address a mail may be attributed to, read strictly; comparison of addresses. Knows no cases.
//! The lenient reading for display is the library's; where both differ nobody is believed.
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
    let value = std::str::from_utf8(field.value).map_err(|_| Reason::BadAddress)?;
    let unfolded = value.replace("\r\n", "").replace('\n', "");
    let address = mailbox(unfolded.trim_matches([' ', '\t']))?;
    let (lenient, cut) = header::addresses(field.value);
    let agreed = match lenient.as_slice() {
        [(_, Some(seen))] => !cut && seen.eq_ignore_ascii_case(&address),
        _ => false,
    };
    if agreed { Ok(address) } else { Err(Reason::Ambiguous) }
}

/// `addr`, `<addr>` or `name <addr>`.
fn mailbox(value: &str) -> Result<String, Reason> {
    if !value.contains('<') {
        if value.contains([',', ';']) {
            return Err(Reason::SeveralAddresses);
        }
        return canonical(value).ok_or(Reason::BadAddress);
    }
    let inner = value.strip_suffix('>').ok_or(Reason::BadAddress)?;
    let (name, address) = inner.rsplit_once('<').ok_or(Reason::BadAddress)?;
    display_name(name)?;
    canonical(address).ok_or(Reason::BadAddress)
}

fn display_name(name: &str) -> Result<(), Reason> {
    let mut quoted = false;
    let mut escaped = false;
    for c in name.chars() {
        match (quoted, c) {
            _ if c.is_control() && c != '\t' => return Err(Reason::BadAddress),
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (_, '"') => quoted = !quoted,
            (true, _) => {}
            (false, ',' | ';' | ':') => return Err(Reason::SeveralAddresses),
            (false, '<' | '>' | '@' | '(' | ')' | '[' | ']' | '\\') => {
                return Err(Reason::BadAddress);
            }
            (false, _) => {}
        }
    }
    if quoted { Err(Reason::BadAddress) } else { Ok(()) }
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
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label)
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
mod tests {
    use super::*;

    fn from(value: &str) -> Result<String, Reason> {
        strict_identity(format!("From: {value}\r\nTo: a@b.example\r\n\r\n").as_bytes())
    }

    #[test]
    fn accepts_what_people_send() {
        for value in [
            "ratna.k@kkp.example",
            "<ratna.k@kkp.example>",
            "Ratna K <ratna.k@KKP.example>",
            "\"K, Ratna (Balai)\" <ratna.k@kkp.example>",
            "=?utf-8?Q?Ratna_=F0=9F=99=8F?= <ratna.k@kkp.example>",
            "Ratna\r\n Kusumawardani\r\n <ratna.k@kkp.example>",
        ] {
            assert_eq!(from(value).as_deref(), Ok("ratna.k@kkp.example"), "{value}");
        }
    }

    #[test]
    fn refuses_what_attackers_send() {
        for value in [
            "",
            "ppe@kkp.example, x@evil.example",
            "x@evil.example, ppe@kkp.example",
            "<x@evil.example,ppe@kkp.example>",
            "<x@evil.example><ppe@kkp.example>",
            "<x@evil.example> <ppe@kkp.example>",
            "ppe@kkp.example <x@evil.example>",
            "<@evil.example:ppe@kkp.example>",
            "<@evil.example,@x.example:ppe@kkp.example>",
            "grup: ppe@kkp.example;",
            "\"ppe@kkp.example\"@evil.example",
            "ppe(x)@kkp.example",
            "ppe@kkp.example (x)",
            "(x@evil.example) ppe@kkp.example",
            "=?utf-8?q?ppe=40kkp.example?=",
            "=?utf-8?b?cHBlQGtrcC5leGFtcGxl?=@evil.example",
            "=?utf-8?b?cHBlQGtrcC5leGFtcGxl?==?utf-8?Q?=00?=@evil.example",
            "ppe@[127.0.0.1]",
            "ppe@kkp",
            "ppe@kkp..example",
            ".ppe@kkp.example",
            "ppe@kkp.example.",
            "p\u{0440}e@kkp.example",
            "ppe@kk\u{0440}.example",
            "ppe@kkp.example\\",
            "ppe@@kkp.example",
            "ppe @kkp.example",
            "\"unclosed <ppe@kkp.example>",
            "Nama <ppe@kkp.example> buntut",
            "ppe@kkp.example\u{0}",
            "x@evil.example;ppe@kkp.example",
            "<ppe@kkp.example",
        ] {
            assert!(from(value).is_err(), "{value:?} gave {:?}", from(value));
        }
    }

    #[test]
    fn refuses_malformed_blocks() {
        let blocks: [(&[u8], Reason); 6] = [
            (b"From: a@b.example\nFrom: c@d.example\n\n", Reason::SeveralFrom),
            (b"From : a@b.example\n\n", Reason::BlankBeforeColon),
            (b" From: a@b.example\nFrom: c@d.example\n\n", Reason::MalformedHeader),
            (b"From: a@b.example\nFrom : c@d.example\n\n", Reason::SeveralFrom),
            (b"From: a@b.example\nX: a\rFrom: c@d.example\n\n", Reason::MalformedHeader),
            (b"Subject: x\n\nFrom: a@b.example\n", Reason::NoFrom),
        ];
        for (block, reason) in blocks {
            assert_eq!(strict_identity(block), Err(reason), "{}", String::from_utf8_lossy(block));
        }
    }

    #[test]
    fn compares_without_folding_letters() {
        assert!(same_address("Ratna.K@KKP.example", "ratna.k@kkp.example"));
        for (a, b) in [
            ("mike@x.example", "m\u{131}ke@x.example"),
            ("kkp@x.example", "\u{212a}kp@x.example"),
            ("a@x.example", "\u{ff41}@x.example"),
            ("a@x.example", "a\u{200b}@x.example"),
            ("a@x.example", "a@x.example."),
            ("a+b@x.example", "a@x.example"),
        ] {
            assert!(!same_address(a, b), "{a} {b}");
        }
    }
}
