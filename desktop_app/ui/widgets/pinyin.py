"""Finding a Chinese word by typing its characters, its pinyin or its initials."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def readings(words: str) -> tuple[str, str]:
    """Whole pinyin and initials of `words`, lower case, no tones. pypinyin is large: imported on use."""
    from pypinyin import Style, lazy_pinyin

    whole = lazy_pinyin(words, errors="default")
    first = lazy_pinyin(words, style=Style.FIRST_LETTER, errors="default")
    return "".join(whole).lower(), "".join(first).lower()


def spells(typed: str, words: str) -> bool:
    """Whether what was typed is the whole of `words`, by its pinyin or its initials."""
    return typed.strip().lower().replace(" ", "") in readings(words)


def matches(typed: str, words: str) -> bool:
    """Whether `words` are meant by what was typed so far."""
    wanted = typed.strip().lower().replace(" ", "")
    if not wanted or wanted in words.lower():
        return True
    if not wanted.isascii():
        return False
    whole, first = readings(words)
    return whole.startswith(wanted) or first.startswith(wanted) or wanted in first
