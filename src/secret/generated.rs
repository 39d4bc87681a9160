//! Passwords Loket makes itself: from the system's randomness, held in memory only, wiped when
//! dropped (`security.md` D.3, D.4). No `Debug`, `Display`, `Clone`, `PartialEq` or `Serialize`.
use super::KeyError;
use zeroize::{Zeroize, Zeroizing};

/// Without `i`, `l`, `o`, `0` and `1`: what is read from a screen is typed right.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Four groups of four: 16 letters of 31 are about 79 bits.
const LETTERS: usize = 16;
const GROUP: usize = 4;
/// Bytes from here on would favour the first letters of the alphabet.
const EVEN: u8 = 248;

/// What the system that takes the password insists on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// `k7qm-4txd-9wpz-h3fr`.
    #[default]
    Plain,
    /// The same with at least one capital, one small letter and one digit; the hyphens are the signs.
    Mixed,
}

/// A password nobody has seen.
pub struct Generated(Zeroizing<String>);

impl Generated {
    /// Makes one. Each call is a new password; there is no way to make the same again.
    pub fn fresh(shape: Shape) -> Result<Generated, KeyError> {
        loop {
            let mut letters = letters()?;
            if shape == Shape::Mixed && !mix(&mut letters) {
                continue;
            }
            let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
            for (at, letter) in letters.iter().enumerate() {
                if at > 0 && at % GROUP == 0 {
                    text.push('-');
                }
                text.push(char::from(*letter));
            }
            return Ok(Generated(text));
        }
    }

    /// The text, for the back-end and for the one letter.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `text` with this password cut out of it, for the words of others that might repeat it.
    pub fn cut_from(&self, text: &str) -> String {
        text.replace(self.0.as_str(), super::label::MASK)
    }
}

/// Letters of the alphabet, each as likely as every other.
fn letters() -> Result<Zeroizing<[u8; LETTERS]>, KeyError> {
    let mut letters = Zeroizing::new([0u8; LETTERS]);
    let mut filled = 0;
    let mut random = Zeroizing::new([0u8; 2 * LETTERS]);
    while filled < LETTERS {
        getrandom::fill(random.as_mut()).map_err(|_| KeyError::NoRandomness)?;
        for byte in random.iter().filter(|byte| **byte < EVEN) {
            let letter = ALPHABET.get(usize::from(*byte) % ALPHABET.len());
            if let (Some(place), Some(letter)) = (letters.get_mut(filled), letter) {
                *place = *letter;
                filled += 1;
            }
        }
        random.zeroize();
    }
    Ok(letters)
}

/// Makes the first letter a capital. False where a digit or a small letter would then be missing.
fn mix(letters: &mut [u8; LETTERS]) -> bool {
    if let Some(first) = letters.iter_mut().find(|letter| letter.is_ascii_alphabetic()) {
        first.make_ascii_uppercase();
    }
    let has = |kind: fn(&u8) -> bool| letters.iter().any(kind);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn four_groups_of_letters_that_nobody_confuses() {
        let mut seen = HashSet::new();
        let mut counted: HashMap<char, u32> = HashMap::new();
        for _ in 0..2000 {
            let secret = Generated::fresh(Shape::Plain).unwrap();
            let groups: Vec<&str> = secret.expose().split('-').collect();
            assert_eq!(groups.iter().map(|g| g.len()).collect::<Vec<_>>(), [4, 4, 4, 4]);
            for letter in groups.concat().chars() {
                assert!(ALPHABET.contains(&(letter as u8)), "{letter}");
                *counted.entry(letter).or_default() += 1;
            }
            assert!(seen.insert(secret.expose().to_owned()), "made twice");
        }
        // 32,000 letters over 31: each about 1032 times; six standard deviations are 190.
        assert_eq!(counted.len(), ALPHABET.len());
        assert!(counted.values().all(|n| (842..1222).contains(n)), "{counted:?}");
        assert_eq!(ALPHABET.iter().collect::<HashSet<_>>().len(), 31);
        assert!(!ALPHABET.iter().any(|c| b"il1o0".contains(c)));
    }

    #[test]
    fn a_strict_system_gets_capital_small_letter_digit_and_sign() {
        for _ in 0..500 {
            let secret = Generated::fresh(Shape::Mixed).unwrap();
            let text = secret.expose();
            assert_eq!(text.len(), 19);
            for kind in [
                char::is_uppercase,
                char::is_lowercase,
                |c: char| c.is_ascii_digit(),
                |c: char| c == '-',
            ] {
                assert!(text.chars().any(kind), "{text}");
            }
        }
    }

    #[test]
    fn words_of_others_lose_it() {
        let secret = Generated::fresh(Shape::Plain).unwrap();
        let said = format!("cannot set {} for x", secret.expose());
        assert_eq!(secret.cut_from(&said), "cannot set •••••• for x");
    }
}
