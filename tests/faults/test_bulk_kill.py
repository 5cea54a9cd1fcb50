"""kill -9 while a day's packages are taken in and answered: gone on with, nothing is doubled, lost or unanswered."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, keep, opening, seal, sending
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Person
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import Direction, PackageKind, PackageState
from desktop_app.domain.status import Status
from desktop_app.sealing import reader
from desktop_app.sealing.content import PackageContent, SealedApplication
from tests.faults.test_desk_kill import ROOT, desk, introduce
from tests.support import killed_desk
from tests.support.killed_desk import PASSPHRASE, clock

#: A day's packages, and as many as the ordinary run has time for.
MANY, FEW = 50, 6


def sealed(unit: Session, turn: int, stick: Path) -> None:
    """One more filing, sealed and on its way; small, because this is not about its contents."""
    content = Application(marking=NOT_SECRET, person=Person(name=f"人{turn}"))
    with unit.vault.act(Act.APPLICATION_SUBMITTED, {}):
        application = unit.vault.applications.create(content, Status.SEALED)
        version = unit.vault.versions.add(application, content, "经办人", 1)
    record = exchange.canonical(version.content)
    package = PackageContent(
        PackageKind.APPLICATION, NOT_SECRET, (SealedApplication(application, 1, version.digest, record),)
    )
    peer = unit.vault.contacts.all()[0]
    sent, made = sending.send(unit, peer, package, (application,), stick, Progress())
    with unit.vault.act(Act.PACKAGE_WRITTEN, {}):
        sending.settle(unit, sent.id, made)
    seal.deliver(unit, sent.id)


@pytest.fixture(scope="module")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two desks that know one another, and so many packages between them."""
    made = tmp_path_factory.mktemp("packages")
    unit = desk(made / "unit", Desk.UNIT, "UNIT01")
    committee = desk(made / "committee", Desk.COMMITTEE_OFFICE, "PWH001")
    introduce(unit, committee, made)
    introduce(committee, unit, made)
    (made / "stick").mkdir()
    (made / "back").mkdir()
    for turn in range(request.param):
        sealed(unit, turn, made / "stick")
    unit.close()
    committee.close()
    return made


@pytest.fixture
def world(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    shutil.copytree(template, tmp_path / "world")
    yield tmp_path / "world"
    shutil.rmtree(tmp_path / "world")


def killed(world: Path, after: int, delay: float) -> list[bytes]:
    """Run it and kill it a moment after its `after`th word; every word that it came to say."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.killed_desk", "receive", str(world)],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline() == b"ready\n", child.stderr.read()
        said = [child.stdout.readline() for _ in range(after)]
        time.sleep(delay)
        child.kill()
        said += child.stdout.readlines()
        assert b"Traceback" not in child.stderr.read()
    return said


@pytest.mark.parametrize("template", [FEW], indirect=True)
@pytest.mark.parametrize("moment", range(2))
def test_a_short_queue(world: Path, moment: int) -> None:
    killed_and_gone_on_with(world, moment, FEW)


@pytest.mark.fuzz
@pytest.mark.parametrize("template", [MANY], indirect=True)
@pytest.mark.parametrize("moment", range(30))
def test_fifty_packages(world: Path, moment: int) -> None:
    killed_and_gone_on_with(world, moment, MANY)


def killed_and_gone_on_with(world: Path, moment: int, many: int) -> None:
    """Every other moment lies among the receipts."""
    chance = random.Random(moment)
    said = killed(world, chance.randrange(many) + many * (moment % 2), chance.uniform(0, 0.08))
    answered = said.count(b"answered\n")
    took = len(said) - answered
    committee = opening.unlock(world / "committee", PASSPHRASE, clock())
    assert keep.check_vault(committee, Progress()).sound
    came = committee.vault.packages.all(Direction.IN)
    assert took <= len(came) <= took + 1, "what it said is kept, and at most the one that was under way"
    given = [one for one in came if one.state is PackageState.RECEIPTED]
    assert answered <= len(given) <= answered + 1
    killed_desk.receive_all(committee, world)
    came = committee.vault.packages.all(Direction.IN)
    assert [one.state for one in came] == [PackageState.RECEIPTED] * many
    assert sorted(one.sequence for one in came) == list(range(1, many + 1))
    held = Counter(application for one in came for application in one.applications)
    assert len(held) == many
    assert set(held.values()) == {1}
    assert committee.vault.applications.count() == many
    assert keep.check_vault(committee, Progress()).sound
    committee.close()
    answers_arrive(world, many)


def answers_arrive(world: Path, many: int) -> None:
    """At the sender every package is answered once, whichever receipts came of the interruption."""
    unit = opening.unlock(world / "unit", PASSPHRASE, clock())
    formal_print.confirm(unit, PASSPHRASE)
    unfinished, again = 0, 0
    for folder in reader.find_packages(world / "back"):
        try:
            seal.take_receipt(unit, folder, Progress())
        except Fault as fault:
            assert fault.code in (Code.PACKAGE_INCOMPLETE, Code.PACKAGE_STATE), fault.code  # noqa: PT017
            unfinished += fault.code is Code.PACKAGE_INCOMPLETE
            again += fault.code is Code.PACKAGE_STATE
    assert unfinished + again <= 1
    sent = unit.vault.packages.all(Direction.OUT)
    assert [one.state for one in sent] == [PackageState.RECEIPTED] * many
    unit.close()
