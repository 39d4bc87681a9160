//! Numbers of Windows code pages and their names as MIME knows them. Knows no container.
use crate::mail::charset;

/// The MIME name of a code page; `None` where none is known.
pub(super) fn name(number: u32) -> Option<String> {
    Some(match number {
        65001 => "utf-8".into(),
        1200 => "utf-16le".into(),
        1201 => "utf-16be".into(),
        20127 => "us-ascii".into(),
        874 | 1250..=1258 => format!("windows-{number}"),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        932 => "shift_jis".into(),
        936 => "gbk".into(),
        949 | 51949 => "euc-kr".into(),
        950 => "big5".into(),
        866 => "ibm866".into(),
        10000 => "macintosh".into(),
        20866 => "koi8-r".into(),
        21866 => "koi8-u".into(),
        20932 | 51932 => "euc-jp".into(),
        50220..=50222 => "iso-2022-jp".into(),
        51936 => "gb2312".into(),
        54936 => "gb18030".into(),
        _ => return None,
    })
}

/// Bytes of a code page as text; a page nobody knows is read as UTF-8 or Windows-1252.
pub(super) fn text(bytes: &[u8], number: u32) -> String {
    // The name is ours, so the remark about a wrong declaration is of no use to anyone.
    match name(number) {
        Some(name) => charset::decode(bytes, Some(&name)).0,
        None => charset::guess(bytes),
    }
}

/// UTF-16, little-endian, up to the first NUL.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
    let units = units.map(u16::from_le_bytes).take_while(|unit| *unit != 0);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The code page of an RTF `\fcharset` (the character sets of Windows fonts).
pub(super) fn of_font(charset: u32) -> Option<u32> {
    Some(match charset {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
