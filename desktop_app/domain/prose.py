"""The manual's text as values, and the reader of the small part of Markdown that its chapters are written in.

Strict: a line that is none of these forms is refused with its number, so that window, terminal and PDF show the same.
"""

import re
from collections.abc import Iterator
from enum import Enum

from desktop_app.domain.values import Value


class Style(Enum):
    """How a stretch of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"


class Run(Value, frozen=True):
    """A stretch of text; `target` is the chapter that a link leads to."""

    text: str
    style: Style = Style.PLAIN
    target: str = ""


Runs = tuple[Run, ...]


class Heading(Value, frozen=True, tag=True):
    level: int
    runs: Runs


class Paragraph(Value, frozen=True, tag=True):
    runs: Runs


class Note(Value, frozen=True, tag=True):
    """A remark that must not be missed."""

    runs: Runs


class Items(Value, frozen=True, tag=True):
    """Steps (numbered) or points."""

    numbered: bool
    items: tuple[Runs, ...]


class Picture(Value, frozen=True, tag=True):
    """`file` lies in resources/help/pictures."""

    file: str
    caption: str


class Rows(Value, frozen=True, tag=True):
    """A table; the first row is its head."""

    rows: tuple[tuple[Runs, ...], ...]


Block = Heading | Paragraph | Note | Items | Picture | Rows

_RUN = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<target>[a-z0-9_-]+)\.md\)")
_HEADING = re.compile(r"(#{1,3}) (\S.*)")
_STEP = re.compile(r"(\d+)\. (\S.*)")
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([a-z0-9_-]+\.png)\)")
#: What Markdown would read as a mark; in a run that no form took, it is a slip of the writer.
_STRAY = re.compile(r"\*\*|`|\]\(|<[a-z/]")


class ProseFault(ValueError):
    """A chapter that is not written in the manual's forms: our own mistake, found by a test."""


def runs_of(line: str) -> Runs:
    """One line of text with what stands out in it."""
    made: list[Run] = []
    at = 0
    for found in _RUN.finditer(line):
        if found.start() > at:
            made.append(Run(line[at : found.start()]))
        if found["strong"]:
            made.append(Run(found["strong"], Style.STRONG))
        elif found["code"]:
            made.append(Run(found["code"], Style.CODE))
        else:
            made.append(Run(found["link"], Style.LINK, found["target"]))
        at = found.end()
    if at < len(line):
        made.append(Run(line[at:]))
    for run in made:
        if run.style is Style.PLAIN and _STRAY.search(run.text):
            raise ProseFault(line)
    return tuple(made)


def plain(runs: Runs) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


def read(text: str) -> tuple[Block, ...]:
    """A chapter. Raises `ProseFault` with the line that fits no form."""
    return tuple(_blocks(text.splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line:
            at += 1
        elif heading := _HEADING.fullmatch(line):
            yield Heading(len(heading[1]), runs_of(heading[2]))
            at += 1
        elif picture := _PICTURE.fullmatch(line):
            yield Picture(picture[2], picture[1])
            at += 1
        else:
            end = next((n for n in range(at, len(lines)) if _form(lines[n]) != _form(line)), len(lines))
            yield _group(lines[at:end])
            at = end


def _form(line: str) -> str:
    """The mark that lines of one block share; an empty line has its own."""
    if _STEP.fullmatch(line):
        return "1."
    return next((mark for mark in ("- ", "> ", "|") if line.startswith(mark)), "" if line else "end")


def _group(lines: list[str]) -> Block:
    form = _form(lines[0])
    if form == "1.":
        steps = [_STEP.fullmatch(line) for line in lines]
        if [int(step[1]) for step in steps if step] != list(range(1, len(lines) + 1)):
            raise ProseFault(lines[0])
        return Items(True, tuple(runs_of(step[2]) for step in steps if step))
    if form == "- ":
        return Items(False, tuple(runs_of(line[2:]) for line in lines))
    if form == "> ":
        return Note(runs_of(" ".join(line[2:] for line in lines)))
    if form == "|":
        return _rows(lines)
    if lines[0].startswith((" ", "#", "!", "-", ">")) or len(lines) > 1:
        raise ProseFault(lines[-1])
    return Paragraph(runs_of(lines[0]))


def _rows(lines: list[str]) -> Rows:
    cells = [line.strip("|").split("|") for line in lines]
    if len(lines) < 3 or set("".join(cells[1])) - set("- ") or len({len(row) for row in cells}) != 1:
        raise ProseFault(lines[0])
    kept = [cells[0], *cells[2:]]
    return Rows(tuple(tuple(runs_of(cell.strip()) for cell in row) for row in kept))


def text_of(block: Block) -> str:
    """What a search looks through."""
    if isinstance(block, Heading | Paragraph | Note):
        return plain(block.runs)
    if isinstance(block, Items):
        return "\n".join(plain(item) for item in block.items)
    if isinstance(block, Picture):
        return block.caption
    return "\n".join(" ".join(plain(cell) for cell in row) for row in block.rows)
