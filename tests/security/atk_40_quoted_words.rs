//! A3-40: our own letters, which hold the word SETUJU, come back quoted. No quote is a command, whatever
//! client wrapped it; with a command typed on top, that one counts.
use loket::mail::{self, TrustSettings};
use loket::template::{Language, Site, Templates, samples};
use loket::workflow::actor::Role;
use loket::workflow::command::{Typed, Verdict, parse};
use std::collections::BTreeSet;

fn letters() -> Vec<String> {
    let site = Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: None,
        spse_url: None,
        address: "helpdesk-lpse@kkp.example".into(),
        zone: jiff::tz::TimeZone::UTC,
        zone_label: "WIB".into(),
        reply_code: None,
        simulated: false,
    };
    let mut texts = BTreeSet::new();
    for language in [Language::Id, Language::En] {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let secret = letter.secret().map(|_| "k7qm-4txd-9wpz-h3fr");
            texts.insert(set.render(&letter, Some("LKT-2026-00042"), &site, secret).unwrap().text);
        }
    }
    texts.into_iter().collect()
}

fn marked(text: &str, mark: &str) -> String {
    text.lines().map(|l| format!("{mark}{l}\r\n")).collect()
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.lines().map(|l| format!("<div>{l}</div>")).collect()
}

/// What clients put below a reply: MIME type and body, with `top` above.
fn styles(top: &str, letter: &str) -> Vec<(&'static str, String)> {
    let us = "Helpdesk LPSE KKP <helpdesk-lpse@kkp.example>";
    let mut all = Vec::new();
    let heads = [
        "Pada tanggal Sen, 9 Nov 2026 pukul 09.41 Helpdesk LPSE KKP <helpdesk-lpse@kkp.example> menulis:",
        "On Mon, Nov 9, 2026 at 9:41 AM Helpdesk LPSE KKP <helpdesk-lpse@kkp.example> wrote:",
        "Pada 09/11/2026 09.41, Helpdesk LPSE KKP menulis:",
        "On 09/11/2026 09:41, Helpdesk LPSE KKP wrote:",
        "Am 09.11.2026 um 09:41 schrieb Helpdesk LPSE KKP:",
        "Le 9 nov. 2026 à 09:41, Helpdesk LPSE KKP a écrit :",
        "Op 9 nov. 2026 om 09:41 heeft Helpdesk LPSE KKP het volgende geschreven:",
        "2026-11-09 9:41 GMT+07:00 Helpdesk LPSE KKP <helpdesk-lpse@kkp.example>:",
    ];
    for (head, mark) in heads.iter().zip(["> ", ">", "> ", "> ", "> ", "> ", "> ", "> "]) {
        all.push(("text/plain", format!("{top}\r\n\r\n{head}\r\n\r\n{}", marked(letter, mark))));
    }
    let blocks = [
        format!("-----Original Message-----\r\nFrom: {us}\r\nSent: Monday, November 9, 2026 9:41 AM\r\nTo: Bagus\r\nSubject: [LKT-2026-00042] x\r\n"),
        format!("-----Pesan Asli-----\r\nDari: {us}\r\nDikirim: 09 November 2026 9:41\r\nKepada: Bagus\r\nPerihal: [LKT-2026-00042] x\r\n"),
        format!("________________________________\r\nDari: {us}\r\nDikirim: Senin, 09 November 2026 09.41\r\nKepada: Bagus\r\nPerihal: x\r\n"),
        format!("________________________________\r\nFrom: {us}\r\nSent: Monday, 9 November 2026 9:41 AM\r\nTo: Bagus\r\nSubject: x\r\n"),
        format!("From: {us}\r\nDate: Monday, 9 November 2026 at 09.41\r\nTo: Bagus\r\nSubject: x\r\n"),
        "Dari: \"Helpdesk\" <helpdesk-lpse@kkp.example>\r\nKepada: \"Bagus\" <bagus.ppe@kkp.example>\r\nTerkirim: Senin, 9 November 2026 09:41:00\r\nSubjek: x\r\n".into(),
        "-------- Pesan asli --------\r\nDari: Helpdesk LPSE KKP\r\nTanggal: 09/11/26 09.41 (GMT+07:00)\r\nKe: Bagus\r\nSubjek: x\r\n".into(),
        "-------- Original message --------\r\nFrom: Helpdesk LPSE KKP\r\nDate: 09/11/26 09:41\r\nTo: Bagus\r\nSubject: x\r\n".into(),
    ];
    for head in blocks {
        let letter = letter.replace('\n', "\r\n");
        all.push(("text/plain", format!("{top}\r\n\r\n{head}\r\n{letter}")));
    }
    for signature in ["Dikirim dari iPhone saya", "Sent from my Galaxy", "-- \r\nBagus Prakoso"] {
        let body =
            format!("{top}\r\n\r\n{signature}\r\n\r\n{}\r\n\r\n{}", heads[0], marked(letter, "> "));
        all.push(("text/plain", body));
    }
    let (top, body) = (html(top), html(letter));
    let head = &heads[0].replace('<', "&lt;");
    for wrapped in [
        format!(
            "<div dir=ltr>{top}</div><div class=\"gmail_quote\"><div class=gmail_attr>{head}</div><blockquote class=\"gmail_quote\">{body}</blockquote></div>"
        ),
        format!("{top}<br><blockquote type=\"cite\">{body}</blockquote>"),
        format!(
            "{top}<div id=\"divRplyFwdMsg\"><b>Dari:</b> Helpdesk<br><b>Dikirim:</b> Senin<br><b>Perihal:</b> x</div>{body}"
        ),
        format!(
            "{top}<div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>From:</b> Helpdesk<br><b>Sent:</b> Monday<br><b>To:</b> Bagus<br><b>Subject:</b> x</p></div>{body}"
        ),
        format!(
            "{top}<div class=\"moz-cite-prefix\">{head}<br></div><blockquote type=\"cite\">{body}</blockquote>"
        ),
        format!(
            "{top}<hr id=\"zwchr\"><div><b>Dari: </b>Helpdesk<br><b>Kepada: </b>Bagus<br><b>Terkirim: </b>Senin<br><b>Subjek: </b>x</div>{body}"
        ),
    ] {
        all.push(("text/html", wrapped));
    }
    all
}

