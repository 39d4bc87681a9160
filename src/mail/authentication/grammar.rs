//! The grammar of RFC 8601 §2.2: tokens, comments, quoted strings. Knows no verdict.
//! Any syntax error makes the whole header untrusted.

/// One `method=result` with its properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub method: String,
    pub result: String,
    /// `ptype.property`, value; names in lower case.
    pub properties: Vec<(String, String)>,
}

impl Outcome {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The domain a DKIM signature speaks for: `header.d`, else the domain of `header.i`.
    pub fn signer(&self) -> Option<String> {
        let from_i =
            || self.value("header.i").and_then(|i| i.rsplit_once('@')).map(|(_, domain)| domain);
        self.value("header.d").or_else(from_i).map(str::to_ascii_lowercase)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    pub outcomes: Vec<Outcome>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Mark(char),
}

/// Most bytes and tokens of one header.
const LENGTH_LIMIT: usize = 8 * 1024;
const TOKEN_LIMIT: usize = 1_000;
const COMMENT_DEPTH: usize = 8;

/// The authserv-id alone, also where the rest is broken.
pub(super) fn authserv_id(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    match tokens(text).ok().and_then(|t| t.into_iter().next()) {
        Some(Token::Word(word) | Token::Quoted(word)) => Some(word),
        _ => {
            // A broken header of ours must still be seen as ours, so that it is refused, not skipped.
            let word = text.trim_start().split([';', ' ', '\t', '\r', '\n']).next()?;
            Some(word.to_owned()).filter(|w| !w.is_empty())
        }
    }
}

/// Parses one header value; the error is a short Indonesian phrase.
pub(super) fn parse(value: &[u8]) -> Result<Results, &'static str> {
    if value.len() > LENGTH_LIMIT {
        return Err("terlalu panjang");
    }
    let text = std::str::from_utf8(value).map_err(|_| "bukan teks")?;
    let tokens = tokens(text)?;
    let mut groups = tokens.split(|t| *t == Token::Mark(';'));
    match groups.next() {
        Some([Token::Word(_) | Token::Quoted(_)]) => {}
        Some([Token::Word(_) | Token::Quoted(_), Token::Word(version)]) if version == "1" => {}
        _ => return Err("authserv-id tidak sah"),
    }
    let mut groups: Vec<&[Token]> = groups.collect();
    if groups.len() > 1 && groups.last().is_some_and(|g| g.is_empty()) {
        groups.pop(); // a final semicolon is common
    }
    if let [[Token::Word(word)]] = groups.as_slice() {
        return if word.eq_ignore_ascii_case("none") {
            Ok(Results::default())
        } else {
            Err("hasil tidak sah")
        };
    }
    if groups.is_empty() {
        return Err("tanpa hasil");
    }
    let outcomes = groups.into_iter().map(outcome).collect::<Result<Vec<_>, _>>()?;
    Ok(Results { outcomes })
}

fn outcome(group: &[Token]) -> Result<Outcome, &'static str> {
    let [Token::Word(method), Token::Mark('='), Token::Word(result), rest @ ..] = group else {
        return Err("metode tidak sah");
    };
    let method = method.to_ascii_lowercase();
    let method = match method.split_once('/') {
        Some((name, "1")) => name.to_owned(),
        Some(_) => return Err("versi metode tidak dikenal"),
        None => method,
    };
    let result = result.to_ascii_lowercase();
    if !is_keyword(&method) || !is_keyword(&result) || !known(&method, &result) {
        return Err("nilai hasil tidak dikenal");
    }
    let mut properties: Vec<(String, String)> = Vec::new();
    let mut rest = rest;
    while let [Token::Word(name), Token::Mark('='), value, after @ ..] = rest {
        let (Token::Word(value) | Token::Quoted(value)) = value else {
            return Err("nilai tidak sah");
        };
        let name = name.to_ascii_lowercase();
        let is_reason = name == "reason" && properties.is_empty();
        let is_property = name.split_once('.').is_some_and(|(t, p)| is_keyword(t) && is_keyword(p));
        if !is_reason && !is_property {
            return Err("properti tidak sah");
        }
        if properties.iter().any(|(known, old)| *known == name && old != value) {
            return Err("properti ganda");
        }
        properties.push((name, value.clone()));
        rest = after;
    }
    if rest.is_empty() {
        Ok(Outcome { method, result, properties })
    } else {
        Err("susunan tidak sah")
    }
}

