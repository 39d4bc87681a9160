//! Completeness and hand-over as the readings make them: slots over several mails, files that cannot be
//! used, doubts for helpdesk, what Admin PPE is shown.
use crate::document::{Fields, Found, Method, PaperKind, Reading, Refusal};
use crate::workflow::actor::{Applicant, Role};
use crate::workflow::case::{Case, Kind, Missing, MissingNote, Paper, State, Unfit};
use crate::workflow::command::Verdict;
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::{Added, Event, Request, SenderCheck};
use crate::workflow::letter::{Alarm, CheckSheet, Doubt, HandOver, Lack, Letter};
use crate::workflow::policy::{Completeness, Rules, Slot, StandIn};
use crate::workflow::scan::Scan;
use crate::workflow::step::step;
use crate::workflow::tests::house::{MONDAY, account, at, full, paper, reading, rules};

/// A case and every wish since it began.
struct Office {
    case: Case,
    rules: Rules,
    effects: Vec<Effect>,
    mails: i64,
}

/// A file by its name, and what reading it gives.
type File = (&'static str, Reading, Option<Scan>);

fn file(name: &'static str, reading: Reading) -> File {
    (name, reading, None)
}

fn letter() -> File {
    file("surat.pdf", reading(PaperKind::RequestLetter, 0.97))
}

fn decree() -> File {
    file("sk.pdf", reading(PaperKind::AppointmentDecree, 0.95))
}

fn refused(name: &'static str, refusal: Refusal) -> File {
    file(name, Reading::refused(refusal, "Berkas tidak dibaca."))
}

impl Office {
    fn open(rules: Rules, files: &[File]) -> Office {
        let case = Case::blank("LKT-2026-00001".into(), at(MONDAY));
        let mut office = Office { case, rules, effects: Vec::new(), mails: 0 };
        let papers = office.papers(files);
        let request = Event::RequestArrived(Box::new(Request {
            mail: office.mails,
            applicant: Applicant {
                name: Some("Ratna".into()),
                address: Some("ratna.k@kkp.example".into()),
                registered: true,
                phone: None,
            },
            accounts: vec![account(1)],
            history_90_days: 0,
            earlier: Vec::new(),
            kind: Some(Kind::ResetPassword),
            subject: "Permohonan".into(),
            words: "Mohon reset".into(),
            message_id: None,
            received_at: at(MONDAY),
            papers,
            remarks: Vec::new(),
            sender: SenderCheck::default(),
            out_of_scope: None,
            warn_owner: false,
        }));
        office.apply(&request);
        office.read(files);
        office
    }

    fn auto(files: &[File]) -> Office {
        Office::open(rules(Completeness::Auto), files)
    }

    /// A mail's files as papers nobody has read.
    fn papers(&mut self, files: &[File]) -> Vec<Paper> {
        self.mails += 1;
        let mail = self.mails;
        let one = |(name, ..): &File| Paper {
            mail,
            name: (*name).into(),
            sha256: format!("{mail}-{name}"),
            ..paper(mail, 0)
        };
        files.iter().map(one).collect()
    }

    fn read(&mut self, files: &[File]) {
        for (name, reading, scan) in files {
            let (mail, sha256) = (self.mails, format!("{}-{name}", self.mails));
            let (reading, scan) = (Box::new(reading.clone()), scan.clone());
            self.apply(&Event::PaperRead { mail, sha256, reading, scan });
        }
    }

    fn add(&mut self, files: &[File]) {
        let papers = self.papers(files);
        self.apply(&Event::MailAdded(Box::new(Added {
            mail: self.mails,
            message_id: None,
            received_at: at(MONDAY),
            papers,
            remarks: Vec::new(),
            excerpt: String::new(),
            kind: None,
            user_ids: Vec::new(),
            by_staff: None,
        })));
        self.read(files);
    }

    fn helpdesk(&mut self, verdict: Verdict) {
        let order = full(Role::Helpdesk, verdict, &self.case);
        self.apply(&Event::StaffCommand(Box::new(order)));
    }

    fn apply(&mut self, event: &Event) {
        let done = step(self.case.clone(), event, &self.rules, at(MONDAY));
        self.case = done.case;
        self.effects.extend(done.effects);
    }

    fn letters(&self) -> impl DoubleEndedIterator<Item = (&Letter, &Recipient, usize)> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { letter, to, attach, .. } => Some((letter.as_ref(), to, attach.len())),
            _ => None,
        })
    }

    /// What the applicant was asked for last.
    fn asked(&self) -> Option<(Vec<Missing>, Vec<Unfit>)> {
        self.letters().rev().find_map(|(letter, to, _)| match (letter, to) {
            (Letter::MissingPapers { missing, unfit, .. }, Recipient::Applicant { .. }) => {
                Some((missing.clone(), unfit.clone()))
            }
            _ => None,
        })
    }

    /// The sheet helpdesk must answer.
    fn question(&self) -> Option<&CheckSheet> {
        self.letters().rev().find_map(|(letter, ..)| match letter {
            Letter::NewRequest(sheet) | Letter::PapersAdded(sheet) if sheet.check => Some(sheet),
            _ => None,
        })
    }

    /// What Admin PPE was handed last, and how many files with it.
    fn handed(&self) -> Option<(&HandOver, usize)> {
        self.letters().rev().find_map(|(letter, _, attached)| match letter {
            Letter::HandOver(sheet) if !sheet.copy => Some((sheet.as_ref(), attached)),
            _ => None,
        })
    }
}

