"""A font file from outside, judged and written anew with the characters that are wanted. Runs in a confined process.

What comes out holds outlines and widths only: no programs, no names but our own, no tables that nobody here reads.
"""

import base64
import json
import re
import struct
import unicodedata
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import is_private_use
from desktop_app.papers import fonts, sfnt
from desktop_app.papers.sfnt import Source

#: What a font with all rare characters takes; the vault and its backups carry it.
MAX_BYTES = 20 << 20
#: Embedding permissions (OS/2, fsType): forbidden, not in part, bitmaps only.
_RESTRICTED, _WHOLE_ONLY, _BITMAPS = 0x2, 0x100, 0x200
#: Scripts that are set one character after another, by the first word of a character's name.
_SCRIPTS = re.compile(
    "CJK|LATIN|GREEK|CYRILLIC|BOPOMOFO|HIRAGANA|KATAKANA|HANGUL|KANGXI|IDEOGRAPHIC|FULLWIDTH|HALFWIDTH|YI|LISU|TANGUT"
    "|NUSHU|MODIFIER|SUPERSCRIPT|SUBSCRIPT"
)
_IDEOGRAPHS = range(0x20000, 0x40000)  # whole planes: newer than the tables of this Python


def asked(font: bytes, wanted: dict[str, str]) -> bytes:
    """What the confined process is given: the font, and which character is to get the glyph of which.

    Nothing wanted stands for every character of the font that no carried font has.
    """
    head = json.dumps(wanted).encode()
    return struct.pack(">I", len(head)) + head + font


def read(data: bytes) -> dict[str, Any]:
    """The font written anew (base64), its family, licence and permission, and what it was taken for.

    Raises `Fault`: FONT_UNREADABLE, FONT_CFF, FONT_VARIABLE, FONT_FORBIDDEN, FONT_CHARACTER, FONT_LACKS,
    FONT_NOTHING or FONT_TOO_LARGE.
    """
    (length,) = struct.unpack_from(">I", data)
    wanted: dict[str, str] = json.loads(data[4 : 4 + length])
    try:
        source = sfnt.opened(data[4 + length :])
        _require_permitted(source)
        points = _named(source, wanted) if wanted else _lacking(source)
        made = sfnt.written(source, points)
        named = {"family": source.name(1), "licence": source.name(13) or source.name(0)}
    except (struct.error, IndexError, ValueError, KeyError, RecursionError) as error:
        raise Fault(Code.FONT_UNREADABLE) from error
    if len(made) > MAX_BYTES:
        raise Fault(Code.FONT_TOO_LARGE, limit=MAX_BYTES >> 20)
    return {
        "font": base64.b64encode(made).decode(),
        **named,
        "permission": source.permission,
        "count": len(points),
    }


def _require_permitted(source: Source) -> None:
    low = source.permission & 0xF
    if low == _RESTRICTED or source.permission & (_WHOLE_ONLY | _BITMAPS):
        raise Fault(Code.FONT_FORBIDDEN, permission=f"0x{source.permission:04X}")


def _named(source: Source, wanted: dict[str, str]) -> dict[int, int]:
    """Each wanted character with its glyph."""
    found: dict[int, int] = {}
    for character, of in wanted.items():
        point, glyph = ord(character), source.characters.get(ord(of), 0)
        if not (_set_singly(point) or is_private_use(character)):
            raise Fault(Code.FONT_CHARACTER, character=f"U+{point:04X}")
        if not _drawn(source, glyph):
            raise Fault(Code.FONT_LACKS, character=f"U+{ord(of):04X}")
        found[point] = glyph
    return found


def _lacking(source: Source) -> dict[int, int]:
    """Every character that no carried font has, with its glyph; none that only a shaper could set, none private."""
    found = {
        point: glyph
        for point, glyph in source.characters.items()
        if _set_singly(point) and not fonts.carried(chr(point)) and _drawn(source, glyph)
    }
    if not found:
        raise Fault(Code.FONT_NOTHING)
    return found


def _set_singly(point: int) -> bool:
    if point in _IDEOGRAPHS:
        return True
    character = chr(point)
    if unicodedata.category(character)[0] in "SPN":
        return True
    script = re.split("[ -]", unicodedata.name(character, ""))[0]
    return unicodedata.category(character)[0] == "L" and _SCRIPTS.fullmatch(script) is not None


def _drawn(source: Source, glyph: int) -> bool:
    """Whether there is an outline, and not just the font's sign for a character that it lacks."""
    return glyph > 0 and bool(source.outline(glyph)) and source.outline(glyph) != source.outline(0)
