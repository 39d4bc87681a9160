//! The people of a case as values: staff with their roles, and the applicant. Knows no IO.
use serde::{Deserialize, Serialize};

/// What a person may do (SOP, Kualifikasi Pelaksana; supervisor and applicant are ours).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    AdminPpe,
    Helpdesk,
    FrontOffice,
    Supervisor,
    Applicant,
}

/// A member of staff, by the id of `config/people.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonRef {
    pub id: String,
    pub name: String,
}

/// A member of staff as the configuration has him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short unique id, for instance `sari`.
    pub id: String,
    pub name: String,
    /// Every address he may write from; letters go to the first.
    pub addresses: Vec<String>,
    pub roles: Vec<Role>,
    /// 18 digits, only to tell that he is the subject of a request (four eyes).
    #[serde(default)]
    pub nip: Option<String>,
    /// User IDs that are his own: he may not decide on them.
    #[serde(default)]
    pub user_ids: Vec<String>,
    /// Hex SHA-256 of the certificates he signs his mails with, lower case: the second factor beside the
    /// mailbox (`security.md` D.1).
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Who may judge in his place while he delegates (ids; only an approver has any).
    #[serde(default)]
    pub deputies: Vec<String>,
    /// For whom he judges at present; never from a file.
    #[serde(skip)]
    pub acting_for: Vec<String>,
}

impl Person {
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role) || (role == Role::AdminPpe && !self.acting_for.is_empty())
    }

    /// His roles, those of a delegation included.
    pub fn roles_now(&self) -> Vec<Role> {
        let mut roles = self.roles.clone();
        if !roles.contains(&Role::AdminPpe) && self.has(Role::AdminPpe) {
            roles.push(Role::AdminPpe);
        }
        roles
    }
    pub fn reference(&self) -> PersonRef {
        PersonRef { id: self.id.clone(), name: self.name.clone() }
    }
    /// Where letters to him go.
    pub fn address(&self) -> &str {
        self.addresses.first().map_or("", String::as_str)
    }
    /// Whether `address` is one of his (ASCII case ignored).
    pub fn owns(&self, address: &str) -> bool {
        self.addresses.iter().any(|a| a.eq_ignore_ascii_case(address))
    }
}

/// Who asks. Fixed when the case opens; nobody's later mail changes it (`security.md` A2-27).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub name: Option<String>,
    /// The address the request came from, in strict form; absent for a walk-in without one.
    pub address: Option<String>,
    /// Whether that address is an account's registered one (`domain.md` A4).
    pub registered: bool,
    pub phone: Option<String>,
}
