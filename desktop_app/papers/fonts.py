"""The faces of the printed forms: which file a character is taken from, and how wide it is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from desktop_app.core.resources import resource
from desktop_app.papers import fontfile, mongolian


class Face(StrEnum):
    """A font file; the value is the name under which drawing knows it. Text as well: its hash costs no call."""

    SONG = "Song"
    SONG_BOLD = "SongBold"
    HEI = "Hei"
    RARE = "Rare"
    MONGOL = "Mongol"


_FILES = {
    Face.SONG: "NotoSerifSC-Regular.ttf",
    Face.SONG_BOLD: "NotoSerifSC-Bold.ttf",
    Face.HEI: "NotoSansSC-Regular.ttf",
    Face.RARE: "HanaMinB.ttf",
    Face.MONGOL: mongolian.FILE,
}
#: Where a character is looked for. HanaMinB has the rare characters of Ext B to F that the others lack; it is last,
#: and its 30 MB are looked at only when such a character comes up.
_CHAIN = {
    Face.SONG: (Face.SONG, Face.RARE),
    Face.SONG_BOLD: (Face.SONG_BOLD, Face.SONG, Face.RARE),
    Face.HEI: (Face.HEI, Face.SONG, Face.RARE),
    Face.RARE: (Face.RARE, Face.SONG),
    Face.MONGOL: (Face.MONGOL, Face.SONG),
}
#: Not drawn and of no width: the joiner and variation selectors that a name may carry.
INVISIBLE = frozenset([0x200D, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])

#: In a text without any of these every character is drawn by itself.
_UNEVEN = re.compile(f"[{mongolian.LETTERS}{''.join(map(chr, sorted(INVISIBLE)))}]")


def path(face: Face) -> Path:
    """The font file of a face."""
    return resource("fonts", _FILES[face])


@cache
def _file(face: Face) -> fontfile.FontFile:
    return fontfile.read(path(face))


#: Widths already looked up. Layout asks for the same few thousand characters over and over.
_WIDTHS: dict[Face, dict[str, float]] = {face: {} for face in Face}
#: Characters already known to come from the face's own file.
_OWN: dict[Face, set[str]] = {face: set() for face in Face}


@dataclass(frozen=True, slots=True)
class Glyph:
    """Where one character comes from; `face` is `None` when no font has it."""

    face: Face | None
    width: float


@cache
def glyph(character: str, face: Face) -> Glyph:
    """The first font of the face's chain that has the character, and its width in ems (a letter's: by itself)."""
    code_point = ord(character)
    if code_point in INVISIBLE:
        return Glyph(face, 0.0)
    if mongolian.is_mongolian(character):
        return Glyph(Face.MONGOL, mongolian.width(character)) if mongolian.covers(character) else Glyph(None, 1.0)
    for candidate in _CHAIN[face]:
        file = _file(candidate)
        if index := file.glyph(code_point):
            return Glyph(candidate, file.advance(index))
    return Glyph(None, 1.0)


def width(text: str, face: Face) -> float:
    """The width of `text` in ems."""
    table = _WIDTHS[face]
    try:
        return sum([table[character] for character in text])
    except KeyError:
        return sum(_extent(part, face, shaped=shaped) for shaped, part in mongolian.parts(text))


def _extent(part: str, face: Face, *, shaped: bool) -> float:
    """The width of a word that is shaped as a whole, or of characters that are set one by one."""
    if shaped and mongolian.available():
        return mongolian.width(part)
    table = _WIDTHS[face]
    for character in part:
        if character not in table:
            table[character] = glyph(character, face).width
    return sum([table[character] for character in part])


def gaps(text: str) -> int:
    """How many times spacing is added when `text` is drawn, but for its end: a shaped word is not spread."""
    if not _UNEVEN.search(text):
        return max(len(text) - 1, 0)
    drawn = sum(1 if shaped else sum(ord(c) not in INVISIBLE for c in part) for shaped, part in mongolian.parts(text))
    return max(drawn - 1, 0)


def whole(text: str, face: Face) -> Face:
    """The one face that has all of `text`, so that a name is not set in two styles; `face` itself when none has."""
    for candidate in _CHAIN[face]:
        file = _file(candidate)
        if all(ord(c) in INVISIBLE or file.glyph(ord(c)) or mongolian.is_mongolian(c) for c in text):
            return candidate
    return face


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """`text` cut into pieces of one font each; characters that no font has are left out (they are an issue)."""
    if text and _OWN[face].issuperset(text):
        return [(face, text)]
    pieces: list[tuple[Face, str]] = []
    for shaped, part in mongolian.parts(text):
        if shaped and mongolian.available():
            pieces.append((Face.MONGOL, part))
        else:
            _one_by_one(part, face, pieces)
    return pieces


def _one_by_one(text: str, face: Face, pieces: list[tuple[Face, str]]) -> None:
    """Add characters to the pieces before them."""
    for character in text:
        if ord(character) in INVISIBLE:
            continue
        found = glyph(character, face).face
        if found is None:
            continue
        if found is face:
            _OWN[face].add(character)
        if pieces and pieces[-1][0] is found:
            pieces[-1] = (found, pieces[-1][1] + character)
        else:
            pieces.append((found, character))
