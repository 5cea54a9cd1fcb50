"""Which language the window speaks."""

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language, Spoken, told

#: The window's letters are a Chinese font's, which draws these as wide as a Chinese letter.
_NARROW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


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
    return narrow(phrase(text, _Spoken.language, fields))


def narrow(words: str) -> str:
    """English with quotation marks that do not tear its lines apart; Chinese as it is."""
    return words if _Spoken.language is Language.ZH else words.translate(_NARROW)


def capital(words: str) -> str:
    """A word of a table as a button or a heading of its own begins; Chinese stays as it is."""
    return words[:1].upper() + words[1:]


def said(words: Spoken) -> str:
    """One bilingual text in the language in use."""
    return narrow(told(words, _Spoken.language))
