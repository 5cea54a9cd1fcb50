"""A committee with members, and filings that its office accepted: written as intake writes them, and signed."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import committees, counting, experts, opening, reviews, users
from desktop_app.desk.counting import Found
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Opinion
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import ChangeKind, MemberChange
from desktop_app.domain.kinds import Desk, Level, Place, UnitKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.review_meeting import Committee, Expert, Registration, Task
from desktop_app.domain.status import Status
from desktop_app.domain.users import UserRole
from tests.support import founded
from tests.support.filings import identity_number

HELD = date(2026, 9, 10)
EXAMPLE = "mongolian_name.json"
FIRST, SECOND, GIVEN = (
    "camel-hetao-1958-lantern-steppe",
    "harbour-violet-2031-granite-otter",
    "opening-maple-7715-only-once",
)
T = TypeVar("T")


def office_at(folder: Path, clock: FixedClock, prepare: Callable[[Session], T]) -> T:
    """A committee office's vault with 「计票甲」 who operates and 「计票乙」 who reviews; what `prepare` gives."""
    session = founded.session(
        opening.NewVault(
            folder=folder,
            passphrase=FIRST,
            office=Office(desk=Desk.COMMITTEE_OFFICE, code="PWH001", name="农牧业系列评委会办公室", officer="计票甲"),
            machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="保管人"),
            user="计票甲",
        ),
        clock,
    )
    try:
        made = prepare(session)
        keeps = [UserRole.OPERATOR, UserRole.SECURITY_KEEPER]
        users.add(session, FIRST, "计票乙", [UserRole.REVIEWER], GIVEN, keeps)
    finally:
        session.close()
    second = opening.unlock(folder, GIVEN, clock, name="计票乙")
    try:
        users.change_own(second, GIVEN, SECOND)
    finally:
        second.close()
    return made


def first(folder: Path, clock: FixedClock) -> Session:
    return opening.unlock(folder, FIRST, clock, name="计票甲")


def by_second(folder: Path, clock: FixedClock, act: Callable[[Session], T]) -> T:
    """What the other counter does at the same vault."""
    session = opening.unlock(folder, SECOND, clock, name="计票乙")
    try:
        return act(session)
    finally:
        session.close()


def both_count(folder: Path, clock: FixedClock, vote: str, found: Found) -> None:
    """Two people find the same."""
    session = first(folder, clock)
    try:
        counting.enter(session, vote, found)
    finally:
        session.close()
    by_second(folder, clock, lambda other: counting.enter(other, vote, found))


#: The clock of a meeting's day.
MEETING_DAY = FixedClock(datetime(2026, 9, 10, 1, 0, tzinfo=UTC))


def example() -> Application:
    return exchange.parse(resource("demo", EXAMPLE).read_bytes())


def committee_of(session: Session, size: int = 11, units: Sequence[str] = ()) -> str:
    """A committee for what the example files for; its members, `E001` onwards, come from the units named."""
    filing = example().filing
    assert filing.level is not None
    told = Committee(
        name="农牧业系列高级评委会",
        registered=Registration(
            series=(filing.series,),
            levels=(filing.level,),
            standard="甲标准",
            valid_from=date(2025, 1, 1),
            valid_to=date(2027, 12, 31),
        ),
        task=Task(series=filing.series, levels=(filing.level,), standard="甲标准"),
        meets_on=HELD,
    )
    made = committees.keep(session, told)
    people = [
        experts.keep(
            session,
            made.id,
            Expert(
                id="",
                name=f"评委第{at}号",
                unit=units[at] if at < len(units) else f"外单位{at}",
                specialty=filing.specialty,
                level=Level.FULL_SENIOR,
                term_from=date(2025, 1, 1),
                term_to=date(2027, 12, 31),
            ),
        ).expert.id
        for at in range(size)
    ]
    now = session.clock.now().replace(microsecond=0)
    changes = tuple(
        MemberChange(kind=ChangeKind.TAKEN_IN, comes=one, reason="连任", by=session.user, at=now) for one in people
    )
    bare = committees.bare(session, made.id)
    committees.put(session, Act.MEMBERS_CHANGED, msgspec.structs.replace(bare, changes=changes))
    return made.id


def accepted(
    session: Session,
    at: int,
    name: str = "",
    unit: str = "",
    *,
    kind: UnitKind | None = None,
    place: Place = Place.CITY,
) -> ApplicationId:
    """A filing of somebody that came in by a package and that this office signed."""
    content = example()
    person = msgspec.structs.replace(content.person, name=name or f"申报人{at}", identity_number=identity_number(at))
    where = msgspec.structs.replace(
        content.unit, name=unit or f"测试单位{at}", kind=kind or UnitKind.PUBLIC_INSTITUTION, place=place
    )
    content = msgspec.structs.replace(content, person=person, unit=where, materials=())
    with session.vault.act(Act.PACKAGE_OPENED, {}):
        made = session.vault.applications.create(content, Status.RECEIVED)
        session.vault.versions.add(made, content, "测试单位", 1)
    reviews.sign(session, made, reviews.Said(Opinion(text="同意提交评审。", reviewer="经办人", on=session.today())))
    return made
