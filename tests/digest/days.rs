//! Three days of an office: nothing happened, much happened, something is wrong.
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use loket::calendar::Calendar;
use loket::report::{DayFacts, Move};
use loket::workflow::case::{AccountRef, Case, Deviation, Holder, Kind, State, StepClock};
use loket::workflow::letter::{
    Digest, FailedLetter, FrozenOrder, HeldLine, OutcomeLine, StepFigures, Unsent,
};
use loket::workflow::policy::Holders;

pub fn at(text: &str) -> Timestamp {
    format!("{text}:00+07:00").parse().unwrap()
}

pub fn calendar() -> Calendar {
    Calendar::builtin().unwrap()
}

pub const DAY: Date = date(2026, 11, 16);

pub fn facts(cases: Vec<Case>) -> DayFacts {
    let now = at("2026-11-16T07:30");
    DayFacts {
        date: DAY,
        now,
        by_hand: false,
        missed: Vec::new(),
        since: Some(at("2026-11-13T07:30")),
        cases,
        moves: Vec::new(),
        steps: Vec::new(),
        opening_holder: Holder::Helpdesk,
        held: Vec::new(),
        frozen: Vec::new(),
        frozen_orders: Vec::new(),
        failed_letters: Vec::new(),
        unsent: None,
        muted: 0,
        mails_arrived: 0,
        outcomes: Vec::new(),
        lags: Vec::new(),
        last_fetch: Some(at("2026-11-16T07:29")),
        log_head: "9b74c9897bac770ffc029102a200c5de".repeat(2),
        log_length: 412,
        calendar_weeks: 6,
        changes: Vec::new(),
    }
}

const NAMES: [&str; 6] = [
    "Ratna Kusumawardani, S.St.Pi.",
    "Yohanes Tangkuman, S.Pi.",
    "Ni Made Ayu Suryaningsih",
    "Muhammad Rizky Ramadhan Siregar",
    "Slamet",
    "Dr. Ir. Hj. Siti Nurhaliza Wulandari, M.Si.",
];
const UNITS: [&str; 4] = [
    "Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh",
    "Dinas Perikanan Kabupaten Contoh Barat",
    "Sekretariat Contoh",
    "Politeknik Contoh Kelautan dan Perikanan Kampus Contoh Selatan",
];
const STATES: [State; 8] = [
    State::Received,
    State::Checking,
    State::WaitingApplicant,
    State::Verifying,
    State::Executing,
    State::Delivering,
    State::Confirming,
    State::DeliveryFailed,
];

fn clock(step: u8, holder: Holder, minutes: i64, due: Timestamp, stopped: bool) -> StepClock {
    let started_at = due - SignedDuration::from_mins(minutes);
    let stopped_at = stopped.then(|| due - SignedDuration::from_mins(1));
    // Fields that others add have their defaults: this is about the digest.
    let json = serde_json::json!({
        "step": step, "holder": holder, "standard_minutes": 15,
        "started_at": started_at, "due_at": due, "stopped_at": stopped_at,
    });
    serde_json::from_value(json).unwrap()
}

/// An open case of the busy day.
fn open(number: usize) -> Case {
    let received_at = at("2026-11-10T08:00") + SignedDuration::from_mins(97 * number as i64);
    let state = STATES[number * 7 % STATES.len()];
    let opened_at = Some(received_at + SignedDuration::from_mins(40));
    let mut case = Case {
        state,
        kind: [Some(Kind::ResetPassword), Some(Kind::UserIdInformation), Some(Kind::Both), None]
            [number % 4],
        open_due: received_at + SignedDuration::from_hours(7),
        opened_at: opened_at.filter(|_| state != State::Received),
        account: Some(AccountRef {
            id: number as i64,
            user_id: format!("AGENCY{number:02}"),
            name: NAMES[number % 6].into(),
            nip: None,
            unit: Some(UNITS[number % 4].into()),
            backend: "manual".into(),
            masked_address: "p***@kkp.example".into(),
            privileged: false,
            two_approvers: false,
            has_contact: false,
            address_changed_at: None,
        }),
        ..Case::blank(format!("LKT-2026-{:05}", 400 + number), received_at)
    };
    case.applicant.name = Some(NAMES[number % 6].into());
    case.clocks.push(clock(5, Holder::Helpdesk, 5, received_at, true));
    if state == State::WaitingApplicant {
        case.answer_due =
            Some(at("2026-11-16T16:00") + SignedDuration::from_hours(number as i64 % 60));
    }
    if matches!(state, State::Verifying | State::Executing | State::Confirming) {
        let due = at("2026-11-16T07:20") + SignedDuration::from_mins(number as i64 % 40);
        case.clocks.push(clock(9, Holder::AdminPpe, 15, due, false));
    }
    if number.is_multiple_of(4) {
        let holder = [Holder::AdminPpe, Holder::Helpdesk][number / 4 % 2];
        let explanation = "menunggu konfirmasi telepon; pemegang akun sedang dinas luar";
        let deviation: Deviation = serde_json::from_value(serde_json::json!({
            "step": ([9, 5][number / 4 % 2]),
            "standard_minutes": 15,
            "actual_minutes": (!number.is_multiple_of(3)).then_some(20 + number),
            "holder": holder,
            "explanation": number.is_multiple_of(8).then_some(explanation),
        }))
        .unwrap();
        case.deviations.push(deviation);
    }
    case
}

