//! An office that checks signatures itself, against a name server and keys on loopback.
use super::office::Office;
use super::post::Post;
use crate::rig::dns::{Dns, Signer, Style};

/// Office, its DNS, and the key of `kkp.example`.
pub struct OwnCheck {
    pub office: Office,
    pub dns: Dns,
    pub signer: Signer,
}

/// `verify = "self"`, with the policy and the key of kkp.example published.
pub async fn open() -> OwnCheck {
    let dns = Dns::start().await;
    let trust = format!("verify = \"self\"\nnameservers = [\"{}\"]", dns.address);
    let office = Office::trusting(&trust, "").await;
    let signer = Signer::new("kkp.example", "s1", 2048);
    signer.publish(&dns, "");
    OwnCheck { office, dns, signer }
}

/// The same mail with the author's signature on top.
pub fn signed(post: Post, signer: &Signer, style: &Style) -> Post {
    let text = String::from_utf8(post.bytes().to_vec()).unwrap();
    post.with_bytes(signer.sign(&text, style).into_bytes())
}
