//! `format=flowed` (RFC 3676): lines that were folded for the way become whole again; quote marks and
//! the signature line stay. Knows lines, no quote's meaning.

/// Deepest quote that is told apart.
const DEPTH_LIMIT: usize = 100;

/// The text with its soft line breaks taken out. `delsp`: the blank of a soft break goes too, for
/// writing without blanks between words (§4.2).
pub(crate) fn unfolded(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None; // depth of the paragraph that is not yet ended
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let depth = line.bytes().take(DEPTH_LIMIT).take_while(|b| *b == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let stuffed = content.strip_prefix(' ').unwrap_or(content);
        let signature = stuffed == "-- ";
        let joins = open == Some(depth) && !signature;
        if !joins {
            if open.is_some() {
                trim_soft(&mut out, delsp);
                out.push('\n');
            }
            // Between the marks and the words a blank, as people know it.
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !stuffed.is_empty() {
                out.push(' ');
            }
        }
        let soft = stuffed.ends_with(' ') && !signature;
        let kept = if soft && delsp { stuffed.strip_suffix(' ') } else { Some(stuffed) };
        out.push_str(kept.unwrap_or(stuffed));
        open = soft.then_some(depth);
        if !soft {
            out.push('\n');
        }
    }
    if open.is_none() {
        out.pop(); // `split` gives one line more than there are ends of lines
    }
    out
}

/// A paragraph that broke off softly before another depth ends there.
fn trim_soft(out: &mut String, delsp: bool) {
    if !delsp {
        out.truncate(out.trim_end_matches(' ').len());
    }
}

#[cfg(test)]
mod tests {
    use super::unfolded;
    use proptest::prelude::*;

    #[test]
    fn soft_breaks_go_and_marks_stay() {
        for (text, whole) in [
            ("Mohon reset \nkata sandi\nkami.", "Mohon reset kata sandi\nkami."),
            ("> kutipan yang \n> panjang\njawab", "> kutipan yang panjang\njawab"),
            (">> dalam \n> luar\n", ">> dalam\n> luar\n"),
            (" >bukan kutipan", ">bukan kutipan"),
            ("  menjorok", " menjorok"),
            ("Salam \n-- \nSari", "Salam\n-- \nSari"),
            ("> -- \n> Sari", "> -- \n> Sari"),
            ("a\n\nb", "a\n\nb"),
            ("", ""),
        ] {
            assert_eq!(unfolded(text, false), whole, "{text:?}");
        }
    }

    #[test]
    fn writing_without_blanks_is_joined_without() {
        assert_eq!(unfolded("東京 \n都 \r\n庁", true), "東京都庁");
        assert_eq!(unfolded("東京 \n都", false), "東京 都");
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-z >\\-\n]{0,200}", delsp: bool) {
            let letters = |t: &str| t.chars().filter(char::is_ascii_lowercase).collect::<String>();
            prop_assert_eq!(letters(&unfolded(&text, delsp)), letters(&text));
        }

        #[test]
        fn fixed_text_stays(text in "([a-z]{1,5}( [a-z]{1,5}){0,4}\n){0,6}[a-z]{1,3}") {
            prop_assert_eq!(unfolded(&text, false), text);
        }
    }
}
