//! Archives: bombs, lies, overlaps, locks, odd names.
use super::{Trap, answered, deflated, noise, read, refused};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub const TRAPS: &[Trap] = &[
    refused("zips_in_zips", "42.zip", &["archive"], zips_in_zips),
    refused("flat_ratio", "surat.zip", &["bomb"], || flat(1, 64 << 20)),
    refused("a_gigabyte_of_zeros", "surat.zip", &["bomb"], || flat(1024, 1 << 30)),
    refused("says_a_little_holds_much", "surat.zip", &["bomb", "broken"], || flat(1024, 4_000)),
    refused("overlapping", "surat.zip", &["bomb", "broken", "disguised"], overlapping),
    refused("zip64_lies", "surat.zip", &["broken", "too_large"], zip64),
    refused("many_entries", "surat.zip", &["too_large"], || stored(&many(100_000))),
    refused("encrypted_entries", "surat.zip", &["encrypted"], encrypted),
    refused("cut", "surat.zip", &["broken"], || {
        let whole = stored(&[("surat.pdf".into(), noise(50_000))]);
        whole[..30_000].to_vec()
    }),
    refused("garbage_after_the_mark", "surat.zip", &["broken"], || {
        [b"PK\x03\x04".to_vec(), noise(100_000)].concat()
    }),
    refused("two_archives", "surat.zip", &["disguised"], || {
        let one = stored(&[("a.txt".into(), b"satu".to_vec())]);
        [one.clone(), one].concat()
    }),
    refused("only_an_end", "surat.zip", &["archive", "broken", "empty", "unknown_kind"], || {
        [b"PK\x05\x06".to_vec(), vec![0; 18]].concat()
    }),
    refused("rar", "surat.rar", &["archive"], || b"Rar!\x1a\x07\x01\x00isi".to_vec()),
    refused("seven_zip", "surat.7z", &["archive"], || b"7z\xbc\xaf\x27\x1c\0\x04isi".to_vec()),
    refused("gzip", "surat.tar.gz", &["archive"], || {
        let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
        out.extend(deflated(0, 64));
        out
    }),
    refused("android_program", "surat.zip", &["program"], || {
        stored(&[
            ("AndroidManifest.xml".into(), b"x".to_vec()),
            ("classes.dex".into(), b"dex\n".to_vec()),
        ])
    }),
    answered("odd_names", "surat.zip", odd_names),
    answered("comment_of_marks", "surat.zip", || {
        let mut out = stored(&[("surat.txt".into(), b"Nama : X".to_vec())]);
        // The comment is full of ends of archives.
        let marks = b"PK\x05\x06".repeat(16_000);
        let at = out.len() - 2;
        out[at..].copy_from_slice(&64_000u16.to_le_bytes());
        out.extend(marks);
        out
    }),
    read("an_ordinary_one", "berkas.zip", || {
        stored(&[("berkas/Surat.txt".into(), super::LETTER.join("\n").into_bytes())])
    }),
];

pub fn stored(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in entries {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn many(n: usize) -> Vec<(String, Vec<u8>)> {
    (0..n).map(|i| (format!("{i}.txt"), Vec::new())).collect()
}

fn zips_in_zips() -> Vec<u8> {
    let mut layer = flat(16, 16 << 20);
    for depth in 0..5 {
        let copies: Vec<(String, Vec<u8>)> =
            (0..8).map(|n| (format!("lib {depth}-{n}.zip"), layer.clone())).collect();
        layer = stored(&copies);
        if layer.len() > 4 << 20 {
            break;
        }
    }
    layer
}

/// One header in the local form and one in the directory's, by hand.
struct Entry<'a> {
    name: &'a [u8],
    packed: &'a [u8],
    says: u32,
    flags: u16,
    method: u16,
}

fn local(entry: &Entry) -> Vec<u8> {
    let mut out = b"PK\x03\x04\x14\0".to_vec();
    out.extend(entry.flags.to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0; 8]);
    out.extend(u32::try_from(entry.packed.len()).unwrap().to_le_bytes());
    out.extend(entry.says.to_le_bytes());
    out.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
    out.extend([0; 2]);
    out.extend(entry.name);
    out.extend(entry.packed);
    out
}

