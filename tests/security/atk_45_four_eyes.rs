//! A3-45: nobody decides on his own request: by user ID, NIP, second address, plus-tag, or the register's
//! address where nobody wrote. People are compared, not addresses.
use super::super::office::{BAGUS, CITRA, Office, PEOPLE, RATNA, TIARA, accounts};
use loket::demo::{Paper, PersonMail, StageSettings};
use loket::store::NewAccount;

/// Bagus as somebody who also is what `more` says.
fn bagus_is(addresses: &str, more: &str) -> String {
    PEOPLE
        .replace("[\"bagus.ppe@kkp.example\"]", &format!("[\"bagus.ppe@kkp.example\"{addresses}]"))
        .replacen("roles = [\"admin_ppe\"]", &format!("roles = [\"admin_ppe\"]\n{more}"), 1)
}

#[tokio::test]
async fn whoever_turns_out_to_be_the_subject_is_refused() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let faces = [
        ("", "user_ids = [\"AA.telukcontoh\"]"),
        ("", "nip = \"198703142011012901\""),
        (", \"ratna.k@kkp.example\"", ""),
        (", \"Ratna.K@KKP.example\"", ""),
        (", \"ratna.k+loket@kkp.example\"", ""),
    ];
    for (addresses, more) in faces {
        office.staff(&bagus_is(addresses, more)).await;
        for words in ["SETUJU", "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: punyaSaya123"] {
            office.attack(office.reply(BAGUS, &letter, words)).await;
        }
        office.attack(office.reply(BAGUS, &letter, "TOLAK tidak sesuai")).await;
        office.unmoved("own_account").await;
    }
    assert!(
        office
            .whereabouts("punyaSaya123")
            .iter()
            .all(|f| f.starts_with(office.stage.dir.join("surat")))
    );
    // The other one may.
    let other = office.letter(CITRA, &case);
    office.send(office.reply(CITRA, &other, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

async fn with_register(address: &str, people: String) -> Office {
    let mut register = accounts();
    register[0] = NewAccount { address: address.into(), ..register[0].clone() };
    Office::set(StageSettings {
        more: format!("[trust]\nauthserv_id = \"{}\"\n", super::super::post::MX),
        people,
        accounts: register,
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    })
    .await
}

#[tokio::test]
async fn an_approver_who_asks_for_himself_gets_no_link_and_can_use_no_other() {
    for (address, people) in [
        ("bagus.ppe+spse@kkp.example", PEOPLE.to_owned()),
        ("bagus.pribadi@kkp.example", bagus_is(", \"bagus.pribadi@kkp.example\"", "")),
        ("bagus.ppe@kkp.example", PEOPLE.to_owned()),
    ] {
        let mut office = with_register(address, people).await;
        let post = office.compose(&PersonMail {
            from_name: BAGUS.name,
            from: address,
            subject: "Permohonan Reset Password Admin Agency".into(),
            text: "Bersama ini surat permohonan reset password dan SK.".into(),
            papers: &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
            ..PersonMail::default()
        });
        let fate = office.send(post).await;
        let case = fate.case.clone().unwrap_or_else(|| panic!("{address}: {fate:?}"));
        let theirs = office.letter(CITRA, &case);
        let handed = |a: &str| {
            let letters = office.stage.mailbox(a);
            letters.iter().any(|s| s.message.subject.contains("Penyerahan"))
        };
        assert!(handed(CITRA.address) && !handed(BAGUS.address), "{address}");
        office.attack(office.reply(BAGUS, &theirs, "SETUJU")).await;
        office.unmoved("token_foreign").await;
        office.close().await;
    }
}

#[tokio::test]
async fn a_visit_for_ones_own_account_is_refused_by_the_registers_address() {
    let mut office = with_register("bagus.ppe+spse@kkp.example", PEOPLE.to_owned()).await;
    let form = "BUKU TAMU\r\nNama: Orang Suruhan\r\nInstansi: Balai Contoh\r\nKeperluan: reset password AA.TELUKCONTOH\r\nSK asli: ada";
    let guest = office.mail(TIARA, "BUKU TAMU", form, &[]);
    let fate = office.send(guest).await;
    let case = fate.case.clone().unwrap_or_else(|| panic!("{fate:?}"));
    let desk = super::super::office::DEWI;
    office.send(office.answer(desk, &case, "PANGGIL")).await;
    office.send(office.answer(desk, &case, "LENGKAP (asli dilihat)")).await;
    office.mark().await;
    let letter = office.letter(BAGUS, &case);
    let words = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: punyaSaya123";
    office.attack(office.reply(BAGUS, &letter, words)).await;
    office.unmoved("own_account").await;
    office.close().await;
}
