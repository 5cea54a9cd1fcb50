"""What text may be kept: as typed, NFC, without characters that deceive the eye; and what it may be found by."""

import re
import unicodedata

#: Bidirectional controls, zero-width characters, separators that break lines, tags: invisible on paper, so never
#: part of a name or a value. U+200C, U+200D and U+180B-U+180F are kept out of the set: Mongolian and Indic scripts
#: need them; so are the variation selectors, which choose the shape of a character in a name.
_DECEIVING = frozenset(
    [
        *(0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    ],
)

#: Letters and marks that have no ink: fillers, an empty Braille cell, a joiner, a separator of vowels.
_BLANK = frozenset("\u034f\u115f\u1160\u180e\u2800\u3164\uffa0")

#: Two blocks that repeat ideographs under a second code point each (and a dozen that stand in them by mistake).
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
#: Dots that stand for the one between the parts of a name (GB 18030 has it at U+00B7), and what chooses a shape.
_DOTS = "\u2022\u2027\u2219\u22c5\u30fb\uff65\u16eb\u2e31"
_FOUND_AS: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _DOTS), "·"),
    **dict.fromkeys((0x200D, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))),
}


def is_private_use(character: str) -> bool:
    """Whether no standard says what this character is (private use areas): it must be flagged, never guessed."""
    return unicodedata.category(character) == "Co"


def code_points(text: str) -> str:
    """How characters are named to people: `U+90CE U+E0100`."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def alike(one: str, other: str) -> tuple[str, str]:
    """The code points in which two texts differ that look the same in print; two empty texts for any other two.

    Only to tell somebody why what looks the same is not: such texts are never taken for one.
    """
    if one == other or _looks(one) != _looks(other):
        return "", ""
    return _codes_beside(one, other), _codes_beside(other, one)


def same_look(one: str, other: str) -> bool:
    """Whether two names can be taken for one: other widths, cases or blanks, or characters that show nothing.

    Only to warn: such names are never taken for one.
    """
    return look(one) == look(other)


def look(text: str) -> str:
    """What names have in common that can be taken for one (`same_look`); nothing to show to anybody."""
    return "".join(c for c in _looks(text).casefold() if not c.isspace() and c not in _BLANK)


def _looks(text: str) -> str:
    return findable(unicodedata.normalize("NFKC", text.translate(_FOUND_AS)))


def _codes_beside(text: str, other: str) -> str:
    return code_points("".join(dict.fromkeys(c for c in text if c not in other)))


def unsafe_characters(text: str, *, lines: bool = False) -> list[str]:
    """Characters of `text` that may not be kept: controls, deceiving invisibles, lone surrogates, noncharacters.

    `lines` allows the line feed.
    """
    if (text.replace("\n", "") if lines else text).isprintable():  # a hundred times faster, and never unsafe
        return []
    return [c for c in text if not (lines and c == "\n") and _unsafe(c)]


def _unsafe(character: str) -> bool:
    point = ord(character)
    noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return noncharacter or point in _DECEIVING or unicodedata.category(character) in ("Cc", "Cs")


def normal(text: str) -> str:
    """`text` in NFC, but with its compatibility ideographs as they were typed. Never NFKC.

    NFC makes one character of U+F92C and U+90CE, which look the same, NFKC of many more; a name spelt with the one is
    another name, in an official record, than one spelt with the other.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)
    parts[::2] = [composed(part) for part in parts[::2]]
    return "".join(parts)


def composed(text: str) -> str:
    """`text` in NFC and nothing else: for passphrases, which open what was locked under just this."""
    return unicodedata.normalize("NFC", text)


def findable(text: str) -> str:
    """`text` for a search, which may find too much: one dot for all, compatibility ideographs as the unified ones,
    no selectors. Nothing that is kept, compared or printed is ever written so.
    """
    return composed(text).translate(_FOUND_AS)


def safe_for_screen(untrusted_text: str, limit: int = 200) -> str:
    """Another party's text, made harmless to show: NFC, deceiving characters dropped, at most `limit` characters."""
    bad = set(unsafe_characters(untrusted_text))
    return normal("".join(c for c in untrusted_text if c not in bad))[:limit]
