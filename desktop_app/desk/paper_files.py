"""A paper as the file that its name asks for: PDF as printed, Word or Excel to be edited; all made in memory."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.direct_print import Outlet
from desktop_app.domain.claims import CARRIER
from desktop_app.papers import render
from desktop_app.papers.plain_parts import Facts, Listed, Passage, PlainPaper, plain
from desktop_app.papers.render import PaperRequest

#: What a name may end in.
KINDS = (".pdf", ".docx", ".xlsx")
#: A spreadsheet's column is about half as many characters wide as millimetres.
_PER_CHARACTER = 2.0
#: Longer numbers are identity numbers or telephones: text.
_COUNTED = 6
_SHEET_NAME = 28


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
            from desktop_app.desk import word_paper  # the library is slow to load

            return word_paper.made(plain(request), now)
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
                lists.append(Sheet(name, heads, ([_counted(cell) for cell in row] for row in part.rows)))
    return workbook.made([*lists, Sheet("概况", ((said.title, 30), ("内容", 80)), head)])


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a spreadsheet takes: short, without its own signs, not twice."""
    name = "".join(c for c in title if c not in "[]:*?/\\")[:_SHEET_NAME] or "表"
    return name if name not in taken else f"{name}{len(taken) + 1}"


def _counted(cell: str) -> str | int:
    number = cell.isascii() and cell.isdecimal() and len(cell) <= _COUNTED and (cell == "0" or cell[0] != "0")
    return int(cell) if number else cell
