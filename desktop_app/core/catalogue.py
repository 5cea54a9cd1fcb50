"""The catalogue of the program's own texts: written in the code in Chinese, said in English by a gettext catalogue.

A text stands in the code once, in Chinese, with named blanks: `say("收回 {count} 张", count=3)`. Under that text its
English stands in `resources/locale/en/LC_MESSAGES/fengjuan.po`, with the same blanks; the compiled file beside it is
what is read here, and another language has a folder of its own beside `en`. Where one Chinese text needs two English
ones, a word and a bar before it tell its uses apart: `say("join|待清点")`. Where English has one word for one and
another for many, both stand behind the blank's name: `{count} {count:copy|copies}`. `python3 tasks.py words` brings the
catalogue up to date with the code.
"""

import struct
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from desktop_app.core.messages import Language, counted, in_language
from desktop_app.core.resources import resource

#: What stands between a word that tells two uses of a text apart, and the text.
BAR = "|"


class Compiled:
    """A compiled catalogue (GNU gettext manual, "The Format of GNU MO Files"), searched where it lies.

    Python's own reader takes all of it apart first, which every start of the program would wait for.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._count, self._texts, self._english = struct.unpack_from("<3I", content, 8)

    def gettext(self, text: str) -> str:
        """The English of a text; the text itself where there is none."""
        wanted = text.encode()
        at = bisect_left(range(self._count), wanted, key=self._text)
        found = at < self._count and self._text(at) == wanted
        return self._at(self._english, at).decode() if found else text

    def _text(self, at: int) -> bytes:
        return self._at(self._texts, at)

    def _at(self, table: int, at: int) -> bytes:
        length, offset = struct.unpack_from("<2I", self._content, table + 8 * at)
        return self._content[offset : offset + length]


@cache
def _compiled(language: Language) -> Compiled | None:
    path = resource("locale", language.value, "LC_MESSAGES", "fengjuan.mo")
    return Compiled(path.read_bytes()) if path.is_file() else None


@cache
def _translated(text: str, language: Language) -> str:
    """In this language; English where it has no word for it yet."""
    found = _compiled(language)
    said = found.gettext(text) if found else text
    return said if said != text or language is Language.EN else _translated(text, Language.EN)


def phrase(text: str, language: Language, fields: Mapping[str, object] | None = None) -> str:
    """A text of the code in one language, its blanks filled. A field that comes in both languages speaks that one.

    Without fields nothing is filled in: braces stay as they are written.
    """
    said = text.rpartition(BAR)[2] if language is Language.ZH else _translated(text, language)
    if not fields:
        return said
    spoken = {name: in_language(value, language) for name, value in fields.items()}
    return said.format_map(counted(spoken) if BAR in said else spoken)


def marked(text: str) -> str:
    """A text that is said later, by `phrase`: marks it for the catalogue where it stands."""
    return text
