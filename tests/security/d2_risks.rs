//! D.2, the rules that ask for more than a mailbox, one by one: without a second factor a telephone call
//! (`KONFIRMASI`) or nothing, with one a code.
use super::super::office::{BAGUS, CITRA, MADE, Office, RATNA, SARI};
use super::super::post::Stamp;
use loket::directory::Care;
use loket::workflow::case::State;

fn privileged(a: &mut loket::store::NewAccount) {
    a.care = Care { privileged: true, ..Care::default() };
}

#[tokio::test]
async fn a_privileged_account_needs_a_code_and_no_call_replaces_it() {
    let mut office = Office::open().await;
    office.register(privileged).await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    assert!(letter.message.text.contains("kode enam angka"), "{}", letter.message.text);
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("not_enrolled").await;
    office.send(office.reply(BAGUS, &letter, "KONFIRMASI sudah ditelepon, benar")).await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("not_enrolled").await;
    let seed = office.enrol("bagus").await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("code_needed").await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.reply(BAGUS, &letter, &words)).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn a_young_address_needs_a_call_or_a_code() {
    let mut office = Office::open().await;
    office.register(|a| a.address = "lama@kkp.example".into()).await;
    office.register(|_| ()).await;
    office.pass(60).await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    assert!(letter.message.text.contains("72 jam"), "{}", letter.message.text);
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("confirm_first").await;
    office.send(office.reply(BAGUS, &letter, "KONFIRMASI sudah ditelepon, benar")).await;
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    // Three days later the address is like any other.
    office.pass(60 * 24 * 3).await;
    office.close().await;
}

#[tokio::test]
async fn a_weak_sender_needs_a_call_or_a_code() {
    let mut office = Office::open().await;
    let papers = [loket::demo::Paper::SARI_LETTER, loket::demo::Paper::SARI_DECREE];
    let text = "Bersama ini surat permohonan reset password Admin Agency beserta SK.";
    let post = office.mail(SARI, "Permohonan Reset Password", text, &papers).stamp(Stamp::Spf);
    let fate = office.send(post).await;
    let case = fate.case.clone().unwrap_or_else(|| panic!("{fate:?}"));
    if office.state(&case).await != State::Verifying {
        let desk = super::super::office::DEWI;
        office.send(office.answer(desk, &case, "LENGKAP")).await;
    }
    let letter = office.letter(BAGUS, &case);
    assert!(letter.message.text.contains("tidak terbukti penuh"), "{}", letter.message.text);
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("confirm_first").await;
    let seed = office.enrol("bagus").await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.reply(BAGUS, &letter, &words)).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn a_first_approval_and_one_at_night_need_a_code_of_whoever_has_one() {
    let mut office = Office::open().await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    let seed = office.enrol("bagus").await;
    let (mine, other) = (office.letter(BAGUS, &one), office.letter(BAGUS, &two));
    office.attack(office.reply(BAGUS, &mine, "SETUJU")).await;
    office.unmoved("code_needed").await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.reply(BAGUS, &mine, &words)).await;
    office.approved(&one).await;
    // By day his second one needs none; at eight in the evening it does.
    office.pass(60 * 10).await;
    office.attack(office.reply(BAGUS, &other, "SETUJU")).await;
    office.unmoved("code_needed").await;
    office.pass(60 * 14).await;
    office.send(office.reply(BAGUS, &other, "SETUJU")).await;
    assert_eq!(office.state(&two).await, State::Executing);
    office.close().await;
}

#[tokio::test]
async fn an_account_reset_again_and_again_is_stopped() {
    let mut office = Office::with("[limits]\nrequests_per_sender_per_day = 50\n").await;
    let mut codes = Vec::new();
    for n in 0..4 {
        let case = office.request_anew(RATNA).await;
        let letter = office.letter(BAGUS, &case);
        if n == 3 {
            office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
            codes.push("account_full");
            continue;
        }
        if n == 2 {
            assert_eq!(office.state(&case).await, State::Verifying);
        }
        let words = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
        office.send(office.reply(BAGUS, &letter, words)).await;
        assert_eq!(office.state(&case).await, State::Delivered, "{n}");
    }
    assert_eq!(codes, ["account_full"]);
    assert!(!office.since(super::super::office::HENDRA.address).is_empty(), "an alarm");
    office.unmoved("account_full").await;
    // Two days later the daily cap is over, but three in a month are many: a call first.
    office.pass(60 * 48).await;
    let letter = office.letter(BAGUS, "Penyerahan");
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("confirm_first").await;
    office.close().await;
}

#[tokio::test]
async fn a_full_hour_needs_a_code() {
    let mut office = Office::with("[limits]\napprovals_per_hour = 1\n").await;
    let (one, two) = (office.handed_over(RATNA).await, office.handed_over(MADE).await);
    office.send(office.answer(BAGUS, &one, "SETUJU")).await;
    let letter = office.letter(CITRA, &two);
    office.attack(office.reply(CITRA, &letter, "SETUJU")).await;
    office.unmoved("volume_reached").await;
    let seed = office.enrol("citra").await;
    let words = format!("SETUJU {}", office.code(&seed, 0));
    office.send(office.reply(CITRA, &letter, &words)).await;
    assert_eq!(office.state(&two).await, State::Executing);
    office.close().await;
}

impl Office {
    /// A further request of somebody, in words of its own.
    pub async fn request_anew(&mut self, who: super::super::office::Person) -> String {
        self.pass(3).await;
        self.handed_over(who).await
    }
}
