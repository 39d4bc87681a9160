//! What `loket check` finds about second factors: who has one, and whether the accounts that ask for more
//! care can be approved at all (`security.md` D.2).
use super::check::{Finding, Severity};
use super::open;
use crate::config::Settings;
use crate::directory::Account;
use crate::workflow::actor::{Person, Role};

/// Asks the database, if there is one; what is wrong with it is another finding's.
pub async fn run(settings: &Settings, people: &[Person]) -> Vec<Finding> {
    let here = settings.database.url.is_some() || settings.data_dir.join("loket.db").is_file();
    if !here || !settings.secret_key_file().is_file() {
        return Vec::new();
    }
    let Ok(store) = open::store(settings).await else { return Vec::new() };
    let (factors, accounts) = (store.factors().await, store.accounts().await);
    store.close().await;
    let (Ok(factors), Ok(accounts)) = (factors, accounts) else { return Vec::new() };
    let enrolled: Vec<String> = factors.into_iter().map(|(person, _)| person).collect();
    findings(people, &enrolled, &accounts)
}

/// Compares the register's wishes with the approvers there are.
pub fn findings(people: &[Person], enrolled: &[String], accounts: &[Account]) -> Vec<Finding> {
    let approvers: Vec<&Person> = people.iter().filter(|p| p.has(Role::AdminPpe)).collect();
    let has = |person: &&&Person| enrolled.contains(&person.id);
    let with_code = approvers.iter().filter(has).count();
    let privileged = accounts.iter().filter(|a| a.privileged).count();
    let doubled = accounts.iter().filter(|a| a.two_approvers).count();
    let mut findings = Vec::new();
    let mend = "jalankan: loket staff enrol PETUGAS";
    if privileged > 0 && with_code == 0 {
        let why = format!(
            "{privileged} akun istimewa memerlukan kode, padahal belum ada Admin PPE yang terdaftar"
        );
        findings.push(Finding::new(Severity::Error, "staff", why, mend));
    }
    if doubled > 0 && approvers.len() < 2 {
        let why = format!("{doubled} akun memerlukan dua penyetuju, Admin PPE hanya satu");
        let mend = "tambahkan Admin PPE di people.toml, atau hapus tanda dua_penyetuju";
        findings.push(Finding::new(Severity::Error, "staff", why, mend));
    }
    if with_code < approvers.len() {
        let names: Vec<&str> = approvers
            .iter()
            .filter(|person| !has(person))
            .map(|person| person.id.as_str())
            .collect();
        let why = format!(
            "belum mempunyai kode enam angka: {}; bagi mereka risiko hanya dijaga dengan KONFIRMASI",
            names.join(", ")
        );
        findings.push(Finding::new(Severity::Note, "staff", why, mend));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approver(id: &str) -> Person {
        Person {
            id: id.into(),
            name: id.into(),
            addresses: vec![format!("{id}@kkp.example")],
            roles: vec![Role::AdminPpe],
            nip: None,
            user_ids: Vec::new(),
            certificates: Vec::new(),
            deputies: Vec::new(),
            acting_for: Vec::new(),
        }
    }

    #[test]
    fn wishes_nobody_can_fulfil_are_errors() {
        let mut account = Account::of_test(1, "AA.SATU", "satu@kkp.example");
        account.privileged = true;
        account.two_approvers = true;
        let accounts = [account];
        let grave = |people: &[Person], enrolled: &[String]| {
            let found = findings(people, enrolled, &accounts);
            found.iter().filter(|f| f.severity == Severity::Error).count()
        };
        assert_eq!(grave(&[approver("bagus")], &[]), 2);
        assert_eq!(grave(&[approver("bagus")], &["bagus".into()]), 1);
        assert_eq!(grave(&[approver("bagus"), approver("rina")], &["rina".into()]), 0);
        let notes = findings(&[approver("bagus"), approver("rina")], &["rina".into()], &[]);
        assert!(
            matches!(notes.as_slice(), [one] if one.why.contains("bagus") && !one.why.contains("rina"))
        );
    }
}
