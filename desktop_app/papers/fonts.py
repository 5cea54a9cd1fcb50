"""The faces of the printed forms: which file a character is taken from, and how wide it is."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """A font that an office added: what it is drawn from, its coverage, and which private characters it was added for.

    `digest` names it.
    """

    digest: str
    data: bytes = field(repr=False)
    file: fontfile.FontFile = field(repr=False)
    private: frozenset[str] = frozenset()


Source = Face | Added

_FILES = {
    Face.SONG: "NotoSerifSC-Regular.ttf",
    Face.SONG_BOLD: "NotoSerifSC-Bold.ttf",
    Face.HEI: "NotoSansSC-Regular.ttf",
    Face.RARE: "HanaMinB.ttf",
    Face.MONGOL: mongolian.FILE,
}
#: Where a character is looked for. HanaMinB has the rare characters of Ext B to F that the others lack; its 30 MB are
#: looked at only when such a character comes up. The sans has a few that even that one lacks.
_CHAIN = {
    Face.SONG: (Face.SONG, Face.RARE, Face.HEI),
    Face.SONG_BOLD: (Face.SONG_BOLD, Face.SONG, Face.RARE, Face.HEI),
    Face.HEI: (Face.HEI, Face.SONG, Face.RARE),
    Face.RARE: (Face.RARE, Face.SONG, Face.HEI),
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
def file_of(face: Face) -> fontfile.FontFile:
    """What layout needs of a face's file."""
    return fontfile.read(path(face))


#: Widths already looked up. Layout asks for the same few thousand characters over and over.
_WIDTHS: dict[Face, dict[str, float]] = {face: {} for face in Face}
#: Characters already known to come from the face's own file.
_OWN: dict[Face, set[str]] = {face: set() for face in Face}


@dataclass(frozen=True, slots=True)
class Glyph:
    """Where one character comes from; `face` is `None` when no font has it."""

    face: Source | None
    width: float


#: What the office whose papers are being made has added, in the order in which it is asked.
_ADDED: ContextVar[tuple[Added, ...]] = ContextVar("added fonts", default=())
#: Characters already known to be in a carried font.
_CARRIED: set[str] = set()


@contextmanager
def using(added: tuple[Added, ...]) -> Iterator[None]:
    """While this lasts, in this thread, these fonts are asked for what no carried font has."""
    token = _ADDED.set(added)
    try:
        yield
    finally:
        _ADDED.reset(token)


def carried(text: str) -> bool:
    """Whether the program's own fonts have all of `text`."""
    if _CARRIED.issuperset(text):
        return True
    _CARRIED.update(c for c in text if _carried(c, Face.SONG).face)
    return _CARRIED.issuperset(text)


def allows(character: str) -> bool:
    """Whether an office gave this private-use character an outline of its own."""
    return any(character in added.private for added in _ADDED.get())


def added_for(texts: Iterable[str]) -> tuple[Added, ...]:
    """The added fonts that these texts are drawn from."""
    found = (glyph(c, Face.SONG).face for text in texts if not carried(text) for c in text)
    return tuple(dict.fromkeys(face for face in found if isinstance(face, Added)))


def glyph(character: str, face: Face) -> Glyph:
    """The first font of the face's chain that has the character, and its width in ems (a letter's: by itself).

    An office's own come last: the same name looks the same everywhere else.
    """
    found = _carried(character, face)
    if found.face is None and not mongolian.is_mongolian(character):
        for added in _ADDED.get():
            if index := added.file.glyph(ord(character)):
                return Glyph(added, added.file.advance(index))
    return found


@cache
def _carried(character: str, face: Face) -> Glyph:
    code_point = ord(character)
    if code_point in INVISIBLE:
        return Glyph(face, 0.0)
    if mongolian.is_mongolian(character):
        return Glyph(Face.MONGOL, mongolian.width(character)) if mongolian.covers(character) else Glyph(None, 1.0)
    for candidate in _CHAIN[face]:
        file = file_of(candidate)
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


def widths(pieces: list[str], face: Face) -> list[float]:
    """The width of each of some pieces of text in ems; nearly all pieces of Chinese text are one character."""
    table = _WIDTHS[face]
    return [table[piece] if piece in table else width(piece, face) for piece in pieces]


def _extent(part: str, face: Face, *, shaped: bool) -> float:
    """The width of a word that is shaped as a whole, or of characters that are set one by one."""
    if shaped and mongolian.available():
        return mongolian.width(part)
    table = _WIDTHS[face]
    for character in part:
        if character not in table and (found := _carried(character, face)).face:
            table[character] = found.width
    return sum(table[c] if c in table else glyph(c, face).width for c in part)


def gaps(text: str) -> int:
    """How many times spacing is added when `text` is drawn, but for its end: a shaped word is not spread."""
    if not _UNEVEN.search(text):
        return max(len(text) - 1, 0)
    drawn = sum(1 if shaped else sum(ord(c) not in INVISIBLE for c in part) for shaped, part in mongolian.parts(text))
    return max(drawn - 1, 0)


def whole(text: str, face: Face) -> Face:
    """The one face that has all of `text`, so that a name is not set in two styles; `face` itself when none has.

    What no carried font has does not count: it is set in another style whatever the face.
    """
    for candidate in _CHAIN[face]:
        file = file_of(candidate)
        if all(ord(c) in INVISIBLE or file.glyph(ord(c)) or mongolian.is_mongolian(c) or not carried(c) for c in text):
            return candidate
    return face


def runs(text: str, face: Face) -> list[tuple[Source, str]]:
    """`text` cut into pieces of one font each; characters that no font has are left out (they are an issue)."""
    if text and _OWN[face].issuperset(text):
        return [(face, text)]
    pieces: list[tuple[Source, str]] = []
    for shaped, part in mongolian.parts(text):
        if shaped and mongolian.available():
            pieces.append((Face.MONGOL, part))
        else:
            _one_by_one(part, face, pieces)
    return pieces


def _one_by_one(text: str, face: Face, pieces: list[tuple[Source, str]]) -> None:
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
