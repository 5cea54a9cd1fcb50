"""A committee with members, and filings that its office accepted: written as intake writes them, and signed."""

from collections.abc import Sequence
from datetime import date

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import committees, experts, reviews
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Opinion
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import ChangeKind, MemberChange
from desktop_app.domain.kinds import Level, Place, UnitKind
from desktop_app.domain.review_meeting import Committee, Expert, Registration, Task
from desktop_app.domain.status import Status
from tests.support.filings import identity_number

HELD = date(2026, 9, 10)
EXAMPLE = "mongolian_name.json"


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
