"""The whole list judged on one day: what stands in whose way, by rule and by unit, before anybody submits."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import kept_packs, own_unit, submit
from desktop_app.desk.check import assess
from desktop_app.desk.session import Session
from desktop_app.domain import marking
from desktop_app.domain.findings import Verdict, Words
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.policy import check as rules
from desktop_app.policy.outcomes import Outcome, outcomes
from desktop_app.policy.tables import Both

#: How many rows are read at once; of the applications themselves only one is held at a time.
_PAGE = 200
_ORDER = list(Verdict)


@dataclass(frozen=True, slots=True)
class Line:
    """One application of the list: what it comes to, and the rules that keep it from being submitted."""

    id: ApplicationId
    name: str
    unit: str
    title: str
    status: Status
    worst: Verdict
    standing: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """One rule's answer of one kind, and the applications that got it.

    `says` is the sentence of the first of them; `varies` when others got another one.
    """

    rule: str
    clause: str
    verdict: Verdict
    says: Words
    varies: bool
    applications: tuple[ApplicationId, ...]


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """One unit's part of the list; `stopped` of its applications could not be submitted."""

    unit: str
    applications: int
    stopped: int
    findings: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class ListCheck:
    """The answer for the list. `marking` is the mark that a paper showing all of it must bear."""

    on: date
    policy: str
    lines: tuple[Line, ...]
    findings: Mapping[Verdict, int]
    rules: tuple[RuleGroup, ...]
    units: tuple[UnitGroup, ...]
    abandoned: int
    marking: Marking

    @property
    def stopped(self) -> int:
        """How many applications could not be submitted as they are."""
        return sum(line.standing > 0 for line in self.lines)

    @property
    def applications(self) -> Mapping[Verdict, int]:
        """How many applications come to each verdict at the worst."""
        return Counter(line.worst for line in self.lines)


@dataclass(slots=True)
class _Rule:
    text: Both
    filling: tuple[Hashable, ...]
    says: Words
    varies: bool = False
    applications: list[ApplicationId] = field(default_factory=list)


@dataclass(slots=True)
class _Unit:
    applications: int = 0
    stopped: int = 0
    findings: Counter[Verdict] = field(default_factory=Counter)


@dataclass(slots=True)
class _Tally:
    """What is kept of the applications that were read: ids and numbers, no contents."""

    lines: list[Line] = field(default_factory=list)
    findings: Counter[Verdict] = field(default_factory=Counter)
    rules: dict[tuple[str, str, Verdict], _Rule] = field(default_factory=dict)
    units: dict[str, _Unit] = field(default_factory=dict)
    abandoned: int = 0
    marking: Marking = marking.NOT_SECRET

    @property
    def seen(self) -> int:
        return len(self.lines) + self.abandoned

    def take(self, row: ApplicationRow, mark: Marking, found: tuple[Outcome, ...]) -> None:
        standing = rules.blocking(found)
        verdicts = Counter(finding.verdict for finding in found)
        self.findings.update(verdicts)
        if mark != self.marking:
            self.marking = marking.combined([self.marking, mark])
        unit = self.units.setdefault(row.unit, _Unit())
        unit.applications += 1
        unit.stopped += bool(standing)
        unit.findings.update(verdicts)
        for finding in found:
            if finding.verdict is not Verdict.PASS:
                self._group(row.id, finding)
        self.lines.append(
            Line(
                id=row.id,
                name=row.name,
                unit=row.unit,
                title=row.title,
                status=row.status,
                worst=min(verdicts, key=_ORDER.index, default=Verdict.PASS),
                standing=len(standing),
                rules=tuple(dict.fromkeys(finding.rule for finding in standing)),
            )
        )

    def _group(self, application: ApplicationId, finding: Outcome) -> None:
        key = (finding.rule, finding.clause, finding.verdict)
        group = self.rules.get(key)
        if group is None:
            group = self.rules[key] = _Rule(finding.text, finding.filling, finding.says)
        elif not (group.varies or (finding.text is group.text and finding.filling == group.filling)):
            group.varies = group.says != finding.says
        if not group.applications or group.applications[-1] != application:  # two rows of one form may break one rule
            group.applications.append(application)


def check_list(session: Session, day: date, progress: Progress, filter: RowFilter = RowFilter()) -> ListCheck:
    """Judge every application that `filter` finds (its page is not looked at) as a submission on `day` would be.

    Abandoned applications are counted and not judged. Raises `Cancelled`.
    """
    total = session.vault.applications.count(filter)
    tally, desk, versions = _Tally(), session.office.desk, dict[str, None]()
    for page in _pages(session, filter):
        judged = [row for row in page if row.status is not Status.ABANDONED]
        tally.abandoned += len(page) - len(judged)
        drafts = session.vault.applications.drafts_of_each([row.id for row in judged])
        for row, pack, draft in zip(judged, kept_packs.of_rows(session, judged), drafts, strict=True):
            progress.step(tally.seen, total, "check_list")
            versions[pack.version] = None
            application = submit.as_met(draft, row.status, day)
            asked = own_unit.findings(application, desk, session.office.name)
            tally.take(row, whole_mark(application), outcomes(application, day, pack, desk, asked))
    progress.step(total, total, "check_list")
    return ListCheck(
        on=day,
        policy="、".join(versions) or session.pack.version,
        lines=tuple(tally.lines),
        findings=tally.findings,
        rules=_by_rule(tally),
        units=_by_unit(tally),
        abandoned=tally.abandoned,
        marking=tally.marking,
    )


def field_of(session: Session, application: ApplicationId, day: date, group: RuleGroup | None) -> str:
    """Where the application as it is now fails `group`'s rule, or what it fails first without one.

    Empty when nothing is named, so also when it was mended since the list was judged.
    """
    record = session.vault.applications.get(application)
    pack = kept_packs.of_record(session, record).pack
    met = submit.as_met(record.draft, record.status, day)
    found = assess(met, day, pack, session.office.desk, session.office.name).findings
    wanted = (
        [one for one in found if (one.rule, one.clause, one.verdict) == (group.rule, group.clause, group.verdict)]
        if group
        else rules.blocking(found)
    )
    return next((one.field for one in wanted if one.field), "")


def _pages(session: Session, filter: RowFilter) -> Iterator[list[ApplicationRow]]:
    offset = 0
    while page := session.vault.applications.rows(msgspec.structs.replace(filter, offset=offset, limit=_PAGE)):
        yield page
        offset += len(page)


def _by_rule(tally: _Tally) -> tuple[RuleGroup, ...]:
    """What stops filings first, then what most applications share."""
    groups = (
        RuleGroup(rule, clause, verdict, kept.says, kept.varies, tuple(kept.applications))
        for (rule, clause, verdict), kept in tally.rules.items()
    )
    return tuple(sorted(groups, key=lambda g: (_ORDER.index(g.verdict), -len(g.applications), g.rule, g.clause)))


def _by_unit(tally: _Tally) -> tuple[UnitGroup, ...]:
    """The units with most left to do first."""
    groups = (UnitGroup(name, kept.applications, kept.stopped, kept.findings) for name, kept in tally.units.items())
    return tuple(sorted(groups, key=lambda g: (-g.stopped, -g.applications, g.unit)))
