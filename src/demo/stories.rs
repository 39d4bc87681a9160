//! The five stories of `contract.md`, each a person's mails and what must come of them. Every check
//! says what was expected; a story that does not hold ends the demonstration.
use super::papers::Paper;
use super::stage::{PersonMail, Seen, Stage};
use super::{DemoError, play::expect};
use crate::store::NewAccount;
use crate::workflow::case::State;

pub const DESK: &str = "dewi.helpdesk@kkp.example";
pub const JUDGE: &str = "bagus.ppe@kkp.example";
pub const RATNA: &str = "ratna.k@kkp.example";
pub const YOHANES: &str = "y.tangkuman@contohbarat.example";
pub const MADE: &str = "made.ardika@kkp.example";
pub const SARI: &str = "sari.wulandari@kkp.example";

pub const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]
"#;

/// The register at the beginning.
pub fn accounts() -> Vec<NewAccount> {
    let account = |user_id: &str, name: &str, nip: &str, unit: &str, address: &str| NewAccount {
        user_id: user_id.into(),
        name: name.into(),
        nip: Some(nip.into()),
        unit: Some(unit.into()),
        address: address.into(),
        backend: "manual".into(),
        care: crate::directory::Care::default(),
    };
    let balai = "Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh";
    vec![
        account("AA.TELUKCONTOH", "Ratna Kusumawardani", "198703142011012901", balai, RATNA),
        account(
            "AA.CONTOHBARAT",
            "Yohanes Tangkuman",
            "197908222003121904",
            "Dinas Perikanan Kabupaten Contoh Barat",
            YOHANES,
        ),
        account(
            "AA.LOKAPESISIR",
            "Made Surya Ardika",
            "199301112019031907",
            "Loka Contoh Pengelolaan Pesisir",
            MADE,
        ),
        account("AA.SARI", "Sari Wulandari Putri", "199107052023212902", balai, SARI),
    ]
}

/// A story: its heading and the case it was about.
pub struct Told {
    pub title: &'static str,
    pub case: String,
}

/// The case the newest receipt in somebody's mailbox names.
pub fn case_of(stage: &Stage, address: &str) -> Result<String, DemoError> {
    let receipt = stage.letter(address, "Tanda Terima");
    let case = receipt.and_then(|seen| crate::mail::case_tag(&seen.message.subject));
    expect(case, format!("tanda terima dengan nomor untuk {address}"))
}

async fn state(stage: &Stage, case: &str) -> Result<State, DemoError> {
    let found =
        stage.daemon.store.case(case).await.map_err(|e| DemoError::Failed(e.to_string()))?;
    Ok(expect(found, format!("permohonan {case}"))?.state)
}

async fn expect_state(stage: &Stage, case: &str, wanted: State) -> Result<(), DemoError> {
    let found = state(stage, case).await?;
    let text = format!("{case} berstatus {}, nyatanya {}", wanted.as_str(), found.as_str());
    expect((found == wanted).then_some(()), text)
}

/// Delivers a mail and lets everything happen that it causes.
async fn write(stage: &mut Stage, mail: PersonMail<'_>) -> Result<(), DemoError> {
    stage.deliver(&mail)?;
    stage.tick().await?;
    Ok(())
}

/// A member of staff presses Reply on the newest letter of the case and types.
async fn answer(
    stage: &mut Stage,
    who: (&str, &str),
    case: &str,
    text: &str,
) -> Result<(), DemoError> {
    let (name, address) = who;
    let letter = expect(stage.letter(address, case), format!("surat tentang {case} untuk {name}"))?;
    let mail = PersonMail {
        from_name: name,
        from: address,
        text: text.into(),
        answers: Some(&letter),
        ..PersonMail::default()
    };
    write(stage, mail).await
}

const BAGUS: (&str, &str) = ("Bagus Prakoso", JUDGE);

