"""The chapter of all error messages: each sentence as the screen says it, with what to do where it does not say so."""

import re
import tomllib
from collections.abc import Iterator

from desktop_app.core.errors import Code
from desktop_app.core.messages import Language, own, sentences
from desktop_app.core.resources import resource
from desktop_app.domain.prose import Block, Heading, Items, Paragraph, Run, Style

#: A blank, and a word that goes by the number in one, of which the plural is shown.
_BLANK, _PLURAL = re.compile(r"\{\w+\}"), re.compile(r"\{\w+:[^|}]*\|([^}]*)\}")


def blocks(language: Language) -> tuple[Block, ...]:
    """Every `Code`, by family, in the order of the enum."""
    table = tomllib.loads(resource("help", "errors.toml").read_text(encoding="utf-8"))
    return tuple(_all(table, language))


def _all(table: dict[str, dict[str, dict[str, str]]], language: Language) -> Iterator[Block]:
    yield Heading(1, (Run(own(table["chapter"]["title"], language)),))
    yield Paragraph((Run(own(table["chapter"]["about"], language)),))
    for family in dict.fromkeys(code.value.partition(".")[0] for code in Code):
        yield Heading(2, (Run(own(table["family"][family], language)),))
        advice = own(table["advice_family"][family], language)
        yield Paragraph((Run(advice),))
        codes = [code.value for code in Code if code.value.startswith(f"{family}.")]
        yield Items(False, tuple(_line(code, table["advice"], language) for code in codes))


def _line(code: str, advice: dict[str, dict[str, str]], language: Language) -> tuple[Run, ...]:
    said = _BLANK.sub("…", _PLURAL.sub(r"\1", own(sentences()[code], language)))
    told = advice.get(code.replace(".", "_"))
    more = own(told, language) if told else ""
    return (Run(said), *((Run(f" → {more}"),) if more else ()), Run(" "), Run(code, Style.CODE))
