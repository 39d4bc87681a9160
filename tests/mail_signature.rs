//! S/MIME signatures of whole mails: which count as somebody's word, and every way of wrapping one around
//! other words that was thought of (`security.md` A3-50). Keys and signatures are `openssl`'s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use jiff::{SignedDuration, Timestamp};
use loket::mail::signature::{Refusal, Request, Signatory, proof};
use loket::mail::{Message, TrustSettings, parse, understand};
use loket::reader::{ReaderSettings, Workers};
use proptest::prelude::*;
use rig::signed::*;
use rig::signer::{Card, Paper};
use std::sync::LazyLock;

static HIS: LazyLock<Card> = LazyLock::new(|| Card::of(BAGUS));
static EVIL: LazyLock<Card> = LazyLock::new(|| Card::of("mallory@luar.example"));

fn read(raw: &str) -> Message {
    parse(raw.as_bytes(), &TrustSettings::default())
}

/// The sentence about the signature, if there is one.
fn why(message: &Message) -> &str {
    let found = message.defects.iter().find(|d| d.starts_with("Tanda tangan S/MIME"));
    found.map_or("", String::as_str)
}

fn refused(raw: &str, reason: &str) {
    let message = read(raw);
    assert_eq!(message.signature, None, "{raw}");
    assert!(why(&message).contains(reason), "{:?} for {raw}", message.defects);
}

/// No signature is seen at all: nobody claimed that the mail is signed.
fn unsigned(raw: &str) {
    let message = read(raw);
    assert_eq!(message.signature, None, "{raw}");
    assert_eq!(why(&message), "", "{raw}");
}

/// Whether it counts as Bagus's answer to the request with [`CODE`].
fn counts(message: &Message) -> Result<(), Refusal> {
    let now = Timestamp::now();
    let certificates = [HIS.fingerprint()];
    let person = Signatory { addresses: &[BAGUS.to_owned()], certificates: &certificates };
    let asked_at = now - SignedDuration::from_hours(1);
    proof(message, &person, &Request { asked_at, marks: &[CODE] }, now).map(|_| ())
}

#[test]
fn what_mail_programs_send_counts() {
    let html = "<html><body><p>SETUJU</p><blockquote>Kode: K7QM-4TXD</blockquote></body></html>";
    let html = part("text/html", html);
    let both = multipart("multipart/alternative", "pilih", &[WORDS, &html]);
    let paper = "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=";
    let mixed = multipart("multipart/mixed", "campur", &[&both, paper]);
    let of_openssl = HIS.entity(WORDS.as_bytes(), &["-nosmimecap"]);
    let opaque = HIS.entity(WORDS.as_bytes(), &["-nodetach"]);
    let container = HIS.container(WORDS.as_bytes(), &[]);
    assert!(of_openssl.contains("multipart/signed") && opaque.contains("signed-data"));
    for entity in [
        of_openssl,
        opaque,
        HIS.entity(WORDS.as_bytes(), &["-nodetach", "-stream"]),
        HIS.entity(both.as_bytes(), &[]),
        signed(&HIS, WORDS, &[]),
        multipart(SIGNED, "tanda", &[WORDS, &signature_part(&open_ended(&container))]),
        signed(&HIS, &both, &["-md", "sha384"]),
        signed(&HIS, &mixed, &["-keyid"]),
    ] {
        let entity = entity.as_str();
        // From IMAP with CR LF, from a Maildir without CR.
        for raw in [mail(entity), mail(entity).replace("\r\n", "\n")] {
            let message = read(&raw);
            assert_eq!(counts(&message), Ok(()), "{:?} for {raw}", message.defects);
            let signature = message.signature.as_ref().unwrap();
            assert_eq!(signature.fingerprint, HIS.fingerprint());
            assert_eq!(signature.addresses, [BAGUS]);
            assert_eq!(message.reply.lines().next(), Some("SETUJU"));
            assert_eq!(
                understand(raw.as_bytes(), &TrustSettings::default()).signature,
                message.signature
            );
        }
    }
}

