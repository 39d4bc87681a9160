//! Mails that pretend to be the approver's, each with the twin that differs only in being well formed
//! (security.md A1, 01-06 and 12): the forgery never passes, the twin does.
#![allow(clippy::unwrap_used, clippy::panic)]
use loket::mail::{Authentication, TrustSettings, Verdict, parse};
use std::fs;
use std::path::Path;

const APPROVER: &str = "ppe@kkp.example";
const GOOD_FROM: &str = "From: Admin PPE <ppe@kkp.example>\n";

/// Case, and what makes it well formed: pieces and their replacements.
const CASES: [(&str, &[(&str, &str)]); 24] = [
    // What the border says, and what is said in its name.
    ("polos", &[("dmarc=fail", "dmarc=pass")]),
    (
        "subdomain_tiada",
        &[
            ("ppe@tiada.kkp", "ppe@kkp"),
            ("dmarc=none header.from=tiada.kkp", "dmarc=pass header.from=kkp"),
        ],
    ),
    ("pengirim_amplop_kosong", &[("dmarc=none", "dmarc=pass")]),
    (
        "ar_palsu_di_bawah",
        &[
            ("by mx.kkp.example (Postfix) with ESMTPS", "by mx.kkp.example (Postfix) with LMTP"),
            (
                "\nTo: ",
                "\nReceived: from x by mx.kkp.example with ESMTPS id 1; Mon, 9 Nov 2026 09:41:20 +0700\nTo: ",
            ),
        ],
    ),
    ("ar_nul", &[("\0.evil.example", "")]),
    ("ar_kutip_tunggal", &[("'a.evil.example", "")]),
    ("ar_kutip_ganda", &[("\"a.evil.example", "")]),
    ("ar_kurung", &[("(.evil.example", "")]),
    (
        "ar_suntik",
        &[(
            "spf=none smtp.mailfrom=\"a; dmarc=pass header.from=kkp.example; b\"@evil.example",
            "dmarc=pass header.from=kkp.example",
        )],
    ),
    // Which field is the From field.
    ("dua_from", &[("From: x@evil.example\n", "")]),
    ("spasi_titik_dua", &[("From : ppe@kkp.example\nFrom: x@evil.example\n", GOOD_FROM)]),
    ("from_spasi", &[("From : ", "From: ")]),
    ("from_menjorok", &[(" From:", "From:"), ("From: X <x@evil.example>\n", "")]),
    ("from_terlipat", &[("From\n :", "From:")]),
    ("tanpa_from", &[("Sender: ", "From: ")]),
    ("nul", &[("\0@evil.example", "")]),
    // What the field holds.
    ("daftar", &[(", <x@evil.example>", "")]),
    ("daftar_komentar", &[("<x@evil.example>(,), ", "")]),
    ("kelompok", &[("PPE: ", ""), (">;", ">")]),
    ("rute", &[("@evil.example:", "")]),
    (
        "kata_tersandi",
        &[("=?utf-8?b?cHBlQGtrcC5leGFtcGxl?==?utf-8?Q?=00?=@evil.example", APPROVER)],
    ),
    (
        "nama_alamat",
        &[("\"ppe@kkp.example\" <x@evil.example>", "\"Admin, PPE\" <ppe@kkp.example>")],
    ),
    ("pasangan_kutip", &[("\\>@evil.example", "")]),
    ("terpotong", &[(",x@evil.example", "")]),
];

fn judged(raw: &[u8]) -> Authentication {
    let trust =
        TrustSettings { authserv_id: Some("mx.kkp.example".into()), ..TrustSettings::default() };
    parse(raw, &trust).authentication
}

#[test]
fn a_forgery_never_passes_and_its_well_formed_twin_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mail");
    for (case, mends) in CASES {
        let forged = fs::read_to_string(folder.join(format!("espoofer_{case}.eml"))).unwrap();
        let found = judged(forged.as_bytes());
        let trusted = matches!(found.verdict, Verdict::Pass | Verdict::Weak);
        assert!(found.identity.as_deref() != Some(APPROVER) || !trusted, "{case}: {found:?}");
        assert!(!found.reasons.is_empty(), "{case}");
        let mut twin = forged.replace("\r\n", "\n");
        for (piece, instead) in mends {
            assert!(twin.contains(piece), "{case}: {piece:?} is not in the mail");
            twin = twin.replacen(piece, instead, 1);
        }
        let found = judged(twin.as_bytes());
        assert_eq!(found.identity.as_deref(), Some(APPROVER), "{case}: {found:?}");
        assert_eq!(found.verdict, Verdict::Pass, "{case}: {found:?}\n{twin}");
    }
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|f| f.unwrap().file_name().to_string_lossy().into_owned());
    let known = names.filter(|n| n.starts_with("espoofer_")).count();
    assert_eq!(known, CASES.len(), "every forgery has its twin");
}
