"""The unit's public notices (六（一）1): whom, how, from when to when; objections and their outcome; taken down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.text import normal
from desktop_app.desk import kept_packs
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, PublicNotice
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual
from desktop_app.domain.kinds import NoticeMode, ObjectionState
from desktop_app.domain.public_notices import HeldNotice, Objection
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow, RecordKind, not_found
from desktop_app.domain.status import Status
from desktop_app.domain.words import words_of
from desktop_app.policy.routes import route
from desktop_app.policy.workdays import DayState

__all__ = ["DayState", "HeldNotice", "NoticeMode", "Objection", "ObjectionState"]

#: Filings that a unit may still make public: its own before and after submission, and those from applicants' desks.
_OPEN = (Status.DRAFT, Status.SUBMITTED, Status.RECEIVED)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a notice: what counts, and what is skipped and why."""

    first: date
    workdays: tuple[date, ...]
    skipped: tuple[tuple[date, DayState], ...]
    posting_day_counts: bool

    @property
    def last(self) -> date:
        return self.workdays[-1] if self.workdays else self.first


def span(session: Session, first: date, last: date | None = None) -> Span:
    """The workdays that a notice posted on `first` counts: the fewest it needs, or all up to `last` where it is known.

    Raises `Fault(WORKDAYS_UNKNOWN)`.
    """
    calendar = session.pack.calendar
    count = calendar.notice_days(first, last) if last is not None else _least(session, first)
    days = calendar.notice_span(first, count)
    begun = first if calendar.counts_posting_day else first + timedelta(days=1)
    end = max(days[-1], last or days[-1]) if days else begun - timedelta(days=1)
    between = (begun + timedelta(days=n) for n in range((end - begun).days + 1))
    skipped = tuple((day, calendar.state(day)) for day in between if day not in days)
    return Span(first, days, skipped, calendar.counts_posting_day)


def _least(session: Session, on: date) -> int:
    return int(str(session.pack.parameter("notice_minimum_workdays", on)))


def candidates(session: Session) -> list[ApplicationRow]:
    """Filings that could be put on a notice: those that stand on none, or whose notice met a true objection.

    What was true is mended and made public anew.
    """
    taken = _taken(session)
    return [row for status in _OPEN for row in _of(session, status) if row.id not in taken]


def _of(session: Session, status: Status) -> Iterator[ApplicationRow]:
    wanted = RowFilter(status=status, year=session.pack.year, examples=False, limit=_PAGE)
    for offset in range(0, session.vault.applications.count(wanted), _PAGE):
        yield from session.vault.applications.rows(structs.replace(wanted, offset=offset))


def _taken(session: Session) -> Mapping[str, HeldNotice]:
    """Who cannot be put on another notice, and the one on which they stand."""
    latest = {one: notice for notice in reversed(all_(session)) for one in notice.applications}
    return {one: notice for one, notice in latest.items() if not notice.over or not notice.upheld(one)}


def all_(session: Session) -> list[HeldNotice]:
    """Newest first."""
    return session.vault.work.notices.all()[::-1]


def get(session: Session, notice: str) -> HeldNotice:
    """Raises `Fault(RECORD_NOT_FOUND)`."""
    found = session.vault.work.notices.get(notice)
    if found is None:
        raise not_found(RecordKind.NOTICE)
    return found


def people(session: Session, notice: HeldNotice) -> tuple[ApplicationId, ...]:
    """Who stands on it; a draft that an earlier release let be deleted is nobody's any more."""
    named = map(ApplicationId, notice.applications)
    return tuple(one for one in named if session.vault.applications.knows(one))


def covering(session: Session, application: str) -> HeldNotice | None:
    """The latest notice on which a filing stands."""
    return next((one for one in all_(session) if application in one.applications), None)


def latest_posting(session: Session, application: ApplicationId) -> date | None:
    """The last day on which this filing's notice may be posted and still be over in time."""
    record = session.vault.applications.get(application)
    stops = route(record.draft, kept_packs.of_record(session, record).pack).stops
    return next((stop.latest_posting for stop in stops if stop.latest_posting), None)


