//! Every letter in both languages as people get it: snapshots, and the promises letters keep.
use loket::template::{Language, Rendered, Site, Templates, samples};
use loket::workflow::letter::Letter;

const SECRET: &str = "k7qm-4txd-9wpz-h3fr";
const CASE: &str = "LKT-2026-00042";

fn site(simulated: bool) -> Site {
    Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: Some("(021) 555 0100".into()),
        spse_url: Some("https://spse.kkp.example/eproc4".into()),
        address: "loket@lpse.kkp.example".into(),
        zone: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap(),
        zone_label: "WIB".into(),
        simulated,
    }
}

fn render(set: &Templates, letter: &Letter) -> Rendered {
    let secret = letter.secret().map(|_| SECRET);
    set.render(letter, Some(CASE), &site(false), secret)
        .unwrap_or_else(|e| panic!("{}: {e}", letter.template()))
}

#[test]
fn dump() {
    let set = Templates::builtin(Language::Id).unwrap();
    for (i, l) in samples().iter().enumerate() {
        let r = render(&set, l);
        println!("=== {i} {}\n{}\n\n{}", l.template(), r.subject, r.text);
        if let Ok(d) = std::env::var("DUMP") {
            if let Some(h) = &r.html {
                std::fs::write(format!("{d}/{i:02}_{}.html", l.template()), h).unwrap();
            }
        }
    }
}
