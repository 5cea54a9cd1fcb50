"""Finds the rows of the record's tables in an export: where most cells of a row stand together, there is the row."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from desktop_app.core.progress import Progress
from desktop_app.policy.online_fields import Entry
from desktop_app.policy.online_taken import Taken
from desktop_app.policy.online_text import Place, Run, Sought

#: How far from one cell of a row the others of the same row may stand, beyond the row's own length.
_ROW_ROOM = 120
#: No honest form prints one value of a row more often; a hostile one could, to keep the program busy.
_MOST_PLACES = 300
#: Between two cells of a row stands at most a column that the record does not have.
_GAP = 16
#: What a cell that stands before its neighbour on the left counts for, in characters: more than a dash between two.
_TURNED = 2
#: So many cells together are no coincidence.
_CERTAIN = 3


class Rows:
    """All rows of all tables. No place serves two rows, and none that stands for a single value serves a row."""

    def __init__(self, run: Run, given: Sequence[Sequence[Entry]], progress: Progress) -> None:
        self._progress = progress
        self._given = given
        self._found = [_found(run, row) for row in given]
        self._room = [sum(len(cell.paper) for cell in row) + _ROW_ROOM for row in given]
        self._line = {place: run.line_number(place) for row in self._found for places in row for place in places}
        self._best: dict[int, list[Place | None]] = {}

    def settle(self, taken: Taken, *, certain: bool) -> None:
        """Give rows their places, the best found first, so that a changed row cannot take a neighbour's.

        `certain`: only those found with their first cell, the day, and enough others; single values leave them alone.
        """
        waiting = [index for index in range(len(self._given)) if index not in self._best]
        for index in sorted(waiting, key=lambda index: self._lack(self._together(index, taken))):
            best = self._together(index, taken)
            if certain and (best[0] is None or len(best) - best.count(None) < _CERTAIN):
                continue
            self._best[index] = best
            for place in filter(None, best):
                taken.take(place)

    def places(self) -> Iterator[tuple[Entry, Place | None]]:
        """Each cell with its place."""
        for index, row in enumerate(self._given):
            yield from zip(row, self._best[index], strict=True)

    def _together(self, index: int, taken: Taken) -> list[Place | None]:
        """A row stands where most of its cells stand together; one cell alone is no row."""
        self._progress.step(0, 0, "comparing")
        cells, room = self._found[index], self._room[index]
        free = [[place for place in places if taken.free(place)] for places in cells]
        near = (self._closed(index, _around(free, anchor, room)) for anchors in free for anchor in anchors)
        nowhere: list[Place | None] = [None] * len(cells)
        best = min(near, key=self._lack, default=nowhere)
        return best if len(best) - best.count(None) >= min(2, len(cells)) else nowhere

    def _closed(self, index: int, cells: list[Place | None]) -> list[Place | None]:
        """Only those that stand close to one another: a heading or another row may have a cell's text as well.

        Where a cell was not found, something else stands in its room.
        """
        gap = _GAP + sum(len(cell.paper) for cell, place in zip(self._given[index], cells, strict=True) if not place)
        order = sorted((place.start, place.end, at) for at, place in enumerate(cells) if place)
        groups: list[list[int]] = []
        end = -gap - 1
        for start, stop, at in order:
            if start < end:
                continue  # inside another cell
            if start - end > gap:
                groups.append([])
            groups[-1].append(at)
            end = stop
        kept = max(groups, key=len, default=[])
        return [place if at in kept else None for at, place in enumerate(cells)]

    def _lack(self, row: Sequence[Place | None]) -> tuple[int, int, int]:
        """How many cells are missing, then over how many lines the others stand, then how far apart.

        Among equal rows one below the other, the end of one and the beginning of the next stand as near: cells out of
        their order count as further apart.
        """
        there = [place for place in row if place]
        if not there:
            return len(row), 0, 0
        lines = [self._line[place] for place in there]
        turned = sum(after.start < before.start for before, after in pairwise(there))
        stretch = max(place.end for place in there) - min(place.start for place in there)
        return row.count(None), max(lines) - min(lines), stretch + _TURNED * turned


def _around(free: Sequence[Sequence[Place]], anchor: Place, room: int) -> list[Place | None]:
    """For each cell its nearest place; two cells of one value, a course of one month, stand at two places."""
    chosen: list[Place | None] = []
    for places in free:
        near = (place for place in places if abs(place.start - anchor.start) <= room and place not in chosen)
        chosen.append(min(near, key=lambda place: abs(place.start - anchor.start), default=None))
    return chosen


def _found(run: Run, row: Sequence[Entry]) -> list[list[Place]]:
    """Where each cell stands: between boundaries, or joined to its neighbour, as a list of prizes prints them."""
    found = [list(islice(run.find(cell.sought), _MOST_PLACES)) for cell in row]
    for at, (cell, beside) in enumerate(pairwise(row)):
        if cell.sought.bounded or beside.sought.bounded:
            continue
        pair = re.compile(f"({cell.sought.pattern.pattern})({beside.sought.pattern.pattern})")
        for whole in islice(run.find(Sought(pair)), _MOST_PLACES):
            match = pair.match(run.plain, whole.start)
            if match:
                found[at].append(Place(*match.span(1)))
                found[at + 1].append(Place(*match.span(2)))
    return found
