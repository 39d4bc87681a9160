//! Lines from made-up evidence: what no server of the rig does on demand.
use super::super::post::{Given, Sent};
use super::super::probe::{Kind, Names, Way, settings};
use super::super::search::{Found, Seen};
use super::super::smuggle::Variant;
use super::*;
use crate::mail::{TrustSettings, parse};
use jiff::{SignedDuration, Timestamp};

const BORDER: &str = "Received: from a (b [192.0.2.1]) by mx.kkp.example (Postfix) with ESMTPS id 2; Mon, 9 Nov 2026 02:00:00 +0000\r\n";

fn start() -> Timestamp {
    "2026-11-09T02:00:00Z".parse().unwrap()
}

fn results(text: &str) -> String {
    format!("Authentication-Results: mx.kkp.example; {text}\r\n")
}

struct Evidence {
    settings: DoctorSettings,
    names: Names,
    sent: Vec<Sent>,
    found: Found,
}

impl Evidence {
    /// All probes accepted; the plain one arrived under a border that says `plain` of it.
    fn new(plain: &str) -> Evidence {
        let (settings, names) = (settings(), Names::fresh().unwrap());
        let at = start();
        let sent = Kind::every()
            .filter(|kind| !matches!(kind, Kind::Smuggled(_)))
            .map(|kind| Sent { kind, given: Given::Accepted, began: at, ended: at })
            .collect();
        let mut evidence = Evidence { settings, names, sent, found: Found::default() };
        evidence.arrive(Kind::Plain, &format!("{plain}{BORDER}"), start());
        evidence
    }

    /// The probe of a kind arrives with these lines on top.
    fn arrive(&mut self, kind: Kind, top: &str, received_at: Timestamp) {
        let probes = probe::Probe::all(&self.settings, &self.names, true);
        let probe = probes.iter().find(|probe| probe.kind == kind).unwrap();
        let bytes = probe.bytes(&self.settings, &self.names, start());
        let raw = [top.as_bytes(), &bytes].concat();
        let message = parse(&raw, &self.settings.trust);
        let seen = Seen { raw, message, received_at, seen_at: start() };
        self.found.probes.insert(kind, seen);
    }

    fn give(&mut self, kind: Kind, given: Given) {
        self.sent.iter_mut().filter(|sent| sent.kind == kind).for_each(|s| s.given = given.clone());
    }

    fn report(&self) -> Report {
        let known = Known {
            settings: &self.settings,
            names: &self.names,
            sent: &self.sent,
            found: self.found.clone(),
            real: true,
        };
        report(&known, Ok(Some(true)))
    }

    fn line(&self, what: &str) -> Line {
        let report = self.report();
        let line = report.lines.iter().find(|line| line.what == what);
        line.unwrap_or_else(|| panic!("no {what}: {report:?}")).clone()
    }
}

#[test]
fn clocks_are_held_against_the_time_of_sending() {
    for (seconds, colour) in [
        (0, Colour::Green),
        (25, Colour::Green),
        (-25, Colour::Green),
        (45, Colour::Yellow),
        (-45, Colour::Yellow),
        (3600, Colour::Yellow),
    ] {
        let mut evidence = Evidence::new(&results("dmarc=pass header.from=kkp.example"));
        evidence.arrive(Kind::Plain, BORDER, start() + SignedDuration::from_secs(seconds));
        let line = evidence.line("clock");
        assert_eq!(line.colour, colour, "{seconds}: {line:?}");
        assert_eq!(line.why.contains("TOTP"), colour == Colour::Yellow, "{line:?}");
    }
    // The border's own line tells as well as the mailbox.
    let mut evidence = Evidence::new("");
    let late = BORDER.replace("02:00:00", "02:05:00");
    evidence.arrive(Kind::Plain, &late, start());
    assert!(evidence.line("clock").why.contains("mendahului"), "{:?}", evidence.line("clock"));
}

#[test]
fn what_the_verdict_is_worth_decides_the_mode() {
    for (text, mark, mode) in [
        ("dmarc=pass header.from=kkp.example", "", Mode::Standard),
        ("spf=pass smtp.mailfrom=loket@kkp.example", "weak", Mode::StrictOnly),
        ("dmarc=fail header.from=kkp.example", "fail", Mode::Nothing),
        ("dmarc=temperror header.from=kkp.example", "temperror", Mode::Nothing),
        ("none", "none", Mode::Nothing),
    ] {
        let mut evidence = Evidence::new(&results(text));
        for kind in Kind::every().filter(|kind| !matches!(kind, Kind::Smuggled(_))) {
            evidence.arrive(kind, &format!("{}{BORDER}", results(text)), start());
        }
        evidence.give(Kind::Colleague, Given::Refused("553".into()));
        evidence.found.probes.remove(&Kind::Colleague);
        assert_eq!(evidence.line("verdict").mark, mark, "{text}");
        assert_eq!(evidence.report().mode, mode, "{text}: {:?}", evidence.report());
    }
}

#[test]
fn what_is_not_known_is_never_green() {
    let evidence = Evidence::new(&results("dmarc=pass header.from=kkp.example"));
    for what in ["plus", "forged-results", "login", "smuggling"] {
        let line = evidence.line(what);
        assert_eq!(line.colour, Colour::Red, "{line:?}");
    }
    let mut nothing = Evidence::new("");
    nothing.found = Found::default();
    nothing.sent.clear();
    for line in nothing.report().lines.iter().filter(|line| line.what != "dsn") {
        assert_ne!(line.colour, Colour::Green, "{line:?}");
    }
    assert_eq!(nothing.report().mode, Mode::Nothing);
}

