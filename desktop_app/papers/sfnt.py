"""TrueType files: tables, characters and outlines of one that somebody else wrote, and a new one with some of them."""

import hashlib
import struct
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import safe_for_screen

_TRUETYPE = (b"\0\1\0\0", b"true")
_COLLECTION, _CFF = b"ttcf", b"OTTO"
_MOST_TABLES, _MOST_GLYPHS = 100, 65_535
_DEEPEST = 6  # composites of composites
#: Flags of a part of a composite glyph.
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO, _PROGRAM = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
#: Flags of a point of a simple glyph.
_X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 0x2, 0x4, 0x8, 0x10, 0x20


@dataclass(eq=False)
class Source:
    """One font of a file, read as far as is asked; whatever lies outside it raises `struct.error` or `ValueError`."""

    tables: dict[bytes, bytes]
    _outlines: dict[int, bytes] = field(default_factory=dict)

    @cached_property
    def units(self) -> int:
        (units,) = struct.unpack_from(">H", self.tables[b"head"], 18)
        if not 16 <= units <= 16_384:
            raise ValueError("units")
        return int(units)

    @cached_property
    def count(self) -> int:
        return int(struct.unpack_from(">H", self.tables[b"maxp"], 4)[0])

    @cached_property
    def permission(self) -> int:
        """What the maker allows to be embedded (OS/2, fsType)."""
        table = self.tables.get(b"OS/2", b"")
        return int(struct.unpack_from(">H", table, 8)[0]) if table else 0

    @cached_property
    def _places(self) -> tuple[int, ...]:
        (long,) = struct.unpack_from(">h", self.tables[b"head"], 50)
        form = f">{self.count + 1}{'I' if long else 'H'}"
        places = struct.unpack_from(form, self.tables[b"loca"])
        return places if long else tuple(2 * place for place in places)

    @cached_property
    def characters(self) -> dict[int, int]:
        """Every character with its glyph, of all tables by code point."""
        cmap, found = self.tables[b"cmap"], {}
        (count,) = struct.unpack_from(">H", cmap, 2)
        for index in range(min(count, _MOST_TABLES)):
            platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
            if (platform == 0 and encoding != 5) or (platform == 3 and encoding in (0, 1, 10)):
                found.update(_mapped(cmap[offset:]))
        return {point: glyph for point, glyph in sorted(found.items()) if 0 < glyph < self.count and point <= 0x10FFFF}

    def outline(self, glyph: int) -> bytes:
        """A glyph's outline as the file has it; empty for one that draws nothing."""
        start, end = self._places[glyph], self._places[glyph + 1]
        if not start <= end <= len(self.tables[b"glyf"]):
            raise ValueError("loca")
        return self.tables[b"glyf"][start:end]

    def metrics(self, glyph: int) -> tuple[int, int]:
        """The advance width and the bearing at the left."""
        (full,) = struct.unpack_from(">H", self.tables[b"hhea"], 34)
        table = self.tables[b"hmtx"]
        if glyph < full:
            return struct.unpack_from(">Hh", table, 4 * glyph)
        advance = struct.unpack_from(">H", table, 4 * (full - 1))[0]
        return advance, struct.unpack_from(">h", table, 4 * full + 2 * (glyph - full))[0]

    def name(self, number: int) -> str:
        """A name that the font bears, made harmless; Chinese before others."""
        table, found = self.tables.get(b"name", b""), {}
        if len(table) < 6:
            return ""
        count, start = struct.unpack_from(">HH", table, 2)
        for index in range(min(count, 500)):
            platform, _, language, kind, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
            if kind == number and platform in (0, 3):
                found[language] = table[start + offset : start + offset + length].decode("utf-16-be", "replace")
        chosen = found.get(0x804) or found.get(0x409) or next(iter(found.values()), "")
        return safe_for_screen(" ".join(chosen.split()), 60).replace("\N{REPLACEMENT CHARACTER}", "")


