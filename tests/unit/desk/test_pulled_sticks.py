"""A stick pulled at any byte: nothing good or a whole package lies on it, the vault says which, and work goes on."""

import random
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, draft, opening, receive, seal, settling, submit, successions
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.makings import Making
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.host.medium import Medium
from desktop_app.sealing import disk, reader
from tests.support import verbs
from tests.support.pulled_stick import pulled
from tests.unit.desk.conftest import PASSPHRASE

Two = tuple[Session, Session]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stick's handles are found in /proc")
MOMENTS = [5, pytest.param(50, marks=pytest.mark.fuzz)]
WHOLE = 10**12
#: Bytes of a volume on the stick that takes small files only.
EACH = 40_000


def sealed(unit: Session, application: ApplicationId, stick: Path) -> seal.SealedOutcome:
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, stick, Progress())


def opened(committee: Session, folder: Path) -> receive.Received:
    return receive.open_(committee, folder, None, lambda line: None, Progress())


@pytest.mark.slow
@pytest.mark.parametrize("moments", MOMENTS)
def test_while_sealing(introduced: Two, submitted: ApplicationId, tmp_path: Path, moments: int) -> None:
    unit, committee = introduced
    with pulled(new(tmp_path, "first"), WHOLE) as stick:
        first = sealed(unit, submitted, stick.folder)
    seal.void(unit, first.record.id)
    dice = random.Random(moments)
    # The last of all is the signature's own proof: the package is whole, and the program cannot know.
    pulls = [stick.spent - 1, *(dice.randrange(stick.spent) for _ in range(moments))]
    ends = [pull_and_look_again(unit, committee, submitted, new(tmp_path, f"s{n}"), at) for n, at in enumerate(pulls)]
    assert ends[0] is PackageState.VERIFIED
    assert PackageState.VOID in ends
    for number, at in enumerate(pulls):
        pull_and_go_on(unit, committee, submitted, new(tmp_path, f"on{number}"), at)
    last = sealed(unit, submitted, new(tmp_path, "last"))
    opened(committee, last.folder)
    assert unit.vault.check(Progress()).sound


def pull_and_look_again(
    unit: Session, committee: Session, application: ApplicationId, stick: Path, after: int
) -> PackageState:
    """What has become of the package in the end, when it cannot be gone on with; it may be sealed anew."""
    with pulled(stick, after), pytest.raises(Fault) as caught:
        sealed(unit, application, stick)
    begun = unit.vault.packages.all(Direction.OUT)[0]
    assert draft.load(unit, application).status is Status.SUBMITTED
    if caught.value.code is Code.MEDIUM_GONE:  # before anything was begun
        assert begun.state is PackageState.VOID
        assert list(stick.iterdir()) == []
        return begun.state
    assert (caught.value.code, begun.state) == (Code.MEDIUM_PULLED, PackageState.SEALING)
    whole = good(unit, stick)
    forgotten(unit, begun.id)
    found = settling.settle(unit, stick, Progress())
    assert found.package.id == begun.id
    assert (found.outcome is not None) == whole
    if found.outcome is None:
        assert list(stick.iterdir()) == []
    else:
        assert draft.load(unit, application).status is Status.SEALED
        opened(committee, found.outcome.folder)
        seal.void(unit, begun.id)
    ended = unit.vault.packages.get(begun.id).state
    assert draft.load(unit, application).status is Status.SUBMITTED
    with pytest.raises(Fault):  # once is enough
        settling.settle(unit, stick, Progress())
    return PackageState.VERIFIED if whole else ended


def pull_and_go_on(unit: Session, committee: Session, application: ApplicationId, stick: Path, after: int) -> None:
    """The stick comes back: what it lacks is written, and the office opens it."""
    with pulled(stick, after), pytest.raises(Fault) as caught:
        sealed(unit, application, stick)
    if caught.value.code is Code.MEDIUM_PULLED:
        found = settling.settle(unit, stick, Progress())
        assert found.outcome is not None
        assert draft.load(unit, application).status is Status.SEALED
        assert opened(committee, found.outcome.folder).package.id == found.package.id
        assert list(found.outcome.folder.glob("*.part")) == []
        assert unit.vault.secrets.get("begun:" + found.package.id) is None
        seal.void(unit, found.package.id)


def forgotten(unit: Session, package: PackageId) -> None:
    """As in a vault that was restored from before the package was begun."""
    with unit.vault.act(Act.PACKAGE_SEALED, {"package": package}):
        unit.vault.secrets.drop("begun:" + package)


