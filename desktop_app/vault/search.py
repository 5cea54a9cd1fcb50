"""What a person is found by: name, pinyin, initials, number; and how a typed text is matched against it.

The trigram index of SQLite cannot find a name of two characters, so a narrow column is scanned with LIKE
(17 ms over 100,000 names). A whole identity number is looked up in its index instead.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence

from desktop_app.core.text import findable

#: 单、曾、仇 have several readings, and a name of four characters could have dozens.
_MOST_READINGS = 12
_WHOLE_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def readings(name: str, own_reading: str) -> list[str]:
    """Pinyin of `name` without tones, syllables apart: the person's own if given, else each the dictionary knows."""
    own = plain(own_reading).split()
    return [" ".join(own)] if own else _dictionary_readings(name)


def _dictionary_readings(name: str) -> list[str]:
    # imported on use: 0.14 s, and the unlock window does not need it
    from pypinyin import Style, pinyin

    characters = [c for c in name if c.isalnum()]
    # one character at a time: a character without a reading stands for itself
    syllables = [pinyin(c, style=Style.NORMAL, heteronym=True)[0] for c in characters]
    combined = itertools.islice(itertools.product(*syllables), _MOST_READINGS)
    return [plain(" ".join(combination)) for combination in combined]


def plain(text: str) -> str:
    """Lower case without tone marks; ü as v, the way it is typed."""
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("u\u0308", "v")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def haystack(name: str, own_reading: str, others: Sequence[str]) -> str:
    """One text in which every way to type the person is a substring; parts are kept apart by line feeds."""
    parts = [name, *others]
    for reading in readings(name, own_reading):
        syllables = reading.split()
        parts += ["".join(syllables), "".join(syllable[0] for syllable in syllables)]
        if own_reading and len(syllables) != len(name):
            # a reading written as "Shan Xiongxin" does not show where each character's syllable begins
            parts += ["".join(s[0] for s in guess.split()) for guess in _dictionary_readings(name)]
    return "\n".join(dict.fromkeys(findable(part).lower() for part in parts if part))


def sort_key(name: str, own_reading: str) -> str:
    """Names in the order of their pinyin; the characters themselves part those that sound alike."""
    return f"{readings(name, own_reading)[0]}\n{name}" if name else ""


def patterns(text: str) -> list[str]:
    """One LIKE pattern (escape character `\\`) for each word of `text`: two that look alike are both found."""
    words = [plain(word) if _latin(word) else word for word in findable(text).lower().split()]
    return [f"%{_escaped(word)}%" for word in words]


def whole_number(text: str) -> str:
    """The resident identity number, where one whole number is all that was typed; else empty."""
    typed = findable(text).strip().upper()
    return typed if _WHOLE_NUMBER.fullmatch(typed) else ""


def _latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") or c.isascii() for c in word)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
