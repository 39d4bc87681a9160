//! Electronic signatures of papers, through the confined child as the daemon has it: which stand, which do
//! not, and what is said of them. `tests/data/seals` was signed by pyHanko (its `make.py`), what is forged
//! here by `openssl`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#[path = "seals/forge.rs"]
mod forge;
mod rig;

use forge::{Forge, replaced};
use loket::clock::SimulatedClock;
use loket::document::{PaperKind, Reading, Refusal, SIGNATURE_LOST, SignatureState};
use loket::reader::{ReaderSettings, Workers};
use loket::signature::Roots;
use rig::signer::{Card, Paper};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

const INTACT: &str = "TTE utuh";
const CHANGED: &str = "TTE ada, dokumen berubah";
const UNTRUSTED: &str = "TTE ada, rantai sertifikat belum dipercaya";
const NONE: &str = "tidak ada TTE";
/// Within the signers' certificates, which end with 2027.
const SOON: &str = "2026-12-01T00:00:00Z";
const LATE: &str = "2028-06-01T00:00:00Z";

static CARD: LazyLock<Card> = LazyLock::new(|| Card::of("asep@uji.example"));

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/seals")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// A reader that believes the authorities of a file, at a time.
fn reader(roots: Option<&str>, now: &str) -> Workers {
    let roots = roots.map_or_else(Roots::default, |name| Roots::read(&file(name)).unwrap());
    Workers::new(ReaderSettings {
        program: PathBuf::from(env!("CARGO_BIN_EXE_loket")),
        paper_timeout: Duration::from_secs(60),
        roots,
        clock: Arc::new(SimulatedClock::new(now.parse().unwrap())),
        ..ReaderSettings::default()
    })
}

async fn read(workers: &Workers, bytes: &[u8]) -> Reading {
    workers.read_file(bytes, "surat.pdf").await
}

fn whys(reading: &Reading) -> String {
    let whys: Vec<&str> = reading.signatures.iter().filter_map(|s| s.why.as_deref()).collect();
    whys.join(" | ")
}

#[tokio::test]
async fn the_table_of_signed_papers() {
    let workers = reader(Some("roots.pem"), SOON);
    for (name, state, count, why) in [
        ("good", INTACT, 1, ""),
        ("adbe", INTACT, 1, ""),
        ("pss", INTACT, 1, ""),
        ("stamped", INTACT, 1, ""),
        ("two", INTACT, 2, ""),
        ("two-visible", INTACT, 2, ""),
        ("long-term", INTACT, 1, ""),
        ("rogue", UNTRUSTED, 1, "bukan otoritas yang dikonfigurasi"),
        ("leaf-as-authority", UNTRUSTED, 1, "bukan otoritas yang dikonfigurasi"),
        ("no-issuing", UNTRUSTED, 1, "bukan otoritas yang dikonfigurasi"),
        ("changed-page", CHANGED, 1, "sesudah ditandatangani"),
        ("changed-note", CHANGED, 1, "sesudah ditandatangani"),
        ("two-changed-between", CHANGED, 2, "sesudah ditandatangani"),
        ("plain", NONE, 0, ""),
    ] {
        let reading = read(&workers, &file(&format!("{name}.pdf"))).await;
        assert_eq!(reading.signature.as_deref(), Some(state), "{name}: {reading:#?}");
        assert_eq!(reading.signatures.len(), count, "{name}: {reading:#?}");
        let said = whys(&reading);
        assert_eq!(said.is_empty(), why.is_empty(), "{name}: {said}");
        assert!(said.contains(why), "{name}: {said}");
        // Whatever is wrong with the signature, the letter is read.
        assert_eq!(reading.kind, PaperKind::RequestLetter, "{name}");
        let lost = reading.warnings.iter().any(|w| w == SIGNATURE_LOST);
        assert_eq!(lost, name == "plain", "{name}: {:?}", reading.warnings);
    }
}

#[tokio::test]
async fn a_signer_is_named_with_his_time_and_his_authority() {
    let workers = reader(Some("roots.pem"), SOON);
    let reading = read(&workers, &file("two-changed-between.pdf")).await;
    let [first, second] = reading.signatures.as_slice() else { panic!("{reading:?}") };
    assert_eq!(first.state, SignatureState::Changed);
    assert_eq!(first.signer.as_deref(), Some("Dr. H. Asep Sunandar, M.Si."));
    assert_eq!(first.issuer.as_deref(), Some("OSD Uji Issuing CA"));
    assert!(first.signed_at.as_deref().unwrap().starts_with("2026-11-"), "{first:?}");
    // The second one signed the changed page.
    assert_eq!(second.state, SignatureState::Intact);
    assert_eq!(second.signer.as_deref(), Some("Maya Lestari, S.Kom."));
    let stamped = read(&workers, &file("long-term.pdf")).await;
    let told = |word: &str| stamped.warnings.iter().any(|w| w.contains(word));
    assert!(told("stempel waktu dokumen 2026-11-") && told("oleh Jam Uji"), "{stamped:?}");
    assert!(told("hanya ditambahkan data pembuktian"), "{stamped:?}");
}

