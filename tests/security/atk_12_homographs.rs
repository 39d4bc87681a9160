//! A1-12: look-alike addresses: dotless i, Cyrillic, Kelvin sign, full width, zero width, IDN, NFC and
//! NFD. None equals the registered one, and a credential goes to the stored string byte for byte.
use super::super::office::{BAGUS, Office, PEOPLE, accounts};
use super::super::post::Post;
use loket::demo::{Paper, PersonMail, StageSettings};
use loket::directory::Care;
use loket::mail::address::same_address;
use loket::store::NewAccount;

/// Letters and what people take for them.
const LIKE: [(char, &[&str]); 26] = [
    ('a', &["\u{430}", "\u{251}", "\u{ff41}", "\u{e1}", "a\u{301}", "\u{1d41a}"]),
    ('b', &["\u{42c}", "\u{ff42}", "\u{184}", "\u{1d41b}"]),
    ('c', &["\u{441}", "\u{ff43}", "\u{e7}", "\u{3f2}", "c\u{327}"]),
    ('d', &["\u{501}", "\u{ff44}", "\u{217e}", "\u{1d41d}"]),
    ('e', &["\u{435}", "\u{ff45}", "\u{e9}", "e\u{301}", "\u{212e}", "\u{1d41e}"]),
    ('f', &["\u{ff46}", "\u{17f}", "\u{1d41f}"]),
    ('g', &["\u{261}", "\u{ff47}", "\u{581}", "\u{11f}"]),
    ('h', &["\u{4bb}", "\u{ff48}", "\u{210e}"]),
    ('i', &["\u{131}", "\u{456}", "\u{ff49}", "\u{130}", "i\u{307}", "\u{2170}", "l", "1"]),
    ('j', &["\u{458}", "\u{ff4a}", "\u{3f3}"]),
    ('k', &["\u{212a}", "\u{43a}", "\u{ff4b}", "\u{3ba}", "\u{138}"]),
    ('l', &["\u{4c0}", "\u{ff4c}", "\u{217c}", "\u{142}", "I", "1"]),
    ('m', &["\u{ff4d}", "\u{217f}", "rn", "\u{43c}"]),
    ('n', &["\u{ff4e}", "\u{578}", "\u{f1}", "n\u{303}"]),
    ('o', &["\u{43e}", "\u{3bf}", "\u{ff4f}", "\u{f6}", "o\u{308}", "0", "\u{2134}"]),
    ('p', &["\u{440}", "\u{ff50}", "\u{3c1}"]),
    ('q', &["\u{51b}", "\u{ff51}"]),
    ('r', &["\u{433}", "\u{ff52}"]),
    ('s', &["\u{455}", "\u{ff53}", "\u{17f}", "\u{df}", "5"]),
    ('t', &["\u{442}", "\u{ff54}", "\u{3c4}"]),
    ('u', &["\u{57d}", "\u{ff55}", "\u{fc}", "u\u{308}", "\u{3c5}"]),
    ('v', &["\u{475}", "\u{ff56}", "\u{3bd}", "\u{2174}"]),
    ('w', &["\u{51d}", "\u{ff57}", "vv", "\u{461}"]),
    ('x', &["\u{445}", "\u{ff58}", "\u{2179}"]),
    ('y', &["\u{443}", "\u{ff59}", "\u{fd}", "\u{3b3}"]),
    ('z', &["\u{ff5a}", "2", "\u{290}"]),
];

/// Put anywhere into an address they do not show.
const UNSEEN: [&str; 14] = [
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{feff}",
    "\u{ad}",
    "\u{34f}",
    "\u{202e}",
    "\u{202c}",
    "\u{2066}",
    "\u{e0061}",
    "\u{fe0f}",
    "\u{a0}",
    "\u{3000}",
];

const HOLDER: &str = "abcdefghijklm.nopqrstuvwxyz@kkp.example";

