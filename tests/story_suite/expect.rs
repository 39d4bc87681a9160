//! What a story expects, line by line. Says what it found where that differs.
use super::script::Line;
use super::stage::Play;
use loket::demo::Seen;
use loket::workflow::case::Case;

fn same<T: PartialEq + std::fmt::Debug>(found: T, wanted: T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("found {found:?}")) }
}

fn holds(holds: bool, otherwise: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}

/// One `expect` line.
pub async fn that(play: &mut Play, line: &Line) -> Result<(), String> {
    match line.word(1) {
        "outcome" => outcome(play, line.word(2)).await,
        "held" => held(play, line.word(2)).await,
        "cases" => {
            let cases = play.stage.daemon.store.cases().await.map_err(|e| e.to_string())?;
            same(cases.len(), line.count(2)?)
        }
        "letter" => letter(play, line),
        "no" => {
            let new = play.since(line.word(3))?;
            let found = new.iter().find(|s| s.message.subject.contains(line.word(4)));
            found.map_or(Ok(()), |s| Err(format!("found {:?}", s.message.subject)))
        }
        "quiet" => {
            let now = play.counts();
            let grown =
                now.iter().find(|(who, n)| **n > play.before.get(*who).copied().unwrap_or(0));
            grown.map_or(Ok(()), |(who, _)| Err(format!("a letter went to {who}")))
        }
        "count" => {
            let letters = play.stage.mailbox(&play.address(line.word(2))?);
            let found = letters.iter().filter(|s| s.message.subject.contains(line.word(3))).count();
            same(found, line.count(4)?)
        }
        "attached" => {
            let seen = play.letter.as_ref().ok_or("no letter was expected before")?;
            same(seen.message.attachments.iter().filter(|a| !a.inline).count(), line.count(2)?)
        }
        _ => of_case(&play.in_hand().await?, line),
    }
}

fn letter(play: &mut Play, line: &Line) -> Result<(), String> {
    let new = play.since(line.word(2))?;
    let subjects: Vec<String> = new.iter().map(|s| s.message.subject.clone()).collect();
    let found = new.into_iter().rev().find(|s| s.message.subject.contains(line.word(3)));
    let seen: Seen = found.ok_or_else(|| format!("{} got {subjects:?}", line.word(2)))?;
    let text = seen.message.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in &line.block {
        let (not, words) = match wanted.trim().strip_prefix("not ") {
            Some(words) => (true, words),
            None => (false, wanted.trim()),
        };
        let there = text.contains(words.trim_matches('"'));
        holds(there != not, format!("{wanted} does not hold of:\n{}", seen.message.text))?;
    }
    play.letter = Some(seen);
    Ok(())
}

async fn outcome(play: &Play, wanted: &str) -> Result<(), String> {
    let now = play.outcomes().await?;
    let mut grown = Vec::new();
    for (outcome, count) in &now {
        let before = play.outcomes_before.get(outcome).copied().unwrap_or(0);
        grown.extend((before..*count).map(|_| outcome.as_str()));
    }
    same(grown, vec![wanted])
}

async fn held(play: &Play, wanted: &str) -> Result<(), String> {
    let mut held = play.stage.daemon.store.held().await.map_err(|e| e.to_string())?;
    held.sort_by_key(|row| row.id);
    same(held.last().map_or("none", |row| row.reason.as_str()), wanted)
}

fn of_case(case: &Case, line: &Line) -> Result<(), String> {
    let deviation = |step: &str| case.deviations.iter().find(|d| d.step.to_string() == step);
    match line.word(1) {
        "state" => same(case.state.as_str(), line.word(2)),
        "kind" => {
            let kind = serde_json::to_value(case.kind).map_err(|e| e.to_string())?;
            same(kind.as_str().unwrap_or("none"), line.word(2))
        }
        "rounds" => same(case.rounds, line.word(2).parse().unwrap_or(0)),
        "papers" => same(case.papers.len(), line.count(2)?),
        "deviations" => same(case.deviations.len(), line.count(2)?),
        "deviation" => {
            let found = deviation(line.word(2)).ok_or(format!("{:?}", case.deviations))?;
            holds(found.explanation.is_none(), "it is explained")
        }
        "explained" => {
            let found = deviation(line.word(2)).ok_or(format!("{:?}", case.deviations))?;
            same(found.explanation.as_deref(), Some(line.word(3)))
        }
        "account" => same(case.account.as_ref().map_or("none", |a| &a.user_id), line.word(2)),
        "original_seen" => holds(case.original_seen, "the original was not seen"),
        "archived" => holds(case.archived_at.is_some(), "it is not archived"),
        "undecided" => holds(case.decision.is_none(), format!("{:?}", case.decision)),
        "taken" => holds(case.taken_by.is_some(), "nobody took it"),
        other => Err(format!("{other:?} is nothing that can be expected")),
    }
}

impl Play {
    /// The case in hand as it is now.
    pub async fn in_hand(&self) -> Result<Case, String> {
        let id = self.case.as_ref().ok_or("no case was opened")?;
        let found = self.stage.daemon.store.case(id).await.map_err(|e| e.to_string())?;
        found.ok_or(format!("{id} is gone"))
    }

    /// Everybody's mail and every case, for whoever reads a failure.
    pub async fn scene(&self) -> String {
        let mut text = String::new();
        for address in self.stage.addresses() {
            for seen in self.stage.mailbox(&address) {
                text += &format!("  {address}: {}\n", seen.message.subject);
            }
        }
        for case in self.stage.daemon.store.cases().await.unwrap_or_default() {
            text += &format!("  {} {} rounds {}\n", case.id, case.state.as_str(), case.rounds);
        }
        for held in self.stage.daemon.store.held().await.unwrap_or_default() {
            text += &format!("  held {}: {} {:?}\n", held.id, held.reason, held.subject);
        }
        text
    }
}
