//! The verb `loket staff`: who may do what, and who has a second factor.
use super::args::{Staff, StaffArgs};
use super::{CliError, Context, Exit, enrol, open, output};
use crate::workflow::actor::{Person, Role};
use serde_json::json;

pub async fn run(args: &StaffArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    let people = context.people(&settings)?;
    let form = match &args.what {
        Staff::List { form } => form,
        Staff::Enrol { person, replace, remove } => {
            let person = known(&people, person)?;
            let change = enrol::Change::of(*replace, *remove);
            return enrol::run(person, change, &people, settings).await;
        }
    };
    // A list must not make a database where none is.
    let here = settings.database.url.is_some() || settings.data_dir.join("loket.db").is_file();
    let enrolled: Vec<String> = if here && settings.secret_key_file().is_file() {
        let store = open::store(&settings).await?;
        let factors = store.factors().await?;
        store.close().await;
        factors.into_iter().map(|(person, _)| person).collect()
    } else {
        Vec::new()
    };
    let has = |person: &Person| enrolled.contains(&person.id);
    if form.json {
        let rows: Result<Vec<_>, _> = people
            .iter()
            .map(|person| {
                serde_json::to_value(person).map(|mut row| {
                    if let Some(row) = row.as_object_mut() {
                        row.insert("enrolled".into(), json!(has(person)));
                    }
                    row
                })
            })
            .collect();
        let rows = rows.map_err(|e| CliError::Unavailable(e.to_string()))?;
        output::print_json(&rows)?;
    } else {
        table(&people, &has).print()?;
    }
    Ok(Exit::Done)
}

fn known<'p>(people: &'p [Person], id: &str) -> Result<&'p Person, CliError> {
    people.iter().find(|person| person.id == id).ok_or_else(|| {
        let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        CliError::Input(format!(
            "petugas {} tidak ada di people.toml; yang ada: {}",
            output::harmless(id),
            ids.join(", ")
        ))
    })
}

fn table(people: &[Person], has: &dyn Fn(&Person) -> bool) -> output::Table {
    let mut table = output::Table::new(&["ID", "NAMA", "PERAN", "KODE", "ALAMAT"]);
    for person in people {
        let roles: Vec<&str> = person.roles.iter().map(|role| name(*role)).collect();
        let code = match (person.has(Role::AdminPpe), has(person)) {
            (_, true) => "terdaftar",
            (true, false) => "belum",
            (false, false) => "-",
        };
        let addresses = person.addresses.join(", ");
        table.row([&person.id, &person.name, &roles.join(", "), code, &addresses]);
    }
    table
}

/// What the office calls a role.
fn name(role: Role) -> &'static str {
    match role {
        Role::AdminPpe => "Admin PPE",
        Role::Helpdesk => "Helpdesk",
        Role::FrontOffice => "Front Office",
        Role::Supervisor => "Penyelia",
        Role::Applicant => "Pemohon",
    }
}
