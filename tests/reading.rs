//! Papers read with poppler and tesseract for real: scans, turned and mixed ones, hidden text, hostile
//! files within their limits, and a daemon that goes on with its mail meanwhile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
// The mail bombs use another part of it.
#[allow(dead_code)]
#[path = "bombs/watch.rs"]
mod watch;

use loket::clock::SimulatedClock;
use loket::config::Settings;
use loket::daemon::{Daemon, ProcessLock};
use loket::demo::{Paper, PersonMail, Stage, StageSettings};
use loket::document::{Method, PaperKind, Reading};
use loket::reader::{ProgramState, ReaderSettings, Workers};
use loket::store::NewAccount;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LOKET: &str = env!("CARGO_BIN_EXE_loket");
/// The contract's limits for `explain document`, parent and children together.
const MOST_KB: u64 = 512 * 1024;
const MOST_TIME: Duration = Duration::from_secs(30);

fn settings() -> ReaderSettings {
    // A debug build on a busy machine is many times slower than what people run.
    let paper_timeout = Duration::from_secs(200);
    ReaderSettings { program: LOKET.into(), paper_timeout, ..ReaderSettings::default() }
}

fn paper(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/papers").join(name)
}

/// The first page of a paper as a scanner would send it: a JPEG.
fn scanned(name: &str, dpi: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("halaman");
    let done = Command::new("pdftoppm")
        .args(["-jpeg", "-gray", "-singlefile", "-r", &dpi.to_string()])
        .arg(paper(name))
        .arg(&out)
        .status()
        .unwrap();
    assert!(done.success());
    std::fs::read(out.with_extension("jpg")).unwrap()
}

/// Width and height of a JPEG, out of its frame header.
fn size(jpeg: &[u8]) -> (u32, u32) {
    let at = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    let pair = |at: usize| u32::from(jpeg[at]) << 8 | u32::from(jpeg[at + 1]);
    (pair(at + 7), pair(at + 5))
}

/// A PDF from objects, with a right cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    let count = objects.len() + 1;
    out.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A page that is one picture, with more of the page's dictionary and more shown over it.
fn scan(jpeg: &[u8], page: &str, over: &str) -> Vec<u8> {
    let (width, height) = size(jpeg);
    let image = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
         /ColorSpace/DeviceGray/Filter/DCTDecode"
    );
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</S 5 0 R>>\
             /Font<</F 6 0 R>>>>{page}>>"
        )
        .into_bytes(),
        stream("", format!("q 595 0 0 842 0 0 cm /S Do Q {over}").as_bytes()),
        stream(&image, jpeg),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ])
}

/// Ratna's letter, whichever way it came.
fn is_ratna(reading: &Reading, what: &str) {
    assert_eq!(reading.kind, PaperKind::RequestLetter, "{what}: {reading:?}");
    let nip = reading.fields.nip.as_deref();
    assert_eq!(nip, Some("198703142011012901"), "{what}");
    let name = reading.fields.name.as_deref().unwrap_or_default();
    assert!(name.contains("Ratna Kusumawardani"), "{what}: {name}");
}

#[tokio::test]
async fn scans_in_every_position() {
    let workers = Workers::new(settings());
    let jpeg = scanned("ratna-permohonan.pdf", 200);
    let hidden = format!(
        "BT /F 10 Tf 3 Tr 50 700 Td ({}) Tj ET",
        "Xrnq wqzt hjkl pplk vbnm zzxq qwrt mnbv ".repeat(6)
    );
    for (what, bytes) in [
        ("a picture file", jpeg.clone()),
        ("a scan", scan(&jpeg, "", "")),
        ("a scan shown turned", scan(&jpeg, "/Rotate 90", "")),
        ("a scan with bad hidden text", scan(&jpeg, "", &hidden)),
    ] {
        let reading = workers.read_file(&bytes, "scan0001").await;
        is_ratna(&reading, what);
        assert_eq!((reading.method, reading.pages), (Method::Ocr, 1), "{what}");
    }
}

