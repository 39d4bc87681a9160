//! Genuine and forged verdicts (security.md A1, 02-06, 15, 16).
use super::super::ResultsPlace;
use super::*;
use proptest::prelude::*;

fn judged(top: &str, from: &str) -> Authentication {
    let raw = format!(
        "{top}Received: from x by mx.lpse.example with ESMTPS id 1; Mon, 9 Nov 2026 09:41:12 +0700\r\n\
         From: {from}\r\nTo: h@lpse.example\r\n\r\nhi\r\n"
    );
    judge(
        raw.as_bytes(),
        &TrustSettings { authserv_id: Some("mx.lpse.example".into()), ..TrustSettings::default() },
    )
}

fn verdict(results: &str) -> Verdict {
    judged(&format!("Authentication-Results: {results}\r\n"), "PPE <ppe@kkp.example>").verdict
}

#[test]
fn genuine_results_are_read() {
    for (results, expected) in [
        ("mx.lpse.example; dmarc=pass (p=none dis=none) header.from=kkp.example", Verdict::Pass),
        (
            "MX.LPSE.example 1; dkim=pass (2048-bit key) header.d=kkp.example header.s=s1 header.b=Ab/+c=; spf=pass smtp.mailfrom=x@kkp.example; dmarc=pass header.from=KKP.example",
            Verdict::Pass,
        ),
        ("mx.lpse.example;\r\n\tdkim=pass header.i=@kkp.example", Verdict::Pass),
        ("mx.lpse.example; spf=pass smtp.mailfrom=ppe@kkp.example", Verdict::Weak),
        ("mx.lpse.example; spf=pass smtp.mailfrom=kkp.example; dkim=none", Verdict::Weak),
        ("mx.lpse.example; spf=pass smtp.mailfrom=a@evil.example", Verdict::None),
        ("mx.lpse.example; dkim=pass header.d=evil.example", Verdict::None),
        ("mx.lpse.example; dkim=pass header.d=example", Verdict::None),
        ("mx.lpse.example; dkim=pass header.d=xkkp.example", Verdict::None),
        (
            "mx.lpse.example; dmarc=fail header.from=kkp.example; dkim=pass header.d=kkp.example",
            Verdict::Fail,
        ),
        ("mx.lpse.example; dmarc=temperror header.from=kkp.example", Verdict::Temperror),
        (
            "mx.lpse.example; dkim=temperror header.d=kkp.example; spf=pass smtp.mailfrom=ppe@kkp.example",
            Verdict::Temperror,
        ),
        ("mx.lpse.example; auth=pass smtp.auth=PPE@KKP.example", Verdict::Pass),
        ("mx.lpse.example; auth=pass smtp.mailfrom=ppe@kkp.example; dkim=none", Verdict::Pass),
        (
            "mx.lpse.example; auth=pass smtp.auth=ppe; dmarc=pass header.from=kkp.example",
            Verdict::Pass,
        ),
        ("mx.lpse.example; none", Verdict::None),
        ("mx.lpse.example; dmarc=pass header.from=other.example", Verdict::None),
        ("mx.lpse.example; dmarc=pass", Verdict::None),
    ] {
        assert_eq!(verdict(results), expected, "{results}");
    }
}

