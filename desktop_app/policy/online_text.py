"""The text of an export as one run of characters in which values and labels are found whole, never as parts."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop_app.core.text import normal
from desktop_app.policy.online_radicals import RADICALS

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
#: A value ends at the latest after so many characters, or after its own length and room for a sign.
_LONGEST_VALUE, _SIGN_ROOM = 120, 20
#: Stands for a character of which the file does not say which one it is.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
#: A head or foot stands among this many lines at a page's edges, and on at least this many pages.
_EDGE_LINES, _EDGE_PAGES = 4, 3


def folded(text: str) -> str:
    """One width for signs, letters and digits; radicals as the characters they show. Never used on names."""
    return text.translate(_SIGNS).translate(RADICALS)


def tight(text: str) -> str:
    """Without anything that is only space."""
    return "".join(c for c in normal(text) if not c.isspace() and c not in _BROKEN)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the run: from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the export with its page and its number there, both from 1."""

    page: int
    number: int
    text: str


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
        self._characters: list[str] = []
        self._gaps: list[int] = []
        self._lines = list(_bodies(pages))
        self._starts_of_lines: list[int] = []
        for line in self._lines:
            self._starts_of_lines.append(len(self._characters))
            self._take(line.text)
        self.exact = "".join(self._characters).translate(RADICALS)  # names too: nobody types a radical
        self.plain = folded(self.exact)
        self._gaps.append(_LINE)
        self._stops = sorted({folded(tight(stop)) for stop in stops if len(tight(stop)) > 1}, key=len, reverse=True)

    def _take(self, line: str) -> None:
        gap = _LINE
        for character in normal(line):
            if character in _BROKEN:
                continue
            if character.isspace():
                gap = max(gap, _SPACE)
                continue
            if gap and self._characters and self._characters[-1].isdigit() and character.isdigit():
                self._characters.append(BETWEEN)
                self._gaps.append(gap)
            self._characters.append(character)
            self._gaps.append(gap)
            gap = 0

    @cached_property
    def unbroken(self) -> str:
        """The folded text without the signs for a space between two digits: a line may end there."""
        return self.plain.replace(BETWEEN, "")

    @cached_property
    def labels(self) -> dict[int, int]:
        """Where a label begins -> where it ends; the longest of those that begin there."""
        if not self._stops:
            return {}
        found: dict[int, int] = {}
        ends: set[int] = set()
        for match in re.finditer("|".join(map(re.escape, self._stops)), self.plain):
            if not self._in_sentence(match.start(), match.end()) and self._begins(match.start(), ends):
                found[match.start()] = match.end()
                ends.add(match.end())
        return found

    def _in_sentence(self, start: int, end: int) -> bool:
        """A word of a sentence, not a label: a comma or a bracket follows, or it stands in a bracket or a list."""
        after = self.plain[end : end + 1]
        goes_on = self._gaps[end] == 0 and after != ":"
        before = self.exact[start - 1] if start and not self._gaps[start] else ""
        return after in {",", ".", "(", ")"} or (goes_on and before in {"(", "（", "、"})

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
        while end < len(self.plain) and end - start < max(_LONGEST_VALUE, least + _SIGN_ROOM):
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

    def readable(self, place: Place) -> bool:
        """Whether the file says of every character at a place which one it is."""
        return UNKNOWN not in self.exact[place.start : place.end]

    def shown(self, place: Place) -> str:
        """The text at a place, as it stands."""
        return self.exact[place.start : place.end].replace(BETWEEN, " ")

    def line_of(self, place: Place) -> Line:
        """The line of the export on which a place begins."""
        return self._lines[self.line_number(place)]

    def line_number(self, place: Place) -> int:
        """Which line of all that is, whatever the page."""
        return bisect_right(self._starts_of_lines, place.start) - 1


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZ" or character == BETWEEN


def _bodies(pages: Sequence[str]) -> Iterator[Line]:
    """The pages with each head and foot line only once: they would stand in the middle of a text that runs on."""
    split = [
        [Line(number, at, line.strip()) for at, line in enumerate(page.splitlines(), start=1) if line.strip()]
        for number, page in enumerate(pages, start=1)
    ]
    counted: Counter[str] = Counter()
    for lines in split:
        counted.update({_numberless(text) for text in _edges(lines)})
    running = {text for text, count in counted.items() if count >= max(_EDGE_PAGES, len(pages) // 2)}
    seen: set[str] = set()
    for lines in split:
        drop = {text for text in _edges(lines) if _numberless(text) in running and _numberless(text) in seen}
        seen.update(_numberless(line.text) for line in lines)
        yield from (line for line in lines if line.text not in drop)


def _edges(lines: list[Line]) -> set[str]:
    return {line.text for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)
