//! One account of the register, and the only door through which an address becomes the destination
//! of a credential. Knows no SQL: `store` hands over the raw row.
use super::address::is_strict_address;

/// The raw row of the register's table, exactly as `store` read it. Only `store` makes one outside
/// this room (a test reads the sources to see to it): an address from a mail never gets in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRecord {
    pub id: i64,
    pub user_id: String,
    pub name: String,
    pub nip: Option<String>,
    pub unit: Option<String>,
    pub address: String,
    /// Which back-end changes this account: `manual` unless said otherwise.
    pub backend: String,
    pub care: Care,
    /// Epoch milliseconds; `None` while the address is the first one.
    pub address_changed_ms: Option<i64>,
}

/// What the register says of the care an account asks for (`security.md` D.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Care {
    /// A second factor is always needed.
    pub privileged: bool,
    /// Two people must approve.
    pub two_approvers: bool,
    /// A second address that hears of each reset, without the secret (A4-73).
    pub contact: Option<String>,
}

/// A row of the register that cannot be used: mend the register and import it again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "akun nomor {id} di register tidak punya alamat terdaftar yang sah; perbaiki lalu impor ulang"
)]
pub struct BadRecord {
    pub id: i64,
}

/// One account of the register. Its address is private: read it through `registered_address`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub user_id: String,
    pub name: String,
    /// 18 digits, where the register has it.
    pub nip: Option<String>,
    pub unit: Option<String>,
    pub backend: String,
    pub privileged: bool,
    pub two_approvers: bool,
    /// Epoch milliseconds of the last change of the address.
    pub address_changed_ms: Option<i64>,
    address: String,
    contact: Option<String>,
}

impl Account {
    /// An account from a row of the register; refused (for good) if the address in it is not one.
    pub fn from_row(row: AccountRecord) -> Result<Account, BadRecord> {
        if !is_strict_address(&row.address) {
            return Err(BadRecord { id: row.id });
        }
        let AccountRecord { id, user_id, name, nip, unit, address, backend, .. } = row;
        let Care { privileged, two_approvers, contact } = row.care;
        Ok(Account {
            id,
            user_id,
            name,
            nip,
            unit,
            backend,
            privileged,
            two_approvers,
            address_changed_ms: row.address_changed_ms,
            address,
            contact: contact.filter(|c| is_strict_address(c)),
        })
    }

    /// An account for tests of other rooms, which may not make rows of the register.
    #[cfg(test)]
    pub(crate) fn of_test(id: i64, user_id: &str, address: &str) -> Account {
        Account {
            id,
            user_id: user_id.into(),
            name: "Ratna Kusumawardani".into(),
            nip: None,
            unit: None,
            backend: "manual".into(),
            privileged: false,
            two_approvers: false,
            address_changed_ms: None,
            address: address.into(),
            contact: None,
        }
    }

    /// Where a credential for this account may go.
    pub fn registered_address(&self) -> RegisteredAddress {
        RegisteredAddress::new(&self.address)
    }

    /// The second address of the register that hears of resets, if it has one.
    pub fn contact_address(&self) -> Option<RegisteredAddress> {
        self.contact.as_deref().map(RegisteredAddress::new)
    }

    /// Whether a mail from `sender` came from the register's second address.
    pub fn is_contact(&self, sender: &str) -> bool {
        self.contact.as_deref().is_some_and(|c| c.eq_ignore_ascii_case(sender))
    }

    /// Whether a mail from `sender` came from the registered address. Compared in ASCII, without
    /// case; a non-ASCII sender is never equal (`security.md` A1-12). It tells, it never sends.
    pub fn is_registered_to(&self, sender: &str) -> bool {
        self.address.eq_ignore_ascii_case(sender)
    }
}

/// The destination of a credential (`security.md` 0.2, A4-60): looked up in the register, never
/// received. The field is private, and there is no `From`, `Default`, `FromStr` or `Deserialize`,
/// so that an address out of a mail cannot become one: the compiler refuses it.
///
/// ```compile_fail,E0423
/// let forged = loket::directory::RegisteredAddress(String::from("pencuri@jahat.example"));
/// ```
///
/// ```compile_fail,E0624
/// let forged = loket::directory::RegisteredAddress::new("pencuri@jahat.example");
/// ```
///
/// ```compile_fail,E0277
/// let forged: loket::directory::RegisteredAddress = "pencuri@jahat.example".to_owned().into();
/// ```
///
/// ```compile_fail,E0277
/// let forged: loket::directory::RegisteredAddress =
///     serde_json::from_str("\"pencuri@jahat.example\"").unwrap();
/// ```
///
/// The lawful way, from a row of the register:
///
/// ```
/// use loket::directory::{Account, AccountRecord};
/// let row = AccountRecord {
///     id: 1, user_id: "RINA.AA".into(), name: "Rina Kartika".into(), nip: None, unit: None,
///     address: "rina@kkp.example".into(), backend: "manual".into(),
///     care: Default::default(), address_changed_ms: None,
/// };
/// let address = Account::from_row(row).unwrap().registered_address();
/// assert_eq!(address.as_str(), "rina@kkp.example");
/// assert_eq!(address.masked(), "r***@kkp.example");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RegisteredAddress(String);

impl RegisteredAddress {
    pub(in crate::directory) fn new(address: &str) -> RegisteredAddress {
        RegisteredAddress(address.to_owned())
    }

    /// For the envelope and the `To` of the credential letter, and nothing else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For letters to others, the log and the timeline: `r***@kkp.example`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or(("", ""));
        format!("{}***@{domain}", local.chars().next().unwrap_or('*'))
    }
}

/// Masked, so that no log line ever shows where credentials go.
impl std::fmt::Debug for RegisteredAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RegisteredAddress({})", self.masked())
    }
}
