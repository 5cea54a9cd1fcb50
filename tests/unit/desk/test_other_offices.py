"""Papers of one person that lie at two offices: beside the filing here, or on the roster of an office it never saw."""

from collections.abc import Callable
from pathlib import Path

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, duplicates, receive, sharing
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.statements import StatementKind
from desktop_app.domain.status import Status
from tests.support import chain
from tests.support.filings import another


def test_a_roster_of_a_desk_the_filing_did_not_come_through_names_its_office(
    open_desk: Callable[..., Session],
    introduced: tuple[Session, Session],
    submitted: ApplicationId,
    tmp_path: Path,
) -> None:
    unit, committee = introduced
    content = unit.vault.applications.get(submitted).draft
    kept = committee.vault
    with kept.act(Act.PACKAGE_OPENED, {}):
        kept.applications.create(content, Status.RECEIVED, known_as=submitted)
        kept.versions.add(submitted, content, "测试")
    assert duplicates.other_offices(committee, submitted, content) == ()
    stranger = open_desk(Desk.DEPARTMENT, "ZGBM02")
    chain.introduce(tmp_path, stranger, committee)
    another(stranger, 1, "别人")
    roster(stranger, committee, tmp_path / "first")
    assert duplicates.other_offices(committee, submitted, content) == (), "somebody else's name"
    with stranger.vault.act(Act.PACKAGE_OPENED, {}):
        made = stranger.vault.applications.create(content, Status.RECEIVED)
        stranger.vault.versions.add(made, content, "测试")
    roster(stranger, committee, tmp_path / "second")
    assert duplicates.other_offices(committee, submitted, content) == (stranger.office.name,)
    with stranger.vault.act(Act.GIVEN_UP, {}):
        stranger.vault.applications.set_status(made, Status.DRAFT)
    second = another(stranger, 2, "又一人")
    roster(stranger, committee, tmp_path / "third")
    assert duplicates.other_offices(committee, submitted, content) == (), "its latest roster names them no longer"
    with stranger.vault.act(Act.GIVEN_UP, {}):
        stranger.vault.applications.set_status(made, Status.RECEIVED)
        stranger.vault.applications.set_status(second, Status.DRAFT)
    roster(stranger, committee, tmp_path / "fourth")
    assert len(committee.vault.statements.all(StatementKind.ROSTER)) == 3, "the second once more, word for word"
    assert duplicates.other_offices(committee, submitted, content) == (stranger.office.name,)
    assert not committee.vault.check(Progress()).problems


def roster(here: Session, there: Session, stick: Path) -> None:
    """One desk's roster on its way to another."""
    stick.mkdir()
    peer = next(one for one in contacts.all_(here) if one.card.code == there.office.code)
    sharing.seal(here, sharing.roster(here, Progress()), peer.id, stick, Progress())
    (package,) = [one for one in stick.iterdir() if one.is_dir()]
    receive.open_(there, package, None, lambda _: None, Progress())


def test_a_twin_beside_it_names_who_sent_it_or_this_office(unit: Session, submitted: ApplicationId) -> None:
    content = unit.vault.applications.get(submitted).draft
    with unit.vault.act(Act.PACKAGE_OPENED, {}):
        twin = unit.vault.applications.create(content, Status.RECEIVED)
        unit.vault.versions.add(twin, content, "测试")
    assert duplicates.other_offices(unit, submitted, content) == (unit.office.name,)