def opened(data: bytes) -> Source:
    """The font, or the first of a collection. Raises `Fault`: FONT_CFF, FONT_VARIABLE; `ValueError` for no font."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
    if data[start : start + 4] == _CFF:
        raise Fault(Code.FONT_CFF)
    if data[start : start + 4] not in _TRUETYPE:
        raise ValueError("signature")
    (count,) = struct.unpack_from(">H", data, start + 4)
    tables = {}
    for index in range(min(count, _MOST_TABLES)):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        tables[tag] = data[offset : offset + length]
    if b"glyf" not in tables and (b"CFF " in tables or b"CFF2" in tables):
        raise Fault(Code.FONT_CFF)
    if b"fvar" in tables:
        raise Fault(Code.FONT_VARIABLE)
    return Source(tables)


def _mapped(table: bytes) -> dict[int, int]:
    """The characters of one table of formats 4 and 12; others are for scripts that nobody files in."""
    (form,) = struct.unpack_from(">H", table)
    if form == 12:
        (groups,) = struct.unpack_from(">I", table, 12)
        found: dict[int, int] = {}
        for first, last, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * min(groups, _MOST_GLYPHS)]):
            if not first <= last <= 0x10FFFF or last - first > _MOST_GLYPHS:
                raise ValueError("cmap")
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return found
    return _segments(table) if form == 4 else {}


def _segments(table: bytes) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", table, 6)
    ends, starts = 14, 16 + double
    found = {}
    for at in range(0, double, 2):
        (end,), (start,) = struct.unpack_from(">H", table, ends + at), struct.unpack_from(">H", table, starts + at)
        (delta,) = struct.unpack_from(">H", table, starts + double + at)
        where = starts + 2 * double + at
        (offset,) = struct.unpack_from(">H", table, where)
        for point in range(start, end + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", table, where + offset + 2 * (point - start))
                if not glyph:
                    continue
            found[point] = (glyph + delta) & 0xFFFF
    found.pop(0xFFFF, None)
    return found


def written(source: Source, points: dict[int, int]) -> bytes:
    """A new font: an empty first glyph, then those of the characters, then the parts that they are put together of."""
    order = [0, *dict.fromkeys(points.values())]
    numbers = {glyph: number for number, glyph in enumerate(order)}
    outlines, deep = [b""], dict.fromkeys(order, 0)
    at = 1
    while at < len(order):
        outlines.append(_rewritten(source, order[at], order, numbers, deep))
        at += 1
        if len(order) > _MOST_GLYPHS:
            raise ValueError("glyphs")
    padded = [outline + b"\0" * (-len(outline) % 4) for outline in outlines]
    metrics = [source.metrics(glyph) for glyph in order]
    tables = {
        b"OS/2": _os2(source),
        b"cmap": _cmap({point: numbers[glyph] for point, glyph in points.items()}),
        b"glyf": b"".join(padded),
        b"head": _head(source),
        b"hhea": _hhea(source, len(order)),
        b"hmtx": b"".join(struct.pack(">Hh", *pair) for pair in metrics),
        b"loca": struct.pack(f">{len(padded) + 1}I", 0, *accumulate(map(len, padded))),
        b"maxp": _maxp(source, len(order)),
        b"post": struct.pack(">IiihhI16x", 0x30000, 0, 0, 0, 0, 0),
    }
    # the library that draws takes two fonts of one name for the same: the name says everything that is in it
    tables[b"name"] = _names(hashlib.sha256(_file(tables)).hexdigest()[:16])
    return _file(tables)


def _rewritten(source: Source, glyph: int, order: list[int], numbers: dict[int, int], deep: dict[int, int]) -> bytes:
    outline = source.outline(glyph)
    if not outline:
        return b""
    (contours,) = struct.unpack_from(">h", outline)
    if contours >= 0:
        return _simple(outline, contours)
    made, at, flags = outline[:10], 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        if part >= source.count or deep[glyph] >= _DEEPEST:
            raise ValueError("composite")
        if part not in numbers:
            numbers[part], deep[part] = len(order), deep[glyph] + 1
            order.append(part)
        size = (4 if flags & _WORDS else 2) + (
            2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        )
        placing = outline[at + 4 : at + 4 + size]
        if len(placing) != size:
            raise ValueError("composite")
        made += struct.pack(">HH", flags & ~_PROGRAM, numbers[part]) + placing
        at += 4 + size
    return made


def _simple(outline: bytes, contours: int) -> bytes:
    """The outline without its program, and without anything after its last point."""
    if not contours:
        return b""
    ends = struct.unpack_from(f">{contours}H", outline, 10)
    if any(later <= earlier for earlier, later in pairwise(ends)):
        raise ValueError("contours")
    (program,) = struct.unpack_from(">H", outline, 10 + 2 * contours)
    start = at = 12 + 2 * contours + program
    left, room = ends[-1] + 1, 0
    while left > 0:
        flag, times = outline[at], 1
        if flag & _REPEAT:
            at, times = at + 1, 1 + outline[at + 1]
        at += 1
        left -= times
        room += times * (_room(flag, _X_SHORT, _X_SAME) + _room(flag, _Y_SHORT, _Y_SAME))
    if left or at + room > len(outline):
        raise ValueError("points")
    return outline[: 10 + 2 * contours] + b"\0\0" + outline[start : at + room]


def _room(flag: int, short: int, same: int) -> int:
    return 1 if flag & short else 0 if flag & same else 2


def _head(source: Source) -> bytes:
    old = source.tables[b"head"]
    box = struct.unpack_from(">4h", old, 36)
    return struct.pack(
        ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, source.units, 0, 0, *box, 0, 6, 2, 1, 0
    )


def _hhea(source: Source, count: int) -> bytes:
    """Ascent to caret as they were; the reserved fields and the format of the widths are 0 (OpenType, hhea)."""
    measures = source.tables[b"hhea"][4:24].ljust(20, b"\0")
    return struct.pack(">I", 0x10000) + measures + bytes(10) + struct.pack(">H", count)


def _maxp(source: Source, count: int) -> bytes:
    """With the old limits for points and parts, and none for programs: there are none."""
    old = source.tables[b"maxp"].ljust(32, b"\0")
    return struct.pack(">IH", 0x10000, count) + old[6:14] + struct.pack(">7H", 1, 0, 0, 0, 0, 0, 0) + old[28:32]


def _os2(source: Source) -> bytes:
    old = source.tables.get(b"OS/2", b"")
    return b"\0\4" + old[2:96] if len(old) >= 96 else struct.pack(">HhHH", 4, source.units, 400, 5) + b"\0" * 88


def _cmap(points: dict[int, int]) -> bytes:
    groups = b"".join(struct.pack(">III", point, point, glyph) for point, glyph in sorted(points.items()))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _names(tail: str) -> bytes:
    names = {1: f"Fengjuan {tail}", 2: "Regular", 4: f"Fengjuan {tail}", 6: f"Fengjuan-{tail}"}
    records, texts = b"", b""
    for number, text in names.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(texts))
        texts += encoded
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + texts


def _file(tables: dict[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, start + len(body), len(table))
        body += padded
    largest = 1 << (len(tables).bit_length() - 1)
    head = struct.pack(
        ">4sHHHH", _TRUETYPE[0], len(tables), 16 * largest, largest.bit_length() - 1, 16 * (len(tables) - largest)
    )
    return head + directory + body
