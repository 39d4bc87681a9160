//! Reset, user-ID information or both. Knows words only.
use super::{Sentence, Text};
use crate::workflow::case::Kind;
use crate::workflow::command::words;

const RESET: [&str; 46] = [
    "reset",
    "direset",
    "mereset",
    "reseting",
    "resetkan",
    "direstart",
    "riset",
    "resset",
    "ubah",
    "mengubah",
    "diubah",
    "perubahan",
    "merubah",
    "dirubah",
    "ganti",
    "mengganti",
    "diganti",
    "penggantian",
    "pergantian",
    "gantikan",
    "lupa",
    "kelupaan",
    "terlupa",
    "lp",
    "lupakan",
    "hilang",
    "ingat",
    "mengingat",
    "salah",
    "pemulihan",
    "memulihkan",
    "recovery",
    "recover",
    "forgot",
    "forget",
    "forgotten",
    "change",
    "kadaluarsa",
    "kedaluwarsa",
    "expired",
    "perbarui",
    "memperbarui",
    "pembaruan",
    "restet",
    "melupakan",
    "wrong",
];
const INFORM: [&str; 41] = [
    "cek",
    "dicek",
    "cari",
    "carikan",
    "informasi",
    "info",
    "informasikan",
    "diinformasikan",
    "diinfokan",
    "infokan",
    "menginformasikan",
    "lupa",
    "kelupaan",
    "lp",
    "terlupa",
    "minta",
    "meminta",
    "permintaan",
    "permohonan",
    "mohon",
    "memohon",
    "tanya",
    "menanyakan",
    "bertanya",
    "apa",
    "hilang",
    "mengetahui",
    "tahu",
    "tau",
    "ingat",
    "mengingat",
    "diberikan",
    "diberitahu",
    "diberitahukan",
    "beritahu",
    "dikirim",
    "kirim",
    "disampaikan",
    "forgot",
    "butuh",
    "reset",
];
/// Words that ask for a user ID only right before it ("mohon user id").
const WEAK: [&str; 11] = [
    "minta",
    "meminta",
    "permintaan",
    "permohonan",
    "mohon",
    "memohon",
    "butuh",
    "kirim",
    "dikirim",
    "reset",
    "disampaikan",
];
const LOCKED: [&str; 20] = [
    "terkunci",
    "kekunci",
    "dikunci",
    "kelock",
    "terlock",
    "locked",
    "lock",
    "terblokir",
    "diblokir",
    "keblokir",
    "blokir",
    "terblok",
    "nonaktif",
    "dinonaktifkan",
    "disable",
    "disabled",
    "suspend",
    "suspended",
    "ngelock",
    "lockout",
];
const LOGIN: [&str; 12] = [
    "login",
    "masuk",
    "akses",
    "diakses",
    "mengakses",
    "log",
    "loginnya",
    "signin",
    "sign",
    "dibuka",
    "logon",
    "login2",
];

/// What the words ask for; `None` if they do not say.
pub(super) fn read(text: &Text) -> Option<Kind> {
    let password = text.sentences.iter().any(asks_reset);
    let user_id = text.sentences.iter().any(asks_user_id);
    match (password, user_id) {
        (true, true) => Some(Kind::Both),
        (true, false) => Some(Kind::ResetPassword),
        (false, true) => Some(Kind::UserIdInformation),
        // Only then: whoever cannot get in needs a new password.
        (false, false) => text.sentences.iter().any(cannot_get_in).then_some(Kind::ResetPassword),
    }
}

pub(super) fn names_password(text: &Text) -> bool {
    text.sentences.iter().any(|s| (0..s.words.len()).any(|at| is_password(s, at)))
}

fn asks_reset(s: &Sentence) -> bool {
    let places = (0..s.words.len()).filter(|at| is_password(s, *at) && !is_known_still(s, *at));
    places.into_iter().any(|at| {
        let mut reach = at.saturating_sub(7)..(at + 9).min(s.words.len());
        reach.any(|i| RESET.contains(&s.word(i)) && !is_other_object(s, i) && counts(s, i))
            || wants_new(s, at)
    }) || (0..s.words.len()).any(|i| {
        matches!(s.word(i), "reset" | "direset" | "mereset" | "resetkan" | "restet")
            && counts(s, i)
            && !is_other_object(s, i)
    })
}

