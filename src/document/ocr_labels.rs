//! Mends the labels of a scanned paper and the colons behind them. Knows where labels stand; touches a value
//! only where its first sign was the colon.
use super::ocr_page::{Line, Token, alike, set, skeleton};
use super::words::{Label, meaning};

/// Labels as people write them; the longest first, so that "Nama" does not take "Nama Lengkap".
const LABELS: &[&str] = &[
    "Pangkat / Golongan Ruang",
    "Pangkat / Gol. Ruang",
    "Pangkat, Golongan",
    "Pangkat/Golongan Ruang",
    "Pangkat/Golongan",
    "Pangkat/Gol. Ruang",
    "Alasan Permohonan",
    "Jenis Permohonan",
    "Unit Organisasi",
    "Satuan Kerja",
    "Nomor Handphone",
    "Nomor Telepon",
    "No. Telepon",
    "No. WhatsApp",
    "Nama Pengguna",
    "Nama Lengkap",
    "Nama Pemohon",
    "Alamat Email",
    "Alamat Surel",
    "Pangkat/Gol.",
    "NIP/NI PPPK",
    "User ID SPSE",
    "Telepon/HP",
    "Unit Kerja",
    "No. HP/WA",
    "Nomor HP",
    "NI PPPK",
    "K/L/D/I",
    "K/L/PD",
    "Username",
    "Lampiran",
    "Instansi",
    "Golongan",
    "Jabatan",
    "Pangkat",
    "Perihal",
    "Pos-el",
    "User ID",
    "E-mail",
    "No. HP",
    "Satker",
    "Alasan",
    "Tanggal",
    "Email",
    "Surel",
    "Nomor",
    "Sifat",
    "Nama",
    "NIP",
    "Hal",
];
/// The words in front of a decree's clauses.
const CLAUSES: &[&str] = &[
    "Menimbang",
    "Mengingat",
    "Memperhatikan",
    "Menetapkan",
    "KESATU",
    "KEDUA",
    "KETIGA",
    "KEEMPAT",
    "KELIMA",
    "PERTAMA",
];
/// Could this stand for a colon?
fn is_colon(text: &str) -> bool {
    text.chars().count() <= 2
        && !text.is_empty()
        && (text.chars().all(|c| !c.is_alphanumeric())
            || matches!(
                text,
                "1" | "2"
                    | "3"
                    | "i"
                    | "l"
                    | "I"
                    | "t"
                    | "z"
                    | "s"
                    | "2."
                    | "1."
                    | "i:"
                    | "1:"
                    | "7"
                    | "5"
                    | "8"
                    | "4"
                    | "6"
            ))
}

/// The label at the start of a line: how many tokens it takes, and how it is meant.
fn label_of(line: &Line) -> Option<(usize, Option<&'static str>)> {
    for count in (1..=4usize.min(line.tokens.len())).rev() {
        let words: Vec<&str> = line.tokens.iter().take(count).map(|t| t.text.as_str()).collect();
        if line.tokens.iter().take(count).skip(1).any(|t| t.blanks > 2) {
            continue;
        }
        let text = words.join(" ");
        let bare = text.trim_end_matches([':', ';', '.', ',', '-', ' ']);
        let apart = line.tokens.get(count).is_none_or(|t| t.blanks >= 2 || is_colon(&t.text))
            || text.ends_with([':', ';']);
        if !apart || bare.is_empty() {
            continue;
        }
        let clause = CLAUSES.iter().any(|c| skeleton(c) == skeleton(bare));
        let letters = bare.chars().filter(|c| c.is_alphanumeric()).count();
        if clause || (meaning(bare) != Label::Unknown && letters >= 2) {
            return Some((count, None));
        }
        let most = match letters {
            0..=2 => continue,
            3..=5 => 0,
            6..=9 => 1,
            _ => 2,
        };
        let meant = LABELS.iter().chain(CLAUSES).find(|l| {
            let slashes =
                |t: &str| t.to_lowercase().replace(['/', '|', 'l', '1', '!', 'i', ' '], "i");
            alike(bare, l, most) || (l.contains('/') && l.len() < 8 && slashes(bare) == slashes(l))
        });
        if let Some(meant) = meant {
            return Some((count, Some(meant)));
        }
    }
    None
}