def in_volumes(
    unit: Session,
    application: ApplicationId,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    making: Making = Making(),
) -> Path:
    """A stick whose file system takes small files only, pulled in the fourth of the volumes."""
    monkeypatch.setattr(Medium, "largest_file", property(lambda self: EACH))
    stick = new(tmp_path, "fat")
    with pulled(stick, 3 * (EACH + 4096) + 3 * 4096 + EACH // 2), pytest.raises(Fault) as caught:
        seal.seal(unit, [application], seal.recipients(unit)[0].id, stick, Progress(), making=making)
    assert caught.value.code is Code.MEDIUM_PULLED
    return next(stick.iterdir())


def test_volumes_that_are_whole_are_kept(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, committee = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    whole = {path: path.stat().st_ino for path in package.glob("*.age.*") if path.suffix != disk.PART}
    assert len(whole) == 3
    found = settling.settle(unit, package.parent, Progress())
    assert (found.kept, found.files) == (3, 0)
    assert {path: path.stat().st_ino for path in whole} == whole  # the very files
    assert len(list(package.glob("*.age.*"))) > 4
    assert "3 卷" in found.words.zh
    assert opened(committee, package).applications == (submitted,)


def test_a_volume_that_holds_something_else_ends_it(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made durable and comes back changed: that stick is not to be trusted with the rest."""
    unit, _ = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    second = sorted(package.glob("*.age.*"))[1]
    raw = bytearray(second.read_bytes())
    raw[777] ^= 1
    second.write_bytes(raw)
    with pytest.raises(Fault) as caught:
        settling.settle(unit, package.parent, Progress())
    assert caught.value.code is Code.WRITE_NOT_PROVEN
    assert list(package.parent.iterdir()) == []
    assert unit.vault.packages.all(Direction.OUT)[0].state is PackageState.VOID
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_a_volume_that_is_longer_is_written_anew(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, committee = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    second = sorted(package.glob("*.age.*"))[1]
    second.write_bytes(second.read_bytes() + b"x")
    assert settling.settle(unit, package.parent, Progress()).kept == 2
    assert opened(committee, package).applications == (submitted,)


def test_nothing_is_continued_with_other_keys(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, _ = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    successions.change_keys(unit)
    found = settling.settle(unit, package.parent, Progress())
    assert (found.outcome, found.kept) == (None, None)
    assert unit.vault.secrets.get("begun:" + found.package.id) is None


def test_nothing_is_continued_of_what_was_withdrawn_since(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, _ = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    submit.withdraw(unit, submitted, "漏了一页")
    found = settling.settle(unit, package.parent, Progress())
    assert (found.outcome, found.kept) == (None, None)
    assert list(package.parent.iterdir()) == []


def test_after_a_restart_it_is_gone_on_with(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vault keeps what a package is made of until it is finished; the medium learns nothing of it."""
    unit, committee = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch, Making(applicant="乌兰", approved_by="葛景明"))
    whole = {path: path.read_bytes() for path in package.glob("*.age.*") if path.suffix != disk.PART}
    unit.close()
    again = opening.unlock(tmp_path / "UNIT01", PASSPHRASE, unit.clock)
    found = settling.settle(again, package.parent, Progress())
    assert found.kept == len(whole) == 3
    assert {path: path.read_bytes() for path in whole} == whole
    assert opened(committee, package).applications == (submitted,)
    assert found.outcome is not None
    made = again.vault.carriers.of_package(found.outcome.record.id)
    assert made is not None
    assert again.vault.makings.get(made.id) == Making(applicant="乌兰", approved_by="葛景明")
    again.close()


def test_what_is_sealed_without_interruption_leaves_no_key_behind(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    made = sealed(unit, submitted, new(tmp_path, "stick"))
    assert unit.vault.secrets.get("begun:" + made.record.id) is None


def test_pulled_again_while_it_is_continued(
    introduced: Two, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, committee = introduced
    package = in_volumes(unit, submitted, tmp_path, monkeypatch)
    with pulled(package.parent, 3 * EACH + EACH // 2), pytest.raises(Fault) as caught:
        settling.settle(unit, package.parent, Progress())
    assert caught.value.code is Code.MEDIUM_PULLED
    found = settling.settle(unit, package.parent, Progress())
    assert found.kept is not None
    assert opened(committee, package).applications == (submitted,)


def good(unit: Session, stick: Path) -> bool:
    """As anybody checks it, with the card alone."""
    try:
        reader.verify(next(stick.iterdir()), contacts.own_card(unit).card)
    except Fault:
        return False
    return True


@pytest.mark.parametrize("moments", MOMENTS)
def test_while_opening(introduced: Two, submitted: ApplicationId, tmp_path: Path, moments: int) -> None:
    unit, committee = introduced
    stick = new(tmp_path, "stick")
    package = sealed(unit, submitted, stick).folder
    dice, size = random.Random(moments), next(package.glob("*.age")).stat().st_size
    for _ in range(moments):
        with pulled(stick, dice.randrange(size * 2)), pytest.raises(Fault) as caught:
            opened(committee, package)
        assert caught.value.code in (Code.MEDIUM_GONE, Code.FILE_NOT_FOUND)
        assert committee.vault.packages.all(Direction.IN) == []
        assert draft.count(committee, draft.RowFilter()) == 0
    received = opened(committee, package)
    assert received.applications == (submitted,)
    assert committee.vault.check(Progress()).sound


def test_by_verb(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    """Settled, sealed anew, voided, erased: each from the command line, each told in words."""
    unit, _ = introduced
    stick = new(tmp_path, "stick")
    with pulled(stick, 50_000), pytest.raises(Fault):
        sealed(unit, submitted, stick)
    (package,) = stick.iterdir()
    unit.close()

    def medium(act: str, subject: object) -> verbs.Ran:
        return verbs.run("medium", act, subject, "--vault", tmp_path / "UNIT01", "--json", passphrase=PASSPHRASE)

    refused = medium("erase", package)  # nobody has looked yet what it is
    assert (refused.code, refused.data["error"]) == (1, Code.PACKAGE_STATE.value)
    settled = medium("settle", stick)
    assert (settled.code, settled.data["whole"], settled.data["erased"]) == (0, True, 0)
    size = len(list(package.iterdir()))
    assert medium("erase", package).code == 1  # it is still to be delivered
    assert medium("void", settled.data["package"]).code == 0
    erased = medium("erase", stick)
    assert (erased.code, erased.data["files"]) == (0, size)
    assert list(stick.iterdir()) == []
    assert medium("erase", stick).data["error"] == Code.FILE_NOT_FOUND.value


def new(tmp_path: Path, name: str) -> Path:
    stick = tmp_path / name
    stick.mkdir()
    return stick
