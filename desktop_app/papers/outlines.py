"""Outlines of the fonts that a paper is drawn from, and a font file with those of one paper.

The files are trusted: they are the program's own, or were written by it from an office's (`sfnt`).
"""

import mmap
import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import fonts
from desktop_app.papers.fonts import Face, Source

#: Flags of a part of a composite glyph.
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80
#: What a font in a PDF may have beside its outlines: the instructions that all of them share.
_SHARED = (b"cvt ", b"fpgm", b"prep")


class Outlines:
    """One font file; its outlines are read as they are asked for."""

    def __init__(self, data: "bytes | mmap.mmap") -> None:
        self._data = data
        (count,) = struct.unpack_from(">H", data, 4)
        records = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])
        self._tables = {tag: (offset, length) for tag, _, offset, length in records}
        head, hhea = self.table(b"head"), self.table(b"hhea")
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.box: tuple[int, ...] = struct.unpack_from(">4h", head, 36)
        self.ascent: int
        self.descent: int
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        (self._full,) = struct.unpack_from(">H", hhea, 34)
        self._metrics = self.table(b"hmtx")
        long = struct.unpack_from(">h", head, 50)[0]
        self._places = array("I" if long else "H", self.table(b"loca"))
        if sys.byteorder == "little":
            self._places.byteswap()
        self._step = 1 if long else 2
        self._start = self._tables[b"glyf"][0]

    def table(self, tag: bytes) -> bytes:
        """A table as the file has it; empty where it has none."""
        start, length = self._tables.get(tag, (0, 0))
        return self._data[start : start + length]

    def outline(self, glyph: int) -> bytes:
        """A glyph's outline; empty for one that draws nothing."""
        start, end = self._places[glyph] * self._step, self._places[glyph + 1] * self._step
        return self._data[self._start + start : self._start + end]

    def metrics(self, glyph: int) -> bytes:
        """The advance width and the bearing at the left, as the table of them has it."""
        if glyph < self._full:
            return self._metrics[4 * glyph : 4 * glyph + 4]
        bearing = 4 * self._full + 2 * (glyph - self._full)
        return self._metrics[4 * self._full - 4 : 4 * self._full - 2] + self._metrics[bearing : bearing + 2]


@cache
def _carried(face: Face) -> Outlines:
    with fonts.path(face).open("rb") as file:
        return Outlines(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def of(source: Source) -> Outlines:
    """The file of a face, opened once in a process, or of a font that an office added. Raises `Fault(FONT_MISSING)`."""
    try:
        return _carried(source) if isinstance(source, Face) else Outlines(source.data)
    except (OSError, ValueError, KeyError, struct.error) as error:
        told = fonts.path(source).name if isinstance(source, Face) else source.digest[:8]
        raise Fault(Code.FONT_MISSING, font=told) from error


def chosen(file: Outlines, glyphs: Sequence[int]) -> tuple[bytes, int]:
    """A font file with the glyph for what is missing, then these, then the parts that they are put together of.

    With it how many there are.
    """
    order = [0, *glyphs]
    parts: dict[int, int] = {}
    made = []
    at = 0
    while at < len(order):
        outline = file.outline(order[at])
        if outline and outline[0] & 0x80:  # a negative number of contours
            outline = _renumbered(outline, order, parts)
        made.append(outline + b"\0" * (-len(outline) % 4))
        at += 1
    head, hhea, maxp = bytearray(file.table(b"head")), bytearray(file.table(b"hhea")), bytearray(file.table(b"maxp"))
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)  # places in four bytes each
    struct.pack_into(">H", hhea, 34, len(order))
    struct.pack_into(">H", maxp, 4, len(order))
    tables = {tag: file.table(tag) for tag in _SHARED}
    tables |= {
        b"glyf": b"".join(made),
        b"head": bytes(head),
        b"hhea": bytes(hhea),
        b"hmtx": b"".join([file.metrics(glyph) for glyph in order]),
        b"loca": struct.pack(f">{len(made) + 1}I", 0, *accumulate(map(len, made))),
        b"maxp": bytes(maxp),
    }
    return _file({tag: table for tag, table in sorted(tables.items()) if table}), len(order)


def _renumbered(outline: bytes, order: list[int], parts: dict[int, int]) -> bytes:
    """A composite with its parts under their new numbers; parts not met before are added to the order."""
    made, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        if part not in parts:
            parts[part] = len(order)
            order.append(part)
        struct.pack_into(">H", made, at + 2, parts[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return bytes(made)


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    place = len(head) + 16 * count
    contents, total, adjusted = [], 0, 0
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        adjusted = place + 8 if tag == b"head" else adjusted
        check = _sum(padded)
        head += struct.pack(">4sIII", tag, check, place, len(table))
        contents.append(padded)
        total += check
        place += len(padded)
    whole = bytearray(b"".join((head, *contents)))
    struct.pack_into(">I", whole, adjusted, (0xB1B0AFBA - total - _sum(head)) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(words: bytes) -> int:
    """The check of a table: its words of four bytes added up."""
    numbers = array("I", words)
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF
