//! "Bukan saya": somebody a case concerns says that it was not he (`security.md` A4-73, D.2). No command
//! of the grammar: whoever says so freezes a case, and that is all it can do. Knows the words only.
use super::words::{self, Word};
use super::{Typed, guard, tidy};

/// Words that are looked at; what comes later is read by helpdesk.
const MAX_WORDS: usize = 120;

/// Whether the holder of an account, or its contact, says that the request is not his.
pub fn disowns(typed: &Typed<'_>) -> bool {
    anywhere(typed, &|sentence| denies(sentence, ASKING))
}

/// Whether an approver takes back, or denies, an approval in his name.
pub fn disowns_approval(typed: &Typed<'_>) -> bool {
    anywhere(typed, &|sentence| denies(sentence, APPROVING) || denies(sentence, ASKING))
        || anywhere(typed, &takes_back)
}

/// Either part of a mail may say it: a freeze harms nobody who has a telephone.
fn anywhere(typed: &Typed<'_>, says: &dyn Fn(&str) -> bool) -> bool {
    let parts = [Some(typed.text), typed.other];
    let said = |text: &str| sentences(text).iter().any(|sentence| says(sentence));
    let silent = parts.iter().flatten().all(|text| text.trim().is_empty());
    parts.into_iter().flatten().any(said) || (silent && said(typed.subject))
}

/// The first new words as sentences; an empty line ends one as a full stop does.
fn sentences(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut count = 0;
    for line in tidy::new_lines(text) {
        count += words::split(&line.text).len();
        if line.text.is_empty() {
            found.push(String::new());
        }
        for piece in line.text.split_inclusive(['.', '!', '?', ';']) {
            if let Some(last) = found.last_mut() {
                last.push(' ');
                last.push_str(piece);
            }
            if piece.ends_with(['.', '!', '?', ';']) {
                found.push(String::new());
            }
        }
        if count > MAX_WORDS {
            break;
        }
    }
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

const ASKING: &[&str] = &[
    "minta",
    "meminta",
    "mintakan",
    "mengajukan",
    "ajukan",
    "mengajuan",
    "pengajuan",
    "memohon",
    "mohonkan",
    "permohonan",
    "permohonannya",
    "permintaan",
    "mengirim",
    "mengirimkan",
    "kirim",
    "kirimkan",
    "membuat",
    "buat",
    "melakukan",
    "request",
    "merequest",
    "mereset",
    "reset",
    "menulis",
    "menyuruh",
    "menghendaki",
    "memesan",
    "bermohon",
];
const APPROVING: &[&str] = &[
    "setuju",
    "menyetujui",
    "setujui",
    "disetujui",
    "persetujuan",
    "approve",
    "mengapprove",
    "membalas",
    "balas",
    "menjawab",
    "memutuskan",
    "memproses",
    "menulis",
    "mengetik",
    "acc",
];

fn is_not(word: &str) -> bool {
    matches!(
        word,
        "bukan"
            | "bkn"
            | "bukn"
            | "bukann"
            | "bkan"
            | "bukam"
            | "bukna"
            | "buksn"
            | "ukan"
            | "bukanlah"
            | "bukn2"
            | "bukab"
    )
}

fn is_me(word: &str) -> bool {
    matches!(
        word,
        "saya"
            | "aku"
            | "kami"
            | "sayaa"
            | "saay"
            | "saua"
            | "ssaya"
            | "sy"
            | "ane"
            | "sayanya"
            | "beta"
            | "me"
            | "mine"
    )
}

/// "bukansaya" is two words.
fn apart(w: Vec<Word>) -> Vec<String> {
    let mut plain = Vec::with_capacity(w.len());
    for word in w {
        match word.plain.as_str() {
            "bukansaya" | "bukansy" | "bknsaya" | "bukansya" => {
                plain.extend(["bukan".to_owned(), "saya".to_owned()]);
            }
            "notme" => plain.extend(["not".to_owned(), "me".to_owned()]),
            _ => plain.push(word.plain),
        }
    }
    plain
}

/// One sentence: a plain denial of the deed, neither asked nor tied to a condition, nor told of others.
fn denies(sentence: &str, deeds: &[&str]) -> bool {
    let w = apart(words::split(sentence));
    let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.as_str()));
    let tied = has(&[
        "kalau",
        "jika",
        "jikalau",
        "bila",
        "apabila",
        "seandainya",
        "if",
        "apakah",
        "kecuali",
        // Somebody of his did it for him, or it was so once.
        "tapi",
        "melainkan",
        "but",
        "staf",
        "operator",
        "sebelumnya",
        "mewakili",
        "titip",
    ]);
    if tied || guard::has_question_mark(sentence) {
        return false;
    }
    not_me(&w, deeds) || never_did(&w, deeds) || english(&w, deeds)
}

/// "bukan saya", "itu bukan dari saya", "bukan saya yang minta"; not "SK bukan saya yang tanda tangan".
fn not_me(w: &[String], deeds: &[&str]) -> bool {
    let named = |x: &String| {
        matches!(x.as_str(), "dari" | "oleh" | "atas" | "nama" | "perintah")
            || deeds.contains(&x.as_str())
    };
    (0..w.len()).any(|at| {
        let Some(first) = w.get(at) else { return false };
        let gap = w.iter().skip(at + 1).take(2).take_while(|x| named(x)).count();
        let me = at + 1 + gap;
        if !is_not(first) || !w.get(me).is_some_and(|x| is_me(x)) {
            return false;
        }
        let (before, rest) = (w.get(..at).unwrap_or(&[]), w.get(me + 1..).unwrap_or(&[]));
        let of_papers = |x: &String| {
            matches!(
                x.as_str(),
                "sk" | "surat" | "ttd" | "tanda" | "tangan" | "tandatangan" | "berkas"
                    | "lampiran" | "pejabat" | "kepala" | "nip" | "nama" | "akun" | "salah"
                    // Told how to say it, as our own letters do.
                    | "kata" | "word" | "words" | "baris"
            )
        };
        let asked = before.iter().any(|x| deeds.contains(&x.as_str()));
        (asked || !before.iter().any(of_papers)) && follows(rest, deeds)
    })
}

