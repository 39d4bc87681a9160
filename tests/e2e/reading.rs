//! Reading mailboxes by IMAP as their owners do: one dialogue a mailbox, kept open, each mail fetched
//! once. Knows nothing of what the mails say.
use crate::office::{OFFICE, Office, SECOND};
use crate::post::Letter;
use crate::rig::imap;
use std::collections::HashMap;
use std::sync::Arc;

/// The dialogues by user.
pub type Readers = HashMap<String, Arc<tokio::sync::Mutex<Reader>>>;

/// Somebody's mail program: what it has fetched, and where it goes on.
pub struct Reader {
    line: imap::Client,
    next_uid: u32,
    inbox: Vec<Arc<Letter>>,
}

impl Reader {
    async fn look(&mut self) {
        assert!(self.line.run("SELECT INBOX").await.ok(), "no inbox");
        let fetch = format!("UID FETCH {}:* (UID BODY.PEEK[])", self.next_uid);
        let answer = self.line.run(&fetch).await;
        let uids = answer.lines.iter().filter_map(|line| {
            let rest = line.split_once("(UID ")?.1;
            rest.split_whitespace().next()?.parse::<u32>().ok()
        });
        // `n:*` always names the last mail, be it old.
        for (uid, raw) in uids.zip(&answer.literals) {
            if uid >= self.next_uid {
                self.next_uid = uid + 1;
                self.inbox.push(Arc::new(Letter::read(raw)));
            }
        }
    }
}

impl Office {
    /// An IMAP dialogue of this user, kept open.
    async fn reader(&self, user: &str) -> Arc<tokio::sync::Mutex<Reader>> {
        if let Some(reader) = self.readers.lock().expect("lock").get(user) {
            return reader.clone();
        }
        let server = if user == SECOND { &self.second } else { &self.dovecot };
        let line = server.client(user).await;
        let reader = Reader { line, next_uid: 1, inbox: Vec::new() };
        let reader = Arc::new(tokio::sync::Mutex::new(reader));
        let mut readers = self.readers.lock().expect("lock");
        readers.entry(user.to_owned()).or_insert(reader).clone()
    }

    /// Everything this person ever got, oldest first.
    pub async fn inbox(&self, user: &str) -> Vec<Arc<Letter>> {
        let reader = self.reader(user).await;
        let mut reader = reader.lock().await;
        reader.look().await;
        reader.inbox.clone()
    }

    /// How many mails a folder of this user has whose header field holds this text.
    pub async fn count(&self, user: &str, folder: &str, field: &str, text: &str) -> usize {
        let reader = self.reader(user).await;
        let line = &mut reader.lock().await.line;
        if !line.run(&format!("SELECT \"{folder}\"")).await.ok() {
            return 0;
        }
        let found = line.run(&format!("UID SEARCH HEADER {field} \"{text}\"")).await;
        let rows = found.lines.iter().filter_map(|row| row.strip_prefix("* SEARCH"));
        rows.map(|row| row.split_whitespace().count()).sum()
    }

    /// Ends all IMAP sessions of the office's mailbox: the daemon's, and ours with it.
    pub fn cut(&self) {
        self.readers.lock().expect("lock").remove(OFFICE);
        self.dovecot.kick(OFFICE);
    }

    /// Everybody who has looked into a mailbox until now.
    pub fn readers(&self) -> Vec<String> {
        self.readers.lock().expect("lock").keys().cloned().collect()
    }
}
