//! The suite: what all share, the phases on a scripted server, the real Postfix.
mod both;
mod phases;
mod session;

use crate::rig::{Dovecot, Postfix, PostfixOptions};
use loket::sink::{Envelope, SmtpSettings};
use loket::wire::{Endpoint, Security};
use std::sync::OnceLock;
use std::time::Duration;

pub const LOKET: &str = "loket@loket.test";
pub const GURU: &str = "guru@sekolah.test";
pub const PINDAH: &str = "pindah@sekolah.test";

pub fn settings(port: u16, security: Security) -> SmtpSettings {
    SmtpSettings {
        endpoint: Endpoint {
            host: "127.0.0.1".into(),
            port,
            security,
            ca_file: None,
            allow_insecure_loopback: true,
            connect_timeout: Duration::from_secs(10),
        },
        helo_name: "loket.test".into(),
        user: None,
        password: None,
        step_timeout: Duration::from_secs(20),
        dot_timeout: Duration::from_secs(30),
        max_mails: 100,
        max_idle: Duration::from_secs(30),
    }
}

pub fn envelope(to: &str) -> Envelope {
    Envelope {
        from: "loket+b1@loket.test".into(),
        to: to.into(),
        envid: Some("LKT-1".into()),
        ret_hdrs: true,
        notify: Some("FAILURE,DELAY"),
    }
}

pub fn letter(id: &str, body: &str) -> Vec<u8> {
    format!(
        "Message-ID: <{id}@loket.test>\r\nDate: Mon, 05 Jan 2026 08:00:00 +0700\r\n\
         From: Loket <{LOKET}>\r\nSubject: {id}\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

/// One Postfix and one Dovecot for the whole test binary.
pub struct Town {
    pub postfix: Postfix,
    pub dovecot: Dovecot,
}

pub fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let dovecot = Dovecot::start(&[LOKET, GURU]);
        let postfix = Postfix::start(&PostfixOptions {
            lmtp: dovecot.lmtp,
            domains: vec!["loket.test".into(), "sekolah.test".into()],
            users: vec![LOKET.into(), GURU.into()],
            accept_then_bounce: vec![PINDAH.into()],
            authserv_id: Some("mx.loket.test".into()),
            ..PostfixOptions::default()
        });
        Town { postfix, dovecot }
    })
}
