"""A package in volumes that travel on several media: opened medium by medium in any order, or put together by hand."""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import bulk_receiving, gathering, receive, seal
from desktop_app.desk.bulk_receiving import BulkSort, Queued
from desktop_app.desk.receive import Check, CheckLine
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.host.medium import Medium
from desktop_app.sealing import names
from desktop_app.vault import files
from tests.faults.test_vault_full_disk import full, limit_pages
from tests.support import verbs
from tests.unit.desk.conftest import PASSPHRASE

EACH = 150_000
Two = tuple[Session, Session]


def sealed(unit: Session, application: ApplicationId, folder: Path) -> Path:
    folder.mkdir()
    to = seal.recipients(unit)[0].id
    return seal.seal(unit, [application], to, folder, Progress(), largest=EACH).folder


def spread(package: Path, media: list[Path]) -> list[Path]:
    """Volume by volume onto one medium after the other, the seal's files onto each; the package's folder on each."""
    volumes = sorted(package.glob("*.age.*"))
    folders = [medium / package.name for medium in media]
    for folder in folders:
        folder.mkdir(parents=True)
        for rest in set(package.iterdir()) - set(volumes):
            shutil.copy(rest, folder)
    for number, volume in enumerate(volumes):
        shutil.copy(volume, folders[number * len(media) // len(volumes)])
    return folders


@pytest.fixture
def folders(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> list[Path]:
    """A package of which three media hold some volumes each."""
    package = sealed(introduced[0], submitted, tmp_path / "disk")
    assert len(list(package.glob("*.age.*"))) >= 3
    return spread(package, [tmp_path / f"medium{number}" for number in range(3)])


def opened(desk: Session, folder: Path) -> receive.Received:
    return receive.open_(desk, folder, None, lambda line: None, Progress())


def refusal(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def awaiting(desk: Session, folder: Path) -> Fault:
    fault = refusal(lambda: opened(desk, folder))
    assert fault.code is Code.VOLUMES_AWAITED
    return fault


def kept(desk: Session) -> list[Path]:
    return [path for path in (desk.vault.folder / files.GATHERING).rglob("*") if path.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_one_drive_reads_one_medium_after_another_in_any_order(
    introduced: Two, submitted: ApplicationId, folders: list[Path], order: tuple[int, ...]
) -> None:
    committee = introduced[1]
    for number in order[:-1]:
        fault = awaiting(committee, folders[number])
        shutil.rmtree(folders[number])  # it has left the drive
    lacking = {volume.name for volume in folders[order[-1]].glob("*.age.*")}
    numbers = [int(name[-3:]) for name in sorted(lacking)]
    assert fault.fields["numbers"] == "、".join(map(str, numbers))
    (found,) = receive.found(folders[order[-1]])
    assert found.head is not None
    assert gathering.lacking(committee, found.head, found.absent) == ()
    received = opened(committee, folders[order[-1]])
    assert received.applications == (submitted,)
    assert kept(committee) == []
    carriers = [one for one in committee.vault.carriers.all() if f"（3 件介质之 {len(folders)}）" in one.title]
    assert [one.number for one in carriers] == [received.package.medium]
    assert len(committee.vault.carriers.all()) == len(folders)  # each medium is a carrier


def test_media_that_are_in_the_machine_together_are_read_in_one_go(
    introduced: Two, submitted: ApplicationId, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mounted() -> tuple[Medium, ...]:
        return tuple(
            Medium(one.parent, "", "vfat", 0, 0, read_only=False, removable=True, optical=False) for one in folders
        )

    monkeypatch.setattr("desktop_app.host.media.removable_media", mounted)
    assert opened(introduced[1], folders[1]).applications == (submitted,)


def in_bulk(desk: Session, folder: Path) -> tuple[Queued, Queued]:
    """The one package of a medium as it waited, and what came of it."""
    (waiting,) = bulk_receiving.queue(desk, receive.found(folder.parent))
    came = [waiting]
    bulk_receiving.run(desk, [waiting], {}, came.append, Progress())
    return waiting, came[-1]


def test_received_in_bulk_it_waits_for_its_volumes_and_is_not_refused(
    introduced: Two, submitted: ApplicationId, folders: list[Path]
) -> None:
    committee = introduced[1]
    last = [int(name.suffix[1:]) for name in sorted(folders[2].glob("*.age.*"))]
    for folder in folders[:2]:
        before, after = in_bulk(committee, folder)
        assert (before.sort, after.sort) == (BulkSort.WAITS, BulkSort.VOLUMES)
        assert after.fault is not None
    assert after.fault.code is Code.VOLUMES_AWAITED
    assert after.fault.fields["numbers"] == "、".join(map(str, last))
    again, _ = in_bulk(committee, folders[0])
    assert (again.sort, again.done) == (BulkSort.VOLUMES, True), "nothing here that was not collected"
    assert again.fault is not None
    assert again.fault.fields == after.fault.fields
    assert committee.vault.audit.count(Act.PACKAGE_REFUSED) == 0
    before, after = in_bulk(committee, folders[2])
    assert (before.sort, after.sort) == (BulkSort.WAITS, BulkSort.WRONG_WAY), "taken in; it passed hands over"
    assert after.applications == (submitted,)


def test_received_in_bulk_a_bad_volume_is_refused_and_waits_for_nothing(introduced: Two, folders: list[Path]) -> None:
    volume = min(folders[0].glob("*.age.*"))
    volume.write_bytes(bytes(volume.stat().st_size))
    _, after = in_bulk(introduced[1], folders[0])
    assert after.sort is BulkSort.REFUSED
    again, _ = in_bulk(introduced[1], folders[0])
    assert again.sort is BulkSort.WAITS, "a good copy may lie here by now"


def test_what_is_collected_is_sealed_still(introduced: Two, folders: list[Path]) -> None:
    refusal(lambda: opened(introduced[1], folders[0]))
    here = {path.name for path in folders[0].iterdir()}
    assert {path.name for path in kept(introduced[1])} == (here - {names.README}) | {"media.json"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda volume: volume.write_bytes(bytes(volume.stat().st_size)), Code.VOLUME_DIGEST),
        (lambda volume: volume.write_bytes(volume.read_bytes()[:-1]), Code.VOLUME_SIZE),
        (lambda volume: shutil.copy(volume, volume.with_name("more.age")), Code.VOLUME_MISSING),
    ],
)
def test_a_bad_volume_is_named_at_its_medium_and_not_kept(
    introduced: Two, submitted: ApplicationId, folders: list[Path], damage: Callable[[Path], object], code: Code
) -> None:
    committee = introduced[1]
    refusal(lambda: opened(committee, folders[0]))
    before = kept(committee)
    volume = min(folders[1].glob("*.age.*"))
    good = volume.read_bytes()
    damage(volume)
    made: list[receive.CheckLine] = []
    assert refusal(lambda: receive.open_(committee, folders[1], None, made.append, Progress())).code is code
    assert (made[-1].check, made[-1].ok) == (receive.Check.VOLUMES, False)
    assert committee.vault.audit.entries()[0].act is Act.PACKAGE_REFUSED
    assert kept(committee) == before
    volume.write_bytes(good)
    volume.with_name("more.age").unlink(missing_ok=True)
    refusal(lambda: opened(committee, folders[1]))
    assert opened(committee, folders[2]).applications == (submitted,)


def test_a_link_on_a_medium_is_not_followed(introduced: Two, folders: list[Path], tmp_path: Path) -> None:
    committee = introduced[1]
    awaiting(committee, folders[0])
    before = kept(committee)
    volume = min(folders[1].glob("*.age.*"))
    volume.rename(tmp_path / "elsewhere")
    volume.symlink_to(tmp_path / "elsewhere")
    made: list[receive.CheckLine] = []
    fault = refusal(lambda: receive.open_(committee, folders[1], None, made.append, Progress()))
    assert (fault.code, fault.fields["name"]) == (Code.VOLUME_MISSING, volume.name)
    assert (made[-1].check, made[-1].ok) == (receive.Check.VOLUMES, False)
    assert kept(committee) == before


def test_without_room_for_it_nothing_of_a_medium_is_collected(
    introduced: Two, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    committee = introduced[1]
    awaiting(committee, folders[0])
    before = kept(committee)
    with monkeypatch.context() as full:
        usage = shutil.disk_usage(folders[1])
        full.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
        fault = refusal(lambda: opened(committee, folders[1]))
    assert (fault.code, fault.fields["free"]) == (Code.DISK_FULL, 1000)
    assert kept(committee) == before
    awaiting(committee, folders[1])


def test_nothing_is_collected_of_what_no_known_desk_sealed(introduced: Two, folders: list[Path]) -> None:
    """The order of the checks stays: a forged seal is refused as one, not as volumes that lack."""
    committee = introduced[1]
    signature = folders[0] / names.SIGNATURE
    signature.write_bytes(signature.read_bytes().replace(b"A", b"B", 3))
    assert refusal(lambda: opened(committee, folders[0])).code is Code.SEAL_SIGNATURE
    assert refusal(lambda: opened(introduced[0], folders[1])).code is Code.SENDER_UNKNOWN  # not for the sender itself
    assert kept(committee) == kept(introduced[0]) == []


def test_a_wrong_label_keeps_what_was_collected(introduced: Two, submitted: ApplicationId, folders: list[Path]) -> None:
    committee = introduced[1]
    for folder in folders[:2]:
        awaiting(committee, folder)
    wrong = {0: "00000"}
    fault = refusal(lambda: receive.open_(committee, folders[2], wrong, lambda line: None, Progress()))
    assert fault.code is Code.LABEL_MISMATCH
    shutil.rmtree(folders[1])
    assert opened(committee, folders[2]).applications == (submitted,)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
@pytest.mark.parametrize("code", [Code.VAULT_FULL, Code.VAULT_DISK_ERROR])
def test_a_vault_that_takes_no_more_keeps_what_was_collected(
    introduced: Two, submitted: ApplicationId, folders: list[Path], code: Code
) -> None:
    committee = introduced[1]
    for folder in folders[:2]:
        awaiting(committee, folder)
    import resource  # not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def at_the_limits(line: CheckLine) -> None:
        if line.check is not Check.LIMITS:
            return
        if code is Code.VAULT_FULL:
            full(committee)
        else:  # a quota
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))

    try:
        fault = refusal(lambda: receive.open_(committee, folders[2], None, at_the_limits, Progress()))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    limit_pages(committee.vault, 1_000_000)
    assert fault.code is code
    shutil.rmtree(folders[1])
    assert opened(committee, folders[2]).applications == (submitted,)


def test_what_nobody_completes_goes_after_a_month(introduced: Two, folders: list[Path], clock: FixedClock) -> None:
    committee = introduced[1]
    refusal(lambda: opened(committee, folders[0]))
    left = kept(committee)
    elsewhere = folders[0].with_name("nothing")
    elsewhere.mkdir()
    refusal(lambda: opened(committee, elsewhere))
    assert kept(committee) == left
    newest = max(path.stat().st_mtime for path in (committee.vault.folder / files.GATHERING).iterdir())
    clock.instant = datetime.fromtimestamp(newest, UTC) + timedelta(days=31)
    refusal(lambda: opened(committee, elsewhere))
    assert kept(committee) == []


def test_put_together_by_hand_it_opens_too(
    introduced: Two, submitted: ApplicationId, folders: list[Path], tmp_path: Path
) -> None:
    together = tmp_path / "together" / folders[0].name
    for folder in folders:
        shutil.copytree(folder, together, dirs_exist_ok=True)
    assert opened(introduced[1], together).applications == (submitted,)


def test_by_verb(introduced: Two, submitted: ApplicationId, folders: list[Path]) -> None:
    for desk in introduced:
        desk.close()
    vault = introduced[1].vault.folder
    first = verbs.run("open", "--vault", vault, folders[0], passphrase=PASSPHRASE)
    assert first.code == 1
    verbs.one_clear_line(first)
    assert "下一个介质" in first.err
    bulk = verbs.run("receive", "--vault", vault, folders[1].parent, passphrase=PASSPHRASE)
    assert bulk.code == 1, "somebody has to put in the next one"
    assert "待其余分卷" in bulk.out
    assert "已拒收" not in bulk.out
    rest = verbs.run("open", "--vault", vault, *folders[1:], "--json", passphrase=PASSPHRASE)
    assert rest.code == 0, rest.err
    assert rest.data["applications"] == [submitted]


def test_a_size_that_is_none_is_refused(tmp_path: Path) -> None:
    for size in ("0", "-3", "much"):
        done = verbs.run(
            "seal", "--vault", tmp_path, "--to", "x", "--out", tmp_path, "--volume", size, "id", passphrase=PASSPHRASE
        )
        assert done.code == 2
