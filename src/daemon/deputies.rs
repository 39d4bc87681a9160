//! Keeps who judges for whom in step with the database: asked before mail is taken in, so that a
//! delegation counts from its commit and not a moment after its end, in every process alike.
use crate::dispatch::House;
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError, RwLock};

/// The house as it is at `now`, its deputies included.
pub(super) async fn refreshed(
    store: &Store,
    house: &RwLock<Arc<House>>,
    now: Timestamp,
) -> Result<Arc<House>, StoreError> {
    let delegations = store.delegations(now).await?;
    let current = house.read().unwrap_or_else(PoisonError::into_inner).clone();
    let acting = current.rules.people.iter().any(|person| !person.acting_for.is_empty());
    if delegations.is_empty() && !acting {
        return Ok(current);
    }
    let mut fresh = House::clone(&current);
    if !fresh.rules.deputise(&delegations, now) {
        return Ok(current);
    }
    let fresh = Arc::new(fresh);
    *house.write().unwrap_or_else(PoisonError::into_inner) = fresh.clone();
    tracing::info!(delegations = delegations.len(), "who judges for whom has changed");
    Ok(fresh)
}
