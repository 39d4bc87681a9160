//! The guest book as front office types it (`domain.md` §1.9, F-1, F-2). Always yields something: a
//! visitor gets his number even if half the form is missing. Knows no clock and no queue.
use super::tidy;
use super::words;

/// What could be read. Nothing here is trusted: it is shown and looked up, never mailed to unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestForm {
    pub name: Option<String>,
    pub institution: Option<String>,
    pub position: Option<String>,
    pub purpose: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Hour and minute when the guest book was filled in.
    pub time: Option<(u8, u8)>,
    /// Whether the original decree was brought.
    pub original: Option<bool>,
    pub nip: Option<String>,
    /// Required labels that could not be read, by their Indonesian names.
    pub missing_labels: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Institution,
    Position,
    Purpose,
    Phone,
    Email,
    Time,
    Original,
    Nip,
}

/// Longest first where one begins another.
const LABELS: [(&str, Field); 33] = [
    ("nama lengkap", Field::Name),
    ("nama tamu", Field::Name),
    ("nama", Field::Name),
    ("instansi/satker", Field::Institution),
    ("instansi", Field::Institution),
    ("satuan kerja", Field::Institution),
    ("satker", Field::Institution),
    ("unit kerja", Field::Institution),
    ("asal", Field::Institution),
    ("jabatan", Field::Position),
    ("keperluan", Field::Purpose),
    ("tujuan", Field::Purpose),
    ("maksud", Field::Purpose),
    ("perihal", Field::Purpose),
    ("no. hp", Field::Phone),
    ("no.hp", Field::Phone),
    ("no hp", Field::Phone),
    ("nomor hp", Field::Phone),
    ("no. telp", Field::Phone),
    ("no telp", Field::Phone),
    ("telepon", Field::Phone),
    ("telp", Field::Phone),
    ("hp", Field::Phone),
    ("wa", Field::Phone),
    ("e-mail", Field::Email),
    ("email", Field::Email),
    ("surel", Field::Email),
    ("jam", Field::Time),
    ("pukul", Field::Time),
    ("waktu", Field::Time),
    ("asli sk", Field::Original),
    ("sk asli", Field::Original),
    ("nip", Field::Nip),
];

/// Characters kept of one answer.
const MAX_VALUE: usize = 160;

/// Reads the new words of a guest-book mail.
pub fn read(text: &str) -> GuestForm {
    let mut form = GuestForm::default();
    for line in tidy::new_lines(text).iter().take(60) {
        for (field, value) in answers(&line.text) {
            put(&mut form, field, value);
        }
        loose(&mut form, &line.text);
    }
    let required = [
        ("Nama", form.name.is_none()),
        ("Instansi", form.institution.is_none()),
        ("Keperluan", form.purpose.is_none()),
        ("Jam", form.time.is_none()),
    ];
    form.missing_labels =
        required.iter().filter(|(_, m)| *m).map(|(l, _)| (*l).to_string()).collect();
    form
}

/// Every `label: value` of a line; several may share one, parted by commas or semicolons.
fn answers(line: &str) -> Vec<(Field, &str)> {
    let mut seen: Vec<(Field, usize, usize)> = Vec::new();
    // Same length in bytes as `line`, so that places agree.
    let low = line.to_ascii_lowercase();
    let mut at = 0;
    while at < low.len() {
        let starts = at == 0
            || low
                .get(..at)
                .is_some_and(|b| b.ends_with([' ', ',', ';', '|', '-', '•', '*', '.', ')']));
        if starts && let Some((field, end)) = label_at(&low, at) {
            seen.push((field, at, end));
            at = end;
        } else {
            at += low.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
        }
    }
    seen.iter()
        .enumerate()
        .map(|(i, (field, _, from))| {
            let to = seen.get(i + 1).map_or(line.len(), |n| n.1);
            (*field, line.get(*from..to).unwrap_or("").trim_matches([' ', ',', ';', '|', '-', '*']))
        })
        .collect()
}

fn label_at(low: &str, at: usize) -> Option<(Field, usize)> {
    let rest = low.get(at..)?;
    LABELS.iter().find_map(|(label, field)| {
        let after = rest.strip_prefix(label)?;
        let gap = after.len() - after.trim_start_matches([' ', '*', '_']).len();
        let sep = after.get(gap..)?.chars().next().filter(|c| matches!(c, ':' | '='))?;
        Some((*field, at + label.len() + gap + sep.len_utf8()))
    })
}

