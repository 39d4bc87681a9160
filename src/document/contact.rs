//! User ID, address and telephone in the sentences of a letter. Knows no label.
use super::facts::{Facts, Field, SPOKEN};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::{told, values};

static USER_ID: Pattern = pattern!(
    r"(?i)\b(?:user\s?-?\s?(?:id|name)|id\s+pengguna|nama\s+pengguna)(?:\s+(?:admin\s+agency|kami|spse|tersebut))?\s*(?:[:=]|adalah|yaitu|yakni)?\s*['\x22“(]?([A-Za-z0-9][A-Za-z0-9._\-@#/]*[A-Za-z0-9])"
);
static MAIL: Pattern = pattern!(
    r"(?i)(?:e-?mail|surel|pos-?el|surat\s+elektronik)\W+(?:(?:\w+)\W+){0,4}?([A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
);
static PHONE: Pattern = pattern!(
    r"(?i)\b(?:hp|wa|whats\s?app|telepon|telp|handphone|ponsel|seluler)\b[^\d+(]{0,24}((?:\+?\d|\(\d)[\d ().\-]{6,18}\d)"
);
static UNIT: Pattern = pattern!(
    r"Admin(?:istrator)? Agency (?:SPSE )?(?:pada|di lingkungan) (\p{Lu}[^\s,;.]*(?:\s+(?:\p{Lu}[^\s,;.]*|dan\b))*)|Admin(?:istrator)? Agency (?:SPSE )?(\p{Lu}[^\s,;.]*(?:\s+(?:\p{Lu}[^\s,;.]*|dan\b))*)\s+(?:a\.n\.?|atas nama|yang|dengan|tidak|yaitu|\()"
);
static SALUTATION: Pattern = pattern!(r"(?i)\b(?:yth|kepada|dengan\s+hormat)\b");

/// "User ID : humas", "User ID adalah humas": named outright, any word will do.
static NAMED_ID: Pattern = pattern!(
    r"(?i)\b(?:user\s?-?\s?(?:id|name)|id\s+pengguna|nama\s+pengguna)(?:\s+(?:admin|agency|kami|spse|tersebut|dimaksud|akun|yang\s+\w+|saat\s+ini)){0,4}\s*(?::|=|\badalah|\byaitu|\byakni)\s*:?\s*['\x22“(]?([A-Za-z0-9][A-Za-z0-9._\-@#]{2,40}[A-Za-z0-9])(?:['\x22”)]|[.,;]?\s*$|[,;.]\s)"
);
/// "akun AA.CONTOH", "akun Admin Agency (AA.CONTOH)".
static ACCOUNT: Pattern = pattern!(
    r"(?i)\bakun(?:\s+(?:admin|agency|spse|kami|dengan|nama)){0,4}\s*['\x22“(]?([A-Za-z0-9]+(?:[._\-][A-Za-z0-9]+)+)\b"
);
/// "User ID Admin Agency Biro Contoh adalah SJ2.X".
static SAID_ID: Pattern = pattern!(
    r"(?i)\buser\s?-?\s?(?:id|name)(?:-?nya)?\b[^.,;:]{0,70}?\s(?:adalah|yaitu|yakni)\s+['\x22“(]?([A-Za-z0-9][A-Za-z0-9._\-]{2,40}[A-Za-z0-9])"
);
/// Words of a sentence that follow "User ID :".
const NO_ID: &str = "yang tidak belum lupa kami saya tersebut dimaksud atas dan untuk sudah telah \
    hilang terlampir sebagai berikut akun admin mohon karena reset pada dengan password nama";

