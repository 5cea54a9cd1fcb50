"""What text may be kept: as typed, NFC, without characters that deceive the eye."""

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


def is_private_use(character: str) -> bool:
    """Whether no standard says what this character is (private use areas): it must be flagged, never guessed."""
    return unicodedata.category(character) == "Co"


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
    """`text` in NFC. Never NFKC: that folds distinct characters of names into one."""
    return unicodedata.normalize("NFC", text)


def safe_for_screen(untrusted_text: str, limit: int = 200) -> str:
    """Another party's text, made harmless to show: NFC, deceiving characters dropped, at most `limit` characters."""
    bad = set(unsafe_characters(untrusted_text))
    return normal("".join(c for c in untrusted_text if c not in bad))[:limit]
