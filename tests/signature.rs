//! Signatures of the `openssl` program over a digest: which stand, and why the others do not. What the
//! check of signed papers will lean on as much as that of mails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use loket::signature::{Certificate, Container, Fault, Hash, Proof};
use proptest::prelude::*;
use rig::signer::{Card, Paper};
use std::sync::LazyLock;

const CONTENT: &[u8] = b"SETUJU\r\n";
const ADDRESS: &str = "bagus.prakoso@kkp.example";

static CARD: LazyLock<Card> = LazyLock::new(|| Card::of(ADDRESS));

fn stands(container: &[u8], content: &[u8]) -> Result<Proof, Fault> {
    let container = Container::read(container)?;
    container.verify(&container.hash().of(content))
}

fn fault(container: &[u8]) -> Fault {
    stands(container, CONTENT).unwrap_err()
}

#[test]
fn a_signature_of_every_usual_kind_stands_and_names_its_certificate() {
    let rsa = Card::new(&Paper { key: "rsa:2048", options: &[], ..Paper::default() });
    let p384 = &["-pkeyopt", "ec_paramgen_curve:secp384r1"];
    let p384 = Card::new(&Paper { options: p384, ..Paper::default() });
    let pss = &["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"];
    let sha512_pss = &[&["-md", "sha512"][..], pss].concat();
    for (card, more, hash) in [
        (&*CARD, &[][..], Hash::Sha256),
        (&*CARD, &["-md", "sha384"], Hash::Sha384),
        (&*CARD, &["-keyid"], Hash::Sha256),
        (&p384, &["-md", "sha384"], Hash::Sha384),
        (&p384, &["-md", "sha256"], Hash::Sha256),
        (&rsa, &[], Hash::Sha256),
        (&rsa, &["-md", "sha384"], Hash::Sha384),
        (&rsa, &["-md", "sha512"], Hash::Sha512),
        (&rsa, pss, Hash::Sha256),
        (&rsa, sha512_pss, Hash::Sha512),
    ] {
        let bytes = card.container(CONTENT, more);
        let container = Container::read(&bytes).unwrap();
        assert_eq!(container.hash(), hash, "{more:?}");
        assert_eq!(container.content(), None);
        let proof =
            container.verify(&hash.of(CONTENT)).unwrap_or_else(|why| panic!("{more:?}: {why}"));
        assert_eq!(proof.certificate.sha256, card.fingerprint());
        let away = jiff::Timestamp::now().duration_since(proof.signed_at.unwrap()).abs();
        assert!(away < jiff::SignedDuration::from_mins(5), "{:?}", proof.signed_at);
        assert!(!proof.names_certificate);
        let other = container.verify(&hash.of(b"TOLAK\r\n"));
        assert_eq!(other.unwrap_err(), Fault::Digest, "{more:?}");
        assert_eq!(container.verify(&[]).unwrap_err(), Fault::Digest);
        // A place in a PDF is filled up with zeros; nothing else may follow.
        assert!(stands(&[&bytes[..], &[0; 90]].concat(), CONTENT).is_ok());
        assert_eq!(fault(&[&bytes[..], &[0, 1]].concat()), Fault::Broken);
    }
}

#[test]
fn open_ends_carry_their_content_and_stand_as_well() {
    let all = CONTENT.repeat(2_000);
    for more in [&["-nodetach"][..], &["-nodetach", "-stream"], &["-nodetach", "-stream", "-keyid"]]
    {
        let bytes = CARD.container(&all, more);
        assert_eq!(bytes[1] == 0x80, more.contains(&"-stream"), "BER or DER as asked for");
        let container = Container::read(&bytes).unwrap();
        assert_eq!(container.content(), Some(&all[..]));
        assert!(container.verify(&container.hash().of(&all)).is_ok());
        assert_eq!(stands(&bytes, CONTENT).unwrap_err(), Fault::Digest);
    }
}

#[test]
fn two_signatures_over_the_same_words_are_two_acts_and_one_is_one() {
    let (one, other) = (CARD.container(CONTENT, &[]), CARD.container(b"SETUJU \r\n", &[]));
    let first = stands(&one, CONTENT).unwrap();
    assert_eq!(first.act, stands(&one, CONTENT).unwrap().act);
    assert_ne!(first.act, stands(&other, b"SETUJU \r\n").unwrap().act);
}

