//! The pictures of a letter: its numbers drawn, under names of this letter alone.
use crate::chart::{self, ChartError, Hue, Stack};
use crate::mail::compose::InlinePicture;
use crate::workflow::letter::{Digest, Letter};

/// What a template calls a picture, and how it is drawn.
type Draw = fn(&Digest) -> Result<Vec<u8>, ChartError>;
const PICTURES: [(&str, Draw); 3] = [("beban", load), ("harian", days), ("tahap", steps)];

/// Draws what the page shows, and gives each picture an identifier that no other mail has. A page shows
/// `src="cid:harian"`; a name nobody knows is left without its picture rather than the letter unsent.
pub fn pictures(
    letter: &Letter,
    html: Option<String>,
    message_id: &str,
) -> Result<(Option<String>, Vec<InlinePicture>), ChartError> {
    let (Letter::Digest(digest), Some(mut page)) = (letter, html.clone()) else {
        return Ok((html, Vec::new()));
    };
    let mut drawn = Vec::new();
    for (name, draw) in PICTURES {
        let wanted = format!("src=\"cid:{name}\"");
        if page.contains(&wanted) {
            let png = draw(digest)?;
            let cid = format!("{name}.{message_id}");
            page = page.replace(&wanted, &format!("src=\"cid:{cid}\""));
            drawn.push(InlinePicture { cid, name: format!("{name}.png"), png });
        }
    }
    Ok((Some(without_strays(page, message_id)), drawn))
}

/// A name of the operator's own templates that stands for no picture shows none.
fn without_strays(page: String, message_id: &str) -> String {
    let known = |rest: &str| {
        let name = rest.split('"').next().unwrap_or_default();
        name.split_once('.').is_some_and(|(_, id)| id == message_id)
    };
    let mut pieces = page.split("src=\"cid:");
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for rest in pieces {
        let tail = rest.split_once('"').map_or("", |(_, tail)| tail);
        match known(rest) {
            true => clean.extend(["src=\"cid:", rest]),
            false => clean.extend(["src=\"\"", tail]),
        }
    }
    clean
}

/// Open cases by desk, in the order of the SOP; the colours are named in the page.
fn load(digest: &Digest) -> Result<Vec<u8>, ChartError> {
    chart::bar(&[
        (digest.unopened, Hue::Orange),
        (digest.checking, Hue::Blue),
        (digest.waiting_applicant, Hue::Grey),
        (digest.at_admin_ppe, Hue::Violet),
        (digest.on_the_way, Hue::Green),
        (digest.failed_deliveries, Hue::Red),
    ])
}

/// For each day what came, and beside it what was finished.
fn days(digest: &Digest) -> Result<Vec<u8>, ChartError> {
    let group = |day: &crate::workflow::letter::DayFigures| -> Vec<Stack> {
        let ended =
            vec![(day.delivered, Hue::Green), (day.rejected, Hue::Orange), (day.closed, Hue::Grey)];
        vec![vec![(day.arrived, Hue::Blue)], ended]
    };
    chart::columns(&digest.days.iter().map(group).collect::<Vec<_>>())
}

/// For each step what was in time, and on it what was late, as shares of the whole.
fn steps(digest: &Digest) -> Result<Vec<u8>, ChartError> {
    let group = |step: &crate::workflow::letter::StepFigures| -> Vec<Stack> {
        let late = 100 - step.percent.min(100);
        vec![vec![(step.percent.min(100), Hue::Green), (late, Hue::Orange)]]
    };
    chart::columns(&digest.steps.iter().map(group).collect::<Vec<_>>())
}