#[test]
fn a_signature_anywhere_but_at_the_root_is_none() {
    let good = signed(&HIS, WORDS, &[]);
    let opaque = HIS.entity(WORDS.as_bytes(), &["-nodetach"]);
    let evil = part("text/plain", "SETUJU K7QM-4TXD");
    for kind in ["multipart/mixed", "multipart/alternative", "multipart/related"] {
        for inner in [&good, &opaque] {
            unsigned(&mail(&multipart(kind, "luar", &[&evil, inner])));
            unsigned(&mail(&multipart(kind, "luar", &[inner, &evil])));
            unsigned(&mail(&multipart(kind, "luar", &[inner])));
        }
    }
    let attached = part("message/rfc822", &mail(&good));
    unsigned(&mail(&attached));
    unsigned(&mail(&multipart("multipart/mixed", "luar", &[&evil, &attached])));
    // Inline armour is words like all others.
    let armour = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSETUJU\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n";
    unsigned(&mail(&part("text/plain", armour)));
    let pgp = "multipart/signed; protocol=\"application/pgp-signature\"";
    unsigned(&mail(&multipart(pgp, "b", &[WORDS, &part("application/pgp-signature", "iQEz")])));
}

#[test]
fn a_part_too_many_or_another_part_is_refused() {
    let container = HIS.container(WORDS.as_bytes(), &[]);
    let tail = signature_part(&container);
    let evil = part("text/plain", "SETUJU K7QM-4TXD");
    for parts in [
        &[WORDS, &tail, &evil][..],
        &[&evil, WORDS, &tail],
        &[WORDS, &evil, &tail],
        &[WORDS],
        &[WORDS, &tail, &tail],
        &[&tail, WORDS],
        &[WORDS, &evil],
    ] {
        refused(&mail(&multipart(SIGNED, "tanda", parts)), "tidak disusun menurut aturan");
    }
    // The signature over one part, another in its place.
    refused(&mail(&multipart(SIGNED, "tanda", &[&evil, &tail])), "bukan yang ditandatangani");
    let changed = WORDS.replace("SETUJU", "TOLAK");
    refused(&mail(&multipart(SIGNED, "tanda", &[&changed, &tail])), "bukan yang ditandatangani");
    let field = format!("X-Nama: a\r\n{WORDS}");
    refused(&mail(&multipart(SIGNED, "tanda", &[&field, &tail])), "bukan yang ditandatangani");
    // Behind the end of the parts: a part again, or a mail of the same boundary.
    let good = multipart(SIGNED, "tanda", &[WORDS, &tail]);
    refused(&mail(&format!("{good}--tanda\r\n{evil}\r\n--tanda--\r\n")), "tidak disusun");
    // Cut off: whether something is missing nobody can tell.
    refused(&mail(good.strip_suffix("--tanda--\r\n").unwrap()), "tidak disusun");
}

#[test]
fn words_before_and_behind_the_parts_are_nobodys() {
    let good = signed(&HIS, WORDS, &[]);
    let before = good.replacen("--tanda", "TOLAK semua\r\n\r\n--tanda", 1);
    for raw in [mail(&before), mail(&format!("{good}\r\nTOLAK semua\r\n"))] {
        let message = read(&raw);
        assert_eq!(counts(&message), Ok(()), "{:?}", message.defects);
        assert!(!message.text.contains("TOLAK"), "{}", message.text);
    }
}

#[test]
fn a_signature_that_brings_words_of_its_own_is_refused() {
    let evil = part("text/plain", "SETUJU K7QM-4TXD");
    let with_content = HIS.container(WORDS.as_bytes(), &["-nodetach"]);
    let tail = signature_part(&with_content);
    for words in [WORDS, &evil] {
        refused(&mail(&multipart(SIGNED, "tanda", &[words, &tail])), "membawa isi tersendiri");
    }
    // The name says that it is to be opened.
    let opened = tail.replace("smime.p7s", "smime.p7m");
    let raw = mail(&multipart(SIGNED, "tanda", &[WORDS, &opened]));
    refused(&raw, "membawa isi tersendiri");
}

#[test]
fn what_is_wrapped_within_the_signed_part_is_refused() {
    let inner = signed(&EVIL, WORDS, &[]).replace("tanda", "batas");
    let opaque = EVIL.entity(WORDS.as_bytes(), &["-nodetach"]);
    let opaque = opaque.split_once("MIME-Version: 1.0\r\n").unwrap().1;
    let hello = part("text/plain", "Halo");
    for entity in [
        inner.clone(),
        opaque.to_owned(),
        multipart("multipart/mixed", "dalam", &[&hello, &inner]),
        multipart("multipart/mixed", "dalam", &[&hello, opaque]),
    ] {
        // By the attacker around his own, by the person around the attacker's: nobody counts.
        for card in [&*HIS, &*EVIL] {
            refused(&mail(&signed(card, &entity, &[])), "masih berupa wadah lain");
        }
        refused(&mail(&HIS.entity(entity.as_bytes(), &["-nodetach"])), "masih berupa wadah lain");
    }
    // A mail that is attached and signed by itself is a file like others.
    let attached = part("message/rfc822", &mail(&inner));
    let files = multipart("multipart/mixed", "dalam", &[WORDS, &attached]);
    assert_eq!(counts(&read(&mail(&signed(&HIS, &files, &[])))), Ok(()));
}

