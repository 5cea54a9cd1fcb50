"""Which characters of a text cannot be printed, and why."""

from enum import Enum

from desktop_app.core.text import is_private_use
from desktop_app.papers import fonts, mongolian


class GlyphFault(Enum):
    """Why a character cannot be printed."""

    NO_FONT = "no_font"
    PRIVATE_USE = "private_use"
    NOT_SHAPED = "not_shaped"


#: Characters already known to be printable.
_PRINTABLE: set[str] = {"\n"}


def missing(text: str) -> tuple[tuple[str, str, GlyphFault], ...]:
    """Each unprintable character once, in order: the character, its code point as `U+XXXX`, and the reason."""
    if _PRINTABLE.issuperset(text):
        return ()
    found: dict[str, GlyphFault] = {}
    for character in mongolian.JOINS.sub("", text):
        if character in found or character in _PRINTABLE:
            continue
        source = fonts.glyph(character, fonts.Face.SONG).face
        if is_private_use(character) and not fonts.allows(character):
            found[character] = GlyphFault.PRIVATE_USE
        elif source is None:
            unshaped = mongolian.is_mongolian(character) and not mongolian.available()
            found[character] = GlyphFault.NOT_SHAPED if unshaped else GlyphFault.NO_FONT
        elif isinstance(source, fonts.Face):
            _PRINTABLE.add(character)
    return tuple((character, f"U+{ord(character):04X}", reason) for character, reason in found.items())
