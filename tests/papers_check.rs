//! What `loket check` says of the things papers are judged by, and what `loket explain document` makes of
//! them, as an operator meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use rig::clamd::Clamd;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

/// A folder with a small configuration and a section `[papers]`.
fn office(papers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let settings = format!(
        "data_dir = \"../data\"\n[office]\naddress = \"loket@kkp.example\"\n\
         [[mailbox]]\nkind = \"maildir\"\npath = \"../masuk\"\n\
         [smtp]\nkind = \"maildir\"\npath = \"../keluar\"\n[papers]\n{papers}\n"
    );
    std::fs::write(folder.path().join("config/loket.toml"), settings).unwrap();
    let people = include_str!("../config/people.toml");
    std::fs::write(folder.path().join("config/people.toml"), people).unwrap();
    let roots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/seals/roots.pem");
    std::fs::copy(roots, folder.path().join("config/akar.pem")).unwrap();
    folder
}

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.current_dir(folder).env_clear().args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap();
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{why}: {shown}"))
}

/// Severity and reason of what the doctor says of a key.
fn found(folder: &Path, key: &str) -> Vec<(String, String)> {
    let findings = answer(folder, &["check", "--json"]);
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let of_key = findings.as_array().unwrap().iter().filter(|f| f["what"] == key);
    of_key.map(|f| (text(f, "severity"), text(f, "why"))).collect()
}

#[test]
fn authorities_that_cannot_be_read_are_an_error() {
    let key = "papers.signature_roots";
    let good = office("signature_roots = \"akar.pem\"");
    assert_eq!(found(good.path(), key), []);
    let lost = office("signature_roots = \"lain.pem\"");
    let said = found(lost.path(), key);
    assert_eq!(said.len(), 1);
    assert!(said[0].0 == "error" && said[0].1.contains("tidak dapat dibaca"), "{said:?}");
    // The certificate of a person is no authority.
    let card = rig::signer::Card::of("a@kkp.example");
    std::fs::copy(card.certificate(), good.path().join("config/akar.pem")).unwrap();
    let said = found(good.path(), key);
    assert!(said[0].0 == "error" && said[0].1.contains("bukan milik otoritas"), "{said:?}");
}

#[test]
fn a_scanner_is_looked_for_and_must_find_its_sample() {
    let key = "papers.clamav";
    assert_eq!(found(office("").path(), key), []);
    let clamd = Clamd::start();
    let there = office(&format!("clamav = {:?}", clamd.socket.display().to_string()));
    assert_eq!(found(there.path(), key), []);
    let away = office("clamav = \"/run/tidak/ada.ctl\"");
    let said = found(away.path(), key);
    assert!(said[0].0 == "warning" && said[0].1.contains("soket ClamAV tidak ada"), "{said:?}");
    let blind = Clamd::blind();
    let there = office(&format!("clamav = {:?}", blind.socket.display().to_string()));
    let said = found(there.path(), key);
    assert!(said[0].0 == "warning" && said[0].1.contains("EICAR"), "{said:?}");
}

#[test]
fn a_document_is_explained_with_the_authorities_of_the_settings() {
    let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/seals/long-term.pdf");
    let paper = paper.to_str().unwrap();
    for (papers, words) in [
        ("signature_roots = \"akar.pem\"", "TTE utuh"),
        ("", "TTE ada, rantai sertifikat belum dipercaya"),
    ] {
        let folder = office(papers);
        let reading = answer(folder.path(), &["explain", "document", "--json", paper]);
        assert_eq!(reading["signature"], words);
        assert_eq!(reading["signatures"][0]["signer"], "Dr. H. Asep Sunandar, M.Si.");
    }
}