#[test]
fn injected_results_are_refused() {
    for results in [
        "mx.lpse.example; spf=fail smtp.mailfrom=\"a; dmarc=pass header.from=kkp.example\"@x.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=a;dmarc=pass header.from=kkp.example;@x.example",
        "mx.lpse.example; spf=none (dmarc=pass header.from=kkp.example)",
        "mx.lpse.example; dkim=fail reason=\"; dmarc=pass header.from=kkp.example\"",
        "mx.lpse.example; dkim=fail (a\\) ; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dkim=fail (( ; dmarc=pass header.from=kkp.example )",
        "mx.lpse.example; dmarc=fail; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dmarc=Pass! header.from=kkp.example",
        "mx.lpse.example; dmarc=passed header.from=kkp.example",
        "mx.lpse.example; dmarc = pass = header.from=kkp.example",
        "mx.lpse.example; dmarc/2=pass header.from=kkp.example",
        "mx.lpse.example dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp.example header.from=evil.example",
        "mx.lpse.example; dmarc=pass header.from=\"kkp.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example; dkim=fail header.d=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp.example,evil",
        "mx.lpse.example; dmarc=pass header.from=kkp.example <x>",
        "mx.lpse.example; x; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; ; dmarc=pass header.from=kkp.example",
        "\"mx.lpse.example; dmarc=pass header.from=kkp.example",
        "mx.lpse.example.evil; dmarc=pass header.from=kkp.example",
        "mx.lpse.example\u{430}; dmarc=pass header.from=kkp.example",
        "mx.lpse.ex\u{430}mple; dmarc=pass header.from=kkp.example",
        "evil.example; dmarc=pass header.from=kkp.example",
        "; dmarc=pass header.from=kkp.example",
        "dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dkim=pass (x) header.d=\"kkp.example\"x",
        "mx.lpse.example; auth=pass smtp.auth=ppe",
        "mx.lpse.example; auth=pass",
        "mx.lpse.example; auth=pass smtp.auth=lain@kkp.example; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; auth=pass smtp.auth=ppe@kkp.example; auth=fail smtp.auth=ppe@kkp.example",
        "mx.lpse.example; auth=pass smtp.auth=ppe@kkp.example; dmarc=fail header.from=kkp.example",
        "mx.lpse.example; spf=pass smtp.mailfrom=ppe@kkp.example@evil.example",
        "mx.lpse.example; spf=pass smtp.helo=kkp.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=\"a; dmarc=pass\"@x.example",
        "mx.lpse.example; spf=fail smtp.mailfrom='a; dmarc=pass header.from=kkp.example;'@x.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=<a@x>; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=a@x.example(; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=a@x.example); dmarc=pass header.from=kkp.example",
        "mx.lpse.example; spf=fail smtp.mailfrom=a\\; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example\"a.evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example'a.evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example(.evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example(a).evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example;.evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example\0.evil.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example,evil.example",
        "mx.lpse.example; dkim=pass header.d=.kkp.example",
        "mx.lpse.example; dkim=pass header.d=kkp.example.",
        "mx.lpse.example; dkim=pass header.d=evil.example header.i=@kkp.example",
        "mx.lpse.example; dkim=pass header.s=kkp.example",
        "mx.lpse.example; dkim=pass header.i=kkp.example@evil.example",
        "mx.lpse.example; dmarc=none; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp.example; dmarc=temperror header.from=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp.example dmarc=fail",
        "mx.lpse.example; dmarc=pass; header.from=kkp.example",
        "mx.lpse.example; arc=pass header.d=kkp.example",
        "mx.lpse.example; x-dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dmarc=bestguesspass header.from=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp\u{ad}.example",
        "mx.lpse.example; dmarc=pass header.from=\"kkp.example\\\"",
        "mx.lpse.example 2; dmarc=pass header.from=kkp.example",
        "mx.lpse.example; dmarc=pass header.from=kkp.example ((((((((((x))))))))))",
    ] {
        let found = verdict(results);
        assert!(!matches!(found, Verdict::Pass | Verdict::Weak), "{results}: {found:?}");
    }
}

#[test]
fn only_what_stands_above_the_border_counts() {
    let pass = "Authentication-Results: mx.lpse.example; dmarc=pass header.from=kkp.example\r\n";
    let border = "Received: from e by mx.lpse.example (Postfix) with ESMTP id 1; Mon\r\n";
    let inner = "Received: from mx by imap.lpse.example with LMTP id 2; Mon\r\n";
    let fail = "Authentication-Results: mx.lpse.example; dmarc=fail header.from=kkp.example\r\n";
    let from = "ppe@kkp.example";
    let is = |top: String| judged(&top, from).verdict;
    assert_eq!(is(format!("{border}{pass}")), Verdict::None, "forged below the border");
    assert_eq!(is(format!("{fail}{border}{pass}")), Verdict::Fail, "the real one wins");
    assert_eq!(is(format!("{inner}{pass}{border}")), Verdict::Pass, "inner hop");
    assert_eq!(is(format!("{border}{inner}{pass}")), Verdict::None, "a forged inner hop");
    assert_eq!(is(format!("{pass}{fail}")), Verdict::None, "contradiction");
}

#[test]
fn below_the_line_only_the_block_directly_under_it_counts() {
    let pass = "Authentication-Results: mx.lpse.example; dmarc=pass header.from=kkp.example\r\n";
    let dkim = "Authentication-Results: mx.lpse.example; dkim=pass header.d=kkp.example\r\n";
    let fail = "Authentication-Results: mx.lpse.example; dmarc=fail header.from=kkp.example\r\n";
    let none = "Authentication-Results: mx.lpse.example; dkim=none\r\n";
    let theirs = "Authentication-Results: mx.lain.example; dmarc=pass header.from=kkp.example\r\n";
    let border = "Received: from e by mx.lpse.example (Postfix) with ESMTP id 1; Mon\r\n";
    let other = "Received: from e by mail.lain.example (Postfix) with ESMTP id 1; Mon\r\n";
    let inner = "Received: from mx by imap.lpse.example with LMTP id 2; Mon\r\n";
    let filter = "X-Spam-Status: No\r\nDKIM-Filter: OpenDKIM Filter v2.11.0\r\n";
    let trust = TrustSettings {
        authserv_id: Some("mx.lpse.example".into()),
        results: ResultsPlace::Below,
        ..TrustSettings::default()
    };
    let is = |parts: &[&str]| {
        let raw =
            format!("{}From: ppe@kkp.example\r\nTo: h@lpse.example\r\n\r\nhi\r\n", parts.concat());
        judge(raw.as_bytes(), &trust).verdict
    };
    assert_eq!(is(&[border, pass]), Verdict::Pass);
    assert_eq!(is(&[inner, border, pass, dkim]), Verdict::Pass, "two filters");
    assert_eq!(is(&[border, filter, dkim, filter, other]), Verdict::Pass, "with their own lines");
    assert_eq!(is(&[border, theirs, pass]), Verdict::None, "not directly below");
    assert_eq!(is(&[border, pass, theirs]), Verdict::Pass, "another's is nobody's");
    assert_eq!(is(&[border, other, pass]), Verdict::None, "below a further line");
    assert_eq!(is(&[border, "Subject: x\r\n", pass]), Verdict::None, "among the sender's fields");
    assert_eq!(is(&[border, pass, other, pass]), Verdict::None, "also elsewhere");
    assert_eq!(is(&[pass, border]), Verdict::None, "above, where nobody of ours writes");
    assert_eq!(is(&[pass, border, pass]), Verdict::None, "in both places");
    assert_eq!(is(&[border, fail, pass]), Verdict::None, "one check, twice");
    assert_eq!(is(&[border, none, dkim]), Verdict::None, "one check, twice");
    assert_eq!(is(&[border, fail, dkim]), Verdict::Fail);
    assert_eq!(is(&[other, pass]), Verdict::None, "another server's line");
    assert_eq!(is(&[pass]), Verdict::None, "no line at all");
    assert_eq!(is(&[border]), Verdict::None);
    let hosts = TrustSettings { hosts: vec!["mail.lain.example".into()], ..trust.clone() };
    let raw = format!("{other}{pass}From: ppe@kkp.example\r\n\r\nhi\r\n");
    assert_eq!(judge(raw.as_bytes(), &hosts).verdict, Verdict::Pass, "a host of ours by its name");
}

