"""The text of an export as one run of characters in which values and labels are found whole, never as parts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

#: What stood between two characters of the run.
_SPACE, _LINE = 1, 2
#: Signs that have a full and a half width, or several shapes, one for one.
_SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict(zip("。、“”‘’【】—–﹣‐‑―•・‧", ".,\"\"''[]------···", strict=True))
)
#: A line that ends with a hyphen comes with this mark from the reader of PDFs.
_BROKEN = "\N{ZERO WIDTH NO-BREAK SPACE}\ufffe\u00ad"
#: Stands for the space between two digits, which would otherwise read as one number.
BETWEEN = "\x1f"
#: A head or foot stands among this many lines at a page's edges, and on at least this many pages.
_EDGE_LINES, _EDGE_PAGES = 4, 3


def folded(text: str) -> str:
    """One width for signs, letters and digits; radicals as the characters they show. Never used on names."""
    return "".join(_whole(c) for c in text.translate(_SIGNS))


def _whole(character: str) -> str:
    """Fonts often map a character to the radical of the same shape (U+2F00 to U+2FD5)."""
    return unicodedata.normalize("NFKC", character) if "\u2f00" <= character <= "\u2fd5" else character


def tight(text: str) -> str:
    """Without anything that is only space."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in _BROKEN)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the run: from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sought:
    """How a value may be spelled. `name`: as it stands, nothing folded. `bounded`: the pattern tells its own ends."""

    pattern: re.Pattern[str]
    name: bool = False
    bounded: bool = False


class Run:
    """All pages as one run without spaces: `exact` as it stands, `plain` folded, both of one length."""

    def __init__(self, pages: Sequence[str], stops: Iterable[str]) -> None:
        """`stops` are the labels that any form might print: where one begins, a value has ended."""
        characters: list[str] = []
        gaps: list[int] = []
        gap = _LINE
        for character in unicodedata.normalize("NFC", "\n".join(_bodies(pages))):
            if character in _BROKEN:
                continue
            if character.isspace():
                gap = max(gap, _LINE if character in "\r\n" else _SPACE)
                continue
            if gap and characters and characters[-1].isdigit() and character.isdigit():
                characters.append(BETWEEN)
                gaps.append(gap)
            characters.append(character)
            gaps.append(gap)
            gap = 0
        self.exact = "".join(characters)
        self.plain = folded(self.exact)
        self._gaps = [*gaps, _LINE]
        self._stops = sorted({folded(tight(stop)) for stop in stops if len(tight(stop)) > 1}, key=len, reverse=True)

    @cached_property
    def labels(self) -> dict[int, int]:
        """Where a label begins -> where it ends; the longest of those that begin there."""
        if not self._stops:
            return {}
        found: dict[int, int] = {}
        ends: set[int] = set()
        for match in re.finditer("|".join(map(re.escape, self._stops)), self.plain):
            goes_on = self.plain[match.end() : match.end() + 1] in {
                ",",
                ".",
                "(",
                ")",
            }  # a word of a sentence, not a label
            if not goes_on and self._begins(match.start(), ends):
                found[match.start()] = match.end()
                ends.add(match.end())
        return found

    @cached_property
    def _label_ends(self) -> frozenset[int]:
        return frozenset(self.labels.values())

    def _begins(self, at: int, ends: set[int]) -> bool:
        return self._gaps[at] > 0 or _is_sign(self.plain[at - 1]) or at in ends or self._after_value(at)

    def _after_value(self, at: int) -> bool:
        """In running text a label may follow a value directly when a colon or a value follows the label."""
        return any(self.plain.startswith((stop + ":", stop + ";"), at) for stop in self._stops)

    def anchored(self, labels: Iterable[str], least: int) -> list[Place]:
        """The texts that stand at these labels, up to the next label or the first line's end after `least` characters.

        A cell of a form breaks a long value into lines.
        """
        wanted = {folded(tight(label)) for label in labels}
        return [self._value(end, least) for start, end in self.labels.items() if self.plain[start:end] in wanted]

    def _value(self, start: int, least: int) -> Place:
        while start < len(self.plain) and self.plain[start] in ":;=|":
            start += 1
        end = start
        while end < len(self.plain) and end - start < 120:
            if end in self.labels or (end > start and end - start >= least and self._gaps[end] == _LINE):
                break
            end += 1
        return Place(start, end)

    def at(self, place: Place, sought: "Sought") -> Place | None:
        """What is sought, if it begins exactly at a place and ends where a value can end."""
        match = sought.pattern.match(self.exact if sought.name else self.plain, place.start)
        return Place(*match.span()) if match and self._whole(sought, match, begun=True) else None

    def find(self, sought: "Sought") -> Iterator[Place]:
        """Every place where it stands whole, from one boundary to another."""
        for match in sought.pattern.finditer(self.exact if sought.name else self.plain):
            if self._whole(sought, match):
                yield Place(*match.span())

    def _whole(self, sought: "Sought", match: re.Match[str], begun: bool = False) -> bool:
        if match.start() == match.end():
            return False
        return sought.bounded or ((begun or self._starts(match.start())) and self._ends(match.end(), sought.name))

    def _starts(self, at: int) -> bool:
        return self._gaps[at] > 0 or _is_sign(self.plain[at - 1]) or at in self._label_ends

    def _ends(self, at: int, name: bool) -> bool:
        """A name set wide has spaces inside it: one more character after a space is still the name."""
        if at >= len(self.plain) or at in self.labels:
            return True
        if name and self._gaps[at] == _SPACE:
            lone = self._gaps[at + 1] > 0 if at + 1 < len(self._gaps) else True
            return not (lone and unicodedata.category(self.exact[at]) == "Lo")
        if self._gaps[at] > 0:
            return True
        return _is_sign(self.plain[at]) and not (name and self.plain[at] in "·'-.")

    def shown(self, place: Place) -> str:
        """The text at a place, as it stands."""
        return self.exact[place.start : place.end].replace(BETWEEN, " ")


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZ" or character == BETWEEN


def _bodies(pages: Sequence[str]) -> Iterator[str]:
    """The pages with each head and foot line only once: they would stand in the middle of a text that runs on."""
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    counted: Counter[str] = Counter()
    for lines in split:
        counted.update({_numberless(line) for line in _edges(lines)})
    running = {line for line, count in counted.items() if count >= max(_EDGE_PAGES, len(pages) // 2)}
    seen: set[str] = set()
    for lines in split:
        drop = {line for line in _edges(lines) if _numberless(line) in running and _numberless(line) in seen}
        seen.update(_numberless(line) for line in lines)
        yield "\n".join(line for line in lines if line not in drop)


def _edges(lines: list[str]) -> set[str]:
    return {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)
