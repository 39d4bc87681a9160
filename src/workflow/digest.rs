//! What an approver has before him, as one hash: an approval counts only while the dossier is still
//! that (`security.md` A3-46). Knows no letter: the same facts give the same hash.
use crate::workflow::case::Case;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Hex SHA-256 over everything a decision rests on: who asks, for what, for which account, with which
/// papers, and the round.
pub fn of_dossier(case: &Case) -> String {
    // A paper is its bytes: what a late reading says of them changes nothing he decides on.
    let papers: Vec<_> = case.papers.iter().map(|p| &p.sha256).collect();
    let facts = json!({
        "case": case.id,
        "round": case.approval_round,
        "kind": case.kind,
        "channel": case.channel,
        "applicant": [&case.applicant.name, &case.applicant.address],
        "registered": case.applicant.registered,
        "account": case.account,
        "original_seen": case.original_seen,
        "remarks": case.remarks,
        "sender": case.sender,
        "papers": papers,
    });
    data_encoding::HEXLOWER.encode(&Sha256::digest(facts.to_string().as_bytes()))
}
