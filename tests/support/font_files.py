"""Font files as an office might bring: a small sound one, with its tables and characters changed."""

import struct
from pathlib import Path

import reportlab

from desktop_app.papers import sfnt

VERA = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
#: 𰇗, of Ext G, which no carried font has; and a private-use code.
UNCARRIED, OWN = "\U000301d7", "\ue000"
_HEAD = 12


def _records(font: bytes) -> dict[bytes, tuple[int, int, int]]:
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for at in range(_HEAD, _HEAD + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, at)
        found[tag] = (at, offset, length)
    return found


def permitting(font: bytes, permission: int) -> bytes:
    """With another embedding permission."""
    at = _records(font)[b"OS/2"][1] + 8
    return font[:at] + struct.pack(">H", permission) + font[at + 2 :]


def retagged(font: bytes, tag: bytes, other: bytes) -> bytes:
    """With a table under another name."""
    at = _records(font)[tag][0]
    return font[:at] + other + font[at + 4 :]


def holding(*characters: str, shape: str = "&") -> bytes:
    """A font that draws each of the characters as `shape` is drawn in the small one."""
    source = sfnt.opened(VERA)
    return sfnt.written(source, {ord(c): source.characters[ord(shape)] for c in characters})


def in_collection(font: bytes) -> bytes:
    """As the only font of a collection."""
    head = struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16)
    moved = bytearray(head + font)
    for at, offset, _ in _records(font).values():
        struct.pack_into(">I", moved, 16 + at + 8, offset + 16)
    return bytes(moved)


def put_together(font: bytes, character: str, *parts: str) -> bytes:
    """With one character's outline replaced by a reference to those of others, each a little higher."""
    source = sfnt.opened(font)
    glyph = source.characters[ord(character)]
    made = struct.pack(">hhhhh", -1, 0, -500, 2000, 2500)
    for number, part in enumerate(parts):
        flags = 0x3 | (0x20 if number + 1 < len(parts) else 0)
        made += struct.pack(">HHhh", flags, source.characters[ord(part)], 0, 700 * number)
    at = font.index(source.outline(glyph))
    assert len(made) <= len(source.outline(glyph))
    return font[:at] + made + font[at + len(made) :]
