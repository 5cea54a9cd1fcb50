"""One senior dossier, 2 A4 booklets and 15 numbered A3 sheets: our papers against three others, with the same words."""

import html
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path

import typst
import weasyprint
from fpdf import FPDF
from fpdf.enums import Align
from weasyprint.text.fonts import FontConfiguration

from desktop_app.core.resources import resource
from desktop_app.desk.tables import code_tables
from desktop_app.domain import exchange
from desktop_app.papers.render import PaperRequest, render
from desktop_app.policy.pack import load_shipped
from tests.benchmarks.dossiers import requests
from tests.benchmarks.drawings import Drawing, Piece, drawing
from tests.benchmarks.harness import Row, timed


def rows(folder: Path) -> list[Row]:
    """Each run draws the next applicant, so that neither side lives on what it remembers of the last."""
    tables = code_tables(load_shipped())
    people = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
    dossiers = [requests(person, tables) for person in people]
    drawings = [[drawing(request) for request in dossier] for dossier in dossiers]
    work = "one dossier: 2 A4 booklets, 15 numbered A3"
    ours = in_turn([draw(dossier) for dossier in dossiers])
    given = "words, boxes, sizes and fonts of its pages are read off ours; it need not find page breaks"
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=CSS, font_config=fonts, base_url=resource("fonts").as_uri() + "/")
    typst_open = typst_fonts()
    return [
        Row(
            f"{work} (Typst)",
            "Typst with the same words",
            0.7,
            ours,
            in_turn([compile_all([typst_source(part) for part in each], typst_open) for each in drawings]),
            f"{given}; both have their fonts open",
        ),
        Row(
            f"{work} (WeasyPrint)",
            "WeasyPrint with the same words",
            0.7,
            ours,
            in_turn([timed(partial(weasyprint_all, [html_of(p) for p in each], fonts, style)) for each in drawings]),
            f"{given}; its style sheet is read and its fonts are found beforehand",
        ),
        Row(
            f"{work} (fpdf2)",
            "fpdf2 with the same words",
            0.7,
            ours,
            in_turn([timed(partial(fpdf_all, each)) for each in drawings]),
            f"{given}; it opens its fonts for every document, as it has no other way",
        ),
    ]


def draw(dossier: list[PaperRequest]) -> Callable[[], float]:
    return timed(lambda: [render(request) for request in dossier])


def compile_all(sources: list[bytes], fonts: typst.Fonts) -> Callable[[], float]:
    return timed(lambda: [typst.compile(source, font_paths=fonts, pdf_tags=False) for source in sources])


def in_turn(acts: list[Callable[[], float]]) -> Callable[[], float]:
    following = cycle(acts)
    return lambda: next(following)()


def typst_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(resource("fonts"))])


def typst_source(part: Drawing) -> bytes:
    """One copy's pages as placed boxes of text inside a loop over the copies' numbers, as a Typst user would do it."""
    bodies = ["\n".join(typst_piece(piece) for piece in page) for page in part.pages]
    lines = [
        f"#set page(width: {part.width}pt, height: {part.height}pt, margin: 0mm)",
        '#set text(font: ("Noto Serif SC", "HanaMinB"), lang: "zh")',
        *(f"#let body{number} = [\n{body}\n]" for number, body in enumerate(bodies)),
        f"#for copy in range(1, {part.copies + 1}) {{",
        *(f"  page[#place(dx: 150mm, dy: 8mm)[№ #copy] #body{number}]" for number in range(len(bodies))),
        "}",
    ]
    return "\n".join(lines).encode()


def typst_piece(piece: Piece) -> str:
    words = piece.words.replace("\\", "\\\\").replace('"', '\\"')
    text = f'#text(size: {piece.size:.1f}pt, "{words}")' if words else ""
    size = f"width: {piece.width:.1f}pt, height: {piece.height:.1f}pt"
    body = f", rect({size}, stroke: 0.5pt, inset: 2pt)[{text}])" if piece.ruled else f")[{text}]"
    return f"#place(dx: {piece.left:.1f}pt, dy: {piece.top:.1f}pt{body}"


#: What a WeasyPrint user writes once for all documents.
CSS = """
@font-face { font-family: Song; src: url(NotoSerifSC-Regular.ttf) }
@font-face { font-family: Rare; src: url(HanaMinB.ttf) }
section { break-after: page; position: relative; font-family: Song, Rare }
p { position: absolute; margin: 0; box-sizing: border-box }
.ruled { border: 0.5pt solid black; padding: 2pt }
"""


def html_of(part: Drawing) -> str:
    """Every page of every copy: HTML has no way to draw a page once and show it again."""
    bodies = ["".join(html_piece(piece) for piece in page) for page in part.pages]
    page = f"@page {{ size: {part.width}pt {part.height}pt; margin: 0 }}"
    sections = "".join(
        f"<section><p style='left:150mm;top:8mm'>№ {copy}</p>{body}</section>"
        for copy in range(1, part.copies + 1)
        for body in bodies
    )
    return f"<html lang=zh><style>{page}</style><body style='margin:0'>{sections}</body></html>"


def html_piece(piece: Piece) -> str:
    box = f"width:{piece.width:.1f}pt;height:{piece.height:.1f}pt;" if piece.ruled else "white-space:nowrap;"
    place = f"left:{piece.left:.1f}pt;top:{piece.top:.1f}pt;font-size:{piece.size:.1f}pt"
    return f"<p{' class=ruled' if piece.ruled else ''} style='{box}{place}'>{html.escape(piece.words)}</p>"


def weasyprint_all(part: list[str], fonts: FontConfiguration, style: weasyprint.CSS) -> None:
    for source in part:
        weasyprint.HTML(string=source).write_pdf(stylesheets=[style], font_config=fonts)


def fpdf_all(parts: list[Drawing]) -> None:
    for part in parts:
        fpdf_one(part)


def fpdf_one(part: Drawing) -> bytes:
    """The pages of every copy; the library opens its fonts anew for every document."""
    pdf = FPDF(unit="pt", format=(part.width, part.height))
    pdf.set_auto_page_break(False)
    pdf.c_margin = 2
    pdf.add_font("Song", fname=resource("fonts", "NotoSerifSC-Regular.ttf"))
    if part.rare:
        pdf.add_font("Rare", fname=resource("fonts", "HanaMinB.ttf"))
        pdf.set_fallback_fonts(["Rare"])
    pdf.set_line_width(0.5)
    for copy in range(1, part.copies + 1):
        for page in part.pages:
            pdf.add_page()
            pdf.set_font("Song", size=10)
            pdf.text(425, 30, f"№ {copy}")
            for piece in page:
                if piece.ruled:
                    pdf.rect(piece.left, piece.top, piece.width, piece.height)
                if piece.words:
                    pdf.set_font("Song", size=piece.size)
                    pdf.set_xy(piece.left, piece.top)
                    pdf.multi_cell(piece.width + 4, piece.size * 1.2, piece.words, align=Align.L)
    return bytes(pdf.output())