#[tokio::test]
async fn certificates_hold_at_the_time_that_a_stamp_proves_and_otherwise_now() {
    let workers = reader(Some("roots.pem"), LATE);
    for (name, state, why) in [
        ("good", UNTRUSTED, "masa berlaku sertifikatnya sudah lewat"),
        ("adbe", UNTRUSTED, "masa berlaku sertifikatnya sudah lewat"),
        ("stamped", INTACT, ""),
        ("long-term", INTACT, ""),
        ("changed-page", CHANGED, "sesudah ditandatangani"),
    ] {
        let reading = read(&workers, &file(&format!("{name}.pdf"))).await;
        assert_eq!(reading.signature.as_deref(), Some(state), "{name}: {reading:#?}");
        assert!(whys(&reading).contains(why), "{name}: {}", whys(&reading));
    }
    // Before the certificates, and before the time the signer claims.
    for (now, why) in
        [("2025-06-01T00:00:00Z", "belum berlaku"), ("2026-06-01T00:00:00Z", "di masa depan")]
    {
        let reading = read(&reader(Some("roots.pem"), now), &file("good.pdf")).await;
        assert_eq!(reading.signature.as_deref(), Some(UNTRUSTED), "{now}");
        assert!(whys(&reading).contains(why), "{now}: {}", whys(&reading));
    }
}

#[tokio::test]
async fn issuing_authorities_may_come_from_the_configuration_and_no_roots_believe_nobody() {
    let workers = reader(Some("roots-and-issuing.pem"), SOON);
    for name in ["good", "no-issuing"] {
        let reading = read(&workers, &file(&format!("{name}.pdf"))).await;
        assert_eq!(reading.signature.as_deref(), Some(INTACT), "{name}: {reading:?}");
    }
    let reading = read(&workers, &file("rogue.pdf")).await;
    assert_eq!(reading.signature.as_deref(), Some(UNTRUSTED));
    let workers = reader(None, SOON);
    let reading = read(&workers, &file("good.pdf")).await;
    assert_eq!(reading.signature.as_deref(), Some(UNTRUSTED));
    assert!(whys(&reading).contains("papers.signature_roots"), "{}", whys(&reading));
}

#[tokio::test]
async fn every_single_bit_outside_the_container_is_signed() {
    let workers = reader(Some("roots.pem"), SOON);
    let good = file("good.pdf");
    let text = good.windows(8).position(|w| w == b"Ratna De").unwrap();
    let end = good.len() - 2;
    for at in [9, text, end] {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        let reading = read(&workers, &bytes).await;
        let signature = reading.signature.as_deref();
        assert!(signature.is_none() || signature == Some(CHANGED), "{at}: {reading:?}");
    }
    let mut bytes = good.clone();
    bytes[text] ^= 1;
    let reading = read(&workers, &bytes).await;
    assert_eq!(reading.signature.as_deref(), Some(CHANGED));
    assert!(whys(&reading).contains("isinya bukan yang ditandatangani"), "{}", whys(&reading));
    assert!(reading.warnings[0].contains("tidak cocok lagi"), "{:?}", reading.warnings);
    // Blanks that a gateway leaves behind the end change nothing.
    let reading = read(&workers, &[&good[..], b"\r\n\r\n"].concat()).await;
    assert_eq!(reading.signature.as_deref(), Some(INTACT));
}

/// Universal signature forgery (Mladenov et al., "1 Trillion Dollar Refund", CCS 2019): a signature that
/// looks like one and lacks what it would be checked by.
#[tokio::test]
async fn a_signature_without_its_parts_is_no_signature() {
    let workers = reader(Some("roots.pem"), SOON);
    let good = file("good.pdf");
    let range = "/ByteRange [0 1925 7927 1063]";
    for (from, to) in [
        ("/ByteRange", "/ByteRangX"),
        (range, "/ByteRange null             "),
        (range, "/ByteRange [0 0 0 0]        "),
        (range, "/ByteRange [0 -1 7927 1063] "),
        (range, "/ByteRange []               "),
        (range, "/ByteRange [0 1925 1925 706]"),
        (range, "/ByteRange 5                "),
        (range, "/ByteRange [0 1925 7927 99999999999999999999]"),
        ("/Contents <30", "/Contentz <30"),
        ("/Contents <30", "/Contents <00"),
        ("/Contents <3082", "/Contents null%"),
        ("/SubFilter /ETSI.CAdES.detached", "/SubFilter /ETSI.CAdES.detachez"),
        ("/SubFilter /ETSI.CAdES.detached", "/SubFilter null                "),
        ("/Type /Sig", "/Type /Xyz"),
    ] {
        let reading = read(&workers, &replaced(&good, from, to)).await;
        let signature = reading.signature.as_deref().unwrap_or_default();
        assert!(signature == CHANGED || signature == NONE, "{to}: {reading:?}");
    }
    // The field lets it go: who looks at the form sees none, the bytes still hold one.
    let loose = read(&workers, &replaced(&good, "/V 9 0 R", "/V null ")).await;
    assert_eq!(loose.signature.as_deref(), Some(CHANGED), "{loose:?}");
}

