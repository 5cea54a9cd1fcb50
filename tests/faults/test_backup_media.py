"""Backups where things go wrong: full, limited, read-only and vanished places, two programs, a clock that goes back."""

import os
import resource as limits
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import backups, keep, opening, restoring
from desktop_app.desk.restoring import Wanted
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from tests.faults.test_desk_kill import PASSPHRASE, clock, template, world  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[2]


def refused(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


@pytest.fixture
def unit(world: Path) -> Iterator[Session]:  # noqa: F811
    session = opening.unlock(world / "unit", PASSPHRASE, clock())
    yield session
    session.close()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes tmpfs of a size."""
    if shutil.which("mount") is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    made: list[Path] = []

    def mount(size: str) -> Path:
        folder = tmp_path / f"mount-{len(made)}"
        folder.mkdir()
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
        ).returncode:
            pytest.skip("this machine lets nobody mount")
        made.append(folder)
        return folder

    yield mount
    for folder in made:
        subprocess.run(["umount", "-l", folder], check=True)


def sound(session: Session, folder: Path, files: list[str]) -> None:
    """The vault is as it was, another backup can be made, and nothing half-written lies about."""
    assert sorted(path.name for path in folder.iterdir()) == files
    assert not (session.vault.folder / "vault.db.backup").exists()
    assert keep.check_vault(session, Progress()).sound


def test_too_small_a_stick_is_named_before_anything_is_written(unit: Session, mounted: Callable[[str], Path]) -> None:
    stick = mounted("2m")
    fault = refused(lambda: backups.back_up(unit, stick, Progress()))
    assert fault.code is Code.BACKUP_NO_SPACE
    assert fault.fields["needed"] > fault.fields["free"]
    sound(unit, stick, [])


def test_a_stick_that_fills_up_meanwhile(unit: Session, mounted: Callable[[str], Path]) -> None:
    stick = mounted("24m")
    plan = backups.begin(unit, stick)
    (stick / "other").write_bytes(bytes(20_000_000))
    assert refused(lambda: backups.carry_out(plan, Progress())).code is Code.DISK_FULL
    backups.give_up(unit)
    sound(unit, stick, ["other"])
    (stick / "other").unlink()
    backups.back_up(unit, stick, Progress())


def test_a_full_disk_under_the_vault(world: Path, mounted: Callable[[str], Path], tmp_path: Path) -> None:  # noqa: F811
    disk = mounted("22m")
    shutil.copytree(world / "unit", disk / "unit")
    session = opening.unlock(disk / "unit", PASSPHRASE, clock())
    plan = backups.begin(session, tmp_path)
    (disk / "other").write_bytes(bytes(shutil.disk_usage(disk).free - 3_000_000))
    assert refused(lambda: backups.carry_out(plan, Progress())).code is Code.VAULT_FULL
    backups.give_up(session)
    assert not list(tmp_path.glob("*.fjb*"))
    assert keep.check_vault(session, Progress()).sound
    session.close()


def test_a_read_only_stick(unit: Session, mounted: Callable[[str], Path]) -> None:
    stick = mounted("24m")
    subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
    assert refused(lambda: backups.back_up(unit, stick, Progress())).code is Code.MEDIUM_READ_ONLY
    sound(unit, stick, [])


def test_a_stick_that_is_pulled_while_it_is_written(unit: Session, mounted: Callable[[str], Path]) -> None:
    """After the copy was proved the mount is gone, and its folder with it."""
    stick = mounted("24m")

    def pull(done: int, total: int, what: str) -> None:
        if what == "write" and done == total:
            (part,) = stick.glob("*.part")
            part.unlink()

    fault = refused(lambda: backups.back_up(unit, stick, Progress(pull)))
    assert fault.code in (Code.FILE_NOT_FOUND, Code.MEDIUM_GONE)
    sound(unit, stick, [])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
@pytest.mark.parametrize("spare", [0, 10_000, 300_000, 2_000_000, 7_000_000])
def test_an_error_after_so_many_bytes(world: Path, spare: int) -> None:  # noqa: F811
    """The system refuses to let any file grow beyond a size: the copy, the backup or the vault hits it."""
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from desktop_app.core.errors import Fault\nfrom desktop_app.core.progress import Progress\n"
        "from desktop_app.desk import backups, draft\nfrom desktop_app.desk import opening\n"
        "from desktop_app.core.resources import resource as shipped\n"
        "from tests.support.killed_desk import PASSPHRASE, clock, take_in, bulk\n"
        "world, spare = Path(sys.argv[1]), int(sys.argv[2])\n"
        "session = opening.unlock(world / 'unit', PASSPHRASE, clock())\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (spare, resource.RLIM_INFINITY))\n"
        "for act in (lambda: backups.back_up(session, world / 'backups', Progress()), lambda: bulk(session)):\n"
        "    try:\n        act()\n        print('done')\n"
        "    except Fault as fault:\n        print(fault.code.value)\n"
        "session.close()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, world, str(spare)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout.split()
    assert set(said) <= {"done", "vault.full", "host.file_limit", "vault.disk_error"}, said
    assert said[0] != "done" or spare > 6_000_000
    assert limits.getrlimit(limits.RLIMIT_FSIZE)[0] == limits.RLIM_INFINITY
    session = opening.unlock(world / "unit", PASSPHRASE, clock())
    assert keep.check_vault(session, Progress()).sound
    assert session.vault.applications.count() == 1
    assert all(backups.is_whole(path) for path in (world / "backups").glob("*.fjb"))
    backups.back_up(session, world / "backups", Progress())
    assert [path for path in (world / "backups").iterdir() if path.suffix != ".fjb"] == []
    session.close()


def test_a_folder_that_takes_no_restored_vault(world: Path, mounted: Callable[[str], Path]) -> None:  # noqa: F811
    (source,) = (world / "backups").glob("*.fjb")
    disk = mounted("3m")
    small = refused(lambda: restoring.restore(Wanted(source, disk / "vault", PASSPHRASE), clock(), Progress()))
    assert small.code is Code.BACKUP_NO_SPACE
    assert list(disk.iterdir()) == []
    root = mounted("40m")
    way = refused(lambda: restoring.restore(Wanted(source, root, PASSPHRASE), clock(), Progress()))
    assert way.code is Code.RESTORE_IN_THE_WAY
    assert list(root.iterdir()) == []
    assert not [path for path in root.parent.iterdir() if "restor" in path.name]


def test_two_programs_on_one_vault(unit: Session, world: Path) -> None:  # noqa: F811
    (source,) = (world / "backups").glob("*.fjb")
    assert refused(lambda: opening.unlock(world / "unit", PASSPHRASE, clock())).code is Code.VAULT_IN_USE
    into = Wanted(source, world / "unit", PASSPHRASE, reason="for the test")
    assert refused(lambda: restoring.restore(into, clock(), Progress())).code is Code.VAULT_IN_USE
    assert keep.check_vault(unit, Progress()).sound


def test_a_clock_that_goes_back_and_a_long_sleep(world: Path) -> None:  # noqa: F811
    """The log's order is by number; a machine that slept for days, or whose clock was set back, loses nothing."""
    ticking = FixedClock(clock().now())
    session = opening.unlock(world / "unit", PASSPHRASE, ticking)
    plan = backups.begin(session, world / "backups")
    ticking.advance(days=9)  # suspended in the middle of it
    backups.settle(session, backups.carry_out(plan, Progress()))
    ticking.advance(days=-400)
    backups.back_up(session, world / "backups", Progress())
    session.close()
    again = opening.unlock(world / "unit", PASSPHRASE, ticking)
    assert keep.check_vault(again, Progress()).sound
    newest, *_ = backups.found(world / "backups")
    assert newest.head.made_at.date() == ticking.now().date()
    assert again.vault.audit.count(Act.VAULT_BACKED_UP) == 3
    again.close()


@pytest.mark.parametrize("what", ["page", "first page", "key file", "log beside it"])
def test_what_is_damaged_is_said_in_one_sentence_and_a_backup_leads_back(world: Path, what: str) -> None:  # noqa: F811
    folder = world / "unit"
    (source,) = (world / "backups").glob("*.fjb")
    if what == "key file":
        raw = (folder / "keyslots.json").read_bytes()
        (folder / "keyslots.json").write_bytes(raw.replace(b'"wrapped":"', b'"wrapped":"f', 1)[:-1])
        assert refused(lambda: opening.unlock(folder, PASSPHRASE, clock())).code in (
            Code.VAULT_DAMAGED,
            Code.VAULT_NOT_A_VAULT,
        )
    elif what == "first page":
        raw = (folder / "vault.db").read_bytes()
        (folder / "vault.db").write_bytes(bytes(range(256)) * 16 + raw[4096:])
        assert refused(lambda: opening.unlock(folder, PASSPHRASE, clock())).code is Code.VAULT_DAMAGED
    elif what == "page":
        damaged = bytearray((folder / "vault.db").read_bytes())
        damaged[len(damaged) // 2] ^= 0x10
        (folder / "vault.db").write_bytes(damaged)
        session = opening.unlock(folder, PASSPHRASE, clock())
        health = keep.check_vault(session, Progress())
        session.close()
        assert health.problems
        assert health.newest is not None
        assert Path(health.newest.path).name == source.name
    else:
        (folder / "vault.db-wal").write_bytes(os.urandom(50_000))
        assert refused(lambda: opening.unlock(folder, PASSPHRASE, clock())).code is Code.VAULT_LOG_DAMAGED
    restoring.restore(Wanted(source, folder, PASSPHRASE, reason="it was damaged"), clock(), Progress())
    session = opening.unlock(folder, PASSPHRASE, clock())
    assert keep.check_vault(session, Progress()).sound
    assert session.vault.applications.count() == 1
    session.close()
