//! Staff from `people.toml`: who, from which addresses, in which roles. Two people never share an
//! id or an address, or a mail would have two senders.
use super::certificates;
use super::error::SettingsError;
use super::load::{parse_toml, read_text};
use super::{keys, words};
use crate::directory::is_strict_address;
use crate::workflow::actor::{Person, Role};
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;

/// More staff than any service desk has; a bound, not a rule.
const PEOPLE_MAX: usize = 500;

/// Reads and checks the file.
pub fn load_people(path: &Path) -> Result<Vec<Person>, SettingsError> {
    parse(&read_text(path)?, &path.display().to_string(), path.parent())
}

/// What `load_people` does, without a file; `name` is how errors call the text. Certificates are
/// named by their fingerprints only.
pub fn parse_people(text: &str, name: &str) -> Result<Vec<Person>, SettingsError> {
    parse(text, name, None)
}

fn parse(text: &str, name: &str, folder: Option<&Path>) -> Result<Vec<Person>, SettingsError> {
    let known = json!({ "person": [{
        "id": "", "name": "", "addresses": [""], "roles": [""], "nip": null, "user_ids": [""],
        "certificates": [""], "deputies": [""],
    }] });
    let table = parse_toml(text, name)?;
    keys::check(name, &table, &known)?;
    let listed = table.get("person").and_then(|list| list.as_array());
    let listed = listed.map(Vec::as_slice).unwrap_or_default();
    let mut people = Vec::new();
    let mut owners: HashMap<String, String> = HashMap::new();
    if listed.is_empty() || listed.len() > PEOPLE_MAX {
        return Err(SettingsError::value(
            name,
            "person",
            format!("harus berisi 1 sampai {PEOPLE_MAX} orang"),
        ));
    }
    for (index, entry) in listed.iter().enumerate() {
        let refused = |(key, why): (&str, String)| {
            let id = entry.get("id").and_then(|id| id.as_str()).unwrap_or_default();
            let whom = if id.is_empty() { format!("nomor {}", index + 1) } else { id.to_owned() };
            SettingsError::value(name, format!("person.{key}"), format!("pada {whom} {why}"))
        };
        let person = person(entry, folder).map_err(refused)?;
        let ids = [("id", person.id.clone())];
        let addresses = person.addresses.iter().map(|a| ("addresses", a.to_ascii_lowercase()));
        for (key, word) in ids.into_iter().chain(addresses) {
            if let Some(other) = owners.insert(word.clone(), person.id.clone()) {
                let whose = if other == person.id {
                    "disebut dua kali".into()
                } else {
                    format!("juga milik {other}")
                };
                return Err(refused((key, format!("berisi `{word}` yang {whose}"))));
            }
        }
        for certificate in &person.certificates {
            if let Some(other) = owners.insert(certificate.clone(), person.id.clone()) {
                return Err(certificates::shared(name, &person.id, &other));
            }
        }
        people.push(person);
    }
    for person in &people {
        let unknown =
            |id: &&String| **id == person.id || !people.iter().any(|other| other.id == **id);
        if let Some(id) = person.deputies.iter().find(unknown) {
            let why =
                format!("pada {} menyebut `{id}`, bukan petugas lain di berkas ini", person.id);
            return Err(SettingsError::value(name, "person.deputies".to_owned(), why));
        }
    }
    Ok(people)
}

fn person(entry: &toml::Value, folder: Option<&Path>) -> Result<Person, (&'static str, String)> {
    let word = |key: &str| entry.get(key).and_then(|v| v.as_str()).unwrap_or("").trim().to_owned();
    let list = |key: &str| -> Vec<String> {
        let items = entry.get(key).and_then(|v| v.as_array()).map(Vec::as_slice);
        let words = items.unwrap_or_default().iter().filter_map(|v| v.as_str());
        words.map(|word| word.trim().to_owned()).collect()
    };
    let (id, name, addresses) = (word("id"), word("name"), list("addresses"));
    let id_char = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !(1..=32).contains(&id.len()) || !id.chars().all(id_char) {
        return Err(("id", "harus 1-32 huruf kecil, angka, - atau _".into()));
    }
    if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
        return Err(("name", "kosong, terlalu panjang, atau berisi karakter kendali".into()));
    }
    if addresses.is_empty() {
        return Err(("addresses", "kosong; isi setidaknya satu alamat".into()));
    }
    if let Some(bad) = addresses.iter().find(|address| !is_strict_address(address)) {
        return Err(("addresses", format!("berisi `{bad}`, bukan alamat surel")));
    }
    let mut roles = Vec::new();
    for role in list("roles") {
        let role = words::role(&role).map_err(|why| ("roles", why))?;
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    if roles.is_empty() {
        return Err(("roles", "kosong; isi setidaknya satu peran".into()));
    }
    let nip = Some(word("nip")).filter(|nip| !nip.is_empty());
    let digits = |nip: &String| nip.len() == 18 && nip.chars().all(|c| c.is_ascii_digit());
    if nip.as_ref().is_some_and(|nip| !digits(nip)) {
        return Err(("nip", "harus 18 angka tanpa spasi".into()));
    }
    let certificates = certificates::pinned(&list("certificates"), &addresses, folder)
        .map_err(|why| ("certificates", why))?;
    let deputies = list("deputies");
    if !deputies.is_empty() && !roles.contains(&Role::AdminPpe) {
        return Err(("deputies", "hanya untuk Admin PPE".into()));
    }
    Ok(Person {
        id,
        name,
        addresses,
        roles,
        nip,
        user_ids: list("user_ids"),
        certificates,
        deputies,
        acting_for: Vec::new(),
    })
}
