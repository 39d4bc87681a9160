//! Time-based codes (RFC 6238: HMAC-SHA-1, 6 digits, 30 s), as every authenticator app makes them. The
//! seed has no `Debug`, `Display`, `Clone` or `PartialEq` on purpose.
use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use jiff::Timestamp;
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// 160 bit, as RFC 4226 §4 R6 recommends.
const SEED_LEN: usize = 20;
const STEP_SECONDS: i64 = 30;
/// Mail takes its time, so older steps count too (`security.md` D.2; a deviation from ASVS 6.5.5).
const STEPS_BACK: i64 = 5;
const STEPS_AHEAD: i64 = 1;

/// The shared secret of one person and his app.
pub struct Seed(Zeroizing<[u8; SEED_LEN]>);

impl Seed {
    /// A new one from the system's randomness; `None` if there is none.
    pub fn fresh() -> Option<Seed> {
        let mut bytes = Zeroizing::new([0u8; SEED_LEN]);
        getrandom::fill(bytes.as_mut()).ok()?;
        Some(Seed(bytes))
    }

    /// As apps take it by hand.
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(self.0.as_slice()))
    }

    pub fn from_base32(text: &str) -> Option<Seed> {
        let bytes = Zeroizing::new(BASE32_NOPAD_NOCASE.decode(text.as_bytes()).ok()?);
        <[u8; SEED_LEN]>::try_from(bytes.as_slice()).ok().map(|seed| Seed(Zeroizing::new(seed)))
    }

    /// What a QR code for an app holds (the key-uri format of authenticator apps).
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.base32();
        let secret = secret.as_str();
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        ))
    }

    /// The code shown at a time: for the enrolment's own check, and for tests.
    pub fn code_at(&self, at: Timestamp) -> Option<Zeroizing<String>> {
        self.code_of(at.as_second().div_euclid(STEP_SECONDS))
    }

    /// The step a code belongs to, if it is one that counts at `at`. Every step of the window is looked
    /// at, so that the time this takes tells nothing (A2-29).
    pub fn step_of(&self, code: &str, at: Timestamp) -> Option<i64> {
        let now = at.as_second().div_euclid(STEP_SECONDS);
        let mut found = None;
        for step in now - STEPS_BACK..=now + STEPS_AHEAD {
            let right = self.code_of(step).is_some_and(|right| same(&right, code));
            found = if right { Some(step) } else { found };
        }
        found
    }

    fn code_of(&self, step: i64) -> Option<Zeroizing<String>> {
        let seconds = u64::try_from(step.checked_mul(STEP_SECONDS)?).ok()?;
        let totp: Totp = Builder::new().with_secret(*self.0).build().ok()?;
        Some(Zeroizing::new(totp.generate(seconds).to_string()))
    }
}

/// Compares without telling where the first difference is.
fn same(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0u8, |sum, (x, y)| sum | (x ^ y));
    a.len() == b.len() && differing == 0
}

/// Percent-encoding of everything but unreserved characters (RFC 3986 §2.3).
fn escaped(text: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the eight-digit values for SHA-1, of which apps show the last six.
    #[test]
    fn the_vectors_of_the_rfc_hold() {
        let seed = Seed(Zeroizing::new(*b"12345678901234567890"));
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            let at = Timestamp::from_second(seconds).unwrap();
            assert_eq!(seed.code_at(at).unwrap().as_str(), code);
            assert_eq!(seed.step_of(code, at), Some(seconds / 30));
        }
    }

    #[test]
    fn the_window_is_five_back_and_one_ahead() {
        let seed = Seed::fresh().unwrap();
        let at = Timestamp::from_second(1_800_000_015).unwrap();
        let code = |steps: i64| {
            let then = Timestamp::from_second(at.as_second() + steps * 30).unwrap();
            seed.code_at(then).unwrap()
        };
        for steps in -5..=1 {
            assert!(seed.step_of(&code(steps), at).is_some(), "{steps}");
        }
        for steps in [-6, 2] {
            assert!(seed.step_of(&code(steps), at).is_none(), "{steps}");
        }
        assert!(seed.step_of("", at).is_none() && seed.step_of("1234567", at).is_none());
    }

    #[test]
    fn a_seed_survives_being_written_down() {
        let seed = Seed::fresh().unwrap();
        let again = Seed::from_base32(&seed.base32().to_lowercase()).unwrap();
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        assert_eq!(seed.code_at(at), again.code_at(at));
        assert!(
            seed.uri("LPSE KKP", "bagus").starts_with("otpauth://totp/LPSE%20KKP:bagus?secret=")
        );
        assert!(Seed::from_base32("ABCD").is_none() && Seed::from_base32("!").is_none());
    }
}