fn put(form: &mut GuestForm, field: Field, value: &str) {
    if !value.chars().any(char::is_alphanumeric) {
        return;
    }
    let kept = || Some(value.chars().take(MAX_VALUE).collect::<String>());
    match field {
        Field::Name if form.name.is_none() => name(form, value),
        Field::Institution if form.institution.is_none() => form.institution = kept(),
        Field::Position if form.position.is_none() => form.position = kept(),
        Field::Purpose if form.purpose.is_none() => form.purpose = kept(),
        Field::Phone if form.phone.is_none() => form.phone = phone(value),
        Field::Email if form.email.is_none() => form.email = email(value),
        Field::Time if form.time.is_none() => form.time = time(value),
        Field::Original if form.original.is_none() => form.original = yes_no(value),
        Field::Nip if form.nip.is_none() => form.nip = nip(value),
        _ => {}
    }
}

/// "bu ratna, dari teluk contoh, mau reset pasword, jam 9.20": the name ends at the first comma, and
/// the other clauses tell themselves.
fn name(form: &mut GuestForm, value: &str) {
    let mut clauses = value.split([',', ';']);
    let first = clauses.next().unwrap_or("");
    let (first, from) = match first.to_ascii_lowercase().find(" dari ") {
        Some(i) => (first.get(..i).unwrap_or(first), first.get(i + 6..)),
        None => (first, None),
    };
    let first = first.trim();
    let mut full = first.to_string();
    if form.institution.is_none() {
        form.institution = from.map(|f| f.trim().to_string()).filter(|f| !f.is_empty());
    }
    for clause in clauses {
        let clause = clause.trim();
        // "Ratna, S.Pi., M.Si." keeps its degrees.
        if clause.contains('.') && clause.len() <= 8 && !clause.chars().any(|c| c.is_ascii_digit())
        {
            full = format!("{full}, {clause}");
            continue;
        }
        tell(form, clause);
    }
    if !full.is_empty() {
        form.name = Some(full.chars().take(MAX_VALUE).collect());
    }
}

/// One clause of a one-line form.
fn tell(form: &mut GuestForm, clause: &str) {
    let low = clause.to_ascii_lowercase();
    let w = words::split(clause);
    let first = w.first().map_or("", |x| x.plain.as_str());
    let after_first = w.first().and_then(|x| clause.get(x.end..)).map(|r| r.trim().to_string());
    if first == "dari" && form.institution.is_none() {
        form.institution = after_first.filter(|r| !r.is_empty());
    } else if matches!(first, "jam" | "pukul") && form.time.is_none() {
        form.time = time(clause);
    } else if form.purpose.is_none() && is_purpose(&low) {
        let wish =
            matches!(first, "mau" | "ingin" | "perlu" | "minta" | "untuk" | "mohon" | "keperluan");
        form.purpose =
            if wish { after_first.filter(|r| !r.is_empty()) } else { Some(clause.to_string()) };
    } else if clause.contains('@') && form.email.is_none() {
        form.email = email(clause);
    }
}

fn is_purpose(low: &str) -> bool {
    ["reset", "password", "pasword", "user id", "userid", "sandi", "konsultasi", "informasi"]
        .iter()
        .any(|w| low.contains(w))
}

/// What tells itself without a label: time after "jam", a mail address, a mobile number, and one-line
/// forms that begin with something else.
fn loose(form: &mut GuestForm, line: &str) {
    let low = line.to_ascii_lowercase();
    if form.time.is_none()
        && let Some(i) = low.find("jam ").or_else(|| low.find("pukul "))
    {
        form.time = line.get(i..).and_then(time);
    }
    if form.email.is_none() && line.contains('@') {
        form.email = email(line);
    }
    if form.phone.is_none()
        && let Some(found) =
            line.split([' ', ',', ';']).find(|t| t.starts_with("08") || t.starts_with("+62"))
    {
        form.phone = phone(found);
    }
    if line.contains(',') && !line.contains(':') {
        let mut clauses = line.split(',');
        let head = clauses.next().unwrap_or("").trim();
        if form.name.is_none()
            && !head.is_empty()
            && words::split(head).len() <= 5
            && !is_purpose(&head.to_ascii_lowercase())
        {
            form.name = Some(head.to_string());
        }
        for clause in clauses {
            tell(form, clause.trim());
        }
    }
}

