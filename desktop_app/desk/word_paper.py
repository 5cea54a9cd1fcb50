"""A paper as a Word file to be edited; the rows of its lists go into the file one by one.

The library keeps every cell as objects of its own, so it makes the file with one row a list to be repeated, and that
row's text is repeated while the file is packed again.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from desktop_app.core.text import safe_for_screen
from desktop_app.papers.plain_parts import Facts, Listed, Part, Passage, PlainPaper

_FONT = "宋体"
#: More than any cell says.
_CELL = 32_767
_BODY = "word/document.xml"
_ROW_BEGINS, _ROW_ENDS = "<w:tr>", "</w:tr>"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The library's document, and the lists whose rows are still to come, by what stands in the row to be repeated."""

    document: Any
    waiting: dict[str, Listed] = field(default_factory=dict)


def made(said: PlainPaper, now: datetime) -> bytes:
    """The file's bytes; the paper's mark stands at the head of every page."""
    drawn = _Drawn(docx.Document())
    document = drawn.document
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
        _write(drawn, part)
    buffer = BytesIO()
    document.save(buffer)
    return _with_rows(buffer, drawn.waiting) if drawn.waiting else buffer.getvalue()


def _dress(document: Any) -> None:
    """Chinese letters in the face that offices have; Word takes it for them only where it is named so."""
    for style in ("Normal", "Title", "Heading 1"):
        font = document.styles[style].font
        font.name = _FONT
        properties = document.styles[style].element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _write(drawn: _Drawn, part: Part) -> None:
    document = drawn.document
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
            _write_list(drawn, part)


def _write_list(drawn: _Drawn, part: Listed) -> None:
    table = drawn.document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
    table.autofit = False
    for cell, (label, width) in zip(table.rows[0].cells, part.heads, strict=True):
        cell.text = label
        cell.width = Mm(width)
    if part.rows:
        token = secrets.token_hex(16)  # nobody's text: it is new for each list
        drawn.waiting[token] = part
        for cell, (_, width) in zip(table.add_row().cells, part.heads, strict=True):
            cell.text = token
            cell.width = Mm(width)


def _with_rows(packed: BytesIO, waiting: dict[str, Listed]) -> bytes:
    """The same file, packed again with each list's row as often as the list is long."""
    buffer = BytesIO()
    with ZipFile(packed) as before, ZipFile(buffer, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            if entry.filename != _BODY:
                after.writestr(entry, before.read(entry))
                continue
            body = before.read(entry).decode("utf-8")
            with after.open(entry, "w") as out:
                for piece in _pieces(body, waiting):
                    out.write(piece.encode("utf-8"))
    return buffer.getvalue()


def _pieces(body: str, waiting: dict[str, Listed]) -> Iterator[str]:
    at = 0
    for token, part in waiting.items():
        first = body.index(token)
        begins = body.rindex(_ROW_BEGINS, at, first)
        ends = body.index(_ROW_ENDS, first) + len(_ROW_ENDS)
        yield body[at:begins]
        *between, last = body[begins:ends].split(token)
        for row in part.rows:
            for piece, text in zip(between, row, strict=True):
                yield piece + escape(safe_for_screen(text.replace("\n", " "), _CELL))
            yield last
        at = ends
    yield body[at:]