/// "password masih ingat": nothing is asked about it.
fn is_known_still(s: &Sentence, at: usize) -> bool {
    const WELL: [&str; 7] = ["ingat", "ada", "bisa", "sama", "aman", "aktif", "hafal"];
    matches!(s.word(at + 1), "masih" | "tetap") && WELL.contains(&s.word(at + 2))
}

/// "mohon password baru", "minta password", "informasi user id dan password".
fn wants_new(s: &Sentence, at: usize) -> bool {
    const ASK: [&str; 10] = [
        "mohon",
        "minta",
        "permohonan",
        "kirim",
        "butuh",
        "permintaan",
        "meminta",
        "info",
        "informasi",
        "tanya",
    ];
    let new = s.word(at + 1) == "baru" && s.near(at, 5, &ASK);
    let asked =
        (1..=2).filter_map(|d| at.checked_sub(d)).any(|i| ASK.contains(&s.word(i)) && counts(s, i));
    let joined = matches!(s.word(at.wrapping_sub(1)), "dan" | "sama" | "serta" | "beserta")
        && (2..=3).filter_map(|d| at.checked_sub(d)).any(|i| is_user_id(s, i))
        && (3..=7)
            .filter_map(|d| at.checked_sub(d))
            .any(|i| ASK.contains(&s.word(i)) && counts(s, i));
    (new || asked || joined) && !matches!(s.word(at + 1), "tidak" | "jangan" | "tetap" | "belum")
}

/// "reset TOTP", "ganti admin agency", "lupa user id": the verb belongs to something else.
fn is_other_object(s: &Sentence, i: usize) -> bool {
    matches!(
        s.word(i + 1),
        "totp"
            | "otp"
            | "authenticator"
            | "kode"
            | "email"
            | "surel"
            | "nomor"
            | "hp"
            | "admin"
            | "pejabat"
    ) || (is_user_id(s, i + 1) && !(i + 1..i + 6).any(|p| is_password(s, p)))
        || (s.word(i) == "hilang"
            && matches!(s.word(i.wrapping_sub(1)), "hp" | "laptop" | "handphone"))
}

/// Neither negated nor told as done.
fn counts(s: &Sentence, i: usize) -> bool {
    let before: Vec<&str> = (1..=3).filter_map(|d| i.checked_sub(d)).map(|p| s.word(p)).collect();
    let forgets = matches!(s.word(i), "ingat" | "mengingat");
    let negated = before.iter().any(|w| words::is_negation_word(w));
    if forgets {
        return negated;
    }
    // "tidak bisa reset", "belum direset": still wanted.
    let wanted =
        before.iter().any(|w| matches!(*w, "bisa" | "dapat" | "belum" | "pernah" | "berhasil"));
    let done = before.iter().take(2).any(|w| *w == "sudah")
        && matches!(s.word(i), "ganti" | "diganti" | "ubah" | "diubah" | "reset" | "direset");
    let unclaimed = matches!(s.word(i), "ganti" | "diganti" | "ubah" | "diubah")
        && before.iter().any(|w| matches!(*w, "segera" | "wajib"));
    (!negated || wanted) && !done && !unclaimed
}

fn asks_user_id(s: &Sentence) -> bool {
    (0..s.words.len()).filter(|at| is_user_id(s, *at)).any(|at| {
        let len = user_id_len(s, at);
        if is_label(s, at + len) {
            return false;
        }
        let from = at.saturating_sub(6);
        let before = (from..at).any(|i| {
            let close = at - i <= 3 || !WEAK.contains(&s.word(i));
            let joined = (i..at).any(|p| is_password(s, p));
            let shares = matches!(
                s.word(i),
                "lupa" | "kelupaan" | "lp" | "informasi" | "info" | "hilang" | "terlupa" | "forgot"
            );
            INFORM.contains(&s.word(i)) && close && informs(s, i) && (!joined || shares)
        });
        let after = (at + len..at + len + 4).any(|i| {
            matches!(
                s.word(i),
                "lupa" | "apa" | "kelupaan" | "hilang" | "berapa" | "terlupa" | "saja"
            ) && s.word(at + len) != "dan"
                || (matches!(s.word(i), "ingat" | "tahu" | "tau")
                    && words::is_negation_word(s.word(i.wrapping_sub(1))))
        });
        let what = (at + len..at + len + 9).any(|i| matches!(s.word(i), "apa" | "berapa"));
        before || after || what
    })
}

