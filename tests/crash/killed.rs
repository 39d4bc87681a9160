//! The real program against `kill -9`: at named steps of its work, and at any change it makes to a
//! file, again and again, during recovery too. Then it may finish, and the books are compared.
use crate::ledger;
use crate::office::{DESK, JUDGE, Office, People, applicant, request};
use crate::process::{Loket, PATIENCE, Watch, shoot, within};
use crate::server::{Act, Phase, Server};
use crate::signals::finish;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A step to be killed in, with its name in `security.md` B.2.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// In the dialogue of the receipt.
    Receipt(Phase),
    /// In the dialogue of the credential.
    Credential(Phase),
    /// At the nth change of a file whose name holds the word, after the request came in.
    File(&'static str, usize),
}

const POINTS: [Point; 26] = [
    Point::Receipt(Phase::Connect),     // K30
    Point::Receipt(Phase::Mail),        // K31
    Point::Receipt(Phase::Rcpt),        // K32
    Point::Receipt(Phase::Data),        // K32
    Point::Receipt(Phase::Text),        // K33
    Point::Receipt(Phase::Dot),         // K34
    Point::Receipt(Phase::Kept),        // K34
    Point::Receipt(Phase::Answered),    // K35
    Point::Credential(Phase::Mail),     // before K60
    Point::Credential(Phase::Rcpt),     // before K60
    Point::Credential(Phase::Data),     // K60
    Point::Credential(Phase::Text),     // K61
    Point::Credential(Phase::Dot),      // K62
    Point::Credential(Phase::Kept),     // K62
    Point::Credential(Phase::Answered), // K63
    Point::File("loket.db-wal", 1),     // K02, recovery itself
    Point::File("loket.db-wal", 3),     // K03, recovery itself
    Point::File("loket.db-wal", 12),    // K20
    Point::File("loket.db-wal", 40),    // K40, K41
    Point::File("P1.uji", 1),           // K01: the mail arrives
    Point::File("P1.uji", 2),           // K05: the mail is moved
    Point::File("P1.uji", 3),           // K06
    Point::File("LKT-", 1),             // K70
    Point::File("LKT-", 2),             // K71
    Point::File("LKT-", 3),             // K72
    Point::File("loket.lock", 1),       // the very start
];

