"""Posts and limited numbers (五（七）1): what this year's filings take of each line, changes with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.text import normal
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Filing
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Finding, Verdict, bilingual
from desktop_app.domain.kinds import Level, Path, Track
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.office_year import Posts, Quota, SchoolFullSenior, SchoolSenior, UnitPosts
from desktop_app.domain.posts import FullSeniorPassed, PostChange, PostKind, PostLine
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.status import Status
from desktop_app.domain.words import words_of
from desktop_app.policy import check
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject

#: A filing in one of these states asks for a post here; a draft, one sent back and one given up do not.
_ASKING = (Status.SUBMITTED, Status.SEALED, Status.DELIVERED, Status.RECEIVED, Status.FORWARDED)
#: Grounds on which no post is needed: 五（三） the green channel, 五（四）2 long service at the grass roots.
_FREE_PATHS = (Path.GREEN_37, Path.GREEN_39, Path.EXCEPTIONAL)
_FREE_TRACKS = (Track.GREEN_REGION, Track.GREEN_CITY)


@dataclass(frozen=True, slots=True)
class Asking:
    """One filing that asks for a post."""

    application: ApplicationId
    name: str
    unit: str
    fields: tuple[str, ...]  # series and specialty, as printed
    filing: Filing
    marking: Marking

    @property
    def needs_none(self) -> bool:
        return self.filing.path in _FREE_PATHS or self.filing.track in _FREE_TRACKS

    @property
    def kind(self) -> PostKind:
        return PostKind.TARGETED if self.filing.track is Track.TARGETED else PostKind.STRUCTURE


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line with the filings that fall on it and what the rules say."""

    line: PostLine
    asking: tuple[Asking, ...]
    findings: tuple[Finding, ...]

    @property
    def needing(self) -> int:
        return sum(not one.needs_none for one in self.asking)

    @property
    def overdrawn(self) -> int:
        return max(0, self.line.appointed + self.needing - self.line.posts)


@dataclass(frozen=True, slots=True)
class PostTable:
    """All lines of the year, the filings without a line, and the full senior teachers of the city."""

    rows: tuple[PostRow, ...]
    without: tuple[Asking, ...]
    full_senior: FullSeniorPassed | None
    findings: tuple[Finding, ...]
    marking: Marking | None  # the highest of those who are named


def table(session: Session) -> PostTable:
    """The posts of the pack's year against the filings at this desk."""
    lines = lines_of(session)
    asking = _asking(session)
    taken: dict[str, list[Asking]] = {line.id: [] for line in lines}
    without: list[Asking] = []
    of_unit: dict[str, list[PostLine]] = {}
    for each in lines:
        of_unit.setdefault(each.unit, []).append(each)
    for one in asking:
        # its own unit's and the district's: looking through all of them took longer than reading the filings
        near = of_unit.get(one.unit, []) + (of_unit.get("", []) if one.unit else [])
        line = line_for(near, one)
        (without if line is None else taken[line.id]).append(one)
    rows = tuple(_row(session, line, taken[line.id]) for line in lines)
    passed = session.vault.work.full_senior.get(str(session.pack.year))
    mark = combined([a.marking for a in asking]) if asking else None
    return PostTable(rows, tuple(without), passed, _teachers(session, passed), mark)


def lines_of(session: Session) -> list[PostLine]:
    """The lines of the pack's year, by unit, field and level."""
    found = session.vault.work.posts.all(str(session.pack.year))
    return sorted(found, key=lambda one: (one.unit, one.kind.value, one.field, one.level.value))


def line_for(lines: Sequence[PostLine], asking: Asking) -> PostLine | None:
    """The line a filing falls on: its own unit's before the district's, one with its field before one for all."""
    level = asking.filing.level
    fitting = [
        one
        for one in lines
        if one.level is level
        and one.kind is asking.kind
        and one.unit in ("", asking.unit)
        and (not one.field or one.field in asking.fields)
    ]
    return max(fitting, key=lambda one: (one.unit != "", one.field != ""), default=None)


def of_filing(session: Session, application: ApplicationId) -> PostRow | None:
    """The line that one filing falls on, with what it and the others take of it; only filings that may are read."""
    lines, line = lines_of(session), line_of(session, application)
    if line is None:
        return None
    asking = _asking(session, line.level, line.unit)
    return _row(session, line, [one for one in asking if line_for(lines, one) == line])


def line_of(session: Session, application: ApplicationId) -> PostLine | None:
    """The line that one filing falls on; the other filings are not looked at."""
    lines = lines_of(session)
    mine = _asking(session, only=application) if lines else []
    return line_for(lines, mine[0]) if mine else None


def _asking(
    session: Session, level: Level | None = None, unit: str = "", only: ApplicationId | None = None
) -> list[Asking]:
    pack = session.pack
    return [
        Asking(
            row.id,
            row.name,
            row.unit,
            tuple(part for part in (_series(pack, row.filing.series), row.filing.specialty) if part),
            row.filing,
            row.marking,
        )
        for row in session.vault.applications.filings(_ASKING, pack.year, level, unit, only)
    ]


def _series(pack: Pack, code: str) -> str:
    """The series as forms print it."""
    return pack.series[code].name.zh if code in pack.series else code


def _row(session: Session, line: PostLine, asking: Sequence[Asking]) -> PostRow:
    posts = line.counted(len(asking), sum(one.needs_none for one in asking))
    return PostRow(line, tuple(asking), _said(session, line.kind, posts))


