//! Papers of one mail: each is scanned for malware first, where a scanner is configured, and read only
//! then. Knows no rule of what happens to a paper; the case decides by what is said of it here.
use super::{Dispatch, House, unperformed};
use crate::document::{Reading, Refusal};
use crate::malware::{Scanner, Verdict};
use crate::store::{Claimed, Lane, Settled, StoreError};
use crate::workflow::effect::Effect;
use crate::workflow::event::Event;
use crate::workflow::scan::Scan;
use jiff::{SignedDuration, Timestamp};

/// Papers of one mail that are read together, at most: no mail is kept with more.
const MOST_PAPERS: u32 = 64;

/// When a scan that gave no verdict is tried again. Together they stay below the time a case waits for
/// its papers.
const SCAN_AGAIN: [SignedDuration; 3] =
    [SignedDuration::from_secs(15), SignedDuration::from_secs(45), SignedDuration::from_secs(120)];

impl Dispatch {
    /// Reads the papers of the mail that waits longest, all that are due of it together, for the mail is
    /// fetched and taken apart once and a paper may go on in the next file. The other mails are for
    /// whoever comes next: reading is slow, and several do it side by side. False if nothing waits.
    pub async fn read_next(
        &self,
        house: &House,
        now: impl Fn() -> Timestamp,
    ) -> Result<bool, StoreError> {
        let orders = self.claim_mail(now()).await?;
        if orders.is_empty() {
            return Ok(false);
        }
        let began = now();
        let lane: Vec<&Claimed> = orders.iter().collect();
        let read = match self.read(&lane, began).await {
            Ok(read) if read.len() == orders.len() => read,
            Ok(_) => orders.iter().map(|_| super::misplaced()).collect(),
            Err(StoreError::Temporary(why)) => {
                let again = || StoreError::Temporary(why.clone());
                orders.iter().map(|order| unperformed(order, again(), began)).collect()
            }
            Err(StoreError::Permanent(why)) => {
                let never = || StoreError::Permanent(why.clone());
                orders.iter().map(|order| unperformed(order, never(), began)).collect()
            }
        };
        // A long reading is over now, not when it began.
        self.settle_surely(orders.into_iter().zip(read).collect(), house, now()).await?;
        Ok(true)
    }

    /// Claims the papers of one mail.
    async fn claim_mail(&self, now: Timestamp) -> Result<Vec<Claimed>, StoreError> {
        let mut tx = self.store.begin().await?;
        let claimed = tx.claim(Lane::Read, MOST_PAPERS, now).await?;
        let mail = claimed.first().and_then(paper_of).map(|paper| paper.0);
        let (own, others): (Vec<Claimed>, Vec<Claimed>) =
            claimed.into_iter().partition(|order| paper_of(order).map(|paper| paper.0) == mail);
        for order in others {
            tx.give_back(order.id).await?;
        }
        if !own.is_empty() {
            tx.commit().await?;
        }
        Ok(own)
    }

    /// Papers of one mail.
    pub(super) async fn read(
        &self,
        orders: &[&Claimed],
        now: Timestamp,
    ) -> Result<Vec<Settled>, StoreError> {
        let papers: Vec<(i64, &str, &str)> = orders.iter().filter_map(|o| paper_of(o)).collect();
        let Some((mail, ..)) = papers.first().copied() else { return Ok(Vec::new()) };
        let named: Vec<(&str, &str)> =
            papers.iter().map(|(_, sha256, name)| (*sha256, *name)).collect();
        let Some(raw) = self.store.shelf(mail).await? else {
            let why = "surat asli tidak ada di arsip";
            let scan = self.scanner.as_ref().map(|_| Scan::NotScanned { why: why.into() });
            let one = |(sha256, _): &(&str, &str)| {
                read(mail, sha256, Reading::unreadable(why), scan.clone())
            };
            return Ok(named.iter().map(one).collect());
        };
        let next: Vec<Next> = match &self.scanner {
            None => named.iter().map(|_| Next::Read(None)).collect(),
            Some(scanner) => {
                let verdicts = self.scan(scanner, &raw, &named).await;
                let all = orders.iter().zip(&papers).zip(verdicts);
                all.map(|((order, paper), verdict)| judged(verdict, order, *paper, now)).collect()
            }
        };
        let opened = named.iter().zip(&next).filter(|(_, next)| matches!(next, Next::Read(_)));
        let opened: Vec<(&str, &str)> = opened.map(|(named, _)| *named).collect();
        let mut readings = match opened.is_empty() {
            true => Vec::new(),
            false => self.workers.read_papers(&raw, &opened).await,
        }
        .into_iter();
        let one = |(next, (sha256, _)): (Next, &(&str, &str))| match next {
            Next::Settled(settled) => settled,
            Next::Read(scan) => {
                let missing =
                    || Reading::unreadable("Berkas tidak terbaca; perlu dilihat petugas.");
                read(mail, sha256, readings.next().unwrap_or_else(missing), scan)
            }
        };
        Ok(next.into_iter().zip(&named).map(one).collect())
    }

