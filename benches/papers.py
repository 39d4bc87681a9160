#!/usr/bin/env python3
"""Right, absent and wrong: what Loket reads on a set of papers, class by class and field by field.

    papers.py [--set DIR] [--seed 7] [--papers 20] [--classes text,docx,scan200,photo] [--loket PATH] [--no-plain]

Without --set a new set is made (tests/papers/make.py). Each file goes to `loket explain document FILE --json`; a plain reader
(pdftotext or tesseract and regular expressions) reads the same files for comparison. Peak memory is that of the whole tree of
processes, seconds are wall-clock a page. `--readings FILE` counts readings made elsewhere: {"file", "reading"} a line.

Texts count as equal without regard to capitals and the number of blanks, numbers and addresses without any blanks, telephone
numbers and NIP by their digits, dates exactly. A value where the paper has none is wrong, too.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = {"name", "rank", "position", "work_unit", "institution", "reason", "signatory"}
DATES = {"letter_date", "decree_date", "valid_from", "valid_until"}
DIGITS = {"nip", "phone"}


def key(field, value):
    """What is compared of a value."""
    if value is None:
        return None
    value = re.sub(r"\s+", " ", str(value)).strip()
    if field in DATES:
        return value
    if field in DIGITS:
        return re.sub(r"\D", "", value)
    value = value.casefold()
    return value if field in TEXTS else value.replace(" ", "")


def paired(wanted, readings):
    """Each paper of the truth with the reading that is it: in order, by kind where the numbers differ."""
    if len(wanted) == len(readings):
        return list(zip(wanted, readings))
    left, pairs = list(readings), []
    for paper in wanted:
        same = next((r for r in left if r.get("kind") == paper["kind"]), None)
        if same is not None:
            left.remove(same)
        pairs.append((paper, same or {}))
    return pairs


class Count:
    """Counts of one class."""

    def __init__(self):
        self.kinds = collections.Counter()
        self.requests = collections.Counter()
        self.fields = collections.defaultdict(collections.Counter)
        self.faults = []

    def add(self, entry, readings):
        for paper, reading in paired(entry["papers"], readings):
            if paper["kind"] != reading.get("kind"):
                self.faults.append((entry["file"], "kind", paper["kind"], reading.get("kind")))
            self.kinds["right" if paper["kind"] == reading.get("kind") else "wrong"] += 1
            if paper.get("request"):
                self.requests[verdict("request", paper["request"], reading.get("request"))] += 1
            given = reading.get("fields") or {}
            for field, wanted in paper["fields"].items():
                if wanted == "?":
                    continue
                how = verdict(field, wanted, given.get(field))
                if how:
                    self.fields[field][how] += 1
                    if how != "right":
                        self.faults.append((entry["file"], field, wanted, given.get(field)))

    def sum(self):
        total = collections.Counter()
        for counts in self.fields.values():
            total.update(counts)
        return total


def verdict(field, wanted, given):
    wanted, given = key(field, wanted), key(field, given)
    if wanted is None and given is None:
        return None
    if given is None:
        return "absent"
    return "right" if wanted == given else "wrong"


def share(counts, what="right"):
    total = sum(counts.values())
    return 100 * counts[what] / total if total else float("nan")


def papers_of(reading):
    return reading.get("papers") or [reading]


def tree_memory(root):
    """Resident kilobytes of a process and all it started."""
    children = collections.defaultdict(list)
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    children[int(file.read().rsplit(")", 1)[1].split()[1])].append(int(entry))
            except OSError:
                continue
    total, queue = 0, [root]
    while queue:
        pid = queue.pop()
        queue += children.get(pid, [])
        try:
            with open(f"/proc/{pid}/statm") as file:
                total += int(file.read().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)
        except OSError:
            continue
    return total


def run(command):
    """Output, seconds and peak kilobytes of the tree of a command."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak, done = [0], threading.Event()

    def watch():
        while not done.wait(0.02):
            peak[0] = max(peak[0], tree_memory(child.pid))
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, _ = child.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        child.kill()
        out, _ = child.communicate()
    done.set()
    watcher.join()
    return out, time.monotonic() - begun, peak[0]


# ---- the plain reader ----------------------------------------------------------------------------------------------

LABELS = {"name": r"Nama(?: Lengkap| Pemohon)?", "nip": r"NIP|NI PPPK|NIP/NI PPPK", "rank": r"Pangkat[^:]{0,16}", "position": "Jabatan",
          "work_unit": "Unit Kerja|Satuan Kerja|Satker|Unit Organisasi|Unit", "institution": r"Instansi|K/L/D/I|K/L/PD",
          "user_id": r"User ID(?: SPSE)?|Username", "email": r"(?:Alamat )?E-?mail|Surel|Pos-el",
          "phone": r"(?:No\.|Nomor|Telepon)[ /]*(?:HP|WA|Telepon|WhatsApp)?(?:/WA|/HP)?", "reason": r"Alasan(?: Permohonan)?"}
MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
DATE = r"(\d{1,2})\s+(" + "|".join(MONTHS) + r")\s+(\d{4})"


def plain_text(path, folder):
    """The text of a file by the programs anyone has, in a straight line."""
    if path.endswith((".docx", ".odt")):
        import zipfile
        with zipfile.ZipFile(path) as pack:
            body = pack.read("word/document.xml" if path.endswith(".docx") else "content.xml").decode()
        body = re.sub(r"<w:tab/>|<text:tab/>", " ", body)
        return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|</text:p>|</text:h>", "\n", body))
    if path.endswith(".pdf"):
        text = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.PIPE).stdout.decode(errors="replace")
        if len(re.findall(r"\w", text)) >= 30:
            return text
        subprocess.run(["pdfimages", "-all", path, os.path.join(folder, "page")], check=False)
        pictures = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    else:
        pictures = [path]
    found = []
    for picture in pictures:
        made = subprocess.run(["tesseract", picture, "-", "-l", "ind", "--psm", "6"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=dict(os.environ, OMP_THREAD_LIMIT="1"))
        found.append(made.stdout.decode(errors="replace"))
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    return "\f".join(found)


def iso(found):
    return f"{found[3]}-{MONTHS.index(found[2].lower()) + 1:02d}-{int(found[1]):02d}" if found else None


def plain_reading(text):
    upper = text.upper()
    if "MEMUTUSKAN" in upper or re.search(r"KEPUTUSAN\s+(?:KEPALA|SEKRETARIS)", upper):
        kind = "appointment_decree" if re.search(r"ADMIN\s+AGENCY", upper) else "other"
    elif "SURAT TUGAS" in upper:
        kind = "assignment_letter"
    elif "NOTA DINAS" in upper:
        kind = "internal_memo"
    elif "FORMULIR" in upper:
        kind = "form"
    elif re.search(r"PASSWORD|KATA SANDI|USER ID", upper):
        kind = "request_letter"
    else:
        kind = "other"
    fields = {}
    for field, label in LABELS.items():
        found = re.search(rf"(?im)^\s*(?:\d+\.\s*)?(?:{label})\s*:\s*(.+?)\s*$", text)
        fields[field] = found[1] if found else None
    nip = re.search(r"NI[P ][^\d]{0,10}(\d[\d .]{16,22}\d)", text)
    fields["nip"] = re.sub(r"\D", "", fields["nip"] or (nip[1] if nip else "")) or None
    number = re.search(r"(?im)^\s*(?:nomor|no\.?)\s*[:.]?\s*(\S.*?)(?:\s{3,}.*)?$", text)
    date = iso(re.search("(?i)" + DATE, text))
    if kind == "appointment_decree":
        name = re.search(r"(?:Menunjuk|Mengangkat|Menetapkan)\s+(?:Sdri?\.|Saudar[ai])?\s*(.+?),?\s+NIP", re.sub(r"\s+", " ", text))
        fields["name"] = fields["name"] or (name[1] if name else None)
        fields["decree_number"] = number[1] if number else None
        fields["decree_date"] = iso(re.search(r"(?i)pada tanggal\s+" + DATE, text))
        until = re.search(r"(?i)sampai\s+dengan\s+tanggal\s+" + DATE, re.sub(r"\s+", " ", text))
        fields["valid_until"] = iso(until)
    else:
        fields["letter_number"] = number[1] if number else None
        fields["letter_date"] = date
        cited = re.search(r"Keputusan[^;]{0,60}?Nomor\s+(\S+(?: TAHUN \d{4})?)\s+tanggal\s+" + DATE, re.sub(r"\s+", " ", text), re.I)
        if cited:
            fields["decree_number"] = cited[1]
            fields["decree_date"] = f"{cited[4]}-{MONTHS.index(cited[3].lower()) + 1:02d}-{int(cited[2]):02d}"
    over = re.findall(r"(?m)^\s*(\S.*?)\s*\n\s*NIP\.?\s*\d", text)
    fields["signatory"] = over[-1] if over else None
    head = re.search(r"(?m)^\s*((?:KEMENTERIAN|PEMERINTAH).*?)\s*$", text)
    fields["institution"] = fields["institution"] or (head[1] if head else None)
    words = text.lower()
    reset, user = bool(re.search(r"reset|ganti.{0,20}(?:password|sandi)|atur ulang", words)), "informasi user id" in words
    request = {(True, True): "both", (True, False): "reset_password", (False, True): "user_id_information"}.get((reset, user))
    return {"kind": kind, "request": request, "fields": fields}


# ---- the table -----------------------------------------------------------------------------------------------------

def table(title, counts, speed=None):
    print(f"\n{title}")
    print(f"{'class':<9}{'papers':>7}{'kinds':>8}{'request':>9}{'right':>8}{'absent':>8}{'wrong':>8}" + (f"{'s/page':>9}{'peak MB':>9}" if speed else ""))
    for kind, count in counts.items():
        total = count.sum()
        line = (f"{kind:<9}{sum(count.kinds.values()):>7}{share(count.kinds):>7.1f}%{share(count.requests):>8.1f}%{share(total):>7.1f}%"
                f"{share(total, 'absent'):>7.1f}%{share(total, 'wrong'):>7.2f}%")
        if speed and speed.get(kind):
            pages, seconds, peak = speed[kind]
            line += f"{seconds / max(1, pages):>9.2f}{peak / 1024:>9.0f}"
        print(line)


def by_field(counts):
    fields = sorted({field for count in counts.values() for field in count.fields})
    print("\nright/absent/wrong a field\n" + f"{'field':<15}" + "".join(f"{kind:>15}" for kind in counts))
    for field in fields:
        cells = []
        for count in counts.values():
            c = count.fields.get(field, {})
            cells.append(f"{c.get('right', 0)}/{c.get('absent', 0)}/{c.get('wrong', 0)}" if c else "-")
        print(f"{field:<15}" + "".join(f"{cell:>15}" for cell in cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--classes", default="text,docx,odt,scan150,scan200,scan300,photo")
    parser.add_argument("--loket", default=os.path.join(HERE, "..", "target", "release", "loket"))
    parser.add_argument("--readings")
    parser.add_argument("--plain", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--faults", action="store_true", help="list every absent and wrong value")
    parser.add_argument("--json", help="also write all readings here, one a line")
    wanted = parser.parse_args()
    made = None
    if not wanted.set:
        made = tempfile.TemporaryDirectory()
        wanted.set = made.name
        subprocess.run(["/usr/bin/python3", os.path.join(HERE, "..", "tests", "papers", "make.py"), wanted.set, "--seed", str(wanted.seed),
                        "--papers", str(wanted.papers), "--classes", wanted.classes], check=True)
    classes = wanted.classes.split(",")
    with open(os.path.join(wanted.set, "truth.json")) as file:
        entries = [entry for entry in json.load(file) if entry["class"] in classes]
    known = {}
    if wanted.readings:
        with open(wanted.readings) as file:
            known = {row["file"]: row["reading"] for row in map(json.loads, file)}
    ours, plain = {}, {}
    speed = {}
    kept = open(wanted.json, "w") if wanted.json else None
    with tempfile.TemporaryDirectory() as folder:
        for entry in entries:
            kind = entry["class"]
            # A paper over several files is one file here; `explain` reads one at a time.
            if entry.get("more") and not known:
                continue
            path = os.path.join(wanted.set, entry["file"])
            if known:
                reading = known.get(entry["file"])
                if reading is None:
                    continue
            else:
                out, seconds, peak = run([wanted.loket, "explain", "document", path, "--json"])
                reading = json.loads(out) if out.strip() else {"kind": "unreadable"}
                pages, spent, most = speed.get(kind, (0, 0.0, 0))
                speed[kind] = (pages + max(1, reading.get("pages") or 1), spent + seconds, max(most, peak))
            if kept:
                kept.write(json.dumps({"file": entry["file"], "reading": reading}, ensure_ascii=False) + "\n")
            ours.setdefault(kind, Count()).add(entry, papers_of(reading))
            if wanted.plain and not known:
                text = plain_text(path, folder)
                parts = [plain_reading(text)] * len(entry["papers"])
                plain.setdefault(kind, Count()).add(entry, parts)
    table("Loket", ours, speed)
    if plain:
        table("plain reader (pdftotext, tesseract, regular expressions)", plain)
        for kind in ours:
            a, b = ours[kind].sum(), plain[kind].sum()
            if share(b, "wrong") > 0 and share(b) > 0:
                print(f"{kind:<9} right {share(a) / share(b):.2f} times, wrong {share(a, 'wrong') / share(b, 'wrong'):.2f} times the plain reader's")
    by_field(ours)
    if wanted.faults:
        for kind, count in ours.items():
            for file, field, right, given in count.faults:
                print(f"{'ABSENT' if given is None else 'WRONG '} {file} {field}: {right!r} {given!r}")
    if made:
        made.cleanup()


if __name__ == "__main__":
    sys.exit(main())
