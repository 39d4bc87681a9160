//! Who writes what → what is decided. One table; the columns are the whole of what triage may know.
use super::{Arrival, Decision, Known, TokenKnown, decide, wanted};
use crate::directory::Account;
use crate::mail::{self, Doubt, Message, TrustSettings, Verdict};
use crate::workflow::actor::{Applicant, Role};
use crate::workflow::case::{AccountRef, Case, State};
use crate::workflow::policy::Rules;
use crate::workflow::tests::house;
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    "2026-11-09T09:41:00+07:00".parse().unwrap()
}

fn account(address: &str) -> Account {
    Account::of_test(1, "AA.TELUKCONTOH", address)
}

fn case(state: State) -> Case {
    let mut case = Case::blank("LKT-2026-00042".into(), now());
    case.state = state;
    case.applicant = Applicant {
        name: Some("Ratna".into()),
        address: Some(RATNA.into()),
        registered: true,
        phone: None,
    };
    case.account = Some(AccountRef {
        id: 1,
        user_id: "AA.TELUKCONTOH".into(),
        name: "Ratna".into(),
        nip: None,
        unit: None,
        backend: "manual".into(),
        masked_address: "r***@kkp.example".into(),
        privileged: false,
        two_approvers: false,
        has_contact: false,
        address_changed_at: None,
    });
    case.approval_round = 2;
    case
}

fn mail_of(from: &str, subject: &str, text: &str, paper: bool) -> Message {
    let head = format!(
        "From: {from}\r\nTo: helpdesk-lpse@kkp.example\r\nSubject: {subject}\r\n\
         Message-ID: <1@kkp.example>\r\nMIME-Version: 1.0\r\n"
    );
    let body = if paper {
        format!(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{text}\r\n--b\r\n\
             Content-Type: application/pdf; name=\"sk.pdf\"\r\n\
             Content-Disposition: attachment; filename=\"sk.pdf\"\r\n\r\n%PDF-1.4\r\n--b--\r\n"
        )
    } else {
        format!("\r\n{text}\r\n")
    };
    mail::parse((head + &body).as_bytes(), &TrustSettings::default())
}

const OFFICE: &str = "helpdesk-lpse@kkp.example";
const RATNA: &str = "ratna.k@kkp.example";
const BAGUS: &str = "bagus@kkp.example";
const DEWI: &str = "dewi@kkp.example";
const STRANGER: &str = "anton@lain.example";

/// One row of the table.
#[derive(Clone)]
struct Row {
    from: &'static str,
    subject: &'static str,
    text: &'static str,
    paper: bool,
    verdict: Verdict,
    doubt: Option<Doubt>,
    verdicts: bool,
    released: bool,
    known: Known,
}

fn from(from: &'static str, text: &'static str) -> Row {
    Row {
        from,
        subject: "Permohonan",
        text,
        paper: false,
        verdict: Verdict::None,
        doubt: None,
        verdicts: false,
        released: false,
        known: Known::default(),
    }
}

impl Row {
    fn paper(mut self) -> Row {
        self.paper = true;
        self
    }
    fn subject(mut self, subject: &'static str) -> Row {
        self.subject = subject;
        self
    }
    fn verdict(mut self, verdict: Verdict) -> Row {
        self.verdict = verdict;
        self.verdicts = true;

        self
    }
    fn doubt(mut self, doubt: Doubt) -> Row {
        self.doubt = Some(doubt);
        self
    }
    fn released(mut self) -> Row {
        self.released = true;
        self
    }
    /// The sender's address is in the register.
    fn holder(mut self) -> Row {
        self.known.accounts = vec![account(self.from)];
        self
    }
    /// The mail refers to a case.
    fn about(mut self, state: State) -> Row {
        self.known.case = Some(case(state));
        self
    }
    /// The sender has a case, which the mail does not name.
    fn has(mut self, state: State) -> Row {
        self.known.cases.push(case(state));
        self
    }
    fn late_by(mut self, days: i64) -> Row {
        let until = now() - SignedDuration::from_hours(24 * days);
        for case in self.known.cases.iter_mut().chain(self.known.case.as_mut()) {
            case.reopen_until = Some(until);
        }
        self
    }
    fn token(mut self, person: &str, role: Role) -> Row {
        self.known.token = Some(TokenKnown {
            case_id: "LKT-2026-00042".into(),
            person: person.into(),
            role,
            round: 2,
            live: true,
            digest: None,
            created_at: now() - SignedDuration::from_hours(1),
        });
        self.about(State::Verifying)
    }
    fn answered(mut self) -> Row {
        self.known.answered_lately = true;
        self
    }