fn is_keyword(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The IANA registry of result names; methods we do not use may say anything.
fn known(method: &str, result: &str) -> bool {
    let allowed: &[&str] = match method {
        "dkim" | "domainkeys" => {
            &["none", "pass", "fail", "policy", "neutral", "temperror", "permerror"]
        }
        "spf" | "sender-id" => &[
            "none",
            "pass",
            "fail",
            "softfail",
            "policy",
            "neutral",
            "temperror",
            "permerror",
            "hardfail",
        ],
        "dmarc" => &["none", "pass", "fail", "temperror", "permerror", "bestguesspass"],
        "auth" | "iprev" => &["none", "pass", "fail", "temperror", "permerror"],
        "arc" => &["none", "pass", "fail"],
        _ => return true,
    };
    allowed.contains(&result)
}

/// Whether the same check is reported twice with different results.
pub(super) fn contradicts(outcomes: &[Outcome]) -> bool {
    let key = |o: &Outcome| -> Vec<String> {
        let names: &[&str] = match o.method.as_str() {
            "dkim" => &["header.d", "header.i", "header.s", "header.b"],
            "spf" => &["smtp.mailfrom", "smtp.mail", "smtp.helo"],
            "auth" => &["smtp.auth", "smtp.mailfrom"],
            _ => &[],
        };
        names.iter().map(|n| o.value(n).unwrap_or_default().to_ascii_lowercase()).collect()
    };
    let checked = |o: &Outcome| matches!(o.method.as_str(), "dkim" | "spf" | "dmarc" | "auth");
    outcomes.iter().enumerate().any(|(at, one)| {
        checked(one)
            && outcomes.iter().skip(at + 1).any(|other| {
                other.method == one.method && other.result != one.result && key(other) == key(one)
            })
    })
}

fn tokens(text: &str) -> Result<Vec<Token>, &'static str> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if found.len() > TOKEN_LIMIT {
            return Err("terlalu panjang");
        }
        match c {
            ' ' | '\t' | '\r' | '\n' => {}
            '(' => comment(&mut chars)?,
            '"' => found.push(Token::Quoted(quoted(&mut chars)?)),
            ';' => found.push(Token::Mark(c)),
            '=' => found.push(Token::Mark(c)),
            _ if is_value(c) => {
                // `=` ends a name, but belongs to a value (base64 in header.b).
                let in_value = found.last() == Some(&Token::Mark('='));
                let mut word = String::from(c);
                while let Some(&next) = chars.peek() {
                    if is_value(next) || next == '=' && in_value {
                        word.push(next);
                        chars.next();
                    } else {
                        break;
                    }
                }
                // Nothing but a separator may follow: `pass"x"` and `a(b` glued are forgeries' shapes.
                if chars.peek().is_some_and(|n| *n == '"') {
                    return Err("kutipan di tengah kata");
                }
                found.push(Token::Word(word));
            }
            _ => return Err("tanda tidak sah"),
        }
    }
    Ok(found)
}

fn is_value(c: char) -> bool {
    c.is_ascii_graphic()
        && !matches!(c, '(' | ')' | '<' | '>' | ',' | ';' | '\\' | '"' | '=' | '[' | ']')
}

fn comment(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<(), &'static str> {
    let mut depth = 1;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next().ok_or("komentar tidak ditutup")?;
            }
            '(' if depth >= COMMENT_DEPTH => return Err("komentar bersarang terlalu dalam"),
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            }
            _ => {}
        }
    }
    Err("komentar tidak ditutup")
}

fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, &'static str> {
    let mut word = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok(word),
            '\\' => word.push(chars.next().ok_or("kutipan tidak ditutup")?),
            '\r' | '\n' => {}
            _ => word.push(c),
        }
    }
    Err("kutipan tidak ditutup")
}
