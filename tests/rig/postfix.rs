//! A throw-away Postfix (as root only): takes mail by SMTP, delivers by LMTP, bounces at once.
use super::{Served, certificate, free_ports, greets, is_root, open_folder};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the Postfix of a test behaves.
#[derive(Clone, Debug, Default)]
pub struct PostfixOptions {
    /// LMTP port that all local mail goes to.
    pub lmtp: u16,
    /// Domains that are local.
    pub domains: Vec<String>,
    /// Addresses that exist. Others are refused at RCPT, or bounced with `accept_unknown`.
    pub users: Vec<String>,
    pub accept_unknown: bool,
    /// Addresses that are accepted and then bounced (5.1.1).
    pub accept_then_bounce: Vec<String>,
    /// Addresses whose mail goes to another LMTP port.
    pub routes: Vec<(String, u16)>,
    /// Our authserv-id: then mail by `smtp` and `smtps` gets `dmarc=pass` for the domain of its
    /// envelope sender, and mail by `outside` gets `dmarc=fail`.
    pub authserv_id: Option<String>,
    /// Further ports with implicit TLS, each with its own settings (`name = value`).
    pub more_ports: Vec<Vec<String>>,
    /// Further lines of master.cf; `{dir}` stands for the configuration's folder.
    pub services: Vec<String>,
    /// Further files in the configuration's folder: name and content.
    pub tables: Vec<(&'static str, &'static str)>,
    /// Ports of milters that see all mail, in order; none of them sees mail by `outside`.
    pub milters: Vec<u16>,
    /// Takes away every `Authentication-Results` that a client sends (RFC 8601 §5).
    pub strips_results: bool,
    /// Dovecot's port for logins: then clients may log in, and `Received` says as whom.
    pub sasl: Option<u16>,
    /// More lines of main.cf; `{dir}` stands for the configuration's folder.
    pub more: String,
}

/// One running Postfix; stops when dropped, or with the test binary.
pub struct Postfix {
    served: Served,
    pub smtp: u16,
    pub smtps: u16,
    /// A second plain port, for forged mail.
    pub outside: u16,
    /// As many as `more_ports`.
    pub more: Vec<u16>,
    pub ca: PathBuf,
}

impl Postfix {
    pub fn start(options: &PostfixOptions) -> Postfix {
        assert!(is_root(), "Postfix starts as root only");
        for _ in 0..5 {
            let dir = open_folder("loket-postfix-");
            let ca = certificate(&dir);
            let [smtp, smtps, outside, more @ ..] = free_ports::<15>();
            let more: Vec<u16> = more.into_iter().take(options.more_ports.len()).collect();
            assert_eq!(more.len(), options.more_ports.len(), "too many ports");
            configure(&dir, options, [smtp, smtps, outside], &more);
            let command = format!("/usr/lib/postfix/sbin/master -c {}/conf", dir.display());
            let served = Served::start(dir.clone(), &command);
            let postfix = Postfix { served, smtp, smtps, outside, more, ca };
            if greets(smtp, Duration::from_secs(30)) {
                return postfix;
            }
            eprintln!("Postfix did not start:\n{}", postfix.log());
        }
        panic!("Postfix does not start");
    }

    /// Stops it now, and waits for that.
    pub fn stop(&mut self) {
        self.served.stop();
    }

    /// Whether no mail is in its queues.
    pub fn is_idle(&self) -> bool {
        ["maildrop", "incoming", "active", "deferred"].iter().all(|queue| {
            let entries = std::fs::read_dir(self.served.dir.join("queue").join(queue));
            entries.is_ok_and(|mut entries| entries.next().is_none())
        })
    }

    /// Where mail waits.
    pub fn queue_dir(&self) -> std::path::PathBuf {
        self.served.dir.join("queue")
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.served.dir.join("maillog")).unwrap_or_default()
    }
}

const QUEUES: [&str; 12] = [
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
    "saved", "trace", "maildrop",
];

