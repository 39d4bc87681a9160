//! What does not go through: rejection, withdrawal, strangers, other services, machines, and those
//! who would like to decide without being allowed to.
use crate::cast::*;
use crate::office::{OFFICE, Office};
use crate::post::*;

/// Why the mail of this sender is held, each one.
async fn held(office: &Office, from: Person, subject: &str) -> Vec<String> {
    let rows = office.json(&["held", "list", "--json"]).await;
    let rows = rows.as_array().cloned().unwrap_or_default();
    let own = rows.iter().filter(|row| {
        row["from"] == from.address && row["subject"].as_str().is_some_and(|s| s.contains(subject))
    });
    own.filter_map(|row| row["reason"].as_str()).map(String::from).collect()
}

/// TOLAK: the applicant reads the reason.
pub async fn rejection(office: &Office) {
    let case = request(office, NYOMAN, &[LETTER_RESET, WRONG_DECREE]).await;
    let handed = hand_over(office, BAGUS, &case).await;
    let typed = "TOLAK nama pada SK tidak sesuai dan SK sudah tidak berlaku";
    Mail::reply(BAGUS, &handed, typed).handled(office).await;
    let letter = NYOMAN.letter(office, &[&case, "Penolakan"]).await;
    assert!(letter.text.contains("nama pada SK tidak sesuai"), "{}", letter.text);
    office.until_state(&case, "rejected").await;
    DEWI.letter(office, &[&case, "Penolakan"]).await;
    office.until_archived(&case).await;
}

/// BATAL, when Admin PPE already has the papers; his approval comes too late.
pub async fn withdrawal(office: &Office) {
    let case = request(office, KETUT, &[LETTER_RESET, DECREE]).await;
    let handed = hand_over(office, BAGUS, &case).await;
    let receipt = KETUT.letter(office, &[&case, "Tanda Terima"]).await;
    Mail::reply(KETUT, &receipt, "BATAL, akunnya sudah bisa dibuka.").handled(office).await;
    office.until_state(&case, "withdrawn").await;
    for person in [KETUT, DEWI, BAGUS] {
        person.letter(office, &[&case, "Pencabutan"]).await;
    }
    Mail::reply(BAGUS, &handed, "SETUJU").handled(office).await;
    BAGUS.letter(office, &[&case, "Belum Dapat Dijalankan"]).await;
    assert_eq!(office.state(&case).await, "withdrawn");
    office.until_archived(&case).await;
}

/// A vendor hears that this is the wrong door, and nobody works on it.
pub async fn vendor(office: &Office) {
    let text = "Selamat siang, kami PT Contoh Bahari, penyedia pada SPSE, lupa password akun \
                penyedia kami. Mohon direset. NPWP terlampir.";
    let mail = Mail::new(PENYEDIA, "Reset password akun penyedia PT Contoh Bahari", text);
    mail.send(office).await;
    let letter = PENYEDIA.letter(office, &["di Luar Layanan"]).await;
    office.until_state(&letter.case(), "out_of_scope").await;
    assert!(BAGUS.letters(office, &[&letter.case()]).await.is_empty());
}

/// Somebody unknown asks for a reset: held and listed, not answered, no case.
pub async fn stranger(office: &Office) {
    let text = "Mohon reset password Admin Agency kami, surat dan SK terlampir.";
    let mail = Mail::new(ASING, "Permohonan dari orang asing", text);
    mail.papers(&[LETTER_RESET, DECREE]).handled(office).await;
    assert_eq!(held(office, ASING, "orang asing").await, ["unknown_sender"]);
    assert!(office.cases_of(ASING.address).await.is_empty());
}

/// A vacation answer opens nothing and is answered by nothing; no more is a bounce of a letter
/// that was never ours.
pub async fn machines(office: &Office) {
    let text = "Saya sedang cuti sampai dengan 30 November 2026. Permohonan reset password dapat \
                disampaikan kepada rekan saya.";
    let head = "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n";
    let mail = Mail::new(CUTI, "Automatic reply: Permohonan reset password", text);
    mail.head(head).by_machine().handled(office).await;
    let daemon = Person { name: "Mail Delivery System", address: "mailer-daemon@kkp.example" };
    let head = "Auto-Submitted: auto-replied\r\n";
    let text = "This is the mail system at host mx.example.\r\n\r\n<cuti@kkp.example>: host \
                mx.example said: 550 5.1.1 User unknown";
    let mail = Mail::new(daemon, "Undelivered Mail Returned to Sender", text);
    mail.head(head).by_machine().handled(office).await;
    for address in [CUTI.address, daemon.address] {
        assert!(office.cases_of(address).await.is_empty(), "{address}");
    }
    assert!(held(office, CUTI, "").await.is_empty());
}

/// The applicant has no mailbox any more: the receipt comes back, and so does the credential.
pub async fn bounced(office: &Office) {
    let text = "Mohon reset password Admin Agency, berkas terlampir.";
    let mail = Mail::new(HILANG, "Permohonan reset password (alamat mati)", text);
    mail.papers(&[LETTER_RESET, DECREE]).handled(office).await;
    let case = office.only_case_of(HILANG.address).await;
    let told = DEWI.letter(office, &[&case, "Tidak Terkirim"]).await;
    assert!(told.text.contains(HILANG.address), "{}", told.text);
    let handed = hand_over(office, BAGUS, &case).await;
    let typed = format!("SETUJU\r\nUSER ID: AA.HILANG\r\nPASSWORD: {HILANG_PASSWORD}");
    Mail::reply(BAGUS, &handed, &typed).erased(office).await;
    office.until_state(&case, "delivery_failed").await;
    let told = DEWI.letter_after(office, &[&case, "Tidak Terkirim"], 1).await;
    assert!(!told.text.contains(HILANG_PASSWORD), "{}", told.text);
    assert!(told.text.contains("KIRIM ULANG"), "what helpdesk can do: {}", told.text);
    Mail::reply(DEWI, &told, "DISAMPAIKAN LANGSUNG kepada Hilang Contoh").handled(office).await;
    office.until_state(&case, "delivered").await;
}

