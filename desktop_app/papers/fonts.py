"""The faces of the printed forms: which file a character is taken from, and how wide it is."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from desktop_app.core.resources import resource
from desktop_app.papers import fontfile


class Face(StrEnum):
    """A font file; the value is the name under which drawing knows it. Text as well: its hash costs no call."""

    SONG = "Song"
    SONG_BOLD = "SongBold"
    HEI = "Hei"
    RARE = "Rare"


_FILES = {
    Face.SONG: "NotoSerifSC-Regular.ttf",
    Face.SONG_BOLD: "NotoSerifSC-Bold.ttf",
    Face.HEI: "NotoSansSC-Regular.ttf",
    Face.RARE: "HanaMinB.ttf",
}
#: Where a character is looked for. HanaMinB has the rare characters of Ext B to F that the others lack; it is last,
#: and its 30 MB are looked at only when such a character comes up.
_CHAIN = {
    Face.SONG: (Face.SONG, Face.RARE),
    Face.SONG_BOLD: (Face.SONG_BOLD, Face.SONG, Face.RARE),
    Face.HEI: (Face.HEI, Face.SONG, Face.RARE),
    Face.RARE: (Face.RARE, Face.SONG),
}
#: Not drawn and of no width: the joiner and variation selectors that a name may carry.
INVISIBLE = frozenset([0x200D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


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
    """The first font of the face's chain that has the character, and its width in ems."""
    code_point = ord(character)
    if code_point in INVISIBLE:
        return Glyph(face, 0.0)
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
        for character in text:
            table[character] = glyph(character, face).width
        return sum([table[character] for character in text])


def whole(text: str, face: Face) -> Face:
    """The one face that has all of `text`, so that a name is not set in two styles; `face` itself when none has."""
    for candidate in _CHAIN[face]:
        file = _file(candidate)
        if all(ord(c) in INVISIBLE or file.glyph(ord(c)) for c in text):
            return candidate
    return face


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """`text` cut into pieces of one font each; characters that no font has are left out (they are an issue)."""
    if text and _OWN[face].issuperset(text):
        return [(face, text)]
    pieces: list[tuple[Face, str]] = []
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
    return pieces
