//! What the doctor found outside, kept: whether automatic resets may be let go hangs on it
//! (`security.md` D.2). Knows lines and whether they were accepted, not what they mean.
use super::{Store, StoreError, Tx, sql};
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const CHECK: &str = "online_check";
const ACCEPTED: &str = "online_accepted";
/// Most acceptances that are remembered; the log keeps them all.
const ACCEPTED_MAX: usize = 100;

/// A red line of the doctor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedLine {
    /// Short stable name, by which it is accepted.
    pub what: String,
    /// What exactly was wrong, in few words; an acceptance holds for exactly this.
    pub mark: String,
    /// The same in words for people.
    pub why: String,
}

/// One look at the servers outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineCheck {
    pub at: Timestamp,
    /// Digest of the settings it was made with.
    pub settings: String,
    /// Which mode is possible, in words.
    pub mode: String,
    pub red: Vec<RedLine>,
    /// Names of the lines that warn.
    pub warnings: Vec<String>,
}

/// A red line that somebody took upon himself in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Acceptance {
    settings: String,
    what: String,
    mark: String,
    reason: String,
    at: Timestamp,
}

/// Whether the world outside was looked at, and whether it will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalState {
    /// `loket check --online` never ran here.
    NeverChecked,
    /// The settings of mail and trust are others than at the last check.
    Changed {
        at: Timestamp,
    },
    /// These lines are red and nobody accepted them.
    Red {
        at: Timestamp,
        lines: Vec<RedLine>,
    },
    /// These lines are red, and each was accepted in writing.
    Accepted {
        at: Timestamp,
        lines: Vec<RedLine>,
    },
    Green {
        at: Timestamp,
    },
}

impl ApprovalState {
    /// Whether a reset may be carried out without a person's hands.
    pub fn allows_automatic(&self) -> bool {
        matches!(self, ApprovalState::Green { .. } | ApprovalState::Accepted { .. })
    }
}

/// Why nothing was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unaccepted {
    /// No check with the settings in force.
    NotChecked,
    /// That line is not red; these are.
    NotRed(Vec<String>),
}

impl Tx {
    pub async fn set_meta(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let query = sqlx::query(sql::META_SET).bind(name).bind(value);
        query.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Keeps a check in place of the one before, and writes it into the log.
    pub async fn keep_online_check(
        &mut self,
        check: &OnlineCheck,
        rules: &Rules,
    ) -> Result<(), StoreError> {
        self.set_meta(CHECK, &serde_json::to_string(check)?).await?;
        let red: Vec<&str> = check.red.iter().map(|line| line.what.as_str()).collect();
        let red = if red.is_empty() { "tidak ada".to_owned() } else { red.join(", ") };
        let what = format!("check --online: {}; merah: {red}", check.mode);
        self.operator(None, &what, rules, check.at).await
    }
}

impl Store {
    /// The last look at the servers outside.
    pub async fn online_check(&self) -> Result<Option<OnlineCheck>, StoreError> {
        let text = self.meta(CHECK).await?;
        text.map(|text| Ok(serde_json::from_str(&text)?)).transpose()
    }

    async fn acceptances(&self) -> Result<Vec<Acceptance>, StoreError> {
        let text = self.meta(ACCEPTED).await?;
        text.map_or(Ok(Vec::new()), |text| Ok(serde_json::from_str(&text)?))
    }

    /// What the last check with these settings is worth. `settings` is their digest.
    pub async fn approval_state(&self, settings: &str) -> Result<ApprovalState, StoreError> {
        let Some(check) = self.online_check().await? else {
            return Ok(ApprovalState::NeverChecked);
        };
        let at = check.at;
        if check.settings != settings {
            return Ok(ApprovalState::Changed { at });
        }
        if check.red.is_empty() {
            return Ok(ApprovalState::Green { at });
        }
        let accepted = self.acceptances().await?;
        let (lines, open): (Vec<RedLine>, Vec<RedLine>) = check.red.into_iter().partition(|line| {
            let same = |a: &Acceptance| (&a.what, &a.mark) == (&line.what, &line.mark);
            accepted.iter().any(|a| a.settings == settings && same(a))
        });
        Ok(match open.is_empty() {
            true => ApprovalState::Accepted { at, lines },
            false => ApprovalState::Red { at, lines: open },
        })
    }

