//! Tests of the settings: the sample files, refusals in one sentence, the environment, file modes.
use super::*;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const SAMPLE: &str = include_str!("../../config/loket.toml");
const SAMPLE_PEOPLE: &str = include_str!("../../config/people.toml");
const SMALL: &str = "[office]\naddress = \"a@b.example\"\n[[mailbox]]\nname = \"x\"\n";

fn parse(text: &str) -> Result<Settings, String> {
    with_environment(text, &[])
}

fn with_environment(text: &str, pairs: &[(&str, &str)]) -> Result<Settings, String> {
    let pairs = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let parsed = Settings::parse(text, "loket.toml", pairs).map_err(|e| e.to_string());
    if let Err(sentence) = &parsed {
        assert!(!sentence.contains('\n'), "one line: {sentence}");
    }
    parsed
}

#[test]
fn the_sample_holds_every_key_with_its_default() {
    assert_eq!(parse(SAMPLE).unwrap(), Settings::default());
    let tree = serde_json::to_value(Settings::default()).unwrap();
    let table: toml::Table = SAMPLE.parse().unwrap();
    assert_same_keys("", &tree, &serde_json::to_value(table).unwrap());
}

fn assert_same_keys(at: &str, known: &serde_json::Value, sample: &serde_json::Value) {
    if let Some(table) = known.as_object() {
        for (key, value) in table {
            let inner = sample.get(key);
            let inner = inner.unwrap_or_else(|| panic!("the sample lacks {at}.{key}"));
            assert_same_keys(&format!("{at}.{key}"), value, inner);
        }
    }
    if let Some(first) = known.as_array().and_then(|items| items.first()) {
        assert_same_keys(at, first, &sample[0]);
    }
}

/// The sample has it behind `#`, for there is none by default.
#[test]
fn the_sample_of_an_account_system_is_whole() {
    let start = SAMPLE.find("# [[backend]]").unwrap();
    let lines = SAMPLE[start..].lines().take_while(|line| !line.is_empty());
    let section: String =
        lines.map(|line| line.strip_prefix("# ").unwrap().to_owned() + "\n").collect();
    let backend = parse(&format!("{SMALL}{section}")).unwrap().backend.pop().unwrap();
    let ldap = BackendKind::Ldap;
    let sample = Backend {
        name: "direktori".into(),
        kind: ldap,
        bind_dn: Some("cn=loket,dc=kkp,dc=example".into()),
        base_dn: Some("ou=people,dc=kkp,dc=example".into()),
        password_file: Some(SecretSource::Credential("ldap".into())),
        ..Backend::default()
    };
    assert_eq!(backend, sample);
    let table: toml::Table = section.parse().unwrap();
    let known = serde_json::to_value(Backend::default()).unwrap();
    assert_same_keys("backend", &known, &serde_json::to_value(&table["backend"][0]).unwrap());
}

#[test]
fn an_account_system_that_cannot_be_meant_is_refused() {
    let ldap = "kind = \"ldap\"\nbind_dn = \"cn=x\"\npassword_file = \"p\"\nbase_dn = \"dc=x\"";
    for (text, key) in [
        ("name = \"\"\nprogram = \"/bin/true\"".to_owned(), "backend[0].name"),
        ("name = \"manual\"\nprogram = \"/bin/true\"".into(), "backend[0].name"),
        ("name = \"p\"".into(), "backend[0].program"),
        ("name = \"p\"\nprogram = \"setpass\"".into(), "backend[0].program"),
        ("name = \"p\"\nprogram = \"/x\"\nargs = [\"a\\nb\"]".into(), "backend[0].args"),
        ("name = \"p\"\nprogram = \"/x\"\nmemory_mib = 1".into(), "backend[0].memory_mib"),
        ("name = \"p\"\nkind = \"ad\"".into(), "backend"),
        ("name = \"l\"\nkind = \"ldap\"".into(), "backend[0].bind_dn"),
        (
            format!("name = \"l\"\n{ldap}\nuser_attribute = \"uid)(a=*\""),
            "backend[0].user_attribute",
        ),
        (format!("name = \"l\"\n{ldap}\ntls = \"none\""), "backend[0].tls"),
        (
            "name = \"p\"\nprogram = \"/x\"\n[[backend]]\nname = \"p\"\nprogram = \"/x\"".into(),
            "backend[1].name",
        ),
        ("name = \"p\"\npasword = \"x\"".into(), "backend.pasword"),
    ] {
        let sentence = parse(&format!("{SMALL}[[backend]]\n{text}\n")).unwrap_err();
        assert!(sentence.contains(key), "{text}: {sentence}");
    }
    let given = [("LOKET__BACKEND__0__NAME", "p"), ("LOKET__BACKEND__0__PROGRAM", "/bin/true")];
    assert_eq!(with_environment(SMALL, &given).unwrap().backend[0].name, "p");
}

