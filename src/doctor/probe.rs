//! The probes as values: who writes to whom, with which forgery. Pure but for the random names.
use super::DoctorSettings;
use super::smuggle::{self, Variant};
use crate::sink::Envelope;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use jiff::Timestamp;

/// Names that nobody knew before this run.
#[derive(Clone, Debug)]
pub struct Names {
    /// In every probe, and in every report about one.
    pub run: String,
    /// As long as a reply token, and as unknown to the store.
    pub token: String,
}

impl Names {
    pub fn fresh() -> Result<Names, getrandom::Error> {
        let (mut run, mut token) = ([0u8; 10], [0u8; 16]);
        getrandom::fill(&mut run)?;
        getrandom::fill(&mut token)?;
        let token = BASE32_NOPAD.encode(&token).to_ascii_lowercase();
        Ok(Names { run: HEXLOWER.encode(&run), token })
    }

    /// The Message-ID of a probe, without brackets.
    pub fn id(&self, kind: Kind, settings: &DoctorSettings) -> String {
        let domain = settings.own_domain();
        format!("uji.{}.{}@{domain}", self.run, kind.name())
    }

    /// Which probe bears this Message-ID.
    pub fn kind_of(&self, message_id: &str) -> Option<Kind> {
        let (local, _) = message_id.trim_matches(['<', '>', ' ']).split_once('@')?;
        let name =
            local.strip_prefix("uji.")?.strip_prefix(self.run.as_str())?.strip_prefix('.')?;
        Kind::every().find(|kind| kind.name() == name)
    }
}

/// Which way a probe goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// As letters do.
    Relay,
    /// Straight to the border.
    Border,
}

/// What a probe is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// From ourselves to ourselves, as a colleague would write.
    Plain,
    /// To our address with a token.
    Plus,
    /// With `Authentication-Results` of its own making.
    Forged(Way),
    /// Handed in in somebody else's name, in envelope and head.
    Colleague,
    /// The same in the head only.
    Writer,
    /// Carries a second mail behind what some servers take for the end.
    Carrier(Variant),
    /// That second mail.
    Smuggled(Variant),
    /// The last to leave: when it is there, the others should be.
    Closing,
}

impl Kind {
    pub fn every() -> impl Iterator<Item = Kind> {
        let single = [
            Kind::Plain,
            Kind::Plus,
            Kind::Forged(Way::Relay),
            Kind::Forged(Way::Border),
            Kind::Colleague,
            Kind::Writer,
            Kind::Closing,
        ];
        let pairs = Variant::ALL.into_iter().flat_map(|v| [Kind::Carrier(v), Kind::Smuggled(v)]);
        single.into_iter().chain(pairs)
    }

    pub fn name(self) -> String {
        match self {
            Kind::Plain => "polos".into(),
            Kind::Plus => "tambah".into(),
            Kind::Forged(Way::Relay) => "palsu".into(),
            Kind::Forged(Way::Border) => "palsu-mx".into(),
            Kind::Colleague => "rekan".into(),
            Kind::Writer => "rekan-kepala".into(),
            Kind::Closing => "penutup".into(),
            Kind::Carrier(variant) => format!("pembawa-{}", variant.name()),
            Kind::Smuggled(variant) => format!("selundupan-{}", variant.name()),
        }
    }
}

/// One mail to be sent, or one stream of bytes.
#[derive(Clone, Debug)]
pub struct Probe {
    pub kind: Kind,
    pub way: Way,
    pub envelope: Envelope,
}

impl Probe {
    /// All of them in the order in which they leave.
    pub fn all(settings: &DoctorSettings, names: &Names, border: bool) -> Vec<Probe> {
        let envelope = |from: &str, to: &str| Envelope {
            from: from.to_owned(),
            to: to.to_owned(),
            envid: None,
            ret_hdrs: true,
            // A probe that does not arrive is missed anyway.
            notify: Some("NEVER"),
        };
        let (own, from) = (settings.own_address.as_str(), settings.envelope_from.as_str());
        let plus = plus_address(settings, &names.token);
        let relay = |kind, from: &str, to: &str| Probe {
            kind,
            way: Way::Relay,
            envelope: envelope(from, to),
        };
        let mut all = vec![
            relay(Kind::Plain, from, own),
            relay(Kind::Plus, from, &plus),
            relay(Kind::Forged(Way::Relay), from, own),
            relay(Kind::Colleague, &settings.colleague, own),
            relay(Kind::Writer, from, own),
        ];
        let way = if border { Way::Border } else { Way::Relay };
        if border {
            all.push(Probe { way, ..relay(Kind::Forged(Way::Border), from, own) });
        }
        let carriers = Variant::ALL.into_iter();
        all.extend(carriers.map(|v| Probe { way, ..relay(Kind::Carrier(v), from, own) }));
        all.push(relay(Kind::Closing, from, own));
        all
    }