    /// Takes a red line of the last check upon the operator, with his reason, in the log.
    pub async fn accept_red(
        &self,
        (settings, what, reason): (&str, &str, &str),
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Result<RedLine, Unaccepted>, StoreError> {
        let Some(check) = self.online_check().await?.filter(|c| c.settings == settings) else {
            return Ok(Err(Unaccepted::NotChecked));
        };
        let Some(line) = check.red.iter().find(|line| line.what == what).cloned() else {
            let red = check.red.into_iter().map(|line| line.what).collect();
            return Ok(Err(Unaccepted::NotRed(red)));
        };
        let mut all = self.acceptances().await?;
        all.push(Acceptance {
            settings: settings.to_owned(),
            what: line.what.clone(),
            mark: line.mark.clone(),
            reason: reason.to_owned(),
            at: now,
        });
        let from = all.len().saturating_sub(ACCEPTED_MAX);
        let mut tx = self.begin().await?;
        tx.set_meta(ACCEPTED, &serde_json::to_string(&all.split_off(from))?).await?;
        let told = format!("menerima garis merah {what} ({}): {reason}", line.why);
        tx.operator(None, &told, rules, now).await?;
        tx.commit().await?;
        Ok(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Key;
    use std::sync::Arc;

    fn red(what: &str, mark: &str) -> RedLine {
        RedLine { what: what.into(), mark: mark.into(), why: "sebab".into() }
    }

    async fn store() -> (tempfile::TempDir, Store, Rules) {
        let dir = tempfile::tempdir().unwrap();
        let key = Arc::new(Key::from_bytes(&[7; 32]).unwrap());
        let store = Store::open_file(&dir.path().join("loket.db"), key, 7).await.unwrap();
        let settings = crate::config::Settings {
            people: concat!(env!("CARGO_MANIFEST_DIR"), "/config/people.toml").into(),
            ..crate::config::Settings::default()
        };
        (dir, store, crate::daemon::rules(&settings).unwrap())
    }

    async fn keep(store: &Store, rules: &Rules, settings: &str, red: Vec<RedLine>) {
        let check = OnlineCheck {
            at: "2026-11-09T02:00:00Z".parse().unwrap(),
            settings: settings.into(),
            mode: "standar".into(),
            red,
            warnings: Vec::new(),
        };
        let mut tx = store.begin().await.unwrap();
        tx.keep_online_check(&check, rules).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn only_green_or_accepted_line_by_line_lets_go() {
        let (_dir, store, rules) = store().await;
        let now: Timestamp = "2026-11-09T03:00:00Z".parse().unwrap();
        let state = async |settings: &str| store.approval_state(settings).await.unwrap();
        assert_eq!(state("a").await, ApprovalState::NeverChecked);

        keep(&store, &rules, "a", vec![]).await;
        assert!(matches!(state("a").await, ApprovalState::Green { .. }));
        assert!(matches!(state("b").await, ApprovalState::Changed { .. }));

        keep(&store, &rules, "a", vec![red("plus", "x"), red("smuggling", "1")]).await;
        let accept = async |settings: &str, what: &str| {
            store.accept_red((settings, what, "sudah ditimbang"), &rules, now).await.unwrap()
        };
        assert_eq!(accept("b", "plus").await, Err(Unaccepted::NotChecked));
        let others = vec!["plus".to_owned(), "smuggling".to_owned()];
        assert_eq!(accept("a", "dsn").await, Err(Unaccepted::NotRed(others)));
        accept("a", "plus").await.unwrap();
        let ApprovalState::Red { lines, .. } = state("a").await else { panic!("one is open") };
        assert_eq!(lines, [red("smuggling", "1")]);
        accept("a", "smuggling").await.unwrap();
        assert!(matches!(state("a").await, ApprovalState::Accepted { .. }));
        assert!(state("a").await.allows_automatic() && !state("b").await.allows_automatic());

        // The same line for another reason was never accepted.
        keep(&store, &rules, "a", vec![red("plus", "x"), red("smuggling", "1, 2")]).await;
        assert!(!state("a").await.allows_automatic());
        let log: Vec<String> =
            store.log_of("").await.unwrap().into_iter().map(|row| row.logged.body).collect();
        assert_eq!(log.iter().filter(|body| body.contains("sudah ditimbang")).count(), 2);
        assert_eq!(store.verify_log().await.unwrap(), None);
    }
}
