#!/usr/bin/env python3
"""Seconds and peak memory of `loket report` over many cases, beside plain SQL counting of the same rows.

    report.py [--cases 100000] [--seed 7] [--loket PATH] [--month 2026-11] [--dir DIR] [--make-only]

`loket demo` makes an office with five real cases; their rows of the log and their cases are then copied under new numbers, with
other times, other accounts, and other ends: late steps, explanations, withdrawals, visitors, letters that came back. The copies
go straight into the tables of the real schema (without the hash chain, which a report does not read). Then the real program
writes the month in each format, once with everything in that month, and once where it is one month of twelve. Peak memory is
the kernel's own count (ru_maxrss of the child). With --make-only the office stays in DIR, to be looked at.
"""
import argparse
import datetime
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

UTC = datetime.timezone.utc
WIB = datetime.timezone(datetime.timedelta(hours=7))
STAMP = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"')
REASONS = ["SK sudah tidak berlaku", "Data tidak sesuai dengan aplikasi SPSE", "data tidak sesuai dengan aplikasi SPSE.",
           "Nama pada SK bukan pemohon", "Surat tidak ditandatangani pejabat yang berwenang"]
EXCUSES = ["menunggu konfirmasi telepon", "aplikasi SPSE tidak dapat diakses", "petugas mengikuti rapat pimpinan",
           "=HYPERLINK(\"http://x.example\") jaringan terganggu"]
UNITS = ["Balai Contoh Perikanan Budidaya Teluk %d", "Dinas Perikanan Kabupaten Contoh %d", "Loka Contoh Pesisir %d"]


