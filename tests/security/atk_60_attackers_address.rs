//! A4-60: the credential is to go to an address that the attacker supplied (CVE-2023-7028, CVE-2019-19844).
//! Whole requests with addresses everywhere, through the whole daemon by SMTP. The table's 100,000 mails
//! are a hundred here, at each place an address can stand: what makes the recipient is a type that only an
//! account of the register gives (`directory::RegisteredAddress`).
use super::super::office::{BAGUS, CITRA, DEWI, MADE, Office, Person, RATNA, SARI};
use super::super::relay::Relay;
use loket::demo::Paper;
use loket::workflow::case::State;

const PASSWORD: &str = "KANARI-kemana-5Qz9";
const EVIL: &str = "mallory@evil.example";

/// Header fields that name somebody else.
const FIELDS: [&str; 14] = [
    "Reply-To",
    "Cc",
    "Bcc",
    "Sender",
    "Return-Path",
    "Resent-From",
    "Resent-To",
    "Errors-To",
    "Disposition-Notification-To",
    "Return-Receipt-To",
    "X-Original-To",
    "Delivered-To",
    "X-Loket-To",
    "Mail-Followup-To",
];

fn words(user: &str) -> String {
    format!(
        "Mohon reset password Admin Agency {user}. Surat dan SK terlampir.\r\nEmail: {EVIL}\r\n\
         Alamat surel baru: {EVIL}, hasil mohon dikirim ke {EVIL} dan bukan ke alamat lama.\r\n\
         To: {EVIL}\r\nCc: {EVIL}\r\nRCPT TO:<{EVIL}>\r\n"
    )
}

/// Who holds which account, with his papers.
const HOLDERS: [(Person, &str, [Paper; 2]); 3] = [
    (RATNA, "AA.TELUKCONTOH", [Paper::RATNA_LETTER, Paper::RATNA_DECREE]),
    (MADE, "AA.LOKAPESISIR", [Paper::MADE_LETTER, Paper::MADE_DECREE]),
    (SARI, "AA.SARI", [Paper::SARI_LETTER, Paper::SARI_DECREE]),
];

#[tokio::test]
async fn addresses_everywhere_in_a_request_and_in_its_answer() {
    let relay = Relay::start().await;
    let mut office = relay.office("").await;
    for (who, user, papers) in HOLDERS {
        let from = Person { name: "mallory@evil.example", ..who };
        let mut post =
            office.mail(from, &format!("Reset password ke {EVIL}"), &words(user), &papers);
        for (n, field) in FIELDS.iter().enumerate() {
            post = post.field(field, &format!("\"{}\" <{n}.{EVIL}>", who.address));
        }
        let case = office.send(post).await.case.expect("a case");
        assert_eq!(office.state(&case).await, State::Verifying, "{user}");
        // He asks again and again for another address.
        for n in 0..3 {
            let receipt = office.letter(who, &case);
            let again = office.reply(who, &receipt, &format!("Kirim ke {n}.{EVIL} saja"));
            office.send(again.field("Reply-To", EVIL)).await;
        }
        // So does the answer of Admin PPE: a typo, or a helpful soul.
        let letter = office.letter(BAGUS, &case);
        let typed = format!("SETUJU\r\nUSER ID: {user}\r\nPASSWORD: {PASSWORD}");
        let post = office.reply(BAGUS, &letter, &typed);
        let post = post.field("Cc", EVIL).field("Reply-To", EVIL).field("X-Loket-Recipient", EVIL);
        office.send(post).await;
        office.pass(20).await;
        let letters = office.stage.mailbox(who.address);
        let with = letters.iter().filter(|l| l.message.text.contains(PASSWORD)).count();
        assert_eq!(with, 1, "{user}: the holder, once; {:?}", office.state(&case).await);
    }
    let mut others = office.stage.addresses();
    others.retain(|a| HOLDERS.iter().all(|(who, ..)| who.address != *a));
    for address in others {
        assert!(!address.contains("evil"), "a letter went to {address}");
        let letters = office.stage.mailbox(&address);
        let with = letters.iter().filter(|l| l.message.text.contains(PASSWORD)).count();
        assert_eq!(with, 0, "{address} has a password");
    }
    office.nothing_left_the_circle().await;
    office.close().await;
}

/// Thousands of mails, each with an address of its own everywhere: nothing ever goes there.
#[tokio::test]
async fn a_hundred_requests_of_strangers() {
    let mut office = Office::open().await;
    office.mark().await;
    let mut posts = Vec::new();
    for n in 0..100 {
        let stranger = Person { name: "Ratna Kusumawardani", address: "ratna.k@evil.example" };
        let said = format!("{} {n}", words("AA.TELUKCONTOH"));
        let mut post = office.mail(stranger, &format!("Reset {n}"), &said, &[]);
        let field = FIELDS[n % FIELDS.len()];
        post = post.field(field, RATNA.address).field("X-Nomor", &n.to_string());
        if n % 2 == 0 {
            post = post.from(&format!("\"{}\" <x{n}@evil.example>", RATNA.address));
        }
        posts.push(post);
    }
    let fates = office.attack_all(posts).await;
    assert!(fates.iter().all(|fate| fate.outcome == "held"), "{fates:?}");
    assert!(fates.iter().all(|fate| fate.reason.is_some()), "each with its reason");
    office.nothing_moved().await;
    for who in [BAGUS, CITRA, DEWI, RATNA] {
        assert!(office.since(who.address).is_empty(), "{}", who.address);
    }
    assert!(office.stage.addresses().iter().all(|a| !a.contains("evil")));
    office.close().await;
}
