//! A4-72: Loket as a cannon. Forged senders get nothing, one good sender cannot make it write without end,
//! and all applicants together get no more letters an hour than the house allows; the rest wait.
use super::super::office::{DEWI, HENDRA, INSIDER, Office, RATNA};
use super::super::post::{Post, Stamp};

#[tokio::test]
async fn a_thousand_forged_senders_make_no_mail() {
    let mut office = Office::open().await;
    let posts: Vec<Post> = (0..300)
        .map(|n| {
            let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
            let post = office.mail(RATNA, "Permohonan reset password", text, &[]);
            let post = post.from(&format!("Korban <korban{n}@contoh.example>"));
            post.domain("contoh.example").stamp(Stamp::Fail)
        })
        .collect();
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("auth_fail").await;
    office.close().await;
}

#[tokio::test]
async fn one_good_senders_flood_is_held_not_answered() {
    let mut office = Office::open().await;
    let posts: Vec<Post> = (0..120)
        .map(|n| office.mail(INSIDER, &format!("Vendor {n}"), "Akun penyedia saya terkunci.", &[]))
        .collect();
    let mut fates = Vec::new();
    for post in posts {
        office.stage.deliver_raw(&post.delivered(office.stage.now)).unwrap();
        fates.push(());
    }
    office.pass(1).await;
    let reasons =
        "SELECT COALESCE(reason, outcome), CAST(COUNT(*) AS TEXT) FROM mails GROUP BY 1 ORDER BY 1";
    let reasons = office.rows(reasons).await;
    let of = |name: &str| reasons.iter().find(|r| r[0] == name).map_or("0", |r| r[1].as_str());
    assert_eq!((of("case"), of("repeated"), of("too_many")), ("1", "29", "90"), "{reasons:?}");
    assert_eq!(office.stage.mailbox(INSIDER.address).len(), 1, "one answer");
    // None is lost, and an hour later he is heard again.
    office.pass(61).await;
    let fate = office.send(office.mail(INSIDER, "Vendor", "Akun penyedia terkunci.", &[])).await;
    assert_eq!(fate.code(), "repeated");
    // A forger in his name costs him nothing.
    let forged = (0..40)
        .map(|n| office.mail(RATNA, &format!("Reset {n}"), "Mohon reset.", &[]).stamp(Stamp::Fail));
    office.attack_all(forged.collect()).await;
    office.unmoved("auth_fail").await;
    office.request(RATNA).await;
    office.close().await;
}

#[tokio::test]
async fn answers_beyond_the_hours_share_wait_and_are_not_lost() {
    let mut office = Office::with("[limits]\nanswers_per_hour = 4\n").await;
    for n in 0..9 {
        let post = office.mail(RATNA, "Vendor", "Akun penyedia (vendor) kami terkunci.", &[]);
        let from = format!("Orang {n} <orang{n}@contoh.example>");
        office.send(post.from(&from).domain("contoh.example")).await;
    }
    let answered = |office: &Office| {
        (0..9)
            .filter(|n| !office.stage.mailbox(&format!("orang{n}@contoh.example")).is_empty())
            .count()
    };
    assert_eq!(answered(&office), 4);
    for who in [HENDRA, DEWI] {
        let alarms = office.stage.mailbox(who.address);
        let alarms = alarms.iter().filter(|s| s.message.subject.contains("PERLU DIPERIKSA"));
        assert_eq!(alarms.count(), 1, "{} is told once", who.name);
    }
    office.pass(61).await;
    assert_eq!(answered(&office), 8);
    office.pass(61).await;
    assert_eq!(answered(&office), 9);
    office.nothing_left_the_circle().await;
    office.close().await;
}