/// What may stand behind "bukan saya".
fn follows(rest: &[String], deeds: &[&str]) -> bool {
    let mut rest = rest.iter().skip_while(|x| words::is_courtesy(x));
    match rest.next().map(String::as_str) {
        None => true,
        Some("yang" | "yg" | "who") => rest.take(3).any(|x| deeds.contains(&x.as_str())),
        Some("tidak" | "belum" | "dan" | "saja" | "lagi" | "sendiri" | "juga" | "admin") => false,
        Some(word) => {
            deeds.contains(&word)
                || matches!(
                    word,
                    "itu"
                        | "ini"
                        | "tersebut"
                        | "tolong"
                        | "jangan"
                        | "segera"
                        | "batalkan"
                        | "hentikan"
                        | "blokir"
                        | "abaikan"
                        | "kunci"
                        | "stop"
                        | "batal"
                        | "harap"
                        | "akun"
                        | "ada"
                        | "pasti"
                        | "dihentikan"
                        | "dibatalkan"
                        | "diblokir"
                        | "dikunci"
                        | "diabaikan"
                        | "dibekukan"
                )
        }
    }
}

/// "saya tidak pernah mengajukan", "kami tidak merasa meminta".
fn never_did(w: &[String], deeds: &[&str]) -> bool {
    (0..w.len()).any(|at| {
        if !w.get(at).is_some_and(|x| matches!(x.as_str(), "tidak" | "nggk" | "gakpernah")) {
            return false;
        }
        let between = |x: &&String| {
            matches!(
                x.as_str(),
                "pernah"
                    | "merasa"
                    | "ada"
                    | "sama"
                    | "sekali"
                    | "prnah"
                    | "pernh"
                    | "perna"
                    | "melakukan"
                    | "sedang"
                    | "juga"
                    | "prnh"
                    | "meras"
            )
        };
        let rest = w.get(at + 1..).unwrap_or(&[]);
        let gap = rest.iter().take(4).take_while(between).count();
        let deed = rest.get(gap).is_some_and(|x| deeds.contains(&x.as_str()));
        let knows_nothing = matches!(rest, [a, b, ..]
            if matches!(a.as_str(), "tahu" | "tau") && matches!(b.as_str(), "menahu" | "menau"));
        // Without a subject only what cannot be said of a thing: "tidak ada permohonan" is none.
        let pernah = |x: &String| matches!(x.as_str(), "pernah" | "merasa" | "prnah" | "prnh");
        let bare = at == 0 && rest.iter().take(gap).any(pernah);
        let mine = bare || w.iter().take(at).any(|x| is_me(x));
        let other = w.iter().any(|x| {
            matches!(x.as_str(), "keberatan" | "sk" | "surat" | "berkas" | "lampiran" | "menerima")
        });
        (deed || knows_nothing) && mine && !other
    })
}

/// "It was not me", "I never asked for this".
fn english(w: &[String], deeds: &[&str]) -> bool {
    let denied = |x: &String| {
        matches!(x.as_str(), "not" | "wasnt" | "isnt" | "didnt" | "never" | "havent" | "dont")
    };
    let approving = deeds.contains(&"approve");
    let deed = |x: &String| {
        let asked = matches!(
            x.as_str(),
            "request"
                | "requested"
                | "ask"
                | "asked"
                | "apply"
                | "applied"
                | "send"
                | "sent"
                | "make"
                | "made"
        );
        asked || approving && matches!(x.as_str(), "approve" | "approved" | "confirm" | "agreed")
    };
    (0..w.len()).any(|at| {
        if !w.get(at).is_some_and(denied) {
            return false;
        }
        let rest = w.get(at + 1..).unwrap_or(&[]);
        let me = matches!(rest, [a, ..] if a == "me" || a == "mine")
            || matches!(rest, [a, b, ..] if a == "my" && (b == "request" || b == "doing"));
        // "We will not ask" is a promise, no denial.
        let before = at.checked_sub(1).and_then(|n| w.get(n)).map_or("", String::as_str);
        let promised = matches!(before, "will" | "would" | "can" | "shall" | "do");
        let subject = !promised && w.iter().take(at).any(|x| x == "i" || x == "we");
        me || subject && rest.iter().take(2).any(deed)
    })
}

/// "BATAL", "batalkan persetujuan saya": an approver's word alone.
fn takes_back(sentence: &str) -> bool {
    if guard::has_question_mark(sentence) {
        return false;
    }
    let w = words::split(sentence);
    let batal = |x: &Word| {
        matches!(x.plain.as_str(), "batal" | "batalkan" | "dibatalkan" | "cabut" | "btl" | "batl")
    };
    let beside = |x: &Word| {
        words::is_courtesy(&x.plain)
            || matches!(
                x.plain.as_str(),
                "persetujuan"
                    | "persetujuannya"
                    | "tolong"
                    | "segera"
                    | "ini"
                    | "itu"
                    | "reset"
                    | "permohonan"
                    | "tersebut"
                    | "saya"
                    | "dulu"
            )
    };
    w.iter().any(batal) && w.iter().all(|x| batal(x) || beside(x))
}
