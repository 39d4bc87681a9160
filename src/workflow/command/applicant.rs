//! What an applicant may type: STATUS and BATAL. Everything else he writes is no command, least of
//! all SETUJU (`domain.md` E-14, E-16). Knows the words only.
use super::tidy::Line;
use super::words::{self, Word};
use super::{Command, Unclear, Verdict, guard, mask, opening};

/// Reads the first paragraph.
pub(super) fn read(lines: &[Line]) -> Command {
    let Some(start) = opening::first_line(lines) else {
        return Command::nothing(Unclear::NoCommand);
    };
    let first = words::split(&start.text);
    let mut text = start.text.clone();
    for line in lines.iter().skip(start.at + 1).take(4).take_while(|l| !l.text.is_empty()) {
        text.push(' ');
        text.push_str(&line.text);
    }
    if is_status(&first) {
        return Command::of(Verdict::Status);
    }
    if is_withdrawal(&text) {
        return Command { note: Some(mask::free(&text, None, 300)), ..Command::of(Verdict::Close) };
    }
    Command::nothing(Unclear::NoCommand)
}

fn is_status(w: &[Word]) -> bool {
    let beside = |x: &str| {
        words::is_courtesy(x)
            || matches!(
                x,
                "permohonan"
                    | "permintaan"
                    | "tiket"
                    | "nomor"
                    | "no"
                    | "saya"
                    | "ini"
                    | "terkini"
                    | "terbaru"
                    | "cek"
                    | "tolong"
                    | "kami"
                    | "bagaimana"
                    | "gimana"
                    | "sekarang"
                    | "terakhir"
                    | "info"
            )
    };
    let opens = matches!(w, [a, ..] if a.plain == "status")
        || matches!(w, [a, b, ..] if b.plain == "status" && matches!(a.plain.as_str(), "cek" | "mohon" | "minta" | "info" | "tanya" | "bagaimana" | "gimana"));
    opens
        && w.iter().all(|x| {
            x.plain == "status" || beside(&x.plain) || x.plain == "minta" || x.plain == "tanya"
        })
}

/// A clear wish to take the request back: not negated, not asked, not tied to anything, not told as
/// something that happened to him.
fn is_withdrawal(text: &str) -> bool {
    let w = words::split(text);
    let sentences: Vec<&str> = text.split_inclusive(['.', '!', '?', ';']).collect();
    if w.len() > 60 {
        return false;
    }
    sentences.iter().any(|s| withdraws(s))
}

fn withdraws(sentence: &str) -> bool {
    let w = words::split(sentence);
    let at = |list: &[&str]| w.iter().position(|x| list.contains(&x.plain.as_str()));
    let has = |list: &[&str]| at(list).is_some();
    const BACK: [&str; 13] = [
        "batal",
        "batalkan",
        "dibatalkan",
        "membatalkan",
        "pembatalan",
        "cabut",
        "dicabut",
        "mencabut",
        "pencabutan",
        "menarik",
        "tarik",
        "ditarik",
        "cancel",
    ];
    let not_ours = has(&[
        "oleh",
        "kenapa",
        "mengapa",
        "diproses",
        "dilanjutkan",
        "lanjut",
        "apakah",
        "bagaimana",
        "gimana",
    ]) || has(&["kalau", "jika", "bila", "apabila", "kecuali", "asal"])
        || guard::has_question_mark(sentence);
    if not_ours {
        return false;
    }
    let request = has(&[
        "permohonan",
        "permohonannya",
        "permintaan",
        "permintaannya",
        "pengajuan",
        "pengajuannya",
        "tiket",
        "reset",
        "resetnya",
        "permohonanya",
        "request",
        "requestnya",
    ]);
    let wish = has(&[
        "mohon",
        "tolong",
        "saja",
        "aja",
        "ingin",
        "mau",
        "akan",
        "minta",
        "jadi",
        "maaf",
        "harap",
        "please",
        "kami",
        "saya",
        "bermaksud",
        "hendak",
        "dengan",
    ]);
    if let Some(i) = at(&BACK) {
        let negated = w
            .iter()
            .take(i)
            .rev()
            .take(3)
            .any(|x| words::is_negation_word(&x.plain) && x.plain != "batal");
        let verb = w.get(i).map_or("", |x| x.plain.as_str());
        let papers = has(&["sk", "surat", "jabatan", "penunjukan", "pengangkatan"]) && !request;
        let pulls = matches!(verb, "menarik" | "tarik" | "ditarik") && !request;
        let alone = i == 0
            && w.iter().skip(1).take(3).all(|x| {
                words::is_courtesy(&x.plain)
                    || matches!(x.plain.as_str(), "permohonan" | "permohonannya" | "reset")
            });
        let because = matches!(verb, "batal" | "batalkan")
            && i == 0
            && w.get(1).is_some_and(|x| {
                matches!(x.plain.as_str(), "karena" | "sebab" | "permohonan" | "saja")
            });
        // "BATAL, akunnya sudah bisa dibuka": the word and, set apart from it, the reason.
        let apart = i == 0
            && verb == "batal"
            && w.first().is_some_and(|x| {
                let rest = sentence.get(x.end..).unwrap_or_default().trim_start();
                rest.starts_with([',', ':', '-', '–', '(', ';'])
            });
        let alone = alone || because || apart;
        let plain_wish = wish
            && (request
                || w.iter().any(|x| {
                    matches!(x.plain.as_str(), "saja" | "aja" | "batalkan" | "dibatalkan")
                }));
        return !negated && !papers && !pulls && (alone || plain_wish || (request && i == 0));
    }
    not_any_more(&w, request)
}

/// "Tidak jadi reset", "gak jadi pak, password sudah ketemu".
fn not_any_more(w: &[Word], request: bool) -> bool {
    let Some(i) =
        w.windows(2).position(|p| matches!(p, [a, b] if a.plain == "tidak" && b.plain == "jadi"))
    else {
        return false;
    };
    let early = w.iter().take(i).all(|x| {
        words::is_courtesy(&x.plain)
            || matches!(
                x.plain.as_str(),
                "maaf" | "saya" | "permohonan" | "permohonannya" | "resetnya"
            )
    });
    let object = w.get(i + 2).is_none_or(|x| {
        words::is_courtesy(&x.plain)
            || matches!(
                x.plain.as_str(),
                "reset"
                    | "direset"
                    | "minta"
                    | "mengajukan"
                    | "karena"
                    | "password"
                    | "permohonan"
                    | "sudah"
            )
    });
    early && (object || request)
}