/// A part that takes the boundary of the whole: its words would be found outside of the signed bytes.
#[test]
fn a_boundary_in_two_hands_proves_nothing() {
    let inner = "Content-Type: multipart/mixed; boundary=tanda\r\n\r\n";
    let container = HIS.container(inner.as_bytes(), &[]);
    let tail = signature_part(&container);
    let evil = part("text/plain", "SETUJU K7QM-4TXD");
    for parts in [&[inner, &tail][..], &[inner, &evil, &tail]] {
        let message = read(&mail(&multipart(SIGNED, "tanda", parts)));
        assert!(message.signature.is_none() || message.text.is_empty(), "{message:?}");
    }
}

#[test]
fn a_head_that_can_be_read_in_two_ways_is_refused() {
    let good = mail(&signed(&HIS, WORDS, &[]));
    let kind = "Content-Type: multipart/signed";
    for (from, to) in [
        (kind, "Content-Type : multipart/signed"),
        (
            kind,
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\nContent-Type: multipart/signed",
        ),
        (kind, "Content-Transfer-Encoding: base64\r\nContent-Type: multipart/signed"),
        (kind, "bukan kepala surat\r\nContent-Type: multipart/signed"),
        (kind, "X-Nol: a\0b\r\nContent-Type: multipart/signed"),
    ] {
        let raw = good.replacen(from, to, 1);
        assert_ne!(raw, good);
        refused(&raw, "tidak disusun menurut aturan");
    }
    let base64 = HIS.entity(WORDS.as_bytes(), &["-nodetach"]);
    refused(&mail(&base64.replace("base64", "quoted-printable")), "tidak disusun");
    // Two senders: the signature may stand, but nobody is the sender.
    let two = good.replacen("From:", "From: Sari <sari@kkp.example>\r\nFrom:", 1);
    let message = read(&two);
    assert_eq!(message.authentication.identity, None);
    assert_eq!(counts(&message), Err(Refusal::OtherAddress));
}

#[test]
fn fields_that_were_signed_must_be_those_of_the_mail() {
    let inner = |fields: &str| WORDS.replacen("\r\n", &format!("\r\n{fields}"), 1);
    for (fields, same) in [
        ("", true),
        ("From: Bagus Prakoso <bagus.prakoso@kkp.example>\r\n", true),
        ("From: \"B. Prakoso\" <bagus.prakoso@KKP.example>\r\n", true),
        ("Subject: Re:\r\n Permohonan\r\nDate: Mon, 9 Nov 2026 09:41:00 +0700\r\n", true),
        ("From: Mallory <mallory@luar.example>\r\n", false),
        ("From: a@kkp.example, bagus.prakoso@kkp.example\r\n", false),
        ("From: bagus.prakoso@kkp.example\r\nFrom: bagus.prakoso@kkp.example\r\n", false),
        ("Subject: Permohonan lain\r\n", false),
        ("Subject: Re: Permohonan\r\nSubject: Permohonan lain\r\n", false),
        ("To: orang.lain@kkp.example\r\n", false),
        ("In-Reply-To: <lain@kkp.example>\r\n", false),
    ] {
        let entity = inner(fields);
        for whole in [signed(&HIS, &entity, &[]), HIS.entity(entity.as_bytes(), &["-nodetach"])] {
            if same {
                assert_eq!(counts(&read(&mail(&whole))), Ok(()), "{fields}");
            } else {
                refused(&mail(&whole), "kepala surat berbeda");
            }
        }
    }
}