fn central(entry: &Entry, at: u32) -> Vec<u8> {
    let mut out = b"PK\x01\x02\x14\0\x14\0".to_vec();
    out.extend(entry.flags.to_le_bytes());
    out.extend(entry.method.to_le_bytes());
    out.extend([0; 8]);
    out.extend(u32::try_from(entry.packed.len()).unwrap().to_le_bytes());
    out.extend(entry.says.to_le_bytes());
    out.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
    out.extend([0; 12]);
    out.extend(at.to_le_bytes());
    out.extend(entry.name);
    out
}

fn end(entries: u16, size: usize, at: usize) -> Vec<u8> {
    let mut out = b"PK\x05\x06\0\0\0\0".to_vec();
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(u32::try_from(size).unwrap().to_le_bytes());
    out.extend(u32::try_from(at).unwrap().to_le_bytes());
    out.extend([0; 2]);
    out
}

fn by_hand(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(central(entry, u32::try_from(out.len()).unwrap()));
        out.extend(local(entry));
    }
    let at = out.len();
    out.extend(&directory);
    out.extend(end(u16::try_from(entries.len()).unwrap(), directory.len(), at));
    out
}

/// So many mebibytes of zeros in one entry that says it holds `says`.
fn flat(mebibytes: usize, says: u32) -> Vec<u8> {
    let packed = deflated(0, mebibytes);
    by_hand(&[Entry { name: b"surat.pdf", packed: &packed, says, flags: 0, method: 8 }])
}

/// Thousand names for the same bytes.
fn overlapping() -> Vec<u8> {
    let packed = deflated(0, 4);
    let names: Vec<String> = (0..1_000).map(|n| format!("{n:04}.pdf")).collect();
    let entry = |name: &'static [u8]| Entry { name, packed: &[], says: 0, flags: 0, method: 8 };
    let mut out = local(&Entry { packed: &packed, says: 4 << 20, ..entry(b"0000.pdf") });
    let at = out.len();
    for name in &names {
        let one =
            Entry { name: name.as_bytes(), packed: &packed, says: 400_000, flags: 0, method: 8 };
        out.extend(central(&one, 0));
    }
    let size = out.len() - at;
    out.extend(end(1_000, size, at));
    out
}

/// The long form of the end claims four billion entries far away.
fn zip64() -> Vec<u8> {
    let entry = Entry { name: b"surat.pdf", packed: b"%PDF-1.4", says: 8, flags: 0, method: 0 };
    let mut out = local(&entry);
    let directory = central(&entry, 0);
    out.extend(&directory);
    let at = out.len() as u64;
    out.extend(b"PK\x06\x06");
    out.extend(44u64.to_le_bytes());
    out.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out.extend(u64::from(u32::MAX).to_le_bytes());
    out.extend(u64::from(u32::MAX).to_le_bytes());
    out.extend(u64::MAX.to_le_bytes());
    out.extend(16u64.to_le_bytes());
    out.extend(b"PK\x06\x07\0\0\0\0");
    out.extend(at.to_le_bytes());
    out.extend([1, 0, 0, 0]);
    out.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    out
}

fn encrypted() -> Vec<u8> {
    let packed = noise(500);
    by_hand(&[Entry { name: b"surat.pdf", packed: &packed, says: 480, flags: 1, method: 8 }])
}

fn odd_names() -> Vec<u8> {
    let long = vec![b'a'; 5_000];
    let names: [&[u8]; 9] = [
        b"../../../../etc/passwd",
        b"/etc/shadow",
        "surat\u{202e}fdp.txt".as_bytes(),
        b"a\0b.txt",
        b"C:\\Windows\\System32\\CON",
        &long,
        b"\xff\xfe\xfd",
        b"..",
        b"baris\r\nbaru.txt",
    ];
    let letter = super::LETTER.join("\n");
    let entries: Vec<Entry> = names
        .iter()
        .map(|name| Entry {
            name,
            packed: letter.as_bytes(),
            says: u32::try_from(letter.len()).unwrap(),
            flags: 0,
            method: 0,
        })
        .collect();
    by_hand(&entries)
}