#[test]
fn a_certificate_named_in_the_signature_must_be_the_signers() {
    let bytes = CARD.container(CONTENT, &["-cades"]);
    assert!(stands(&bytes, CONTENT).unwrap().names_certificate);
    // The hash of the certificate in `signing-certificate-v2`, one bit off.
    let hash = data_encoding::HEXLOWER.decode(CARD.fingerprint().as_bytes()).unwrap();
    let at = bytes.windows(32).position(|w| w == hash).expect("the hash");
    let mut other = bytes.clone();
    other[at] ^= 1;
    assert_eq!(fault(&other), Fault::OtherCertificate);
}

#[test]
fn weak_hashes_and_keys_are_refused() {
    let rsa = Card::new(&Paper { key: "rsa:2048", options: &[], ..Paper::default() });
    for (card, md) in [(&rsa, "sha1"), (&rsa, "md5"), (&*CARD, "sha1")] {
        assert_eq!(fault(&card.container(CONTENT, &["-md", md])), Fault::WeakHash, "{md}");
    }
    let small = Card::new(&Paper { key: "rsa:1024", options: &[], ..Paper::default() });
    assert_eq!(fault(&small.container(CONTENT, &[])), Fault::Invalid);
    let p521 = &["-pkeyopt", "ec_paramgen_curve:secp521r1"];
    let p521 = Card::new(&Paper { options: p521, ..Paper::default() });
    assert_eq!(fault(&p521.container(CONTENT, &["-md", "sha256"])), Fault::Unsupported);
    let sha1_mask = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_mgf1_md:sha1"];
    assert_eq!(fault(&rsa.container(CONTENT, &sha1_mask)), Fault::Unsupported);
    let short_salt = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:8"];
    assert_eq!(fault(&rsa.container(CONTENT, &short_salt)), Fault::Unsupported);
}

#[test]
fn exactly_one_signer_with_attributes_and_a_certificate() {
    let other = Card::of("sari@kkp.example");
    let (cert, key) = (other.certificate(), other.key());
    let second = ["-signer", cert.to_str().unwrap(), "-inkey", key.to_str().unwrap()];
    assert_eq!(fault(&CARD.container(CONTENT, &second)), Fault::SeveralSigners);
    assert_eq!(fault(&CARD.container(CONTENT, &["-noattr"])), Fault::Attributes);
    assert_eq!(fault(&CARD.container(CONTENT, &["-nocerts"])), Fault::NoCertificate);
    let other_type = ["-econtent_type", "1.2.840.113549.1.9.16.1.4"];
    assert_eq!(fault(&CARD.container(CONTENT, &other_type)), Fault::Broken);
    // More certificates beside the signer's are the rest of his chain.
    let chain = ["-certfile", cert.to_str().unwrap()];
    let proof = stands(&CARD.container(CONTENT, &chain), CONTENT).unwrap();
    assert_eq!(proof.certificate.sha256, CARD.fingerprint());
}

/// The same name and number on another key: whoever looks by name alone takes the wrong one.
#[test]
fn a_certificate_of_the_same_name_and_number_does_not_pass() {
    let same = &["-set_serial", "7"];
    let options = [&["-pkeyopt", "ec_paramgen_curve:prime256v1"][..], same].concat();
    let paper = Paper { options: &options, ..Paper::default() };
    let (his, evil) = (Card::new(&paper), Card::new(&paper));
    let file = his.certificate();
    let both = evil.container(CONTENT, &["-certfile", file.to_str().unwrap()]);
    assert_eq!(fault(&both), Fault::OtherCertificate);
    // His certificate alone, under the attacker's signature.
    let only = evil.container(CONTENT, &["-nocerts", "-certfile", file.to_str().unwrap()]);
    assert_eq!(fault(&only), Fault::Invalid);
}

#[test]
fn what_is_no_container_of_signatures_says_so() {
    let cert = CARD.certificate();
    let bare = rig::signer::openssl(
        &["crl2pkcs7", "-nocrl", "-certfile", cert.to_str().unwrap(), "-outform", "DER"],
        b"",
    );
    assert_eq!(fault(&bare), Fault::NoSigner);
    let sealed = rig::signer::openssl(
        &["cms", "-encrypt", "-outform", "DER", "-aes256", cert.to_str().unwrap()],
        CONTENT,
    );
    assert_eq!(fault(&sealed), Fault::NoContainer);
    for bytes in [&b""[..], b"%PDF-1.7", b"\x30\x00", b"\x30\x80", &[0x30, 0x80].repeat(100_000)] {
        assert_eq!(fault(bytes), Fault::Broken);
    }
}

