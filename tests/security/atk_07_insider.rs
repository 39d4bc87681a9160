//! A1-07: any mailbox of the domain sends as Admin PPE; DMARC passes, because it proves the domain only.
//! The real Postfix states the login in `border_servers`.
use super::super::office::{BAGUS, INSIDER, Office, RATNA, submitted};
use super::super::post::{MX, Post, Stamp};

const STOLEN: &str = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: punyaSaya123";

fn to(post: Post, address: &str) -> Post {
    post.set("To", address).field("Delivered-To", address)
}

#[tokio::test]
async fn a_passing_domain_without_the_token_is_not_enough() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let subject = format!("Re: [{case}] Penyerahan Berkas Permohonan");
    let bare = office.mail(BAGUS, &subject, STOLEN, &[]);
    office.attack(bare).await;
    office.unmoved("no_token").await;
    // Guessed tokens: none is one (the fifth within the hour alarms, see `atk_21`).
    for (at, letter) in "abcd".chars().enumerate() {
        let guess = format!("helpdesk-lpse+{}@kkp.example", letter.to_string().repeat(26));
        let post = to(office.mail(BAGUS, &subject, STOLEN, &[]), &guess);
        office.attack(post.field("X-Uji", &at.to_string())).await;
    }
    office.silent();
    office.unmoved("token_unknown").await;
    office.close().await;
}

#[tokio::test]
async fn another_mailboxs_login_is_not_the_approver_even_with_his_token() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let pass = "dmarc=pass header.from=kkp.example";
    let stated = |login: &str| Stamp::Results(format!("auth=pass smtp.auth={login}; {pass}"));
    let mut posts: Vec<Post> = [INSIDER.address, "orang.dalam", "bagus.ppe@evil.example", "bagus"]
        .iter()
        .map(|login| office.reply(BAGUS, &letter, "SETUJU").stamp(stated(login)))
        .collect();
    // The login by MAIL FROM's AUTH, and two of them.
    let by_mail = Stamp::Results(format!("auth=pass smtp.mailfrom={}; {pass}", INSIDER.address));
    posts.push(office.reply(BAGUS, &letter, "SETUJU").stamp(by_mail));
    let two = format!(
        "auth=pass smtp.auth={}; auth=pass smtp.auth={}; {pass}",
        BAGUS.address, INSIDER.address
    );
    posts.push(office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results(two)));
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("login_mismatch").await;
    // Postfix's own words in its Received line (`smtpd_sasl_authenticated_header`).
    let line = |login: &str| {
        format!(
            "Authentication-Results: {MX}; {pass}\r\nReceived: from pc (pc [192.0.2.77])\r\n\t(Authenticated sender: {login})\r\n\tby {MX} (Postfix) with ESMTPSA id 1; Mon, 9 Nov 2026 09:41:00 +0700\r\n"
        )
    };
    let insider = Post::raw(
        [line(INSIDER.address).as_bytes(), office.reply(BAGUS, &letter, "SETUJU").bytes()].concat(),
        "kkp.example",
    );
    office.attack(insider.stamp(Stamp::NotDelivered)).await;
    office.unmoved("login_mismatch").await;
    let own =
        [line(BAGUS.address).as_bytes(), office.reply(BAGUS, &letter, "SETUJU").bytes()].concat();
    office.send(Post::raw(own, "kkp.example").stamp(Stamp::NotDelivered)).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn ones_own_login_proves_internal_mail_without_a_signature() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    // A login without a domain proves nothing by itself.
    let bare = office.reply(BAGUS, &letter, "SETUJU").stamp(submitted("bagus.ppe"));
    office.attack(bare).await;
    office.unmoved("auth_missing").await;
    let post = office.reply(BAGUS, &letter, "SETUJU").stamp(submitted("Bagus.PPE@KKP.example"));
    office.send(post).await;
    office.approved(&case).await;
    office.close().await;
}
