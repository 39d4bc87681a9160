//! D.2, delegation: only an approver, only to somebody named beforehand, only with his code, only until
//! the day he gave. What the deputy may do ends with it.
use super::super::factor::code_at;
use super::super::ledger::rows;
use super::super::office::{BAGUS, CITRA, DEWI, HENDRA, INSIDER, Office, PEOPLE, Person, RATNA};
use super::super::post::{MX, Post};
use loket::demo::StageSettings;
use loket::workflow::case::State;

/// Citra sits at the counter here, and may stand in for Bagus; Dewi may not.
async fn office() -> Office {
    office_of(|people| people).await
}

async fn office_of(more: impl Fn(String) -> String) -> Office {
    let people = PEOPLE
        .replace(
            "citra.ppe@kkp.example\"]\nroles = [\"admin_ppe\"]",
            "citra.ppe@kkp.example\"]\nroles = [\"front_office\"]",
        )
        .replace("bagus.ppe@kkp.example\"]", "bagus.ppe@kkp.example\"]\ndeputies = [\"citra\"]");
    assert!(people.contains("deputies") && people.matches("admin_ppe").count() == 1, "{people}");
    let people = more(people);
    Office::set(StageSettings {
        more: format!("[trust]\nauthserv_id = \"{MX}\"\n"),
        people,
        accounts: super::super::office::accounts(),
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    })
    .await
}

fn typed(office: &Office, who: Person, words: &str) -> Post {
    office.mail(who, "Delegasi", words, &[])
}

async fn in_force(office: &Office) -> usize {
    let data = office.stage.dir.join("data");
    let all = rows(&data, "SELECT deputy FROM delegations WHERE ended_mail IS NULL").await;
    all.len()
}

#[tokio::test]
async fn a_deputy_decides_until_the_day_is_over() {
    let mut office = office().await;
    let case = office.handed_over(RATNA).await;
    assert!(office.stage.letter(CITRA.address, "Penyerahan Berkas").is_none(), "not hers yet");
    let seed = office.enrol("bagus").await;
    let words = format!(
        "DELEGASI Citra Maharani sampai Rabu, 11 November 2026 kode {}",
        office.code(&seed, 0)
    );
    let fate = office.send(typed(&office, BAGUS, &words)).await;
    assert_eq!(fate.code(), "command", "{fate:?}");
    for who in [BAGUS, CITRA, HENDRA] {
        let letter = office.letter(who, "Delegasi Berlaku");
        assert!(
            letter.message.text.contains("Citra Maharani")
                && letter.message.text.contains("11 November 2026 pukul 23.59")
        );
    }
    // What waits reaches her with a link of her own, and her word counts.
    let waiting = office.letter(CITRA, "Penyerahan Berkas");
    office.send(office.reply(CITRA, &waiting, "SETUJU")).await;
    assert_eq!(office.state(&case).await, State::Executing);
    // A new case goes to both.
    office.pass(30).await;
    let two = office.handed_over(super::super::office::MADE).await;
    let hers = office.letter(CITRA, &two);
    // The day after the last, her link is nobody's.
    office.pass(60 * 24 * 3).await;
    office.attack(office.reply(CITRA, &hers, "SETUJU")).await;
    office.unmoved("role_lost").await;
    assert_eq!(office.state(&two).await, State::Verifying);
    office.close().await;
}

#[tokio::test]
async fn nothing_less_than_his_own_code_and_a_name_on_the_list_delegates() {
    let mut office = office().await;
    office.handed_over(RATNA).await;
    let wish = "DELEGASI Citra Maharani sampai 13 November 2026";
    office.attack(typed(&office, BAGUS, wish)).await;
    let seed = office.enrol("bagus").await;
    office.attack(typed(&office, BAGUS, wish)).await;
    office.attack(typed(&office, BAGUS, &format!("{wish} kode 000000"))).await;
    let old = code_at(&seed, office.stage.now - jiff::SignedDuration::from_mins(30));
    office.attack(typed(&office, BAGUS, &format!("{wish} kode {old}"))).await;
    office.unmoved_each(&["not_enrolled", "code_needed", "code_wrong", "code_wrong"]).await;
    for (words, why) in [
        ("DELEGASI Dewi Anjani sampai 13 November 2026", "deputy_unknown"),
        ("DELEGASI orang.dalam@kkp.example sampai 13 November 2026", "deputy_unknown"),
        ("DELEGASI Bagus Prakoso sampai 13 November 2026", "deputy_unknown"),
        ("DELEGASI Citra Maharani", "end_missing"),
        ("DELEGASI Citra Maharani sampai 13 November 2027", "end_missing"),
        ("DELEGASI Citra Maharani sampai 6 November 2026", "end_missing"),
    ] {
        let code = office.code(&seed, 0);
        office.attack(typed(&office, BAGUS, &format!("{words} kode {code}"))).await;
        office.unmoved(why).await;
    }
    assert_eq!(in_force(&office).await, 0);
    // Others cannot, whatever they type.
    for who in [DEWI, CITRA, INSIDER] {
        let code = office.code(&seed, 0);
        office.attack(typed(&office, who, &format!("{wish} kode {code}"))).await;
    }
    assert_eq!(in_force(&office).await, 0);
    assert!(office.stage.letter(CITRA.address, "Delegasi").is_none());
    office.close().await;
}