fn lacks_decree(note: MissingNote) -> Vec<Missing> {
    vec![Missing::AppointmentDecree { note }]
}

#[test]
fn slots_are_filled_over_several_mails_and_only_the_rest_is_asked() {
    let mut office = Office::auto(&[letter()]);
    assert_eq!(office.asked(), Some((lacks_decree(MissingNote::NotAttached), Vec::new())));
    office.add(&[decree()]);
    assert_eq!(office.case.state, State::Verifying);
    assert_eq!(office.handed().unwrap().1, 2);
}

#[test]
fn a_file_that_cannot_be_used_is_explained_to_the_applicant() {
    for refusal in [Refusal::Archive, Refusal::Encrypted, Refusal::OldWord, Refusal::Empty] {
        let mut office = Office::auto(&[letter(), refused("berkas.bin", refusal)]);
        let unfit = vec![Unfit { name: "berkas.bin".into(), refusal }];
        assert_eq!(office.asked(), Some((lacks_decree(MissingNote::Unfit), unfit)), "{refusal:?}");
        assert!(office.question().is_none(), "{refusal:?} is no question for helpdesk");
        // The next round explains what came in it, not what was explained before.
        office.add(&[refused("lagi.rtf", Refusal::OldWord)]);
        let unfit = vec![Unfit { name: "lagi.rtf".into(), refusal: Refusal::OldWord }];
        assert_eq!(office.asked(), Some((lacks_decree(MissingNote::Unfit), unfit)));
        office.add(&[decree()]);
        assert_eq!(office.case.state, State::Verifying);
    }
}

#[test]
fn a_file_named_for_another_paper_leaves_the_slot_as_not_attached() {
    let office = Office::auto(&[letter(), refused("Surat Permohonan.rar", Refusal::Archive)]);
    let (missing, unfit) = office.asked().unwrap();
    assert_eq!(missing, lacks_decree(MissingNote::NotAttached));
    assert_eq!(unfit.len(), 1);
}

#[test]
fn helpdesks_own_request_explains_the_files_too() {
    let files = [letter(), refused("SK.rar", Refusal::Archive)];
    let mut office = Office::open(rules(Completeness::Helpdesk), &files);
    assert!(office.question().unwrap().doubts.contains(&Doubt::NoDecree));
    office.helpdesk(Verdict::Incomplete);
    let unfit = vec![Unfit { name: "SK.rar".into(), refusal: Refusal::Archive }];
    assert_eq!(office.asked(), Some((lacks_decree(MissingNote::Unfit), unfit)));
}

#[test]
fn what_is_not_sure_is_a_question_to_helpdesk_and_never_a_refusal() {
    let unsure = |kind| file("scan.jpg", reading(kind, 0.79));
    let not_scanned = Some(Scan::NotScanned { why: "clamd mati".into() });
    for (second, doubt) in [
        (unsure(PaperKind::AppointmentDecree), Doubt::UnknownPaper),
        (file("a.pdf", reading(PaperKind::Other, 1.0)), Doubt::UnknownPaper),
        (file("a.pdf", Reading::unreadable("OCR tidak terpasang.")), Doubt::UnreadablePaper),
        (file("st.pdf", reading(PaperKind::AssignmentLetter, 0.95)), Doubt::AssignmentLetter),
        (("sk.pdf", decree().1, not_scanned), Doubt::NotScanned),
    ] {
        let office = Office::auto(&[letter(), second]);
        assert_eq!(office.case.state, State::Checking, "{doubt:?}");
        assert!(office.question().unwrap().doubts.contains(&doubt), "{doubt:?}");
        assert!(office.asked().is_none(), "{doubt:?}");
    }
    let form = Office::auto(&[file("f.pdf", reading(PaperKind::Form, 0.9)), decree()]);
    assert!(form.question().unwrap().doubts.contains(&Doubt::FormForLetter));
}

#[test]
fn an_office_may_take_other_papers() {
    let mut own = rules(Completeness::Auto);
    own.papers.instead_of_decree = vec![StandIn::AssignmentLetter];
    let files = [letter(), file("st.pdf", reading(PaperKind::AssignmentLetter, 0.95))];
    let office = Office::open(own, &files);
    assert_eq!(office.case.state, State::Verifying);
    assert_eq!(office.handed().unwrap().0.stand_ins, vec![PaperKind::AssignmentLetter]);
    let mut own = rules(Completeness::Auto);
    own.papers.reset_password = vec![Slot::RequestLetter];
    assert_eq!(Office::open(own, &[letter()]).case.state, State::Verifying);
}

