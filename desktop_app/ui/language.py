"""Which language the window speaks."""

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language, Spoken, told


class _Spoken:
    language = Language.ZH


def speak(language: Language) -> None:
    """Choose the language for every widget made from now on."""
    _Spoken.language = language


def language() -> Language:
    """The language in use."""
    return _Spoken.language


def say(text: str, /, **fields: object) -> str:
    """One text of the catalogue in the language in use, its blanks filled."""
    return phrase(text, _Spoken.language, fields)


def said(words: Spoken) -> str:
    """One bilingual text in the language in use."""
    return told(words, _Spoken.language)
