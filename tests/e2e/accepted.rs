//! Requests that end well: reset, user ID, both at once; the result typed in each way.
use crate::cast::*;
use crate::office::Office;
use crate::post::*;

/// What Admin PPE types as the result.
fn result(user_id: &str, password: &str) -> String {
    format!("HASIL\r\nUSER ID: {user_id}\r\nPASSWORD: {password}")
}

/// The one credential mail of a person, looked at.
async fn credentials(office: &Office, who: Person, user_id: &str, password: &str) {
    let letter = who.letter(office, &["Password Baru"]).await;
    assert_eq!(letter.to, [who.address], "to the registered address alone");
    let password_line = letter.text.lines().filter(|line| line.trim() == password).count();
    assert_eq!(password_line, 1, "{}", letter.text);
    assert!(letter.text.contains(user_id), "{}", letter.text);
    assert!(!letter.html && letter.attachments.is_empty(), "credentials are text alone");
    for words in ["Segera lakukan login", "WAJIB mengganti password"] {
        assert!(letter.text.contains(words), "{words}: {}", letter.text);
    }
}

/// After the result: notices without the secret, the dossier, and exactly one credential mail.
async fn ended(office: &Office, case: &str, who: Person, judge: Person, password: &str) {
    office.until_state(case, "delivered").await;
    for person in [DEWI, judge] {
        let notice = person.letter(office, &[case, "Hasil Telah Disampaikan"]).await;
        assert!(!notice.text.contains(password), "{}", notice.text);
        assert!(!notice.text.contains(who.address), "the address is masked: {}", notice.text);
    }
    office.until_archived(case).await;
    assert_eq!(who.letters(office, &["Password Baru"]).await.len(), 1);
}

/// Letter and decree, SETUJU, then HASIL in answer to the recorded approval.
pub async fn reset(office: &Office) {
    let case = request(office, RATNA, &[LETTER_RESET, DECREE]).await;
    let told = DEWI.letter(office, &[&case, "Permohonan Baru"]).await;
    assert!(told.text.contains(RATNA.address), "{}", told.text);
    let handed = hand_over(office, BAGUS, &case).await;
    hand_over(office, CITRA, &case).await;
    DEWI.letter(office, &[&case, "Tembusan Penyerahan"]).await;
    let files: Vec<&[u8]> = handed.attachments.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    assert_eq!(files, [LETTER_RESET.1, DECREE.1], "both papers, byte for byte");
    assert!(handed.text.contains("SETUJU") && handed.text.contains("HASIL"), "{}", handed.text);
    office.until_state(&case, "verifying").await;

    Mail::reply(BAGUS, &handed, "SETUJU").handled(office).await;
    office.until_state(&case, "executing").await;
    let recorded = BAGUS.letter(office, &[&case, "Persetujuan Tercatat"]).await;
    let typed = result("AA.TELUKCONTOH", RATNA_PASSWORD);
    Mail::reply(BAGUS, &recorded, &typed).erased(office).await;
    credentials(office, RATNA, "AA.TELUKCONTOH", RATNA_PASSWORD).await;
    ended(office, &case, RATNA, BAGUS, RATNA_PASSWORD).await;
    spent(office, &case, &handed).await;
    thanks(office, &case).await;
}

