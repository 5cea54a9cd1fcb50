"""Compares the record with the text of the online system's export (四（三）): same, different, or not found.

What cannot be told for sure is never called the same: an officer looks at the rest.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from desktop_app.domain.application import Application
from desktop_app.domain.comparison import Compared, Outcome
from desktop_app.domain.findings import Words
from desktop_app.policy.labels import labels
from desktop_app.policy.online_fields import Entry, rows, singles, stops
from desktop_app.policy.online_text import BETWEEN, Place, Run, folded, tight
from desktop_app.policy.pack import Pack

#: How far from one cell of a row the others of the same row may stand, beyond the row's own length.
_ROW_ROOM = 120
#: A value of fewer characters says little where no label says what it is: it must stand beside its section's values.
_TELLING = 2
_BESIDE = 60
#: No honest form prints one value of a row more often; a hostile one could, to keep the program busy.
_MOST_PLACES = 300
_EMPTY = re.compile(r"(?:无|没有|/|-+)?")


def compare(application: Application, pages: Sequence[str], pack: Pack) -> tuple[Compared, ...]:
    """One answer for each printed value of the record, in the order of the forms."""
    run = Run(pages, stops())
    found = [answer for answer in _singles(run, singles(application, pack)) if answer]
    found += _rows(run, list(rows(application, pack)))
    found += _summary(run, application.work_summary)
    return tuple(found)


def _singles(run: Run, entries: Sequence[Entry]) -> Iterator[Compared | None]:
    taken: dict[Place, str] = {}
    for entry in entries:
        places = run.anchored(entry.labels, len(tight(entry.paper)))
        yield _absent(run, entry, places) if not entry.paper else _single(run, entry, places, taken)


def _single(run: Run, entry: Entry, places: Sequence[Place], taken: dict[Place, str]) -> Compared:
    """At its label, if it has one with a value; otherwise anywhere, but never where another value was found."""
    section = entry.path.split(".")[0]
    company = [place for place, other in taken.items() if other == section]
    hits = [hit for place in places if (hit := run.at(place, entry.sought))]
    if hits:
        taken.update(dict.fromkeys(hits, section))
        return _answer(entry, Outcome.SAME, run.shown(hits[0]))
    filled = [place for place in places if place.start < place.end]
    if filled:
        return _answer(entry, Outcome.DIFFERS, run.shown(filled[0]))
    for place in run.find(entry.sought):
        if place not in taken and (len(tight(entry.paper)) >= _TELLING or _beside(place, company)):
            taken[place] = section
            return _answer(entry, Outcome.SAME, run.shown(place))
    return _answer(entry, Outcome.NOT_FOUND)


def _beside(place: Place, company: Iterable[Place]) -> bool:
    return any(abs(place.start - other.start) <= _BESIDE for other in company)


def _absent(run: Run, entry: Entry, places: Sequence[Place]) -> Compared | None:
    """The record holds nothing: a difference only where every place of the label holds something."""
    held = [shown for place in places if not _EMPTY.fullmatch(folded(shown := run.shown(place)))]
    return _answer(entry, Outcome.DIFFERS, held[0]) if held and len(held) == len(places) else None


def _rows(run: Run, given: Sequence[Sequence[Entry]]) -> Iterator[Compared]:
    """Rows that are found whole choose their places first, so that a changed row cannot take a neighbour's."""
    found = [[list(islice(run.find(cell.sought), _MOST_PLACES)) for cell in row] for row in given]
    room = [sum(len(cell.paper) for cell in row) + _ROW_ROOM for row in given]
    taken: set[Place] = set()
    best: dict[int, list[Place | None]] = {}
    for index in sorted(range(len(given)), key=lambda index: _lack(_together(found[index], room[index], taken))):
        best[index] = _together(found[index], room[index], taken)
        taken.update(place for place in best[index] if place)
    for index, row in enumerate(given):
        for cell, place in zip(row, best[index], strict=True):
            yield _answer(cell, Outcome.SAME, run.shown(place)) if place else _answer(cell, Outcome.NOT_FOUND)


def _together(cells: Sequence[Sequence[Place]], room: int, taken: set[Place]) -> list[Place | None]:
    """A row stands where most of its cells stand together; one cell alone is no row. No place serves two rows."""
    free = [[place for place in places if place not in taken] for places in cells]
    near = ([_nearest(places, anchor, room) for places in free] for anchors in free for anchor in anchors)
    nowhere: list[Place | None] = [None] * len(cells)
    best = min(near, key=_lack, default=nowhere)
    return best if len(best) - best.count(None) >= min(2, len(cells)) else nowhere


def _lack(row: Sequence[Place | None]) -> tuple[int, int]:
    """How many cells are missing, then how far the others stand apart."""
    starts = [place.start for place in row if place]
    return row.count(None), max(starts, default=0) - min(starts, default=0)


def _nearest(places: Sequence[Place], anchor: Place, room: int) -> Place | None:
    near = [place for place in places if abs(place.start - anchor.start) <= room]
    return min(near, key=lambda place: abs(place.start - anchor.start), default=None)


def _summary(run: Run, text: str) -> list[Compared]:
    """The long text, sentence by sentence: pages break it anywhere."""
    sentences = [part for part in re.split(r"(?<=[。；！？\n])", text) if tight(part)]
    running = run.plain.replace(BETWEEN, "")  # a line may end between two digits
    missing = [part for part in sentences if folded(tight(part)) not in running]
    if not sentences:
        return []
    outcome = Outcome.SAME if not missing else Outcome.DIFFERS
    if len(missing) == len(sentences):
        outcome = Outcome.NOT_FOUND
    said = labels()["work_summary"]
    shown = "".join(missing) if outcome is Outcome.DIFFERS else text
    return [Compared(path="work_summary", label=Words(zh=said.zh, en=said.en), outcome=outcome, paper=shown)]


def _answer(entry: Entry, outcome: Outcome, online: str = "") -> Compared:
    said = labels()[re.sub(r"\[\d+\]", "[]", entry.path)]
    row = re.search(r"\[(\d+)\]", entry.path)
    table = labels()[entry.path.split("[")[0]] if row else None
    zh, en = "", ""
    if row and table:
        number = int(row[1]) + 1
        zh, en = f"{table.zh}（第 {number} 行）·", f"{table.en} (row {number}), "
    return Compared(
        path=entry.path,
        label=Words(zh=zh + said.zh, en=en + said.en),
        outcome=outcome,
        paper=entry.paper,
        online=online,
    )