#[tokio::test]
async fn text_pages_need_no_program_and_scanned_ones_beside_them_are_read() {
    let workers = Workers::new(settings());
    let none = tempfile::tempdir().unwrap();
    let bare =
        Workers::new(ReaderSettings { tool_folders: vec![none.path().to_owned()], ..settings() });
    let text = std::fs::read(paper("ratna-permohonan.pdf")).unwrap();
    let (with, without) =
        (workers.read_file(&text, "a.pdf").await, bare.read_file(&text, "a.pdf").await);
    assert_eq!(with, without);
    assert_eq!(with.method, Method::Text);
    // A scanner's own text is taken where there is nothing better.
    let jpeg = scanned("ratna-permohonan.pdf", 100);
    let words = "Dengan hormat bersama ini kami mohon reset password Admin Agency Balai Contoh";
    let hidden = format!("BT /F 10 Tf 3 Tr 50 700 Td ({words}) Tj ET");
    let reading = bare.read_file(&scan(&jpeg, "", &hidden), "scan.pdf").await;
    assert_eq!(reading.method, Method::Text);
    let reading = bare.read_file(&scan(&jpeg, "", ""), "SK Admin Agency.pdf").await;
    assert_eq!(reading.method, Method::None);
    assert!(reading.confidence < Reading::SURE);
    let asked = reading.warnings.iter().any(|w| w.contains("perlu dilihat petugas"));
    assert!(asked, "{:?}", reading.warnings);
    let states: Vec<ProgramState> = bare.programs().await.into_iter().map(|p| p.1).collect();
    assert_eq!(states, [ProgramState::Missing; 3]);
    let states: Vec<ProgramState> = workers.programs().await.into_iter().map(|p| p.1).collect();
    assert_eq!(states, [ProgramState::Ready; 3]);
}

/// The files of `crates.md` §7, and some that cost poppler and tesseract.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let catalog = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let one_page = |content: Vec<u8>| {
        pdf(&[
            catalog.clone(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec(),
            content,
        ])
    };
    let blanks = vec![b' '; 1 << 30];
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&blanks, 1);
    drop(blanks);
    let many: Vec<String> = (0..2_000).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut pages = vec![
        catalog.clone(),
        format!("<</Type/Pages/Kids[{}]/Count 2000>>", many.join(" ")).into_bytes(),
    ];
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 2003 0 R/Resources<</XObject<</S 2004 0 R>>>>>>";
    pages.extend(std::iter::repeat_n(page.to_vec(), 2_000));
    let jpeg = scanned("ratna-permohonan.pdf", 100);
    let (width, height) = size(&jpeg);
    pages.push(stream("", b"q 595 0 0 842 0 0 cm /S Do Q"));
    let image = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
         /ColorSpace/DeviceGray/Filter/DCTDecode"
    );
    pages.push(stream(&image, &jpeg));
    let arrays = [b"[".repeat(200_000), b"]".repeat(200_000)].concat();
    let selfish = pdf(&[
        catalog.clone(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_vec(),
        stream("", b"/F Do"),
        stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F 5 0 R>>>>",
            b"/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do",
        ),
    ]);
    let chance: Vec<u8> =
        (0..300_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let lines: String =
        (0..400_000).map(|n| format!("{} 0 m {} 842 l S ", n % 595, n % 594)).collect();
    vec![
        ("a gigabyte of blanks", one_page(stream("/Filter/FlateDecode", &packed))),
        ("2,000 scanned pages", pdf(&pages)),
        ("nested arrays", pdf(&[catalog.clone(), arrays])),
        (
            "a cycle of kids",
            pdf(&[
                catalog.clone(),
                b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>".to_vec(),
            ]),
        ),
        ("a form that shows itself", selfish),
        ("chance behind a head", [b"%PDF-1.7\n".as_slice(), &chance].concat()),
        (
            "a page as large as a hall",
            scan(
                &jpeg,
                "/MediaBox[0 0 14400 14400]/UserUnit 75000",
                "1 0 0 RG 0 0 14400 14400 re S",
            ),
        ),
        ("a page of lines", one_page(stream("", lines.as_bytes()))),
    ]
}

#[test]
fn hostile_files_cost_at_most_their_limits() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("surat.pdf"), folder.path().join("jawaban.json"));
    for (what, bytes) in hostile() {
        std::fs::write(&file, bytes).unwrap();
        let run = watch::explain_as("document", Path::new(LOKET), &file, &out);
        assert!(run.status.success(), "{what}: {run:?}");
        assert!(run.took < MOST_TIME, "{what}: {run:?}");
        assert!((1..MOST_KB).contains(&run.peak_kb), "{what}: {run:?}");
        let answer: Reading = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        assert!(answer.confidence < Reading::SURE || !answer.warnings.is_empty(), "{what}");
        println!("{what}: {:?}, {} MB", run.took, run.peak_kb / 1024);
    }
}