fn ended(number: usize) -> Case {
    let received_at = at("2026-11-02T08:00") + SignedDuration::from_mins(170 * number as i64);
    let done = received_at + SignedDuration::from_mins(55);
    let mut case = Case {
        state: State::Delivered,
        opened_at: Some(received_at + SignedDuration::from_mins(10)),
        open_due: received_at + SignedDuration::from_hours(8),
        ended_at: Some(done),
        ..Case::blank(format!("LKT-2026-{:05}", 300 + number), received_at)
    };
    for (step, holder, minutes) in [
        (3, Holder::FrontOffice, 5),
        (5, Holder::Helpdesk, 5),
        (6, Holder::Helpdesk, 5),
        (8, Holder::Helpdesk, 5),
        (9, Holder::AdminPpe, 15),
        (10, Holder::AdminPpe, 10),
        (11, Holder::Helpdesk, 5),
        (12, Holder::AdminPpe, 5),
        (13, Holder::Helpdesk, 10),
        (14, Holder::Helpdesk, 5),
    ] {
        let mut step = clock(step, holder, minutes, done, true);
        if (number + usize::from(step.step)).is_multiple_of(usize::from(step.step)) {
            step.stopped_at = Some(step.due_at + SignedDuration::from_mins(9));
        }
        case.clocks.push(step);
    }
    case
}

pub fn empty() -> DayFacts {
    facts(Vec::new())
}

pub fn busy() -> DayFacts {
    let mut cases: Vec<Case> = (0..60).map(open).collect();
    cases.extend((0..40).map(ended));
    let mut facts = facts(cases);
    for n in 0..90_i64 {
        let at = at("2026-11-02T09:00") + SignedDuration::from_hours(4 * n);
        let state = [State::Delivered, State::Delivered, State::Rejected, State::Withdrawn];
        facts.moves.push(Move { at, arrived: true, ended: None });
        if n % 3 != 0 {
            let ended = Some(state[n as usize % 4]);
            facts.moves.push(Move { at, arrived: false, ended });
        }
    }
    facts.steps = [
        (3, 40, 26),
        (4, 100, 92),
        (5, 100, 92),
        (6, 40, 33),
        (8, 40, 35),
        (9, 46, 35),
        (10, 40, 36),
        (11, 9, 9),
        (12, 40, 36),
        (13, 40, 36),
        (14, 40, 0),
    ]
    .map(|(step, total, within)| StepFigures {
        step,
        holder: Some(Holders::default().of(step)),
        total,
        within,
        percent: within * 100 / total,
    })
    .to_vec();
    facts.held = (0..8)
        .map(|n| HeldLine {
            id: 200 + n,
            from: format!("penawaran{n}@toko-alat-tulis-kantor.example"),
            subject: "Promo toner printer akhir tahun, diskon sampai dengan 70 persen".into(),
            received_at: at("2026-11-13T09:00") + SignedDuration::from_hours(n),
            reason: ["unknown_sender", "not_verified"][n as usize % 2].into(),
        })
        .collect();
    facts.mails_arrived = 318;
    facts.outcomes = outcomes(&[
        ("added", 22, 3),
        ("auto_reply", 9, 1),
        ("case", 131, 14),
        ("command", 118, 19),
        ("duplicate", 6, 0),
        ("held", 31, 8),
        ("note", 1, 0),
    ]);
    facts.lags = vec![2, 3, 3, 4, 60, 61, 220];
    facts.muted = 3;
    facts.changes = vec!["calendar.toml".into(), "people.toml".into()];
    facts
}

pub fn alarm() -> DayFacts {
    let mut facts = busy();
    facts.missed = vec![date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 13)];
    facts.mails_arrived = 320;
    facts.outcomes.push(OutcomeLine { outcome: "set_aside".into(), total: 1, recent: 1 });
    facts.last_fetch = Some(at("2026-11-16T05:12"));
    facts.calendar_weeks = 80;
    facts.unsent = Some(Unsent { count: 4, oldest: at("2026-11-15T22:10") });
    facts.frozen_orders = vec![FrozenOrder {
        id: 311,
        id_case: "LKT-2026-00041".into(),
        letter: Some("reminder".into()),
    }];
    facts.failed_letters = vec![
        FailedLetter {
            id: 902,
            id_case: "LKT-2026-00391".into(),
            letter: Some("credentials".into()),
            to: Some("r***@kkp.example".into()),
            state: "bounced".into(),
            error: Some(
                "550 5.1.1 <r***@kkp.example>: Recipient address rejected: User unknown".into(),
            ),
        },
        FailedLetter {
            id: 911,
            id_case: String::new(),
            letter: Some("digest".into()),
            to: Some("bagus@kkp.example".into()),
            state: "failed".into(),
            error: None,
        },
    ];
    facts
}

pub fn outcomes(list: &[(&str, u64, u64)]) -> Vec<OutcomeLine> {
    let line = |(name, total, recent): &(&str, u64, u64)| OutcomeLine {
        outcome: (*name).to_owned(),
        total: *total,
        recent: *recent,
    };
    list.iter().map(line).collect()
}

pub fn whole(facts: DayFacts) -> Digest {
    loket::report::digest(facts, &calendar())
}