/// How often a text stands in all mailboxes together, and where.
fn whereabouts(stage: &Stage, text: &str) -> Vec<String> {
    let holds = |seen: &Seen| seen.message.text.contains(text);
    let mut places = Vec::new();
    for address in stage.addresses() {
        let count = stage.mailbox(&address).iter().filter(|seen| holds(seen)).count();
        places.extend(std::iter::repeat_n(address, count));
    }
    places
}

pub async fn accepted_reset(stage: &mut Stage) -> Result<Told, DemoError> {
    let mail = PersonMail {
        from_name: "Ratna Kusumawardani",
        from: RATNA,
        subject: "Permohonan Reset Password Admin Agency - Balai Contoh Teluk Contoh".into(),
        text: "Yth. Bapak/Ibu Helpdesk LPSE KKP\r\n\r\nBersama ini kami sampaikan surat permohonan reset password Admin Agency beserta SK penunjukan sebagaimana terlampir. Mohon kiranya dapat diproses.\r\n\r\nHormat kami,\r\nRatna Kusumawardani".into(),
        papers: &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    let case = case_of(stage, RATNA)?;
    expect_state(stage, &case, State::Verifying).await?;
    let handed =
        expect(stage.letter(JUDGE, "Penyerahan"), "surat penyerahan untuk Admin PPE".into())?;
    let papers = handed.message.attachments.iter().filter(|a| a.media_type == "application/pdf");
    expect((papers.count() == 2).then_some(()), "kedua berkas terlampir pada penyerahan".into())?;
    stage.pass(6).await?;
    answer(stage, BAGUS, &case, "SETUJU").await?;
    expect_state(stage, &case, State::Executing).await?;
    stage.pass(4).await?;
    let typed = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    answer(stage, BAGUS, &case, typed).await?;
    expect_state(stage, &case, State::Delivered).await?;
    let places = whereabouts(stage, "Kp7#mRwt4=Qz");
    expect(
        (places == [RATNA]).then_some(()),
        "password tepat sekali, hanya di kotak surat Ratna".into(),
    )?;
    Ok(Told { title: "Reset password diterima", case })
}

pub async fn user_id_information(stage: &mut Stage) -> Result<Told, DemoError> {
    let mail = PersonMail {
        from_name: "Yohanes Tangkuman",
        from: YOHANES,
        subject: "Permohonan Informasi User ID Admin Agency".into(),
        text: "Yth. Admin LPSE, terlampir surat permohonan informasi User ID dan SK pengangkatan. Terima kasih.".into(),
        papers: &[Paper::YOHANES_LETTER, Paper::YOHANES_DECREE],
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    let case = case_of(stage, YOHANES)?;
    expect_state(stage, &case, State::Verifying).await?;
    stage.pass(9).await?;
    answer(stage, BAGUS, &case, "Setuju\r\nUser ID: AA.CONTOHBARAT").await?;
    expect_state(stage, &case, State::Delivered).await?;
    let letter = stage.letter(YOHANES, "Informasi User ID Admin Agency");
    let told = letter.filter(|seen| seen.message.text.contains("AA.CONTOHBARAT"));
    expect(told.map(drop), "User ID disampaikan kepada Yohanes".into())?;
    Ok(Told { title: "Informasi User ID", case })
}

pub async fn completed_later(stage: &mut Stage) -> Result<Told, DemoError> {
    let mail = PersonMail {
        from_name: "made surya",
        from: MADE,
        subject: "lupa password".into(),
        text: "Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims".into(),
        papers: &[Paper::MADE_LETTER],
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    let case = case_of(stage, MADE)?;
    expect_state(stage, &case, State::WaitingApplicant).await?;
    let asked = stage.letter(MADE, "Permintaan Kelengkapan");
    let asked = expect(asked, "permintaan kelengkapan untuk Made".into())?;
    let names = asked.message.text.contains("SK Pengangkatan");
    expect(names.then_some(()), "SK disebut sebagai kekurangan".into())?;
    stage.pass(45).await?;
    let mail = PersonMail {
        from_name: "made surya",
        from: MADE,
        text: "Siap min, ini SK nya menyusul. Suratnya sudah yang kemarin ya.".into(),
        papers: &[Paper::MADE_DECREE],
        answers: Some(&asked),
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    expect_state(stage, &case, State::Verifying).await?;
    stage.pass(5).await?;
    let typed = "SETUJU\r\nuid AA.LOKAPESISIR\r\npw = Xh4+vbnT9?sd";
    answer(stage, BAGUS, &case, typed).await?;
    expect_state(stage, &case, State::Delivered).await?;
    let places = whereabouts(stage, "Xh4+vbnT9?sd");
    expect((places == [MADE]).then_some(()), "password hanya di kotak surat Made".into())?;
    Ok(Told { title: "Belum lengkap, lalu dilengkapi", case })
}

pub async fn rejected(stage: &mut Stage) -> Result<Told, DemoError> {
    let mail = PersonMail {
        from_name: "Ratna Kusumawardani",
        from: RATNA,
        subject: "Permohonan reset password".into(),
        text: "Mohon reset password Admin Agency, surat dan SK terlampir.".into(),
        papers: &[Paper::RATNA_LETTER, Paper::RATNA_WRONG_DECREE],
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    let case = case_of(stage, RATNA)?;
    expect_state(stage, &case, State::Verifying).await?;
    stage.pass(11).await?;
    let typed = "TOLAK nama pada SK tidak sesuai dan SK sudah tidak berlaku";
    answer(stage, BAGUS, &case, typed).await?;
    expect_state(stage, &case, State::Rejected).await?;
    let letter = stage.letter(RATNA, "Penolakan");
    let told = letter.filter(|seen| seen.message.text.contains("SK sudah tidak berlaku"));
    expect(told.map(drop), "alasan penolakan sampai kepada pemohon".into())?;
    Ok(Told { title: "Ditolak dengan alasan", case })
}

pub async fn forged_approval(stage: &mut Stage) -> Result<Told, DemoError> {
    let mail = PersonMail {
        from_name: "Sari Wulandari Putri",
        from: SARI,
        subject: "Permohonan reset password dan informasi User ID".into(),
        text:
            "Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir."
                .into(),
        papers: &[Paper::SARI_LETTER, Paper::SARI_DECREE],
        ..PersonMail::default()
    };
    write(stage, mail).await?;
    let case = case_of(stage, SARI)?;
    expect_state(stage, &case, State::Verifying).await?;
    let stolen = "SETUJU\r\nUSER ID: AA.SARI\r\nPASSWORD: punyaSaya123";
    let forged = PersonMail {
        from_name: "Bagus Prakoso",
        from: JUDGE,
        subject: format!("Re: [{case}] Penyerahan Berkas Permohonan"),
        text: stolen.into(),
        ..PersonMail::default()
    };
    write(stage, forged).await?;
    expect_state(stage, &case, State::Verifying).await?;
    let own = stage.letter(SARI, &case);
    let own = expect(own, "surat untuk Sari".into())?;
    let typed = PersonMail {
        from_name: "Sari Wulandari Putri",
        from: SARI,
        text: stolen.into(),
        answers: Some(&own),
        ..PersonMail::default()
    };
    write(stage, typed).await?;
    expect_state(stage, &case, State::Verifying).await?;
    let held = stage.daemon.store.held().await.map_err(|e| DemoError::Failed(e.to_string()))?;
    let listed = held.iter().any(|row| row.from == JUDGE && row.reason == "no_token");
    expect(listed.then_some(()), "surat palsu tercatat sebagai surat tertahan".into())?;
    let leaked = whereabouts(stage, "punyaSaya123");
    expect(leaked.is_empty().then_some(()), "password palsu tidak terkirim ke mana pun".into())?;
    Ok(Told { title: "Persetujuan palsu ditolak", case })
}
