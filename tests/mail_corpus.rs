//! Every mail of `tests/data/mail` against what Loket understands of it, and hostile mails against limits.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::mail::{MailKind, Newness, TrustSettings, Verdict, attachment_bytes, explain, parse};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn trust() -> TrustSettings {
    TrustSettings { authserv_id: Some("mx.kkp.example".into()), ..TrustSettings::default() }
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mail");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .collect();
    files.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

fn mail(name: &str) -> Vec<u8> {
    corpus().into_iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn every_mail_is_understood_as_written_down() {
    let mails = corpus();
    assert!(mails.len() >= 50, "the corpus shrank to {}", mails.len());
    for (name, raw) in mails {
        let message = parse(&raw, &trust());
        insta::with_settings!({
            snapshot_path => "data/mail/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_json_snapshot!(name, explain(&message));
        });
    }
}

#[test]
fn every_listed_attachment_can_be_taken_out() {
    for (name, raw) in corpus() {
        for file in parse(&raw, &trust()).attachments {
            let bytes = attachment_bytes(&raw, &file.sha256);
            let bytes = bytes.unwrap_or_else(|| panic!("{name}: {} is missing", file.name));
            assert_eq!(bytes.len() as u64, file.size, "{name}: {}", file.name);
        }
    }
}

#[test]
fn no_spoofed_mail_passes_as_the_approver() {
    for (name, raw) in corpus().into_iter().filter(|(name, _)| name.starts_with("espoofer_")) {
        let found = parse(&raw, &trust()).authentication;
        let approver = found.identity.as_deref() == Some("ppe@kkp.example");
        assert!(!(approver && matches!(found.verdict, Verdict::Pass | Verdict::Weak)), "{name}");
    }
}

#[test]
fn a_kept_mail_holds_the_papers_but_not_the_password() {
    let raw = mail("pemohon_kirim_password");
    let kept = parse(&raw, &trust()).redacted.unwrap();
    let read = parse(&kept, &trust());
    assert!(read.text.contains("Password lama  : ••••••") && read.text.contains("NIK: ••••••"));
    assert!(!String::from_utf8_lossy(&kept).contains("teluk2019"));
    assert!(read.redacted.is_none());
    assert_eq!(read.attachments, parse(&raw, &trust()).attachments);
    assert_eq!(read.authentication, parse(&raw, &trust()).authentication);
    assert!(parse(&mail("hasil_dengan_password"), &trust()).redacted.is_some());
    assert!(parse(&mail("e12_terima_kasih"), &trust()).redacted.is_none());
}

#[test]
fn two_readings_of_one_mail_are_both_told() {
    let message = parse(&mail("teks_dan_html_berbeda"), &trust());
    assert_eq!(message.reply, "TOLAK SK kedaluwarsa");
    assert_eq!(message.other_reply.as_deref(), Some("SETUJU"));
    for same in ["gmail_id_alternatif", "iphone", "yahoo_id", "zimbra"] {
        assert_eq!(parse(&mail(same), &trust()).other_reply, None, "{same}");
    }
}

#[test]
fn hostile_shapes_are_bounded() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(100_000);
    let open: String = (0..20_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    let parts =
        format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(100_000));
    let pieces: String = (0..50_000).map(|n| format!(";\n name*{n}=x")).collect();
    let addresses = format!("From: a@b.example\nTo: {}\n\nx", "a@b.example,".repeat(100_000));
    let comments = format!("From: {}\n\nx", "(".repeat(1_000_000));
    let tags = format!("Content-Type: text/html\n\n{}", "<div><blockquote>".repeat(100_000));
    let open_tags = format!("Content-Type: text/html\n\n{}", "<a href=\"".repeat(50_000));
    let scripts = format!("Content-Type: text/html\n\n{}", "<script>".repeat(50_000));
    let long = format!("Subject: x\n\n{}", "password: a1b2c3 ".repeat(60_000));
    let labels = format!("Subject: x\n\n{}", "pw\n".repeat(100_000));
    let cases = [
        nested,
        open,
        parts,
        format!("Content-Type: text/plain{pieces}\n\nx"),
        addresses,
        comments,
        tags,
        open_tags,
        scripts,
        long,
        labels,
        "X: y\n".repeat(500_000),
        "pada \n".repeat(100_000),
    ];
    for (at, raw) in cases.iter().enumerate() {
        // What they cost is measured by `make bench`; here they only have to end.
        let message = parse(raw.as_bytes(), &trust());
        assert!(message.attachments.len() <= 200, "shape {at}");
    }
}

