"""What a person could file for next: every ground and level above the present title, as the pack's tables answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

import msgspec

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, Window
from desktop_app.domain.kinds import Level, Path
from desktop_app.policy.check import findings_on_grounds, tilt_answer
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.tilt_rows import Outcome
from desktop_app.policy.tilts import TiltAnswer
from desktop_app.policy.windows import window

#: Grounds that lead to the next level only (五（四）2 says 高一级); the others are there to reach a level otherwise.
STEP_BY_STEP = (Path.ORDINARY, Path.EXCEPTIONAL, Path.ONE_YEAR_EARLY)


class Openness(Enum):
    """How a ground stands for one person."""

    OPEN = "open"  # no rule of the notice stands against it
    MISSING = "missing"  # open once something is added or confirmed
    ASKED = "asked"  # an office has to say
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that could be filed for. `reasons` are the findings that keep it from being open.

    `granted` is the notice's clause that opens it and what is still to be shown; none for the ordinary way.
    `ruled` is false where the notice has no conditions for this ground at this level, so that only an office can say.
    """

    path: Path
    level: Level
    title: str
    standing: Openness
    ruled: bool
    reasons: tuple[Finding, ...]
    granted: Finding | None
    window: Window | None
    due: date | None


def grounds(application: Application, on: date, pack: Pack) -> tuple[Ground, ...]:
    """Every ground for every level above the present title, in the order of levels; empty at the highest level."""
    return tuple(_ground(application, path, level, on, pack) for path, level in _next(application.post.title_level))


def _next(present: Level | None) -> Iterator[tuple[Path, Level]]:
    levels = list(Level)
    above = levels[levels.index(present) + 1 if present else 0 :]
    for level in above:
        for path in Path:
            if path not in STEP_BY_STEP or level is above[0]:
                yield path, level


def _ground(application: Application, path: Path, level: Level, on: date, pack: Pack) -> Ground:
    filing = application.filing
    title = pack.series_title(filing.series, filing.series_track, level)
    supposed = msgspec.structs.replace(
        application,
        filing=msgspec.structs.replace(filing, path=path, level=level, title=title, submitted_on=None),
    )
    facts = facts_of(supposed, on, pack)
    found = findings_on_grounds(facts, pack)
    answer = tilt_answer(facts, pack)
    ruled = path is Path.ORDINARY or (answer is not None and answer.row.outcome is not Outcome.SILENT)
    due = facts.value("due")
    return Ground(
        path=path,
        level=level,
        title=title,
        standing=_standing((one.verdict for one in found), ruled=ruled),
        ruled=ruled,
        reasons=tuple(one for one in found if one.verdict in (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN)),
        granted=next((one for one in found if _grants(answer, one)), None),
        window=window(supposed, pack),
        due=date.fromisoformat(due) if due else None,
    )


def _grants(answer: TiltAnswer | None, finding: Finding) -> bool:
    return answer is not None and answer.row.outcome is Outcome.OPEN and finding.rule == answer.row.rule


def _standing(verdicts: Iterable[Verdict], *, ruled: bool) -> Openness:
    """The gravest answer decides; what an office must say comes before what the person can add."""
    given = set(verdicts)
    if Verdict.BLOCK in given:
        return Openness.CLOSED
    if Verdict.ASK in given or not ruled:
        return Openness.ASKED
    return Openness.MISSING if Verdict.TODO in given else Openness.OPEN