#[test]
fn a_paper_over_two_files_counts_once_and_with_its_first() {
    let goes_on = Reading {
        continues: Some("hal1.jpg".into()),
        ..reading(PaperKind::AppointmentDecree, 0.5)
    };
    let first = file("hal1.jpg", reading(PaperKind::AppointmentDecree, 0.9));
    let office = Office::auto(&[letter(), first, file("hal2.jpg", goes_on.clone())]);
    let (sheet, attached) = office.handed().unwrap();
    assert_eq!((office.case.state, sheet.decrees, attached), (State::Verifying, 1, 3));
    assert_eq!(sheet.papers[2].continues.as_deref(), Some("hal1.jpg"));
    // Without its first it stands for itself, and is not sure.
    let alone = Office::auto(&[letter(), file("hal2.jpg", goes_on)]);
    assert_eq!(alone.case.state, State::Checking);
}

#[test]
fn the_newest_sure_paper_is_shown_and_faint_fields_are_named() {
    let named = |name: &str, confidence: f64| {
        let fields = Fields { name: Some(name.into()), ..Fields::default() };
        let found = Found { confidence: 0.5, page: 1, line: 3 };
        Reading {
            fields,
            method: Method::Ocr,
            found: [("name".to_owned(), found)].into(),
            ..reading(PaperKind::AppointmentDecree, confidence)
        }
    };
    let mut office = Office::auto(&[letter(), file("lama.pdf", named("Agus", 0.9))]);
    office.add(&[file("baru.pdf", named("Ratna", 0.9)), file("kabur.jpg", named("R4tna", 0.4))]);
    let (sheet, _) = office.handed().unwrap();
    assert_eq!(sheet.decree.as_ref().unwrap().name.as_deref(), Some("Ratna"));
    assert_eq!((sheet.decree_file.as_deref(), sheet.decrees), (Some("baru.pdf"), 3));
    assert_eq!(sheet.decree_faint, vec!["name".to_owned()]);
}

#[test]
fn an_infected_file_goes_nowhere_and_helpdesk_hears_of_it() {
    let infected = Some(Scan::Infected { name: "Eicar-Test".into() });
    let sk = ("sk.pdf", decree().1, infected);
    let mut office = Office::auto(&[letter(), sk]);
    let unfit = vec![Unfit { name: "sk.pdf".into(), refusal: Refusal::Infected }];
    assert_eq!(office.asked(), Some((lacks_decree(MissingNote::Unfit), unfit)));
    let alarmed = office.letters().any(|(letter, to, _)| {
        let alarm = matches!(letter, Letter::Alarm { alarm: Alarm::InfectedPaper, .. });
        alarm && matches!(to, Recipient::Staff { person } if person.id == "dewi")
    });
    assert!(alarmed);
    office.add(&[file("sk bersih.pdf", decree().1)]);
    let (sheet, attached) = office.handed().unwrap();
    assert_eq!(attached, 2);
    assert!(sheet.papers.iter().all(|p| p.withheld == (p.name == "sk.pdf")));
    assert!(sheet.papers[1].scan.is_some());
}

#[test]
fn what_harms_its_reader_is_never_attached() {
    for refusal in [Refusal::Program, Refusal::Macros, Refusal::Bomb, Refusal::Disguised] {
        let office = Office::auto(&[letter(), decree(), refused("x.bin", refusal)]);
        let (sheet, attached) = office.handed().unwrap();
        assert_eq!(attached, 2, "{refusal:?}");
        assert_eq!(sheet.papers[2].refusal, Some(refusal));
        assert!(sheet.papers[2].withheld);
    }
    let office = Office::auto(&[letter(), decree(), refused("x.rar", Refusal::Archive)]);
    assert_eq!(office.handed().unwrap().1, 3, "a person may open an archive");
}

#[test]
fn staff_sees_what_a_letter_lacks_and_the_applicant_is_not_asked_for_it() {
    let thin = Reading { method: Method::Text, ..reading(PaperKind::RequestLetter, 0.9) };
    let office = Office::auto(&[file("surat.pdf", thin), decree()]);
    let (sheet, _) = office.handed().unwrap();
    let lacks = &sheet.papers[0].parts[0].lacks;
    for lack in [Lack::Number, Lack::Date, Lack::UserId, Lack::Signatory, Lack::DecreeCited] {
        assert!(lacks.contains(&lack), "{lack:?}");
    }
    assert!(office.asked().is_none());
}

#[test]
fn no_secret_of_a_paper_gets_into_a_letter() {
    let mut secret = Reading { method: Method::Text, ..reading(PaperKind::RequestLetter, 0.9) };
    secret.fields.reason = Some("lupa, password lama: teluk2019!Rahasia".into());
    secret.why = vec!["Password lama : teluk2019!Rahasia".into(), "NIK : 9901010303870001".into()];
    secret.warnings = vec!["Baris \"sandi: teluk2019!Rahasia\" memuat password.".into()];
    let mut office =
        Office::open(rules(Completeness::Helpdesk), &[file("a.pdf", secret), decree()]);
    assert!(office.question().is_some());
    office.helpdesk(Verdict::Complete);
    assert!(office.handed().is_some());
    for (letter, ..) in office.letters() {
        let stored = serde_json::to_string(letter).unwrap();
        assert!(!stored.contains("teluk2019") && !stored.contains("9901010303870001"), "{stored}");
    }
}
