//! An LDAP directory: a service account finds the entry by the register's user ID, sets its password
//! and makes its holder change it, and a bind with the new password proves it. Knows no case.
use super::{Health, SetOutcome, Verified};
use crate::directory::Account;
use crate::secret::Generated;
use crate::wire::{Endpoint, Security, Wire};
use ldap3::exop::PasswordModify;
use ldap3::{
    Ldap, LdapConnAsync, LdapConnSettings, LdapError, LdapResult, Mod, Scope, SearchEntry,
    SearchOptions, StdStream, ldap_escape,
};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zeroize::Zeroizing;

/// How the password is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// RFC 3062 with the new password given: the server hashes it and its policy looks at it.
    #[default]
    Exop,
    /// `userPassword` replaced, together with the must-change mark. Only for servers that hash it.
    Modify,
}

/// The attribute that makes the holder choose a password of his own at the first login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustChange {
    /// For instance `pwdReset`, of OpenLDAP's ppolicy.
    pub attribute: String,
    /// For instance `TRUE`.
    pub value: String,
}

/// The directory and the way into it.
#[derive(Clone)]
pub struct LdapSettings {
    pub endpoint: Endpoint,
    pub bind_dn: String,
    pub bind_password: Zeroizing<String>,
    pub base_dn: String,
    /// Compared with the register's user ID, for instance `uid`.
    pub user_attribute: String,
    pub method: Method,
    pub must_change: Option<MustChange>,
    /// The whole of one call.
    pub time_limit: Duration,
}

impl std::fmt::Debug for LdapSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LDAP {} as {}", self.endpoint, self.bind_dn)
    }
}

/// Result codes of RFC 4511 that decide something here.
mod code {
    pub const TIME_LIMIT: u32 = 3;
    pub const ADMIN_LIMIT: u32 = 11;
    pub const INVALID_CREDENTIALS: u32 = 49;
    pub const CONSTRAINT_VIOLATION: u32 = 19;
    pub const BUSY: u32 = 51;
    pub const UNAVAILABLE: u32 = 52;
    pub const OTHER: u32 = 80;
}

impl LdapSettings {
    pub(super) async fn ready(&self, account: &Account) -> Result<(), SetOutcome> {
        let (settings, user_id) = (self.clone(), account.user_id.clone());
        let found = self.limited(async move { settings.entry(&user_id).await.map(|_| ()) }).await;
        found.unwrap_or_else(|why| Err(SetOutcome::Temporary(why)))
    }

    pub(super) async fn set(&self, account: &Account, secret: &Generated) -> SetOutcome {
        let asked = Arc::new(AtomicBool::new(false));
        let (settings, user_id) = (self.clone(), account.user_id.clone());
        let (text, mark) = (Zeroizing::new(secret.expose().to_owned()), asked.clone());
        let work = async move { settings.set_now(&user_id, &text, &mark).await };
        match self.limited(work).await {
            Ok(Ok(())) => SetOutcome::Done,
            Ok(Err(outcome)) => outcome,
            // Given up: before the request left nothing can have happened.
            Err(why) if asked.load(Ordering::SeqCst) => SetOutcome::Unknown(why),
            Err(why) => SetOutcome::Temporary(why),
        }
    }

    pub(super) async fn verify(&self, account: &Account, secret: &Generated) -> Verified {
        let (settings, user_id) = (self.clone(), account.user_id.clone());
        let text = Zeroizing::new(secret.expose().to_owned());
        let work = async move { settings.verify_now(&user_id, &text).await };
        self.limited(work).await.ok().flatten().unwrap_or(Verified::CannotTell)
    }

    pub(super) async fn check(&self) -> Result<Health, String> {
        let settings = self.clone();
        let work = async move {
            let mut ldap = settings.connected().await.map_err(|outcome| reason(&outcome))?;
            let mut options = SearchOptions::new();
            options = options.sizelimit(1);
            let found = ldap
                .with_search_options(options)
                .search(&settings.base_dn, Scope::Base, "(objectClass=*)", ["1.1"])
                .await;
            let _ = ldap.unbind().await;
            match found.map(|found| found.1) {
                Ok(result) if result.rc == 0 => Ok(()),
                Ok(result) => Err(format!("{}: {}", settings.base_dn, said(&result))),
                Err(error) => Err(error.to_string()),
            }
        };
        self.limited(work).await.and_then(|found| found)?;
        let lines = vec![format!("LDAP {}: siap, {} ditemukan", self.endpoint, self.base_dn)];
        Ok(Health { lines, forces_change: self.must_change.is_some() })
    }

