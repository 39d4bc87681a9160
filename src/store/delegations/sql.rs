//! SQL of delegations. Rules as in `store::sql`.

pub const DELEGATION_PUT: &str = "INSERT INTO delegations (id, person, person_name, deputy, deputy_name, \
    from_ms, until_ms, mail) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)";
pub const DELEGATION_END: &str = "UPDATE delegations SET until_ms = $2, ended_mail = $3 \
    WHERE person = $1 AND until_ms > $2";
pub const DELEGATIONS: &str = "SELECT person, person_name, deputy, deputy_name, until_ms \
    FROM delegations WHERE until_ms > $1 ORDER BY id";

/// All of them, for the test that prepares each on each database.
#[cfg(test)]
pub const ALL: &[&str] = &[DELEGATION_PUT, DELEGATION_END, DELEGATIONS];