def text(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ms(at):
    return int(at.timestamp() * 1000)


def templates(db):
    """Rows and body of each case of the demonstration, by number."""
    cases = {i: json.loads(b) for i, b in db.execute("SELECT id, body FROM cases")}
    rows = {}
    columns = "case_id, event, state_before, state_after, body"
    for case, event, before, after, body in db.execute(f"SELECT {columns} FROM log WHERE case_id <> '' ORDER BY seq"):
        rows.setdefault(case, []).append((event, before, after, json.loads(body)))
    return [(cases[i], rows[i]) for i in sorted(rows)]


class Office:
    """Copies of the templates, each a little different."""

    def __init__(self, db, seed):
        self.random = random.Random(seed)
        found = templates(db)
        self.accepted, self.user_id, self.incomplete, self.rejected = found[:4]
        staff = next(body for event, _, _, body in self.accepted[1] if event == "staff_command")
        self.command = json.dumps(staff)

    def staff(self, verdict, reason=None, role="admin_ppe", by=("bagus", "Bagus Prakoso")):
        body = json.loads(self.command)
        event = body["event"]
        event["command"] = {"items": [], "note": None, "number": None, "password": False, "reason": reason, "unclear": None,
                            "user_id": None, "verdict": verdict}
        event.update(by={"id": by[0], "name": by[1]}, role=role, papers=[], accounts=[])
        return body

    def story(self):
        """Body of the case, its rows, and its end."""
        kind = self.random.choices(["accepted", "user_id", "incomplete", "rejected", "unfollowed", "withdrawn", "visitor",
                                    "open", "bounced", "checked"], [30, 15, 12, 8, 6, 3, 8, 4, 2, 12])[0]
        case, rows = {"user_id": self.user_id, "incomplete": self.incomplete, "unfollowed": self.incomplete,
                      "rejected": self.rejected}.get(kind, self.accepted)
        case, rows = json.loads(json.dumps(case)), json.loads(json.dumps(rows))
        if kind == "rejected":
            for row in rows:
                if row[0] == "staff_command":
                    row[3]["event"]["command"]["reason"] = self.random.choice(REASONS)
        if kind in ("withdrawn", "open", "unfollowed"):
            wanted = "waiting_applicant" if kind == "unfollowed" else "verifying"
            stop = next(i for i, row in enumerate(rows) if row[2] == wanted)
            rows = rows[:stop + 1]
            if kind == "withdrawn":
                command = self.staff("close")["event"]["command"]
                rows.append(["applicant_command", "verifying", "withdrawn",
                             {"actor": "pemohon", "event": {"event": "applicant_command", "command": command, "mail": 1}}])
            if kind == "unfollowed":
                wake = {"actor": "loket", "event": {"event": "woke", "wake": {"expire": {"round": 1}}}}
                rows.append(["woke", wanted, "closed_no_followup", wake])
        if kind == "bounced":
            event = {"event": "bounced", "order": 1, "template": "credentials", "to": "r***@kkp.example", "staff": False,
                     "status": "5.1.1"}
            rows.append(["bounced", "delivered", "delivery_failed", {"actor": "loket", "event": event}])
        if kind == "checked":
            looked = next(i for i, row in enumerate(rows) if row[2] == "verifying")
            rows[looked][2] = "checking"
            rows.insert(looked + 1, ["staff_command", "checking", "verifying",
                                     self.staff("complete", None, "helpdesk", ("dewi", "Dewi Anjani"))])
        if kind == "visitor":
            first = rows[0][3]["event"]
            guest = {"event": "guest_logged", "mail": 1, "by": {"id": "dewi", "name": "Dewi Anjani"}, "message_id": None,
                     "number": "A-001", "waiting": 1, "received_at": first["received_at"], "guestbook_at": first["received_at"],
                     "applicant": dict(first["applicant"], address=None, phone="0812 0000 0000"), "accounts": first["accounts"],
                     "institution": None, "purpose": "reset password", "kind": "reset_password", "original_decree": True,
                     "unreadable": []}
            head = [["guest_logged", "received", "queued", {"actor": "dewi", "event": guest}],
                    ["staff_command", "queued", "checking", self.staff("call_next", None, "helpdesk", ("dewi", "Dewi Anjani"))],
                    ["staff_command", "checking", "verifying", self.staff("complete", None, "helpdesk", ("dewi", "Dewi Anjani"))]]
            rows = head + [row for row in rows if row[1] in ("verifying", "executing", "delivering", "delivered")]
            case["channel"] = "in_person"
        return case, rows

    def times(self, rows, begin):
        """When each row was written: people take their time, and some forget."""
        at, times = begin, []
        for event, before, after, _ in rows:
            if times:
                if event == "staff_command":
                    wait = self.random.expovariate(1 / 6.5)
                    if self.random.random() < 0.06:
                        wait += self.random.uniform(15, 300)
                    at += datetime.timedelta(minutes=wait)
                elif event == "mail_added" or before == "waiting_applicant":
                    at += datetime.timedelta(hours=self.random.uniform(2, 70))
                elif event == "paper_read":
                    at += datetime.timedelta(seconds=self.random.uniform(1, 20))
                elif event in ("letter_sent", "archived"):
                    at += datetime.timedelta(seconds=self.random.uniform(0, 9))
                elif event == "bounced":
                    at += datetime.timedelta(hours=self.random.uniform(1, 20))
            times.append(at.replace(microsecond=0))
        return times


def arrivals(count, first, last, chance):
    """Moments of arrival: working days and hours mostly."""
    days = (last - first).days + 1
    moments = []
    while len(moments) < count:
        day = first + datetime.timedelta(days=chance.randrange(days))
        weekend = day.weekday() >= 5
        if weekend and chance.random() < 0.93:
            continue
        hour = min(23.9, max(0, chance.gauss(10.6, 2.3)))
        at = datetime.datetime.combine(day, datetime.time(0), WIB) + datetime.timedelta(hours=hour)
        moments.append(at.replace(microsecond=0))
    return sorted(moments)


def fill(db, count, seed, first, last):
    """Puts the cases into the tables."""
    office = Office(db, seed)
    chance = office.random
    accounts = max(8, count // 6)
    db.execute("DROP TRIGGER IF EXISTS log_no_delete")
    db.executescript("DELETE FROM log; DELETE FROM cases; PRAGMA synchronous = OFF;")
    seq = 0
    pending, cases = [], []
    for number, begin in enumerate(arrivals(count, first, last, chance), 1):
        case_id = f"LKT-2026-{number:05}"
        case, rows = office.story()
        times = office.times(rows, begin)
        account = chance.randrange(accounts)
        unit = UNITS[account % 3] % account
        name = f"Pemohon Contoh {account}"
        late = [i for i, row in enumerate(rows) if row[0] == "staff_command" and i
                and (times[i] - times[i - 1]).total_seconds() > 1800]
        if late and chance.random() < 0.7:
            place = late[-1] + 1
            state = rows[late[-1]][2]
            rows.insert(place, ["staff_command", state, state, office.staff("explain_deviation", chance.choice(EXCUSES))])
            times.insert(place, times[late[-1]])
        for (event, before, after, body), at in zip(rows, times):
            told = STAMP.sub(f'"{text(at)}"', json.dumps(body))
            told = told.replace("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh", unit)
            told = told.replace("Ratna Kusumawardani", name).replace('"id": 1,', f'"id": {account + 1},')
            seq += 1
            pending.append((seq, case_id, ms(at), event, before, after, told, "", ""))
        state = rows[-1][2]
        closed = state in ("delivered", "rejected", "closed_no_followup", "withdrawn", "out_of_scope")
        ended = next((at for row, at in zip(reversed(rows), reversed(times)) if row[1] != row[2]), times[-1]) if closed else None
        case.update(id=case_id, state=state, received_at=text(begin))
        cases.append((case_id, state, None, account + 1, None, ms(begin), None, ms(ended) if ended else None, None,
                      json.dumps(case), None))
        if len(pending) > 20000 or number == count:
            db.executemany("INSERT INTO log VALUES (?,?,?,?,?,?,?,?,?)", pending)
            db.executemany("INSERT INTO cases (id,state,applicant,account,queue_no,received_ms,next_due_ms,ended_ms,archived_ms,"
                           "body,frozen_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?)", cases)
            db.commit()
            pending, cases = [], []
    db.execute("INSERT OR REPLACE INTO meta VALUES ('last_tick', ?)", (text(datetime.datetime(2027, 1, 4, 2, tzinfo=UTC)),))
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return seq


def run(command):
    """Seconds, and peak memory of the largest child so far, in MB."""
    begun = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begun


def child(arguments):
    """The program in a process of its own, so that its peak is its own."""
    code = ("import resource,subprocess,sys,time;b=time.monotonic();subprocess.run(sys.argv[1:],check=True,"
            "stderr=subprocess.DEVNULL);print(time.monotonic()-b,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)")
    out = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout
    seconds, peak = out.split()[-2:]
    return float(seconds), float(peak)


def baseline(path, first, last):
    """Plain SQL over the same rows: how many, of which event, into which state, how many bytes."""
    sql = ("import sqlite3,sys;d=sqlite3.connect(sys.argv[1]);list(d.execute('SELECT l.event,l.state_after,COUNT(*),"
           "SUM(LENGTH(l.body)) FROM log l JOIN cases c ON c.id=l.case_id WHERE c.received_ms>=? AND c.received_ms<? "
           "GROUP BY 1,2',(int(sys.argv[2]),int(sys.argv[3]))))")
    day = datetime.timedelta(days=1)
    start = datetime.datetime.combine(first, datetime.time(0), WIB)
    return child([sys.executable, "-c", sql, path, str(ms(start)), str(ms(datetime.datetime.combine(last + day,
                                                                                                     datetime.time(0), WIB)))])


def make(loket, folder, cases, seed, first, last):
    shutil.rmtree(folder, ignore_errors=True)
    run([loket, "demo", "--dir", folder])
    db = sqlite3.connect(os.path.join(folder, "data/loket.db"))
    begun = time.monotonic()
    rows = fill(db, cases, seed, first, last)
    db.close()
    size = os.path.getsize(os.path.join(folder, "data/loket.db")) / 1e6
    print(f"{cases} cases, {rows} rows of the log, {size:.0f} MB, made in {time.monotonic() - begun:.0f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--loket", default="target/release/loket")
    parser.add_argument("--month", default="2026-11")
    parser.add_argument("--dir")
    parser.add_argument("--make-only", action="store_true")
    told = parser.parse_args()
    year, month = map(int, told.month.split("-"))
    first = datetime.date(year, month, 1)
    last = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    folder = told.dir or tempfile.mkdtemp(prefix="loket-report-")
    whole = [("one month holds them all", first, last),
             ("one month of twelve", first - datetime.timedelta(days=334), last)]
    for name, begin, end in whole[:1] if told.make_only else whole:
        print(f"{name}:")
        make(told.loket, folder, told.cases, told.seed, begin, end)
        if told.make_only:
            break
        seconds, peak = baseline(os.path.join(folder, "data/loket.db"), first, last)
        print(f"  {'plain SQL counting':<22}{seconds:7.2f} s {peak:7.0f} MB")
        for kind in ("html", "json", "csv", "xlsx"):
            out = os.path.join(folder, f"laporan.{kind}")
            config = os.path.join(folder, "config/loket.toml")
            command = [told.loket, "--config", config, "report", "--month", told.month, "--format", kind, "--out", out]
            seconds, peak = child(command)
            print(f"  {'loket report ' + kind:<22}{seconds:7.2f} s {peak:7.0f} MB {os.path.getsize(out) / 1e6:8.1f} MB file")
    if not (told.dir or told.make_only):
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