    /// The decision in a word or two.
    fn decided(&self, rules: &Rules) -> String {
        let mut message = mail_of(self.from, self.subject, self.text, self.paper);
        message.authentication.verdict = self.verdict;
        message.authentication.doubt = self.doubt;
        let arrival = Arrival {
            id: 7,
            message: &message,
            received_at: now(),
            released: self.released,
            too_large: false,
            verdicts: self.verdicts,
            simulated: false,
            own_address: OFFICE,
        };
        match decide(&arrival, &wanted(&message, OFFICE, '+'), &self.known, rules) {
            Decision::Open(request) => match (request.out_of_scope, request.warn_owner) {
                (Some(scope), _) => format!("open {scope:?}").to_lowercase(),
                (None, true) => "open warn".into(),
                (None, false) => "open".into(),
            },
            Decision::Guest(_) => "guest".into(),
            Decision::Add { added, .. } => format!("add {}", added.papers.len()),
            Decision::Note { .. } => "note".into(),
            Decision::ApplicantCommand { command, .. } => {
                format!("applicant {:?}", command.verdict).to_lowercase()
            }
            Decision::Staff(staff) => {
                let round = staff.round.map_or("-".into(), |r| r.to_string());
                let own = if staff.own_account { " own" } else { "" };
                format!("staff {:?} {round}{own}", staff.parsed.command.verdict).to_lowercase()
            }
            Decision::List { whole, .. } => format!("list{}", if whole { " all" } else { "" }),
            Decision::Delegate { person, parsed } => {
                format!("{:?} {person}", parsed.command.verdict).to_lowercase()
            }
            Decision::AskBack { unclear, .. } => format!("ask {}", unclear.code()),
            Decision::NobodyWaits { .. } => "nobody waits".into(),
            Decision::Disowned { by, .. } => format!("disowned {}", by.shown()),
            Decision::Bounce { order } => {
                order.map_or("bounce".into(), |(o, s)| format!("bounce {o} {s}"))
            }
            Decision::AutoReply { .. } => "auto reply".into(),
            Decision::Bulk => "bulk".into(),
            Decision::LinkMisused { owner, by, .. } => format!("misused {owner} {by}"),
            Decision::Held(why) => format!("held {}", why.as_str()),
        }
    }
}

const ASKS: &str = "Mohon reset password Admin Agency, surat dan SK terlampir.";
const THANKS: &str = "Terima kasih banyak, sudah bisa login.";

fn applicants() -> Vec<(Row, &'static str)> {
    let waiting = State::WaitingApplicant;
    let unfollowed = State::ClosedNoFollowup;
    vec![
        (from(RATNA, ASKS).holder().paper(), "open"),
        (from(RATNA, ASKS).holder(), "open"),
        (from(RATNA, "Selamat pagi semua.").holder(), "held not_a_request"),
        (from(RATNA, "Berikut SK yang diminta").holder().paper().has(waiting), "add 1"),
        (from(RATNA, "Berikut SK yang diminta").holder().paper().about(waiting), "add 1"),
        (from(RATNA, "STATUS").holder().has(waiting), "applicant status"),
        (from(RATNA, "BATAL").holder().about(State::Verifying), "applicant close"),
        (from(RATNA, "SETUJU").holder().about(State::Verifying), "add 0"),
        (from(RATNA, THANKS).holder().about(State::Delivered), "note"),
        (from(RATNA, THANKS).holder().has(State::Delivered), "note"),
        (from(RATNA, THANKS).holder().about(State::Rejected), "note"),
        (from(RATNA, ASKS).holder().paper().about(State::Delivered), "open"),
        (from(RATNA, ASKS).holder().paper().has(State::Delivered), "open"),
        (from(RATNA, "Ini SK nya").holder().paper().about(unfollowed).late_by(-1), "add 1"),
        (from(RATNA, "Ini SK nya").holder().paper().has(unfollowed).late_by(-1), "add 1"),
        (from(RATNA, "Ini SK nya").holder().paper().about(unfollowed).late_by(1), "open"),
        (from(RATNA, "SK masih kami cari ya").holder().about(unfollowed).late_by(-1), "note"),
        // The holder of the account may speak in a case somebody else opened for it.
        (from("pemegang@kkp.example", "Ini SK nya").holder().paper().about(waiting), "add 1"),
    ]
}

