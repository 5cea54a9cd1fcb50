"""Two desks with real vaults, a cheap key derivation and a clock that stands in the senior window."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import contacts, draft, formal_print, opening, submit
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded

PASSPHRASE = "青山-河套-1958-骆驼"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))


@pytest.fixture
def open_desk(tmp_path: Path, clock: FixedClock) -> Iterator[Callable[..., Session]]:
    opened: list[Session] = []

    def make(desk: Desk, code: str, level: SecrecyLevel = SecrecyLevel.SECRET) -> Session:
        session = founded.session(
            opening.NewVault(
                folder=tmp_path / code,
                passphrase=PASSPHRASE,
                office=Office(desk=desk, code=code, name=f"测试{code}", officer="经办人"),
                machine=Machine(number="M-1", level=level, keeper="保管人"),
                user="经办人",
            ),
            clock,
        )
        formal_print.confirm(session, PASSPHRASE)  # most tests are not about who may print
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def unit(open_desk: Callable[..., Session]) -> Session:
    return open_desk(Desk.UNIT, "UNIT01")


@pytest.fixture
def committee(open_desk: Callable[..., Session]) -> Session:
    return open_desk(Desk.COMMITTEE_OFFICE, "PWH001")


@pytest.fixture
def drafted(unit: Session) -> ApplicationId:
    """The fictional engineer with every scan attached, ready to submit."""
    application = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(unit, application, kind, resource("demo", "files", name), year)
    return application


@pytest.fixture
def submitted(unit: Session, drafted: ApplicationId) -> ApplicationId:
    submit.submit(unit, drafted)
    return drafted


@pytest.fixture
def introduced(unit: Session, committee: Session, tmp_path: Path) -> tuple[Session, Session]:
    """Both desks know and trust one another."""
    for here, there in ((unit, committee), (committee, unit)):
        path = tmp_path / f"{there.office.code}.fjcard"
        contacts.save_card(there, path)
        contact = contacts.take_in(here, path)
        spoken = contacts.own_card(there).fingerprint.split()
        contacts.verify(here, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")
    return unit, committee
