"""Kill -9 in the middle of typing: the vault opens, and everything the window had called saved is there."""

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
from desktop_app.desk import draft, keep, opening
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded
from tests.support.typing_window import TEXT

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "camel-hetao-1958-lantern-steppe"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    office = Office(desk=Desk.UNIT, code="UNIT01", name="单位", officer="经办")
    machine = Machine(number="M", level=SecrecyLevel.SECRET, keeper="保管")
    clock = FixedClock(datetime(2026, 6, 1, 2, 0, tzinfo=UTC))
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=machine, user="经办")
    founded.session(new, clock).close()
    return folder


def _typed_until_killed(vault: Path, home: Path, seconds: float) -> list[str]:
    """Texts that the window had called saved when it was killed, some time after the first of them."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.typing_window", str(vault), PASSPHRASE],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    saved: list[str] = []
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        saved += [line.strip() for line in [process.stdout.readline()] if line]
        reader = threading.Thread(target=lambda: saved.extend(line.strip() for line in process.stdout or ()))
        reader.start()
        time.sleep(seconds if saved else 0)
        process.send_signal(signal.SIGKILL)
        reader.join()
        said = process.stderr.read()
    assert saved, said
    return saved


@pytest.mark.parametrize("seed", range(2))
def test_what_was_saved_is_there(vault: Path, tmp_path: Path, seed: int) -> None:
    saved = _typed_until_killed(vault, tmp_path, random.Random(seed).uniform(0.0, 2.0))
    session = opening.unlock(vault, PASSPHRASE, FixedClock(datetime(2026, 6, 1, 3, 0, tzinfo=UTC)))
    try:
        rows = draft.rows(session, draft.RowFilter())
        assert len(rows) == 1
        found = draft.load(session, rows[0].id).draft.unit.name
        assert found.startswith(saved[-1])
        assert (TEXT * 2).startswith(found)
        assert keep.check_vault(session, Progress()).problems == ()
    finally:
        session.close()