    /// The bytes: a whole mail, or for a carrier the stream with the second mail in it.
    pub fn bytes(&self, settings: &DoctorSettings, names: &Names, now: Timestamp) -> Vec<u8> {
        let text = mail(self.kind, settings, names, now);
        match self.kind {
            Kind::Carrier(variant) => {
                let second = mail(Kind::Smuggled(variant), settings, names, now);
                smuggle::stream(variant, &text, &self.envelope, &second)
            }
            _ => text.into_bytes(),
        }
    }
}

/// `loket+TOKEN@domain`.
pub fn plus_address(settings: &DoctorSettings, token: &str) -> String {
    let (local, domain) = settings.own_address.rsplit_once('@').unwrap_or(("", ""));
    format!("{local}{}{token}@{domain}", settings.delimiter)
}

/// What our forged header says behind `Authentication-Results: ID; `.
pub fn forged_result(names: &Names, settings: &DoctorSettings) -> String {
    let domain = settings.own_domain();
    format!("dmarc=pass reason=\"{}\" header.from={domain}", names.run)
}

fn mail(kind: Kind, settings: &DoctorSettings, names: &Names, now: Timestamp) -> String {
    let own = settings.own_address.as_str();
    let (from, to) = match kind {
        Kind::Plus => (own.to_owned(), plus_address(settings, &names.token)),
        Kind::Colleague | Kind::Writer => (settings.colleague.clone(), own.to_owned()),
        _ => (own.to_owned(), own.to_owned()),
    };
    let date = now.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let forged = match kind {
        Kind::Forged(_) => forged_lines(settings, names, &date.to_string()),
        _ => String::new(),
    };
    format!(
        "{forged}Date: {date}\r\nFrom: {from}\r\nTo: {to}\r\nSubject: Uji mandiri Loket ({name})\r\n\
         Message-ID: <{id}>\r\nAuto-Submitted: auto-generated\r\n\
         X-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\r\n\
         Surat uji dari \"loket check --online\"; boleh dihapus.\r\nUji {run}\r\n",
        name = kind.name(),
        id = names.id(kind, settings),
        run = names.run,
    )
}

/// What an attacker would write on top: the results, and a line as our border writes them, so that
/// the results would stand above it (`security.md` A1-02).
fn forged_lines(settings: &DoctorSettings, names: &Names, date: &str) -> String {
    let id = settings.border_name();
    format!(
        "Authentication-Results: {id}; {}\r\n\
         Received: from localhost (localhost [127.0.0.1]) by {by} (Postfix) with ESMTP id {run}; {date}\r\n",
        forged_result(names, settings),
        by = settings.trust.hosts.first().map_or(id, String::as_str),
        run = names.run,
    )
}

#[cfg(test)]
pub fn settings() -> DoctorSettings {
    DoctorSettings {
        own_address: "loket@kkp.example".into(),
        envelope_from: "loket@kkp.example".into(),
        delimiter: '+',
        trust: crate::mail::TrustSettings {
            authserv_id: Some("mx.kkp.example".into()),
            ..crate::mail::TrustSettings::default()
        },
        header_counts: true,
        colleague: "bagus@kkp.example".into(),
        login: None,
        wait: std::time::Duration::from_secs(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{MailKind, TrustSettings, parse, reply_token};

    #[test]
    fn every_probe_owns_up_to_be_a_machine_s_and_is_known_again() {
        let (settings, names) = (settings(), Names::fresh().unwrap());
        for probe in Probe::all(&settings, &names, true) {
            let bytes = probe.bytes(&settings, &names, Timestamp::UNIX_EPOCH);
            let message = parse(&bytes, &TrustSettings::default());
            assert_eq!(message.kind, MailKind::AutoReply, "{:?}", probe.kind);
            let id = message.message_id.unwrap_or_default();
            assert_eq!(names.kind_of(&id), Some(probe.kind));
            assert_eq!(Names::fresh().unwrap().kind_of(&id), None, "another run's");
        }
    }

    #[test]
    fn the_token_is_one_as_loket_reads_it() {
        let (settings, names) = (settings(), Names::fresh().unwrap());
        let address = plus_address(&settings, &names.token);
        assert_eq!(names.token.len(), 26);
        assert_eq!(reply_token(&address, &settings.own_address, '+'), Some(names.token.as_str()));
    }

    #[test]
    fn the_forgery_would_be_believed_where_it_stands_on_top() {
        let (settings, names) = (settings(), Names::fresh().unwrap());
        let probe = |kind| Probe::all(&settings, &names, true).into_iter().find(|p| p.kind == kind);
        let forged = probe(Kind::Forged(Way::Relay)).unwrap();
        let bytes = forged.bytes(&settings, &names, Timestamp::UNIX_EPOCH);
        let judged = crate::mail::authentication::judge(&bytes, &settings.trust);
        assert_eq!(judged.verdict, crate::mail::Verdict::Pass, "{:?}", judged.reasons);
        let plain = probe(Kind::Plain).unwrap().bytes(&settings, &names, Timestamp::UNIX_EPOCH);
        let judged = crate::mail::authentication::judge(&plain, &settings.trust);
        assert_eq!(judged.verdict, crate::mail::Verdict::None);
    }
}