/// `09.20`, `9:20`, `0920`, `jam 9`, `9.20 WIB`, `09.20.15`.
fn time(value: &str) -> Option<(u8, u8)> {
    let digits = value.find(|c: char| c.is_ascii_digit())?;
    let run: String = value
        .get(digits..)?
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | ','))
        .collect();
    let mut parts = run.split(['.', ':', ',']).filter(|p| !p.is_empty());
    let first = parts.next()?;
    let (hour, minute) = match parts.next() {
        Some(m) => (first.parse::<u8>().ok()?, m.parse::<u8>().ok()?),
        None if first.len() == 4 => (first.get(..2)?.parse().ok()?, first.get(2..)?.parse().ok()?),
        None => (first.parse::<u8>().ok()?, 0),
    };
    let low = value.to_lowercase();
    let late = (low.contains("siang") && (1..=4).contains(&hour))
        || (low.contains("sore") && (1..=6).contains(&hour));
    let hour = if late { hour + 12 } else { hour };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn yes_no(value: &str) -> Option<bool> {
    let w = words::split(value);
    let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.plain.as_str()));
    if has(&["tidak", "belum", "bukan", "fotokopi", "salinan", "copy", "kopi", "no"]) {
        return Some(false);
    }
    has(&["ya", "iya", "ada", "dibawa", "asli", "sudah", "dilihat", "yes", "ok", "lengkap", "bawa"])
        .then_some(true)
}

/// Digits with an optional leading plus, at least eight.
fn phone(value: &str) -> Option<String> {
    let kept: String = value.chars().filter(|c| c.is_ascii_digit() || *c == '+').take(18).collect();
    (kept.chars().filter(char::is_ascii_digit).count() >= 8).then_some(kept)
}

fn email(value: &str) -> Option<String> {
    value
        .split([' ', ',', ';', '<', '>', '(', ')'])
        .map(|t| t.strip_prefix("mailto:").unwrap_or(t).trim_end_matches(['.', ':']))
        .find(|t| {
            t.split_once('@')
                .is_some_and(|(a, b)| !a.is_empty() && b.contains('.') && !b.contains('@'))
                && t.len() <= 254
        })
        .map(str::to_string)
}

fn nip(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 18).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_form_is_read() {
        let form = read(
            "Nama: Ratna Kusumawardani\nInstansi: Balai Contoh Teluk Contoh\nJabatan: Admin Agency\n\
             Keperluan: reset password\nNo HP: 081255501234\nEmail: ratna.k@kkp.example\nJam: 09.20\nAsli SK: ya",
        );
        assert_eq!(form.name.as_deref(), Some("Ratna Kusumawardani"));
        assert_eq!(form.institution.as_deref(), Some("Balai Contoh Teluk Contoh"));
        assert_eq!(form.position.as_deref(), Some("Admin Agency"));
        assert_eq!(form.purpose.as_deref(), Some("reset password"));
        assert_eq!(form.phone.as_deref(), Some("081255501234"));
        assert_eq!(form.email.as_deref(), Some("ratna.k@kkp.example"));
        assert_eq!((form.time, form.original), (Some((9, 20)), Some(true)));
        assert!(form.missing_labels.is_empty());
    }

    #[test]
    fn one_line_is_read_too() {
        let form = read("nama : bu ratna, dari teluk contoh, mau reset pasword, jam 9.20");
        assert_eq!(form.name.as_deref(), Some("bu ratna"));
        assert_eq!(form.institution.as_deref(), Some("teluk contoh"));
        assert_eq!(form.purpose.as_deref(), Some("reset pasword"));
        assert_eq!(form.time, Some((9, 20)));
        assert!(form.missing_labels.is_empty());
    }

    #[test]
    fn other_spellings() {
        let form = read(
            "Nama = Made Surya, S.Pi., M.Si.\nSatker : Loka Contoh\nTujuan: lupa user id\nPukul: 13:05 WIB\nSK asli: tidak\nNIP: 19850312 201001 1 004",
        );
        assert_eq!(form.name.as_deref(), Some("Made Surya, S.Pi., M.Si."));
        assert_eq!(form.institution.as_deref(), Some("Loka Contoh"));
        assert_eq!((form.time, form.original), (Some((13, 5)), Some(false)));
        assert_eq!(form.nip.as_deref(), Some("198503122010011004"));
        let form =
            read("Nama: Made; Instansi: Loka Contoh; Keperluan: reset password; Jam: 1 siang");
        assert_eq!(form.name.as_deref(), Some("Made"));
        assert_eq!(form.institution.as_deref(), Some("Loka Contoh"));
        assert_eq!(form.time, Some((13, 0)));
        let form = read("pak made, dari loka contoh, lupa user id, pukul 10");
        assert_eq!(form.name.as_deref(), Some("pak made"));
        assert_eq!((form.time, form.purpose.as_deref()), (Some((10, 0)), Some("lupa user id")));
    }

    #[test]
    fn what_is_missing_is_named() {
        let form = read("");
        assert_eq!(form.missing_labels, ["Nama", "Instansi", "Keperluan", "Jam"]);
        let form = read("Nama: Ratna\nJam: entah\nNama: Lain");
        assert_eq!(form.name.as_deref(), Some("Ratna"));
        assert_eq!(form.missing_labels, ["Instansi", "Keperluan", "Jam"]);
        assert_eq!(read("Jam: 25.00").time, None);
    }
}