#[tokio::test]
async fn the_hole_of_the_range_is_the_container_and_nothing_else() {
    let workers = reader(None, SOON);
    let base = Forge::new(file("plain.pdf"));
    let state = async |forge: Forge| {
        let reading = read(&workers, &forge.signed(&CARD)).await;
        (reading.signature.clone().unwrap_or_default(), whys(&reading))
    };
    // As it should be, each trick would only lack an authority.
    let (signature, why) = state(base.clone()).await;
    assert_eq!(
        (signature.as_str(), why.contains("papers.signature_roots")),
        (UNTRUSTED, true),
        "{why}"
    );
    let hole = "bukan tepat wadah tanda tangannya";
    for (name, forge, said) in [
        ("larger hole", base.clone().hole(0, 12), hole),
        ("larger hole in front", base.clone().hole(-12, 0), hole),
        ("smaller hole", base.clone().hole(2, -2), hole),
        ("begins later", base.clone().from(5), "tidak ada atau tidak wajar"),
        ("words in the hole", base.clone().in_the_hole("/Reason(x)"), hole),
        ("a second container", base.clone().in_front("/Contents<30>"), hole),
        ("a second range", base.clone().in_front("/ByteRange[0 1 2 3]"), hole),
        ("ends before the end", base.clone().short_by(20), "sesudah ditandatangani"),
        ("other kind", base.clone().kind("adbe.pkcs7.sha1"), "tidak didukung"),
        ("other kind", base.clone().kind("adbe.x509.rsa_sha1"), "tidak didukung"),
    ] {
        let (signature, why) = state(forge).await;
        assert!(
            signature == CHANGED || name == "other kind" && signature == UNTRUSTED,
            "{name}: {signature}"
        );
        assert!(why.contains(said), "{name}: {why}");
    }
}

/// Signature wrapping (CCS 2019): the hole is widened, what was signed behind it is moved to the end, and
/// something else stands where it stood.
#[tokio::test]
async fn what_was_signed_cannot_be_moved() {
    let workers = reader(Some("roots.pem"), SOON);
    let good = file("good.pdf");
    let (start, end) = (1925, 7927);
    let evil = b"/ByteRange [0 1925 8527 1063]>>\nendobj\n4 0 obj\n<</Length 44>>stream\nBT /F1 20 Tf 100 400 Td (PALSU) Tj ET       \nendstream\nendobj\n";
    let mut wrapped = good[..end].to_vec();
    wrapped.extend_from_slice(evil);
    wrapped.resize(8527, b' ');
    wrapped.extend_from_slice(&good[end..]);
    let moved =
        replaced(&wrapped, "/ByteRange [0 1925 7927 1063]", "/ByteRange [0 1925 8527 1063]");
    for bytes in [&wrapped, &moved] {
        let reading = read(&workers, bytes).await;
        let signature = reading.signature.as_deref();
        assert!(signature.is_none_or(|s| s == CHANGED || s == NONE), "{reading:?}");
    }
    assert_eq!(&good[start..start + 2], b"<3", "the places are those of the file");
}

