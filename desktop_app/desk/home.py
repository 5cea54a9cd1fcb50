"""What waits today: unfinished acts, days to each deadline, counts by state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.desk import (
    backups,
    carriers,
    contacts,
    courier,
    draft,
    home_office,
    keep,
    kept_packs,
    own_keys,
    retention,
    returns,
    revocations,
    roles,
    standing,
    told_files,
    under_way,
)
from desktop_app.desk.check import assess
from desktop_app.desk.session import Session
from desktop_app.desk.under_way import OnTheWay, WayStage
from desktop_app.domain.application import Application, Filing, Unit
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.kinds import Affiliation, Desk, Level, Track, UnitKind
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow, CardState, Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.domain.words import words_of
from desktop_app.policy.windows import window

#: The desk shows what needs a hand, not the whole archive.
_SHOWN = 50
_AFFILIATIONS = (Affiliation.MUNICIPAL, Affiliation.DISTRICT)


class WaitingKind(Enum):
    """Why something waits."""

    DRAFT_OPEN = "draft_open"
    NOT_SEALED = "not_sealed"
    RECEIPT_OUTSTANDING = "receipt_outstanding"
    RECEIPT_OVERDUE = "receipt_overdue"
    ANSWER_OVERDUE = "answer_overdue"
    STRIP_WRONG = "strip_wrong"
    PACKAGE_INTERRUPTED = "package_interrupted"
    RECEIPT_TO_GIVE = "receipt_to_give"
    RETURNED = "returned"
    CARRIER_OVERDUE = "carrier_overdue"
    CARRIER_OF_AGE = "carrier_of_age"
    REVIEW = "review"
    PASS_ON = "pass_on"
    TO_MEETING = "to_meeting"
    MENDING = "mending"
    MEND_LATE = "mend_late"
    HANGS = "hangs"
    NOTICE = "notice"
    OBJECTION = "objection"
    POSTS = "posts"
    RESULT_HANGS = "result_hangs"
    RESULT_DOWN = "result_down"
    COMPLAINT = "complaint"
    RESULT_TO_SEND = "result_to_send"
    BACKUP_DUE = "backup_due"
    CHECK_DUE = "check_due"
    CLOCK_BACK = "clock_back"
    EXPORT_INTERRUPTED = "export_interrupted"
    EXPORT_LEFT = "export_left"
    CARD_ENDS = "card_ends"
    CONTACT_ENDS = "contact_ends"
    KEYS_REVOKED = "keys_revoked"
    SPARE_NEVER_PRINTED = "spare_never_printed"
    RECOVERY_UNPROVED = "recovery_unproved"
    RECOVERY_NEVER_MADE = "recovery_never_made"
    RECOVERY_USED = "recovery_used"
    RECOVERY_NEVER_REHEARSED = "recovery_never_rehearsed"


class Question(Enum):
    """The five questions of the morning; the third, what is due, is answered by the deadlines as well."""

    CAME = "came"
    WAITS = "waits"
    DUE = "due"
    UNDER_WAY = "under_way"
    WRONG = "wrong"


_K = WaitingKind
_QUESTIONS: Mapping[Question, tuple[WaitingKind, ...]] = {
    Question.CAME: (_K.RECEIPT_TO_GIVE, _K.RETURNED),
    Question.DUE: (
        _K.CARRIER_OVERDUE,
        _K.CARRIER_OF_AGE,
        _K.BACKUP_DUE,
        _K.CHECK_DUE,
        _K.NOTICE,
        _K.RESULT_DOWN,
        _K.RESULT_TO_SEND,
        _K.CARD_ENDS,
        _K.CONTACT_ENDS,
    ),
    Question.UNDER_WAY: (_K.RECEIPT_OUTSTANDING, _K.MENDING, _K.HANGS, _K.RESULT_HANGS),
    Question.WRONG: (
        *(_K.PACKAGE_INTERRUPTED, _K.RECEIPT_OVERDUE, _K.ANSWER_OVERDUE, _K.STRIP_WRONG),
        *(_K.MEND_LATE, _K.OBJECTION, _K.COMPLAINT, _K.POSTS, _K.KEYS_REVOKED, _K.CLOCK_BACK),
        *(_K.EXPORT_INTERRUPTED, _K.EXPORT_LEFT),
    ),
}


def question(kind: WaitingKind) -> Question:
    """Which of the five questions something that waits answers."""
    return next((one for one, kinds in _QUESTIONS.items() if kind in kinds), Question.WAITS)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, with what it concerns."""

    kind: WaitingKind
    name: str
    application: ApplicationId | None = None
    package: PackageId | None = None
    days_left: int | None = None
    meeting: str = ""
    count: int = 1  # how many the line stands for; `name` is the first of them


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day of the notice that is still ahead, in words."""

    words: Words
    day: date
    days_left: int
    clause: str
    last_workday: date | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The home screen's content."""

    today: date
    counts: Mapping[Status, int]
    waiting: tuple[Waiting, ...]
    deadlines: tuple[Deadline, ...]
    marking: Marking | None  # the highest of what the vault holds
    year: int  # of the policy pack that holds