def hold(session: Session, planned: HeldNotice) -> HeldNotice:
    """Record a notice: new where its id is empty. The last day follows from the first where none is given.

    Raises `Fault(NOTICE_LACKS)` for what its mode needs, `Fault(NOTICE_TOO_SHORT)`, `Fault(WORKDAYS_UNKNOWN)`,
    `Fault(NOTICE_NOT_OPEN)` for somebody who stands on another.
    """
    notice = _sound(session, planned)
    is_new = not notice.id
    before = None if is_new else get(session, notice.id)
    stood = people(session, before) if before else ()
    there = set(before.applications) if before else set()  # a deleted draft, too: the rest must still come down
    _require_open(session, [one for one in map(ApplicationId, notice.applications) if one not in there])
    gone = {one: before.of(one) for one in stood if one not in notice.applications} if before else {}
    notice = structs.replace(notice, id=notice.id or new_id(session.clock.now()))
    with session.vault.act(Act.NOTICE_HELD, {"notice": notice.id, "digest": exchange.digest(notice)}) as scope:
        session.vault.work.notices.put(notice.id, notice)
        scope.note(applications=str(len(notice.applications)), new=str(is_new).lower())
        _into_drafts(session, notice)
        for application, said in gone.items():
            _out_of_draft(session, application, said)
    return notice


def _require_open(session: Session, applications: Sequence[ApplicationId]) -> None:
    taken = _taken(session)
    for application in applications:
        record = session.vault.applications.get(application)
        other = taken.get(application)
        if other is not None:
            day = other.first_day
            why = bilingual("已在 {day} 张贴的公示上", day=day) if day else bilingual("已登记不公示")
        elif session.vault.examples.holds(application):
            why = bilingual("是示例，不是申报")
        elif record.status not in _OPEN:
            why = bilingual("held_notices|申报{status}", status=words_of(record.status))
        else:
            continue
        raise Fault(Code.NOTICE_NOT_OPEN, name=record.draft.person.name, why=why)


def _sound(session: Session, planned: HeldNotice) -> HeldNotice:
    texts = ("place", "reader", "phone", "basis", "secrecy_officer", "posted_by", "taken_down_by")
    notice = structs.replace(planned, **{name: normal(getattr(planned, name).strip()) for name in texts})
    exchange.require_sound(notice)
    if not notice.applications:
        raise _lacks("公示人员")
    if notice.mode is not NoticeMode.POSTED and not notice.basis:
        raise _lacks("依据的文件或规定")
    if notice.mode is not NoticeMode.POSTED and not notice.secrecy_officer:
        raise _lacks("作出判断的保密工作人员姓名")
    if notice.mode is NoticeMode.WITHHELD:
        return structs.replace(notice, first_day=None, last_day=None, place="")
    if notice.first_day is None:
        raise _lacks("held_notices|张贴日")
    if not notice.place:
        raise _lacks("张贴地点或公示范围")
    least = span(session, notice.first_day).last
    last = notice.last_day or least
    if last < least:
        raise Fault(Code.NOTICE_TOO_SHORT, earliest=least, days=_least(session, notice.first_day))
    return structs.replace(notice, last_day=last, posted_by=notice.posted_by or session.user)


def _lacks(text: str) -> Fault:
    return Fault(Code.NOTICE_LACKS, what=bilingual(text))


def _into_drafts(session: Session, notice: HeldNotice) -> None:
    """What is still a draft here says it itself; what was frozen gets it with the unit's signed step."""
    for application in people(session, notice):
        record = session.vault.applications.get(application)
        if record.status is Status.DRAFT and record.draft.public_notice != notice.of(application):
            draft = structs.replace(record.draft, public_notice=notice.of(application))
            with session.vault.act(Act.APPLICATION_EDITED, {"application": application}):
                session.vault.applications.save_draft(application, draft)