#[test]
fn each_key_of_the_sample_has_a_comment() {
    let keys = SAMPLE.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
    let mut count = 0;
    for line in keys {
        count += 1;
        assert!(line.contains(" # ") || line.ends_with("SIMULASI)"), "{line}");
    }
    assert!(count > 60, "{count}");
}

#[test]
fn an_unknown_key_names_itself_the_file_and_what_was_meant() {
    for (text, wanted) in [
        ("[smtp]\nhsot = \"mx\"\n", ["smtp.hsot", "`smtp.host`"]),
        ("langage = \"en\"\n", ["langage", "`language`"]),
        ("host = \"mx\"\n", ["host", ".host`"]),
        ("[polisi]\ntoken_days = 7\n", ["polisi", "`policy`"]),
        ("[policy.standards]\nstep7 = 3\n", ["policy.standards.step7", "`policy.standards.step"]),
        ("[smtp]\npassword = \"rahasia-sekali\"\n", ["smtp.password", "`smtp.password_file`"]),
        ("[smtp]\nxyzzy_qwertz = 1\n", ["smtp.xyzzy_qwertz", "yang ada di bagian itu"]),
    ] {
        let sentence = parse(&format!("{text}{SMALL}")).unwrap_err();
        assert!(sentence.starts_with("loket.toml: kunci `"), "{sentence}");
        for word in wanted {
            assert!(sentence.contains(word), "{sentence} lacks {word}");
        }
        assert!(!sentence.contains("rahasia-sekali"), "{sentence}");
    }
    let sentence = parse(&format!("{SMALL}pasword_file = \"x\"\n")).unwrap_err();
    assert!(sentence.contains("`mailbox.password_file`"), "{sentence}");
}

