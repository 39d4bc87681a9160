//! Account systems that set passwords by themselves: a program, a real OpenLDAP directory, and whole
//! cases that are killed at every step on the way from SETUJU to the letter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "backend/command.rs"]
mod command;
#[path = "backend/killed.rs"]
mod killed;
#[path = "backend/ldap.rs"]
mod ldap;
#[path = "backend/ledger.rs"]
mod ledger;
#[path = "backend/office.rs"]
mod office;
#[path = "backend/program.rs"]
mod program;
#[path = "rig/mod.rs"]
mod rig;
#[path = "crash/server.rs"]
mod server;
#[path = "backend/whole.rs"]
mod whole;

use loket::directory::{Account, AccountRecord};
use loket::secret::{Generated, Shape};

/// An account as the register has it.
fn account(user_id: &str) -> Account {
    let record = AccountRecord {
        id: 1,
        user_id: user_id.into(),
        name: "Ratna Kusumawardani".into(),
        nip: None,
        unit: None,
        address: "ratna@kkp.example".into(),
        backend: "uji".into(),
        care: Default::default(),
        address_changed_ms: None,
    };
    Account::from_row(record).unwrap()
}

fn secret() -> Generated {
    Generated::fresh(Shape::Plain).unwrap()
}