/// "... dengan User ID AA.CONTOH".
pub(super) fn user_id(sheet: &Sheet, end: usize, facts: &mut Facts) {
    let body = sheet.flow_of(0, end);
    for found in USER_ID.all(body) {
        let Some(id) = USER_ID.group(found.as_str(), 1) else { continue };
        let mark = id.chars().any(|c| c.is_ascii_digit() || matches!(c, '.' | '_' | '@' | '#'))
            || id.contains('-') && !id.to_lowercase().starts_with("non-");
        let loud = id.len() >= 5 && id.chars().all(char::is_uppercase);
        let words = ["ADMIN", "AGENCY", "SPSE", "LPSE", "PASSWORD", "KEMENTERIAN"];
        // "User ID a.n. ..." names the person.
        let short = id.chars().filter(|c| c.is_alphanumeric()).count() < 4;
        if (mark || loud) && !short && !words.contains(&id) {
            let line = sheet.line_of(found.start());
            facts.put(Field::UserId, Some(id.to_string()), line, SPOKEN);
            return;
        }
    }
    let named = |pattern: &'static Pattern| {
        pattern.all(body).into_iter().find_map(|found| {
            let id = pattern.group(found.as_str(), 1)?;
            let word = NO_ID.split_whitespace().any(|word| word == id.to_lowercase());
            let outright = found.as_str().contains([':', '=', '"', '“']);
            let marked = id.chars().any(|c| c.is_ascii_digit() || c.is_uppercase())
                || id.contains(['.', '_']);
            let site = ["spse.", "www.", "non-", "Non-"].iter().any(|w| id.starts_with(w));
            let long = id.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
            let letters = id.chars().any(char::is_alphabetic);
            let shown = letters && long && !site && (outright || marked);
            (!word && shown).then(|| (id.to_string(), found.start()))
        })
    };
    if let Some((id, at)) = named(&NAMED_ID).or_else(|| named(&SAID_ID)).or_else(|| named(&ACCOUNT))
    {
        facts.put(Field::UserId, Some(id), sheet.line_of(at), SPOKEN);
    }
}

/// "... Admin Agency pada Dinas Perikanan Contoh, yaitu Ratna Contoh".
pub(super) fn agency_unit(sheet: &Sheet, end: usize, facts: &mut Facts) {
    let body = sheet.flow_of(0, end);
    let Some(found) = UNIT.find(body) else { return };
    let named = UNIT.group(found.as_str(), 1).or_else(|| UNIT.group(found.as_str(), 2));
    let unit = named.filter(|unit| told::is_unit(unit));
    let whole = unit.filter(|unit| !unit.starts_with("Kementerian") && unit.contains(' '));
    facts.put(Field::WorkUnit, whole.map(Into::into), sheet.line_of(found.start()), SPOKEN);
}

/// A telephone number, without the number of the next sentence or clause.
pub(super) fn phone(value: &str) -> Option<String> {
    let first = value.split(". ").next().unwrap_or(value);
    let number = values::phone(first)?;
    let Some((own, next)) = number.rsplit_once(' ') else { return Some(number) };
    let digits = own.chars().filter(char::is_ascii_digit).count();
    Some(if next.len() <= 2 && digits >= 10 { own.to_string() } else { number })
}

/// "... dengan alamat email x@y dan nomor HP 0812...": below the salutation only. `moved`: the
/// letter wants the address changed, so none in it is taken.
pub(super) fn address(sheet: &Sheet, end: usize, moved: bool, facts: &mut Facts) {
    let from = (0..end).find(|i| SALUTATION.is_match(sheet.line(*i)));
    let Some(from) = from else { return };
    let start = sheet.start_of(from);
    let body = sheet.flow_of(from, end);
    let lone = values::email(body).is_some();
    if !facts.has(Field::Email)
        && !moved
        && lone
        && let Some(found) = MAIL.find(body)
    {
        let mail = MAIL.group(found.as_str(), 1).and_then(values::email);
        facts.put(Field::Email, mail, sheet.line_of(start + found.start()), SPOKEN);
    }
    if !facts.has(Field::Phone)
        && let Some(found) = PHONE.find(body)
    {
        let phone = PHONE.group(found.as_str(), 1).and_then(phone);
        facts.put(Field::Phone, phone, sheet.line_of(start + found.start()), SPOKEN);
    }
}
