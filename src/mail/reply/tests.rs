//! What people's mail programs leave around their words.
use super::*;

mod samples;

fn words(text: &str) -> String {
    new_words(text, true).text
}

#[test]
fn answers_below_a_mark_and_the_line_that_names_the_writer_stay() {
    let old =
        "-------- Pesan asli --------\nPada 16 Nov 2026, 09.14, Helpdesk <h@kkp.example> menulis:";
    assert_eq!(words(&format!("{old}\n> NIP berapa?\n19800101\n")), "19800101");
    assert_eq!(words(&format!("Siap.\n{old}\nNIP berapa?\n")), "Siap.");
    assert_eq!(words("Siap.\n\nPowered by Telkomsel BlackBerry®\n"), "Siap.");
}

#[test]
fn quotes_of_all_clients_go() {
    for quote in [
        "Pada Rab, 18 Nov 2026 pukul 08.15 Helpdesk LPSE <helpdesk-lpse@kkp.example>\nmenulis:\n> Yth. Bapak\n> SETUJU",
        "Pada tanggal Sen, 3 Des 2018 10.41 Nama <a@b.example> menulis:\n\n> SETUJU",
        "Pada Senin, 9 November 2026 09.41.12 WIB, Nama <a@b.example> menulis:\n\n SETUJU\n TOLAK x",
        "On Wed, Nov 18, 2026 at 8:15 AM Helpdesk LPSE <h@kkp.example>\nwrote:\n> SETUJU",
        "On 18 Nov 2026, at 08.15, Helpdesk <h@kkp.example> wrote:\n\n> SETUJU\n> x",
        "2026-11-18 8:15 GMT+07:00 Helpdesk LPSE <h@kkp.example>:\n> SETUJU",
        "________________________________\nDari: Helpdesk <h@kkp.example>\nDikirim: Rabu, 18 November 2026 08.15\nKepada: Made\nSubjek: [LKT-2026-00042]\n\nSETUJU",
        "From: Helpdesk <h@kkp.example>\nSent: Wednesday, November 18, 2026 8:15 AM\nTo: Made\nSubject: x\n\nSETUJU",
        "*Dari:* Helpdesk [mailto:h@kkp.example]\n*Dikirim:* 18 November\n*Kepada:* Made\n*Subjek:* x\n\nSETUJU",
        "-----Original Message-----\nFrom: x\nSETUJU",
        "-----Pesan Asli-----\nDari: x\nSETUJU",
        "--- Pesan Asli ---\nSETUJU",
        "-------- Pesan asli --------\nDari: Helpdesk <h@kkp.example>\nTanggal: 18/11/26 08.15 (GMT+07:00)\nKe: Made\nSubjek: x\n\nSETUJU",
        "----- Original Message -----\nDari: \"Helpdesk\" <h@kkp.example>\nKepada: \"Made\"\nTerkirim: Rabu\nSubjek: x\n\nSETUJU",
        "Pada 18/11/26 08.15, Helpdesk LPSE menulis:\n> SETUJU",
        "> SETUJU",
        "  > SETUJU",
    ] {
        assert_eq!(words(&format!("Siap min.\n\n{quote}\n")), "Siap min.", "{quote}");
        assert_eq!(words(&format!("{quote}\n")), "", "alone: {quote}");
    }
}

#[test]
fn a_mail_of_quotes_only_is_empty_even_when_it_answers_nothing() {
    assert_eq!(new_words("> SETUJU\n>\n", false).text, "");
    assert_eq!(new_words("Pada 18 Nov 2026 a@b.example menulis:\n> SETUJU\n", false).text, "");
}

#[test]
fn answers_between_quotes_stay() {
    let text = "Pada Rab, 18 Nov 2026 pukul 08.15 H <h@k.example> menulis:\n> 1. SK belum ada\nIni SK-nya\n> 2. NIP?\n1985\n";
    assert_eq!(words(text), "Ini SK-nya\n1985");
}

#[test]
fn tails_and_signatures_go() {
    for tail in [
        "Dikirim dari iPhone saya",
        "Dikirim dari Yahoo Mail di Android",
        "Sent from my iPhone",
        "Dikirim dari ponsel cerdas Samsung Galaxy saya.",
        "Get Outlook for Android",
        "Dapatkan Outlook untuk iOS",
        "-- \nMade\nHP 0812",
        "--\nMade",
        "DISCLAIMER: Email ini bersifat rahasia\n\ndan ditolak",
        "This e-mail and any attachments are confidential",
    ] {
        assert_eq!(words(&format!("SETUJU\n\n{tail}\n")), "SETUJU", "{tail}");
    }
    assert_eq!(
        words("CAUTION: This email originated from outside.\nBe careful.\n\nSETUJU"),
        "SETUJU"
    );
}

#[test]
fn ordinary_letters_are_not_cut() {
    for text in [
        "Kepada Yth. Helpdesk\nDari: Balai Contoh\nPerihal: Permohonan\n\nMohon reset.",
        "Pada tanggal 3 Desember 2018 kami menulis surat.\nMohon dibalas.",
        "Dikirimkan terlampir SK kami.",
        "Nama: Made\n____________________________\nMohon reset",
        "On the other hand, mohon reset:\n1. akun",
        "Kepada: x\nSubjek: y\nisi",
    ] {
        assert_eq!(words(text), text);
    }
}

#[test]
fn a_bare_forward_is_kept() {
    let text = "---------- Forwarded message ---------\nDari: Agus P <agus.p@kkp.example>\nSubject: x\n\nBerkas di https://drive.cloud.example/d/1\n";
    let found = new_words(text, false);
    assert!(found.kept_all && found.text.contains("https://drive.cloud.example/d/1"));
    let found = new_words(&format!("Mohon diproses\n\n{text}"), false);
    assert_eq!(found.text, "Mohon diproses");
}

#[test]
fn essence_ignores_dress() {
    assert_eq!(essence("*SETUJU* [cid:image001.png@x]\nok"), essence("setuju  OK"));
    assert_ne!(essence("SETUJU"), essence("TOLAK"));
}
