"""Sets blocks (letters.py) as DOCX (python-docx) or as a plain ODT."""
import io
import zipfile
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt


def docx(rng, papers):
    made = Document()
    made.styles["Normal"].font.name = rng.choice(["Times New Roman", "Arial", "Calibri", "Bookman Old Style"])
    made.styles["Normal"].font.size = Pt(rng.choice([11, 12]))
    tabs = rng.random() < 0.4
    for n, blocks in enumerate(papers):
        if n:
            made.add_page_break()
        for block in blocks:
            _block(made, block, tabs)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _centre(made, text, bold=True):
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _rows(made, rows, tabs, boxed=False):
    if tabs and not boxed:
        for cells in rows:
            made.add_paragraph("\t".join([cells[0], ": " + cells[1]] + list(cells[2:])))
        return
    width = 2 if boxed else max(len(cells) for cells in rows) + 1
    table = made.add_table(rows=0, cols=width)
    if boxed:
        table.style = "Table Grid"
    for cells in rows:
        made_cells = table.add_row().cells
        values = [cells[0], cells[1]] if boxed else [cells[0], ":", *cells[1:]]
        for cell, value in zip(made_cells, values):
            cell.text = value


def _block(made, block, tabs):
    what = block[0]
    if what == "kop":
        for text in block[1]:
            _centre(made, text)
        for text in block[2]:
            _centre(made, text, False)
    elif what == "title":
        for text in block[1]:
            _centre(made, text)
    elif what == "right":
        made.add_paragraph(block[1]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif what == "head":
        _rows(made, [(a, b, block[2]) if i == 0 and block[2] else (a, b) for i, (a, b) in enumerate(block[1])], tabs)
    elif what in ("lines", "foot"):
        for text in block[1]:
            made.add_paragraph(text)
    elif what == "para":
        made.add_paragraph(block[1])
    elif what == "labels":
        _rows(made, block[1], tabs or block[2] == "tight", block[2] == "boxed")
    elif what == "clause":
        if tabs:
            for n, text in enumerate(block[2]):
                made.add_paragraph((block[1] + "\t: " if n == 0 else "\t  ") + text)
        else:
            table = made.add_table(rows=0, cols=3)
            for n, text in enumerate(block[2]):
                for cell, value in zip(table.add_row().cells, [block[1] if n == 0 else "", ":" if n == 0 else "", text]):
                    cell.text = value
    elif what == "table":
        table = made.add_table(rows=0, cols=len(block[1]))
        table.style = "Table Grid"
        for row in [block[1]] + block[2]:
            for cell, value in zip(table.add_row().cells, row):
                cell.text = value
    elif what == "page":
        made.add_page_break()
    elif what == "sign":
        for text in [*block[1], "", "", block[2]] + ([block[3]] if block[3] else []):
            made.add_paragraph(text).paragraph_format.left_indent = Cm(8.5)


NAMESPACES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
              'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"')


def odt(rng, papers):
    body = []
    p = lambda text: body.append("<text:p>" + escape(text).replace("\t", "<text:tab/>") + "</text:p>")

    def table(rows):
        body.append("<table:table>")
        for row in rows:
            body.append("<table:table-row>" + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row) + "</table:table-row>")
        body.append("</table:table>")
    for n, blocks in enumerate(papers):
        for block in blocks:
            what = block[0]
            if what == "kop":
                for text in block[1] + block[2]:
                    p(text)
            elif what in ("title", "lines", "foot"):
                for text in block[1]:
                    p(text)
            elif what in ("right", "para"):
                p(block[1])
            elif what == "head":
                for i, (a, b) in enumerate(block[1]):
                    p(f"{a}\t: {b}" + (f"\t{block[2]}" if i == 0 and block[2] else ""))
            elif what == "labels":
                if block[2] == "boxed":
                    table(block[1])
                else:
                    for a, b in block[1]:
                        p(f"{a}\t: {b}")
            elif what == "clause":
                table([(block[1] if i == 0 else "", ":" if i == 0 else "", text) for i, text in enumerate(block[2])])
            elif what == "table":
                table([block[1]] + block[2])
            elif what == "sign":
                for text in [*block[1], "", block[2]] + ([block[3]] if block[3] else []):
                    p(text)
    out = io.BytesIO()
    fixed = lambda name: zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(fixed("mimetype"), "application/vnd.oasis.opendocument.text")
        made.writestr(fixed("META-INF/manifest.xml"), '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                      '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
                      '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
        made.writestr(fixed("content.xml"), f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body><office:text>'
                      + "".join(body) + "</office:text></office:body></office:document-content>")
    return out.getvalue()