#[tokio::test]
async fn kinds_of_keys_and_sums() {
    let workers = reader(None, SOON);
    let base = Forge::new(file("plain.pdf"));
    let rsa = Card::new(&Paper { key: "rsa:2048", options: &[], ..Paper::default() });
    let pss: &[&str] =
        &["-cades", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"];
    for (name, card, more, said) in [
        ("ecdsa", &*CARD, &["-cades"][..], "papers.signature_roots"),
        ("ecdsa 384", &*CARD, &["-cades", "-md", "sha384"], "papers.signature_roots"),
        ("rsa 512", &rsa, &["-cades", "-md", "sha512"], "papers.signature_roots"),
        ("pss", &rsa, pss, "papers.signature_roots"),
        ("sha-1", &*CARD, &["-md", "sha1"], "SHA-1"),
        ("sha-1", &rsa, &["-md", "sha1"], "SHA-1"),
        ("no certificate", &*CARD, &["-cades", "-nocerts"], "tidak disertakan"),
    ] {
        let reading = read(&workers, &base.clone().with(more).signed(card)).await;
        assert_eq!(reading.signature.as_deref(), Some(UNTRUSTED), "{name}: {reading:?}");
        assert!(whys(&reading).contains(said), "{name}: {}", whys(&reading));
    }
    for (name, more) in
        [("no attributes", &["-noattr"][..]), ("carries its content", &["-cades", "-nodetach"])]
    {
        let reading = read(&workers, &base.clone().with(more).signed(&CARD)).await;
        assert_eq!(reading.signature.as_deref(), Some(CHANGED), "{name}: {reading:?}");
    }
}

#[tokio::test]
async fn papers_that_carry_no_signature_have_no_word_about_one() {
    let workers = reader(Some("roots.pem"), SOON);
    for (bytes, name) in
        [(&b"Surat permohonan"[..], "a.txt"), (b"\x89PNG\r\n\x1a\n", "a.png"), (b"", "a.pdf")]
    {
        let reading = workers.read_file(bytes, name).await;
        assert_eq!((reading.signature, reading.signatures.len()), (None, 0), "{name}");
    }
    let broken = workers.read_file(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF", "a.pdf").await;
    assert_eq!(broken.signature, None, "{broken:?}");
    assert_ne!(broken.refusal, Some(Refusal::Infected));
}

#[tokio::test]
async fn hundreds_of_signatures_cost_little() {
    let workers = reader(Some("roots.pem"), SOON);
    let good = file("good.pdf");
    let many = forge::many(&file("plain.pdf"), 800);
    let reading = read(&workers, &many).await;
    assert_eq!(reading.signature.as_deref(), Some(CHANGED), "{reading:?}");
    assert!(reading.signatures.len() <= 20, "{}", reading.signatures.len());
    // One state after another of a large file, each a place that looks right.
    let mut chain = Forge::new(file("plain.pdf"));
    for _ in 0..24 {
        chain = Forge::new(chain.in_front(&" ".repeat(20_000)).signed(&CARD));
    }
    let reading = read(&workers, &chain.bytes()).await;
    assert_eq!(reading.signature.as_deref(), Some(CHANGED), "{reading:?}");
    assert_eq!(read(&workers, &good).await.signature.as_deref(), Some(INTACT), "it lives on");
}

/// Shadow attacks (Mainka et al., NDSS 2021): what is added after a signature, and shows.
#[tokio::test]
async fn only_what_leaves_every_page_and_field_alone_may_follow_a_signature() {
    const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[8 0 R 20 0 R]>>";
    const FORM: &str = "<</Fields[8 0 R 20 0 R]/SigFlags 3>>";
    const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    const WORDS: &str = "<</Length 1>>stream\n \nendstream";
    let empty = "<</FT/Sig/T(x)/Type/Annot/Subtype/Widget/Rect[0 0 500 700]/P 3 0 R>>";
    let claims = "<</FT/Sig/T(x)/Type/Annot/Subtype/Widget/Rect[0 0 500 700]/P 3 0 R/V 9 0 R>>";
    let catalogue =
        |more: &str| format!("<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R/Version/2.0{more}>>");
    let (evidence, opens) = (catalogue("/DSS<</Certs[]>>"), catalogue("/OpenAction 21 0 R"));
    let workers = reader(Some("roots.pem"), SOON);
    let good = file("good.pdf");
    for (name, objects, state) in [
        ("evidence", vec![(1, evidence.as_str(), true)], INTACT),
        ("an action", vec![(1, opens.as_str(), true), (21, "<</S/URI/URI(x)>>", true)], CHANGED),
        ("another font", vec![(5, FONT, true)], CHANGED),
        ("other words", vec![(4, WORDS, true)], CHANGED),
        ("words no index names", vec![(1, evidence.as_str(), true), (4, WORDS, false)], CHANGED),
        ("two of one", vec![(1, opens.as_str(), false), (1, evidence.as_str(), true)], CHANGED),
        ("an empty field", vec![(20, empty, true), (3, PAGE, true), (7, FORM, true)], CHANGED),
        ("its field elsewhere", vec![(8, claims, true)], CHANGED),
        ("a borrowed one", vec![(20, claims, true), (3, PAGE, true), (7, FORM, true)], CHANGED),
        ("another form", vec![(7, "<</Fields[8 0 R]/NeedAppearances true>>", true)], CHANGED),
        ("no form", vec![(7, "<</Fields[]>>", true)], CHANGED),
    ] {
        let reading = read(&workers, &forge::updated(&good, &objects)).await;
        assert_eq!(reading.signature.as_deref(), Some(state), "{name}: {:?}", reading.signatures);
    }
}