fn informs(s: &Sentence, i: usize) -> bool {
    let negated =
        (1..=2).filter_map(|d| i.checked_sub(d)).any(|p| words::is_negation_word(s.word(p)));
    if matches!(s.word(i), "ingat" | "mengingat" | "tahu" | "tau" | "mengetahui") {
        return negated
            || matches!(s.word(i), "mengetahui")
            || s.word(i.wrapping_sub(1)) == "ingin";
    }
    !negated
}

fn cannot_get_in(s: &Sentence) -> bool {
    if s.has(&LOCKED)
        && s.has(&[
            "akun", "akunnya", "account", "user", "login", "agency", "spse", "akses", "aplikasi",
        ])
    {
        return true;
    }
    (0..s.words.len()).filter(|i| LOGIN.contains(&s.word(*i))).any(|i| {
        (1..=4).filter_map(|d| i.checked_sub(d)).any(|p| {
            matches!(
                s.word(p),
                "tidak" | "gagal" | "belum" | "susah" | "cannot" | "kesulitan" | "failed"
            )
        }) || (1..=3).any(|d| matches!(s.word(i + d), "gagal" | "ditolak" | "failed" | "error"))
    })
}

/// "password" in its spellings, "kata sandi".
fn is_password(s: &Sentence, at: usize) -> bool {
    let word = s.word(at);
    let bare = word.strip_suffix("nya").unwrap_or(word);
    if bare == "kunci" && s.word(at.wrapping_sub(1)) == "kata" {
        return true;
    }
    matches!(
        bare,
        "password"
            | "pasword"
            | "pass"
            | "passwd"
            | "pswd"
            | "pwd"
            | "psw"
            | "pw"
            | "sandi"
            | "paswod"
            | "katasandi"
            | "paswd"
    ) || (bare.chars().count() >= 6
        && bare.starts_with('p')
        && strsim::osa_distance(bare, "password") <= 2)
}

fn is_user_id(s: &Sentence, at: usize) -> bool {
    user_id_len(s, at) > 0
}

/// How many words name a user ID at `at`; 0 if none does.
fn user_id_len(s: &Sentence, at: usize) -> usize {
    let word = s.word(at);
    let next = s.word(at + 1);
    let bare = word.strip_suffix("nya").unwrap_or(word);
    match (bare, next) {
        ("user" | "id", "id" | "idnya" | "name" | "pengguna" | "user" | "login" | "ids") => 2,
        ("nama", "pengguna" | "user") => 2,
        ("userid" | "uid" | "username" | "usernam" | "userids", _) => 1,
        // "lupa user dan password"
        ("user", "dan" | "sama" | "atau" | "password" | "pass" | "pw") => 1,
        _ => 0,
    }
}

/// "username: AA.LCPP", "user id AA.LCPP": the user ID is given, not asked for.
fn is_label(s: &Sentence, after: usize) -> bool {
    let Some(end) = after.checked_sub(1).and_then(|i| s.words.get(i)).map(|w| w.end) else {
        return false;
    };
    let tail = s.raw.get(end..).unwrap_or("").trim_start();
    let separated = tail.starts_with([':', '=']);
    let value = tail.trim_start_matches([':', '=', ' ', '"', '\'', '(', '*']);
    let token =
        value.split([' ', ',', ')', '"', ';']).next().unwrap_or("").trim_end_matches(['.', '\'']);
    let id_like = token.chars().any(|c| matches!(c, '.' | '_' | '@'))
        || (token.chars().any(|c| c.is_ascii_digit()) && token.chars().any(char::is_alphabetic));
    let unknown =
        matches!(words::spell_out(&token.to_lowercase()), "lupa" | "tidak" | "" | "-" | "belum");
    (separated && !unknown) || id_like
}
