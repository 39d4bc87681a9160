//! Letters that no engine tells apart by their shape: l, I and 1, O and 0, q and g. What the paper says
//! elsewhere decides; where it says nothing, nobody knows. Knows words, no field of a case.

/// Parts of addresses that everybody has.
const COMMON: [&str; 30] = [
    "com", "co", "id", "go", "ac", "sch", "net", "org", "mil", "desa", "web", "my", "or", "gmail",
    "yahoo", "ymail", "mail", "email", "outlook", "hotmail", "example", "kkp", "lkpp", "lpse",
    "ppe", "prov", "kab", "kota", "admin", "agency",
];

/// An address as the paper's other words spell it, and how much it is to be doubted: a part with such a
/// letter that stands nowhere else may be another word.
pub(super) fn address<'w>(read: &str, words: impl Iterator<Item = &'w str>) -> (String, bool) {
    let pieces: Vec<String> = words.filter(|w| !w.contains('@')).flat_map(pieces).collect();
    let mut doubted = false;
    let mut out = String::with_capacity(read.len());
    let mut from = 0;
    for (at, sign) in read.char_indices().chain([(read.len(), '.')]) {
        if sign.is_alphanumeric() {
            continue;
        }
        let part = read.get(from..at).unwrap_or_default();
        match spelt(part, &pieces) {
            Some(known) => out.push_str(&known),
            None => {
                doubted |= !is_plain(part);
                out.push_str(part);
            }
        }
        out.extend(read.get(at..).and_then(|rest| rest.chars().next()));
        from = at + sign.len_utf8();
    }
    (out, doubted)
}

/// The part as it is certainly spelt; `None` where the paper has it nowhere else.
fn spelt(part: &str, pieces: &[String]) -> Option<String> {
    let bare = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = part.get(bare.len()..).unwrap_or_default();
    let low = bare.to_lowercase();
    let capital = |p: &&String| p.chars().any(char::is_uppercase) && !p.contains('I');
    if low.len() < 2 || COMMON.contains(&low.as_str()) {
        return Some(part.to_owned());
    }
    let same = || pieces.iter().filter(|p| shape(p) == shape(&low));
    // Capitals are told apart; "LRBRL" of a number says how the address is spelt.
    let best = same().find(capital).or_else(|| same().find(|p| p.to_lowercase() == low));
    let best = best.or_else(|| same().next().filter(|p| p.len() >= 4))?;
    Some(format!("{}{digits}", best.to_lowercase()))
}

/// Whether the part reads as a word, so that its letters speak for each other: "budidaya", not "lrbrl". Words
/// of Arabic end in -iq, none in -ig.
fn is_plain(part: &str) -> bool {
    let word = part.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    if !word.contains(['l', 'i', '1', 'q', 'g']) {
        return true;
    }
    let vowel = |c: char| "aeiou".contains(c);
    let (mut run, mut longest) = (0, 0);
    for c in word.chars() {
        run = if vowel(c) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    let vowels = word.chars().filter(|c| vowel(*c)).count();
    let certain = word.chars().any(|c| "aeou".contains(c));
    word.len() >= 4
        && certain
        && vowels * 10 >= word.len() * 3
        && longest <= 3
        && !word.ends_with("ig")
        && !word.contains('1')
}

fn shape(word: &str) -> String {
    let like = |c: char| match c {
        'l' | '1' | '|' | '!' => 'i',
        'q' => 'g',
        c => c,
    };
    word.to_lowercase().chars().map(like).collect()
}

fn pieces(word: &str) -> impl Iterator<Item = String> {
    word.split(|c: char| !c.is_alphanumeric()).filter(|p| p.len() >= 2).map(str::to_owned)
}

/// A number of a letter: a lone nought between its signs is the letter O ("B-612/O.3.21/Cum.3/11/2026", a
/// prosecutor's office); `None` where its own number was not read, only its office, month and year.
pub(super) fn number(read: &str) -> Option<String> {
    let parts: Vec<String> = read
        .split('/')
        .map(|part| match part.strip_prefix("0.") {
            Some(rest) => format!("O.{rest}"),
            None => part.to_owned(),
        })
        .collect();
    let year = parts.iter().rposition(|p| p.len() == 4 && p.starts_with("20"));
    let before = year.map_or(parts.len(), |year| year.saturating_sub(1));
    let numbered = parts.iter().enumerate().any(|(at, part)| {
        (at < before || Some(at) > year) && part.contains(|c: char| c.is_ascii_digit())
    });
    (numbered || parts.len() < 3).then(|| parts.join("/"))
}

/// "BRPILDOO1": letters O before the figures of a counted ID are noughts.
pub(super) fn counted_id(read: &str) -> String {
    let figures = read.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, tail) = read.split_at(figures);
    let bare = head.trim_end_matches('O');
    let noughts = head.len() - bare.len();
    let letters = bare.chars().last().is_some_and(|c| c.is_ascii_alphabetic());
    match noughts >= 2 && !tail.is_empty() && letters {
        true => format!("{bare}{}{tail}", "0".repeat(noughts)),
        false => read.to_owned(),
    }
}

