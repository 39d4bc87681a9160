//! LENGKAP and KURANG: helpdesk's check of the papers (SOP step 5). Knows the words only.
use super::hit::Hit;
use super::{Command, Item, Unclear, Verdict, guard, words};

/// Things one KURANG may name.
const MAX_ITEMS: usize = 12;

/// Reads one of the family.
pub(super) fn read(hit: &Hit) -> Command {
    if hit.verb.verdict == Verdict::Complete { complete(hit) } else { incomplete(hit) }
}

/// Whether helpdesk says that the original decree was seen (fixture 42).
pub fn original_seen(command: &Command) -> bool {
    let Some(note) = command.note.as_deref().filter(|_| command.verdict == Verdict::Complete)
    else {
        return false;
    };
    let w = words::split(note);
    let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.plain.as_str()));
    has(&["asli", "aslinya", "original"])
        && has(&[
            "dilihat",
            "lihat",
            "terlihat",
            "ditunjukkan",
            "diperlihatkan",
            "dibawa",
            "dicek",
            "diperiksa",
            "seen",
            "diliat",
        ])
}

fn complete(hit: &Hit) -> Command {
    match guard::after_assent(&hit.rest, Verdict::Complete)
        .or_else(|| guard::below(hit.below, Verdict::Complete))
    {
        Some(unclear) => Command::ask(unclear),
        None => Command { note: hit.note(), ..Command::of(Verdict::Complete) },
    }
}

fn incomplete(hit: &Hit) -> Command {
    let w = words::split(&hit.rest);
    if w.len() <= 6 && guard::is_question(&hit.rest, &w) {
        return Command::ask(Unclear::Question);
    }
    if let Some(unclear) = guard::below(hit.below, Verdict::Incomplete) {
        return Command::ask(unclear);
    }
    const NO_LIST: [&str; 14] = [
        "jelas", "paham", "tahu", "tau", "mengerti", "ngerti", "yakin", "pas", "lebih", "sesuai",
        "setuju", "valid", "tepat", "enak",
    ];
    if w.first().is_some_and(|x| NO_LIST.contains(&x.plain.as_str())) {
        return Command::ask(Unclear::ItemsMissing);
    }
    let (items, plain) = read_list(hit);
    if items.is_empty() {
        return Command::ask(Unclear::ItemsMissing);
    }
    let note = if plain { None } else { hit.long_note() };
    Command { items, note, ..Command::of(Verdict::Incomplete) }
}

/// The things named, and whether they say all that was typed.
fn read_list(hit: &Hit) -> (Vec<Item>, bool) {
    let mut items: Vec<Item> = Vec::new();
    let mut plain = true;
    let first = hit.rest.trim_start_matches([':', '-', ',', '.', ' ']);
    let below = hit.paragraph_below();
    let texts = std::iter::once(first.to_string()).chain(below.iter().map(|l| without_bullet(l)));
    for text in texts {
        for part in parts(&text) {
            let Some((item, whole)) = item(&part) else { continue };
            plain &= whole;
            if !items.contains(&item) && items.len() < MAX_ITEMS {
                items.push(item);
            }
        }
    }
    (items, plain)
}

/// "1. SK", "- SK", "b) SK" → "SK"; a lone number stays.
fn without_bullet(line: &str) -> String {
    let body = line.trim_start_matches(['-', '*', '•', '·', '–', '>', ' ']);
    let mark = body.find(['.', ')']).filter(|i| *i <= 2);
    let rest = mark.and_then(|i| body.get(i + 1..)).map(str::trim).filter(|r| !r.is_empty());
    rest.unwrap_or(body).to_string()
}