/// The same link again, and the colleague's: nothing changes.
async fn spent(office: &Office, case: &str, handed: &Letter) {
    let before = office.case(case).await;
    let typed = format!("SETUJU\r\n{}", result("AA.TELUKCONTOH", SPENT_PASSWORD));
    Mail::reply(BAGUS, handed, &typed).erased(office).await;
    let colleague = hand_over(office, CITRA, case).await;
    Mail::reply(CITRA, &colleague, "TOLAK berkas tidak sah").handled(office).await;
    for judge in [BAGUS, CITRA] {
        judge.letter(office, &[case, "Belum Dapat Dijalankan"]).await;
    }
    let after = office.case(case).await;
    for key in ["state", "account", "archived_at", "rounds"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    assert_eq!(RATNA.letters(office, &["Password Baru"]).await.len(), 1);
}

/// "Terima kasih" to a finished case: no answer, no new case, no new state.
async fn thanks(office: &Office, case: &str) {
    let letter = RATNA.letter(office, &["Password Baru"]).await;
    let count = RATNA.letters(office, &[]).await.len();
    let text = "Terima kasih banyak Pak/Bu, sudah bisa masuk.";
    // His mail program quotes the whole letter: that copy of the password is not kept either.
    Mail::reply(RATNA, &letter, text).erased(office).await;
    office.calm().await;
    assert_eq!(office.state(case).await, "delivered");
    assert_eq!(office.only_case_of(RATNA.address).await, case);
    assert_eq!(RATNA.letters(office, &[]).await.len(), count);
}

/// The user ID alone: SETUJU with it in one mail, no password anywhere.
pub async fn user_id(office: &Office) {
    let text = "Yth. Admin LPSE, terlampir surat permohonan informasi User ID dan SK pengangkatan.";
    let mail = Mail::new(YOHANES, "Permohonan Informasi User ID Admin Agency", text);
    mail.papers(&[LETTER_USER_ID, DECREE_YOHANES]).send(office).await;
    let case = receipt(office, YOHANES).await;
    let handed = hand_over(office, CITRA, &case).await;
    assert_eq!(handed.attachments.len(), 2);
    Mail::reply(CITRA, &handed, "Setuju\r\nUser ID: AA.CONTOHBARAT").handled(office).await;
    let letter = YOHANES.letter(office, &[&case, "Penyampaian Informasi"]).await;
    assert_eq!(letter.to, [YOHANES.address]);
    assert!(letter.text.contains("AA.CONTOHBARAT"), "{}", letter.text);
    office.until_state(&case, "delivered").await;
    for person in [DEWI, CITRA] {
        person.letter(office, &[&case, "Hasil Telah Disampaikan"]).await;
    }
    office.until_archived(&case).await;
    let shown = office.case(&case).await;
    assert_eq!(shown["kind"], "user_id_information");
}

/// Reset and user ID in one request: SETUJU and HASIL, both in answer to the hand-over itself.
pub async fn both(office: &Office) {
    let text =
        "Mohon reset password dan informasi user id Admin Agency kami. Surat dan SK terlampir.";
    let mail = Mail::new(SARI, "Permohonan reset password dan informasi User ID", text);
    mail.papers(&[LETTER_BOTH, DECREE_SARI]).send(office).await;
    let case = receipt(office, SARI).await;
    let handed = hand_over(office, BAGUS, &case).await;
    Mail::reply(BAGUS, &handed, "SETUJU").handled(office).await;
    office.until_state(&case, "executing").await;
    Mail::reply(BAGUS, &handed, &result("AA.SARI", SARI_PASSWORD)).erased(office).await;
    credentials(office, SARI, "AA.SARI", SARI_PASSWORD).await;
    ended(office, &case, SARI, BAGUS, SARI_PASSWORD).await;
    assert_eq!(office.case(&case).await["kind"], "both");
}

/// Both papers in one file; SETUJU and the result in one mail.
pub async fn in_one(office: &Office) {
    let case = request(office, LUKMAN, &[ALL_IN_ONE]).await;
    let handed = hand_over(office, CITRA, &case).await;
    assert_eq!(handed.attachments.len(), 1);
    let typed = format!("SETUJU\r\n{}", result("AA.RUMPUTLAUT", LUKMAN_PASSWORD));
    Mail::reply(CITRA, &handed, &typed).erased(office).await;
    credentials(office, LUKMAN, "AA.RUMPUTLAUT", LUKMAN_PASSWORD).await;
    ended(office, &case, LUKMAN, CITRA, LUKMAN_PASSWORD).await;
}

/// A bare "ok" does nothing and is asked back; KONFIRMASI tells the applicant to expect a call; he
/// asks for the status; the answer to the question back is SETUJU.
pub async fn unclear(office: &Office) {
    let case = request(office, RAGU, &[LETTER_RESET, DECREE]).await;
    let handed = hand_over(office, CITRA, &case).await;
    Mail::reply(CITRA, &handed, "ok").handled(office).await;
    let asked = CITRA.letter(office, &[&case, "Belum Dapat Dijalankan"]).await;
    for word in ["SETUJU", "TOLAK"] {
        assert!(asked.text.contains(word), "the words that work: {}", asked.text);
    }
    Mail::reply(CITRA, &handed, "Tidak setuju dulu ya.").handled(office).await;
    CITRA.letter_after(office, &[&case, "Belum Dapat Dijalankan"], 1).await;
    assert_eq!(office.state(&case).await, "verifying");
    Mail::reply(CITRA, &asked, "KONFIRMASI").handled(office).await;
    let call = RAGU.letter(office, &[&case, "Konfirmasi"]).await;
    office.until_state(&case, "confirming").await;
    Mail::reply(RAGU, &call, "STATUS").handled(office).await;
    RAGU.letter(office, &[&case, "Perkembangan"]).await;
    Mail::reply(CITRA, &asked, "Setuju").handled(office).await;
    office.until_state(&case, "executing").await;
    let list = Mail::new(DEWI, "DAFTAR", "DAFTAR SEMUA");
    list.handled(office).await;
    let list = DEWI.letter(office, &["Permohonan yang Terbuka"]).await;
    assert!(list.text.contains(&case), "{}", list.text);
}

/// Papers that come after the hand-over make a new round: an answer to the old one is void.
pub async fn late_papers(office: &Office) {
    let case = request(office, SUSULAN, &[LETTER_RESET, WRONG_DECREE]).await;
    let old = hand_over(office, BAGUS, &case).await;
    let receipt = SUSULAN.letter(office, &[&case, "Tanda Terima"]).await;
    let text = "Maaf, SK yang benar terlampir.";
    Mail::reply(SUSULAN, &receipt, text).papers(&[DECREE]).handled(office).await;
    let new = BAGUS.letter_after(office, &[&case, "Penyerahan Berkas"], 1).await;
    assert_eq!(new.attachments.len(), 3);
    Mail::reply(BAGUS, &old, "SETUJU").handled(office).await;
    BAGUS.letter(office, &[&case, "Belum Dapat Dijalankan"]).await;
    assert_eq!(office.state(&case).await, "verifying");
    let typed = format!("SETUJU\r\n{}", result("AA.SUSULAN", SUSULAN_PASSWORD));
    Mail::reply(BAGUS, &new, &typed).erased(office).await;
    credentials(office, SUSULAN, "AA.SUSULAN", SUSULAN_PASSWORD).await;
    ended(office, &case, SUSULAN, BAGUS, SUSULAN_PASSWORD).await;
}

/// A stranger asks for somebody's account. Held; helpdesk releases it; the holder is warned, and
/// the result goes to the holder alone.
pub async fn released(office: &Office) {
    let text = "Mohon reset password Admin Agency, user id: AA.PEMILIK. Surat dan SK terlampir.";
    let mail = Mail::new(WAKIL, "Permohonan dari wakil", text);
    mail.papers(&[LETTER_RESET, DECREE]).handled(office).await;
    let rows = office.json(&["held", "list", "--json"]).await;
    let mut rows = rows.as_array().into_iter().flatten();
    let row = rows.find(|row| row["from"] == WAKIL.address).expect("a held mail");
    let id = row["id"].to_string();
    let done = office.loket(&["held", "release", &id, "--reason", "dikenal, ditelepon"]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let case = receipt(office, WAKIL).await;
    let warning = PEMILIK.letter(office, &[&case, "Keamanan"]).await;
    assert_eq!(warning.to, [PEMILIK.address]);
    let handed = hand_over(office, CITRA, &case).await;
    let confirmed = "KONFIRMASI sudah ditelepon, betul pemegang akun";
    Mail::reply(CITRA, &handed, confirmed).handled(office).await;
    let typed = format!("SETUJU\r\n{}", result("AA.PEMILIK", PEMILIK_PASSWORD));
    Mail::reply(CITRA, &handed, &typed).erased(office).await;
    credentials(office, PEMILIK, "AA.PEMILIK", PEMILIK_PASSWORD).await;
    ended(office, &case, PEMILIK, CITRA, PEMILIK_PASSWORD).await;
    assert!(WAKIL.letters(office, &["Password Baru"]).await.is_empty());
}
