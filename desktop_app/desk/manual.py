"""The manual: its parts and chapters by name, the chapter of a screen, and a search through all of them.

Chapters are files in resources/help (`contents.toml` names their order); two are made from the program's own tables.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, own
from desktop_app.core.resources import resource
from desktop_app.desk import manual_errors, manual_rules
from desktop_app.domain.prose import (
    Block,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Rows,
    Run,
    Style,
    plain,
    read,
    text_of,
)

__all__ = [
    "Block", "Chapter", "Heading", "Hit", "Items", "Note", "Paragraph", "Part", "Picture", "Rows", "Run", "Style",
    "chapter", "contents", "found", "named", "picture", "plain",
]  # fmt: skip

#: Chapters that the program's tables say: name -> what makes it.
_MADE: dict[str, Callable[[Language], tuple[Block, ...]]] = {
    "rules": manual_rules.blocks,
    "errors": manual_errors.blocks,
}
#: As many places as anybody reads through.
_MOST_HITS = 60
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; its first block is its title."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return text_of(self.blocks[0])


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters that belong together."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was searched for, with the words around it."""

    chapter: Chapter
    around: str


@cache
def contents(language: Language) -> tuple[Part, ...]:
    """Every part with its chapters, in reading order."""
    parts = tomllib.loads(resource("help", "contents.toml").read_text(encoding="utf-8"))["part"]
    return tuple(
        Part(own(part, language), tuple(chapter(name, language) for name in part["chapters"])) for part in parts
    )


@cache
def chapter(name: str, language: Language) -> Chapter:
    """A chapter by its name. Raises `Fault(MANUAL_CHAPTER)`."""
    if name in _MADE:
        return Chapter(name, _MADE[name](language))
    if name not in _names():
        raise Fault(Code.MANUAL_CHAPTER, name=name)
    path = resource("help", language.value, f"{name}.md")
    if not path.is_file():
        path = resource("help", Language.EN.value, f"{name}.md")
    return Chapter(name, read(path.read_text(encoding="utf-8")))


def named(name: str) -> bool:
    """Whether the manual has such a chapter."""
    return name in _names()


@cache
def _names() -> frozenset[str]:
    parts = tomllib.loads(resource("help", "contents.toml").read_text(encoding="utf-8"))["part"]
    return frozenset(name for part in parts for name in part["chapters"])


def found(words: str, language: Language) -> tuple[Hit, ...]:
    """Where all the words stand in one block, titles first; nothing for no words."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    titles: list[Hit] = []
    others: list[Hit] = []
    for each in (one for part in contents(language) for one in part.chapters):
        for block in each.blocks:
            text = text_of(block)
            folded = text.casefold()
            if all(word in folded for word in wanted):
                (titles if isinstance(block, Heading) else others).append(Hit(each, _around(text, wanted[0])))
    return tuple([*titles, *others][:_MOST_HITS])


def _around(text: str, word: str) -> str:
    line = next((one for one in text.splitlines() if word in one.casefold()), text.splitlines()[0])
    at = max(0, line.casefold().find(word) - _AROUND)
    return ("…" if at else "") + line[at : at + 3 * _AROUND] + ("…" if len(line) > at + 3 * _AROUND else "")


def picture(block: Picture, language: Language) -> bytes:
    """A picture's PNG file: of the window in that language, of the Chinese one where none was taken."""
    taken = resource("help", "pictures", language.value, block.file)
    return (taken if taken.is_file() else resource("help", "pictures", block.file)).read_bytes()