def _out_of_draft(session: Session, application: ApplicationId, said: PublicNotice) -> None:
    """Who was taken off a notice stands there as before it; what somebody has typed since stays."""
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT or record.draft.public_notice != said:
        return
    earlier = covering(session, application)
    draft = structs.replace(record.draft, public_notice=earlier.of(application) if earlier else PublicNotice())
    with session.vault.act(Act.APPLICATION_EDITED, {"application": application}):
        session.vault.applications.save_draft(application, draft)


def object_(session: Session, notice: str, objection: Objection) -> HeldNotice:
    """Record an objection. It takes the next number of its notice; nobody's name is asked for.

    One that comes after the last day is recorded too, and known as late (`HeldNotice.late`): what is true stays true.
    """
    known = get(session, notice)
    if not objection.says.strip():
        raise _lacks("异议的内容")
    if objection.on > session.today() or (known.first_day is not None and objection.on < known.first_day):
        raise _lacks("公示期内收到异议的日期")
    numbered = structs.replace(objection, number=len(known.objections) + 1, says=normal(objection.says.strip()))
    return _with(session, structs.replace(known, objections=(*known.objections, numbered)))


def handle(
    session: Session, notice: str, number: int, state: ObjectionState, handling: str, handled_by: str
) -> HeldNotice:
    """Say what became of an objection: how it was looked into, by whom, with what outcome."""
    known = get(session, notice)
    if state is ObjectionState.OPEN or not handling.strip() or not handled_by.strip():
        raise _lacks("核查结论、经过和核查人")
    if not any(one.number == number for one in known.objections):
        raise not_found(RecordKind.NOTICE)
    done = tuple(
        structs.replace(
            one,
            state=state,
            handling=normal(handling.strip()),
            handled_by=normal(handled_by.strip()),
            handled_on=session.today(),
        )
        if one.number == number
        else one
        for one in known.objections
    )
    return _with(session, structs.replace(known, objections=done))


def _with(session: Session, notice: HeldNotice) -> HeldNotice:
    exchange.require_sound(notice)
    with session.vault.act(Act.OBJECTION_KEPT, {"notice": notice.id, "digest": exchange.digest(notice)}):
        session.vault.work.notices.put(notice.id, notice)
        _into_drafts(session, notice)
    return notice


def take_down(session: Session, notice: str, by: str) -> HeldNotice:
    """It hung until the end of its last day and is taken down today. Raises `Fault(NOTICE_HANGS)` before that.

    And `Fault(NOTICE_DOWN)` where it is down already: the day on record stays.
    """
    known = get(session, notice)
    if known.taken_down_on is not None:
        raise Fault(Code.NOTICE_DOWN, on=known.taken_down_on)
    if known.last_day is None or known.mode is NoticeMode.WITHHELD:
        raise Fault(Code.NOTICE_WITHHELD)
    if session.today() <= known.last_day:
        raise Fault(Code.NOTICE_HANGS, last=known.last_day)
    if not by.strip():
        raise _lacks("揭下人")
    return hold(session, structs.replace(known, taken_down_on=session.today(), taken_down_by=by))


def conclusions(session: Session) -> Mapping[str, PublicNotice]:
    """What this desk's own notices say of each filing now, the latest of each."""
    return {one: notice.of(one) for notice in reversed(all_(session)) for one in notice.applications}


def noticed(session: Session, application: str, content: Application) -> Application:
    """`content` with what this desk's own notice says of it."""
    notice = covering(session, application)
    return content if notice is None else structs.replace(content, public_notice=notice.of(application))


def hanging(session: Session) -> Sequence[HeldNotice]:
    """Notices whose last day is still to come or is today, with nothing to look into."""
    today = session.today()
    return [
        one
        for one in all_(session)
        if not one.over and not one.open_objections and one.last_day is not None and one.last_day >= today
    ]


def waiting(session: Session) -> Sequence[HeldNotice]:
    """Notices that hung long enough and are not taken down, or whose objections are not dealt with."""
    today = session.today()
    return [
        one
        for one in all_(session)
        if one.open_objections or (not one.over and one.last_day is not None and one.last_day < today)
    ]
