"""A paper as the file that its name asks for: PDF as printed, Word or Excel to be edited; all made in memory."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.direct_print import Outlet
from desktop_app.domain.claims import CARRIER
from desktop_app.papers import render
from desktop_app.papers.plain_parts import Facts, Listed, Part, Passage, PlainPaper, plain
from desktop_app.papers.render import PaperRequest

#: What a name may end in.
KINDS = (".pdf", ".docx", ".xlsx")
#: A spreadsheet's column is about half as many characters wide as millimetres.
_PER_CHARACTER = 2.0
#: Longer numbers are identity numbers or telephones: text.
_COUNTED = 6
_SHEET_NAME = 28
_FONT = "宋体"


def require_kind(where: Outlet) -> str:
    """What is written there; a printer takes what is printed. Raises `Fault(PAPER_FILE_KIND)` for another name."""
    kind = where.suffix.lower() if isinstance(where, Path) else ".pdf"
    if kind not in KINDS:
        raise Fault(Code.PAPER_FILE_KIND, path=str(where))
    return kind


def content(request: PaperRequest, where: Outlet, now: datetime, progress: Progress) -> bytes:
    """The file's bytes. Raises `Fault(PAPER_FILE_KIND | LAYOUT_ISSUES)`, `Cancelled`."""
    match require_kind(where):
        case ".pdf":
            rendered = render.render(request, progress)
            paper.require_no_issues(rendered)
            return rendered.pdf
        case ".docx":
            return word_file(plain(request), now)
    return workbook_file(plain(request))


def workbook_file(said: PlainPaper) -> bytes:
    """The first sheet tells what the paper is, then one sheet a list."""
    from desktop_app.desk import workbook  # the library is slow to load
    from desktop_app.desk.workbook import Sheet

    head: list[tuple[str | int, ...]] = [("密级", said.mark or "无"), ("注意", f"本表为明文。{CARRIER.zh}")]
    lists: list[Sheet] = []
    for part in said.parts:
        match part:
            case Facts():
                head.extend(part.pairs)
            case Passage():
                head.append((part.title, "\n".join((part.text, *part.foot))))
            case Listed():
                name = _sheet_name(part.title or said.title, [one.name for one in lists])
                heads = [(label, max(6, round(width / _PER_CHARACTER))) for label, width in part.heads]
                lists.append(Sheet(name, heads, [[_counted(cell) for cell in row] for row in part.rows]))
    return workbook.made([*lists, Sheet("概况", ((said.title, 30), ("内容", 80)), head)])


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a spreadsheet takes: short, without its own signs, not twice."""
    name = "".join(c for c in title if c not in "[]:*?/\\")[:_SHEET_NAME] or "表"
    return name if name not in taken else f"{name}{len(taken) + 1}"


def _counted(cell: str) -> str | int:
    number = cell.isascii() and cell.isdecimal() and len(cell) <= _COUNTED and (cell == "0" or cell[0] != "0")
    return int(cell) if number else cell


def word_file(said: PlainPaper, now: datetime) -> bytes:
    """A Word file; its mark stands at the head of every page."""
    import docx  # loaded when such a file is written
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    _dress(document)
    document.core_properties.title = said.title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = now.replace(tzinfo=None)
    section = document.sections[0]
    if said.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = said.mark
    document.add_heading(said.title, level=0)
    for part in said.parts:
        _write(document, part)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _dress(document: Any) -> None:
    """Chinese letters in the face that offices have; Word takes it for them only where it is named so."""
    from docx.oxml.ns import qn

    for style in ("Normal", "Title", "Heading 1"):
        font = document.styles[style].font
        font.name = _FONT
        properties = document.styles[style].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _write(document: Any, part: Part) -> None:
    match part:
        case Facts():
            document.add_paragraph("　　".join(f"{label}：{value}" for label, value in part.pairs))
        case Passage():
            if part.title:
                document.add_heading(part.title, level=1)
            for line in (*part.text.split("\n"), *part.foot):
                document.add_paragraph(line)
        case Listed():
            if part.title:
                document.add_heading(part.title, level=1)
            _write_list(document, part)


def _write_list(document: Any, part: Listed) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
    table.autofit = False
    for cell, (label, width) in zip(table.rows[0].cells, part.heads, strict=True):
        cell.text = label
        cell.width = Mm(width)
    if not part.rows:
        return
    pattern = table.add_row()
    for cell in pattern.cells:
        cell.text = "x"
    table._tbl.remove(pattern._tr)
    for row in part.rows:
        line = deepcopy(pattern._tr)  # a cell at a time, the library takes half a minute for two thousand people
        for place, text in zip(line.iter(qn("w:t")), row, strict=True):
            place.text = text.replace("\n", " ")
        table._tbl.append(line)
