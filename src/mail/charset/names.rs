//! Names of character sets, also the wild ones, to what decodes them. Knows no bytes.
use encoding_rs::Encoding;
use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use oem_cp::code_table_type::TableType;

/// What decodes a character set.
#[derive(Clone, Copy)]
pub(super) enum Decoder {
    /// One of the Encoding Standard, without those that it replaces.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static TableType),
    /// ISO 2022 with escapes and shifts (Japan, Korea, China): RFC 1468, 1554, 1557, 1922.
    Escapes,
    /// RFC 1843.
    Hz,
    /// RFC 2152.
    Utf7,
    /// Big-endian where no byte order mark stands, RFC 2781.
    Utf16,
    /// Seven bits; whatever more there is must be found out.
    Unsaid,
    /// Known and not decoded (security.md 89).
    Refused,
}

/// Names that say nothing about the bytes.
const UNSAID: [&str; 16] = [
    "us-ascii",
    "ascii",
    "us",
    "ansi_x3.4-1968",
    "iso646-us",
    "iso_646.irv:1991",
    "7bit",
    "8bit",
    "binary",
    "default",
    "unknown",
    "unknown-8bit",
    "x-unknown",
    "none",
    "auto",
    "cp367",
];

/// Names that the Encoding Standard does not know, and the name there.
const ALIASES: [(&str, &str); 30] = [
    ("cp932", "shift_jis"),
    ("x-ms-cp932", "shift_jis"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("windows-936", "gbk"),
    ("euc-cn", "gbk"),
    ("x-euc-cn", "gbk"),
    ("gb2312-80", "gbk"),
    ("cp949", "euc-kr"),
    ("ms949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("ks_c_5601", "euc-kr"),
    ("cp950", "big5"),
    ("ms950", "big5"),
    ("windows-950", "big5"),
    ("big-5", "big5"),
    ("cp51932", "euc-jp"),
    ("eucjp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("cp874", "windows-874"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
    ("utf8mb4", "utf-8"),
    ("cp65001", "utf-8"),
    ("x-utf-8", "utf-8"),
    ("iso-utf-8", "utf-8"),
    ("unicode", "utf-8"),
    ("mac", "macintosh"),
    ("macroman", "macintosh"),
    ("ansi_x3.110", "windows-1252"),
];

/// The decoder of a declared name; `None` for a name nobody knows.
pub(super) fn decoder(name: &str) -> Option<Decoder> {
    let name = tidy(name);
    if name.is_empty() || UNSAID.contains(&name.as_str()) {
        return Some(Decoder::Unsaid);
    }
    match name.as_str() {
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "x-utf-7" | "unicode-2-0-utf-7"
        | "csunicode11utf7" => {
            return Some(Decoder::Utf7);
        }
        "hz-gb-2312" | "hz" => return Some(Decoder::Hz),
        "utf-16" | "utf16" | "ucs-2" | "iso-10646-ucs-2" | "csunicode" => {
            return Some(Decoder::Utf16);
        }
        _ => {}
    }
    if name.starts_with("iso-2022-")
        || name.starts_with("csiso2022")
        || matches!(name.as_str(), "cp50220" | "cp50221" | "cp50222")
    {
        return Some(Decoder::Escapes);
    }
    if name.starts_with("utf-32") || name.starts_with("utf32") || name.starts_with("ucs-4") {
        return Some(Decoder::Refused);
    }
    web(&name).map(Decoder::Web).or_else(|| dos(&name).map(Decoder::Dos))
}

fn web(name: &str) -> Option<&'static Encoding> {
    let known = |label: &str| {
        let found = Encoding::for_label_no_replacement(label.as_bytes());
        found.filter(|e| *e != encoding_rs::X_USER_DEFINED)
    };
    if let Some((_, standard)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        return known(standard);
    }
    known(name).or_else(|| {
        // `windows1252`, `win-1252`, `iso8859_1`, `latin-1`, `cp1252`, `8859-1`, `ru_RU.KOI8-R`.
        let name = name.rsplit_once('.').map_or(name, |(_, last)| last);
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.strip_prefix('x').unwrap_or(&plain);
        let (letters, digits) =
            plain.split_at_checked(plain.find(|c: char| c.is_ascii_digit())?)?;
        match letters {
            "windows" | "win" | "cp" | "ms" | "mswin" | "ansi" | "ibm" => {
                known(&format!("windows-{digits}"))
            }
            "iso" | "" | "isoir" => {
                let part = digits.strip_prefix("8859").or(digits.strip_prefix("88859"))?;
                known(&format!("iso-8859-{part}"))
            }
            "latin" | "l" => known(&format!("latin{digits}")),
            "utf" if digits == "8" => Some(encoding_rs::UTF_8),
            "koi" => known(&format!("koi8-{}", digits.strip_prefix('8')?)),
            "gb" => known(&format!("gb{digits}")),
            _ => None,
        }
    })
}

fn dos(name: &str) -> Option<&'static TableType> {
    let digits =
        ["cp", "ibm", "dos-", "dos", "oem", "cp-", "ibm-", "x-cp", "cspc", ""].iter().find_map(
            |start| name.strip_prefix(start).filter(|d| d.chars().all(|c| c.is_ascii_digit())),
        )?;
    let digits = digits.trim_start_matches('0');
    DECODING_TABLE_CP_MAP.get(&digits.parse::<u16>().ok()?)
}

/// Lower case, without quotes, blanks and whatever was written after the name.
fn tidy(name: &str) -> String {
    let name = name.trim().trim_matches(['"', '\'', '<', '>']);
    let name = name.strip_prefix("charset=").unwrap_or(name);
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '*'));
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or(name);
    name.trim_matches(['"', '\'']).chars().take(60).collect::<String>().to_ascii_lowercase()
}
