"""The session ends while the window is open: logging out, shutting down, a closed terminal, Ctrl+C. All is kept."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import backups, draft, keep, opening
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded, killed_desk
from tests.support.ended_window import TEXT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system ends a window there, not a signal")

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "camel-hetao-1958-lantern-steppe"


def clock() -> FixedClock:
    return FixedClock(datetime(2026, 6, 1, 3, 0, tzinfo=UTC))


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    office = Office(desk=Desk.UNIT, code="UNIT01", name="单位", officer="经办")
    machine = Machine(number="M", level=SecrecyLevel.SECRET, keeper="保管")
    new = opening.NewVault(
        folder=tmp_path / "vault", passphrase=PASSPHRASE, office=office, machine=machine, user="经办"
    )
    session = founded.session(new, FixedClock(datetime(2026, 6, 1, 1, 0, tzinfo=UTC)))
    killed_desk.bulk(session)
    session.close()
    (tmp_path / "backups").mkdir()
    return new.folder


def ended(vault: Path, work: str, *numbers: signal.Signals, after: float = 0.0) -> tuple[int, str]:
    """Exit code and what was said on standard error, of a window that got these signals once somebody had typed."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(vault.parent), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.ended_window", str(vault), PASSPHRASE, work],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    waiting = threading.Timer(120, process.kill)
    waiting.start()
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "typed\n", process.stderr.read()
        for at, number in enumerate(numbers):
            if at:
                assert process.stdout.readline() == "vault.gone\n", "still there, and saying why"
            time.sleep(after)
            process.send_signal(number)
        said = "".join(line for line in process.stderr if "propagateSizeHints" not in line)  # Qt's, without a screen
        code = process.wait()
        waiting.cancel()
    return code, said


def typed(vault: Path) -> str:
    """What the only draft says; the vault was locked by whoever ended, and is sound."""
    session = opening.unlock(vault, PASSPHRASE, clock())
    try:
        last = session.vault.audit.entries(limit=2)[1]
        assert last.act is Act.LOCKED
        assert keep.check_vault(session, Progress()).problems == ()
        (row,) = draft.rows(session, draft.RowFilter())
        return draft.load(session, row.id).draft.unit.name
    finally:
        session.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_was_just_typed_is_kept_and_the_vault_locked(vault: Path, number: signal.Signals) -> None:
    assert ended(vault, "nothing", number) == (0, "")
    assert typed(vault) == TEXT
    assert sorted(one.name for one in vault.iterdir()) == ["keyslots.json", "vault.db", "vault.lock"]


def test_a_dialog_stands_in_nobodys_way(vault: Path) -> None:
    assert ended(vault, "dialog", signal.SIGTERM) == (0, "")
    assert typed(vault) == TEXT


def test_at_the_door(vault: Path) -> None:
    assert ended(vault, "door", signal.SIGTERM) == (0, "")


@pytest.mark.parametrize("seed", range(2))
def test_while_a_backup_is_written(vault: Path, tmp_path: Path, seed: int) -> None:
    assert ended(vault, "backup", signal.SIGTERM, after=random.Random(seed).uniform(0, 0.3)) == (0, "")
    assert typed(vault) == TEXT
    found = list((tmp_path / "backups").iterdir())
    assert [one.suffix for one in found] in ([], [".fjb"])
    assert all(backups.is_whole(one) for one in found)
    assert not (vault / "vault.db.backup").exists()


def test_a_draft_that_the_disk_refuses_keeps_the_window_and_a_second_signal_ends_it(vault: Path) -> None:
    """Whoever logs out by mistake, or is asked first, can still make room."""
    assert ended(vault, "moved", signal.SIGTERM, signal.SIGTERM) == (0, "")
    vault.with_name("moved").rename(vault)
    session = opening.unlock(vault, PASSPHRASE, clock())
    assert keep.check_vault(session, Progress()).problems == ()
    session.close()