#[test]
fn the_place_of_our_results_is_found() {
    let own = "Authentication-Results: mx.lpse.example; dmarc=none\r\n";
    let border = "Received: from e by mx.lpse.example with ESMTP id 1; Mon\r\n";
    let of =
        |head: String| place_of((head + "From: a@b.example\r\n\r\n").as_bytes(), "mx.lpse.example");
    assert_eq!(of(format!("{own}{border}")), Some(ResultsPlace::Above));
    assert_eq!(of(format!("{own}{border}{own}")), Some(ResultsPlace::Above));
    assert_eq!(of(format!("{border}{own}")), Some(ResultsPlace::Below));
    assert_eq!(of(format!("{border}Subject: x\r\n{own}")), None);
    assert_eq!(of(border.to_owned()), None);
    assert_eq!(of(own.to_owned()), None);
}

#[test]
fn without_settings_or_delivery_nothing_is_believed() {
    let raw = b"Authentication-Results: mx; dmarc=pass header.from=kkp.example\nReceived: by mx\nFrom: a@kkp.example\n\n";
    assert_eq!(judge(raw, &TrustSettings::default()).verdict, Verdict::None);
    let raw =
        b"Authentication-Results: mx; dmarc=pass header.from=kkp.example\nFrom: a@kkp.example\n\n";
    let trust = TrustSettings { authserv_id: Some("mx".into()), ..TrustSettings::default() };
    assert_eq!(judge(raw, &trust).verdict, Verdict::None);
}

#[test]
fn a_malformed_from_never_passes() {
    for from in [
        "a@kkp.example, b@kkp.example",
        "a@kkp.example\r\nFrom: b@kkp.example",
        "\"x\"@kkp.example",
    ] {
        let found = judged(
            "Authentication-Results: mx.lpse.example; dmarc=pass header.from=kkp.example\r\n",
            from,
        );
        assert_eq!((found.identity, found.verdict), (None, Verdict::None), "{from}");
        assert!(!found.reasons.is_empty());
    }
}

/// A header value that says what `outcomes` say.
fn printed(outcomes: &[Outcome]) -> String {
    let one = |o: &Outcome| {
        let quoted = |v: &str| format!("\"{}\"", v.replace('\\', "\\\\").replace('"', "\\\""));
        let properties: String =
            o.properties.iter().map(|(k, v)| format!(" {k}={}", quoted(v))).collect();
        format!("; {}={}{properties}", o.method, o.result)
    };
    format!("mx.lpse.example{}", outcomes.iter().map(one).collect::<String>())
}

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    let property = ("(header|smtp|policy)\\.[a-z]{1,6}", "[ -~]{0,20}");
    let properties = proptest::collection::vec(property, 0..4).prop_map(|all| {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (name, value) in all {
            if !kept.iter().any(|(known, _)| *known == name) {
                kept.push((name, value));
            }
        }
        kept
    });
    let method = prop_oneof![Just("dkim"), Just("spf"), Just("dmarc")];
    let result = prop_oneof![Just("pass"), Just("fail"), Just("none"), Just("temperror")];
    let outcome = (method, result, properties).prop_map(|(method, result, properties)| Outcome {
        method: method.to_owned(),
        result: result.to_owned(),
        properties,
    });
    proptest::collection::vec(outcome, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_printed_is_read_back(all in outcomes()) {
        prop_assert_eq!(grammar::parse(printed(&all).as_bytes()), Ok(grammar::Results { outcomes: all }));
    }

    #[test]
    fn any_value_is_borne(raw in proptest::collection::vec(any::<u8>(), 0..300), text in "[ -~;=()\"\\\\]{0,120}") {
        let _ = grammar::parse(&raw);
        let _ = grammar::authserv_id(&raw);
        let _ = grammar::parse(text.as_bytes());
    }
}