/// "7.K/L/D/I": the number of a form's row and its label, read as one.
fn apart(line: &mut Line) {
    let Some(first) = line.tokens.first() else { return };
    let Some((number, word)) = first.text.split_once('.') else { return };
    let digits =
        !number.is_empty() && number.len() <= 2 && number.chars().all(|c| c.is_ascii_digit());
    if digits && word.len() >= 3 && word.starts_with(char::is_uppercase) {
        let (blanks, confidence) = (first.blanks, first.confidence);
        let two = [
            Token { blanks, text: format!("{number}."), confidence, place: None },
            Token { blanks: 1, text: word.to_string(), confidence, place: None },
        ];
        line.tokens.splice(0..1, two);
    }
}

/// "User ID : Email   1 AA.X / a@b.example": the stroke between two labels of one row, read as a colon.
fn pair(line: &mut Line) -> bool {
    let is_label = |line: &Line, from: usize, to: usize| {
        let words: Vec<&str> =
            line.tokens.iter().take(to).skip(from).map(|t| t.text.as_str()).collect();
        from < to && meaning(words.join(" ").trim_end_matches(':')) != Label::Unknown
    };
    let Some(colon) = line.tokens.iter().take(4).position(|t| t.text == ":") else { return false };
    let wide = |t: &Token| t.blanks >= 2 || t.text == ":";
    let end = line.tokens.iter().skip(colon + 1).position(wide).map(|at| at + colon + 1);
    let Some(end) = end.filter(|end| (colon + 2..=colon + 4).contains(end)) else { return false };
    let strokes = line.tokens.iter().skip(end).any(|t| t.text == "/");
    if !strokes || !is_label(line, 0, colon) || !is_label(line, colon + 1, end) {
        return false;
    }
    set(line, colon, "/".into());
    let Some(next) = line.tokens.get_mut(end) else { return false };
    if is_colon(&next.text) {
        next.text = ":".into();
    } else {
        let blanks = std::mem::replace(&mut next.blanks, 1).saturating_sub(1);
        line.tokens.insert(end, Token { blanks, text: ":".into(), confidence: 0.6, place: None });
    }
    true
}

/// Mends the label of a line and the colon behind it.
pub(super) fn label(line: &mut Line) {
    // The number in front of a form's rows: "3. NIP", "3 . NIP".
    apart(line);
    if pair(line) {
        return;
    }
    let first = line.text(0).trim_end_matches(['.', ')', ',']);
    let count = first.len() <= 2
        && first.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
        && !first.is_empty();
    let dotted = line.text(0).ends_with(['.', ')', ',']);
    let numbered = match (count, dotted, matches!(line.text(1), "." | ")")) {
        (true, true, _) if line.tokens.len() > 2 => 1,
        (true, false, true) if line.tokens.len() > 3 => 2,
        _ => 0,
    };
    let mut rest = Line { tokens: line.tokens.split_off(numbered), ends_page: line.ends_page };
    if let Some((count, meant)) = label_of(&rest) {
        if let Some(meant) = meant {
            let ends = if rest.text(count - 1).ends_with([':', ';']) { ":" } else { "" };
            let blanks = rest.tokens.first().map_or(0, |t| t.blanks);
            let confidence =
                rest.tokens.iter().take(count).map(|t| t.confidence).fold(1.0, f32::min);
            let text = format!("{meant}{ends}");
            let place = |at: usize| rest.tokens.get(at).and_then(|t| t.place);
            let place = place(0).zip(place(count - 1)).map(|(a, b)| (a.0, b.1));
            rest.tokens.splice(0..count, [Token { blanks, text, confidence, place }]);
            colon(&mut rest, 1);
        } else {
            colon(&mut rest, count);
        }
    }
    line.tokens.append(&mut rest.tokens);
}

