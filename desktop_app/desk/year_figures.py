"""Every figure of annex 2 with the list behind it: who or which posts it counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import posts
from desktop_app.desk.session import Session
from desktop_app.desk.year_papers import Filing, filings
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.kinds import NoticeMode
from desktop_app.domain.office_year import Filed, FilingOutcome
from desktop_app.domain.posts import PostKind, PostLine
from desktop_app.domain.words import words_of
from desktop_app.policy.checklists import ChecklistId
from desktop_app.policy.pack import Pack
from desktop_app.policy.year_summary import LEVELS, MID_JUNIOR, recommended_in_full, signed


@dataclass(frozen=True, slots=True)
class Behind:
    """One line of the list behind a figure. `counts` is what it adds to the figure; posts are no application's."""

    application: ApplicationId | None
    name: str
    unit: str
    about: Words
    counts: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the item of annex 2 it stands under, its name in the report, and what it counts."""

    key: str
    item: int
    says: Words
    behind: tuple[Behind, ...]
    distinct_units: bool = False

    @property
    def count(self) -> int:
        if self.distinct_units:
            return len({line.unit for line in self.behind})
        return sum(line.counts for line in self.behind)


@dataclass(frozen=True, slots=True)
class _Told:
    """A filing with the line that names it in every list that counts it."""

    filed: Filed
    line: Behind


def figures(session: Session, progress: Progress) -> tuple[Figure, ...]:
    """All of them, item by item, in the order of the report."""
    found, pack = [_Told(one.filed, _line(one)) for one in filings(session, progress)], session.pack
    return (
        *_recommended(found),
        *_received(found, pack),
        *_posts(session),
        *_mid_junior(found),
        *_checked(found, pack),
        *_noticed(found),
    )


def _line(one: Filing) -> Behind:
    said = one.filed.application
    outcome = words_of(one.filed.outcome)
    about = bilingual("{title}　{outcome}", title=said.filing.title, outcome=outcome)
    return Behind(one.application, said.person.name, said.unit.name, about)


def _of(key: str, item: int, says: Words, found: Sequence[_Told], counts: Callable[[Application], bool]) -> Figure:
    return Figure(key, item, says, tuple(one.line for one in found if counts(one.filed.application)))


def _recommended(found: Sequence[_Told]) -> tuple[Figure, ...]:
    with_unit = tuple(one.line for one in found if one.filed.application.unit.name)
    return (
        _of("filed", 1, bilingual("收到申报"), found, lambda _: True),
        Figure("units", 1, bilingual("来自单位"), with_unit, distinct_units=True),
        _of(
            "recommended",
            1,
            bilingual("推荐意见齐全并作出承诺"),
            found,
            recommended_in_full,
        ),
    )


def _received(found: Sequence[_Told], pack: Pack) -> list[Figure]:
    """Item 2: a figure for each series, level and outcome that occurs, after the sum of the two."""
    groups: dict[tuple[str, int], list[_Told]] = {}
    for one in found:
        filing = one.filed.application.filing
        if filing.level in LEVELS:
            groups.setdefault((filing.series, LEVELS.index(filing.level)), []).append(one)
    made = []
    for (series, at), people in sorted(groups.items(), key=lambda group: group[0]):
        level = words_of(LEVELS[at])
        named = pack.series[series].name.words() if series in pack.series else Words(zh=series, en=series)
        head = bilingual("{named}　{level}", named=named, level=level)
        key = f"received.{series}.{LEVELS[at].value}"
        made.append(Figure(key, 2, bilingual("{head}　收到", head=head), _lines(people)))
        for outcome in FilingOutcome:
            part = [one for one in people if one.filed.outcome is outcome]
            said = words_of(outcome)
            if part:
                says = bilingual("{head}　{said}", head=head, said=said)
                made.append(Figure(f"{key}.{outcome.value}", 2, says, _lines(part)))
    return made


def _lines(found: Sequence[_Told]) -> tuple[Behind, ...]:
    return tuple(one.line for one in found)


#: Item 3's figures: key, what the report calls it, what a line of posts adds.
_OF_POSTS: tuple[tuple[str, Words, Callable[[PostLine], int]], ...] = (
    ("posts", bilingual("岗位数"), lambda line: line.posts),
    ("appointed", bilingual("已聘"), lambda line: line.appointed),
    ("qualified_unappointed", bilingual("取得资格未聘"),
     lambda line: line.qualified_unappointed),
    ("both_duties", bilingual("双肩挑"), lambda line: line.both_duties),
    ("vacancies_for_senior", bilingual("拟用空岗申报高级"),
     lambda line: line.to_use if line.level.senior else 0),
)  # fmt: skip


def _posts(session: Session) -> list[Figure]:
    lines = [line for line in posts.lines_of(session) if line.kind is PostKind.STRUCTURE and line.unit]
    return [
        Figure(f"posts.{key}", 3, says, tuple(_post(line, amount(line)) for line in lines if amount(line)))
        for key, says, amount in _OF_POSTS
    ]


def _post(line: PostLine, counts: int) -> Behind:
    level = words_of(line.level)
    field = f"{line.field}　" if line.field else ""
    return Behind(None, "", line.unit, bilingual("{field}{level}", field=field, level=level), counts)


def _mid_junior(found: Sequence[_Told]) -> list[Figure]:
    units = sorted({o.filed.application.unit.name for o in found if o.filed.application.filing.level in MID_JUNIOR})
    return [
        _of(
            f"mid_junior.{unit}",
            4,
            bilingual("{unit}　中初级申报", unit=unit),
            found,
            lambda one, unit=unit: one.unit.name == unit and one.filing.level in MID_JUNIOR,  # type: ignore[misc]
        )
        for unit in units
    ]


def _checked(found: Sequence[_Told], pack: Pack) -> list[Figure]:
    return [
        _of(
            f"checked.{point.id}",
            5,
            point.says.words(),
            found,
            lambda one, point=point: point.id in one.opinions.department.checked,  # type: ignore[misc]
        )
        for point in pack.checklists[ChecklistId.DEPARTMENT].point
    ]


def _noticed(found: Sequence[_Told]) -> list[Figure]:
    modes = ((mode.value, words_of(mode), mode) for mode in NoticeMode)
    unrecorded = ("unrecorded", bilingual("尚无公示记录"), None)
    return [
        *(
            _of(f"notice.{key}", 6, says, found, lambda one, mode=mode: one.public_notice.mode is mode)  # type: ignore[misc]
            for key, says, mode in (*modes, unrecorded)
        ),
        _of("notice.objected", 6, bilingual("有异议"), found, lambda o: o.public_notice.objected),
        _of("agreed", 6, bilingual("主管部门意见已签署"), found, signed),
    ]
