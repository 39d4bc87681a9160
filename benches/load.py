#!/usr/bin/env python3
"""Load test: Dovecot (IMAP) -> `loket run` (release build) -> Postfix's smtp-sink, all on loopback.

usage: load.py FOLDER [--loket target/release/loket] [--batch-mails 20] [--idle 10] [--json]

FOLDER holds *.eml and accounts.csv as make_mails.py writes them: the mails carry
`Authentication-Results: mx.loket.example; dmarc=pass ...` and come from addresses in accounts.csv.
Mails of any other generator will do as well: without accounts.csv each sender becomes an account, and
no verdict on the senders is asked for. All mails lie in the IMAP mailbox before Loket starts. Measured is

  until "received"   every mail has its row, its case is committed, and the sink has accepted a
                     receipt for each case (mails that join a case get no receipt of their own)
  until "quiet"      all that follows is done as well: papers read, helpdesk told, hand-overs sent

CPU is utime + stime of the daemon and its two children (mail worker, paper worker), children told
apart; Dovecot's and the sink's are not in it. Memory is the highest VmHWM seen. Needs the packages
dovecot-imapd and postfix, and python3; runs as root or as an ordinary user.
"""
import argparse
import email
import email.utils
import getpass
import glob
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")
ADDRESS, PASSWORD = "loket@loket.example", "kata-uji-beban"

DOVECOT = """base_dir = {d}/base
state_dir = {d}/state
log_path = {d}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:~/Maildir
auth_username_format = %Lu
disable_plaintext_auth = no
ssl = no
passdb {{
  driver = passwd-file
  args = username_format=%u {d}/passwd
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {d}/passwd
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
{user}  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth {{
{user}  unix_listener auth-userdb {{
    mode = 0600
  }}
}}
service auth-worker {{
{user}}}
"""

LOKET = """data_dir = "{d}/data"
[office]
address = "{address}"
[[mailbox]]
name = "utama"
host = "127.0.0.1"
port = {imap}
tls = "none"
allow_insecure_loopback = true
user = "{address}"
password_file = "{d}/imap-password"
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
allow_insecure_loopback = true
[trust]
authserv_id = "mx.loket.example"
[limits]
answers_per_hour = 1000000
mails_per_sender_per_hour = 1000000
batch_mails = {batch}
[digest]
to = []
[log]
level = "warn"
"""

