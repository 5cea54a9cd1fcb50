"""The desk in the window and another one on the far side: introduced to one another, with something to seal."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import contacts, draft, formal_print, opening, submit
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.identity_number import check_digit
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.ui.shell import Shell
from tests.support import founded
from tests.ui.acting import PASSPHRASE

T = TypeVar("T")
OTHER = "other-desk-lantern-1972-willow"


def at_desk(qtbot: QtBot, shell: Shell, act: Callable[[Session], T]) -> T:
    """Do something at the window's desk, on its database thread, and wait for it."""
    came: list[T] = []
    assert shell.context is not None
    faults: list[Fault] = []
    shell.context.ask(shell, lambda session, _: act(session), came.append, on_fault=faults.append)
    qtbot.waitUntil(lambda: bool(came or faults))
    assert not faults, faults[0].code
    return came[0]


def other_desk(
    folder: Path, clock: FixedClock, name: str = "工程系列高级评委会办公室", desk: Desk = Desk.COMMITTEE_OFFICE
) -> Session:
    """A committee's office, or another, with a real vault."""
    code = "GCGPW" if desk is Desk.COMMITTEE_OFFICE else "OTHER"
    new = opening.NewVault(
        folder=folder,
        passphrase=OTHER,
        office=Office(desk=desk, code=code, name=name, officer="赵启明"),
        machine=Machine(number="PW-01", level=SecrecyLevel.SECRET, keeper="赵启明"),
        user="赵启明",
    )
    made = founded.session(new, clock)
    formal_print.confirm(made, OTHER)
    return made


def trust(here: Session, card: Path, spoken: str) -> None:
    """Take a card in and type the groups that the other desk reads out."""
    contact = contacts.take_in(here, card)
    groups = spoken.split()
    contacts.verify(here, contact.id, {g: groups[g] for g in contacts.groups_to_type()}, "甲、乙")


def introduce(qtbot: QtBot, shell: Shell, other: Session, folder: Path) -> None:
    """Both desks know and trust one another."""
    ours, theirs = folder / "ours.json", folder / f"{other.office.code}.json"
    contacts.save_card(other, theirs)
    spoken = contacts.own_card(other).fingerprint

    def act(session: Session) -> str:
        contacts.save_card(session, ours)
        formal_print.confirm(session, PASSPHRASE)  # most tests are not about who may seal
        trust(session, theirs, spoken)
        return contacts.own_card(session).fingerprint

    trust(other, ours, at_desk(qtbot, shell, act))


def submitted(session: Session, name: str = "", turn: int = 0, *, also: Path | None = None) -> ApplicationId:
    """The fictional engineer, or the one born on the same day whose `turn` and `name` it is; every scan attached."""
    application = draft.take_in(session, resource("demo", "classified_engineer.json"))
    if name:
        content = draft.load(session, application).draft
        first = f"150102198606060{turn * 2 + 1:02}"
        person = msgspec.structs.replace(content.person, name=name, identity_number=first + check_digit(first))
        draft.save(session, application, msgspec.structs.replace(content, person=person))
    for kind, file, year in SCANS:
        draft.attach(session, application, kind, resource("demo", "files", file), year, Progress())
    if also is not None:
        draft.attach(session, application, MaterialKind.PUBLICATION, also, None, Progress())
    submit.submit(session, application)
    return application
