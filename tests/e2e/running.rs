//! The daemon as a process: waking, polling, two mailboxes, reload, stop; and what it leaves behind.
use crate::cast::*;
use crate::office::{OFFICE, Office, SECOND, files};
use crate::post::*;
use crate::search::{dressed, needles, process_leaks};
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// A mail to the second mailbox, whose server knows no IDLE: polling brings it.
pub async fn second_mailbox(office: &Office) {
    let text = "Mohon reset password Admin Agency, berkas terlampir.";
    let mail = Mail::new(LAMA, "Permohonan ke alamat lama", text);
    mail.to(SECOND).papers(&[LETTER_RESET, DECREE]).send(office).await;
    let case = receipt(office, LAMA).await;
    hand_over(office, BAGUS, &case).await;
    assert_eq!(office.count(SECOND, "Selesai", "Subject", "alamat lama").await, 1);
}

/// Nothing is under way, the next look is an hour off, and a mail is answered within seconds.
pub async fn idle(office: &Office) {
    office.calm().await;
    let begun = Instant::now();
    request(office, BANGUN, &[]).await;
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

/// The IMAP sessions are cut; the daemon comes back by itself and handles what came meanwhile.
pub async fn cut(office: &Office) {
    office.calm().await;
    office.cut();
    office.until_logged("mailbox not readable", 1).await;
    let case = request(office, PUTUS, &[LETTER_RESET, DECREE]).await;
    hand_over(office, BAGUS, &case).await;
}

/// A second daemon on the same data is refused in one line; the first works on.
pub async fn second_process(office: &Office) {
    let second = office.loket(&["run"]).await;
    assert_eq!(second.status.code(), Some(3));
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("Loket lain sedang bekerja"), "{said}");
}

/// The verbs beside the running daemon: a digest that accounts for every mail that Postfix delivered,
/// each with one outcome, and the doctor.
pub async fn operator(office: &Office) {
    office.calm().await;
    let printed = office.loket(&["digest", "--print"]).await;
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(!printed.contains("PERHATIAN"), "{printed}");
    let ours = |line: &&str| {
        line.contains("status=sent")
            && (line.contains("to=<helpdesk-lpse") || line.contains(&format!("to=<{SECOND}>")))
    };
    let delivered = office.postfix.log().lines().filter(ours).count();
    for label in ["Surel diambil", "Ada hasilnya"] {
        let line = printed.lines().find(|line| line.contains(label)).expect("a line");
        assert!(line.ends_with(&format!(" {delivered}")), "{delivered} delivered; {printed}");
    }
    // The daemon may have sent the day's own already, when the day had hardly begun.
    let before = DEWI.letters(office, &["Rekap Harian"]).await.len();
    assert!(office.loket(&["digest"]).await.status.success());
    let digest = DEWI.letter_after(office, &["Rekap Harian"], before).await;
    assert!(digest.text.contains(ASING.address), "the held mail is listed: {}", digest.text);
    // As it lies in her mailbox, past Postfix and Dovecot: the page and the pictures it shows.
    assert!(digest.html, "a page");
    let pictures = digest.attachments.iter();
    let pictures: Vec<_> = pictures.map(|(name, bytes)| (&**name, bytes.get(..4))).collect();
    assert!(pictures.iter().any(|(name, _)| *name == "harian.png"), "{pictures:?}");
    assert!(pictures.iter().all(|(_, magic)| *magic == Some(b"\x89PNG".as_slice())));
    // This Postfix takes any name from this machine, and Debian's own setting lets mails be smuggled.
    let doctor = office.loket(&["check", "--online", "--json"]).await;
    assert_eq!(doctor.status.code(), Some(1), "{doctor:?}");
    let findings: Vec<serde_json::Value> =
        serde_json::from_slice(&doctor.stdout).expect("findings");
    let red = findings.iter().filter(|finding| finding["severity"] == "error");
    let red: Vec<&str> = red.filter_map(|finding| finding["what"].as_str()).collect();
    assert_eq!(red, ["login", "smuggling"], "{findings:#?}");
}

/// What holds for every letter that anybody got.
pub async fn letters(office: &Office) {
    let staff = [DEWI, BAGUS, CITRA, TIARA, HENDRA, WULAN].map(|person| person.address);
    let mut seen = std::collections::HashSet::new();
    let mut count = 0;
    for address in office.readers().iter().filter(|a| ![OFFICE, SECOND].contains(&a.as_str())) {
        for letter in office.inbox(address).await {
            let about = format!("{:?} to {address}", letter.subject);
            count += 1;
            assert_eq!(letter.from, OFFICE, "{about}");
            assert_eq!(letter.to, [address.as_str()], "{about}");
            assert!(letter.head("Auto-Submitted").starts_with("auto-"), "{about}");
            assert!(seen.insert(letter.id.clone()), "{about}: {} twice", letter.id);
            let token = letter.reply_to.contains('+');
            assert!(!token || staff.contains(&address.as_str()), "a token in {about}");
            if letter.subject.starts_with("[LKT-") {
                let own = letter.references.first().map(String::as_str).unwrap_or_default();
                assert!(own.starts_with(&letter.case()), "{about}: References begin with {own}");
            }
            assert!(!letter.text.contains("{{") && !letter.text.contains("{%"), "{about}");
        }
    }
    assert!(count > 80, "letters looked at: {count}");
}

