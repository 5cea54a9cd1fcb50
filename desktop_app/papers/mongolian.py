"""Traditional Mongolian: its words shaped as the letters join, for measuring and for drawing alike.

The script is written downwards; in a line of a horizontal form it lies on its side and runs with the line, as it does
on bilingual forms. The font is drawn so, hence a shaped word needs no turning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource

FILE = "NotoSansMongolian-Regular.ttf"
#: Chooses the form of the letter before it, or parts a vowel from its word: by itself it has no shape.
SELECTORS = "\u180b-\u180f"
LETTERS = "\u1800-\u180a\u1810-\u18af\U00011660-\U0001167f"
#: A word with what joins a suffix to it (U+202F) and what joins or parts its letters.
WORD = f"[{LETTERS}][{LETTERS}{SELECTORS}\u202f\u200d]*"
_WORD = re.compile(f"({WORD})")
#: What joins suffixes, where it does; elsewhere it is an ordinary space that fonts may lack.
JOINS = re.compile(f"(?<=[{LETTERS}{SELECTORS}])\u202f")
#: Never apart from the character before them: selectors of either kind, and the joiner.
TRAILING = frozenset([*map(chr, (0x200D, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))])
_LETTER = re.compile(f"[{LETTERS}]")
#: What the font shows where a selector chooses nothing; on paper that would be a box in a name.
_MARKS = frozenset(["fvs1", "fvs2", "fvs3", "fvs4", "mvs", "mvs.nominal", "nnbsp"])


@dataclass(frozen=True, slots=True)
class Shape:
    """One glyph of a word: its number in the font, its width in ems, and the characters it stands for, maybe none.

    `x` and `y`: how many ems off its place it is drawn, as a sign over a letter is.
    """

    glyph: int
    width: float
    text: str
    x: float = 0.0
    y: float = 0.0


def is_mongolian(character: str) -> bool:
    """Whether a character is written in this script and so has no shape of its own."""
    return _LETTER.match(character) is not None


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """The words of the script and what lies between them, in order."""
    for index, part in enumerate(_WORD.split(text)):
        if part:
            yield index % 2 == 1, part


@cache
def available() -> bool:
    """Whether this installation can shape words; without that every glyph would be wrong."""
    try:
        import uharfbuzz  # noqa: F401 - asked for, not used
    except ImportError:
        return False
    return True


@cache
def _font() -> Any:
    import uharfbuzz

    try:
        return uharfbuzz.Font(uharfbuzz.Face(resource("fonts", FILE).read_bytes()))
    except OSError as error:
        raise Fault(Code.FONT_MISSING, font=FILE) from error


@cache
def _covered() -> frozenset[int]:
    return frozenset(_font().face.unicodes)


def covers(character: str) -> bool:
    """Whether the font has the character."""
    return available() and ord(character) in _covered()


def shape(word: str) -> list[Shape]:
    """The glyphs of a word from its beginning; what only chooses a form is not drawn, its character goes with another.

    Words are not remembered: most of them are somebody's name.
    """
    import uharfbuzz

    font, buffer = _font(), uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(word)
    buffer.script, buffer.direction, buffer.language = "Mong", "ltr", "mn"
    uharfbuzz.shape(font, buffer)
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    texts = _texts(word, [info.cluster for info in buffer.glyph_infos])
    units, made, waiting = font.face.upem, [], ""
    for glyph, text, place in zip(glyphs, texts, buffer.glyph_positions, strict=True):
        if (place.x_advance or _drawn(font, glyph)) and font.glyph_to_string(glyph) not in _MARKS:
            offset = (place.x_offset / units, place.y_offset / units)
            made.append(Shape(glyph, place.x_advance / units, waiting + text, *offset))
            waiting = ""
        elif made:
            made[-1] = replace(made[-1], text=made[-1].text + text)
        else:
            waiting += text
    return made


def _texts(word: str, clusters: list[int]) -> Iterator[str]:
    """The characters of each glyph: one for each glyph of a cluster, and what is left for its last."""
    ends = iter([*sorted(set(clusters))[1:], len(word)])
    for start, glyphs in groupby(clusters):
        own, last = word[start : next(ends)], len(list(glyphs)) - 1
        yield from (own[at : at + 1] for at in range(last))
        yield own[last:]


def _drawn(font: Any, glyph: int) -> bool:
    extents = font.get_glyph_extents(glyph)
    return extents is not None and bool(extents.width and extents.height)


def width(word: str) -> float:
    """The width of a shaped word in ems."""
    return sum(glyph.width for glyph in shape(word))
