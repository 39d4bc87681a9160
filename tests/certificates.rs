//! Certificates that `people.toml` pins: by fingerprint or as a file beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use loket::config::{load_people, parse_people};
use loket::workflow::actor::Person;
use rig::signer::{Card, Paper};
use std::path::Path;

const BAGUS: &str = "bagus.prakoso@kkp.example";

fn people(certificates: &str) -> String {
    format!(
        "[[person]]\nid = \"bagus\"\nname = \"Bagus\"\naddresses = [\"admin-ppe@kkp.example\", \"{BAGUS}\"]\n\
         roles = [\"admin_ppe\"]\ncertificates = {certificates}\n"
    )
}

fn loaded(folder: &Path, text: &str) -> Result<Vec<Person>, String> {
    let file = folder.join("people.toml");
    std::fs::write(&file, text).unwrap();
    load_people(&file).map_err(|why| why.to_string())
}

fn card(extensions: &[&str], key: &str, options: &[&str]) -> Card {
    Card::new(&Paper { key, options, extensions, ..Paper::default() })
}

#[test]
fn a_fingerprint_in_every_writing_and_a_file_of_both_kinds_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let his = Card::of(BAGUS);
    let told = his.fingerprint();
    std::fs::copy(his.certificate(), folder.path().join("bagus.pem")).unwrap();
    let pem = his.certificate();
    let der = ["x509", "-outform", "DER", "-in", pem.to_str().unwrap()];
    std::fs::write(folder.path().join("bagus.cer"), rig::signer::openssl(&der, b"")).unwrap();
    let pairs: Vec<String> =
        told.as_bytes().chunks(2).map(|p| String::from_utf8_lossy(p).to_uppercase()).collect();
    let absolute = format!("[{:?}]", pem.to_str().unwrap());
    for list in [
        format!("[\"sha256:{told}\"]"),
        format!("[\"sha256:{}\"]", pairs.join(":")),
        "[\"bagus.pem\"]".into(),
        "[\"bagus.cer\"]".into(),
        absolute,
    ] {
        let people =
            loaded(folder.path(), &people(&list)).unwrap_or_else(|why| panic!("{list}: {why}"));
        assert_eq!(people[0].certificates, [told.as_str()], "{list}");
    }
    assert!(loaded(folder.path(), &people("[]")).unwrap()[0].certificates.is_empty());
    // Without a folder only fingerprints can be read.
    let bare = parse_people(&people("[\"bagus.pem\"]"), "people.toml").unwrap_err().to_string();
    assert!(bare.contains("tidak dapat dibaca di sini"), "{bare}");
    assert!(parse_people(&people(&format!("[\"sha256:{told}\"]")), "people.toml").is_ok());
}

#[test]
fn what_could_never_prove_anything_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("subjectAltName=email:{BAGUS}");
    let p256 = &["-pkeyopt", "ec_paramgen_curve:prime256v1"][..];
    let p521 = &["-pkeyopt", "ec_paramgen_curve:secp521r1"][..];
    for (file, card) in [
        ("lain.pem", Card::of("sari@kkp.example")),
        ("server.pem", card(&[&name, "extendedKeyUsage=serverAuth"], "ec", p256)),
        ("sandi.pem", card(&[&name, "keyUsage=keyEncipherment"], "ec", p256)),
        ("besar.pem", card(&[&name], "ec", p521)),
        ("a.pem", Card::of(BAGUS)),
    ] {
        std::fs::copy(card.certificate(), folder.path().join(file)).unwrap();
    }
    std::fs::copy(card(&[], "ec", p256).key(), folder.path().join("kunci.pem")).unwrap();
    std::fs::write(folder.path().join("panjang.pem"), vec![b'A'; 70_000]).unwrap();
    let told = "5".repeat(64);
    for (list, wanted) in [
        ("[\"lain.pem\"]".to_owned(), "tidak memuat satu pun alamat"),
        ("[\"server.pem\"]".into(), "tidak diterbitkan untuk"),
        ("[\"sandi.pem\"]".into(), "tidak diterbitkan untuk"),
        ("[\"besar.pem\"]".into(), "jenis kuncinya"),
        ("[\"kunci.pem\"]".into(), "sertifikat tidak dapat dibaca"),
        ("[\"tidak-ada.pem\"]".into(), "tidak dapat dibaca"),
        ("[\"panjang.pem\"]".into(), "64 KiB"),
        ("[\"sha256:12\"]".into(), "64 angka heksadesimal"),
        (format!("[\"sha256:{}\"]", "g".repeat(64)), "64 angka heksadesimal"),
        (format!("[\"sha256:{told}\", \"sha256:{told}\"]"), "dua kali"),
        ("[\"a.pem\", \"a.pem\"]".into(), "dua kali"),
        (format!("[{}]", "\"a.pem\", ".repeat(6)), "lebih dari 5"),
        ("\"a.pem\"".into(), "person.certificates"),
    ] {
        let sentence = loaded(folder.path(), &people(&list)).unwrap_err();
        assert!(sentence.contains(wanted) && !sentence.contains('\n'), "{wanted}: {sentence}");
        assert!(sentence.contains("person.certificates"), "{sentence}");
    }
    let other = format!(
        "[[person]]\nid = \"sari\"\nname = \"Sari\"\naddresses = [\"sari@kkp.example\"]\nroles = [\"helpdesk\"]\n\
         certificates = [\"sha256:{told}\"]\n"
    );
    let both = people(&format!("[\"sha256:{told}\"]")) + &other;
    let sentence = loaded(folder.path(), &both).unwrap_err();
    assert!(sentence.contains("pada sari") && sentence.contains("juga milik bagus"), "{sentence}");
}