/// What stands behind a label of `count` tokens becomes its colon.
fn colon(line: &mut Line, count: usize) {
    let before = line.text(count.saturating_sub(1));
    if before.ends_with(';') {
        let mended = format!("{}:", before.trim_end_matches(';'));
        set(line, count.saturating_sub(1), mended);
        return;
    }
    if before.ends_with(':') {
        return;
    }
    let more = line.tokens.len() > count + 1;
    let Some(next) = line.tokens.get_mut(count) else { return };
    if next.text == ":" {
        return;
    }
    if let Some(value) = next.text.strip_prefix(':') {
        if matches!(value, "-" | "." | "—" | "–" | ":") && more {
            next.text = ":".into();
        }
        return;
    }
    let sign = next.text.chars().all(|c| !c.is_alphanumeric() && c != '(' && c != '+');
    if more && is_colon(&next.text) && (sign || next.blanks >= 2) {
        next.text = ":".into();
    } else if next.blanks >= 2 {
        let blanks = next.blanks - 1;
        next.blanks = 1;
        line.tokens.insert(count, Token { blanks, text: ":".into(), confidence: 0.5, place: None });
    }
}

/// Where a block of labels has its colons, a row whose value begins there has its colon read as the
/// first sign of the value ("11987..." for ": 1987...").
pub(super) fn colons(lines: &mut [Line]) {
    let places: Vec<Option<(usize, usize, f32)>> = lines
        .iter()
        .map(|line| {
            let at = line.tokens.iter().take(6).position(|t| t.text == ":")?;
            Some((line.column(at), line.column(at + 1), line.tokens.get(at)?.confidence))
        })
        .collect();
    let edges: Vec<Option<(f32, f32)>> = lines
        .iter()
        .map(|line| {
            let at = line.tokens.iter().take(6).position(|t| t.text == ":")?;
            let left = |at: usize| Some(line.tokens.get(at)?.place?.0);
            left(at).zip(left(at + 1))
        })
        .collect();
    for at in 0..lines.len() {
        let Some(Some((here, _, confidence))) = places.get(at).copied() else { continue };
        // Only a colon that was put in, not one that was seen.
        if confidence != 0.5 {
            continue;
        }
        let near = places.iter().enumerate().skip(at.saturating_sub(8)).take(17);
        let sure: Vec<(usize, usize)> =
            near.filter_map(|(_, p)| p.filter(|p| p.2 != 0.5).map(|p| (p.0, p.1))).collect();
        let aligned =
            sure.iter().filter(|(colon, value)| colon.abs_diff(here) <= 1 && *value >= colon + 2);
        let Some(line) = lines.get_mut(at) else { continue };
        let Some(place) = line.tokens.iter().take(6).position(|t| t.text == ":") else { continue };
        let Some(value) = line.tokens.get_mut(place + 1) else { continue };
        // What begins where the values of the other rows do begins with a sign of its own.
        let beside = |p: &Option<(usize, usize, f32)>| {
            p.is_some_and(|p| p.2 != 0.5 && p.0.abs_diff(here) <= 1)
        };
        let others = edges.iter().zip(&places).skip(at.saturating_sub(8)).take(17);
        let others = others.filter(|(_, place)| beside(place)).filter_map(|(edge, _)| *edge);
        let nearer = value.place.and_then(|(left, _)| {
            let away = others.map(|(colon, value)| ((colon - left).abs(), (value - left).abs()));
            away.map(|(colon, own)| own - colon).reduce(f32::min).map(|less| less < 0.0)
        });
        if nearer == Some(true) {
            continue;
        }
        let mut rest = value.text.chars();
        let first = rest.next();
        // The year of birth in a NIP begins with 19 itself.
        let odd =
            first.is_some_and(|c| "12i!|l#-=».;*~".contains(c)) && !rest.as_str().starts_with('9');
        if odd && aligned.count() >= 2 && rest.as_str().chars().count() >= 2 {
            value.text = rest.as_str().trim_start_matches(['.', ',', ' ']).to_string();
        }
    }
}
