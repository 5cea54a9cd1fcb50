"""Names in other forms of their characters, 張偉 for 张伟: likely the same, for a person to confirm.

A form that GB 2312 does not have, which holds the simplified ones, may stand for one that is read alike. So a homophone
of everyday characters is never taken for a name, and no table of ours says which form belongs to which.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

Reading = tuple[str, ...]


@lru_cache(maxsize=20_000)
def _everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=20_000)
def _read(character: str) -> str:
    """The first reading without its tone; what has none is read as itself. pypinyin is large: imported on use."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


def has_other_forms(text: str) -> bool:
    """Whether a character stands in it that may be another's form."""
    return any(not _everyday(one) for one in text)


def _stands_for(one: str, other: str) -> bool:
    return one == other or (_everyday(one) != _everyday(other) and _read(one) == _read(other))


class Variants:
    """Names, to be found in text that writes them in other forms."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_reading: dict[Reading, list[str]] = {}
        for name in names:
            self._by_reading.setdefault(tuple(map(_read, name)), []).append(name)
        self._lengths = sorted({len(reading) for reading in self._by_reading}, reverse=True)

    def within(self, text: str) -> tuple[str, ...]:
        """Every name that may be meant, none that is part of a longer one there."""
        return tuple(dict.fromkeys(self._found(text)))

    def _found(self, text: str) -> Iterator[str]:
        readings = tuple(map(_read, text))
        end = 0
        for start in range(len(text)):
            for length in self._lengths:
                if start + length <= max(end, 0) or start + length > len(text):
                    continue
                names = [
                    name
                    for name in self._by_reading.get(readings[start : start + length], ())
                    if all(map(_stands_for, text[start : start + length], name))
                ]
                if names:
                    yield from names
                    end = start + length
                    break