/// A name does not begin with a sign, and no form of address ends in a letter too many ("Drv Hasan").
pub(super) fn begins_well(name: &str) -> bool {
    const TITLES: [&str; 7] = ["dr", "drs", "dra", "drh", "drg", "ir", "prof"];
    let first = name.split_whitespace().next().unwrap_or_default();
    let bare = first.trim_end_matches('.').to_lowercase();
    let nearly = !TITLES.contains(&bare.as_str())
        && bare.len() == 3
        && !first.ends_with('.')
        && bare.starts_with("dr")
        && !bare.contains(['a', 'e', 'i', 'o', 'u']);
    name.starts_with(char::is_alphabetic) && !nearly
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(read: &str, words: &str) -> (String, bool) {
        address(read, words.split_whitespace())
    }

    #[test]
    fn an_address_is_spelt_as_the_paper_spells_it() {
        let paper = "Nomor: B.12/LRBRL/TU/XI/2026 Nama Taufiq Hidayat, S.Pi. surel x@irbri.example";
        assert_eq!(of("taufig@irbri.example", paper), ("taufiq@lrbrl.example".into(), false));
        assert_eq!(of("taufiq.hidayat7@kkp.go.id", paper).0, "taufiq.hidayat7@kkp.go.id");
        assert!(of("dewi@ismn.example", paper).1, "nobody knows whether that is an l");
        assert!(of("taufig@kkp.go.id", "").1 && !of("humas@biringkanaya.go.id", "").1);
        assert!(!of("a.ratna@ubnc.example", paper).1);
    }

    #[test]
    fn noughts_and_letters_by_their_places() {
        let prosecutor = "B-612/0.3.21/Cum.3/11/2026";
        assert_eq!(number(prosecutor).as_deref(), Some("B-612/O.3.21/Cum.3/11/2026"));
        assert_eq!(number("B.412/LPSE/XI/2026").as_deref(), Some("B.412/LPSE/XI/2026"));
        assert_eq!(number("800/0412/2026").as_deref(), Some("800/0412/2026"));
        assert_eq!(number("BTLS/TU/11/2026"), None);
        assert_eq!(number("S-10").as_deref(), Some("S-10"));
        assert_eq!(counted_id("BRPILDOO1"), "BRPILD001");
        assert_eq!(counted_id("INFO1"), "INFO1");
        assert_eq!(counted_id("AA.KAPOOK"), "AA.KAPOOK");
    }

    #[test]
    fn names_that_begin_with_a_speck() {
        assert!(!begins_well("'ABANDARU WICAKSONO") && !begins_well("Drv Hasanuddin"));
        for name in ["Dr. Hasanuddin", "Drs. Wahyu", "dr. Sari", "Dra Rini", "Dri Astuti", "I Made"]
        {
            assert!(begins_well(name), "{name}");
        }
    }
}