#[test]
fn values_that_cannot_be_meant_are_refused_in_one_sentence() {
    for (text, key) in [
        ("[smtp]\nport = \"587\"", "smtp.port"),
        ("[smtp]\nport = 70000", "smtp.port"),
        ("[smtp]\nport = -1", "smtp.port"),
        ("[smtp]\ntls = \"ssl\"", "smtp.tls"),
        ("[smtp]\ntls = \"none\"", "smtp.tls"),
        (
            "[smtp]\ntls = \"none\"\nhost = \"mx.kkp.example\"\nallow_insecure_loopback = true",
            "smtp.tls",
        ),
        ("[smtp]\nuser = \"loket\"", "smtp.password_file"),
        ("[smtp]\nkind = \"maildir\"", "smtp.path"),
        ("[smtp]\nenvelope_from = \"x\"", "smtp.envelope_from"),
        ("[trust]\nverify = \"both\"", "trust.verify"),
        ("[trust]\nnameservers = [\"dns.example\"]", "trust.nameservers"),
        ("[trust]\nreply_delimiter = \"++\"", "trust.reply_delimiter"),
        ("[digest]\ntime = 07:30:00", "digest.time"),
        ("[digest]\ntime = \"25:00\"", "digest.time"),
        ("[digest]\nto = [\"boss\"]", "digest.to"),
        ("[policy]\nclose_working_days = 1", "policy.close_working_days"),
        ("[policy]\nqueue_prefix = \"a\"", "policy.queue_prefix"),
        ("[policy.standards]\nstep9 = 0", "policy.standards.step9"),
        ("[limits]\nbatch_mails = 0", "limits.batch_mails"),
        ("[log]\nlevel = \"loud\"", "log.level"),
        ("[trust]\nresults = \"below\"", "trust.results"),
        ("[trust]\nresults = \"beside\"", "trust.results"),
        ("[trust]\nauthserv_id = \"mx\"\nreceived_login = true", "trust.received_login"),
        ("[trust]\nhosts = [\"mx.kkp.example mx2\"]", "trust.hosts"),
        ("[database]\nurl = \"sqlite://data/loket.db\"", "database.url"),
        ("[policy]\ncompleteness = 1", "policy.completeness"),
    ] {
        let sentence = parse(&format!("{text}\n{SMALL}")).unwrap_err();
        assert!(sentence.contains(&format!("`{key}`")), "{text}: {sentence}");
    }
    let sentence = parse("[office]\naddress = \"a@b.example\"\n\n[smtp\n").unwrap_err();
    assert!(sentence.starts_with("loket.toml, baris 4"), "{sentence}");
    assert!(parse("").unwrap_err().contains("`office.address` wajib"));
    assert!(parse("[office]\naddress = \"a@b.example\"").unwrap_err().contains("`mailbox` wajib"));
    let twice = parse(&format!("{SMALL}[[mailbox]]\nname = \"x\"\n")).unwrap_err();
    assert!(twice.contains("mailbox[1].name"), "{twice}");
}

#[test]
fn plain_text_is_allowed_to_this_machine_only_when_asked_for() {
    let text = format!(
        "[smtp]\ntls = \"none\"\nhost = \"127.0.0.1\"\nport = 2525\nallow_insecure_loopback = true\n{SMALL}"
    );
    assert_eq!(parse(&text).unwrap().smtp.tls, Tls::None);
}

#[test]
fn the_environment_overrides_the_file() {
    let settings = with_environment(
        SMALL,
        &[
            ("LOKET__SMTP__HOST", "mx.kkp.example"),
            ("LOKET__SMTP__PORT", "587"),
            ("LOKET__SMTP__TLS", "starttls"),
            ("LOKET__OFFICE__PHONE", "0215550100"),
            ("LOKET__MAILBOX__0__HOST", "imap.kkp.example"),
            ("LOKET__MAILBOX__1__NAME", "kedua"),
            ("LOKET__TRUST__NAMESERVERS", "192.0.2.1, 192.0.2.2:5353"),
            ("LOKET__DIGEST__TO", "helpdesk"),
            ("LOKET__POLICY__STANDARDS__STEP9", "20"),
            ("LOKET__POLICY__CONFIRM_PAUSES_CLOCK", "true"),
        ],
    )
    .unwrap();
    assert_eq!((settings.smtp.host.as_str(), settings.smtp.port), ("mx.kkp.example", 587));
    assert_eq!(settings.smtp.tls, Tls::Starttls);
    assert_eq!(settings.office.phone, "0215550100");
    assert_eq!(settings.mailbox[0].host, "imap.kkp.example");
    assert_eq!((settings.mailbox[0].name.as_str(), settings.mailbox.len()), ("x", 2));
    assert_eq!(settings.mailbox[1].name, "kedua");
    assert_eq!(settings.trust.nameservers, ["192.0.2.1", "192.0.2.2:5353"]);
    assert_eq!(settings.digest.to.len(), 1);
    assert_eq!(settings.policy.standards.minutes(9), Some(20));
    assert_eq!(settings.policy.standards.minutes(7), None);
    assert!(settings.policy.confirm_pauses_clock);
}

