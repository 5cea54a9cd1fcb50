"""Ballots of a review meeting: a numbered set without names, one for each expert who may vote (40号令)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, paper, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain import marking
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import Marking
from desktop_app.papers import render, wording
from desktop_app.papers.fonts import Added
from desktop_app.papers.render import PaperRequest, Rendered

#: No committee is as large as this; a number mistyped would print all night.
MOST = 200


@dataclass(frozen=True, slots=True)
class VotedOn:
    """An applicant as the ballot names them; the meeting decides whether by name.

    `number` is the meeting's, by which the votes are counted: rows follow the order of review, or are those voted on
    again. Without one the rows are counted through.
    """

    name: str
    unit: str = ""
    title: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who votes on whom: `experts` counts those present, `group` is empty for the whole committee."""

    committee: str
    group: str
    held_on: date | None
    experts: int
    candidates: Sequence[VotedOn]
    marking: Marking  # the highest of the applicants'
    codes: Sequence[str] = ()  # beside the number of each sheet, where the meeting gave them out


def request(sitting: Sitting) -> PaperRequest:
    """The whole set. Raises `Fault(BALLOTS_COUNT)` without experts or applicants, `Fault(MARKING_UNDECIDED)`."""
    if not (0 < sitting.experts <= MOST and sitting.candidates):
        raise Fault(Code.BALLOTS_COUNT, most=MOST)
    marking.require_decided(sitting.marking)
    day = sitting.held_on
    return PaperRequest(
        document=Document.BALLOT,
        marking=sitting.marking,
        copies=(1,),
        extra={
            "committee": sitting.committee,
            "group": sitting.group,
            "held_on": wording.day(day),
            "count": str(len(sitting.candidates)),
        },
        rows={
            "ballots": [
                {"number": _number(number, sitting.codes), "of": str(sitting.experts)}
                for number in range(1, sitting.experts + 1)
            ],
            "candidates": [
                {"number": each.number or str(number), "name": each.name, "unit": each.unit, "title": each.title}
                for number, each in enumerate(sitting.candidates, start=1)
            ],
        },
    )


def _number(number: int, codes: Sequence[str]) -> str:
    return f"{number:02d}-{codes[number - 1]}" if codes else f"{number:02d}"


def drawn(sitting: Sitting, progress: Progress, fonts: Sequence[Added] = ()) -> Rendered:
    """One ballot after another, `fonts` an office's own. Raises what `request` raises, and `Fault(LAYOUT_ISSUES)`."""
    rendered = render.render(replace(request(sitting), fonts=tuple(fonts)), progress)
    paper.require_no_issues(rendered)
    return rendered


def save(session: Session, sitting: Sitting, where: Outlet, progress: Progress) -> Rendered:
    """Write the set as plain PDF: only on request, and in the log."""
    rendered = drawn(sitting, progress, added_fonts.in_force(session))
    objects = {"document": Document.BALLOT.value, "copies": str(sitting.experts)}
    plain_text.write(session, where, rendered.pdf, sitting.marking, objects)
    return rendered