PEOPLE = """[[person]]
id = "sari"
name = "Sari Contoh"
addresses = ["sari@loket.example"]
roles = ["helpdesk"]
[[person]]
id = "bagus"
name = "Bagus Contoh"
addresses = ["bagus@loket.example"]
roles = ["admin_ppe"]
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def write(path, text, mode=0o644):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def start_dovecot(d, port):
    for part in ("base", "state", "mail/Maildir/new", "mail/Maildir/cur", "mail/Maildir/tmp"):
        os.makedirs(f"{d}/{part}", exist_ok=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("mail")
        names = {"internal": "dovecot", "group": "dovecot", "login": "dovenull", "user": ""}
        uid, gid = owner.pw_uid, owner.pw_gid
    else:
        uid, gid, me = os.getuid(), os.getgid(), getpass.getuser()
        names = {"internal": me, "group": grp.getgrgid(gid).gr_name, "login": me,
                 "user": f"  user = {me}\n"}
    give(f"{d}/mail", uid, gid)
    write(f"{d}/passwd", f"{ADDRESS}:{{PLAIN}}{PASSWORD}:{uid}:{gid}::{d}/mail::\n")
    write(f"{d}/dovecot.conf", DOVECOT.format(d=d, imap=port, **names))
    process = subprocess.Popen(["dovecot", "-F", "-c", f"{d}/dovecot.conf"],
                               stderr=subprocess.DEVNULL)
    wait_for_port(port)
    return process, uid, gid


def give(tree, uid, gid):
    for folder, _, files in os.walk(tree):
        for path in [folder] + [os.path.join(folder, name) for name in files]:
            os.chown(path, uid, gid)


def deliver(d, mails, uid, gid):
    new = f"{d}/mail/Maildir/new"
    for number, mail in enumerate(mails):
        shutil.copyfile(mail, f"{new}/{1763254800 + number}.M{number:06d}P1.load")
    give(f"{d}/mail", uid, gid)
    os.sync()


class Watched:
    """The daemon and its children: CPU seconds by role, highest memory by role."""

    def __init__(self, pid):
        self.pid, self.seen, self.peak = pid, {}, {}

    def stat(self, pid):
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            words = file.read().rpartition(")")[2].split()
        own = (int(words[11]) + int(words[12])) / TICK
        return own, (int(words[13]) + int(words[14])) / TICK

    def status(self, pid, key):
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(key):
                    return int(line.split()[1])
        return 0

    def look(self):
        children = []
        for task in glob.glob(f"/proc/{self.pid}/task/*/children"):
            try:
                with open(task, encoding="ascii") as file:
                    children += file.read().split()
            except OSError:
                pass
        for pid in [str(self.pid)] + children:
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
                role = words[2].decode() if b"__worker" in words else "daemon"
                self.seen[pid] = (role, self.stat(pid)[0])
                self.peak[role] = max(self.peak.get(role, 0), self.status(pid, "VmHWM"))
            except (OSError, IndexError):
                pass

    def cpu(self):
        """Seconds by role. What ended children used after the last look counts as `between looks`."""
        self.look()
        own, reaped = self.stat(self.pid)
        parts = {"daemon": own}
        gone = 0.0
        for pid, (role, seconds) in self.seen.items():
            if role != "daemon":
                parts[role] = parts.get(role, 0.0) + seconds
                if not os.path.exists(f"/proc/{pid}"):
                    gone += seconds
        parts["between looks"] = max(0.0, reaped - gone)
        return parts


def start_loket(binary, d):
    """Starts the daemon; returns it and the seconds until it said READY=1."""
    path = f"{d}/notify"
    if os.path.exists(path):
        os.unlink(path)
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(path)
    ear.settimeout(30)
    begun = time.monotonic()
    process = subprocess.Popen([binary, "run", "--config", f"{d}/loket.toml"],
                               stdout=subprocess.DEVNULL, stderr=open(f"{d}/loket.log", "a"),
                               env={**os.environ, "NOTIFY_SOCKET": path})
    while b"READY=1" not in ear.recv(4096):
        pass
    return process, begun, time.monotonic() - begun


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(40)


def counts(base):
    one = lambda sql: base.execute(sql).fetchone()[0]
    return {
        "mails": one("SELECT COUNT(*) FROM mails"),
        "cases": one("SELECT COUNT(*) FROM cases"),
        "receipts": one("SELECT COUNT(*) FROM orders WHERE state = 'done' AND letter = 'receipt'"),
        "waiting": one("SELECT COUNT(*) FROM orders WHERE state = 'claimed' OR state = 'due' "
                       "AND due_ms <= CAST(strftime('%s','now') AS INTEGER) * 1000"),
        "letters": one("SELECT COUNT(*) FROM orders WHERE lane = 'send' AND state = 'done'"),
    }


def measure(binary, d, number):
    process, begun, ready = start_loket(binary, d)
    watched = Watched(process.pid)
    base = sqlite3.connect(f"file:{d}/data/loket.db?mode=ro", uri=True)
    marks, last = {}, 0.0
    while "quiet" not in marks:
        time.sleep(0.05)
        watched.look()
        if process.poll() is not None:
            sys.exit(f"loket ended: see {d}/loket.log")
        now = time.monotonic()
        if now - begun > 3600:
            sys.exit("not done within an hour")
        if now - last < 0.2:
            continue
        last, found = now, counts(base)
        received = found["mails"] >= number and found["receipts"] >= found["cases"] > 0
        for name, is_so in (("received", received),
                            ("quiet", received and found["waiting"] == 0)):
            if is_so and name not in marks:
                marks[name] = (now - begun, watched.cpu(), found)
    outcomes = dict(base.execute("SELECT outcome, COUNT(*) FROM mails GROUP BY outcome"))
    letters = dict(base.execute("SELECT letter, COUNT(*) FROM orders WHERE lane = 'send' "
                                "AND state = 'done' GROUP BY letter"))
    base.close()
    stop(process)
    return {"ready_s": ready, "marks": marks, "peak_kib": watched.peak, "outcomes": outcomes,
            "letters": letters}


def idle(binary, d, seconds):
    process, _, ready = start_loket(binary, d)
    watched = Watched(process.pid)
    time.sleep(2)
    before = sum(watched.cpu().values())
    time.sleep(seconds)
    used = sum(watched.cpu().values()) - before
    rss = watched.status(process.pid, "VmRSS")
    stop(process)
    return {"ready_s": ready, "rss_kib": rss, "core_percent": 100 * used / seconds}


def report(number, size, result):
    print(f"{number} mails of {size // 1024} KiB; outcomes {result['outcomes']}; "
          f"letters {result['letters']}")
    if "idle" in result:
        rest = result["idle"]
        print(f"idle: {rest['rss_kib'] / 1024:.1f} MiB resident, {rest['core_percent']:.2f} % of a "
              f"core, ready after {rest['ready_s'] * 1000:.0f} ms")
    for name, (seconds, cpu, found) in result["marks"].items():
        parts = ", ".join(f"{role} {1000 * used / number:.2f}" for role, used in cpu.items())
        print(f"until {name}: {seconds:.2f} s, {number / seconds:.0f} mails/s, "
              f"{1000 * sum(cpu.values()) / number:.2f} ms CPU a mail ({parts}); "
              f"{found['letters']} letters accepted")
    peaks = ", ".join(f"{role} {kib / 1024:.1f}" for role, kib in result["peak_kib"].items())
    print(f"peak memory, MiB: {peaks}")


def register_senders(d, mails):
    """The register of a folder that brings none: one account for each From address."""
    senders = set()
    for mail in mails:
        with open(mail, "rb") as file:
            senders.add(email.utils.parseaddr(email.message_from_bytes(file.read(16384))["From"])[1])
    rows = [f"AA.{number},{sender.split('@')[0]},{sender}\n" for number, sender in enumerate(sorted(senders))]
    write(f"{d}/accounts.csv", "user_id,nama,email\n" + "".join(rows))
    with open(f"{d}/loket.toml", encoding="utf-8") as file:
        settings = [line for line in file if not line.startswith("authserv_id")]
    write(f"{d}/loket.toml", "".join(settings))
    return f"{d}/accounts.csv"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--loket", default=os.path.join(HERE, "../target/release/loket"))
    parser.add_argument("--batch-mails", type=int, default=20)
    parser.add_argument("--idle", type=int, default=10, help="seconds of the idle look; 0: none")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    mails = sorted(glob.glob(os.path.join(options.folder, "*.eml")))
    if not mails:
        sys.exit(f"no *.eml in {options.folder}")
    binary = os.path.abspath(options.loket)
    if not os.path.exists(binary):
        sys.exit(f"{binary} is not there: cargo build --release")
    size = sum(os.path.getsize(mail) for mail in mails) // len(mails)
    d = tempfile.mkdtemp(prefix="loket-load-")
    os.chmod(d, 0o755)
    imap, smtp = free_port(), free_port()
    servers = []
    try:
        dovecot, uid, gid = start_dovecot(d, imap)
        servers.append(dovecot)
        sink = ["smtp-sink"] + (["-u", "nobody"] if os.geteuid() == 0 else [])
        servers.append(subprocess.Popen(sink + [f"127.0.0.1:{smtp}", "1000"]))
        wait_for_port(smtp)
        write(f"{d}/loket.toml", LOKET.format(d=d, address=ADDRESS, imap=imap, smtp=smtp,
                                              batch=options.batch_mails))
        write(f"{d}/people.toml", PEOPLE)
        write(f"{d}/imap-password", PASSWORD, 0o600)
        table = os.path.join(options.folder, "accounts.csv")
        if not os.path.exists(table):
            table = register_senders(d, mails)
        subprocess.run([binary, "accounts", "import", table, "--config", f"{d}/loket.toml"],
                       check=True, stdout=subprocess.DEVNULL)
        result = {}
        if options.idle:
            result["idle"] = idle(binary, d, options.idle)
        deliver(d, mails, uid, gid)
        result.update(measure(binary, d, len(mails)))
        if options.json:
            print(json.dumps(result, indent=1))
        else:
            report(len(mails), size, result)
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(10)
        if options.keep:
            print(d, file=sys.stderr)
        else:
            shutil.rmtree(d, ignore_errors=True)


main()
