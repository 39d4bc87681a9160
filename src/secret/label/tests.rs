//! Passwords as people type them, and prose about passwords.
use super::*;

#[test]
fn masks_values_behind_labels() {
    for (text, masked) in [
        ("Password lama  : teluk2019!", "Password lama  : ••••••"),
        ("Password : Kp7#mRwt4=Qz", "Password : ••••••"),
        ("pw = Xh4+vbnT9?sd", "pw = ••••••"),
        ("pw Xh4+vbnT9?sd", "pw ••••••"),
        ("sudah direset, pass baru: Tq8%Wnm3+xJa", "sudah direset, pass baru: ••••••"),
        (
            "Siap sdh sy reset, passwordnya Tq8%Wnm3+xJa ya",
            "Siap sdh sy reset, passwordnya •••••• ya",
        ),
        ("KATA SANDI BARU = abc", "KATA SANDI BARU = ••••••"),
        ("Kata sandi: rahasiaku", "Kata sandi: ••••••"),
        ("*Password:* Xh4+vb", "*Password:* ••••••"),
        ("password \"dua kata\"", "password \"dua kata\""),
        ("password: \"dua kata\"", "password: \"••••••\""),
        ("Password:\r\n\r\nTq8%Wnm3\r\nSalam", "Password:\r\n\r\n••••••\r\nSalam"),
        ("uid AA.X password Teluk2019 trims", "uid AA.X password •••••• trims"),
        ("pw rahasia", "pw ••••••"),
        ("Password SPSE anda yang baru: abc", "Password SPSE anda yang baru: abc"),
        ("Password akun SPSE anda: abc", "Password akun SPSE anda: ••••••"),
        ("PASSWORD: password2026", "PASSWORD: ••••••"),
        ("NIK: 3201 2345 6789 0123", "NIK: ••••••"),
        ("NIK 3201234567890123.", "NIK ••••••."),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
    assert!(holds_password("pw = Xh4+vbnT9?sd"));
    assert!(!holds_password("NIK 3201234567890123"));
}

#[test]
fn leaves_prose_alone() {
    for text in [
        "lupa password admin agency",
        "reset password akun",
        "password sudah saya ganti",
        "password tidak usah direset",
        "password tidak usah direset, user id saja",
        "Sudah bisa login dan password sudah saya ganti. Terima kasih",
        "Mohon permohonan kami dibatalkan saja, password sudah ketemu.",
        "Perihal: Permohonan Reset Password: Admin Agency",
        "Mohon reset password, username: AA.LCPP",
        "password dan user ID: AA.LCPP",
        "reset password ratna.k@kkp.example",
        "reset password LKT-2026-00042",
        "account ter-lock setelah 3x wrong password. Attached surat",
        "password: ••••••",
        "Password : -",
        "passport: A1234567",
        "LUPA PASSWORD SPSE PENYEDIA",
        "NIP 198503122010121003",
        "Reset Password: mohon dibantu",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn masking_twice_changes_nothing_more() {
    let once = mask("pass: a1b2c3\nsandi = \"x y\"\nNIK 3201234567890123");
    assert_eq!(mask(&once), once);
    assert!(!holds_password(&once));
}

#[test]
fn a_quoted_credential_letter_hides_its_password() {
    let letter = ">   Password        :\n> \n>     k7qm-4txd-9wpz-h3fr\n> \n> Penting:";
    let masked = mask(letter);
    assert!(!masked.contains("k7qm"), "{masked}");
    assert!(masked.ends_with("> Penting:"), "{masked}");
}