/// Who would decide: the applicant, a forger, a forger whose mail fails DMARC, a colleague.
pub async fn would_be_judges(office: &Office) {
    let case = request(office, TIRTA, &[LETTER_RESET, DECREE]).await;
    let handed = hand_over(office, BAGUS, &case).await;
    office.until_state(&case, "verifying").await;
    let typed = format!("SETUJU\r\nUSER ID: AA.TIRTA\r\nPASSWORD: {FORGED_PASSWORD}");

    let receipt = TIRTA.letter(office, &[&case, "Tanda Terima"]).await;
    assert!(!receipt.reply_to.contains('+'), "an applicant gets no token: {}", receipt.reply_to);
    Mail::reply(TIRTA, &receipt, "SETUJU").handled(office).await;
    // Even with a token that he has seen somewhere.
    let stolen = Mail::reply(TIRTA, &receipt, "SETUJU tertanda Bagus").to(&handed.reply_to);
    stolen.handled(office).await;
    let subject = format!("Re: [{case}] Penyerahan Berkas Permohonan");
    Mail::new(BAGUS, &subject, &typed).erased(office).await;
    Mail::reply(BAGUS, &handed, "SETUJU").forged().handled(office).await;
    // A colleague of another role who was shown the letter.
    Mail::reply(DEWI, &handed, "SETUJU").handled(office).await;

    assert_eq!(held(office, BAGUS, &case).await, ["no_token", "auth_fail"]);
    assert_eq!(held(office, TIRTA, &case).await, ["token_foreign"]);
    assert_eq!(held(office, DEWI, &case).await, ["token_foreign"]);
    assert_eq!(office.state(&case).await, "verifying");
    assert!(TIRTA.letters(office, &["Password"]).await.len() <= 1, "the receipt at most");
    // The true Admin PPE hears whose hands his link was in, and goes on with the new one.
    let told = BAGUS.letter(office, &[&case, "Tautan Balasan Anda Dipakai Orang Lain"]).await;
    assert!(told.text.contains(TIRTA.address), "{}", told.text);
    let fresh = BAGUS.letter_after(office, &[&case, "Penyerahan Berkas"], 1).await;
    Mail::reply(BAGUS, &fresh, "TOLAK pemohon mencoba menyetujui sendiri").handled(office).await;
    office.until_state(&case, "rejected").await;
}

/// The applicant's server refuses the receipt outright: helpdesk is told, and the case goes on.
pub async fn refused_at_the_door(office: &Office) {
    let text = "Mohon reset password Admin Agency, berkas terlampir.";
    let mail = Mail::new(DITOLAK, "Permohonan reset password (alamat ditolak)", text);
    mail.papers(&[LETTER_RESET, DECREE]).handled(office).await;
    let case = office.only_case_of(DITOLAK.address).await;
    let told = DEWI.letter(office, &[&case, "Tidak Terkirim"]).await;
    assert!(told.text.contains(DITOLAK.address), "{}", told.text);
    hand_over(office, BAGUS, &case).await;
}

/// An applicant who tells his own password; later his server sends the credential back, whole (the report
/// of a server that ignores `RET=HDRS`).
pub async fn sent_back_whole(office: &Office) {
    let text = format!(
        "Mohon reset password Admin Agency, berkas terlampir.\r\nPassword saya yang lama: {BALIK_OWN}"
    );
    let mail = Mail::new(BALIK, "Permohonan reset password (dengan password)", &text);
    mail.papers(&[LETTER_RESET, DECREE]).erased(office).await;
    let case = receipt(office, BALIK).await;
    let handed = hand_over(office, CITRA, &case).await;
    let typed = format!("SETUJU\r\nUSER ID: AA.BALIK\r\nPASSWORD: {BALIK_PASSWORD}");
    Mail::reply(CITRA, &handed, &typed).erased(office).await;
    let letter = BALIK.letter(office, &["Password Baru"]).await;
    office.until_state(&case, "delivered").await;
    let report = format!(
        "From: MAILER-DAEMON@kkp.example\r\nTo: {OFFICE}\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         Message-ID: <balik-utuh@kkp.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\n\r\nI'm sorry, your message could not be delivered. It is attached below.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kkp.example\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.2.2\r\n\
         Diagnostic-Code: smtp; 552 5.2.2 mailbox full\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
        BALIK.address,
        letter.raw(),
    );
    let sent = crate::rig::smtp::inject(office.postfix.smtp, "", OFFICE, report.as_bytes()).await;
    sent.expect("the report is taken");
    office.until_state(&case, "delivery_failed").await;
    let told = DEWI.letter(office, &[&case, "Tidak Terkirim"]).await;
    assert!(!told.text.contains(BALIK_PASSWORD), "{}", told.text);
}
