//! Requests that lack something: named, completed by a reply, by a new mail, or by helpdesk's eyes;
//! two accounts in one mail; a visitor at the desk.
use crate::cast::*;
use crate::office::Office;
use crate::post::*;

/// The applicant answers the letter that names what is missing.
pub async fn by_reply(office: &Office) {
    let case = request(office, MADE, &[LETTER_MADE]).await;
    let asked = MADE.letter(office, &[&case, "Permintaan Kelengkapan"]).await;
    assert!(asked.text.contains("SK Pengangkatan"), "the decree by name: {}", asked.text);
    assert!(!asked.text.contains("Surat Permohonan resmi belum"), "{}", asked.text);
    office.until_state(&case, "waiting_applicant").await;
    DEWI.letter(office, &[&case, "Permintaan Kelengkapan"]).await;
    let text = "Siap min, ini SK nya menyusul. Suratnya sudah yang kemarin ya.";
    Mail::reply(MADE, &asked, text).papers(&[DECREE_MADE]).send(office).await;
    MADE.letter(office, &[&case, "Telah Diterima"]).await;
    let handed = hand_over(office, BAGUS, &case).await;
    assert_eq!(handed.attachments.len(), 2, "the old paper and the new one");
    let typed = format!("SETUJU\r\nuid AA.LOKAPESISIR\r\npw = {MADE_PASSWORD}");
    Mail::reply(BAGUS, &handed, &typed).erased(office).await;
    let letter = MADE.letter(office, &[&case, "Password Baru"]).await;
    assert!(letter.text.contains(MADE_PASSWORD));
    office.until_state(&case, "delivered").await;
    office.until_archived(&case).await;
}

/// He writes a new mail instead, without any number.
pub async fn by_new_mail(office: &Office) {
    let text = "Mohon reset password admin agency kami. SK terlampir.";
    Mail::new(WAYAN, "reset password", text).papers(&[DECREE]).send(office).await;
    let case = receipt(office, WAYAN).await;
    let asked = WAYAN.letter(office, &[&case, "Permintaan Kelengkapan"]).await;
    assert!(asked.text.contains("Surat Permohonan"), "{}", asked.text);
    office.until_state(&case, "waiting_applicant").await;
    let text = "Berikut kami sampaikan surat permohonannya.";
    Mail::new(WAYAN, "Surat permohonan", text).papers(&[LETTER_RESET]).send(office).await;
    let handed = hand_over(office, CITRA, &case).await;
    assert_eq!(office.only_case_of(WAYAN.address).await, case, "no second case");
    let typed = format!("SETUJU\r\nHASIL\r\nuser id: AA.WAYAN\r\npassword: {WAYAN_PASSWORD}");
    Mail::reply(CITRA, &handed, &typed).erased(office).await;
    WAYAN.letter(office, &[&case, "Password Baru"]).await;
    office.until_state(&case, "delivered").await;
}

/// A scan nobody can read by machine: helpdesk is asked, and answers KURANG, then LENGKAP.
pub async fn by_helpdesk(office: &Office) {
    let case = request(office, PINDAI, &[SCAN]).await;
    let sheet = DEWI.letter(office, &[&case, "Perlu Diperiksa"]).await;
    Mail::reply(DEWI, &sheet, "KURANG SK").handled(office).await;
    let asked = PINDAI.letter(office, &[&case, "Permintaan Kelengkapan"]).await;
    assert!(asked.text.contains("SK Pengangkatan"), "{}", asked.text);
    office.until_state(&case, "waiting_applicant").await;
    Mail::reply(PINDAI, &asked, "Ini SK-nya.").papers(&[DECREE_SARI]).send(office).await;
    let sheet = DEWI.letter(office, &[&case, "Tambahan Berkas", "Perlu Diperiksa"]).await;
    Mail::reply(DEWI, &sheet, "LENGKAP").handled(office).await;
    let handed = hand_over(office, BAGUS, &case).await;
    assert_eq!(handed.attachments.len(), 2);
    assert!(handed.text.contains(DEWI.name), "who found it complete: {}", handed.text);
    office.until_state(&case, "verifying").await;
}

/// Two accounts in one mail: one letter, one account (`domain.md` A2).
pub async fn two_accounts(office: &Office) {
    let text = "Mohon reset password dua akun Admin Agency: AA.DKPTENGAH1 dan AA.DKPTENGAH2.";
    let mail = Mail::new(DUA, "Permohonan reset password dua akun", text);
    mail.papers(&[TWO_ACCOUNTS, DECREE]).send(office).await;
    let case = receipt(office, DUA).await;
    office.until_state(&case, "waiting_applicant").await;
    let asked = DUA.letter(office, &[&case, "Permintaan Kelengkapan"]).await;
    assert!(asked.text.contains("untuk setiap akun"), "{}", asked.text);
    assert!(BAGUS.letters(office, &[&case]).await.is_empty(), "nothing to Admin PPE");
    assert_eq!(office.only_case_of(DUA.address).await, case);
}

/// BUKU TAMU: the number at once; PANGGIL; the visitor's papers, scanned by helpdesk, go on.
pub async fn visitor(office: &Office) {
    let form = "BUKU TAMU\r\nNama: Tamu Contoh\r\nInstansi: Balai Contoh\r\nKeperluan: reset password \
                Admin Agency AA.TAMU\r\nNo. HP: 0812-5550-4321\r\nEmail: tamu@kkp.example";
    Mail::new(TIARA, "BUKU TAMU", form).send(office).await;
    let number = TIARA.letter(office, &["Nomor Antrian"]).await;
    let case = number.case();
    assert!(number.subject.contains("A-001"), "{}", number.subject);
    office.until_state(&case, "queued").await;
    TAMU.letter(office, &[&case, "Nomor Antrian"]).await;
    let ticket = DEWI.letter(office, &[&case, "Nomor Antrian"]).await;
    Mail::reply(DEWI, &ticket, "PANGGIL").handled(office).await;
    office.until_state(&case, "checking").await;
    let turn = DEWI.letter(office, &[&case, "Giliran"]).await;
    let lengkap = Mail::reply(DEWI, &turn, "LENGKAP").papers(&[LETTER_RESET, DECREE]);
    lengkap.handled(office).await;
    let handed = hand_over(office, CITRA, &case).await;
    assert_eq!(handed.attachments.len(), 2);
    office.until_state(&case, "verifying").await;
}