def overview(session: Session) -> Overview:
    """What waits at this desk today."""
    if not roles.sees_contents(session.vault):
        none = dict.fromkeys(Status, 0)
        return Overview(
            session.today(), none, (*_clock(session), *_exports(session)), _deadlines(session), None, session.pack.year
        )
    counts = dict.fromkeys(Status, 0) | session.vault.applications.counts()
    ended = home_office.ended(session)
    return Overview(
        today=session.today(),
        counts=counts,
        waiting=(
            *_clock(session),
            *_exports(session),
            *_vault(session, counts),
            *_cards(session),
            *_applications(session),
            *_office(session, ended),
            *_packages(session),
            *_carriers(session),
        ),
        deadlines=_deadlines(session, ended),
        marking=draft.mark(session),
        year=session.pack.year,
    )


def _clock(session: Session) -> list[Waiting]:
    """The log knows a later time than this machine: every day and deadline shown may be wrong."""
    return [Waiting(WaitingKind.CLOCK_BACK, "")] if keep.clock_before(session) else []


def _exports(session: Session) -> list[Waiting]:
    """What was being written outside when the program was killed: gone again, or on a medium that is not here."""
    return [
        *(Waiting(WaitingKind.EXPORT_INTERRUPTED, path) for path in told_files.interrupted(session)),
        *(Waiting(WaitingKind.EXPORT_LEFT, path) for path in told_files.left(session)),
    ]


def _vault(session: Session, counts: Mapping[Status, int]) -> list[Waiting]:
    """A backup by the desk's own setting, a monthly examination, a way back; not while there is nothing to lose."""
    if not any(counts.values()):
        return []
    need = session.vault.recovery.need()
    found = [Waiting(WaitingKind(f"recovery_{need.value}"), "")] if need else []
    kept = backups.state(session)
    if kept.due:
        found.append(Waiting(WaitingKind.BACKUP_DUE, "", days_left=kept.habits.every_days - kept.days))
    unchecked = keep.days_unchecked(session)
    if unchecked >= keep.CHECK_DAYS:
        found.append(Waiting(WaitingKind.CHECK_DUE, "", days_left=keep.CHECK_DAYS - unchecked))
    return found


def _cards(session: Session) -> list[Waiting]:
    """Cards from thirty days before the last day on, this desk's first; its keys that ended and were not replaced."""
    today, own = session.today(), own_keys.present(session)
    found = []
    if own is not None and own_keys.end(session, own.key_id) is not None:
        found.append(Waiting(WaitingKind.KEYS_REVOKED, own.card.name))
    elif own is not None and standing.ends_soon(own.card, today):
        found.append(Waiting(WaitingKind.CARD_ENDS, own.card.name, days_left=standing.days_left(own.card, today)))
    elif revocations.lacks_spare(session):
        found.append(Waiting(WaitingKind.SPARE_NEVER_PRINTED, session.office.name))
    for one in contacts.all_(session):
        alive = standing.state(one, today) in (CardState.IN_FORCE, CardState.EXPIRED)
        if alive and standing.ends_soon(one.card, today):
            found.append(
                Waiting(WaitingKind.CONTACT_ENDS, one.card.name, days_left=standing.days_left(one.card, today))
            )
    return found


_WAITS = {
    Status.DRAFT: WaitingKind.DRAFT_OPEN,
    Status.SUBMITTED: WaitingKind.NOT_SEALED,
    Status.RETURNED: WaitingKind.RETURNED,
}


def _office(session: Session, ended: Sequence[home_office.Results]) -> list[Waiting]:
    return [
        Waiting(
            WaitingKind(one.why.value),
            one.name,
            one.application,
            days_left=one.days_left,
            count=one.count,
            meeting=one.meeting,
        )
        for one in home_office.waiting(session, ended)
    ]


def _applications(session: Session) -> list[Waiting]:
    found: list[Waiting] = []
    for status, kind in _WAITS.items():
        for row in session.vault.applications.rows(RowFilter(status=status, limit=_SHOWN)):
            if status is Status.RETURNED and returns.given(session, row.id):
                continue  # sent back from here: others mend it
            found.append(Waiting(kind, row.name, application=row.id, days_left=_days_left(session, row)))
    return found


def _days_left(session: Session, row: ApplicationRow) -> int | None:
    if row.status is Status.RETURNED and (came := returns.received(session, row.id)):
        return (came[-1].mend_by - session.today()).days  # what came back has a day of its own (三（四）5)
    if row.level is None:
        return None
    sample = Application(year=row.year, filing=Filing(level=row.level, track=row.track))
    open_days = window(sample, kept_packs.of_application(session, row.id).pack)
    return (open_days.last - session.today()).days if open_days else None


