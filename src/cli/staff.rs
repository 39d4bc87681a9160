//! The verb `loket staff list`: who may do what.
use super::args::{Staff, StaffArgs};
use super::{CliError, Context, Exit, output};
use crate::workflow::actor::{Person, Role};

pub async fn run(args: &StaffArgs, context: &Context) -> Result<Exit, CliError> {
    let people = context.people(&context.settings()?)?;
    let Staff::List { form } = &args.what;
    if form.json {
        output::print_json(&people)?;
    } else {
        table(&people).print()?;
    }
    Ok(Exit::Done)
}

fn table(people: &[Person]) -> output::Table {
    let mut table = output::Table::new(&["ID", "NAMA", "PERAN", "ALAMAT"]);
    for person in people {
        let roles: Vec<&str> = person.roles.iter().map(|role| name(*role)).collect();
        table.row([&person.id, &person.name, &roles.join(", "), &person.addresses.join(", ")]);
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
