"""What the program can show in one language: the sentences and words of its screens, and the tables of words."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language
from tests.support import catalogue

ROOT = Path(__file__).resolve().parents[2]
_TABLES = ("words.toml", "fields.toml", "machine.toml", "printed.toml")


@cache
def texts(language: Language) -> frozenset[str]:
    """Whole texts as they stand on screen, or the fixed piece of one that has something filled in."""
    found = {piece for each in catalogue.said() if each.path.startswith("ui/") for piece in pieces(each.text, language)}
    for path in (ROOT / "desktop_app" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value.strip())
    return frozenset(found) | tables(language)


@cache
def tables(language: Language) -> frozenset[str]:
    """Words of states, kinds and fields, which any screen may show."""
    files = (ROOT / "resources" / "locale" / name for name in _TABLES)
    found = (_leaves(tomllib.loads(file.read_text(encoding="utf-8")), language.value) for file in files)
    return frozenset(word for words in found for word in words)


def pieces(text: str, language: Language) -> Iterator[str]:
    """A text of the catalogue as one language shows it, and the fixed pieces of one that has something filled in."""
    told = phrase(text, language)
    yield told.strip()
    yield from (piece.strip() for piece in re.split(r"\{[^{}]*\}", told))


def _leaves(table: Any, language: str) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key == language and isinstance(value, str):
                yield value
            else:
                yield from _leaves(value, language)


def shows(text: str, language: Language) -> bool:
    """Whether the program shows exactly this; some buttons are a word with dots after it."""
    return any(text.removesuffix(tail) in texts(language) for tail in ("", "…"))