/// At least 200 addresses that look like [`HOLDER`].
fn twins() -> Vec<String> {
    let mut twins: Vec<String> = Vec::new();
    for (letter, likes) in LIKE {
        for like in likes {
            twins.push(HOLDER.replacen(letter, like, 1));
            let (local, domain) = HOLDER.split_once('@').unwrap();
            if domain.contains(letter) {
                twins.push(format!("{local}@{}", domain.replacen(letter, like, 1)));
            }
        }
    }
    for unseen in UNSEEN {
        let (local, domain) = HOLDER.split_once('@').unwrap();
        twins.push(format!("{unseen}{HOLDER}"));
        twins.push(format!("{HOLDER}{unseen}"));
        twins.push(format!("{local}{unseen}@{domain}"));
        twins.push(format!("{local}@{unseen}{domain}"));
        twins.push(format!("{local}@kkp{unseen}.example"));
    }
    for dot in ["\u{3002}", "\u{ff0e}", "\u{2024}", "\u{ff61}"] {
        twins.push(HOLDER.replace('.', dot));
    }
    for at in ["\u{ff20}", "\u{fe6b}"] {
        twins.push(HOLDER.replace('@', at));
    }
    twins.push(HOLDER.replace("kkp.example", "xn--kkp-.example"));
    twins.push(HOLDER.replace("kkp.example", "kkp.example."));
    twins
}

#[test]
fn two_hundred_twins_are_not_equal() {
    let twins = twins();
    assert!(twins.len() >= 200, "{}", twins.len());
    for twin in &twins {
        assert_ne!(twin, HOLDER);
        assert!(!same_address(twin, HOLDER), "{twin:?} is not {HOLDER}");
        assert!(!same_address(HOLDER, twin), "{twin:?} is not {HOLDER}");
    }
    assert!(same_address(&HOLDER.to_uppercase(), HOLDER), "letter case alone is the same mailbox");
}

fn office_of(address: &str) -> StageSettings {
    let account = NewAccount {
        user_id: "AA.TELUKCONTOH".into(),
        name: "Ratna Kusumawardani".into(),
        nip: Some("198703142011012901".into()),
        unit: Some("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh".into()),
        address: address.into(),
        backend: "manual".into(),
        care: Care::default(),
    };
    let others = accounts().into_iter().filter(|a| a.user_id != "AA.TELUKCONTOH");
    StageSettings {
        more: "[trust]\nauthserv_id = \"mx.kkp.example\"\n".into(),
        people: PEOPLE.into(),
        accounts: others.chain([account]).collect(),
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    }
}

fn request(office: &Office, from: &str) -> Post {
    let post = office.compose(&PersonMail {
        from_name: "Ratna Kusumawardani",
        from: "x@kkp.example",
        subject: "Permohonan reset password".into(),
        text: "Mohon reset password Admin Agency, surat dan SK terlampir.".into(),
        papers: &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
        ..PersonMail::default()
    });
    post.with_from_lines(format!("From: Ratna Kusumawardani <{from}>\r\n").as_bytes())
}

#[tokio::test]
async fn no_twin_is_the_holder() {
    let mut office = Office::set(office_of(HOLDER)).await;
    // The border proved every one of their domains.
    let posts: Vec<Post> = twins()
        .iter()
        .step_by(4)
        .map(|twin| {
            let domain = twin.rsplit('@').next().unwrap_or_default().to_owned();
            request(&office, twin).domain(if domain.is_ascii() { &domain } else { "kkp.example" })
        })
        .collect();
    office.attack_all(posts).await;
    office.silent();
    office.unmoved_by(&["malformed_identity", "unknown_sender", "auth_missing"]).await;
    office.close().await;
}

#[tokio::test]
async fn the_credential_goes_to_the_stored_string() {
    let stored = "Ratna.K@KKP.example";
    let mut office = Office::set(office_of(stored)).await;
    let fate = office.send(request(&office, "ratna.k@kkp.example")).await;
    let case = fate.case.expect("a case");
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    let letter = office.letter(BAGUS, &case);
    let typed = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(office.reply(BAGUS, &letter, typed)).await;
    let kept = office.rows("SELECT address FROM accounts WHERE user_id = 'AA.TELUKCONTOH'").await;
    let holders: Vec<String> = office
        .stage
        .addresses()
        .into_iter()
        .filter(|a| office.stage.letter(a, "Penyampaian Password Baru").is_some())
        .collect();
    assert_eq!(holders, [kept[0][0].clone()], "byte for byte as stored");
    office.close().await;
}
