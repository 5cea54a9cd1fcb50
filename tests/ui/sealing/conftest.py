"""The window's desk and another one, introduced; the clock stands inside the senior window of 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.desk.session import Session
from desktop_app.ui.shell import Shell
from tests.ui.sealing.two_desks import introduce, other_desk


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))


@pytest.fixture
def other(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    session = other_desk(tmp_path / "other", clock)
    yield session
    session.close()


@pytest.fixture
def introduced(qtbot: QtBot, desk_window: Shell, other: Session, tmp_path: Path) -> tuple[Shell, Session]:
    introduce(qtbot, desk_window, other, tmp_path)
    return desk_window, other


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a medium."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
