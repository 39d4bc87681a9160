//! Which `Authentication-Results` are our own border's, by where they stand. Knows no verdict.
use super::super::header::{Block, Field};
use super::super::{ResultsPlace, TrustSettings};
use super::grammar::{self, Outcome, Results};
use super::hop;

/// Most own headers that are read.
const HEADER_LIMIT: usize = 10;

/// Why there are no outcomes to go by; the sentence is for people.
pub(super) enum Refused {
    /// The border wrote none.
    Absent(String),
    /// There are some, and they are not believed.
    Untrusted(String),
}

/// The outcomes our border wrote. Everything that came with the mail may be forged, also under our
/// name (`security.md` A1-02).
pub(super) fn results(
    block: &Block<'_>,
    own: &str,
    trust: &TrustSettings,
) -> Result<Vec<Outcome>, Refused> {
    let Some((border, line)) = hop::border_line(block) else {
        let why = "Surat tidak melewati server surat kami (tidak ada baris Received).";
        return Err(Refused::Untrusted(why.into()));
    };
    let headers = match trust.results {
        ResultsPlace::Above => above(block, own, border),
        ResultsPlace::Below => {
            let own_host = [own.to_owned()];
            let hosts = if trust.hosts.is_empty() { &own_host } else { trust.hosts.as_slice() };
            if !hop::by_one_of(line, hosts) {
                let why = "Baris Received teratas bukan dari server surat kami.";
                return Err(Refused::Untrusted(why.into()));
            }
            below(block, own, border).map_err(Refused::Untrusted)?
        }
    };
    if headers.is_empty() {
        let hint = match trust.results {
            ResultsPlace::Above if stands_below(block, own, border) => {
                " Ada yang di bawah baris Received; bila server kami yang menulisnya, atur trust.results = \"below\"."
            }
            _ => "",
        };
        let why = format!("Tidak ada Authentication-Results dari server surat kami.{hint}");
        return Err(Refused::Absent(why));
    }
    read(&headers, trust.results).map_err(Refused::Untrusted)
}

/// Where our own results stand in a mail, for `loket check`: `None` if there are none at the border.
pub fn place_of(raw: &[u8], authserv_id: &str) -> Option<ResultsPlace> {
    let block = Block::scan_mail(raw);
    let (border, _) = hop::border_line(&block)?;
    if !above(&block, authserv_id, border).is_empty() {
        return Some(ResultsPlace::Above);
    }
    stands_below(&block, authserv_id, border).then_some(ResultsPlace::Below)
}

fn is_own(field: &Field<'_>, own: &str) -> bool {
    field.is("authentication-results")
        && grammar::authserv_id(field.value).is_some_and(|id| id.eq_ignore_ascii_case(own))
}

fn is_trace(field: &Field<'_>) -> bool {
    field.is("received") || field.is("return-path")
}

/// What filters write beside their results. A sender's mail begins with none of these by nature, but
/// they prove nothing either.
pub(super) fn is_filters(field: &Field<'_>) -> bool {
    field.name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"x-"))
        || field.is("received-spf")
        || field.is("dkim-filter")
        || field.is("dmarc-filter")
}

type Own<'b, 'a> = Vec<&'b Field<'a>>;

/// The contiguous block of our own headers above the border's line.
fn above<'b, 'a>(block: &'b Block<'a>, own: &str, border: usize) -> Own<'b, 'a> {
    let mut headers = Vec::new();
    for field in block.fields.iter().take(border) {
        if is_own(field, own) {
            headers.push(field);
        } else if !headers.is_empty() && (is_trace(field) || field.is("authentication-results")) {
            break;
        }
    }
    headers
}

fn first_below<'b, 'a>(
    block: &'b Block<'a>,
    border: usize,
) -> impl Iterator<Item = (usize, &'b Field<'a>)> {
    block.fields.iter().enumerate().skip(border + 1).skip_while(|(_, field)| is_filters(field))
}

/// Whether one of our own headers stands directly below the border's line.
fn stands_below(block: &Block<'_>, own: &str, border: usize) -> bool {
    first_below(block, border).next().is_some_and(|(_, field)| is_own(field, own))
}

/// The contiguous block of our own headers directly below the border's line. A header under our name
/// anywhere else shows that our border lets them through: then nothing is believed.
fn below<'b, 'a>(block: &'b Block<'a>, own: &str, border: usize) -> Result<Own<'b, 'a>, String> {
    let taken: Vec<_> =
        first_below(block, border).take_while(|(_, field)| is_own(field, own)).collect();
    let all = block.fields.iter().filter(|field| is_own(field, own)).count();
    if all > taken.len() {
        return Err("Authentication-Results atas nama server kami juga ada di tempat lain: ada yang palsu; tidak satu pun dipercaya.".into());
    }
    Ok(taken.into_iter().map(|(_, field)| field).collect())
}

fn read(headers: &[&Field<'_>], place: ResultsPlace) -> Result<Vec<Outcome>, String> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for field in headers {
        if headers.len() > HEADER_LIMIT || field.blank_before_colon {
            return Err("Kepala Authentication-Results kami tidak wajar; tidak dipercaya.".into());
        }
        let Results { outcomes: found } = grammar::parse(field.value).map_err(|why| {
            format!("Kepala Authentication-Results rusak ({why}); tidak dipercaya.")
        })?;
        // Below the border a forged header may follow the real ones: then a method speaks twice.
        let twice = |o: &Outcome| outcomes.iter().any(|before| before.method == o.method);
        if place == ResultsPlace::Below && found.iter().any(twice) {
            return Err("Satu pemeriksaan dilaporkan dua kali atas nama server kami: ada yang palsu; tidak dipercaya.".into());
        }
        outcomes.extend(found);
    }
    if grammar::contradicts(&outcomes) {
        return Err("Hasil pemeriksaan saling bertentangan; tidak dipercaya.".into());
    }
    Ok(outcomes)
}
