//! The heading of a decree that an engine could not read, told by what stands below it. Knows the order of a
//! decree, no field.
use super::ocr_page::{Line, Token, alike};

/// Lines a decree's heading stands in.
const HEAD: usize = 30;

/// A page that says MEMUTUSKAN between its reasons or articles and what it is about is a decree: a stamp or
/// a fold may lie over the word KEPUTUSAN, which then stands above its number again.
pub(super) fn heading(lines: &mut Vec<Line>) {
    let starts = |line: &Line, word: &str| {
        let first = line.text(0).trim_end_matches([':', '.', ',']);
        first.len() > 3 && alike(first, word, 1)
    };
    let first_of =
        |words: &[&str]| lines.iter().position(|line| words.iter().any(|word| starts(line, word)));
    let Some(decides) = first_of(&["MEMUTUSKAN", "Menetapkan"]) else { return };
    let reason = first_of(&["Menimbang", "Mengingat", "Membaca", "Memperhatikan"]);
    let article = first_of(&["KESATU", "PERTAMA", "KEDUA", "KETIGA"]);
    if reason.is_none_or(|at| at > decides) && article.is_none_or(|at| at < decides) {
        return;
    }
    let end = reason.unwrap_or(decides).min(decides);
    // Before it in the file may stand another paper.
    let page = lines.iter().take(end).rposition(|line| line.ends_page).map_or(0, |at| at + 1);
    let head = end.min(page + HEAD);
    let agency = |line: &Line| line.tokens.iter().any(|t| t.text.eq_ignore_ascii_case("AGENCY"));
    let top = || lines.iter().take(head).skip(page);
    let about = top().position(|line| starts(line, "TENTANG")).or_else(|| top().position(agency));
    let Some(about) = about.map(|at| at + page) else { return };
    let named = lines.iter().take(about + 1).skip(page).any(|line| {
        let says = |t: &Token| t.text.to_uppercase().contains("KEPUTUSAN");
        line.tokens.iter().take(3).any(says)
            || starts(line, "PERATURAN")
            || starts(line, "INSTRUKSI")
            || matches!(line.text(0), "Hal" | "Perihal" | "Yth." | "Yth" | "Kepada")
    });
    if named {
        return;
    }
    let number = lines.iter().take(about).skip(page).position(|line| starts(line, "NOMOR"));
    let number = number.map(|at| at + page);
    let below = number.unwrap_or(about);
    let above = lines.iter().take(below).rposition(|line| !line.tokens.is_empty());
    let near = above.filter(|at| *at > page && below - at <= 2).and_then(|at| lines.get_mut(at));
    let capitals = |line: &Line| {
        let all = || line.tokens.iter().flat_map(|t| t.text.chars());
        let letters = all().filter(|c| c.is_alphabetic()).count();
        all().filter(|c| c.is_uppercase()).count() * 5 >= letters * 4
    };
    let words = |blanks| {
        let word =
            |text: &str, blanks| Token { blanks, text: text.into(), confidence: 0.5, place: None };
        [word("SURAT", blanks), word("KEPUTUSAN", 1)]
    };
    match near.filter(|line| capitals(line)) {
        // What is left of the word goes.
        Some(line) if line.tokens.iter().take(3).any(|t| scrap(&t.text)) => {
            let blanks = line.tokens.first().map_or(0, |t| t.blanks);
            let last = line.tokens.iter().take(3).rposition(|t| scrap(&t.text)).unwrap_or(0);
            line.tokens.splice(0..=last, words(blanks));
        }
        _ => lines.insert(below, Line { tokens: words(0).into(), ends_page: false }),
    }
}

/// A heading whose letters stand apart for looks and came in pieces: "M EM UT US KAN".
pub(super) fn spaced(line: &mut Line) {
    const WHOLE: [&str; 6] =
        ["MEMUTUSKAN", "KEPUTUSAN", "SURATKEPUTUSAN", "TENTANG", "SURATTUGAS", "NOTADINAS"];
    let short = |t: &Token| t.text.chars().count() <= 4;
    let pieces = line.tokens.len();
    if !(3..=14).contains(&pieces)
        || line.tokens.iter().filter(|t| short(t)).count() * 4 < pieces * 3
    {
        return;
    }
    let all: String = line.tokens.iter().map(|t| t.text.as_str()).collect();
    let bare: String = all.chars().filter(|c| c.is_alphabetic()).collect();
    let most = bare.len() / 5;
    let Some(word) = WHOLE.iter().find(|word| bare.len() > 5 && alike(&bare, word, most)) else {
        return;
    };
    let text = match *word {
        "SURATKEPUTUSAN" | "KEPUTUSAN" => "SURAT KEPUTUSAN",
        "SURATTUGAS" => "SURAT TUGAS",
        "NOTADINAS" => "NOTA DINAS",
        word => word,
    };
    let ends = if all.ends_with(':') { ":" } else { "" };
    let blanks = line.tokens.first().map_or(0, |t| t.blanks);
    let confidence = line.tokens.iter().map(|t| t.confidence).fold(1.0, f32::min);
    line.tokens = vec![Token { blanks, text: format!("{text}{ends}"), confidence, place: None }];
}

/// A piece of SURAT KEPUTUSAN.
fn scrap(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let bare = bare.to_uppercase();
    bare.len() >= 3
        && ("SURAT".contains(&bare) || "KEPUTUSAN".contains(&bare) || alike(&bare, "KEPUTUSAN", 3))
}

#[cfg(test)]
mod tests {
    use crate::document::{Method, PaperKind, Word, Written, recognise_all};

    fn kind(head: &str) -> PaperKind {
        let text = format!(
            "DINAS CONTOH\n\n{head}\nNOMOR : 188/4/KEP/2026\n\nTENTANG\nPENUNJUKAN ADMIN AGENCY\n\n\
             Menimbang : a. bahwa perlu menunjuk Admin Agency;\nMengingat : 1. Peraturan;\n\
             MEMUTUSKAN:\nMenetapkan : KEPUTUSAN KEPALA DINAS.\nKESATU : Menunjuk Sdr. Arif Contoh, \
             NIP 19870314 201101 2 901, sebagai Admin Agency.\nDitetapkan di Contoh\n"
        );
        let words = vec![Word { end: text.len(), confidence: 0.9, ..Word::default() }];
        let written = Written { text, pages: 1, method: Method::Ocr, words, again: Vec::new() };
        recognise_all(&[(written, "scan.pdf")]).remove(0).kind
    }

    #[test]
    fn a_heading_under_a_stamp() {
        for head in [
            "KEPUTUSAN KEPALA DINAS",
            "RAT   KEP     PALA DINAS",
            "",
            "K EP UT US AN",
            "KEPU7U5AH KEPALA DINAS",
        ] {
            assert_eq!(kind(head), PaperKind::AppointmentDecree, "<{head}>");
        }
        assert_ne!(kind("PERATURAN KEPALA DINAS"), PaperKind::AppointmentDecree);
    }
}