#[tokio::test]
async fn a_code_counts_once_and_a_delegation_is_taken_back_without_one() {
    let mut office = office().await;
    let case = office.handed_over(RATNA).await;
    let seed = office.enrol("bagus").await;
    let words =
        format!("ALIHKAN ke Bu Citra Maharani s.d. Jumat\n\nKode: {}", office.code(&seed, 0));
    office.send(typed(&office, BAGUS, &words)).await;
    assert_eq!(in_force(&office).await, 1);
    let hers = office.letter(CITRA, "Penyerahan Berkas");
    // She cannot pass it on, nor end it.
    office.attack(typed(&office, CITRA, "CABUT DELEGASI")).await;
    assert_eq!(in_force(&office).await, 1);
    office.send(typed(&office, BAGUS, "CABUT DELEGASI")).await;
    assert_eq!(in_force(&office).await, 0);
    assert!(office.letter(CITRA, "Delegasi Berakhir").message.text.contains("dicabut"));
    // The same mail once more, and her old link.
    office.attack(typed(&office, BAGUS, &format!("{words} "))).await;
    office.attack(office.reply(CITRA, &hers, "SETUJU")).await;
    office.unmoved_each(&["no_token", "code_reused", "role_lost"]).await;
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}

#[tokio::test]
async fn who_is_taken_off_the_list_decides_no_more() {
    let mut office = office().await;
    let case = office.handed_over(RATNA).await;
    let seed = office.enrol("bagus").await;
    let words = format!("DELEGASI Citra Maharani sampai Jumat kode {}", office.code(&seed, 0));
    office.send(typed(&office, BAGUS, &words)).await;
    let hers = office.letter(CITRA, "Penyerahan Berkas");
    let file = office.stage.dir.join("config/people.toml");
    let people = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, people.replace("deputies = [\"citra\"]\n", "")).unwrap();
    office.stage.daemon.reload().await.unwrap();
    office.attack(office.reply(CITRA, &hers, "SETUJU")).await;
    office.unmoved("role_lost").await;
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}

#[tokio::test]
async fn guessing_a_code_by_a_delegation_alarms_others() {
    let mut office = office().await;
    office.handed_over(RATNA).await;
    office.enrol("bagus").await;
    for code in ["000001", "000002", "000003"] {
        let words = format!("DELEGASI Citra Maharani sampai Jumat kode {code}");
        office.attack(typed(&office, BAGUS, &words)).await;
    }
    office.unmoved_each(&["code_wrong", "code_wrong", "code_locked"]).await;
    for who in [HENDRA, DEWI] {
        let told = office.letter(who, "PERLU DIPERIKSA SEGERA").message.text;
        assert!(told.contains("Bagus Prakoso") && told.contains("tiga kali salah"), "{told}");
    }
    office.close().await;
}

#[tokio::test]
async fn a_deputys_right_is_no_wider_than_the_approvers() {
    // The approver holds the account himself: neither he nor who stands in for him decides on it.
    let mut office = office_of(|people| {
        people.replace(
            "bagus.ppe@kkp.example\"]",
            "bagus.ppe@kkp.example\"]\nuser_ids = [\"AA.TELUKCONTOH\"]",
        )
    })
    .await;
    let seed = office.enrol("bagus").await;
    let words = format!("DELEGASI Citra Maharani sampai Jumat kode {}", office.code(&seed, 0));
    office.send(typed(&office, BAGUS, &words)).await;
    assert_eq!(in_force(&office).await, 1);
    office.request(RATNA).await;
    assert!(office.stage.letter(CITRA.address, "Penyerahan Berkas").is_none(), "not hers to judge");
    office.close().await;
}
