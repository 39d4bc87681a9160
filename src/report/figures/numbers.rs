//! Median, 90th percentile and longest of many working times. Arithmetic only.
use super::{ASSUMED_STEP, Measure, StepFigures};
use serde::Serialize;

/// How working minutes are spread. Empty where nothing was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    pub count: u32,
    /// The middle one; of an even number, the mean of the two in the middle.
    pub median: Option<f64>,
    /// The smallest that nine of ten do not exceed (nearest rank).
    pub p90: Option<u32>,
    pub longest: Option<u32>,
}

impl Spread {
    pub fn of(mut minutes: Vec<u32>) -> Spread {
        minutes.sort_unstable();
        let count = minutes.len();
        let at = |place: usize| minutes.get(place).copied();
        let upper = at(count / 2);
        let lower = if count.is_multiple_of(2) {
            count.checked_sub(1).and_then(|n| at(n / 2))
        } else {
            upper
        };
        Spread {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            median: lower.zip(upper).map(|(a, b)| (f64::from(a) + f64::from(b)) / 2.0),
            p90: (count * 9).div_ceil(10).checked_sub(1).and_then(at),
            longest: minutes.last().copied(),
        }
    }
}

/// The minutes of one step in both readings of A11.
#[derive(Default)]
pub(super) struct Times {
    pub counted: u32,
    pub automatic: u32,
    pub late: u32,
    pub late_without: u32,
    pub running_late: u32,
    pub minutes: Vec<u32>,
    pub without: Vec<u32>,
}

pub(super) fn step_figures(measure: Measure, times: Times) -> StepFigures {
    StepFigures {
        step: measure.step,
        standard_minutes: measure.minutes,
        holder: measure.holder,
        assumed: measure.step == ASSUMED_STEP,
        counted: times.counted,
        automatic: times.automatic,
        within: times.counted - times.late,
        late: times.late,
        within_without_pauses: times.counted - times.late_without,
        late_without_pauses: times.late_without,
        running_late: times.running_late,
        minutes: Spread::of(times.minutes),
        minutes_without_pauses: Spread::of(times.without),
    }
}
