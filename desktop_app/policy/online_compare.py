"""Compares the record with the text of the online system's export (四（三）): same, different, or not found.

What cannot be told for sure is never called the same: an officer looks at the rest.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from desktop_app.core.progress import Progress
from desktop_app.domain.application import Application
from desktop_app.domain.comparison import Compared, Outcome
from desktop_app.domain.findings import Words, bilingual
from desktop_app.policy.labels import labels
from desktop_app.policy.online_fields import Entry, continuation, rows, singles, stops
from desktop_app.policy.online_rows import Rows
from desktop_app.policy.online_taken import Taken
from desktop_app.policy.online_text import Place, Run, folded, tight
from desktop_app.policy.pack import Pack

#: A value of fewer characters says little where no label says what it is: it must stand beside its section's values.
_TELLING = 2
_BESIDE = 60
#: As much of the line of a place as is kept to show where it was.
_NEAR = 120
_EMPTY = re.compile(r"(?:无|没有|/|-+)?")


def compare(
    application: Application, pages: Sequence[str], pack: Pack, progress: Progress | None = None
) -> tuple[Compared, ...]:
    """One answer for each printed value of the record, in the order of the forms.

    First what stands at its label, then certain rows, then single values anywhere else, then the rest.
    """
    run = Run(pages, stops())
    entries = singles(application, pack)
    taken = Taken()
    told = {entry.path: _labelled(run, entry, taken) for entry in entries}
    table = Rows(run, list(rows(application, pack)), progress or Progress())
    table.settle(taken, certain=True)
    told |= {
        entry.path: _elsewhere(run, entry, taken) for entry in entries if _is_something(entry) and not told[entry.path]
    }
    table.settle(taken, certain=False)
    found = [answer for answer in told.values() if answer]
    found += [_answer(cell, Outcome.SAME if place else Outcome.NOT_FOUND, run, place) for cell, place in table.places()]
    found += _summary(run, application.work_summary)
    return tuple(found)


def _labelled(run: Run, entry: Entry, taken: Taken) -> Compared | None:
    """What the export says at the value's own label; `None` where it has no such label, or nothing there."""
    places = run.anchored(entry.labels, len(tight(entry.paper)))
    if not entry.paper:
        return _absent(run, entry, places)
    hits = [hit for place in places if (hit := run.at(place, entry.sought))]
    hits += [place for place in places if _goes_on(run, entry, place)]
    if hits:
        for hit in hits:
            taken.take(hit, _section(entry))
        return _answer(entry, Outcome.SAME, run, hits[0])
    filled = [place for place in places if place.start < place.end]
    if filled:
        told = Outcome.DIFFERS if run.readable(filled[0]) else Outcome.NOT_FOUND
        return _answer(entry, told, run, filled[0])
    return None


def _goes_on(run: Run, entry: Entry, place: Place) -> bool:
    """Whether a value begins here and goes on, on a further page, at the same label with the sign for that."""
    on, again = continuation()
    begun, sign, _ = run.plain[place.start : place.end].partition(on)
    whole = folded(tight(entry.paper))
    if not sign or not begun or not whole.startswith(begun):
        return False
    rest = whole[len(begun) :]
    return any(f"{folded(tight(label))}{again}{rest}" in run.unbroken for label in entry.labels)


def _elsewhere(run: Run, entry: Entry, taken: Taken) -> Compared:
    """Anywhere, but never where another value was found."""
    section = _section(entry)
    company = list(taken.of(section))
    for place in run.find(entry.sought):
        if taken.free(place) and (len(tight(entry.paper)) >= _TELLING or _beside(place, company)):
            taken.take(place, section)
            return _answer(entry, Outcome.SAME, run, place)
    return _answer(entry, Outcome.NOT_FOUND)


def _is_something(entry: Entry) -> bool:
    """Where the record says that there is nothing, a form that does not ask has nothing to say either."""
    return not _EMPTY.fullmatch(entry.paper)


def _section(entry: Entry) -> str:
    return entry.path.split(".")[0]


def _beside(place: Place, company: Iterable[Place]) -> bool:
    return any(abs(place.start - other.start) <= _BESIDE for other in company)


def _absent(run: Run, entry: Entry, places: Sequence[Place]) -> Compared | None:
    """The record holds nothing: a difference only where every place of the label holds something."""
    held = [place for place in places if not _EMPTY.fullmatch(folded(run.shown(place)))]
    return _answer(entry, Outcome.DIFFERS, run, held[0]) if held and len(held) == len(places) else None


def _summary(run: Run, text: str) -> list[Compared]:
    """The long text, sentence by sentence: pages break it anywhere."""
    sentences = [part for part in re.split(r"(?<=[。；！？\n])", text) if tight(part)]
    missing = [part for part in sentences if folded(tight(part)) not in run.unbroken]
    if not sentences:
        return []
    outcome = Outcome.SAME if not missing else Outcome.DIFFERS
    if len(missing) == len(sentences):
        outcome = Outcome.NOT_FOUND
    said = labels()["work_summary"]
    shown = "".join(missing) if outcome is Outcome.DIFFERS else text
    return [Compared(path="work_summary", label=Words(zh=said.zh, en=said.en), outcome=outcome, paper=shown)]


def _answer(entry: Entry, outcome: Outcome, run: Run | None = None, place: Place | None = None) -> Compared:
    said = labels()[re.sub(r"\[\d+\]", "[]", entry.path)]
    row = re.search(r"\[(\d+)\]", entry.path)
    table = labels()[entry.path.split("[")[0]] if row else None
    head = Words()
    if row and table:
        number = int(row[1]) + 1
        head = bilingual("{table}（第 {number} 行）·", table=table, number=number)
    answer = Compared(
        path=entry.path, label=Words(zh=head.zh + said.zh, en=head.en + said.en), outcome=outcome, paper=entry.paper
    )
    if run is None or place is None:
        return answer
    line = run.line_of(place)
    return structs.replace(answer, online=run.shown(place), page=line.page, line=line.number, near=line.text[:_NEAR])
