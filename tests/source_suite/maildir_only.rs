//! What only a Maildir can hold: links, pipes, odd names, a mail reader that moves files about.
use super::{LIMITS, Mailbox, mail, never, places, raw};
use loket::source::{Ack, Item, Limits, MaildirSettings, MaildirSource, Source, SourceError};

fn root(mailbox: &Mailbox) -> std::path::PathBuf {
    match mailbox {
        Mailbox::Maildir(dir, _) => dir.path().to_owned(),
        Mailbox::Dovecot(_) => panic!("a Maildir"),
    }
}

#[tokio::test]
async fn links_pipes_and_folders_are_not_read_and_can_be_set_aside() {
    let mut mailbox = Mailbox::maildir();
    mailbox.deliver(50, &mail("biasa", 300)).await;
    let new = root(&mailbox).join("new");
    std::os::unix::fs::symlink("/etc/hostname", new.join("1767574801.M1P1.mx")).unwrap();
    std::fs::create_dir(new.join("1767574802.M1P1.mx")).unwrap();
    let pipe = new.join("1767574803.M1P1.mx");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut source = mailbox.source();
    let items = source.next(&LIMITS, &never).await.unwrap();
    assert_eq!(items.len(), 4);
    for item in &items[..3] {
        assert!(matches!(item, Item::Unreadable { .. }), "{item:?}");
    }
    assert_eq!(raw(&items[3]), mail("biasa", 300));
    let acks: Vec<_> = places(&items).into_iter().map(|place| (place, Ack::Aside)).collect();
    source.acknowledge(&acks).await.unwrap();
    assert!(source.next(&LIMITS, &never).await.unwrap().is_empty());
    assert_eq!(std::fs::read_dir(root(&mailbox).join(".Karantina/cur")).unwrap().count(), 4);
}

#[tokio::test]
async fn a_mail_that_a_reader_moved_to_cur_keeps_its_place() {
    let mut mailbox = Mailbox::maildir();
    for n in 0..3 {
        mailbox.deliver(n, &mail(&format!("{n}"), 300)).await;
    }
    let mut source = mailbox.source();
    let one = Limits { max_mails: 1, ..LIMITS };
    let before = source.next(&one, &never).await.unwrap();
    let key = &before[0].place().key;
    let path = root(&mailbox);
    std::fs::rename(path.join("new").join(key), path.join(format!("cur/{key}:2,FS"))).unwrap();
    assert_eq!(source.next(&one, &never).await.unwrap(), before, "from the same source");
    assert_eq!(mailbox.source().next(&one, &never).await.unwrap(), before, "and after a restart");
    source.acknowledge(&[(before[0].place().clone(), Ack::Done)]).await.unwrap();
    assert!(path.join(format!(".Selesai/cur/{key}:2,S")).is_file());
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 2);
}

#[tokio::test]
async fn names_without_a_time_are_dated_by_the_file() {
    let mailbox = Mailbox::maildir();
    let new = root(&mailbox).join("new");
    std::fs::create_dir_all(&new).unwrap();
    std::fs::write(new.join("surat-tanpa-waktu"), mail("x", 300)).unwrap();
    std::fs::write(new.join(".tersembunyi"), b"x").unwrap();
    let items = mailbox.source().next(&LIMITS, &never).await.unwrap();
    let Item::Mail(one) = &items[0] else { panic!("{items:?}") };
    assert_eq!(items.len(), 1);
    assert!(one.received_at.as_second() > 1_767_574_800, "{}", one.received_at);
}

#[tokio::test]
async fn a_folder_name_that_leaves_the_maildir_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for bad in ["", "../x", "a/b", ".x", "a b"] {
        let mut source = Source::Maildir(MaildirSource::new(MaildirSettings {
            name: "utama".into(),
            path: dir.path().to_owned(),
            done_folder: bad.into(),
            aside_folder: "Karantina".into(),
        }));
        let result = source.next(&LIMITS, &never).await;
        assert!(matches!(result, Err(SourceError::Permanent(_))), "{bad:?}: {result:?}");
    }
}
