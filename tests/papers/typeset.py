"""Sets blocks (letters.py) as PDF in one of many looks, and says where each signature stands."""
import io

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, LEGAL, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

rl_config.invariant = 1
ROOT = "/usr/share/fonts/truetype/"
FONTS = {  # name: regular, bold
    "times": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    "arial": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    "narrow": ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    "courier": ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    "carlito": ("crosextra/Carlito-Regular.ttf", "crosextra/Carlito-Bold.ttf"),
    "caladea": ("crosextra/Caladea-Regular.ttf", "crosextra/Caladea-Bold.ttf"),
    "verdana": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "freeserif": ("freefont/FreeSerif.ttf", "freefont/FreeSerifBold.ttf"),
    "freesans": ("freefont/FreeSans.ttf", "freefont/FreeSansBold.ttf"),
}
WEIGHTS = {"times": 5, "arial": 5, "narrow": 1, "courier": 1, "carlito": 4, "caladea": 2, "verdana": 1, "freeserif": 2, "freesans": 1}
_known = set()


def font(name):
    if name not in _known:
        plain, bold = FONTS[name]
        try:
            pdfmetrics.registerFont(TTFont(name, ROOT + plain))
            pdfmetrics.registerFont(TTFont(name + "-b", ROOT + bold))
        except Exception:  # Narrow is not in every release of the package.
            return font("arial")
        _known.add(name)
    return name


class Mark(Flowable):
    """Room for a signature; notes where it came to stand."""

    def __init__(self, height, kind, notes):
        super().__init__()
        self.height, self.kind, self.notes = height, kind, notes

    def wrap(self, width, _):
        self.width = width
        return width, self.height

    def draw(self):
        x, y = self.canv.absolutePosition(0, 0)
        self.notes.append((self.canv.getPageNumber() - 1, x, y, self.height, self.kind))
        if self.kind == "tte":
            self.canv.setFont(self.canv._fontname, 7)
            self.canv.drawString(46, self.height / 2 + 4, "Ditandatangani")
            self.canv.drawString(46, self.height / 2 - 5, "Secara Elektronik")


class Look:
    """One way of setting papers, drawn once for each file."""

    def __init__(self, rng):
        self.font = font(rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])
        size = rng.choice([10, 10.5, 11, 11, 11, 12, 12])
        if self.font in ("verdana", "courier"):
            size = min(size, 10)
        self.size = size
        lead = size * rng.choice([1.15, 1.25, 1.35, 1.5])
        self.text = ParagraphStyle("t", fontName=self.font, fontSize=size, leading=lead)
        self.para = ParagraphStyle("p", parent=self.text, alignment=rng.choice([TA_JUSTIFY, TA_LEFT]), spaceAfter=size * 0.6,
                                   firstLineIndent=rng.choice([0, 0, 28]))
        self.bold = ParagraphStyle("b", parent=self.text, fontName=self.font + "-b")
        self.head = ParagraphStyle("h", parent=self.bold, alignment=TA_CENTER, leading=size * 1.25)
        self.small = ParagraphStyle("s", parent=self.text, fontSize=size - 2.5, leading=size, alignment=TA_CENTER)
        self.foot = ParagraphStyle("f", parent=self.text, fontSize=size - 2, leading=size)
        self.label = rng.uniform(3.2, 5.0) * cm
        self.indent = rng.choice([0, 0.6, 1.2]) * cm
        self.bold_values = rng.random() < 0.15
        self.right = rng.choice([8, 8.8, 9.5]) * cm
        self.left_sign = rng.random() < 0.06
        self.logo = rng.random() < 0.5
        self.double = rng.random() < 0.6
        self.page = rng.choices([A4, LETTER, (21.5 * cm, 33 * cm), LEGAL], [7, 1, 3, 0.3])[0]
        self.margin = (rng.uniform(2.0, 3.0) * cm, rng.uniform(1.8, 2.5) * cm)
        self.underline = rng.random() < 0.4


def safe(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def plain_table(cells, widths, extra=()):
    made = Table(cells, colWidths=widths, hAlign="LEFT")
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                              ("TOPPADDING", (0, 0), (-1, -1), 0.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5), *extra]))
    return made


