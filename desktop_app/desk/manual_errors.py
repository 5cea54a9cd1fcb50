"""The chapter of all error messages: each sentence as the screen says it, with what to do where it does not say so."""

import re
import tomllib
from collections.abc import Iterator

from desktop_app.core.errors import Code
from desktop_app.core.messages import Language, sentences
from desktop_app.core.resources import resource
from desktop_app.domain.prose import Block, Heading, Items, Paragraph, Run, Style

_BLANK = re.compile(r"\{\w+\}")


def blocks(language: Language) -> tuple[Block, ...]:
    """Every `Code`, by family, in the order of the enum."""
    table = tomllib.loads(resource("help", "errors.toml").read_text(encoding="utf-8"))
    speech = language.value
    return tuple(_all(table, speech))


def _all(table: dict[str, dict[str, dict[str, str]]], speech: str) -> Iterator[Block]:
    yield Heading(1, (Run(table["chapter"]["title"][speech]),))
    yield Paragraph((Run(table["chapter"]["about"][speech]),))
    for family in dict.fromkeys(code.value.partition(".")[0] for code in Code):
        yield Heading(2, (Run(table["family"][family][speech]),))
        advice = table["advice_family"][family][speech]
        yield Paragraph((Run(advice),))
        codes = [code.value for code in Code if code.value.startswith(f"{family}.")]
        yield Items(False, tuple(_line(code, table["advice"], speech) for code in codes))


def _line(code: str, advice: dict[str, dict[str, str]], speech: str) -> tuple[Run, ...]:
    said = _BLANK.sub("…", sentences()[code][speech])
    more = advice.get(code.replace(".", "_"), {}).get(speech, "")
    return (Run(said), *((Run(f" → {more}"),) if more else ()), Run(" "), Run(code, Style.CODE))
