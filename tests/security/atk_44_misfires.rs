//! A3-44: negations, conditions, questions, two commands, bare assent. Only the closed grammar acts; the
//! rest is asked back, and after five in a row (`domain.md` §4.12) left to the digest. The full table of
//! phrases with their verdicts is `tests/data/commands.tsv`; here they are made by combination.
use super::super::office::{BAGUS, Office, RATNA};
use loket::workflow::actor::Role;
use loket::workflow::command::{Typed, Verdict, parse};

const VERBS: [&str; 8] =
    ["setuju", "disetujui", "acc", "approve", "approved", "menyetujui", "di-acc", "menyetujuinya"];
const NEGATIONS: [&str; 17] = [
    "jangan",
    "jgn",
    "tidak",
    "tdk",
    "tak",
    "belum",
    "blm",
    "bukan",
    "gak",
    "nggak",
    "enggak",
    "ga",
    "kurang",
    "batal",
    "tidak dapat",
    "belum bisa",
    "saya tidak",
];
const BREAKERS: [&str; 20] = [
    "?",
    " ?",
    " kah?",
    " atau tolak",
    " atau tidak?",
    " tapi SK-nya belum jelas",
    ", tetapi perbaiki dulu",
    " asal NIP benar",
    " kalau sudah lengkap",
    " jika ybs sudah konfirmasi",
    " apabila berkas asli ada",
    " bila pimpinan setuju",
    " setelah dicek lagi",
    " TOLAK",
    "\r\nTOLAK SK tidak berlaku",
    " ditolak",
    " nanti",
    " besok",
    " dengan syarat",
    " sementara",
];
const BARE: [&str; 24] = [
    "ok",
    "oke",
    "okay",
    "ok pak",
    "siap",
    "siap pak",
    "ya",
    "iya",
    "yes",
    "baik",
    "sip",
    "lanjut",
    "lanjutkan",
    "proses",
    "silakan",
    "noted",
    "👍",
    "✅",
    "🙏",
    "👌👌",
    "S E T U J U",
    "setju",
    "stuju",
    "setuuju",
];

fn verdict(text: &str) -> Verdict {
    parse(&Typed { text, other: None, subject: "" }, Role::AdminPpe).command.verdict
}

#[test]
fn three_hundred_phrases_approve_nothing() {
    let mut phrases: Vec<String> = BARE.iter().map(|b| (*b).to_owned()).collect();
    for verb in VERBS {
        phrases.extend(NEGATIONS.iter().map(|no| format!("{no} {verb}")));
        phrases.extend(BREAKERS.iter().map(|tail| format!("{verb}{tail}")));
    }
    let great: Vec<String> = phrases.iter().map(|p| p.to_uppercase()).collect();
    phrases.extend(great);
    assert!(phrases.len() >= 300, "{}", phrases.len());
    let wrong: Vec<&String> = phrases
        .iter()
        .filter(|p| matches!(verdict(p), Verdict::Approve | Verdict::Result))
        .collect();
    assert!(wrong.is_empty(), "approved: {wrong:?}");
    for plain in ["SETUJU", "setuju.", "Setuju pak, terima kasih"] {
        assert_eq!(verdict(plain), Verdict::Approve, "the control: {plain}");
    }
}

#[tokio::test]
async fn each_is_asked_back_with_its_reason_and_not_for_ever() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let misfires = [
        ("jangan disetujui dulu", "negated"),
        ("setuju?", "question"),
        ("setuju, tapi SK nya minta yang asli dulu", "conditional"),
        ("setuju ditolak", "contradiction"),
        ("ok", "bare_assent"),
        ("👍", "bare_assent"),
        ("TOLAK", "reason_missing"),
        ("setju", "typo"),
    ];
    for (words, reason) in misfires {
        let fate = office.attack(office.reply(BAGUS, &letter, words)).await;
        assert_eq!(fate.code(), reason, "{words}");
    }
    assert_eq!(office.since(BAGUS.address).len(), 5, "then the digest is left to tell");
    office.unmoved_each(&misfires.map(|m| m.1)).await;
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
