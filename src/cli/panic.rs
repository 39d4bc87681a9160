//! What a person sees when Loket has a bug: one line that says where, and nothing of what was in
//! hand. A payload may hold a password (`security.md` A4-65).
use std::panic::PanicHookInfo;

/// Takes the place of the standard hook.
pub fn install() {
    std::panic::set_hook(Box::new(|info| super::output::tell(&sentence(info))));
}

fn sentence(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
    line(place.as_deref().unwrap_or("tempat tidak diketahui"))
}

fn line(place: &str) -> String {
    format!(
        "loket: kesalahan di dalam program ({place}); laporkan baris ini kepada pemelihara Loket"
    )
}