    /// The verdict on each. Once the scanner does not answer it is not asked again for this mail, so
    /// that one that hangs costs its time-out once.
    async fn scan(&self, scanner: &Scanner, raw: &[u8], named: &[(&str, &str)]) -> Vec<Verdict> {
        let keys: Vec<&str> = named.iter().map(|(sha256, _)| *sha256).collect();
        let files = match self.workers.extract_all(raw, &keys).await {
            Ok(files) => files,
            Err(error) => {
                tracing::warn!(%error, "papers not extracted for the scan");
                let why = "lampiran tidak dapat dikeluarkan dari suratnya".to_owned();
                let temporary = error.is_temporary();
                let verdict = Verdict::NotScanned { why, temporary };
                return keys.iter().map(|_| verdict.clone()).collect();
            }
        };
        let mut away: Option<Verdict> = None;
        let mut verdicts = Vec::with_capacity(files.len());
        for file in files {
            let verdict = match (&away, file) {
                (Some(away), _) => away.clone(),
                (None, Some(bytes)) => scanner.scan(&bytes).await,
                (None, None) => {
                    let why = "lampiran tidak ditemukan dalam surat asal".to_owned();
                    Verdict::NotScanned { why, temporary: false }
                }
            };
            if matches!(verdict, Verdict::NotScanned { temporary: true, .. }) {
                away = Some(verdict.clone());
            }
            verdicts.push(verdict);
        }
        verdicts
    }
}

/// What is to be done with a paper after its scan.
enum Next {
    /// Nothing: it is settled already, or it waits.
    Settled(Settled),
    Read(Option<Scan>),
}

/// What a verdict means for a paper. One without a verdict waits for another try; after the last it is
/// read (in its child it harms nobody) and marked, so that a person decides.
fn judged(
    verdict: Verdict,
    order: &Claimed,
    (mail, sha256, name): (i64, &str, &str),
    now: Timestamp,
) -> Next {
    match verdict {
        Verdict::Clean => Next::Read(Some(Scan::Clean)),
        Verdict::Infected(malware) => {
            tracing::warn!(mail, malware, "a paper is infected");
            let why =
                format!("Berkas {name} terinfeksi ({malware}); tidak dibuka dan tidak diteruskan.");
            let reading = Reading::refused(Refusal::Infected, why);
            Next::Settled(read(mail, sha256, reading, Some(Scan::Infected { name: malware })))
        }
        Verdict::NotScanned { why, temporary } => {
            let step = usize::try_from(order.attempts).unwrap_or(usize::MAX);
            match SCAN_AGAIN.get(step).filter(|_| temporary) {
                Some(pause) => {
                    tracing::warn!(mail, why, tries = order.attempts, "a paper waits for its scan");
                    let at = now.checked_add(*pause).unwrap_or(now);
                    let settled =
                        Settled::Retry { at, error: why, rendered: None, recipient: None };
                    Next::Settled(settled)
                }
                None => Next::Read(Some(Scan::NotScanned { why })),
            }
        }
    }
}

fn read(mail: i64, sha256: &str, reading: Reading, scan: Option<Scan>) -> Settled {
    let (sha256, reading) = (sha256.to_owned(), Box::new(reading));
    let event = Event::PaperRead { mail, sha256, reading, scan };
    Settled::Done { recipient: None, event: Some(event) }
}

/// The paper an order wants read: its mail, hash and name.
fn paper_of(order: &Claimed) -> Option<(i64, &str, &str)> {
    match &order.effect {
        Effect::Read { mail, sha256, name } => Some((*mail, sha256, name)),
        _ => None,
    }
}
