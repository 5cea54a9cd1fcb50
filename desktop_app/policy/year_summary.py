"""The figures of an office's yearly summary (附件2), from what it received; its sentences are the office's own."""

from collections import Counter
from collections.abc import Iterable, Sequence

from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Level, NoticeMode
from desktop_app.domain.office_year import Filed, FilingOutcome, MidJunior, Notices, Received, UnitPosts, YearSummary
from desktop_app.policy.checklists import ChecklistId
from desktop_app.policy.pack import Pack

#: The levels that item 2 counts, the highest first.
LEVELS = (Level.FULL_SENIOR, Level.ASSOCIATE_SENIOR, Level.MID)
#: The levels that item 4 counts.
MID_JUNIOR = (Level.MID, Level.JUNIOR)


def year_summary(filed: Sequence[Filed], posts: Iterable[UnitPosts], pack: Pack) -> YearSummary:
    """The figures of one office's year; what is not filled in is counted nowhere but among the filings."""
    applications = [each.application for each in filed]
    by_unit = tuple(sorted(posts, key=lambda row: row.unit))
    return YearSummary(
        units=len({each.unit.name for each in applications if each.unit.name}),
        recommended_in_full=sum(recommended_in_full(each) for each in applications),
        received=_received(filed),
        posts=by_unit,
        posts_in_all=_in_all(by_unit),
        vacant=sum(row.vacant for row in by_unit),
        mid_junior=_mid_junior(applications, by_unit),
        filed=len(filed),
        checked=_checked(applications, pack),
        notices=_notices(applications),
        agreed=sum(signed(each) for each in applications),
    )


def recommended_in_full(application: Application) -> bool:
    """Item 1: all parts of the recommendation and the commitment are there."""
    said = application.recommendation
    return said.committed and all(part.strip() for part in (said.how_chosen, said.conditions, said.notice))


def _received(filed: Sequence[Filed]) -> tuple[Received, ...]:
    """A row for each series and level that somebody filed for, by series, the highest level first."""
    counted: dict[tuple[str, Level], Counter[FilingOutcome]] = {}
    for each in filed:
        filing = each.application.filing
        if filing.level in LEVELS:
            counted.setdefault((filing.series, filing.level), Counter())[each.outcome] += 1
    return tuple(
        Received(
            series=series,
            level=level,
            received=outcomes.total(),
            by_outcome={outcome: outcomes[outcome] for outcome in FilingOutcome},
        )
        for (series, level), outcomes in sorted(counted.items(), key=lambda row: (row[0][0], LEVELS.index(row[0][1])))
    )


def _in_all(posts: Iterable[UnitPosts]) -> UnitPosts:
    rows = tuple(posts)
    return UnitPosts(
        unit="",
        posts=sum(row.posts for row in rows),
        appointed=sum(row.appointed for row in rows),
        qualified_unappointed=sum(row.qualified_unappointed for row in rows),
        both_duties=sum(row.both_duties for row in rows),
        vacancies_for_senior=sum(row.vacancies_for_senior for row in rows),
        mid_junior_limit=sum(row.mid_junior_limit for row in rows),
    )


def _mid_junior(applications: Iterable[Application], posts: Iterable[UnitPosts]) -> tuple[MidJunior, ...]:
    """Every institution whose posts are known, then those that filed without telling theirs: their limit is 0."""
    filings = Counter(each.unit.name for each in applications if each.filing.level in MID_JUNIOR)
    limits = {row.unit: row.mid_junior_limit for row in posts}
    units = [*limits, *sorted(unit for unit in filings if unit not in limits)]
    return tuple(MidJunior(unit=unit, limit=limits.get(unit, 0), filed=filings[unit]) for unit in units)


def _checked(applications: Sequence[Application], pack: Pack) -> dict[str, int]:
    return {
        point.id: sum(point.id in each.opinions.department.checked for each in applications)
        for point in pack.checklists[ChecklistId.DEPARTMENT].point
    }


def _notices(applications: Sequence[Application]) -> Notices:
    modes = Counter(each.public_notice.mode for each in applications)
    return Notices(
        posted=modes[NoticeMode.POSTED],
        limited=modes[NoticeMode.LIMITED],
        withheld=modes[NoticeMode.WITHHELD],
        unrecorded=modes[None],
        objected=sum(each.public_notice.objected for each in applications),
    )


def signed(application: Application) -> bool:
    """Item 6: the department's opinion is signed."""
    opinion = application.opinions.department
    return bool(opinion.text.strip() and opinion.reviewer.strip() and opinion.on)
