"""What text may be kept: as typed, NFC, without characters that deceive the eye."""

import unicodedata

#: Bidirectional controls and zero-width characters: invisible on paper, so never part of a name or a value.
#: U+200D and U+180B-U+180F are kept out of the set: Mongolian and Indic scripts need them.
_DECEIVING = frozenset(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF],
)


def is_private_use(character: str) -> bool:
    """Whether no standard says what this character is (private use areas): it must be flagged, never guessed."""
    return unicodedata.category(character) == "Co"


def unsafe_characters(text: str, *, lines: bool = False) -> list[str]:
    """Characters of `text` that may not be kept: controls, deceiving invisibles, lone surrogates.

    `lines` allows the line feed.
    """
    allowed = {"\n"} if lines else set()
    return [c for c in text if c not in allowed and (unicodedata.category(c) in ("Cc", "Cs") or ord(c) in _DECEIVING)]


def normal(text: str) -> str:
    """`text` in NFC. Never NFKC: that folds distinct characters of names into one."""
    return unicodedata.normalize("NFC", text)


def safe_for_screen(untrusted_text: str, limit: int = 200) -> str:
    """Another party's text, made harmless to show: NFC, deceiving characters dropped, at most `limit` characters."""
    bad = set(unsafe_characters(untrusted_text))
    return normal("".join(c for c in untrusted_text if c not in bad))[:limit]