#[test]
fn a_wrong_variable_is_refused_too() {
    for (name, value, wanted) in [
        ("LOKET__SMTP__HSOT", "mx", "`LOKET__SMTP__HOST`"),
        ("LOKET__SMTP__PORT", "many", "bilangan bulat"),
        ("LOKET__SMTP", "mx", "sebuah bagian"),
        ("LOKET__MAILBOX__5__HOST", "mx", "melompati"),
        ("LOKET__LOG__LEVEL", "loud", "log.level"),
    ] {
        let sentence = with_environment(SMALL, &[(name, value)]).unwrap_err();
        assert!(sentence.contains(wanted), "{sentence}");
    }
    let given = [("LOKET__OFFICE__ADDRESS", "x@kkp.example"), ("LOKET__MAILBOX__0__NAME", "y")];
    assert_eq!(with_environment("", &given).unwrap().office.address, "x@kkp.example");
}

fn written(folder: &Path, name: &str, text: &str, mode: u32) {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_secret_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{SMALL}password_file = \"sandi\"\n");
    written(folder.path(), "loket.toml", &text, 0o644);
    written(folder.path(), "sandi", "rahasia-123\r\n", 0o640);
    let path = folder.path().join("loket.toml");
    let sentence = Settings::load(&path).unwrap_err().to_string();
    assert!(sentence.contains("chmod 600") && sentence.contains("mode 0640"), "{sentence}");
    assert!(!sentence.contains("rahasia-123"));

    written(folder.path(), "sandi", "rahasia-123\r\n", 0o600);
    let settings = Settings::load(&path).unwrap();
    let source = settings.mailbox[0].password_file.clone().unwrap();
    assert_eq!(
        source,
        SecretSource::File(std::fs::canonicalize(folder.path()).unwrap().join("sandi"))
    );
    assert_eq!(source.read("mailbox.password_file").unwrap().as_str(), "rahasia-123");
    written(folder.path(), "sandi", "\n", 0o600);
    assert!(source.read("k").unwrap_err().to_string().contains("kosong"));
    std::fs::remove_file(folder.path().join("sandi")).unwrap();
    assert!(Settings::load(&path).is_ok(), "explain works before the secret is there");
    assert!(source.read("k").is_err());
}

#[test]
fn paths_are_seen_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let home = std::fs::canonicalize(folder.path()).unwrap();
    std::fs::create_dir(home.join("config")).unwrap();
    let text = format!(
        "data_dir = \"../data\"\ntemplates_dir = \"t\"\n{SMALL}ca_file = \"/abs/ca.pem\"\n"
    );
    written(&home, "config/loket.toml", &text, 0o644);
    let settings = Settings::load(&home.join("config/loket.toml")).unwrap();
    assert_eq!(settings.people, home.join("config/people.toml"));
    assert_eq!(settings.templates_dir, Some(home.join("config/t")));
    assert_eq!(settings.mailbox[0].ca_file.as_deref(), Some(Path::new("/abs/ca.pem")));
    assert_eq!(settings.secret_key_file(), home.join("data/kunci-rahasia"));
    let url = format!("sqlite://{}", home.join("data/loket.db").display());
    assert_eq!(settings.database_url(), url);
    let relative = Settings { data_dir: "./demo/../demo".into(), ..Settings::default() };
    assert!(relative.database_url().starts_with("sqlite:///"), "{}", relative.database_url());
    assert!(relative.database_url().ends_with("/demo/loket.db"));
}

#[test]
fn a_credential_needs_systemd_and_a_plain_name() {
    for name in ["imap", "../etc/shadow", "", ".."] {
        let refused = SecretSource::Credential(name.into()).read("smtp.password_file");
        assert!(refused.unwrap_err().to_string().contains("`smtp.password_file`"), "{name}");
    }
}