fn verdict(kind: &str, body: &str, role: Role) -> (Verdict, String) {
    let raw = format!(
        "From: Bagus <bagus.ppe@kkp.example>\r\nTo: helpdesk-lpse@kkp.example\r\n\
         Subject: Re: [LKT-2026-00042] Penyerahan Berkas\r\nMessage-ID: <1@kkp.example>\r\n\
         In-Reply-To: <LKT-2026-00042.o7.0123456789abcdef@kkp.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    );
    let message = mail::parse(raw.as_bytes(), &TrustSettings::default());
    let text = if message.newness == mail::Newness::New { message.reply.as_str() } else { "" };
    let typed = Typed { text, other: message.other_reply.as_deref(), subject: &message.subject };
    (parse(&typed, role).command.verdict, message.reply.clone())
}

/// Nothing a quote says may be done. `ask` does nothing but ask.
fn harmless(found: Verdict) -> bool {
    matches!(found, Verdict::None | Verdict::Ask)
}

#[test]
fn no_quoted_letter_is_a_command() {
    let letters = letters();
    assert!(letters.len() > 50 && letters.iter().any(|l| l.contains("SETUJU")));
    let count = styles("", "x").len();
    assert!(count >= 25, "{count} styles");
    for (n, letter) in letters.iter().enumerate() {
        // Every letter meets every style in turn, and the ones that ask for SETUJU all of them.
        let all = letter.contains("» SETUJU");
        for (s, (kind, body)) in styles("", letter).into_iter().enumerate() {
            if !all && (n + s) % 5 != 0 {
                continue;
            }
            for role in [Role::AdminPpe, Role::Helpdesk] {
                let (found, reply) = verdict(kind, &body, role);
                assert!(harmless(found), "style {s}: {found:?} of {reply:?}");
            }
        }
    }
}

#[test]
fn what_is_typed_on_top_counts() {
    let letters = letters();
    let asking: Vec<&String> = letters.iter().filter(|l| l.contains("» SETUJU")).collect();
    assert!(!asking.is_empty());
    let tops = [("SETUJU", Verdict::Approve), ("TOLAK SK tidak berlaku", Verdict::Reject)];
    for letter in asking {
        for (top, expected) in tops {
            for (s, (kind, body)) in styles(top, letter).into_iter().enumerate() {
                let (found, reply) = verdict(kind, &body, Role::AdminPpe);
                assert_eq!(found, expected, "style {s}, {top}: {reply:?}");
            }
        }
    }
}
