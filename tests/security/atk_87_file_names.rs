//! A5-87: names of files that climb, turn their letters round, or end a string. On disk a paper is called by its
//! number and hash inside its case; the name is data, shown harmless.
use super::super::office::{DEWI, SARI};
use super::super::relay::printed;
use super::super::siege::with_files;

fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "../../../../tmp/jahat.pdf",
        "..\\..\\windows\\jahat.pdf",
        "/etc/cron.d/jahat",
        "C:\\CON.pdf",
        "NUL",
        "aux.pdf",
        "com1.pdf",
        ".",
        "..",
        "...",
        ".htaccess",
        "-rf.pdf",
        "$(id).pdf",
        "`id`.pdf",
        "a;id.pdf",
        "a|b.pdf",
        "a\0b.pdf",
        "a\r\nb.pdf",
        "a\u{202e}fdp.exe",
        "\u{202d}surat.pdf",
        "\u{2066}surat\u{2069}.pdf",
        "\u{200f}surat.pdf",
        "\u{feff}surat.pdf",
        "\u{200b}.pdf",
        "\u{1b}[2J.pdf",
        "\u{7}.pdf",
        "%2e%2e%2fjahat",
        "..%c0%afjahat",
        "~root/x",
        "surat.pdf\u{0}.exe",
        " ",
        "\t",
        "",
    ]
    .iter()
    .map(|s| s.to_string())
    .collect();
    names.push("a".repeat(5000) + ".pdf");
    names.push("\u{1F600}".repeat(300));
    names.push("\u{202e}".repeat(200) + ".pdf");
    names
}

fn harmless(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{200b}');
    !text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns(c))
}

#[tokio::test]
async fn a_name_is_data() {
    // The name as RFC 2231 carries any byte, beside an honest plain one.
    let mut files = Vec::new();
    let all = names();
    let coded: Vec<String> = all
        .iter()
        .map(|name| {
            let code: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
            format!("x\"; filename*=utf-8''{code}; y=\"z")
        })
        .collect();
    for (n, name) in coded.iter().enumerate() {
        files.push((
            name.as_str(),
            "application/pdf",
            format!("%PDF-1.4\n% {n}\n%%EOF").into_bytes(),
        ));
    }
    let (mut office, case) = with_files(&files[..20]).await;
    let receipt = office.letter(SARI, &case.id);
    office.send(office.reply(SARI, &receipt, "BATAL")).await;
    office.pass(60 * 24).await;
    let year = office.stage.dir.join("data/arsip/2026");
    let dossier = std::fs::read_dir(year.join(&case.id)).unwrap();
    let mut count = 0;
    for entry in dossier.flatten() {
        let name = entry.file_name().into_string().unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        assert!(name.chars().all(plain) && !name.contains(".."), "{name:?}");
        assert!(!name.contains("jahat"), "{name:?}");
        count += 1;
    }
    assert!(count > case.papers.len(), "{count} files");
    assert!(!std::path::Path::new("/tmp/jahat.pdf").exists());
    for paper in &case.papers {
        assert!(harmless(&paper.name) && paper.name.len() <= 150, "{:?}", paper.name);
        assert!(!paper.name.contains(['/', '\\']), "{:?}", paper.name);
    }
    for who in [DEWI, SARI] {
        for letter in office.stage.mailbox(who.address) {
            assert!(
                harmless(&letter.message.text),
                "{}: {:?}",
                letter.message.subject,
                letter.message.text
            );
        }
    }
    let said = printed(&office, &["case", "show", &case.id]);
    assert!(said.starts_with("exit status: 0") && harmless(&said), "{said:?}");
    office.close().await;
    let (office, case) = with_files(&files[20..]).await;
    for paper in &case.papers {
        assert!(harmless(&paper.name) && paper.name.len() <= 150, "{:?}", paper.name);
    }
    office.close().await;
}