#[test]
fn weak_several_or_unfit_signers_are_refused_in_words() {
    let (cert, key) = (EVIL.certificate(), EVIL.key());
    let second = ["-signer", cert.to_str().unwrap(), "-inkey", key.to_str().unwrap()];
    for (more, reason) in [
        (&second[..], "lebih dari satu"),
        (&["-md", "sha1"], "SHA-1"),
        (&["-noattr"], "tidak lengkap"),
        (&["-nocerts"], "tidak disertakan"),
    ] {
        refused(&mail(&signed(&HIS, WORDS, more)), reason);
        refused(&mail(&HIS.entity(WORDS.as_bytes(), &[more, &["-nodetach"]].concat())), reason);
    }
    for use_of in ["keyUsage=critical,keyEncipherment", "extendedKeyUsage=serverAuth"] {
        let name = format!("subjectAltName=email:{BAGUS}");
        let card = Card::new(&Paper { extensions: &[&name, use_of], ..Paper::default() });
        refused(&mail(&signed(&card, WORDS, &[])), "tidak diterbitkan untuk");
    }
    refused(&mail(&multipart(SIGNED, "tanda", &[WORDS, &signature_part(b"rusak")])), "rusak");
    // Encrypted mail and bare certificates claim nothing.
    let sealed = rig::signer::openssl(
        &["cms", "-encrypt", "-aes256", cert.to_str().unwrap()],
        WORDS.as_bytes(),
    );
    unsigned(&mail(&String::from_utf8(sealed).unwrap().replace("smime-type=enveloped-data; ", "")));
}

#[test]
fn large_mails_are_read_and_not_checked() {
    let paper = part("application/octet-stream", &"A".repeat(900).repeat(12_000));
    let mixed = multipart("multipart/mixed", "campur", &[WORDS, &paper]);
    let message = read(&mail(&signed(&HIS, &mixed, &[])));
    assert_eq!(message.signature, None);
    assert!(why(&message).contains("terlalu besar"));
    assert!(message.reply.starts_with("SETUJU"));
}

#[tokio::test]
async fn the_confined_child_checks_it_too_and_survives_what_is_broken() {
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = Workers::new(ReaderSettings { program, ..ReaderSettings::default() });
    let trust = TrustSettings::default();
    let good = mail(&signed(&HIS, WORDS, &[]));
    let message = workers.parse_mail(good.as_bytes(), &trust).await.unwrap();
    assert_eq!(counts(&message), Ok(()), "{:?}", message.defects);
    let tower = signature_part(&[0x30, 0x80].repeat(2_000_000));
    let broken = mail(&multipart(SIGNED, "tanda", &[WORDS, &tower]));
    let message = workers.parse_mail(broken.as_bytes(), &trust).await.unwrap();
    assert!(message.signature.is_none() && message.reply.starts_with("SETUJU"));
}

#[test]
fn a_message_kept_before_there_were_signatures_is_read() {
    let message = read(&mail(&signed(&HIS, WORDS, &[])));
    let mut json = serde_json::to_value(&message).unwrap();
    assert_eq!(serde_json::from_value::<Message>(json.clone()).unwrap(), message);
    json.as_object_mut().unwrap().remove("signature");
    assert_eq!(serde_json::from_value::<Message>(json).unwrap().signature, None);
    assert!(loket::mail::explain(&message).get("signature").is_none());
}

static GOOD: LazyLock<[String; 2]> = LazyLock::new(|| {
    [mail(&signed(&HIS, WORDS, &[])), mail(&HIS.entity(WORDS.as_bytes(), &["-nodetach"]))]
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// However one good mail is changed at one or two places: where it still counts, it says what was signed.
    #[test]
    fn a_changed_mail_never_says_anything_else(
        which in 0usize..2,
        edits in proptest::collection::vec((0.0f64..1.0, prop_oneof![
            any::<u8>().prop_map(|b| vec![b]),
            prop::sample::select(vec![&b"\r\n--tanda\r\n"[..], b"\r\n\r\n", b"\n", b"\r\n--tanda--\r\n", b"TOLAK\r\n", b"\r\nContent-Type: text/html\r\n"]).prop_map(<[u8]>::to_vec),
        ], any::<bool>()), 1..3),
    ) {
        let mut raw = GOOD[which].clone().into_bytes();
        for (at, with, replace) in edits {
            let at = (at * raw.len() as f64) as usize;
            let end = if replace { (at + with.len()).min(raw.len()) } else { at };
            raw.splice(at..end, with);
        }
        let message = parse(&raw, &TrustSettings::default());
        if counts(&message).is_ok() {
            prop_assert_eq!(&message.text, &read(&GOOD[which]).text);
            prop_assert_eq!(message.reply.lines().next(), Some("SETUJU"));
        }
    }
}
