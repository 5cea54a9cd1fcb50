"""Which characters of a text cannot be printed, and why."""

from enum import Enum

from desktop_app.core.text import is_private_use
from desktop_app.papers import fonts


class GlyphFault(Enum):
    """Why a character cannot be printed."""

    NO_FONT = "no_font"
    PRIVATE_USE = "private_use"


def missing(text: str) -> tuple[tuple[str, str, GlyphFault], ...]:
    """Each unprintable character once, in order: the character, its code point as `U+XXXX`, and the reason."""
    found: dict[str, GlyphFault] = {}
    for character in text:
        if character in found or character == "\n":
            continue
        if is_private_use(character):
            found[character] = GlyphFault.PRIVATE_USE
        elif fonts.glyph(character, fonts.Face.SONG).face is None:
            found[character] = GlyphFault.NO_FONT
    return tuple((character, f"U+{ord(character):04X}", reason) for character, reason in found.items())