/// Arms the server for a point of the dialogue; the process dies in it.
fn arm(server: &Server, point: Point, address: String, pid: u32) {
    let (wanted, credential) = match point {
        Point::Receipt(phase) => (phase, false),
        Point::Credential(phase) => (phase, true),
        Point::File(..) => return server.hook(|_, _, _| Act::Go),
    };
    let books = server.clone();
    server.hook(move |phase, to, line| {
        let first = phase == Phase::Connect && wanted == Phase::Connect;
        let early = phase == Phase::Mail && wanted == Phase::Mail;
        let kept = |to: &str| books.received().iter().any(|mail| mail.kept && mail.to == to);
        // At MAIL the recipient is not known yet: any letter after the receipt will do.
        let there = first || (early && kept(&address) == credential) || to == address;
        let text = phase != Phase::Text || !credential || line.contains("Kp7#mR");
        let mut before = kept(&address);
        if matches!(phase, Phase::Kept | Phase::Answered) {
            let count = |mail: &&crate::server::Received| mail.kept && mail.to == address;
            before = books.received().iter().filter(count).count() > 1;
        }
        if phase == wanted && there && text && (first || before == credential) {
            shoot(pid);
            return Act::Hang;
        }
        Act::Go
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_named_step() {
    let server = Server::start();
    let office = Office::new(Some(&server), "system", POINTS.len()).await;
    let mut people = People::default();
    people.rejects.insert(applicant(1));
    let mut kills = 0;
    for (index, point) in POINTS.into_iter().enumerate() {
        let watch = Watch::new(&office, &[format!("data/arsip/{}", year())]);
        let over = Arc::new(AtomicBool::new(false));
        if matches!(point, Point::File("loket.lock", _)) {
            std::fs::remove_file(office.path().join("data/loket.lock")).unwrap();
        }
        let mut loket = Loket::start(&office);
        arm(&server, point, applicant(index + 1), loket.pid());
        let killer = match point {
            Point::File(word, nth) => {
                let matters = move |name: &str| name.contains(word);
                Some(watch.kill_at(loket.pid(), nth, matters, over.clone()))
            }
            _ => None,
        };
        office.deliver(&request(index + 1));
        let died = within(PATIENCE, || {
            people.react(&office.letters()).iter().for_each(|raw| office.deliver(raw));
            loket.ended().is_some()
        });
        assert!(died, "{point:?} was never reached");
        assert_eq!(loket.wait().code(), None, "{point:?}: killed, not ended by itself");
        kills += 1;
        if let Some(killer) = killer {
            Watch::nudge(&office, &over);
            killer.join().unwrap();
        }
    }
    assert_eq!(kills, POINTS.len());
    server.hook(|_, _, _| Act::Go);
    let mut loket = Loket::start(&office);
    finish(&office, &mut people, POINTS.len(), &mut loket);
    ledger::check(&office, &people, POINTS.len(), "named steps").await;
    for password in &people.passwords {
        let entered = server.received().iter().filter(|m| m.holds(password)).count();
        assert!(entered <= 1, "{password} entered DATA {entered} times");
    }
}

fn year() -> String {
    jiff::Zoned::now().strftime("%Y").to_string()
}

/// A brand-new folder, killed at each of its first changes: key and database come to be whole.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_the_first_start() {
    let office = Office::new(None, "system", 0).await;
    let data = office.path().join("data");
    for nth in 1..=14 {
        std::fs::remove_dir_all(&data).unwrap();
        let watch = Watch::new(&office, &[]);
        let over = Arc::new(AtomicBool::new(false));
        let mut loket = Loket::start(&office);
        let killer = watch.kill_at(loket.pid(), nth, |_| true, over.clone());
        within(Duration::from_secs(5), || loket.ended().is_some());
        loket.kill();
        Watch::nudge(&office, &over);
        killer.join().unwrap();
        let mut again = Loket::start(&office);
        let ready = within(PATIENCE, || again.is_ready() || again.ended().is_some());
        assert!(ready && again.ended().is_none(), "no start after a kill at change {nth}");
    }
}

const KILLS: usize = 64;
const REQUESTS: usize = 42;
const SEED: u64 = 0x10_4E7;

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_under_load() {
    let office = Office::new(None, "system", REQUESTS).await;
    let mut people = People::default();
    people.rejects.extend([applicant(7), applicant(21)]);
    let mut dice = Dice(SEED);
    let mut more = vec![format!("data/arsip/{}", year())];
    let boxes = (1..=REQUESTS).map(applicant).chain([JUDGE.to_owned(), DESK.to_owned()]);
    more.extend(boxes.flat_map(|a| ["tmp", "new"].map(|sub| format!("keluar/{a}/{sub}"))));
    let mut at_changes = 0;
    for life in 0..KILLS {
        let watch = Watch::new(&office, &more);
        let over = Arc::new(AtomicBool::new(false));
        let mut loket = Loket::start(&office);
        // From the first change of recovery to far into the work, each size as likely.
        let scale = dice.next(9);
        let nth = (1u64 << scale) + dice.next(1 << scale);
        let nth = usize::try_from(nth).unwrap();
        let killer = watch.kill_at(loket.pid(), nth, |_| true, over.clone());
        if life < REQUESTS {
            office.deliver(&request(life + 1));
        }
        let died = within(Duration::from_millis(600), || {
            people.react(&office.letters()).iter().for_each(|raw| office.deliver(raw));
            loket.ended().is_some()
        });
        at_changes += usize::from(died);
        loket.kill();
        Watch::nudge(&office, &over);
        killer.join().unwrap();
    }
    assert!(at_changes > KILLS / 3, "only {at_changes} kills at a change");
    let mut loket = Loket::start(&office);
    finish(&office, &mut people, REQUESTS, &mut loket);
    ledger::check(&office, &people, REQUESTS, &format!("seed {SEED}, {KILLS} kills")).await;
    assert!(over_nothing(&office), "drafts of letters are left behind");
}

/// No half letter is visible to anybody.
fn over_nothing(office: &Office) -> bool {
    office.letters().iter().all(|letter| !letter.id.is_empty() && letter.raw.ends_with(b"\n"))
}