fn configure(dir: &Path, options: &PostfixOptions, ports: [u16; 3], more: &[u16]) {
    let (user, group) = (account("/etc/passwd", "postfix"), account("/etc/group", "postdrop"));
    for part in ["conf", "data", "queue", "queue/pid", "queue/public"] {
        std::fs::create_dir_all(dir.join(part)).expect("folder");
    }
    let own = |path: &Path, group: Option<u32>, mode: u32| {
        use std::os::unix::fs::PermissionsExt;
        std::os::unix::fs::chown(path, Some(user), group).expect("chown");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    };
    own(&dir.join("data"), None, 0o700);
    for queue in QUEUES {
        let path = dir.join("queue").join(queue);
        std::fs::create_dir_all(&path).expect("queue");
        own(&path, None, 0o700);
    }
    own(&dir.join("queue/maildrop"), Some(group), 0o730);
    own(&dir.join("queue/public"), Some(group), 0o710);
    let table = |name: &str, lines: Vec<String>| {
        std::fs::write(dir.join("conf").join(name), lines.join("\n") + "\n").expect("table");
    };
    table("users", options.users.iter().map(|user| format!("{user} ok")).collect());
    let bounced = options.accept_then_bounce.iter();
    let elsewhere = |(a, port): &(String, u16)| format!("{a} lmtp:inet:127.0.0.1:{port}");
    let mut transport: Vec<String> =
        bounced.clone().map(|a| format!("{a} error:5.1.1 no such user")).collect();
    transport.extend(options.routes.iter().map(elsewhere));
    table("transport", transport);
    if !options.accept_unknown {
        let all = options.users.iter().chain(bounced);
        table("users", all.map(|user| format!("{user} ok")).collect());
    }
    // Above our own Received line, where a border's filters write.
    for verdict in ["pass", "fail"] {
        let rule = options.authserv_id.iter().map(|id| {
            format!(
                "/@([a-zA-Z0-9.-]+)$/ PREPEND Authentication-Results: {id}; \
                 dmarc={verdict} header.from=$1"
            )
        });
        table(verdict, rule.collect());
    }
    table("strip", vec!["/^Authentication-Results[[:space:]]*:/ IGNORE".to_owned()]);
    for (name, content) in &options.tables {
        std::fs::write(dir.join("conf").join(name), content).expect("table");
    }
    let conf = dir.join("conf").display().to_string();
    let main = main_cf(dir, options, ports[0]).replace("{dir}", &conf);
    std::fs::write(dir.join("conf/main.cf"), main).expect("main.cf");
    let mut master = master_cf(ports);
    for (port, settings) in more.iter().zip(&options.more_ports) {
        master.push_str(&format!("127.0.0.1:{port} inet n - n - - smtpd\n"));
        let always = ["smtpd_tls_wrappermode = yes", "rewrite_service_name = rewrite-in"];
        for setting in always.into_iter().chain(settings.iter().map(String::as_str)) {
            master.push_str(&format!("  -o {{ {setting} }}\n").replace("{dir}", &conf));
        }
    }
    for service in &options.services {
        master.push_str(&(service.replace("{dir}", &conf) + "\n"));
    }
    std::fs::write(dir.join("conf/master.cf"), master).expect("master.cf");
}

fn account(file: &str, name: &str) -> u32 {
    let text = std::fs::read_to_string(file).expect("accounts");
    let line = text.lines().find(|line| line.split(':').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("no {name} in {file}"));
    line.split(':').nth(2).and_then(|id| id.parse().ok()).expect("a number")
}

fn main_cf(dir: &Path, options: &PostfixOptions, port: u16) -> String {
    let d = dir.display();
    let reject = if options.accept_unknown { "no" } else { "yes" };
    let (lmtp, domains, more) = (options.lmtp, options.domains.join(" "), &options.more);
    let milters: Vec<String> =
        options.milters.iter().map(|port| format!("inet:127.0.0.1:{port}")).collect();
    let milters = milters.join(" ");
    let strip =
        if options.strips_results { format!("regexp:{d}/conf/strip") } else { String::new() };
    let sasl = options.sasl.map(|port| {
        format!(
            "smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{port}
smtpd_sasl_authenticated_header = yes"
        )
    });
    let sasl = sasl.unwrap_or_default();
    format!(
        "compatibility_level = 3.6
queue_directory = {d}/queue
data_directory = {d}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-loket-{port}
multi_instance_enable = yes
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.loket.test
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
recipient_delimiter = +
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{d}/conf/users
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
transport_maps = texthash:{d}/conf/transport
smtpd_reject_unlisted_recipient = {reject}
outside_restrictions = check_sender_access regexp:{d}/conf/fail
smtpd_sender_restrictions = check_sender_access regexp:{d}/conf/pass
default_transport = error:5.1.2 no outside world
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
maximal_queue_lifetime = 20s
bounce_queue_lifetime = 20s
default_destination_concurrency_limit = 20
lmtp_destination_concurrency_limit = 20
notify_classes =
alias_maps =
alias_database =
local_recipient_maps =
maillog_file_prefixes = {d}
maillog_file = {d}/maillog
smtpd_tls_cert_file = {d}/cert.pem
smtpd_tls_key_file = {d}/key.pem
smtpd_tls_security_level = may
smtp_tls_security_level = none
lmtp_tls_security_level = none
smtpd_milters = {milters}
milter_default_action = tempfail
header_checks = {strip}
{sasl}
{more}
"
    )
}

/// The border asks a `rewrite-in` that knows no `error:` transport: so such mail is accepted first
/// and bounced by the queue afterwards.
fn master_cf(ports: [u16; 3]) -> String {
    let [smtp, smtps, outside] = ports;
    let mut text = format!(
        "127.0.0.1:{smtp} inet n - n - - smtpd
  -o rewrite_service_name=rewrite-in
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o rewrite_service_name=rewrite-in
127.0.0.1:{outside} inet n - n - - smtpd
  -o rewrite_service_name=rewrite-in
  -o smtpd_sender_restrictions=$outside_restrictions
  -o smtpd_milters=
rewrite-in unix - - n - - trivial-rewrite
  -o transport_maps=
"
    );
    for line in [
        "pickup unix n - n 60 1 pickup",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "trace unix - - n - 0 bounce",
        "verify unix - - n - 1 verify",
        "flush unix n - n 1000? 0 flush",
        "proxymap unix - - n - - proxymap",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "discard unix - - n - - discard",
        "lmtp unix - - n - - lmtp",
        "smtp unix - - n - - smtp",
        "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache",
        "postlog unix-dgram n - n - 1 postlogd",
    ] {
        text.push_str(line);
        text.push('\n');
    }
    text
}
