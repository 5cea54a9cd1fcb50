"""Which language the window speaks; both texts stand side by side where they are used, so neither can be missing."""

from typing import TYPE_CHECKING

from desktop_app.core.messages import Language

if TYPE_CHECKING:
    from desktop_app.domain.findings import Words


class _Spoken:
    language = Language.ZH


def speak(language: Language) -> None:
    """Choose the language for every widget made from now on."""
    _Spoken.language = language


def language() -> Language:
    """The language in use."""
    return _Spoken.language


def say(zh: str, en: str) -> str:
    """One text of the window in the language in use."""
    return zh if _Spoken.language is Language.ZH else en


def said(words: "Words") -> str:
    """One bilingual text in the language in use."""
    return say(words.zh, words.en)