#[test]
fn the_sample_of_people_is_good_and_bad_people_are_refused() {
    let people = parse_people(SAMPLE_PEOPLE, "people.toml").unwrap();
    assert_eq!(people.len(), 4);
    assert!(people[1].owns("admin-ppe@KKP.example"));
    let person = |more: &str| format!("[[person]]\nid = \"a\"\nname = \"A\"\n{more}\n");
    let good = "addresses = [\"a@b.example\"]\nroles = [\"helpdesk\"]";
    let second = "[[person]]\nid = \"b\"\nname = \"B\"\naddresses = [\"A@B.example\"]\nroles = [\"helpdesk\"]";
    for (text, wanted) in [
        (String::new(), "1 sampai 500"),
        (person("roles = [\"helpdesk\"]"), "person.addresses"),
        (person("addresses = [\"a\"]\nroles = [\"helpdesk\"]"), "bukan alamat surel"),
        (person("addresses = [\"a@b.example\"]\nroles = []"), "setidaknya satu peran"),
        (person("addresses = [\"a@b.example\"]\nroles = [\"applicant\"]"), "pilihannya: admin_ppe"),
        (person(&format!("{good}\nnip = \"123\"")), "18 angka"),
        (person(&format!("{good}\nrole = \"x\"")), "mungkin maksudnya `person.roles`"),
        (
            person("addresses = [\"a@b.example\", \"A@b.example\"]\nroles = [\"helpdesk\"]"),
            "dua kali",
        ),
        (person(good) + &person(good), "disebut dua kali"),
        (person(good) + second, "juga milik a"),
    ] {
        let sentence = parse_people(&text, "people.toml").unwrap_err().to_string();
        assert!(sentence.contains(wanted) && !sentence.contains('\n'), "{wanted}: {sentence}");
    }
}

#[test]
fn a_scanner_is_a_socket_or_a_port_of_this_machine() {
    let place = |word: &str| {
        let text = format!("{SMALL}[papers]\nclamav = {word:?}\n");
        parse(&text).map(|settings| settings.papers.scanner())
    };
    let socket = ScannerPlace::Socket("/run/clamav/clamd.ctl".into());
    assert_eq!(place("/run/clamav/clamd.ctl"), Ok(Some(socket)));
    assert_eq!(place(""), Ok(None));
    for word in ["127.0.0.1:3310", "localhost:3310"] {
        let address = "127.0.0.1:3310".parse().unwrap();
        assert_eq!(place(word), Ok(Some(ScannerPlace::Loopback(address))), "{word}");
    }
    assert!(place("[::1]:3310").is_ok());
    for word in ["clamd.ctl", "10.0.0.5:3310", "av.example:3310", "127.0.0.1", "127.0.0.1:0"] {
        let sentence = place(word).unwrap_err();
        assert!(sentence.contains("papers.clamav") && sentence.contains("mesin ini"), "{sentence}");
    }
    let long = parse(&format!("{SMALL}[papers]\nclamav_timeout_seconds = 0\n")).unwrap_err();
    assert!(long.contains("papers.clamav_timeout_seconds"), "{long}");
}

#[test]
fn authorities_come_from_a_file_that_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("akar.pem");
    let papers = Papers { signature_roots: Some(path.clone()), ..Papers::default() };
    assert!(Papers::default().roots().unwrap().is_empty());
    assert!(papers.roots().unwrap_err().contains("tidak dapat dibaca"));
    std::fs::write(&path, "bukan sertifikat").unwrap();
    assert!(papers.roots().unwrap_err().contains("sertifikat tidak dapat dibaca"));
    std::fs::write(&path, include_str!("../../tests/data/seals/roots-and-issuing.pem")).unwrap();
    let roots = papers.roots().unwrap();
    assert_eq!(roots.not_after.unwrap().to_string(), "2056-01-01T00:00:00Z");
    // What goes to the child is the same.
    assert_eq!(crate::signature::Roots::of_der(&roots.to_der()).unwrap().to_der(), roots.to_der());
}
