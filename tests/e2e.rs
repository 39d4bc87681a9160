//! The whole SOP on real servers: Dovecot and Postfix as normal processes, the compiled
//! `loket run` between them over TLS, people with real mailboxes. One office for all stories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#[path = "e2e/accepted.rs"]
mod accepted;
#[path = "e2e/cast.rs"]
mod cast;
#[path = "e2e/incomplete.rs"]
mod incomplete;
#[path = "e2e/office.rs"]
mod office;
#[path = "e2e/post.rs"]
mod post;
#[path = "e2e/reading.rs"]
mod reading;
#[path = "e2e/refused.rs"]
mod refused;
mod rig;
#[path = "e2e/running.rs"]
mod running;
#[allow(dead_code)]
#[path = "security/search.rs"]
mod search;

use office::Office;
use std::rc::Rc;
use tokio::task::JoinSet;

/// Tells stories side by side on one office; the names of those that did not hold.
macro_rules! tell {
    ($office:ident, $($room:ident :: $story:ident),* $(,)?) => {{
        let mut told = JoinSet::new();
        $({
            let office = $office.clone();
            told.spawn_local(async move {
                let name = concat!(stringify!($room), "::", stringify!($story));
                let story = tokio::task::spawn_local(async move { $room::$story(&office).await });
                story.await.is_err().then_some(name)
            });
        })*
        told.join_all().await.into_iter().flatten().collect::<Vec<&str>>()
    }};
}

#[tokio::test]
async fn the_daemon_on_real_servers() {
    tokio::task::LocalSet::new().run_until(whole()).await;
}

async fn whole() {
    let office = Rc::new(Office::open(&cast::PLAN).await);
    let mut failed = tell!(
        office,
        accepted::reset,
        accepted::user_id,
        accepted::both,
        accepted::in_one,
        accepted::unclear,
        accepted::late_papers,
        accepted::released,
        incomplete::by_reply,
        incomplete::by_new_mail,
        incomplete::by_helpdesk,
        incomplete::two_accounts,
        incomplete::visitor,
        refused::rejection,
        refused::withdrawal,
        refused::vendor,
        refused::stranger,
        refused::machines,
        refused::bounced,
        refused::sent_back_whole,
        refused::would_be_judges,
        refused::refused_at_the_door,
        running::second_mailbox,
    );
    failed.extend(tell!(office, running::silence));
    failed.extend(tell!(office, running::idle));
    failed.extend(tell!(office, running::cut));
    failed.extend(tell!(office, running::second_process));
    failed.extend(tell!(office, running::operator));
    failed.extend(tell!(office, running::reload));
    failed.extend(tell!(office, running::letters));
    if !failed.is_empty() {
        eprintln!("the daemon's log:\n{}", office.log());
    }
    let exposed = running::exposed(&office).await;
    let code = office.stop().await;
    assert_eq!(code, Some(0), "SIGTERM:\n{}", office.log());
    assert_eq!(exposed, Vec::<String>::new(), "what /proc tells of the daemon and its children");
    running::canaries(&office);
    assert!(failed.is_empty(), "these stories do not hold: {failed:?}");
}
