//! Character sets: declared, wild, wrong and hostile.
#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

#[test]
fn falls_back_in_order() {
    assert_eq!(decode("é".as_bytes(), None), ("é".into(), None));
    assert_eq!(decode(b"caf\xe9", Some("iso-8859-1")), ("café".into(), None));
    assert!(decode("é".as_bytes(), Some("iso-8859-1")).1.is_some());
    assert_eq!(decode(b"caf\xe9", Some("utf-8")).0, "café");
    assert!(decode(b"caf\xe9", Some("x-nonsense")).1.is_some());
    let torn = decode(b"caf\xc3\xa9 caf\xc3\xa9 caf\xc3", Some("utf-8"));
    assert_eq!(torn.0, "café café caf\u{fffd}");
    assert!(torn.1.is_some());
}

#[test]
fn every_declared_set_is_read() {
    for (bytes, name, meant) in [
        (&b"\xef\xbb\xbfhalo"[..], "utf-8", "halo"),
        (b"\x93halo\x94", "cp1252", "“halo”"),
        (b"\x93halo\x94", "\"Windows-1252\"", "“halo”"),
        (b"\xe4", "latin-1", "ä"),
        (b"\xe4", "ISO_8859-1; format=flowed", "ä"),
        (b"\xd5\xc4", "win-1257", "ÕÄ"),
        (b"\xf0\xd2", "ru_RU.KOI8-R", "Пр"),
        (b"\x8f\xe0", "cp866", "Пр"),
        (b"\x84", "cp437", "ä"),
        (b"\xd5", "ibm858", "€"),
        (b"\x80", "windows-874", "€"),
        (b"\x8a", "macintosh", "ä"),
        (b"\xd6\xd0\xb9\xfa", "x-gbk", "中国"),
        (b"\xd6\xd0\xb9\xfa", "gb2312", "中国"),
        (b"\x93\xfa\x96\x7b", "cp932", "日本"),
        (b"\xb0\xa1", "ks_c_5601-1987", "가"),
        (b"\x1b$BF|K\\\x1b(B ya", "iso-2022-jp", "日本 ya"),
        (b"\x1b$BF|K\\\x1b(B ya", "us-ascii", "日本 ya"),
        (b"\x1b$(C0!\x1b(B", "iso-2022-jp-2", "가"),
        (b"\x1b$)C\x0e0!\x0f ya", "iso-2022-kr", "가 ya"),
        (b"\x1b$)A\x0eVP9z\x0f", "iso-2022-cn", "中国"),
        (b"~{VP9z~} ya ~~", "hz-gb-2312", "中国 ya ~"),
        (b"a +- b +AOk-t+AOk", "utf-7", "a + b été"),
        (b"\xff\xfeh\0i\0", "utf-16", "hi"),
        (b"\0h\0i", "utf-16", "hi"),
        (b"h\0i\0", "utf-16", "hi"),
        (b"h\0i\0", "utf-16le", "hi"),
        (b"0B0D0F", "utf-16", "あいう"),
        (b"halo\nsemua", "utf-16", "halo\nsemua"),
        (b"caf\xe9 sudah tutup", "unknown-8bit", "café sudah tutup"),
    ] {
        assert_eq!(decode(bytes, Some(name)).0, meant, "{name}");
    }
}

#[test]
fn utf7_never_makes_markup() {
    let (text, _) = decode(b"+ADw-script+AD4-x+ADw-/script+AD4-", Some("utf-7"));
    assert!(text.contains("script") && !text.contains(['<', '>']));
    assert!(decode(b"\0\0\0<\0\0\0>", Some("utf-32")).1.is_some());
}

#[test]
fn undeclared_bytes_are_told_by_their_look() {
    let russian = "Здравствуйте, прошу сбросить пароль учётной записи";
    for encoding in [encoding_rs::KOI8_R, encoding_rs::WINDOWS_1251] {
        assert_eq!(guess(&encoding.encode(russian).0), russian);
    }
    let japanese = "パスワードの再設定をお願いします。よろしくお願いいたします。";
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP] {
        assert_eq!(guess(&encoding.encode(japanese).0), japanese);
    }
    let chinese = "您好，请重置我的密码，谢谢。我们的单位是渔业部。";
    assert_eq!(guess(&encoding_rs::GBK.encode(chinese).0), chinese);
    assert_eq!(
        guess_with(b"\xd0\xd2", Some(encoding_rs::KOI8_R)),
        "пр".to_uppercase().to_lowercase()
    );
}

proptest! {
    #[test]
    fn any_bytes_under_any_name(bytes in proptest::collection::vec(any::<u8>(), 0..300),
        name in "(utf-7|utf-16|iso-2022-jp|iso-2022-kr|hz-gb-2312|gb18030|cp850|utf-32|big5|x-none|utf-8|[a-z0-9_.-]{0,12})") {
        let (text, _) = decode(&bytes, Some(&name));
        prop_assert!(text.len() <= bytes.len() * 3 + 3);
    }

    #[test]
    fn good_utf8_is_never_changed(text in "[a-zé字🙏 ]{0,80}") {
        prop_assert_eq!(decode(text.as_bytes(), Some("utf-8")), (text.clone(), None));
        prop_assert_eq!(guess(text.as_bytes()), text);
    }
}