#[test]
fn a_probe_that_comes_back_says_why() {
    let mut evidence = Evidence::new("");
    evidence.found.returned.insert(Kind::Plus, "5.1.1".into());
    let line = evidence.line("plus");
    assert!(line.why.contains("dikembalikan (5.1.1)"), "{line:?}");
}

#[test]
fn a_token_that_was_cut_is_no_token() {
    let mut evidence = Evidence::new("");
    evidence.arrive(Kind::Plus, BORDER, start());
    assert_eq!(evidence.line("plus").colour, Colour::Green);
    let token = evidence.names.token.clone();
    let cut = |text: &str| text.replace(&token, &token[..20]);
    let seen = evidence.found.probes.get_mut(&Kind::Plus).unwrap();
    let raw = cut(&String::from_utf8_lossy(&seen.raw));
    seen.message = parse(raw.as_bytes(), &TrustSettings::default());
    assert_eq!(evidence.line("plus").mark, "cut");
}

#[test]
fn a_forgery_counts_only_where_it_is_read() {
    let genuine = results("dmarc=pass header.from=kkp.example");
    let mut evidence = Evidence::new(&genuine);
    let (relay, border) = (Kind::Forged(Way::Relay), Kind::Forged(Way::Border));
    for top in [format!("{genuine}{BORDER}"), BORDER.to_owned()] {
        evidence.arrive(relay, &top, start());
        evidence.arrive(border, &top, start());
        assert_eq!(evidence.line("forged-results").colour, Colour::Green, "{top}");
    }
    // No line of the border above: with a genuine pass above it or without, it is read.
    for top in ["", genuine.as_str()] {
        evidence.arrive(border, top, start());
        assert_eq!(evidence.line("forged-results").mark, "believed", "{top}");
    }
    evidence.settings.header_counts = false;
    assert_eq!(evidence.line("forged-results").colour, Colour::Green, "no header counts");
    evidence.give(border, Given::Refused("550 5.7.1".into()));
    evidence.found.probes.remove(&border);
    assert_eq!(evidence.line("forged-results").colour, Colour::Green, "refused at the border");
}

#[test]
fn the_place_of_the_results_is_told_with_the_key_that_mends_it() {
    use crate::mail::ResultsPlace;
    let pass = results("dmarc=pass header.from=kkp.example");
    let border = BORDER.to_owned();
    for (top, place, colour) in [
        (format!("{pass}{border}"), ResultsPlace::Above, Colour::Green),
        (format!("{pass}{border}"), ResultsPlace::Below, Colour::Yellow),
        (format!("{border}{pass}"), ResultsPlace::Below, Colour::Green),
        (format!("{border}{pass}"), ResultsPlace::Above, Colour::Yellow),
        (border.clone(), ResultsPlace::Above, Colour::Yellow),
        (pass.replace("mx.", "lain.") + &border, ResultsPlace::Above, Colour::Yellow),
    ] {
        let mut evidence = Evidence::new("");
        evidence.settings.trust.results = place;
        evidence.arrive(Kind::Plain, &top, start());
        let line = evidence.line("authserv-id");
        assert_eq!(line.colour, colour, "{place:?} {line:?}");
    }
    let mut evidence = Evidence::new(&pass);
    evidence.settings.trust.authserv_id = None;
    assert!(evidence.line("authserv-id").mend.contains("trust.authserv_id = \"mx.kkp.example\""));
}

#[test]
fn smuggling_is_known_by_the_answer_the_mail_or_its_return() {
    let variant = Variant::CrDotCr;
    let green = || {
        let mut evidence = Evidence::new("");
        for variant in Variant::ALL {
            evidence.arrive(Kind::Carrier(variant), BORDER, start());
        }
        assert_eq!(evidence.line("smuggling").colour, Colour::Green);
        evidence
    };
    let mut obeyed = green();
    obeyed.give(Kind::Carrier(variant), Given::Obeyed);
    let mut returned = green();
    returned.found.returned.insert(Kind::Smuggled(variant), "5.1.1".into());
    let mut arrived = green();
    let seen = arrived.found.probes[&Kind::Plain].clone();
    arrived.found.probes.insert(Kind::Smuggled(variant), seen);
    for evidence in [obeyed, returned, arrived] {
        let line = evidence.line("smuggling");
        assert_eq!((line.colour, line.mark.as_str()), (Colour::Red, "\\r.\\r"), "{line:?}");
    }
    let mut refused = green();
    refused.found.probes.remove(&Kind::Carrier(variant));
    refused.give(Kind::Carrier(variant), Given::Refused("521 bare newline".into()));
    assert_eq!(refused.line("smuggling").colour, Colour::Green);
}

#[test]
fn a_name_borrowed_in_the_head_only_warns() {
    let mut evidence = Evidence::new("");
    evidence.give(Kind::Colleague, Given::Refused("553 5.7.1".into()));
    assert_eq!(evidence.line("login").colour, Colour::Green);
    let top = format!("{}{BORDER}", results("dmarc=pass header.from=kkp.example"));
    evidence.arrive(Kind::Writer, &top, start());
    assert_eq!(evidence.line("login").colour, Colour::Yellow);
    evidence.arrive(Kind::Colleague, &top, start());
    assert_eq!(
        (evidence.line("login").colour, evidence.line("login").mark.as_str()),
        (Colour::Red, "envelope")
    );
}