def _said(session: Session, kind: PostKind, posts: Posts) -> tuple[Finding, ...]:
    quota = Quota(targeted=posts) if kind is PostKind.TARGETED else Quota(structure=posts)
    return check.findings_about(Subject.QUOTA, quota, session.today(), session.pack)


def put(session: Session, line: PostLine, reason: str) -> PostLine:
    """Set a line: a new one where its id is empty. A change says why.

    Raises `Fault(REASON_MISSING)`, `Fault(POSTS_TWICE)` for a second line of the same posts, and
    `Fault(POSTS_OVERDRAWN)` where posts set apart would not suffice (五（四）1).
    """
    why = _reason(reason)
    sound = structs.replace(line, unit=normal(line.unit.strip()), field=normal(line.field.strip()))
    before = session.vault.work.posts.get(sound.id) if sound.id else None
    after = structs.replace(sound, id=sound.id or new_id(session.clock.now()))
    exchange.require_sound(after)
    # filings fall on one line only, and annex 2 would count both
    if any(_same(one, after) for one in session.vault.work.posts.all(str(after.year)) if one.id != after.id):
        raise Fault(Code.POSTS_TWICE, unit=after.unit or bilingual("本地区"), level=words_of(after.level))
    if after.kind is PostKind.TARGETED and after.appointed + after.to_use > after.posts:
        raise Fault(Code.POSTS_OVERDRAWN, posts=after.posts, taken=after.appointed + after.to_use)
    _change(session, after.id, before, after, why)
    return after


def _same(one: PostLine, other: PostLine) -> bool:
    return (one.kind, one.unit, one.field, one.level) == (other.kind, other.unit, other.field, other.level)


def remove(session: Session, line: str, reason: str) -> None:
    """Take a line out; its history stays."""
    why = _reason(reason)
    before = session.vault.work.posts.get(line)
    if before is None:
        raise not_found(RecordKind.POSTS)
    _change(session, line, before, None, why)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    return normal(reason.strip())


def _change(session: Session, line: str, before: PostLine | None, after: PostLine | None, reason: str) -> None:
    now = session.clock.now().replace(microsecond=0)
    change = PostChange(
        id=new_id(session.clock.now()),
        line=line,
        before=before,
        after=after,
        reason=reason,
        by=session.user,
        at=now,
    )
    exchange.require_sound(change)
    objects = {"line": line, "change": change.id, "digest": exchange.digest(change)}
    with session.vault.act(Act.POSTS_CHANGED, objects):
        if after is None:
            session.vault.work.posts.remove(line)
        else:
            session.vault.work.posts.put(line, after, str(after.year))
        session.vault.work.post_changes.put(change.id, change, line)


def history(session: Session, line: str | None = None) -> list[PostChange]:
    """Newest first: the changes of one line, or of all."""
    return session.vault.work.post_changes.all(line)[::-1]


def record_teachers(session: Session, passed: FullSeniorPassed, reason: str) -> tuple[Finding, ...]:
    """Record how many full senior teachers passed and when (五（九）). What breaks the city's number is refused.

    What was recorded before stays in the history. Raises `Fault(TEACHERS_BREAK)` with what the first finding says.
    """
    now = session.clock.now().replace(microsecond=0)
    told = structs.replace(passed, ground=_reason(reason), by=session.user, at=now)
    exchange.require_sound(told)
    found = _teachers(session, told)
    if blocking := [one for one in found if one.verdict is Verdict.BLOCK]:
        first = blocking[0]
        raise Fault(Code.TEACHERS_BREAK, says=first.says, mend=first.mend, clause=first.clause)
    kept, year = session.vault.work.full_senior, str(told.year)
    with session.vault.act(Act.POSTS_CHANGED, {"teachers": year, "digest": exchange.digest(told)}):
        if before := kept.get(year):
            kept.put(new_id(session.clock.now()), before, year)
        kept.put(year, told)
    return found


def teachers_history(session: Session) -> list[FullSeniorPassed]:
    """What was recorded of the teachers this year, newest first."""
    year = str(session.pack.year)
    now = session.vault.work.full_senior.get(year)
    return [*([now] if now else []), *session.vault.work.full_senior.all(year)[::-1]]


def _teachers(session: Session, passed: FullSeniorPassed | None) -> tuple[Finding, ...]:
    if passed is None:
        return ()
    quota = Quota(
        full_senior=SchoolFullSenior(second_school=passed.second_school, others=passed.others),
        senior=SchoolSenior(
            number_set_on=passed.number_set_on,
            reviewed_on=passed.reviewed_on,
            confirmed_on=passed.confirmed_on,
            appointed_on=passed.appointed_on,
        ),
    )
    return check.findings_about(Subject.QUOTA, quota, session.today(), session.pack)


def unit_posts(session: Session) -> tuple[UnitPosts, ...]:
    """Annex 2 items 3 and 4: one line a unit, over its fields and levels. Lines of a district are not a unit's."""
    found: dict[str, UnitPosts] = {}
    for line in lines_of(session):
        if line.kind is PostKind.TARGETED or not line.unit:
            continue
        before = found.get(line.unit, UnitPosts(unit=line.unit))
        senior = line.level.senior
        found[line.unit] = structs.replace(
            before,
            posts=before.posts + line.posts,
            appointed=before.appointed + line.appointed,
            qualified_unappointed=before.qualified_unappointed + line.qualified_unappointed,
            both_duties=before.both_duties + line.both_duties,
            vacancies_for_senior=before.vacancies_for_senior + (line.to_use if senior else 0),
            mid_junior_limit=before.mid_junior_limit + (0 if senior else line.posts),
            above=before.above + max(0, line.appointed - line.posts),
        )
    return tuple(found.values())
