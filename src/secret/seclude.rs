//! What this process shows to others: no core and no memory (`security.md` A4-65). A typed password is in
//! it for moments, and a core file would keep it for ever. Knows nothing of what is held.
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// From here on neither a crash nor another process of the same user reads our memory, and no child
/// that we start leaves a core either. What the kernel refuses is `false`, and is no reason to stop.
pub fn seclude() -> bool {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let core = setrlimit(Resource::Core, none).is_ok();
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok() && core
}