def _packages(session: Session) -> list[Waiting]:
    """What was interrupted, and what is under way; overdue is what stayed out longer than the office allows."""
    found = [
        Waiting(WaitingKind.PACKAGE_INTERRUPTED, sent.peer_name, package=sent.id)
        for sent in session.vault.packages.all(Direction.OUT)
        if sent.state is PackageState.SEALING and sent.applications
    ]
    allowed = courier.terms(session).receipt_days
    for one in under_way.under_way(session):
        kind = _overdue_or(one)
        left = allowed - one.days if one.overdue else None
        if kind is not None:
            found.append(Waiting(kind, one.peer or one.package, package=PackageId(one.package), days_left=left))
    return found[:_SHOWN]


def _overdue_or(one: OnTheWay) -> WaitingKind | None:
    if one.stage in (WayStage.STRIP_WRONG, WayStage.TO_OPEN):
        return WaitingKind.STRIP_WRONG if one.stage is WayStage.STRIP_WRONG else None
    if one.direction is Direction.IN:
        return WaitingKind.ANSWER_OVERDUE if one.overdue else WaitingKind.RECEIPT_TO_GIVE
    if not one.applications:  # a receipt, a card: nobody answers it
        return None
    return WaitingKind.RECEIPT_OVERDUE if one.overdue else WaitingKind.RECEIPT_OUTSTANDING


def _carriers(session: Session) -> list[Waiting]:
    """What is lent too long, one line each; what has come of age, one line in all: nothing is done by itself."""
    day = session.today()
    late = carriers.overdue(session, day)[:_SHOWN]
    found = [
        Waiting(WaitingKind.CARRIER_OVERDUE, one.number, days_left=(one.due - day).days if one.due else None)
        for one in late
    ]
    aged = retention.come_of_age(session, session.vault.carriers.all(), day)
    if aged:
        found.append(Waiting(WaitingKind.CARRIER_OF_AGE, aged[0][0].number, count=len(aged)))
    return found


def _deadlines(session: Session, ended: Sequence[home_office.Results] = ()) -> tuple[Deadline, ...]:
    """For each level, municipal and district: the window's end, the last posting day, the day papers are due.

    What belongs to the city directly never comes to a district.
    """
    today = session.today()
    own = (Affiliation.DISTRICT,) if session.office.desk is Desk.DISTRICT_HR else _AFFILIATIONS
    found: dict[tuple[date, str], Deadline] = {}
    for level in (Level.JUNIOR, Level.MID, Level.ASSOCIATE_SENIOR):
        for affiliation in own:
            for deadline in _of(session, level, affiliation, today):
                found.setdefault((deadline.day, deadline.words.zh), deadline)
    for one in ended:
        for day, what, number in (
            (one.last, bilingual("{committee}评审结果公示期满", committee=one.committee), "result_notice_minimum"),
            (one.due, bilingual("{committee}评审结果报送确认", committee=one.committee), "result_months"),
        ):
            if day is not None:
                found[day, what.zh] = _deadline(
                    what, day, today, session.pack.parameter_clause(number), session.pack.last_workday(day)
                )
    ahead = [d for d in found.values() if d.day >= today - timedelta(days=1)]
    return tuple(sorted(ahead, key=lambda d: d.day))


def _of(session: Session, level: Level, affiliation: Affiliation, today: date) -> list[Deadline]:
    sample = Application(
        year=session.pack.year,
        filing=Filing(level=level, track=Track.CLASSIFIED, series="07"),
        unit=Unit(kind=UnitKind.PUBLIC_INSTITUTION, affiliation=affiliation),
    )
    answer = assess(sample, today, session.pack)
    named = _level_words(level)
    whose = words_of(affiliation)
    found: list[Deadline] = []
    if answer.window:
        words = bilingual("{named}个人申报截止", named=named)
        found.append(_deadline(words, answer.window.last, today, answer.window.clause))
    for stop in answer.route.stops:
        if stop.latest_posting:
            words = bilingual("{named}（{whose}）最迟开始公示", named=named, whose=whose)
            found.append(_deadline(words, stop.latest_posting, today, stop.clause))
        if stop.due:
            place = words_of(stop.station)
            words = bilingual("{named}（{whose}）报送至{place}", named=named, whose=whose, place=place)
            found.append(_deadline(words, stop.due, today, stop.clause, stop.last_workday))
    return found


def _level_words(level: Level) -> Words:
    if level.senior:
        return bilingual("高级")
    return words_of(level)


def _deadline(words: Words, day: date, today: date, clause: str, last_workday: date | None = None) -> Deadline:
    return Deadline(words, day, ((last_workday or day) - today).days, clause, last_workday)