    /// Runs a call apart, under its limit: a peer that talks nonsense ends the call, not the lane.
    async fn limited<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, String> {
        let mut task = AbortOnDrop(tokio::spawn(work));
        match tokio::time::timeout(self.time_limit, &mut task.0).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => Err(format!("LDAP {}: jawaban server tidak dapat dibaca", self.endpoint)),
            Err(_) => Err(format!(
                "LDAP {}: tidak selesai dalam {} detik",
                self.endpoint,
                self.time_limit.as_secs()
            )),
        }
    }

    /// A protected line nobody has bound on yet.
    async fn line(&self) -> Result<Ldap, String> {
        // Dialled plainly, then secured by the library, which speaks STARTTLS as LDAP has it.
        let security = match self.endpoint.security {
            Security::Insecure => Security::Insecure,
            Security::Tls | Security::StartTls => Security::StartTls,
        };
        let plain = Endpoint { security, ..self.endpoint.clone() };
        let Wire::Plain(tcp) = plain.dial().await.map_err(|e| e.to_string())? else {
            return Err(format!("{plain}: bukan sambungan TCP"));
        };
        let tcp = tcp.into_std().map_err(|e| e.to_string())?;
        let mut settings = LdapConnSettings::new().set_std_stream(StdStream::Tcp(tcp));
        let scheme = match self.endpoint.security {
            Security::Insecure => "ldap",
            Security::Tls | Security::StartTls => {
                let config = self.endpoint.tls_config().map_err(|e| e.to_string())?;
                settings = settings
                    .set_config(config)
                    .set_starttls(self.endpoint.security == Security::StartTls);
                if self.endpoint.security == Security::Tls { "ldaps" } else { "ldap" }
            }
        };
        let url = format!("{scheme}://{}", self.endpoint);
        let (conn, ldap) = LdapConnAsync::with_settings(settings, &url)
            .await
            .map_err(|e| format!("LDAP {}: {e}", self.endpoint))?;
        tokio::spawn(async move {
            if let Err(error) = conn.drive().await {
                tracing::debug!(%error, "LDAP line ended");
            }
        });
        Ok(ldap)
    }

    /// A line on which the service account is bound. A refusal concerns Loket's way in and not this
    /// account: it is temporary, as with a mail relay.
    async fn connected(&self) -> Result<Ldap, SetOutcome> {
        let mut ldap = self.line().await.map_err(SetOutcome::Temporary)?;
        match ldap.simple_bind(&self.bind_dn, &self.bind_password).await {
            Ok(result) if result.rc == 0 => Ok(ldap),
            Ok(result) => {
                Err(SetOutcome::Temporary(format!("LDAP {}: {}", self.bind_dn, said(&result))))
            }
            Err(error) => Err(SetOutcome::Temporary(error.to_string())),
        }
    }

    /// The line, and the name of the one entry whose attribute is this user ID.
    async fn entry(&self, user_id: &str) -> Result<(Ldap, String), SetOutcome> {
        let mut ldap = self.connected().await?;
        let filter = format!("({}={})", self.user_attribute, ldap_escape(user_id));
        let options = SearchOptions::new().sizelimit(2);
        let attributes = [self.user_attribute.as_str()];
        let found = ldap
            .with_search_options(options)
            .search(&self.base_dn, Scope::Subtree, &filter, attributes)
            .await
            .map_err(|error| SetOutcome::Temporary(error.to_string()))?;
        // RFC 4511: 4 is sizeLimitExceeded, which here means more than one.
        if !matches!(found.1.rc, 0 | 4) {
            return Err(refusal(&found.1));
        }
        let entries: Vec<SearchEntry> = found
            .0
            .into_iter()
            .filter(|entry| !entry.is_ref())
            .map(SearchEntry::construct)
            // The server's rule of matching may be wider than ours.
            .filter(|entry| {
                values(entry, &self.user_attribute).any(|v| v.eq_ignore_ascii_case(user_id))
            })
            .collect();
        match (entries.as_slice(), found.1.rc) {
            ([entry], 0) => Ok((ldap, entry.dn.clone())),
            ([], 0) => {
                Err(SetOutcome::Permanent(format!("{user_id} tidak ditemukan di {}", self.base_dn)))
            }
            _ => Err(SetOutcome::Permanent(format!(
                "{user_id} ditemukan lebih dari satu kali di {}",
                self.base_dn
            ))),
        }
    }

    async fn set_now(
        &self,
        user_id: &str,
        secret: &Zeroizing<String>,
        asked: &AtomicBool,
    ) -> Result<(), SetOutcome> {
        let (mut ldap, dn) = self.entry(user_id).await?;
        asked.store(true, Ordering::SeqCst);
        let done = match self.method {
            Method::Exop => {
                let (user_id, new) = (Some(dn.as_str()), Some(secret.as_str()));
                let exop = PasswordModify { user_id, old_pass: None, new_pass: new };
                ldap.extended(exop).await.map(|result| result.1)
            }
            Method::Modify => {
                let mut mods = vec![Mod::Replace("userPassword", HashSet::from([secret.as_str()]))];
                mods.extend(self.must_change.as_ref().map(MustChange::modification));
                ldap.modify(&dn, mods).await
            }
        };
        match done {
            // A rule of history or age may refuse what an earlier, unanswered try has done (FLT-52).
            Ok(result) if result.rc == code::CONSTRAINT_VIOLATION => {
                if self.binds(&dn, secret).await != Some(Verified::Live) {
                    return Err(refusal(&result));
                }
            }
            done => answered(done)?,
        }
        if let Some(must_change) = &self.must_change {
            if self.method == Method::Exop {
                let marked = ldap.modify(&dn, vec![must_change.modification()]).await;
                answered(marked).map_err(not_marked)?;
            }
            self.marked(&mut ldap, &dn, must_change).await?;
        }
        let _ = ldap.unbind().await;
        Ok(())
    }

    /// Reads the must-change mark back: a server may take it and not keep it.
    async fn marked(
        &self,
        ldap: &mut Ldap,
        dn: &str,
        must_change: &MustChange,
    ) -> Result<(), SetOutcome> {
        let attributes = [must_change.attribute.as_str()];
        let found = ldap.search(dn, Scope::Base, "(objectClass=*)", attributes).await;
        let (entries, result) = match found {
            Ok(found) => (found.0, found.1),
            Err(error) => return Err(SetOutcome::Unknown(error.to_string())),
        };
        if result.rc != 0 {
            return Err(not_marked(refusal(&result)));
        }
        let kept = entries.into_iter().map(SearchEntry::construct).any(|entry| {
            values(&entry, &must_change.attribute)
                .any(|value| value.eq_ignore_ascii_case(&must_change.value))
        });
        if kept {
            return Ok(());
        }
        Err(not_marked(SetOutcome::Permanent(format!("{} tidak tersimpan", must_change.attribute))))
    }

    async fn verify_now(&self, user_id: &str, secret: &Zeroizing<String>) -> Option<Verified> {
        let (mut ldap, dn) = self.entry(user_id).await.ok()?;
        let bound = self.binds(&dn, secret).await?;
        // A password without its mark is not the one that was asked for.
        if let (Verified::Live, Some(must_change)) = (bound, &self.must_change) {
            self.marked(&mut ldap, &dn, must_change).await.ok()?;
        }
        let _ = ldap.unbind().await;
        Some(bound)
    }

    /// A bind of the holder himself, on a line of its own.
    async fn binds(&self, dn: &str, secret: &Zeroizing<String>) -> Option<Verified> {
        let mut ldap = self.line().await.ok()?;
        let result = ldap.simple_bind(dn, secret).await.ok()?;
        let _ = ldap.unbind().await;
        match result.rc {
            0 => Some(Verified::Live),
            code::INVALID_CREDENTIALS => Some(Verified::NotLive),
            _ => None,
        }
    }
}

