"""One senior dossier, 2 A4 booklets and 15 numbered A3 sheets: the papers layer against Typst with the same words."""

import io
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pdfplumber
import typst
from pdfplumber.page import Page

from desktop_app.core.resources import resource
from desktop_app.desk.tables import code_tables
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.papers.render import PaperRequest, render
from desktop_app.papers.wording import CodeTables
from desktop_app.policy.pack import load_shipped
from tests.benchmarks.harness import Row, timed

#: Printed copies of a senior application.
COPIES = {Document.REVIEW_FORM: 2, Document.SUBMISSION_FORM: 15}


def rows(folder: Path) -> list[Row]:
    """Each run draws the next applicant, so that neither side lives on what it remembers of the last."""
    tables = code_tables(load_shipped())
    people = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
    dossiers = [requests(person, tables) for person in people]
    sources = [[typst_source(request) for request in dossier] for dossier in dossiers]
    return [
        Row(
            "one dossier: 2 A4 booklets, 15 numbered A3",
            "Typst with the same words",
            0.7,
            in_turn([draw(dossier) for dossier in dossiers]),
            in_turn([compile_all(each, typst_fonts()) for each in sources]),
            "the words, boxes, sizes and fonts of Typst's pages are read off ours; it need not find page breaks; "
            "both have their fonts open",
        )
    ]


def requests(person: Application, tables: CodeTables) -> list[PaperRequest]:
    """Formal prints, whatever level this person files for: the amount of paper is what is compared."""
    return [
        PaperRequest(
            document=document,
            application=person,
            tables=tables,
            application_id="01K3ZZZZZZZZZZZZZZZZZZZZZZ",
            marking=NOT_SECRET,
            version_number=1,
            version_digest="5e" * 32,
            copies=tuple(range(1, count + 1)),
            total_copies=count,
        )
        for document, count in COPIES.items()
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


def typst_source(request: PaperRequest) -> bytes:
    """One copy's pages as placed boxes of text inside a loop over the copies' numbers, as a Typst user would do it."""
    drawn = render(request)
    with pdfplumber.open(io.BytesIO(drawn.pdf)) as pdf:
        bodies = [page_body(page) for page in pdf.pages[: drawn.pages_per_copy]]
    lines = [
        f"#set page(width: {drawn.width_mm}mm, height: {drawn.height_mm}mm, margin: 0mm)",
        '#set text(font: ("Noto Serif SC", "HanaMinB"), lang: "zh")',
        *(f"#let body{number} = [\n{body}\n]" for number, body in enumerate(bodies)),
        f"#for copy in range(1, {drawn.copies + 1}) {{",
        *(f"  page[#place(dx: 150mm, dy: 8mm)[№ #copy] #body{number}]" for number in range(len(bodies))),
        "}",
    ]
    return "\n".join(lines).encode()


def page_body(page: Page) -> str:
    """Every box of the page with the words in it, and every line of words outside the boxes."""
    boxes = sorted({box for table in page.find_tables() for box in table.cells})
    placed = [boxed(page, box) for box in boxes]
    outside = page.filter(lambda thing: thing["object_type"] != "char" or not any(within(thing, box) for box in boxes))
    placed += [
        f"#place(dx: {line['x0']:.1f}pt, dy: {line['top']:.1f}pt)[{styled(line['text'], line['chars'])}]"
        for line in outside.extract_text_lines()
    ]
    return "\n".join(placed)


def boxed(page: Page, box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    inside = page.crop(box)
    size = f"width: {right - left:.1f}pt, height: {bottom - top:.1f}pt"
    words = styled(inside.extract_text().replace("\n", ""), inside.chars)
    return f"#place(dx: {left:.1f}pt, dy: {top:.1f}pt, rect({size}, stroke: 0.5pt, inset: 2pt)[{words}])"


def styled(words: str, characters: list[dict[str, float]]) -> str:
    if not words:
        return ""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#text(size: {characters[0]["size"]:.1f}pt, "{quoted}")'


def within(thing: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle_x, middle_y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return left <= middle_x <= right and top <= middle_y <= bottom
