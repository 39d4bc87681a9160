//! What stands at the top of a mail, as facts for the doctor: which servers wrote results, where our
//! border's line is and when it took the mail. Judges nothing: what is believed says `judge`.
use super::super::header::Block;
use super::{grammar, hop, trusted};
use jiff::Timestamp;

/// Most claims that are listed.
const CLAIMS: usize = 50;

/// One `Authentication-Results` field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The authserv-id it names; empty where none can be read.
    pub id: String,
    /// It stands above the border's `Received` line, where only our own servers can write.
    pub above: bool,
    /// It is the first field below that line, or follows such fields without a gap: filters that work
    /// inside the border's server put theirs there.
    pub next_below: bool,
    /// The whole value on one line.
    pub value: String,
}

/// The trace of one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// From top to bottom.
    pub claims: Vec<Claim>,
    /// A server of ours wrote a `Received` line.
    pub crossed: bool,
    /// When it says it took the mail.
    pub crossed_at: Option<Timestamp>,
}

/// Reads the trace off a mail whose bytes begin with its header block.
pub fn survey(raw: &[u8]) -> Survey {
    let block = Block::scan(raw);
    let border = hop::border_line(&block).map(|(at, _)| at);
    let mut survey = Survey {
        crossed: border.is_some(),
        crossed_at: hop::taken_at(&block),
        ..Survey::default()
    };
    let mut gap = false;
    for (at, field) in block.fields.iter().enumerate() {
        let below = border.is_some_and(|border| at > border);
        if border == Some(at) {
            continue;
        }
        if !field.is("authentication-results") {
            gap |= below && !trusted::is_filters(field);
            continue;
        }
        if survey.claims.len() < CLAIMS {
            survey.claims.push(Claim {
                id: grammar::authserv_id(field.value).unwrap_or_default(),
                above: border.is_some_and(|border| at < border),
                next_below: below && !gap,
                value: field.plain(),
            });
        }
    }
    survey
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: &str =
        "Received: from mx by imap with LMTP id 1; Mon, 9 Nov 2026 09:41:14 +0700\r\n";
    const BORDER: &str = "Received: from a (b [192.0.2.1])\r\n\tby mx.example (Postfix) with ESMTPS id 2;\r\n\tMon, 9 Nov 2026 09:41:13 +0700 (WIB)\r\n";
    const REST: &str = "From: a@kkp.example\r\n\r\nhai\r\n";

    fn result(id: &str) -> String {
        format!("Authentication-Results: {id};\r\n dmarc=pass header.from=kkp.example\r\n")
    }

    #[test]
    fn above_below_and_further_down_are_told_apart() {
        let (above, below, late) = (result("satu"), result("dua"), result("tiga"));
        let raw = format!("{INNER}{above}{BORDER}{below}X-Saring: 1\r\nLain: 1\r\n{late}{REST}");
        let seen = survey(raw.as_bytes());
        let places: Vec<(&str, bool, bool)> =
            seen.claims.iter().map(|c| (c.id.as_str(), c.above, c.next_below)).collect();
        assert_eq!(places, [("satu", true, false), ("dua", false, true), ("tiga", false, false)]);
        assert_eq!(seen.crossed_at, "2026-11-09T02:41:13Z".parse().ok());
        assert!(seen.claims[0].value.ends_with("header.from=kkp.example"));
    }

    #[test]
    fn without_a_border_nothing_is_above_it() {
        let seen = survey(format!("{INNER}{}{REST}", result("satu")).as_bytes());
        assert!(!seen.crossed && seen.crossed_at.is_none());
        assert!(seen.claims.iter().all(|claim| !claim.above && !claim.next_below));
    }
}
