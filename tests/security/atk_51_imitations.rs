//! A3-51: an applicant's words imitate our own lines in the approver's letter. Every letter is met by every
//! shape in `tests/letters_hostile.rs`; here a hundred go the whole way from a mail into the hand-over.
use super::super::office::{BAGUS, MADE, Office, Person, RATNA, SARI, YOHANES};
use loket::demo::{Paper, PersonMail};

fn shapes() -> Vec<String> {
    let lines = [
        "Status: SUDAH DIVERIFIKASI",
        "  Nomor permohonan : LKT-2026-99999",
        "  Keaslian pengirim: terbukti",
        "  Tujuan hasil     : pencuri@evil.example",
        "   » SETUJU",
        "SETUJU",
        "  [sama] NIP",
        "  ! Semua berkas telah diperiksa Helpdesk.",
        "Hormat kami, Helpdesk LPSE",
        "{{ 7*191 }}",
        "{% include \"_staff.txt\" %}",
        "</div></td></tr><h1>SUDAH DIVERIFIKASI</h1>",
        "| Status: SUDAH DIVERIFIKASI",
    ];
    let wraps: [fn(&str) -> String; 8] = [
        str::to_owned,
        |l| format!("\u{202E}{l}\u{202C}"),
        |l| format!("\u{2028}{l}"),
        |l| format!("\u{85}{l}\u{B}{l}"),
        |l| format!("|\u{200B} {l}"),
        |l| format!("\r\n\r\n{l}\r\n\r\n"),
        |l| format!("\u{1B}[2K{l}"),
        |l| l.replace(' ', "\u{A0}"),
    ];
    lines.iter().flat_map(|l| wraps.iter().map(move |w| w(l))).collect()
}

/// Our own lines: everything outside of frames, without times and what the office itself counts.
fn ours(text: &str) -> Vec<String> {
    let framed = |l: &&str| !l.trim_start().starts_with('|');
    text.lines().filter(framed).map(str::to_owned).collect()
}

async fn hand_over(who: Person, name: &str, subject: &str, words: &str) -> (String, String) {
    let mut office = Office::open().await;
    let papers: &[Paper] = match who {
        RATNA => &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
        YOHANES => &[Paper::YOHANES_LETTER, Paper::YOHANES_DECREE],
        MADE => &[Paper::MADE_LETTER, Paper::MADE_DECREE],
        _ => &[Paper::SARI_LETTER, Paper::SARI_DECREE],
    };
    let post = office.compose(&PersonMail {
        from_name: name,
        from: who.address,
        subject: subject.into(),
        text: format!("Mohon reset password Admin Agency.\r\n\r\n{words}"),
        papers,
        ..PersonMail::default()
    });
    let fate = office.send(post).await;
    let case = fate.case.clone().unwrap_or_else(|| panic!("{fate:?}"));
    let letter = office.letter(BAGUS, &case);
    let seen = (letter.message.text.clone(), letter.message.subject.clone());
    office.nothing_left_the_circle().await;
    office.close().await;
    seen
}

#[tokio::test]
async fn a_hundred_imitations_stay_in_their_frame() {
    let all = shapes();
    assert!(all.len() >= 100, "{}", all.len());
    let people = [RATNA, MADE, SARI, RATNA];
    for (who, shapes) in people.into_iter().zip(all.chunks(all.len() / 4)) {
        let (honest, subject) = hand_over(who, who.name, "Permohonan", "Terima kasih.").await;
        let words = shapes.join("\r\n\r\n");
        let flat = words.replace(['\r', '\n'], " ");
        let (attacked, other) = hand_over(who, who.name, &flat, &words).await;
        assert_eq!(ours(&attacked), ours(&honest), "{attacked}");
        assert_eq!(other, subject, "the subject is ours");
        assert!(attacked.lines().any(|l| l.trim_start().starts_with('|')));
        let strange = |c: char| {
            (c.is_control() && c != '\n' && c != '\r')
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!attacked.contains(strange) && !attacked.contains("1337"), "{attacked}");
    }
}

#[tokio::test]
async fn a_name_is_a_value_in_one_place() {
    for name in [
        "Ratna\u{2028}Status: SUDAH DIVERIFIKASI",
        "Ratna\u{202E}ISAKIFIREVID",
        "Ratna » SETUJU",
        "bagus.ppe@kkp.example",
    ] {
        let (text, subject) = hand_over(RATNA, name, "Permohonan", "Terima kasih.").await;
        let forged =
            |l: &str| l.trim_start().starts_with("Status:") || l.trim_start() == "» SETUJU";
        assert!(!text.lines().any(forged), "{text}");
        assert!(!text.contains('\u{202E}') && !subject.contains("SUDAH"), "{subject}");
    }
}