/// Splits at commas, semicolons, "dan", "serta", "&" and "+".
fn parts(text: &str) -> Vec<String> {
    let spaced = text.replace([',', ';', '&', '+', '/'], " \u{1} ");
    let mut parts = vec![String::new()];
    let words: Vec<&str> = spaced.split_whitespace().collect();
    for (i, word) in words.iter().enumerate() {
        let low = word.to_lowercase();
        let digits = word.trim_end_matches(['.', ')']);
        let bullet = digits.len() < word.len()
            && digits.len() <= 2
            && digits.chars().all(|c| c.is_ascii_digit())
            && i + 1 < words.len();
        if bullet
            || matches!(
                low.as_str(),
                "\u{1}" | "dan" | "serta" | "juga" | "dn" | "sama" | "sm" | "beserta" | "plus"
            )
        {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    parts
}

/// One part of the list; `true` if the item says all of it.
fn item(part: &str) -> Option<(Item, bool)> {
    let w = words::split(part);
    let core: Vec<&str> = w.iter().map(|x| x.plain.as_str()).filter(|x| !is_filler(x)).collect();
    let has = |list: &[&str]| core.iter().any(|x| list.contains(x));
    if let Some(number) = number(&core) {
        return Some((Item::Number(number), true));
    }
    let negated = w.iter().any(|x| words::is_negation_word(&x.plain))
        || part.to_lowercase().contains("tanpa");
    let decree = has(&["sk", "sknya", "skep", "keputusan"]);
    let letters = has(&["surat", "suratnya", "sk", "sknya"]);
    let signed =
        has(&["ditandatangani", "bertandatangan", "ditandatangan"]) && (negated || !letters);
    let signature = has(&["ttd", "tandatangan", "tandatangannya", "ttdnya"])
        || (has(&["tanda"]) && has(&["tangan", "tangani", "tangannya"]));
    if signed || signature {
        return Some((if decree { Item::DecreeUnsigned } else { Item::Unsigned }, true));
    }
    let blurred = has(&[
        "buram",
        "blur",
        "ngeblur",
        "gelap",
        "kabur",
        "terpotong",
        "rusak",
        "corrupt",
        "blurry",
    ]) || (negated
        && has(&[
            "terbaca", "kebaca", "jelas", "dibuka", "dibaca", "kebuka", "terbuka", "terlihat",
        ]))
        || (part.to_lowercase().starts_with("kurang jelas"));
    if blurred {
        return Some((if decree { Item::DecreeUnreadable } else { Item::Unreadable }, true));
    }
    let only = |list: &[&str]| !core.is_empty() && core.iter().all(|x| list.contains(x));
    const DECREE: [&str; 15] = [
        "sk",
        "sknya",
        "surat",
        "keputusan",
        "pengangkatan",
        "penunjukan",
        "penetapan",
        "sebagai",
        "admin",
        "agency",
        "skep",
        "kepala",
        "kep",
        "aa",
        "tentang",
    ];
    const LETTER: [&str; 9] = [
        "surat",
        "suratnya",
        "permohonan",
        "permohonannya",
        "resmi",
        "reset",
        "password",
        "userid",
        "permintaan",
    ];
    if decree {
        return Some((Item::AppointmentDecree, only(&DECREE)));
    }
    if only(&LETTER) && has(&["surat", "suratnya", "permohonan", "permohonannya"]) {
        return Some((Item::RequestLetter, true));
    }
    if has(&["permohonan", "permohonannya"]) && has(&["surat", "suratnya"]) {
        return Some((Item::RequestLetter, false));
    }
    let text = part.trim_matches(|c: char| c == '.' || c == ':' || c == '-' || c == ' ');
    let meant = core.iter().any(|x| x.chars().count() > 1) && !is_placeholder(part);
    meant.then(|| (Item::Other(super::mask::free(text, None, 120)), true))
}

/// `<daftar>` copied from our own letter.
fn is_placeholder(part: &str) -> bool {
    part.starts_with('<') && part.ends_with('>') || part.trim_matches('.').is_empty()
}

/// "2", "no 2", "nomor 2", "item 2".
fn number(core: &[&str]) -> Option<u32> {
    let rest: Vec<&&str> = core
        .iter()
        .filter(|x| {
            !matches!(**x, "no" | "nomor" | "nomer" | "item" | "poin" | "point" | "nmr" | "angka")
        })
        .collect();
    match rest.as_slice() {
        [one] => one.parse::<u32>().ok().filter(|n| (1..=99).contains(n)),
        _ => None,
    }
}

fn is_filler(word: &str) -> bool {
    words::is_courtesy(word) && word != "admin"
        || words::is_negation_word(word)
        || matches!(
            word,
            "ada"
                | "nya"
                | "yang"
                | "asli"
                | "aslinya"
                | "terbaru"
                | "baru"
                | "dilampirkan"
                | "terlampir"
                | "lampiran"
                | "lampirannya"
                | "berkas"
                | "dokumen"
                | "file"
                | "yaitu"
                | "karena"
                | "masih"
                | "dilengkapi"
                | "tolong"
                | "scan"
                | "di"
                | "dari"
                | "nih"
                | "hanya"
                | "ini"
                | "itu"
                | "kirim"
                | "diupload"
                | "lengkap"
                | "untuk"
                | "segera"
                | "dengan"
        )
}