/// What a mail program makes of our letter when someone answers it.
fn quoted(style: usize, letter: &str, answer: &str) -> String {
    let lines = |mark: &str| letter.lines().map(|l| format!("{mark}{l}\n")).collect::<String>();
    match style {
        0 => format!(
            "{answer}\n\nPada Rab, 18 Nov 2026 pukul 08.15 Helpdesk <h@kkp.example>\nmenulis:\n\n{}",
            lines("> ")
        ),
        1 => format!(
            "{answer}\n\nOn Wed, Nov 18, 2026 at 8:15 AM Helpdesk <h@kkp.example> wrote:\n{}",
            lines("> ")
        ),
        2 => format!(
            "{answer}\n\n________________________________\nDari: Helpdesk\nDikirim: Rabu\nKepada: PPE\nSubjek: x\n\n{letter}"
        ),
        3 => format!("{answer}\n\n-----Original Message-----\nFrom: Helpdesk\n{letter}"),
        4 => format!(
            "{answer}\nDikirim dari iPhone saya\n\n> Pada 18 Nov 2026, pukul 08.15, H <h@kkp.example> menulis:\n>\n{}",
            lines("> ")
        ),
        5 => format!(
            "{answer}\n\nPada Senin, 9 November 2026 09.41.12 WIB, H <h@kkp.example> menulis:\n\n {letter}"
        ),
        _ => format!(
            "{answer}\n\n-------- Pesan asli --------\nDari: H\nTanggal: 18/11/26\nKe: PPE\nSubjek: x\n\n{letter}"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_never_panic(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = explain(&parse(&raw, &trust()));
    }

    #[test]
    fn odd_fields_and_markup_never_panic(
        values in proptest::collection::vec("[ -~é\\u{202e}\r\n\t]{0,60}|[=?<>()\"\\\\,;:@*'%0-9a-z\r\n ]{0,60}", 9),
        html in "[<>/=\"'&;#a-z !-]{0,200}",
    ) {
        let names = ["From", "To", "Date", "Subject", "Content-Type", "Content-Disposition", "Authentication-Results", "References", "Content-ID"];
        let mut raw: String = names.iter().zip(&values).map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        let _ = parse(raw.as_bytes(), &trust());
        raw.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        raw.push_str(&html);
        let _ = parse(raw.as_bytes(), &trust());
        let _ = parse(format!("Content-Type: text/html\r\n\r\n{html}").as_bytes(), &trust());
    }

    #[test]
    fn mutated_mails_never_panic(which in 0usize..1_000, cuts in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..20), end in any::<u16>()) {
        let mails = corpus();
        let mut raw = mails[which % mails.len()].1.clone();
        for (at, byte) in cuts {
            if !raw.is_empty() {
                let at = usize::from(at) % raw.len();
                raw[at] = byte;
            }
        }
        raw.truncate(raw.len().saturating_sub(usize::from(end) % 300));
        let message = parse(&raw, &trust());
        for file in &message.attachments {
            prop_assert!(attachment_bytes(&raw, &file.sha256).is_some());
        }
    }

    #[test]
    fn an_answer_is_found_above_any_quote(style in 0usize..7, letter in "[A-Za-z ,.:\n]{1,200}", answer in "(SETUJU|TOLAK SK lama|KURANG 2|STATUS)") {
        let letter = format!("Yth. Admin\nSETUJU\n{letter}");
        let body = quoted(style, &letter, &answer);
        let raw = format!("From: ppe@kkp.example\nIn-Reply-To: <o@x>\nSubject: Re: x\nContent-Type: text/plain\n\n{body}");
        prop_assert_eq!(parse(raw.as_bytes(), &trust()).reply, answer);
        let raw = format!("From: ppe@kkp.example\nIn-Reply-To: <o@x>\nSubject: Re: x\n\n{}", quoted(style, &letter, ""));
        // Nothing new: the text is kept, but no command is read from it.
        let quote = parse(raw.as_bytes(), &trust());
        prop_assert!(quote.reply.is_empty() || quote.newness != Newness::New, "{}", quote.reply);
    }
}

#[test]
fn a_lone_named_text_is_the_body_and_a_lone_pdf_is_a_paper() {
    let text = parse(
        b"From: a@b.example\nContent-Type: text/plain; name=pesan.txt\n\nMohon reset\n",
        &trust(),
    );
    assert_eq!((text.text.as_str(), text.attachments.len()), ("Mohon reset", 0));
    let paper = parse(
        b"From: a@b.example\nContent-Type: application/pdf; name=surat.pdf\n\n%PDF-1.4\n",
        &trust(),
    );
    assert_eq!((paper.text.as_str(), paper.attachments.len()), ("", 1));
}

#[test]
fn kinds_are_told_apart() {
    for (name, kind) in [
        ("e01_formal_lengkap", MailKind::Request),
        ("e06_gmail_id_melengkapi", MailKind::Reply),
        ("e11_balasan_otomatis", MailKind::AutoReply),
        ("ooo_gmail", MailKind::AutoReply),
        ("milis", MailKind::MailingList),
        ("dsn_postfix", MailKind::Bounce),
        ("dsn_postfix_tertunda", MailKind::Bounce),
        ("bounce_qmail", MailKind::Bounce),
        ("rusak_kosong", MailKind::Other),
        ("id_ooo_zimbra", MailKind::AutoReply),
        ("id_ooo_melayu", MailKind::AutoReply),
        ("id_ooo_lama", MailKind::AutoReply),
        ("id_tanda_dibaca", MailKind::AutoReply),
        ("id_undangan_diterima", MailKind::AutoReply),
        ("id_undangan_rapat", MailKind::Request),
        ("id_noreply_spse", MailKind::AutoReply),
        ("id_buletin_html", MailKind::MailingList),
        ("id_milis_pokja", MailKind::MailingList),
        ("id_tertunda", MailKind::Bounce),
        ("id_diteruskan_aturan", MailKind::Request),
        ("id_manusia_cuti", MailKind::Request),
        ("id_manusia_dinas_luar", MailKind::Reply),
        ("id_manusia_balasan_otomatis", MailKind::Request),
        ("id_manusia_undeliverable", MailKind::Request),
    ] {
        assert_eq!(parse(&mail(name), &trust()).kind, kind, "{name}");
    }
}

#[test]
fn servers_report_and_people_only_write_about_it() {
    let (mut reports, mut people) = (0, 0);
    for (name, raw) in corpus() {
        let found = parse(&raw, &trust());
        if ["bounce_", "dsn_", "ndr_", "aduan_"].iter().any(|p| name.starts_with(p)) {
            let told = found.bounce.unwrap_or_else(|| panic!("{name} is a report"));
            assert_eq!(found.kind, MailKind::Bounce, "{name}");
            assert!(!told.recipients.is_empty(), "{name} names nobody");
            assert!(told.recipients.iter().all(|r| r.action.is_some()), "{name}");
            reports += 1;
        } else if name.starts_with("orang_") {
            assert_eq!(found.bounce, None, "{name}");
            people += 1;
        }
    }
    assert!(reports >= 36 && people >= 3, "{reports} reports, {people} people");
}
