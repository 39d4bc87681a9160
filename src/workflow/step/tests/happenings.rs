//! What may happen to a case, as random values that know nothing of it.
use proptest::prelude::*;

/// Something that happens, told without knowing the case.
#[derive(Clone, Debug)]
pub enum Happening {
    Mail {
        papers: u8,
        again: bool,
        several: bool,
        by_staff: bool,
    },
    Applicant {
        verdict: usize,
    },
    Staff {
        role: usize,
        verdict: usize,
        round: u8,
        with: u8,
        papers: bool,
        own: bool,
    },
    /// The reader answers for one of the papers that wait.
    Read {
        which: usize,
        kind: usize,
        sure: bool,
    },
    /// One of the alarms rings, at its time or late.
    Alarm {
        which: usize,
        late: u16,
    },
    /// What became of one of the letters.
    Letter {
        which: usize,
        fate: u8,
    },
    /// What became of one of the passwords an account system was asked to set.
    Reset {
        which: usize,
        fate: u8,
    },
    Pass {
        minutes: u16,
    },
    Archived,
    /// Somebody it concerns says that it was not he.
    Disowned {
        who: usize,
    },
}

pub fn happening() -> impl Strategy<Value = Happening> {
    let index = any::<usize>;
    prop_oneof![
        3 => (0u8..3, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(papers, again, several, by_staff)| Happening::Mail { papers, again, several, by_staff }),
        1 => index().prop_map(|verdict| Happening::Applicant { verdict }),
        8 => (index(), index(), 0u8..4, any::<u8>(), any::<bool>(), prop::bool::weighted(0.1)).prop_map(
            |(role, verdict, round, with, papers, own)|
                Happening::Staff { role, verdict, round, with, papers, own }),
        6 => (index(), index(), any::<bool>()).prop_map(
            |(which, kind, sure)| Happening::Read { which, kind, sure }),
        3 => (index(), 0u16..3000).prop_map(|(which, late)| Happening::Alarm { which, late }),
        3 => (index(), 0u8..4).prop_map(|(which, fate)| Happening::Letter { which, fate }),
        3 => (index(), 0u8..5).prop_map(|(which, fate)| Happening::Reset { which, fate }),
        1 => (0u16..9000).prop_map(|minutes| Happening::Pass { minutes }),
        1 => Just(Happening::Archived),
        1 => index().prop_map(|who| Happening::Disowned { who }),
    ]
}
