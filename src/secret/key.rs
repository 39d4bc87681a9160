//! The installation's one key and what is derived from it: reply tokens, Message-ID marks, and the
//! sealing of a typed password at rest. No `Debug`, `Display`, `Clone` or `PartialEq` on purpose.
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// Length of the key in bytes.
pub const SECRET_LEN: usize = 32;
/// Bytes of a token: 128 bit (`security.md` A2-21).
const TOKEN_LEN: usize = 16;
const NONCE_LEN: usize = 24;

/// The installation's key.
pub struct Key([u8; SECRET_LEN]);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Why a key or a sealed value is of no use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    #[error("kunci rahasia harus tepat {SECRET_LEN} byte, bukan {0}")]
    Length(usize),
    #[error("tidak ada sumber acak dari sistem operasi")]
    NoRandomness,
    #[error("nilai tersegel tidak dapat dibuka dengan kunci ini")]
    Sealed,
}

impl Key {
    /// Takes the content of the key file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Key, KeyError> {
        <[u8; SECRET_LEN]>::try_from(bytes).map(Key).map_err(|_| KeyError::Length(bytes.len()))
    }

    /// Bytes for a new key file.
    pub fn fresh_bytes() -> Result<Zeroizing<[u8; SECRET_LEN]>, KeyError> {
        let mut bytes = Zeroizing::new([0u8; SECRET_LEN]);
        getrandom::fill(bytes.as_mut()).map_err(|_| KeyError::NoRandomness)?;
        Ok(bytes)
    }

    fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        // HMAC takes a key of any length, so the error branch is never reached; an all-zero mark
        // would still match nothing, because what is compared is derived the same way.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The reply token of an order: 26 base32 letters in lower case. Derived, so that a letter
    /// sent again after a crash is byte for byte the same (INV-04); the database holds its hash.
    pub fn token(&self, order: i64) -> String {
        let mac = self.mac("token v1", &order.to_string());
        BASE32_NOPAD.encode(mac.get(..TOKEN_LEN).unwrap_or(&[])).to_ascii_lowercase()
    }

    /// The short code of an order, for letters whose addresses cannot carry the token: 40 bit in two
    /// groups, such as `K7QM-4TXD`. Alone it proves nothing (`security.md` D.1).
    pub fn code(&self, order: i64) -> String {
        let mac = self.mac("code v1", &order.to_string());
        let letters = BASE32_NOPAD.encode(mac.get(..5).unwrap_or(&[]));
        let (first, second) = letters.split_at_checked(4).unwrap_or((letters.as_str(), ""));
        format!("{first}-{second}")
    }

    /// Eight bytes in hex that mark a Message-ID as ours.
    pub fn mark(&self, text: &str) -> String {
        let mac = self.mac("message-id v1", text);
        HEXLOWER.encode(mac.get(..8).unwrap_or(&[]))
    }

    /// Seals a password; `context` binds it to its case, so that a moved row opens nothing.
    pub fn seal(&self, context: &str, text: &str) -> Result<Vec<u8>, KeyError> {
        self.seal_bytes(context, text.as_bytes())
    }

    /// The same for what is no text, such as a mail that nobody could read.
    pub fn seal_bytes(&self, context: &str, bytes: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut nonce = [0u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| KeyError::NoRandomness)?;
        let payload = Payload { msg: bytes, aad: context.as_bytes() };
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| KeyError::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Key::seal`] closed, with the same context.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<String>, KeyError> {
        let mut open = self.open_bytes(context, sealed)?;
        let text = String::from_utf8(std::mem::take(&mut *open)).map_err(|_| KeyError::Sealed)?;
        Ok(Zeroizing::new(text))
    }

    /// Opens what [`Key::seal_bytes`] closed, with the same context.
    pub fn open_bytes(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(KeyError::Sealed)?;
        let payload = Payload { msg: body, aad: context.as_bytes() };
        let open = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        open.map(Zeroizing::new).map_err(|_| KeyError::Sealed)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        let key = Zeroizing::new(self.mac("seal v1", ""));
        XChaCha20Poly1305::new(key.as_slice().into())
    }
}

/// What the database keeps of a token. Case is ignored: mail clients change it.
pub fn token_hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.to_ascii_lowercase().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(fill: u8) -> Key {
        Key::from_bytes(&[fill; SECRET_LEN]).unwrap()
    }

    #[test]
    fn a_token_has_128_bits_and_is_stable() {
        let token = key(7).token(42);
        assert_eq!(token.len(), 26);
        assert!(token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        assert_eq!(token, key(7).token(42));
        assert_ne!(token, key(7).token(43));
        assert_ne!(token, key(8).token(42));
        assert_eq!(token_hash(&token), token_hash(&token.to_uppercase()));
    }

    #[test]
    fn a_sealed_password_opens_only_in_its_place() {
        let sealed = key(1).seal("LKT-2026-00001", "Kp7#mRwt4=Qz").unwrap();
        assert!(!sealed.windows(4).any(|w| w == b"Kp7#"));
        assert_eq!(*key(1).open("LKT-2026-00001", &sealed).unwrap(), "Kp7#mRwt4=Qz");
        assert_eq!(key(1).open("LKT-2026-00002", &sealed).unwrap_err(), KeyError::Sealed);
        assert_eq!(key(2).open("LKT-2026-00001", &sealed).unwrap_err(), KeyError::Sealed);
        assert_eq!(key(1).open("LKT-2026-00001", b"short").unwrap_err(), KeyError::Sealed);
    }
}