fn strangers() -> Vec<(Row, &'static str)> {
    let mut names = from(STRANGER, ASKS).paper().released();
    names.known.named = vec![account(RATNA)];
    vec![
        (from(STRANGER, ASKS).paper(), "held unknown_sender"),
        (
            from(STRANGER, "Ini SK nya").paper().about(State::WaitingApplicant),
            "held foreign_followup",
        ),
        (from(STRANGER, "BATAL").about(State::Verifying), "held foreign_followup"),
        (from(STRANGER, "STATUS").about(State::Verifying), "held foreign_followup"),
        (from(STRANGER, "Kami penyedia mohon reset password akun perusahaan."), "open vendor"),
        (
            from(STRANGER, "Kami penyedia mohon reset password akun perusahaan.").answered(),
            "held repeated",
        ),
        (
            from(STRANGER, "SETUJU").token("bagus", Role::AdminPpe),
            "misused bagus anton@lain.example",
        ),
        (names, "open warn"),
        (from(STRANGER, ASKS).released(), "open"),
        (from("helpdesk-lpse@kkp.example", ASKS), "auto reply"),
        (from("a@kkp.example, b@kkp.example", ASKS), "held malformed_identity"),
    ]
}

fn staff() -> Vec<(Row, &'static str)> {
    let mut spent = from(BAGUS, "SETUJU").token("bagus", Role::AdminPpe);
    spent.known.token.as_mut().unwrap().live = false;
    let mut unknown = from(BAGUS, "SETUJU");
    unknown.known.token_unknown = true;
    let mut own = from(BAGUS, "SETUJU").token("bagus", Role::AdminPpe);
    own.known.case.as_mut().unwrap().applicant.address = Some(BAGUS.into());
    vec![
        (from(BAGUS, "SETUJU").token("bagus", Role::AdminPpe), "staff approve 2"),
        (from(BAGUS, "> SETUJU").token("bagus", Role::AdminPpe), "staff none 2"),
        (spent, "staff approve -"),
        (unknown, "held token_unknown"),
        (own, "staff approve 2 own"),
        (from(BAGUS, "SETUJU").token("rina", Role::AdminPpe), "misused rina bagus@kkp.example"),
        (from(BAGUS, "LENGKAP").token("bagus", Role::Helpdesk), "held role_lost"),
        (from(BAGUS, "SETUJU"), "held no_token"),
        (from(BAGUS, "SETUJU").about(State::Verifying), "held no_token"),
        (from(BAGUS, "SETUJU").holder(), "held no_token"),
        (from(BAGUS, ASKS).holder().paper(), "open"),
        (from(BAGUS, "SETUJU\r\nLKT-2026-00099").token("bagus", Role::AdminPpe), "staff ask 2"),
        (from(BAGUS, "DAFTAR"), "list"),
        (from(BAGUS, "PANGGIL"), "held no_token"),
        (from(DEWI, "PANGGIL"), "nobody waits"),
        (from(DEWI, "LENGKAP").about(State::Checking), "held no_token"),
        (from("fitri@kkp.example", "Nama: Ratna\r\nJam: 09.20").subject("BUKU TAMU"), "guest"),
        (from(RATNA, "Nama: Ratna\r\nJam: 09.20").subject("BUKU TAMU"), "held unknown_sender"),
    ]
}

/// Once our own border gives verdicts, what it did not pass is held (`security.md` A1).
fn trust() -> Vec<(Row, &'static str)> {
    let holder = || from(RATNA, ASKS).holder().paper();
    let judge = || from(BAGUS, "SETUJU").token("bagus", Role::AdminPpe);
    vec![
        (holder().verdict(Verdict::Pass), "open"),
        (holder().verdict(Verdict::Weak), "open"),
        (holder().verdict(Verdict::None), "held auth_missing"),
        (holder().verdict(Verdict::Fail), "held auth_fail"),
        (holder().verdict(Verdict::Temperror), "held auth_temperror"),
        (holder().verdict(Verdict::Fail).released(), "open"),
        (judge().verdict(Verdict::Pass), "staff approve 2"),
        (judge().verdict(Verdict::Weak), "held auth_weak"),
        (judge().verdict(Verdict::None), "held auth_missing"),
        (judge().verdict(Verdict::None).doubt(Doubt::LoginMismatch), "held login_mismatch"),
        (judge().verdict(Verdict::None).doubt(Doubt::NotDelivered), "held not_delivered"),
        (judge().verdict(Verdict::Fail).doubt(Doubt::NotDelivered), "held auth_fail"),
        (judge().verdict(Verdict::Fail), "held auth_fail"),
        // A release makes a request of it, never a command.
        (judge().verdict(Verdict::Fail).released(), "add 0"),
    ]
}

#[test]
fn who_and_what_decide() {
    let rules = house::rules(crate::workflow::policy::Completeness::Auto);
    let mut wrong = Vec::new();
    for (row, expected) in [applicants(), strangers(), staff(), trust()].concat() {
        let found = row.decided(&rules);
        if found != expected {
            wrong.push(format!("{} {:?}: {found}, not {expected}", row.from, row.text));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
