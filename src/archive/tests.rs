//! The shelf under interruption, repetition and tampering.
use super::manifest::MANIFEST;
use super::shelf::{LOCK, TMP};
use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

fn dossier(files: &[(&str, &str)]) -> Dossier {
    let file = |(name, text): &(&str, &str)| DossierFile {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    Dossier {
        id: "LKT-2026-00042".into(),
        year: "2026".into(),
        files: files.iter().map(file).collect(),
    }
}

fn first() -> Dossier {
    dossier(&[("02-sk.pdf", "surat keputusan"), ("01-surat.pdf", "surat permohonan")])
}

fn shelf() -> (TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open(dir.path().join("arsip")).unwrap();
    (dir, archive)
}

fn folder(archive: &Archive, name: &str) -> PathBuf {
    archive.root.join("2026").join(name)
}

fn names(archive: &Archive) -> Vec<String> {
    archive.list().unwrap().into_iter().map(|s| s.dossier).collect()
}

#[test]
fn a_dossier_is_shelved_whole_with_its_manifest() {
    let (_dir, archive) = shelf();
    let manifest = archive.store(&first()).unwrap();
    let place = folder(&archive, "LKT-2026-00042");
    assert_eq!(fs::read(place.join("01-surat.pdf")).unwrap(), b"surat permohonan");
    let listed: Vec<_> = manifest.files.iter().map(|f| (f.name.as_str(), f.size_bytes)).collect();
    assert_eq!(listed, [("01-surat.pdf", 16), ("02-sk.pdf", 15)]);
    let hash = "0c8cbab923c02c1e08917e9416f5317dcd3b3d713c79a3dce064072074bd534e";
    assert_eq!(manifest.files[0].sha256, hash);
}

#[test]
fn files_and_folders_are_private() {
    let (_dir, archive) = shelf();
    archive.store(&first()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = folder(&archive, "LKT-2026-00042");
    for dir in [archive.root.as_path(), place.parent().unwrap(), &place] {
        assert_eq!(mode(dir), 0o700, "{}", dir.display());
    }
    for file in ["01-surat.pdf", "02-sk.pdf", MANIFEST] {
        assert_eq!(mode(&place.join(file)), 0o600, "{file}");
    }
}

#[test]
fn storing_twice_is_storing_once() {
    let (_dir, archive) = shelf();
    let once = archive.store(&first()).unwrap();
    let mut other_order = first();
    other_order.files.reverse();
    assert_eq!(archive.store(&other_order).unwrap(), once);
    assert_eq!(names(&archive), ["2026/LKT-2026-00042"]);
    let shelved = &archive.list().unwrap()[0];
    assert_eq!(shelved.manifest_sha256, Some(once.sha256()));
    assert_eq!(archive.manifest("LKT-2026-00042").unwrap(), once);
}

#[test]
fn a_later_dossier_keeps_the_former_ones() {
    let (_dir, archive) = shelf();
    let states: Vec<Dossier> = ["satu", "dua", "tiga"].map(|t| dossier(&[("a.txt", t)])).into();
    for state in &states {
        archive.store(state).unwrap();
    }
    assert_eq!(
        names(&archive),
        ["2026/LKT-2026-00042", "2026/LKT-2026-00042.1", "2026/LKT-2026-00042.2"]
    );
    let text = |name| fs::read_to_string(folder(&archive, name).join("a.txt")).unwrap();
    assert_eq!(text("LKT-2026-00042"), "tiga");
    assert_eq!(text("LKT-2026-00042.1"), "satu");
    assert_eq!(text("LKT-2026-00042.2"), "dua");
    assert_eq!(archive.manifest("LKT-2026-00042.1").unwrap(), Manifest::of(&states[0]).unwrap());
    assert_eq!(archive.verify().unwrap(), []);
}

#[test]
fn an_interrupted_writing_leaves_nothing_and_is_done_again() {
    let (_dir, archive) = shelf();
    // Killed in the middle of a file: half of it lies under `.tmp`.
    let tmp = archive.root.join(TMP).join("LKT-2026-00042");
    fs::create_dir_all(&tmp).unwrap();
    fs::write(tmp.join("01-surat.pdf"), "surat per").unwrap();
    assert_eq!(names(&archive), Vec::<String>::new());
    assert!(matches!(archive.manifest("LKT-2026-00042"), Err(ArchiveError::NotFound(_))));
    archive.store(&first()).unwrap();
    assert_eq!(archive.verify().unwrap(), []);
    assert!(!exists(&tmp));
}

#[test]
fn an_interruption_at_any_step_of_a_replacement_is_mended_by_doing_it_again() {
    let second = dossier(&[("01-surat.pdf", "surat permohonan"), ("03-balasan.eml", "balasan")]);
    for killed_after in 0..3 {
        let (_dir, archive) = shelf();
        archive.store(&first()).unwrap();
        let staged = archive.stage(&second, &Manifest::of(&second).unwrap()).unwrap();
        if killed_after >= 1 {
            archive.set_former_aside(&second).unwrap();
        }
        if killed_after >= 2 {
            archive.shelve(&second, &staged).unwrap();
        }
        let again = Archive::open(&archive.root).unwrap();
        assert_eq!(again.verify().unwrap(), [], "after {killed_after}");
        again.store(&second).unwrap();
        assert_eq!(names(&again), ["2026/LKT-2026-00042", "2026/LKT-2026-00042.1"]);
        let former = folder(&again, "LKT-2026-00042.1");
        assert_eq!(fs::read(former.join("02-sk.pdf")).unwrap(), b"surat keputusan");
        assert_eq!(again.manifest("LKT-2026-00042").unwrap(), Manifest::of(&second).unwrap());
        assert_eq!(again.verify().unwrap(), [], "after {killed_after}, done again");
    }
}

#[test]
fn a_dossier_that_cannot_be_written_is_temporary_and_leaves_the_old_one() {
    let (_dir, archive) = shelf();
    archive.store(&first()).unwrap();
    // A file where the temporary folder should be stands for a disk that refuses.
    fs::remove_dir(archive.root.join(TMP)).unwrap();
    fs::write(archive.root.join(TMP), "in the way").unwrap();
    let error = archive.store(&dossier(&[("a.txt", "baru")])).unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert_eq!(names(&archive), ["2026/LKT-2026-00042"]);
    assert_eq!(archive.verify().unwrap(), []);
}

#[test]
fn tampering_is_found() {
    type Tamper = fn(&Path);
    let cases: [(Tamper, Option<&str>, Problem); 8] = [
        (
            |p| fs::write(p.join("01-surat.pdf"), "surat pemalsuan!").unwrap(),
            Some("01-surat.pdf"),
            Problem::Changed,
        ),
        (
            |p| fs::write(p.join("01-surat.pdf"), "").unwrap(),
            Some("01-surat.pdf"),
            Problem::Changed,
        ),
        (|p| fs::remove_file(p.join("02-sk.pdf")).unwrap(), Some("02-sk.pdf"), Problem::Missing),
        (
            |p| fs::write(p.join("99-titipan.pdf"), "x").unwrap(),
            Some("99-titipan.pdf"),
            Problem::Unknown,
        ),
        (
            |p| {
                let (file, aside) = (p.join("02-sk.pdf"), p.parent().unwrap().join("aside"));
                fs::rename(&file, &aside).unwrap();
                std::os::unix::fs::symlink(&aside, &file).unwrap();
            },
            Some("02-sk.pdf"),
            Problem::Unreadable,
        ),
        (|p| fs::remove_file(p.join(MANIFEST)).unwrap(), None, Problem::BadManifest),
        (|p| fs::write(p.join(MANIFEST), "{}").unwrap(), None, Problem::BadManifest),
        (
            |p| {
                let text = fs::read_to_string(p.join(MANIFEST)).unwrap();
                let text = text.replace("01-surat.pdf", "../../01-surat.pdf");
                fs::write(p.join(MANIFEST), text).unwrap();
            },
            None,
            Problem::BadManifest,
        ),
    ];
    for (tamper, file, problem) in cases {
        let (_dir, archive) = shelf();
        archive.store(&first()).unwrap();
        tamper(&folder(&archive, "LKT-2026-00042"));
        let found = archive.verify().unwrap();
        let wanted = Finding {
            dossier: "2026/LKT-2026-00042".into(),
            file: file.map(str::to_owned),
            problem,
        };
        assert!(found.contains(&wanted), "{wanted:?} not in {found:?}");
        let out = tempfile::tempdir().unwrap();
        let refused = archive.export("LKT-2026-00042", out.path()).unwrap_err();
        assert!(matches!(refused, ArchiveError::Damaged { .. }), "{refused}");
        // Storing again puts it right and keeps the damaged one as evidence.
        archive.store(&first()).unwrap();
        archive.export("LKT-2026-00042", out.path()).unwrap();
        assert!(names(&archive).contains(&"2026/LKT-2026-00042.1".to_owned()));
    }
}

#[test]
fn a_dossier_moved_to_another_number_is_found() {
    let (_dir, archive) = shelf();
    archive.store(&first()).unwrap();
    fs::rename(folder(&archive, "LKT-2026-00042"), folder(&archive, "LKT-2026-00043")).unwrap();
    fs::write(archive.root.join("catatan.txt"), "x").unwrap();
    let found: Vec<_> =
        archive.verify().unwrap().into_iter().map(|f| (f.dossier, f.problem)).collect();
    assert_eq!(
        found,
        [
            ("2026/LKT-2026-00043".to_owned(), Problem::BadManifest),
            ("catatan.txt".to_owned(), Problem::Unreadable),
        ]
    );
}

#[test]
fn export_copies_into_an_empty_folder_only() {
    let (dir, archive) = shelf();
    let manifest = archive.store(&first()).unwrap();
    let to = dir.path().join("keluar");
    assert_eq!(archive.export("LKT-2026-00042", &to).unwrap(), manifest);
    assert_eq!(fs::read(to.join("02-sk.pdf")).unwrap(), b"surat keputusan");
    assert_eq!(fs::read(to.join(MANIFEST)).unwrap(), manifest.to_json());
    assert!(matches!(archive.export("LKT-2026-00042", &to), Err(ArchiveError::Occupied(_))));
    for id in ["LKT-2026-00043", "..", "../2026/LKT-2026-00042", ""] {
        let error = archive.export(id, &dir.path().join("lain")).unwrap_err();
        assert!(!error.is_temporary(), "{id}: {error}");
    }
}

#[test]
fn bad_names_and_bad_sizes_write_nothing() {
    let (_dir, archive) = shelf();
    let long = "a".repeat(121);
    for name in [
        "",
        ".",
        "..",
        "../x",
        "/etc/x",
        "a/b",
        "a\\b",
        ".hidden",
        "-rf",
        "a\0b",
        "a b",
        "surat\n",
        "é.pdf",
        "manifest.json",
        "Manifest.JSON",
        &long,
    ] {
        let error = archive.store(&dossier(&[("ok.txt", "x"), (name, "y")])).unwrap_err();
        assert!(matches!(error, ArchiveError::BadName(_)), "{name:?}: {error}");
        assert!(!error.is_temporary());
    }
    for (id, year) in
        [("..", "2026"), ("LKT.1", "2026"), ("", "2026"), ("a/b", "2026"), ("LKT-1", "..")]
    {
        let bad = Dossier { id: id.into(), year: year.into(), ..first() };
        assert!(matches!(archive.store(&bad), Err(ArchiveError::BadName(_))), "{id} {year}");
    }
    let many: Vec<_> = (0..=FILES_MAX).map(|n| format!("{n}.txt")).collect();
    let many: Vec<_> = many.iter().map(|n| (n.as_str(), "x")).collect();
    for refused in [dossier(&[]), dossier(&[("A.txt", "x"), ("a.txt", "y")]), dossier(&many)] {
        let error = archive.store(&refused).unwrap_err();
        assert!(matches!(error, ArchiveError::Refused { .. }), "{error}");
    }
    assert_eq!(disk::entries(&archive.root).unwrap(), Vec::<String>::new());
}

#[test]
fn another_process_that_stores_is_a_reason_to_come_again() {
    let (_dir, archive) = shelf();
    let other = disk::lock(&archive.root.join(LOCK)).unwrap();
    let error = archive.store(&first()).unwrap_err();
    assert!(error.is_temporary(), "{error}");
    drop(other);
    archive.store(&first()).unwrap();
}

#[test]
fn writers_at_the_same_time_take_turns() {
    let (_dir, archive) = shelf();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let archive = archive.clone();
            scope.spawn(move || {
                for number in 0..5 {
                    let text = format!("{writer}-{number}");
                    let mut one = dossier(&[("a.txt", text.as_str())]);
                    one.id = format!("LKT-2026-{number:05}");
                    archive.store(&one).unwrap();
                }
            });
        }
    });
    assert_eq!(archive.verify().unwrap(), []);
    assert_eq!(names(&archive).len(), 20);
}

fn exists(path: &Path) -> bool {
    disk::exists(path)
}