def flow(look, blocks, width, notes):
    made = []
    p = lambda text, style=None: Paragraph(safe(text), style or look.text)
    for block in blocks:
        what = block[0]
        if what == "kop":
            lines = [p(t, look.head) for t in block[1]] + [p(t, look.small) for t in block[2]]
            if look.logo:
                lines = [plain_table([[Mark(48, "logo", notes), lines]], [2 * cm, width - 2 * cm], [("VALIGN", (0, 0), (0, 0), "MIDDLE")])]
            made += lines + [Spacer(1, 3), HRFlowable(width="100%", thickness=2 if look.double else 1, color="black")]
            made += [HRFlowable(width="100%", thickness=0.5, color="black", spaceBefore=1)] if look.double else []
            made.append(Spacer(1, 9))
        elif what == "title":
            made += [p(t, look.head) for t in block[1]] + [Spacer(1, 7)]
            if look.underline and len(block[1]) > 1 and block[1][0].startswith("SURAT"):
                made[-len(block[1]) - 1] = Paragraph(f"<u>{safe(block[1][0])}</u>", look.head)
        elif what == "right":
            made += [plain_table([["", p(block[1])]], [look.right, width - look.right]), Spacer(1, 4)]
        elif what == "head":
            date = block[2] or ""
            aside = 5.2 * cm if date else 0.1
            cells = [[p(a), ":", p(b), p(date) if i == 0 and date else ""] for i, (a, b) in enumerate(block[1])]
            made += [plain_table(cells, [2.1 * cm, 0.4 * cm, width - 2.5 * cm - aside, aside], [("FONT", (0, 0), (-1, -1), look.font, look.size)]), Spacer(1, 9)]
        elif what == "lines":
            made += [p(t) for t in block[1]] + [Spacer(1, 9)]
        elif what == "para":
            made.append(p(block[1], look.para))
        elif what == "labels":
            made += [labels(look, block[1], block[2], width, p), Spacer(1, 7)]
        elif what == "clause":
            made += clause(look, block, width, p)
        elif what == "table":
            cells = [[p(c, look.foot) for c in row] for row in [block[1]] + block[2]]
            cols = [1 * cm, 4.6 * cm, 4.2 * cm, 3.6 * cm, width - 13.4 * cm]
            made += [plain_table(cells, cols, [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("LEFTPADDING", (0, 0), (-1, -1), 3)]), Spacer(1, 8)]
        elif what == "page":
            made.append(PageBreak())
        elif what == "sign":
            made.append(sign(look, block, width, p, notes))
        elif what == "foot":
            made += [Spacer(1, 8)] + [p(t, look.foot) for t in block[1]]
    return made


def labels(look, rows, style, width, p):
    value = (lambda t: p(t, look.bold)) if look.bold_values else p
    if style == "boxed":
        cells = [[p(a), value(b)] for a, b in rows]
        return plain_table(cells, [look.label + 0.4 * cm, width - look.label - 0.4 * cm],
                           [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("LEFTPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)])
    if style == "tight":
        return plain_table([[p(f"{a}: {b}")] for a, b in rows], [width], [("LEFTPADDING", (0, 0), (-1, -1), look.indent)])
    if style == "numbered":
        rows = [(f"{i + 1}. {a}", b) for i, (a, b) in enumerate(rows)]
    cells = [[p(a), ":", value(b)] for a, b in rows]
    return plain_table(cells, [look.label + look.indent, 0.4 * cm, width - look.label - look.indent - 0.4 * cm],
                       [("LEFTPADDING", (0, 0), (0, -1), look.indent), ("FONT", (0, 0), (-1, -1), look.font, look.size)])


def clause(look, block, width, p):
    first = True
    made = []
    for text in block[2]:
        left = block[1] if first else ""
        colon = ":" if first else ""
        if "\t" in text:
            a, b = text.split("\t: ")
            cell = plain_table([[p(a), ":", p(b)]], [3.4 * cm, 0.4 * cm, width - 7 * cm], [("FONT", (0, 0), (-1, -1), look.font, look.size)])
        elif len(text) > 3 and text[1:3] == ". " and block[1] in ("Menimbang", "Mengingat"):
            cell = plain_table([[text[:2], p(text[3:], ParagraphStyle("q", parent=look.para, firstLineIndent=0, spaceAfter=1))]],
                               [0.6 * cm, width - 3.9 * cm], [("FONT", (0, 0), (-1, -1), look.font, look.size)])
        else:
            cell = p(text, ParagraphStyle("q", parent=look.para, firstLineIndent=0, spaceAfter=1))
        made.append(plain_table([[p(left), colon, cell]], [2.8 * cm, 0.4 * cm, width - 3.2 * cm], [("FONT", (0, 0), (-1, -1), look.font, look.size)]))
        first = False
    return made + [Spacer(1, 4)]


def sign(look, block, width, p, notes):
    _, lines, name, nip, kind = block
    column = 0 if look.left_sign else look.right
    cells = [p(t) for t in lines]
    cells.append(p("ttd.") if kind == "ttd" else Mark(44 if kind != "tte" else 38, kind, notes))
    if kind == "ttd":
        cells.insert(-1, Spacer(1, 14))
        cells.append(Spacer(1, 14))
    cells.append(Paragraph(f"<u>{safe(name)}</u>" if look.underline else safe(name), look.text))
    if nip:
        cells.append(p(nip))
    return KeepTogether([Spacer(1, 6), plain_table([["", cells]], [column, width - column])])


def pdf(rng, papers, look=None):
    """The PDF of the papers, its signatures `[(page, x, y, height, kind)]`, and the page's size."""
    look = look or Look(rng)
    notes, story = [], []
    width = look.page[0] - sum(look.margin)
    for n, blocks in enumerate(papers):
        story += ([PageBreak()] if n else []) + flow(look, blocks, width - 12, notes)
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=look.page, leftMargin=look.margin[0], rightMargin=look.margin[1], topMargin=1.5 * cm, bottomMargin=1.6 * cm,
                      title="Surat", author="").build(story)
    return out.getvalue(), notes, look.page
