//! Time as an argument. Only `daemon` and `main` may ask the real clock.
use jiff::Timestamp;
use std::sync::Mutex;

/// Something that knows what time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that only moves when told to, and never backwards.
#[derive(Debug)]
pub struct SimulatedClock(Mutex<Timestamp>);

impl SimulatedClock {
    pub fn new(start: Timestamp) -> SimulatedClock {
        SimulatedClock(Mutex::new(start))
    }

    /// Moves to `to`, unless that lies in the past; returns the time it then is.
    pub fn advance_to(&self, to: Timestamp) -> Timestamp {
        let mut now = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *now = (*now).max(to);
        *now
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
