#!/usr/bin/env python3
"""Makes a set of papers: letters, decrees and others of invention, as text, scans and photographs, with truth.json.

    make.py OUT --seed 1 --papers 60 [--classes text,docx,odt,scan150,scan200,scan300,photo] [--jobs 2]

`--papers` counts files a class. The same seed gives the same papers. A field "?" in truth.json is stated loosely on the
paper and is not counted. Needs python3-reportlab, python3-pil, python3-numpy, python3-docx, poppler-utils and the fonts
of deploy/test-packages.txt.
"""
import argparse
import io
import json
import os
import random
import sys
from concurrent.futures import ProcessPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import letters  # noqa: E402
import pictures  # noqa: E402
import typeset  # noqa: E402
import word  # noqa: E402

CLASSES = "text docx odt scan150 scan200 scan300 photo".split()


def name_of(rng, kind, number, ending):
    """File names as they come: most say nothing."""
    return f"{kind}-{number:04d}-" + rng.choice(["scan", "CamScanner", "IMG", "dokumen", "berkas", "file", "hasil"]) + "." + ending


def one(job):
    out, kind, seed, number = job
    rng = random.Random(f"{seed}/{kind}/{number}")
    stated = letters.paper_set(rng)
    papers = [blocks for _, blocks in stated]
    facts = [fact for fact, _ in stated]
    entry = {"class": kind, "papers": facts}
    more = []
    if kind == "docx":
        data, ending = word.docx(rng, papers), "docx"
    elif kind == "odt":
        data, ending = word.odt(rng, papers), "odt"
    else:
        data, marks, size = typeset.pdf(rng, papers)
        ending = "pdf"
        if kind.startswith("scan"):
            data, ending = scans(rng, data, marks, size, int(kind[4:]), facts)
        elif kind == "photo":
            shots = pictures.inked(rng, pictures.pages(data, 240), marks, size, 240, office_words(facts))
            taken = [pictures.taken(rng, page) for page in shots]
            data, ending, more = taken[0], "jpg", taken[1:]
    name = name_of(rng, kind, number, ending)
    with open(os.path.join(out, name), "wb") as file:
        file.write(data)
    entry["file"] = name
    if more:
        # One file a page: the papers of the set are spread over all of them.
        entry["more"] = []
        for n, shot in enumerate(more):
            extra = name.replace(".jpg", f"-{n + 2}.jpg")
            entry["more"].append(extra)
            with open(os.path.join(out, extra), "wb") as file:
                file.write(shot)
    return entry


def office_words(facts):
    fields = facts[0]["fields"]
    return (fields.get("institution") or fields.get("work_unit") or "KANTOR CONTOH JAYA").upper()


def scans(rng, data, marks, size, dpi, facts):
    made = pictures.inked(rng, pictures.pages(data, dpi), marks, size, dpi, office_words(facts))
    made = [pictures.scan(rng, page, dpi) for page in made]
    quality = rng.randint(35, 60) if dpi == 150 else rng.randint(50, 85)
    form = rng.choice(["pdf"] * 6 + ["jpg", "jpg", "png", "tiff"])
    if len(made) > 1 and form in ("jpg", "png"):
        form = "pdf"
    if form == "pdf":
        return pictures.scanned_pdf(rng, made, dpi, quality), "pdf"
    if form == "jpg":
        return pictures.jpeg(made[0], quality, dpi=dpi if rng.random() < 0.7 else None), "jpg"
    out = io.BytesIO()
    if form == "png":
        made[0].save(out, "PNG", dpi=(dpi, dpi))
    else:
        # Fax compression: black and white.
        flat = [page.convert("L").point(lambda v: 255 if v > 140 else 0).convert("1") for page in made]
        flat[0].save(out, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=flat[1:])
    return out.getvalue(), form


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="number of the first paper, to make a set larger")
    parser.add_argument("--classes", default=",".join(CLASSES))
    parser.add_argument("--jobs", type=int, default=2)
    wanted = parser.parse_args()
    os.makedirs(wanted.out, exist_ok=True)
    jobs = [(wanted.out, kind, wanted.seed, number) for kind in wanted.classes.split(",")
            for number in range(wanted.first, wanted.first + wanted.papers)]
    with ProcessPoolExecutor(wanted.jobs) as pool:
        entries = list(pool.map(one, jobs))
    path = os.path.join(wanted.out, "truth.json")
    if wanted.first and os.path.exists(path):
        with open(path) as file:
            entries = json.load(file) + entries
    with open(path, "w") as file:
        json.dump(entries, file, ensure_ascii=False, indent=1)
    print(f"{len(entries)} papers in {wanted.out}")


if __name__ == "__main__":
    main()