const RATNA: &str = "ratna.k@kkp.example";
const SARI: &str = "sari.wulandari@kkp.example";
const MADE: &str = "made.ardika@kkp.example";
const BAGUS: &str = "bagus.ppe@kkp.example";

const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Lestari"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]
"#;

fn account(user_id: &str, name: &str, address: &str) -> NewAccount {
    NewAccount {
        user_id: user_id.into(),
        name: name.into(),
        nip: None,
        unit: Some("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh".into()),
        address: address.into(),
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    }
}

/// Slow programs must not hold up anything but the paper they read: while one hangs, a new mail is
/// answered and an approval goes through.
#[tokio::test(flavor = "multi_thread")]
async fn slow_papers_delay_no_mail_and_no_approval() {
    let slow = tempfile::tempdir().unwrap();
    let program = slow.path().join("tesseract");
    std::fs::write(&program, "#!/usr/bin/python3\nimport time\ntime.sleep(600)\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let reader = || ReaderSettings { tool_folders: vec![slow.path().to_owned()], ..settings() };
    let dir = tempfile::tempdir().unwrap();
    let mut stage = Stage::set(
        dir.path(),
        StageSettings {
            more: String::new(),
            people: PEOPLE.into(),
            accounts: vec![
                account("AA.TELUKCONTOH", "Ratna Kusumawardani", RATNA),
                account("AA.SARI", "Sari Wulandari Putri", SARI),
                account("AA.LOKAPESISIR", "Made Surya Ardika", MADE),
            ],
            start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
        },
    )
    .await
    .unwrap();
    // This program is a test and knows no `__worker`.
    let workers = Arc::new(Workers::new(reader()));
    stage.daemon.intake.workers = workers.clone();
    stage.daemon.dispatch.workers = workers.clone();
    stage.daemon.workers = workers;
    let request = |from, name, papers| PersonMail {
        from_name: name,
        from,
        subject: "Permohonan Reset Password Admin Agency".into(),
        text: "Yth. Helpdesk, surat permohonan reset password dan SK terlampir.".into(),
        papers,
        ..PersonMail::default()
    };
    let ratna = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    stage.deliver(&request(RATNA, "Ratna Kusumawardani", &ratna)).unwrap();
    stage.tick().await.unwrap();
    stage.pass(3).await.unwrap();
    let handed = stage.letter(BAGUS, "Penyerahan").unwrap();

    let pages: &'static [u8] = scan(&scanned("sari-permohonan.pdf", 30), "", "").leak();
    let slow_papers = [Paper { name: "scan.pdf", bytes: pages }];
    stage.unlock();
    let file = dir.path().join("config/loket.toml");
    let clock = Arc::new(SimulatedClock::new(stage.now));
    let settings = Settings::load(&file).unwrap();
    let lock = ProcessLock::take(&settings.data_dir).unwrap();
    let mut daemon = Daemon::open(settings, Some(file), clock).await.unwrap();
    let workers = Arc::new(Workers::new(reader()));
    daemon.intake.workers = workers.clone();
    daemon.dispatch.workers = workers.clone();
    daemon.workers = workers;
    let store = daemon.store.clone();
    let scenario = async {
        stage.deliver(&request(SARI, "Sari Wulandari", &slow_papers)).unwrap();
        appears("the slow paper is being read", || at_work(slow.path()) > 0).await;
        let approval = PersonMail {
            from_name: "Bagus Prakoso",
            from: BAGUS,
            text: "SETUJU".into(),
            answers: Some(&handed),
            ..PersonMail::default()
        };
        let letters = stage.mailbox(BAGUS).len();
        stage.deliver(&approval).unwrap();
        appears("the approval goes through", || stage.mailbox(BAGUS).len() > letters).await;
        stage.deliver(&request(MADE, "Made Surya Ardika", &ratna)).unwrap();
        appears("a new mail is answered", || stage.letter(MADE, "Tanda Terima").is_some()).await;
        let case = store.case("LKT-2026-00002").await.unwrap().unwrap();
        assert!(case.papers.iter().all(|paper| paper.reading.is_none()), "it is read already");
    };
    tokio::select! {
        ended = daemon.run(lock) => panic!("the daemon ended: {ended:?}"),
        () = scenario => {}
    }
    appears("nothing is left behind", || at_work(slow.path()) == 0).await;
}

async fn appears(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(200), "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Processes whose command line names the folder.
fn at_work(folder: &Path) -> usize {
    let named = |entry: &std::fs::DirEntry| {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(&*folder.to_string_lossy())
    };
    std::fs::read_dir("/proc").unwrap().flatten().filter(named).count()
}
