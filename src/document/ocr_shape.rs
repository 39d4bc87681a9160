//! Values whose shape is known, mended where an engine misreads them: NIP, telephone, e-mail, paper number. Knows no paper; what has no valid shape afterwards is `None`.
use super::pattern::{Pattern, pattern};
use super::values;

/// "478IKEP": a slash between a running number and a code, read as I.
static SLASH: Pattern = pattern!(r"(\d)[Il]([A-Z]{2})");
static MIXED: Pattern = pattern!(r"[A-Za-z]\d|\d[A-Za-z]");
static LONG: Pattern = pattern!(r"^[A-Za-z]{1,4}[.-]\d{4,}$");
static YEAR: Pattern = pattern!(r"^(?:19|20)\d\d$");
static MOBILE: Pattern = pattern!(r"^(?:0|62)8[1-9]\d{6,10}$");
/// Of an office: area code and number.
static FIXED: Pattern = pattern!(r"^\W{0,2}0[2-79]\d{1,2}\W{1,3}\d[\d .-]{4,9}\d$");

/// "lupa'tidak tercatat": a stroke between two words.
pub(super) fn stroke(text: &str) -> String {
    let whole = |part: &str| part.chars().count() >= 4 && part.chars().all(char::is_alphabetic);
    let word = |word: &str| match word.split_once(['\'', '’']) {
        Some((one, other)) if whole(one) && whole(other) => format!("{one}/{other}"),
        _ => word.to_string(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A NIP that keeps its rules; a sign in front that was a colon is dropped.
pub(super) fn nip(digits: &str) -> Option<String> {
    if values::nip_fault(digits).is_none() {
        return Some(digits.into());
    }
    // The colon was read as its first digit, or its first digit as part of the colon.
    let whole =
        if digits.len() == 17 { format!("1{digits}") } else { digits.get(1..)?.to_string() };
    values::nip_fault(&whole).is_none().then_some(whole)
}

/// A telephone number; the plus of a mobile's is often read as another sign or lost.
pub(super) fn phone(read: &str) -> Option<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let known = |text: &str| MOBILE.is_match(&digits(text)) || FIXED.is_match(text.trim());
    let from_digit = |text: &str| {
        let at = text.find(|c: char| c.is_ascii_digit() || c == '+' || c == '(');
        at.and_then(|at| text.get(at..)).map(str::to_owned)
    };
    let text = from_digit(read)?;
    // "462 812 ..." is "+62 812 ...", "1 0812 ..." had its colon read as 1.
    let (at, _) = text.char_indices().find(|(_, c)| c.is_ascii_digit())?;
    let rest = from_digit(text.get(at + 1..)?).filter(|rest| known(rest));
    let found = if known(&text) { text } else { rest? };
    let tail = found.trim_end_matches(|c: char| !c.is_ascii_digit()).to_string();
    // "(+62) 812 ..."
    let bare = match tail.split_once(')') {
        Some(("62" | "+62" | "(+62", rest)) => format!("+62{rest}"),
        _ => tail,
    };
    Some(if bare.starts_with("62") { format!("+{bare}") } else { bare })
}

/// An address whose syntax holds: blanks around dots out, a capital I among small letters an l.
pub(super) fn email(read: &str) -> Option<String> {
    let text: String = read.trim().trim_matches(|c: char| !c.is_alphanumeric()).into();
    let (local, host) = text.split_once('@')?;
    let small = |part: &str| -> String {
        let large = part.chars().filter(|c| c.is_uppercase() && *c != 'I').count();
        if large == 0 { part.replace('I', "l") } else { part.to_string() }
    };
    let (local, host) = (small(local), small(host));
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let fine = labels.len() >= 2
        && labels
            .iter()
            .all(|l| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        && last.len() >= 2
        && last.chars().all(|c| c.is_ascii_alphabetic())
        && !local.is_empty()
        && local.chars().all(|c| c.is_ascii_alphanumeric() || "._-+%".contains(c));
    fine.then(|| format!("{local}@{host}"))
}

/// "hendral2" of a Hendra is "hendra12": a one between a name and a digit looks like an l.
pub(super) fn counted(local: &str, name: &str) -> String {
    let Some(at) = local.find(|c: char| c.is_ascii_digit()) else { return local.to_string() };
    let (before, digits) = local.split_at(at);
    let Some(head) = before.strip_suffix('l') else { return local.to_string() };
    let last = head.rsplit(['.', '_', '-']).next().unwrap_or_default();
    let whole =
        |word: &str| name.split_whitespace().any(|w| w.trim_end_matches([',', '.']) == word);
    match last.len() >= 3 && whole(last) && !whole(&format!("{last}l")) {
        true => format!("{head}1{digits}"),
        false => local.to_string(),
    }
}

const ROMAN: [&str; 12] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

fn roman(part: &str) -> Option<usize> {
    ROMAN.iter().position(|r| *r == part).map(|at| at + 1)
}

/// A part of a number that can be nothing but a roman month: I and 1 mixed, or with V and X.
fn as_roman(part: &str, month: Option<u32>) -> Option<String> {
    let like = |c: char| matches!(c, 'I' | 'V' | 'X' | '1' | 'l' | '|' | '!' | 'i' | 'v' | 'x');
    if part.is_empty() || part.len() > 5 || !part.chars().all(like) {
        return None;
    }
    let text: String = part
        .chars()
        .map(|c| {
            if matches!(c, 'V' | 'v') {
                'V'
            } else if matches!(c, 'X' | 'x') {
                'X'
            } else {
                'I'
            }
        })
        .collect();
    let known = roman(&text)?;
    // Digits alone are a running number unless the date says that they are its month.
    let digits = part.chars().all(|c| c.is_ascii_digit());
    (!digits || month == Some(known as u32)).then_some(text)
}

/// A roman month in which ones were mended may have one too many or too few: the date tells.
fn of_month(read: &str, mended: String, month: Option<u32>) -> String {
    let meant = month.and_then(|m| ROMAN.get(m.checked_sub(1)? as usize)).copied();
    match meant.filter(|meant| read != mended && strsim::osa_distance(&mended, meant) <= 1) {
        Some(meant) => meant.to_string(),
        None => mended,
    }
}

/// Roman numbers within one part of a number: "D.XLI1", and the month of "X1-2026".
fn pieces(part: &str, last: bool) -> String {
    let mut out = String::with_capacity(part.len());
    for piece in part.split_inclusive(['.', '-']) {
        let bare = piece.trim_end_matches(['.', '-']);
        let roman = bare.chars().filter(|c| "IVXLC".contains(*c)).count();
        let ones = bare.chars().filter(|c| "1l|!".contains(*c)).count();
        let least = if last && part.contains('-') { 1 } else { 2 };
        if ones > 0 && roman >= least && roman + ones == bare.len() {
            out.extend(piece.chars().map(|c| if "1l|!".contains(c) { 'I' } else { c }));
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// A paper's number with its slashes and its roman month mended; `month` is that of its date. `None`
/// where a part is neither.
pub(super) fn number(read: &str, month: Option<u32>) -> Option<String> {
    let text = read
        .trim_matches(|c: char| !c.is_alphanumeric())
        .replace(['\\', '!', '|'], "/")
        .replace(':', ".");
    // A lone digit in front was the colon.
    let text = match text.split_once(' ') {
        Some((colon, rest))
            if rest.contains('/') && colon.len() <= 2 && !colon.contains(char::is_alphabetic) =>
        {
            rest.trim().to_string()
        }
        _ => text,
    };
    let text = SLASH.replace(&text, "$1/$2");
    let mut parts: Vec<String> = text.split('/').map(|p| p.trim().to_string()).collect();
    if parts.len() < 2 {
        return Some(text);
    }
    let year = parts.iter().rposition(|p| {
        p.len() == 4 && p.starts_with("20") && p.chars().all(|c| c.is_ascii_digit())
    });
    if let (Some(month), Some(year)) = (month.and_then(|m| ROMAN.get(m as usize - 1)), year)
        && let Some(before) = year.checked_sub(1).and_then(|i| parts.get(i)).cloned()
        && as_roman(&before, None).is_none()
    {
        // "PPSIXI": the slash before the month was read as I.
        let glued = before.strip_suffix(month).and_then(|head| head.strip_suffix(['I', 'l', '1']));
        if let Some(head) = glued.filter(|h| h.len() >= 2 && !h.ends_with(['I', '1'])) {
            let head = head.to_string();
            parts.splice(year - 1..year, [head, month.to_string()]);
        }
    }
    if let (Some(month), Some(year)) = (month.and_then(|m| ROMAN.get(m as usize - 1)), year) {
        // "VIHI", "JII": nearly the month of the date, and no other month.
        for at in [year.checked_sub(1), year.checked_sub(2)].into_iter().flatten() {
            let like = |c: char| "IVXJHLTYW1l|!i".contains(c);
            if let Some(part) = parts.get_mut(at).filter(|p| {
                p.len() > 1
                    && p.chars().all(like)
                    && !p.chars().all(|c| c.is_ascii_digit())
                    && as_roman(p, None).is_none()
            }) && strsim::osa_distance(part, month) <= 1
            {
                *part = (*month).to_string();
                break;
            }
        }
    }
    let last = parts.len();
    for (at, part) in parts.iter_mut().enumerate() {
        if at > 0
            && at + 3 >= last
            && let Some(mended) = as_roman(part, month)
        {
            *part = of_month(part, mended, month);
        } else if at > 0 {
            *part = pieces(part, at + 1 == last);
        }
    }
    if parts.iter().any(String::is_empty) {
        return None;
    }
    Some(parts.join("/"))
}

/// Letters and digits side by side in one part, as when a digit was read as a letter ("50W", "M17"), or a
/// slash read as I ("NDIPOLTEK", "ST.31011").
pub(super) fn is_odd(number: &str, month: Option<u32>) -> bool {
    let parts: Vec<&str> = number.split(['/', ' ']).collect();
    let mixed = parts.iter().any(|part| MIXED.is_match(part))
        || parts.iter().skip(1).any(|part| LONG.is_match(part));
    let digits = |p: &&&str| p.len() == 4 && p.chars().all(|c| c.is_ascii_digit());
    let year = parts.last().filter(digits).is_some_and(|p| parts.len() > 2 && !YEAR.is_match(p));
    let bare = number.chars().all(|c| c.is_ascii_digit());
    // Ones are a roman month, or none: without a date nobody knows.
    let said = month.map(|m| m.to_string());
    let one = |p: &str| matches!(p, "1" | "11" | "111") && said.as_deref() != Some(p);
    let ones = parts.iter().skip(2).any(|p| one(p));
    let torn = |p: &str| {
        let like = p.chars().all(|c| "IVXJHL1l".contains(c));
        p.len() > 2 && like && p.contains(['I', 'V']) && roman(p).is_none()
    };
    let torn = parts.iter().skip(1).any(|p| torn(p));
    let ends = parts.last().is_some_and(|last| roman(last).is_some() && parts.len() > 2);
    mixed || year || bare || ones || torn || ends
}

/// A code with an I in it that is two codes or one with a slash read as I, if the same stands elsewhere
/// without: "NDIPOLTEK" where the paper has POLTEK, "IBRPL" where it has BRPL.
pub(super) fn split(number: &str, elsewhere: impl Fn(&str, &str) -> bool) -> String {
    let part = |part: &str| -> String {
        let letters =
            part.chars().all(char::is_alphabetic) && part.len() >= 4 && roman(part).is_none();
        if !letters {
            return part.to_string();
        }
        for (at, _) in part.match_indices(['I', 'l']) {
            let (head, tail) =
                (part.get(..at).unwrap_or_default(), part.get(at + 1..).unwrap_or_default());
            let known = |code: &str| {
                code.len() >= 3 && elsewhere(code, part)
                    || matches!(code, "ND" | "KEP" | "SK" | "ST" | "SPT" | "LPSE" | "SPSE")
                    || roman(code).is_some()
            };
            match (head.is_empty(), tail.is_empty()) {
                (true, false) if known(tail) => return tail.to_string(),
                (false, true) if known(head) => return head.to_string(),
                (false, false) if known(head) && known(tail) => return format!("{head}/{tail}"),
                _ => {}
            }
        }
        part.to_string()
    };
    number.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Does the number name the month of its paper?
pub(super) fn months_agree(number: &str, month: u32) -> Option<bool> {
    let said: Vec<usize> = number.split('/').skip(1).filter_map(roman).collect();
    match said.as_slice() {
        [only] => Some(*only == month as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (read, month, meant) in [
            ("78/BPBAT.5/ST.310/X1/2026", Some(11), "78/BPBAT.5/ST.310/XI/2026"),
            ("B.1899/DKP.9/KP.440/1V/3/2026", Some(4), "B.1899/DKP.9/KP.440/IV/3/2026"),
            ("SK-70/PPSIXI/2026", Some(11), "SK-70/PPS/XI/2026"),
            ("B-420/PPS/VIHI/2026", Some(8), "B-420/PPS/VIII/2026"),
            ("206/ND/PSDKP/JII/2026", Some(2), "206/ND/PSDKP/II/2026"),
            ("T/515/PL.420/11/2026/SPSE", Some(2), "T/515/PL.420/II/2026/SPSE"),
            ("T/515/PL.420/11/2026/SPSE", Some(11), "T/515/PL.420/11/2026/SPSE"),
            ("808/DKP.6/PL.420/1/2026", Some(1), "808/DKP.6/PL.420/I/2026"),
            ("188.4/478IKEP!2026", None, "188.4/478/KEP/2026"),
            ("5 B.1221/DISKAN/TU.210/XI/2026", None, "B.1221/DISKAN/TU.210/XI/2026"),
            ("523/187/DISKAN/2026", Some(1), "523/187/DISKAN/2026"),
            ("440/PKM-TB/277/X1-2026", Some(11), "440/PKM-TB/277/XI-2026"),
            ("HK.02.03/D.XLI1/0077/2026", None, "HK.02.03/D.XLII/0077/2026"),
            ("188/ND/SETDA-UM/XI1/2026", Some(11), "188/ND/SETDA-UM/XI/2026"),
            ("188/ND/SETDA-UM/XII/2026", Some(11), "188/ND/SETDA-UM/XII/2026"),
            ("1010A Tahun 2022", None, "1010A Tahun 2022"),
        ] {
            assert_eq!(number(read, month).as_deref(), Some(meant), "{read}");
        }
    }

    #[test]
    fn digits_and_addresses() {
        assert_eq!(nip("1199008022012042959").as_deref(), Some("199008022012042959"));
        assert_eq!(nip("198402302008011903"), None);
        assert_eq!(phone("462852 5550 6584").as_deref(), Some("+62852 5550 6584"));
        assert_eq!(phone("1 0857.5550.4565").as_deref(), Some("0857.5550.4565"));
        assert_eq!(phone("#62 819-5550-6612").as_deref(), Some("+62 819-5550-6612"));
        assert_eq!(phone("(462) 812 5550 6677").as_deref(), Some("+62 812 5550 6677"));
        assert_eq!(phone("62) 812 5550 6677").as_deref(), Some("+62 812 5550 6677"));
        assert_eq!(phone("1 (0999) 555012").as_deref(), Some("(0999) 555012"));
        assert_eq!(phone("0999 5550"), None);
        assert_eq!(phone("0895 555"), None);
        assert_eq!(email("hendra12@Ipdp.example").as_deref(), Some("hendra12@lpdp.example"));
        assert_eq!(email("a@b"), None);
        assert_eq!(
            stroke("User ID lupa'tidak tercatat Jum'at"),
            "User ID lupa/tidak tercatat Jum'at"
        );
        assert_eq!(counted("hendral2", "hendra wijaya, s.e."), "hendra12");
        assert_eq!(counted("kemal2", "kemal wijaya"), "kemal2");
    }
}