/// SIGHUP: a bad file changes nothing and is told; a good one brings a new colleague.
pub async fn reload(office: &Office) {
    std::fs::write(office.people_file(), "[[person]]\nid = \"rusak").expect("people.toml");
    office.signal(Signal::HUP).await;
    office.until_logged("reload refused", 1).await;
    let colleague = format!(
        "{PEOPLE}\n[[person]]\nid = \"wulan\"\nname = \"{}\"\naddresses = [\"{}\"]\nroles = [\"helpdesk\"]\n",
        WULAN.name, WULAN.address
    );
    std::fs::write(office.people_file(), colleague).expect("people.toml");
    office.signal(Signal::HUP).await;
    office.until_logged("were read again", 1).await;
    let case = request(office, MUAT, &[LETTER_RESET]).await;
    for person in [DEWI, WULAN] {
        person.letter(office, &[&case, "Permohonan Baru"]).await;
    }
}

/// After all: who got nothing, and that no letter waits or failed for no reason.
pub async fn silence(office: &Office) {
    office.calm().await;
    for person in [CUTI, ASING] {
        let letters = person.letters(office, &[]).await;
        assert!(letters.is_empty(), "{}: {:?}", person.address, letters.first());
    }
    assert_eq!(PENYEDIA.letters(office, &[]).await.len(), 1, "one answer for the vendor");
    let orders = office.json(&["queue", "list", "--json"]).await;
    for order in orders.as_array().into_iter().flatten() {
        let known = match order["state"].as_str() {
            Some("due") => order["lane"] == "clerk",
            Some("bounced") => order["recipient"] != DITOLAK.address,
            Some("failed") => order["recipient"] == DITOLAK.address,
            _ => false,
        };
        assert!(known, "{order:#}");
    }
    let log = office.log();
    let loud: Vec<&str> =
        log.lines().filter(|line| line.contains(" ERROR ") || line.contains("panicked")).collect();
    assert!(loud.iter().all(|line| line.contains("reload refused")), "{loud:#?}");
}

/// Passwords in the command line or environment of the daemon or a child of it, and who of them could
/// leave a core (`security.md` A4-65).
pub async fn exposed(office: &Office) -> Vec<String> {
    let passwords: Vec<&str> = CANARIES.iter().map(|canary| canary.password).collect();
    process_leaks(office.pid().await, &passwords)
}

/// No typed password, in any dress, in any file of the data folder, in the log, in Postfix's queue, or in any
/// mailbox (with its index and cache) but its owner's.
pub fn canaries(office: &Office) {
    let own = files(&office.data_dir());
    assert!(own.iter().any(|path| path.ends_with("loket.db")), "{own:?}");
    let mail: Vec<_> = office.mail_dirs().iter().flat_map(|dir| files(dir)).collect();
    assert!(mail.len() > 50, "the mailboxes are looked at: {}", mail.len());
    assert!(mail.iter().any(|path| path.to_string_lossy().contains("dovecot.index")), "{mail:?}");
    let queue = files(&office.postfix.queue_dir());
    let log = office.log();
    let mut leaks = Vec::new();
    for canary in &CANARIES {
        let needles = needles(canary.password);
        let holds = |path: &&std::path::PathBuf| {
            dressed(&std::fs::read(path).unwrap_or_default(), &needles).is_some()
        };
        for path in own.iter().chain(&queue).filter(holds) {
            leaks.push(format!("{} in {}", canary.password, path.display()));
        }
        if let Some(dress) = dressed(log.as_bytes(), &needles) {
            leaks.push(format!("{} in the log ({dress})", canary.password));
        }
        let found: Vec<_> = mail.iter().filter(holds).collect();
        let owner = canary.owner.map(|person| person.address);
        let (right, wrong): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| {
            owner.is_some_and(|address| path.components().any(|part| part.as_os_str() == address))
                && path.is_file()
        });
        leaks.extend(wrong.iter().map(|p| format!("{} in {}", canary.password, p.display())));
        if right.len() != usize::from(owner.is_some()) {
            leaks.push(format!("{} is {} times with its owner", canary.password, right.len()));
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
}