#[test]
fn a_certificate_tells_its_addresses_its_time_and_its_use() {
    let card = Card::new(&Paper {
        extensions: &[
            "subjectAltName=email:a@kkp.example,email:b@kkp.example,DNS:kkp.example",
            "keyUsage=critical,digitalSignature",
            "extendedKeyUsage=emailProtection",
        ],
        subject: "/CN=Bagus/emailAddress=c@kkp.example",
        valid: Some(("20200102030405Z", "20210102030405Z")),
        ..Paper::default()
    });
    let pem = std::fs::read(card.certificate()).unwrap();
    let certificate = Certificate::read(&pem).unwrap();
    assert_eq!(certificate.sha256, card.fingerprint());
    assert_eq!(certificate.addresses, ["a@kkp.example", "b@kkp.example", "c@kkp.example"]);
    assert_eq!(certificate.not_before.to_string(), "2020-01-02T03:04:05Z");
    assert_eq!(certificate.not_after.to_string(), "2021-01-02T03:04:05Z");
    assert!(certificate.may_sign && certificate.for_mail && certificate.has_known_key());
    let other = ["keyUsage=critical,keyEncipherment", "extendedKeyUsage=serverAuth"];
    let other = Card::new(&Paper { extensions: &other, ..Paper::default() });
    let other = Certificate::read(&std::fs::read(other.certificate()).unwrap()).unwrap();
    assert!(!other.may_sign && !other.for_mail);
    assert!(other.addresses.is_empty());
    for bytes in [&b""[..], b"-----BEGIN CERTIFICATE-----\nMIIB\n", b"\x30\x03\x02\x01\x01"] {
        assert_eq!(Certificate::read(bytes).unwrap_err(), Fault::Certificate);
    }
}

/// A set that sorts in quadratic time must not be taken in.
#[test]
fn a_flood_of_values_is_refused_at_once() {
    let small = [0x30, 0x04, 0x06, 0x00, 0x31, 0x00].repeat(300_000);
    let began = std::time::Instant::now();
    let der = |tag: u8, content: &[u8]| {
        let n = content.len();
        [&[tag, 0x83, (n >> 16) as u8, (n >> 8) as u8, n as u8], content].concat()
    };
    let oid = |last: u8| [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, last];
    let info = der(0x30, &oid(1));
    for (certificates, signer) in [(&small[..], &[][..]), (&[][..], &small[..])] {
        let signer = der(0x31, &der(0x30, &[&[2, 1, 1][..], &der(0xa0, signer)].concat()));
        let all = [&[2, 1, 1][..], &der(0x31, &[]), &info, &der(0xa0, certificates), &signer];
        let data = der(0x30, &all.concat());
        let whole = der(0x30, &[&oid(2)[..], &der(0xa0, &data)].concat());
        assert_eq!(fault(&whole), Fault::Broken);
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(5), "{:?}", began.elapsed());
}

static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(|| CARD.container(CONTENT, &["-nodetach"]));
static ACT: LazyLock<String> = LazyLock::new(|| stands(&SIGNED, CONTENT).unwrap().act);

proptest! {
    /// Whatever is changed: nobody else's words, and no other key, come out as signed.
    #[test]
    fn a_changed_container_proves_nothing_else(at in 0usize..4_000, with in 1u8..=255, cut: bool) {
        let mut bytes = SIGNED.clone();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] ^= with }
        if let Ok(container) = Container::read(&bytes) {
            let content = container.content().map(<[u8]>::to_vec).unwrap_or_default();
            if let Ok(proof) = container.verify(&container.hash().of(&content)) {
                // The certificate's own signature is not asked about, so bits of it may change (then it is
                // a certificate that nobody pinned); what the key signed may not.
                prop_assert_eq!(content, CONTENT);
                prop_assert_eq!(&proof.act, &*ACT);
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Container::read(&bytes);
        let _ = Certificate::read(&bytes);
    }
}