impl MustChange {
    fn modification(&self) -> Mod<&str> {
        Mod::Replace(self.attribute.as_str(), HashSet::from([self.value.as_str()]))
    }
}

/// A task that ends with the call it works for.
struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The values of an attribute, its name in whatever case the server writes it.
fn values<'e>(entry: &'e SearchEntry, name: &'e str) -> impl Iterator<Item = &'e str> {
    let named = entry.attrs.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
    named.flat_map(|(_, values)| values.iter().map(String::as_str))
}

fn said(result: &LdapResult) -> String {
    result.to_string()
}

/// What a change came to. Without an answer nobody knows.
fn answered(done: Result<LdapResult, LdapError>) -> Result<(), SetOutcome> {
    match done {
        Ok(result) if result.rc == 0 => Ok(()),
        Ok(result) => Err(refusal(&result)),
        Err(error) => Err(SetOutcome::Unknown(error.to_string())),
    }
}

fn refusal(result: &LdapResult) -> SetOutcome {
    match result.rc {
        code::BUSY | code::UNAVAILABLE | code::TIME_LIMIT | code::ADMIN_LIMIT => {
            SetOutcome::Temporary(said(result))
        }
        code::OTHER => SetOutcome::Unknown(said(result)),
        _ => SetOutcome::Permanent(said(result)),
    }
}

/// The password is set, the mark is not: nobody may be sent such a password.
fn not_marked(outcome: SetOutcome) -> SetOutcome {
    outcome.map_text(|text| format!("kewajiban mengganti password tidak dapat dipasang: {text}"))
}

fn reason(outcome: &SetOutcome) -> String {
    match outcome {
        SetOutcome::Done => String::new(),
        SetOutcome::Permanent(text) | SetOutcome::Temporary(text) | SetOutcome::Unknown(text) => {
            text.clone()
        }
    }
}
