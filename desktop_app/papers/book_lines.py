"""Paragraphs of a book whose lines end where Chinese text may: the library knows half of the marks that matter."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import ParaLines, _handleBulletWidth, cjkU, makeCJKParaLine

from desktop_app.papers import breaking

_FUZZ = 1e-6


class ChineseParagraph(Paragraph):  # type: ignore[misc]
    """As the library's own, with line ends by GB/T 15834 (`papers/breaking.py`)."""

    def breakLinesCJK(self, maxWidths: Any) -> ParaLines:  # noqa: N802, N803 - the library's names
        widths: list[float] = list(maxWidths) if isinstance(maxWidths, list | tuple) else [maxWidths]
        self.height = 0
        _handleBulletWidth(self.bulletText, self.style, widths)
        if not self.frags:
            return super().breakLinesCJK(widths)
        if hasattr(self, "blPara") and getattr(self, "_splitpara", False):
            return self.blPara
        return ParaLines(kind=1, lines=_lines(_glyphs(self.frags), widths))


def _glyphs(fragments: Sequence[Any]) -> list[cjkU]:
    """Single characters with their widths; an anchor is an empty one."""
    found: list[cjkU] = []
    for fragment in fragments:
        found += [cjkU(one, fragment, "utf8") for one in fragment.text or [""]]
    return found


def _lines(glyphs: Sequence[cjkU], widths: Sequence[float]) -> list[Any]:
    """Pieces that may not be parted are put on a line while they fit; a piece wider than the line is cut."""
    lines: list[Any] = []
    line: list[cjkU] = []
    used = 0.0

    def end() -> None:
        nonlocal line, used
        room = widths[min(len(lines), len(widths) - 1)]
        lines.append(makeCJKParaLine(line, room, used, room - used, False, False))
        line, used = [], 0.0

    for piece in _pieces(glyphs):
        wide = sum(one.width for one in piece)
        if line and used + wide > widths[min(len(lines), len(widths) - 1)] + _FUZZ:
            end()
        for one in piece:
            if line and used + one.width > widths[min(len(lines), len(widths) - 1)] + _FUZZ:
                end()
            line.append(one)
            used += one.width
    if line:
        end()
    return lines


def _pieces(glyphs: Sequence[cjkU]) -> list[list[cjkU]]:
    pieces: list[list[cjkU]] = []
    at = 0
    for unit in breaking.units("".join(glyphs)):
        piece: list[cjkU] = []
        left = len(unit)
        while left:
            piece.append(glyphs[at])
            left -= len(glyphs[at])
            at += 1
        pieces.append(piece)
    if at < len(glyphs):
        pieces.append(list(glyphs[at:]))
    return pieces
